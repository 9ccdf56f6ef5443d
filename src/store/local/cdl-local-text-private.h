#pragma once

#include "cdl-record-json-private.h"

G_BEGIN_DECLS

/* Parts of records as texts in columns. What comes back wrong is CDL_STORE_ERROR_DAMAGED. */

char *cdl_local_params_text (const GArray *params);
char *cdl_local_first_loaded_text (const GArray *first_loaded);
char *cdl_local_counts_text (const CdlStatistics *statistics);
char *cdl_local_reasons_text (const CdlStatistics *statistics); /* NULL if there are none */
char *cdl_local_texts_text (const char *const *texts);
char *cdl_local_sources_text (const GArray *sources);

gboolean cdl_local_params_parse (const char *text, GArray *params, GError **error);
gboolean cdl_local_first_loaded_parse (const char *text, GArray *first_loaded, GError **error);
gboolean cdl_local_counts_parse (const char *text, CdlStatistics *statistics, GError **error);
gboolean cdl_local_reasons_parse (const char *text, CdlRunRecord *run, GError **error);
char **cdl_local_texts_parse (const char *text, GError **error);
gboolean cdl_local_sources_parse (const char *text, CdlDatasetRecord *dataset, GError **error);

/* Intervals are columns in ms. */
gboolean cdl_local_interval (gint64 ms, CdlInterval *interval, GError **error);
gboolean cdl_local_market (const char *name, CdlMarket *market, GError **error);

/* Says that a record cannot be read: error, if it is CDL_STORE_ERROR_INVALID, becomes _DAMAGED, and
 * names it: "run", "6f…". Returns FALSE. */
gboolean cdl_local_damaged (const char *what, const char *id, GError **error);

G_END_DECLS
