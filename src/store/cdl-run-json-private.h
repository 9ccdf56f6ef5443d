#pragma once

#include "cdl-json-reader-private.h"
#include "cdl-run-json.h"

G_BEGIN_DECLS

/* The members of cdl_run_write_json(), into an object that the caller has begun and will end. */
void cdl_run_write_members (CdlJsonWriter *writer,
                            const CdlRunRecord *run,
                            const CdlRunDetails *details,
                            CdlRunParts parts,
                            gboolean self_contained);

#define CDL_RUN_PARTS_ALL (CDL_RUN_TRADES | CDL_RUN_SETUPS | CDL_RUN_EQUITY)

/* Reads a run back. Its dataset has only a fingerprint, and its strategy no text, unless the object
 * is self-contained. details is NULL if there are none. CDL_STORE_ERROR_INVALID. */
CdlRunRecord *cdl_run_read_json (JsonObject *object, CdlRunDetails **details, GError **error);

void cdl_strategy_write_members (CdlJsonWriter *writer, const CdlStrategyRecord *strategy);
CdlStrategyRecord *cdl_strategy_read_json (JsonObject *object, GError **error);
void cdl_dataset_write_members (CdlJsonWriter *writer, const CdlDatasetRecord *dataset);
CdlDatasetRecord *cdl_dataset_read_json (JsonObject *object, GError **error);

/* By name. */
gboolean
cdl_json_get_interval (JsonObject *object, const char *name, CdlInterval *value, GError **error);
gboolean
cdl_json_get_market (JsonObject *object, const char *name, CdlMarket *value, GError **error);

G_END_DECLS
