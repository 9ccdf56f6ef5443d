#pragma once

#include "cdl-connection-private.h"
#include "cdl-dataset-record.h"
#include "cdl-strategy-record.h"

G_BEGIN_DECLS

/* What runs refer to, inside a transaction of the caller: stored if it is not there yet. key gets
 * its key. */

/* latest: make it the latest revision even if it is there. json NULL and not there:
 * CDL_STORE_ERROR_NOT_FOUND. */
gboolean cdl_local_store_strategy (CdlConnection *connection,
                                   const CdlStrategyRecord *strategy,
                                   gboolean latest,
                                   gint64 *key,
                                   GError **error);
gboolean cdl_local_store_dataset (CdlConnection *connection,
                                  const CdlDatasetRecord *dataset,
                                  gint64 *key,
                                  GError **error);
gboolean
cdl_local_store_settings (CdlConnection *connection, const char *json, gint64 *key, GError **error);

/* By key; with_json: the strategy's text too. */
CdlStrategyRecord *
cdl_local_load_strategy (CdlConnection *connection, gint64 key, gboolean with_json, GError **error);
CdlDatasetRecord *cdl_local_load_dataset (CdlConnection *connection, gint64 key, GError **error);
char *cdl_local_load_settings (CdlConnection *connection, gint64 key, GError **error);

G_END_DECLS
