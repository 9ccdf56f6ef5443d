#pragma once

#include "cdl-exchange.h"
#include "cdl-json-load.h"

G_BEGIN_DECLS

/* Answers of Binance's REST service, by its documentation and no more lenient: prices and
 * quantities are texts, times and counts whole numbers, times ms. */

/* The list that an answer must be; NULL with FORMAT. The node owns it. */
JsonArray *cdl_binance_list (const char *text, gsize size, JsonNode **root, GError **error);

/* A price or quantity, finite; a whole number; a time of the years 2009 to 2286, ms. */
gboolean cdl_binance_number (JsonNode *node, double *value);
gboolean cdl_binance_int (JsonNode *node, gint64 *value);
gboolean cdl_binance_time (JsonNode *node, gint64 *time_ms);

/* ROW "row N: WHAT"; returns FALSE. n: from 0. */
gboolean cdl_binance_bad_row (GError **error, guint n, const char *what);

CdlColumns *
cdl_binance_klines (const char *text, gsize size, const CdlSeriesId *id, GError **error);
gboolean cdl_binance_prints (const char *text, gsize size, GArray *prints, GError **error);
gboolean cdl_binance_print_file (const char *text, gsize size, GArray *prints, GError **error);
CdlFunding *cdl_binance_funding (const char *text, gsize size, gsize *n, GError **error);

/* Appends a print to those before it; FALSE with the reason if it cannot follow them. */
gboolean cdl_binance_add_print (GArray *prints, const CdlTradePrint *print, const char **reason);

G_END_DECLS
