#pragma once

#include "cdl-sim-faults.h"
#include "cdl-sim-range.h"

G_BEGIN_DECLS

/* The klines that a request gets (see cdl_sim_range_klines()), as faults would have them. Where:
 * path?query. */
GArray *cdl_fault_klines (CdlFaults *faults,
                          const char *where,
                          CdlSimMarket *truth,
                          const CdlSimSymbol *symbol,
                          CdlInterval interval,
                          const CdlSimRange *range,
                          gint64 now);

/* What can be wrong in the text of a list of klines, [[...],[...]]. */
void cdl_fault_klines_text (CdlFaults *faults, const char *where, GString *text);

/* Puts text in place of column (from 0) of row, of lines that end in `end`; quotes around what was
 * there go with it. */
void cdl_fault_replace_column (GString *rows,
                               guint row,
                               guint column,
                               const char *row_end,
                               const char *text);

G_END_DECLS
