#pragma once

#include "cdl-exchange.h"
#include "cdl-feed-input.h"

G_BEGIN_DECLS

/* Asks the exchange what feed cores request: paced by its limits, and once for all that ask the
 * same at a time. For the thread that runs the context. */
typedef struct _CdlFeedRest CdlFeedRest;

/* root: of an archive whose downloads may have learnt the exchange's limits; NULL: the usual ones.
 */
CdlFeedRest *
cdl_feed_rest_new (GMainContext *context, const CdlExchangePoints *points, const char *root);
void cdl_feed_rest_free (CdlFeedRest *self);

/* answer: KLINES, PRINTS, FUNDING, RULES or FAILED, without time and id; the callee's for the call.
 */
typedef void (*CdlFeedRestFunc) (const CdlFeedInput *answer, guint request, gpointer data);

void cdl_feed_rest_ask (CdlFeedRest *self,
                        const CdlDatasetName *name,
                        const CdlFeedRequest *request,
                        CdlFeedRestFunc func,
                        gpointer data);

/* No answer is told to data any more. */
void cdl_feed_rest_forget (CdlFeedRest *self, gpointer data);

/* The exchange's clock, asked for once; server_ms -1: no answer. FALSE if that is under way. */
typedef void (*CdlFeedTimeFunc) (CdlMarket market, gint64 server_ms, gpointer data);

gboolean
cdl_feed_rest_time (CdlFeedRest *self, CdlMarket market, CdlFeedTimeFunc func, gpointer data);

G_END_DECLS
