#pragma once

#include "cdl-json-reader-private.h"
#include "cdl-run-record.h"

G_BEGIN_DECLS

/* Small parts of records as JSON: in exports, and as the texts in which backends keep them. Reading
 * fails with CDL_STORE_ERROR_INVALID; what it has read by then stays. */

/* {name: value}, in order. */
void cdl_params_write (CdlJsonWriter *writer, const GArray *params);
gboolean cdl_params_read (JsonObject *object, GArray *params, GError **error);

/* {interval: open time}, in order. */
void cdl_first_loaded_write (CdlJsonWriter *writer, const GArray *first_loaded);
gboolean cdl_first_loaded_read (JsonObject *object, GArray *first_loaded, GError **error);

/* Members "funnel", "exits" and "proofs" of the object that is being written: {name: count}, zeros
 * left out. */
void cdl_counts_write (CdlJsonWriter *writer, const CdlStatistics *statistics);
gboolean cdl_counts_read (JsonObject *object, CdlStatistics *statistics, GError **error);

/* {statistic: reason}, of the undefined ones that have one. Statistics that this version does not
 * know are passed over. */
void cdl_reasons_write (CdlJsonWriter *writer, const CdlStatistics *statistics);
gboolean cdl_reasons_read (JsonObject *object, CdlRunRecord *run, GError **error);

/* ["text", ...]; NULL-terminated, newly allocated. */
void cdl_texts_write (CdlJsonWriter *writer, const char *const *texts);
char **cdl_texts_read (JsonArray *array, GError **error);

/* [{"name", "checksum"}, ...] */
void cdl_sources_write (CdlJsonWriter *writer, const GArray *sources);
gboolean cdl_sources_read (JsonArray *array, CdlDatasetRecord *dataset, GError **error);

G_END_DECLS
