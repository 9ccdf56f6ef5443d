#pragma once

#include "cdl-json-writer.h"
#include "cdl-run-details.h"
#include "cdl-run-record.h"

G_BEGIN_DECLS

/* Writes a run as one JSON object with the stable names of the specification ("Export fields").
 * details (nullable) adds trades, setups and equity. self_contained adds strategy text and dataset,
 * so that the object alone can be imported elsewhere. Undefined numbers are null; why is in
 * "reasons". */
void cdl_run_write_json (CdlJsonWriter *writer,
                         const CdlRunRecord *run,
                         const CdlRunDetails *details,
                         gboolean self_contained);

/* The same with only some of the details. */
typedef enum
{
  CDL_RUN_TRADES = 1 << 0,
  CDL_RUN_SETUPS = 1 << 1,
  CDL_RUN_EQUITY = 1 << 2,
} CdlRunParts;

void cdl_run_write_parts_json (CdlJsonWriter *writer,
                               const CdlRunRecord *run,
                               const CdlRunDetails *details,
                               CdlRunParts parts);

/* Its trades or setups alone, as a JSON array. */
void cdl_run_write_trades_json (CdlJsonWriter *writer,
                                const CdlRunRecord *run,
                                const CdlRunDetails *details);
void cdl_run_write_setups_json (CdlJsonWriter *writer,
                                const CdlRunRecord *run,
                                const CdlRunDetails *details);

G_END_DECLS
