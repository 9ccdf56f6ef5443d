#include "cdl-chunk-private.h"
#include "cdl-local-library-private.h"
#include "cdl-local-private.h"
#include "cdl-local-text-private.h"
#include "cdl-local-write-private.h"
#include "cdl-schema-private.h"

/* Putting runs: many in one transaction, where what a sweep's runs share is looked up once. */
typedef struct
{
  CdlConnection *connection;
  const CdlStrategyRecord *strategy; /* the last one seen, and its key; so for the others */
  gint64 strategy_key;
  const CdlDatasetRecord *dataset;
  gint64 dataset_key;
  const char *settings;
  gint64 settings_key;
} Put;

/* Parameters of insert and update, in this order. The first N_CHANGING may change when a run is put
 * again: the same trades with statistics that came since, or nets that were not computed then. */
static const char *const changing[] = { "counts", "reasons", "net_pessimistic", "net_optimistic" };
static const char *const lasting[]
    = { "id",        "fingerprint", "strategy",   "symbol",        "market",     "interval",
        "from_ms",   "to_ms",       "created_at", "finished_at",   "elapsed_us", "strategy_rev",
        "dataset",   "settings",    "flags",      "path_interval", "params",     "first_loaded",
        "favourite", "test",        "note",       "search" };

#define FIRST_STAT    1
#define FIRST_CHANGE  (FIRST_STAT + (int) CDL_N_STATS)
#define FIRST_LASTING (FIRST_CHANGE + (int) G_N_ELEMENTS (changing))
#define UPDATE_KEY    FIRST_LASTING

static char *
build_insert (void)
{
  GString *sql = g_string_new ("INSERT INTO run (");

  for (guint i = 0; i < CDL_N_STATS; i++)
    g_string_append_printf (sql, "\"%s\", ", cdl_schema_stat_column ((CdlStat) i));
  for (guint i = 0; i < G_N_ELEMENTS (changing); i++)
    g_string_append_printf (sql, "%s, ", changing[i]);
  for (guint i = 0; i < G_N_ELEMENTS (lasting); i++)
    g_string_append_printf (sql, "%s%s", i > 0 ? ", " : "", lasting[i]);
  g_string_append (sql, ") VALUES (?");
  for (guint i = 1; i < CDL_N_STATS + G_N_ELEMENTS (changing) + G_N_ELEMENTS (lasting); i++)
    g_string_append (sql, ", ?");
  g_string_append (sql, ")");

  return g_string_free (sql, FALSE);
}

static char *
build_update (void)
{
  GString *sql = g_string_new ("UPDATE run SET ");

  for (guint i = 0; i < CDL_N_STATS; i++)
    g_string_append_printf (sql, "\"%s\" = ?, ", cdl_schema_stat_column ((CdlStat) i));
  g_string_append (sql, "counts = ?, reasons = ?,"
                        " net_pessimistic = coalesce (?, net_pessimistic),"
                        " net_optimistic = coalesce (?, net_optimistic) WHERE key = ?");

  return g_string_free (sql, FALSE);
}

typedef struct
{
  char *insert;
  char *update;
} Sql;

static const Sql *
get_sql (void)
{
  static Sql sql;
  static gsize done;

  if (g_once_init_enter (&done))
    {
      sql = (Sql){ build_insert (), build_update () };
      g_once_init_leave (&done, 1);
    }

  return &sql;
}

static gboolean
find_shared (Put *self, const CdlRunRecord *run, GError **error)
{
  if (run->strategy != self->strategy
      && !cdl_local_store_strategy (self->connection, run->strategy, FALSE, &self->strategy_key,
                                    error))
    return FALSE;
  self->strategy = run->strategy;
  if (run->dataset != self->dataset
      && !cdl_local_store_dataset (self->connection, run->dataset, &self->dataset_key, error))
    return FALSE;
  self->dataset = run->dataset;
  if (g_strcmp0 (run->settings, self->settings) != 0
      && !cdl_local_store_settings (self->connection, run->settings, &self->settings_key, error))
    return FALSE;
  self->settings = run->settings;

  return TRUE;
}

static void
bind_changing (sqlite3_stmt *statement,
               const CdlRunRecord *run,
               const char *counts,
               const char *reasons)
{
  for (guint i = 0; i < CDL_N_STATS; i++)
    cdl_bind_double (statement, FIRST_STAT + (int) i, run->statistics.value[i]);
  cdl_bind_text (statement, FIRST_CHANGE, counts);
  cdl_bind_text (statement, FIRST_CHANGE + 1, reasons);
  cdl_bind_double (statement, FIRST_CHANGE + 2, run->net_pessimistic);
  cdl_bind_double (statement, FIRST_CHANGE + 3, run->net_optimistic);
}

static gboolean
update_run (Put *self, gint64 key, const CdlRunRecord *run, GError **error)
{
  g_autofree char *counts = cdl_local_counts_text (&run->statistics);
  g_autofree char *reasons = cdl_local_reasons_text (&run->statistics);
  sqlite3_stmt *statement = cdl_connection_prepare (self->connection, get_sql ()->update, error);

  if (statement == NULL)
    return FALSE;
  bind_changing (statement, run, counts, reasons);
  sqlite3_bind_int64 (statement, UPDATE_KEY, key);

  return cdl_connection_run (self->connection, statement, error);
}

static gboolean
insert_run (Put *self, const CdlRunRecord *run, gint64 *key, GError **error)
{
  g_autofree char *counts = cdl_local_counts_text (&run->statistics);
  g_autofree char *reasons = cdl_local_reasons_text (&run->statistics);
  g_autofree char *params = cdl_local_params_text (run->params);
  g_autofree char *first_loaded = cdl_local_first_loaded_text (run->first_loaded);
  g_autofree char *search
      = cdl_local_search_text (run->strategy->name, run->dataset->symbol, run->id,
                               (const char *const *) run->tags, run->note);
  sqlite3_stmt *statement = cdl_connection_prepare (self->connection, get_sql ()->insert, error);
  int place = FIRST_LASTING;

  if (statement == NULL)
    return FALSE;
  bind_changing (statement, run, counts, reasons);
  cdl_bind_text (statement, place++, run->id);
  cdl_bind_text (statement, place++, run->fingerprint);
  cdl_bind_text (statement, place++, run->strategy->name);
  cdl_bind_text (statement, place++, run->dataset->symbol);
  cdl_bind_text (statement, place++, cdl_market_name (run->dataset->market));
  sqlite3_bind_int64 (statement, place++, cdl_interval_ms (run->interval));
  sqlite3_bind_int64 (statement, place++, run->from);
  sqlite3_bind_int64 (statement, place++, run->to);
  sqlite3_bind_int64 (statement, place++, run->created_at);
  sqlite3_bind_int64 (statement, place++, run->finished_at);
  sqlite3_bind_int64 (statement, place++, run->elapsed_us);
  sqlite3_bind_int64 (statement, place++, self->strategy_key);
  sqlite3_bind_int64 (statement, place++, self->dataset_key);
  sqlite3_bind_int64 (statement, place++, self->settings_key);
  sqlite3_bind_int64 (statement, place++, run->flags);
  sqlite3_bind_int64 (statement, place++, cdl_interval_ms (run->path_interval));
  cdl_bind_text (statement, place++, params);
  cdl_bind_text (statement, place++, first_loaded);
  sqlite3_bind_int (statement, place++, run->favourite ? 1 : 0);
  cdl_bind_text (statement, place++, run->test);
  cdl_bind_text (statement, place++, run->note);
  cdl_bind_text (statement, place++, search);
  if (!cdl_connection_run (self->connection, statement, error))
    return FALSE;
  *key = sqlite3_last_insert_rowid (self->connection->db);
  for (char **tag = run->tags; *tag != NULL; tag++)
    if (!cdl_local_add_tag (self->connection, *key, *tag, error))
      return FALSE;

  return TRUE;
}

static gboolean
bind_key_and_run (CdlConnection *connection, const char *sql, gint64 key, GError **error)
{
  sqlite3_stmt *statement = cdl_connection_prepare (connection, sql, error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, key);

  return cdl_connection_run (connection, statement, error);
}

static gboolean
put_chunks (CdlConnection *connection,
            const char *sql,
            gint64 key,
            const CdlFieldTable *table,
            const GArray *rows,
            GError **error)
{
  for (guint from = 0, k = 0; from < rows->len; from += CDL_CHUNK_ROWS, k++)
    {
      g_autoptr (GByteArray) blob = cdl_chunk_encode (table, rows->data + from * table->size,
                                                      MIN (CDL_CHUNK_ROWS, rows->len - from));
      sqlite3_stmt *statement = cdl_connection_prepare (connection, sql, error);

      if (statement == NULL)
        return FALSE;
      sqlite3_bind_int64 (statement, 1, key);
      sqlite3_bind_int64 (statement, 2, k);
      sqlite3_bind_blob64 (statement, 3, blob->data, blob->len, SQLITE_STATIC);
      if (!cdl_connection_run (connection, statement, error))
        return FALSE;
    }

  return TRUE;
}

/* Setups that are there stay if none are given now. */
static gboolean
put_details (CdlConnection *connection, gint64 key, const CdlRunDetails *details, GError **error)
{
  g_autofree char *names = cdl_local_texts_text ((const char *const *) details->setup_names);
  g_autoptr (GByteArray) equity
      = cdl_chunk_encode (&cdl_equity_fields, details->equity->data, details->equity->len);
  sqlite3_stmt *statement = cdl_connection_prepare (
      connection,
      "INSERT INTO run_detail (run, setup_names, trades, setups, equity) VALUES (?, ?, ?, ?, ?)"
      " ON CONFLICT (run) DO UPDATE SET setup_names = excluded.setup_names,"
      " trades = excluded.trades, setups = coalesce (excluded.setups, setups),"
      " equity = excluded.equity",
      error);

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, key);
  cdl_bind_text (statement, 2, names);
  sqlite3_bind_int64 (statement, 3, details->trades->len);
  if (details->setups != NULL)
    sqlite3_bind_int64 (statement, 4, details->setups->len);
  sqlite3_bind_blob64 (statement, 5, equity->data, equity->len, SQLITE_STATIC);
  if (!cdl_connection_run (connection, statement, error)
      || !bind_key_and_run (connection, "DELETE FROM trade_chunk WHERE run = ?", key, error)
      || !put_chunks (connection, "INSERT INTO trade_chunk (run, k, data) VALUES (?, ?, ?)", key,
                      &cdl_trade_fields, details->trades, error))
    return FALSE;

  return details->setups == NULL
         || (bind_key_and_run (connection, "DELETE FROM setup_chunk WHERE run = ?", key, error)
             && put_chunks (connection, "INSERT INTO setup_chunk (run, k, data) VALUES (?, ?, ?)",
                            key, &cdl_setup_fields, details->setups, error));
}

static gboolean
put_run (Put *self, const CdlRunItem *item, GError **error)
{
  const CdlRunRecord *run = item->run;
  g_autofree char *fingerprint = NULL;
  gint64 key;

  if (!cdl_local_find_run (self->connection, run->id, &key, &fingerprint, error))
    return FALSE;
  if (key != 0 && !g_str_equal (fingerprint, run->fingerprint))
    {
      g_set_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_EXISTS,
                   "Run %s is stored with other trades (fingerprint %.12s, now %.12s): equal work "
                   "must give equal results; delete the stored run to replace it",
                   run->id, fingerprint, run->fingerprint);
      return FALSE;
    }

  if (key != 0 ? !update_run (self, key, run, error)
               : !find_shared (self, run, error) || !insert_run (self, run, &key, error))
    return FALSE;
  if (run->test != NULL && !cdl_local_link_test (self->connection, key, run->test, error))
    return FALSE;
  if (!cdl_local_count_trial (self->connection, run->dataset->fingerprint, run->dataset->from,
                              run->dataset->to, run->id, error))
    return FALSE;

  return item->details == NULL || put_details (self->connection, key, item->details, error);
}

gboolean
cdl_local_put_runs (CdlStore *self,
                    const CdlRunItem *items,
                    gsize n_items,
                    GCancellable *cancellable,
                    GError **error)
{
  Put put = { cdl_local_begin_write (self, cancellable, error) };
  gboolean ok = TRUE;

  if (put.connection == NULL)
    return FALSE;
  for (gsize i = 0; ok && i < n_items; i++)
    ok = put_run (&put, &items[i], error);

  return cdl_local_end_write (self, put.connection, ok, error);
}
