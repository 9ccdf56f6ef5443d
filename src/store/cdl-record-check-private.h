#pragma once

#include "cdl-store.h"

G_BEGIN_DECLS

/* What no store takes, found before a backend sees it: FALSE with CDL_STORE_ERROR_INVALID, whose
 * message names the record and the field. */

/* Ids: 1 to 64 letters, digits, - and _. what: "run id". */
gboolean cdl_check_id (const char *what, const char *id, GError **error);

/* UTF-8 of min to max bytes. */
gboolean cdl_check_text (const char *what, const char *text, gsize min, gsize max, GError **error);

/* How many records a list may ask for. */
gboolean cdl_check_limit (guint limit, GError **error);

gboolean cdl_check_tag (const char *tag, GError **error);
gboolean cdl_check_json (const char *what, const char *text, GError **error);

/* Settings: canonical, so that they are the same text again after an export. */
gboolean cdl_check_canonical (const char *what, const char *text, GError **error);

gboolean cdl_check_strategy (const CdlStrategyRecord *strategy, GError **error);
gboolean cdl_check_dataset (const CdlDatasetRecord *dataset, GError **error);
gboolean cdl_check_test (const CdlTestRecord *test, GError **error);
gboolean cdl_check_cost (const CdlCostRecord *cost, GError **error);
gboolean cdl_check_session (const CdlSessionRecord *session, GError **error);
gboolean cdl_check_session_trade (const CdlSessionTrade *trade, GError **error);
gboolean cdl_check_session_event (const CdlSessionEvent *event, GError **error);
gboolean cdl_check_params (const GArray *params, GError **error);

/* Runs of a batch share settings and strategy: what is the same text as in previous (nullable) has
 * been checked. */
gboolean cdl_check_run (const CdlRunItem *item, const CdlRunItem *previous, GError **error);

G_END_DECLS
