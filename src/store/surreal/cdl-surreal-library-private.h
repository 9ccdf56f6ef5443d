#pragma once

#include <json-glib/json-glib.h>

#include "cdl-dataset-record.h"
#include "cdl-strategy-record.h"

G_BEGIN_DECLS

/* Strategies, datasets and settings in the statements of others. */

/* strategy_rev:["name", "revision"] */
void cdl_surreal_strategy_id (GString *sql, const char *name, const char *revision);

/* Appends statements that store it if it is not there: "missing" is thrown if it has no text. */
void cdl_surreal_store_strategy (GString *sql, const CdlStrategyRecord *strategy);
void cdl_surreal_store_dataset (GString *sql, const CdlDatasetRecord *dataset);

/* settings:`SHA-256` */
void cdl_surreal_store_settings (GString *sql, const char *json);

/* From rows of those tables; a strategy whose row has no json has none. */
CdlStrategyRecord *cdl_surreal_read_strategy (JsonObject *row, GError **error);
CdlDatasetRecord *cdl_surreal_read_dataset (JsonObject *row, GError **error);

/* Fields to select for them. */
#define CDL_SURREAL_STRATEGY_FIELDS "name, revision, created_at"
#define CDL_SURREAL_DATASET_FIELDS                                                                 \
  "fingerprint, market, symbol, interval, from_ms, to_ms, rows, holes, quality_pct, sources"

G_END_DECLS
