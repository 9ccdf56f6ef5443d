#pragma once

#include "cdl-bulk.h"
#include "cdl-sim-faults.h"

G_BEGIN_DECLS

/* Whether any fault of files could strike `path`'s zip: then it is made anew. */
gboolean cdl_fault_bulk_concerns (const CdlFaults *faults);

/* Changes the text of a file, and makes its zip as faults would have it. name: of the member. */
void cdl_fault_csv (CdlFaults *faults, const char *path, const CdlBulkFile *file, GString *csv);
GBytes *cdl_fault_zip (CdlFaults *faults, const char *path, const char *name, const GString *csv);

G_END_DECLS
