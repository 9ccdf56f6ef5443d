#pragma once

#include "cdl-rest.h"

G_BEGIN_DECLS

/* Parameters. Each sets request->refusal and returns FALSE (NULL) where the exchange would refuse.
 */
const char *cdl_rest_get (const CdlRestRequest *request, const char *name);
const CdlSimSymbol *cdl_rest_take_symbol (CdlRestRequest *request);
gboolean cdl_rest_take_interval (CdlRestRequest *request, CdlInterval *interval);

/* A whole number >= 0, or fallback if it is not given. */
gboolean
cdl_rest_take_number (CdlRestRequest *request, const char *name, gint64 fallback, gint64 *value);

/* startTime and endTime, in ms or us, and limit, silently held down to max. */
gboolean
cdl_rest_take_range (CdlRestRequest *request, guint limit, guint max_limit, CdlSimRange *range);

/* The symbols named by symbol or symbols, or all of the market. CdlSimSymbol; *one: symbol was
 * given, and the answer is no array. */
GPtrArray *cdl_rest_take_symbols (CdlRestRequest *request, gboolean *one);

/* Endpoints. */
CdlSimReply *cdl_rest_klines (CdlRestRequest *request);
CdlSimReply *cdl_rest_mark_klines (CdlRestRequest *request);
CdlSimReply *cdl_rest_agg_trades (CdlRestRequest *request);
CdlSimReply *cdl_rest_exchange_info (CdlRestRequest *request);
CdlSimReply *cdl_rest_price (CdlRestRequest *request);
CdlSimReply *cdl_rest_book_ticker (CdlRestRequest *request);
CdlSimReply *cdl_rest_day_ticker (CdlRestRequest *request);
CdlSimReply *cdl_rest_average_price (CdlRestRequest *request);
CdlSimReply *cdl_rest_premium_index (CdlRestRequest *request);
CdlSimReply *cdl_rest_funding_rate (CdlRestRequest *request);
CdlSimReply *cdl_rest_funding_info (CdlRestRequest *request);

G_END_DECLS
