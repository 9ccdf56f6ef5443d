#include "cdl-schema-private.h"

#include "cdl-outbox-schema-private.h"
#include "cdl-run-columns-private.h"
#include "cdl-store-error.h"

/* Programs that find a file new or old at the same time: SQLite does not let one of them wait while
 * another one changes the journal's mode, and says that it is locked. */
#define PATIENCE_US (20 * G_USEC_PER_SEC)
#define LOOK_US     (20 * 1000)

/* "CDLS": how a store is told from other SQLite files. */
#define APPLICATION_ID 0x43444c53

/* Times are ms UTC, intervals their length in ms, market, states and fates names. Runs, revisions
 * and settings refer to each other by small keys; keys never leave the file. */
static const char schema_1[]
    = "CREATE TABLE strategy_rev ("
      " key INTEGER PRIMARY KEY, name TEXT NOT NULL, revision TEXT NOT NULL, json TEXT NOT NULL,"
      " created_at INTEGER NOT NULL,"
      " place INTEGER NOT NULL," /* the largest of a name is its latest revision */
      " UNIQUE (name, revision)) STRICT;"

      "CREATE TABLE dataset ("
      " key INTEGER PRIMARY KEY, fingerprint TEXT NOT NULL UNIQUE, market TEXT NOT NULL,"
      " symbol TEXT NOT NULL, interval INTEGER NOT NULL, from_ms INTEGER NOT NULL,"
      " to_ms INTEGER NOT NULL, rows INTEGER NOT NULL, holes INTEGER NOT NULL, quality_pct REAL,"
      " sources TEXT NOT NULL) STRICT;"

      "CREATE TABLE settings ("
      " key INTEGER PRIMARY KEY, hash TEXT NOT NULL UNIQUE, json TEXT NOT NULL) STRICT;"

      /* What is filtered by stands first: a scan decodes no further than it must. */
      "CREATE TABLE run ("
      " key INTEGER PRIMARY KEY, created_at INTEGER NOT NULL, strategy TEXT NOT NULL,"
      " symbol TEXT NOT NULL, market TEXT NOT NULL, interval INTEGER NOT NULL,"
      " favourite INTEGER NOT NULL, from_ms INTEGER NOT NULL, to_ms INTEGER NOT NULL,"
      " finished_at INTEGER NOT NULL, elapsed_us INTEGER NOT NULL,"
      " strategy_rev INTEGER NOT NULL REFERENCES strategy_rev (key),"
      " dataset INTEGER NOT NULL REFERENCES dataset (key),"
      " settings INTEGER NOT NULL REFERENCES settings (key),"
      " path_interval INTEGER NOT NULL, flags INTEGER NOT NULL,"
      " net_pessimistic REAL, net_optimistic REAL,"
      " id TEXT NOT NULL UNIQUE, fingerprint TEXT NOT NULL, test TEXT,"
      " params TEXT NOT NULL,"       /* {name: value} in the strategy's order */
      " first_loaded TEXT NOT NULL," /* {interval: open time} */
      " counts TEXT NOT NULL,"       /* {fates, exits, proofs}: {name: count}, zeros left out */
      " reasons TEXT,"               /* {statistic: why it is undefined} */
      " note TEXT NOT NULL,"
      " search TEXT NOT NULL" /* casefolded strategy, symbol, id, tags and note, a line each */
      ") STRICT;"
      "CREATE INDEX run_created_at ON run (created_at);"
      "CREATE INDEX run_strategy ON run (strategy);"
      "CREATE INDEX run_symbol ON run (symbol);"
      "CREATE INDEX run_favourite ON run (favourite) WHERE favourite;"

      "CREATE TABLE run_tag ("
      " run INTEGER NOT NULL REFERENCES run (key) ON DELETE CASCADE, tag TEXT NOT NULL,"
      " PRIMARY KEY (run, tag)) STRICT, WITHOUT ROWID;"
      "CREATE INDEX run_tag_tag ON run_tag (tag, run);"

      "CREATE TABLE run_test ("
      " run INTEGER NOT NULL REFERENCES run (key) ON DELETE CASCADE, test TEXT NOT NULL,"
      " PRIMARY KEY (run, test)) STRICT, WITHOUT ROWID;"
      "CREATE INDEX run_test_test ON run_test (test, run);"

      "CREATE TABLE run_detail ("
      " run INTEGER PRIMARY KEY REFERENCES run (key) ON DELETE CASCADE,"
      " setup_names TEXT NOT NULL, trades INTEGER NOT NULL," /* how many */
      " setups INTEGER,"                                     /* NULL: not kept */
      " equity BLOB NOT NULL) STRICT;"
      "CREATE TABLE trade_chunk ("
      " run INTEGER NOT NULL REFERENCES run (key) ON DELETE CASCADE, k INTEGER NOT NULL,"
      " data BLOB NOT NULL, PRIMARY KEY (run, k)) STRICT;"
      "CREATE TABLE setup_chunk ("
      " run INTEGER NOT NULL REFERENCES run (key) ON DELETE CASCADE, k INTEGER NOT NULL,"
      " data BLOB NOT NULL, PRIMARY KEY (run, k)) STRICT;"

      /* Trials outlive their runs. */
      "CREATE TABLE trial_window ("
      " key INTEGER PRIMARY KEY, dataset TEXT NOT NULL, from_ms INTEGER NOT NULL,"
      " to_ms INTEGER NOT NULL, UNIQUE (dataset, from_ms, to_ms)) STRICT;"
      "CREATE TABLE trial ("
      " window INTEGER NOT NULL REFERENCES trial_window (key), run TEXT NOT NULL,"
      " PRIMARY KEY (window, run)) STRICT, WITHOUT ROWID;"

      "CREATE TABLE test ("
      " id TEXT PRIMARY KEY NOT NULL, name TEXT NOT NULL, request TEXT NOT NULL,"
      " asked_by TEXT NOT NULL, state TEXT NOT NULL, priority INTEGER NOT NULL,"
      " place INTEGER NOT NULL, runs INTEGER NOT NULL, runs_done INTEGER NOT NULL,"
      " work REAL NOT NULL, work_done REAL NOT NULL, estimate_ms REAL,"
      " created_at INTEGER NOT NULL, started_at INTEGER, finished_at INTEGER,"
      " elapsed_ms INTEGER NOT NULL, error TEXT) STRICT;"

      "CREATE TABLE cost ("
      " machine TEXT NOT NULL, revision TEXT NOT NULL, ns_per_unit REAL NOT NULL, error_pct REAL,"
      " samples INTEGER NOT NULL, updated_at INTEGER NOT NULL,"
      " PRIMARY KEY (machine, revision)) STRICT, WITHOUT ROWID;"

      "CREATE TABLE session ("
      " id TEXT PRIMARY KEY NOT NULL,"
      " strategy_rev INTEGER NOT NULL REFERENCES strategy_rev (key), params TEXT NOT NULL,"
      " market TEXT NOT NULL, symbols TEXT NOT NULL, interval INTEGER NOT NULL,"
      " settings TEXT NOT NULL, state TEXT NOT NULL, created_at INTEGER NOT NULL,"
      " stopped_at INTEGER, note TEXT NOT NULL, error TEXT) STRICT;"
      "CREATE TABLE session_trade ("
      " session TEXT NOT NULL REFERENCES session (id) ON DELETE CASCADE, seq INTEGER NOT NULL,"
      " symbol TEXT NOT NULL, name TEXT NOT NULL, reconstructed INTEGER NOT NULL,"
      " data BLOB NOT NULL, PRIMARY KEY (session, seq)) STRICT, WITHOUT ROWID;"
      "CREATE TABLE session_event ("
      " session TEXT NOT NULL REFERENCES session (id) ON DELETE CASCADE, seq INTEGER NOT NULL,"
      " time INTEGER NOT NULL, symbol TEXT, kind TEXT NOT NULL, data TEXT,"
      " PRIMARY KEY (session, seq)) STRICT, WITHOUT ROWID;";

/* Columns of runs, packed: see cdl-run-columns-private.h, which makes the triggers. */
static const char schema_3[]
    = "CREATE TABLE run_pack (" /* a thousand runs by their keys */
      " pack INTEGER PRIMARY KEY, whole INTEGER NOT NULL) STRICT;" /* all columns are there */
      "CREATE INDEX run_pack_open ON run_pack (pack) WHERE NOT whole;"
      "CREATE TABLE run_column ("
      " pack INTEGER NOT NULL, name TEXT NOT NULL, data BLOB NOT NULL,"
      " PRIMARY KEY (pack, name)) STRICT;"
      "INSERT INTO run_pack (pack, whole)"
      " SELECT DISTINCT key / " G_STRINGIFY (CDL_PACK_RUNS) ", 0 FROM run;";

/* migrations[v - 1] brings version v - 1 to v. Never edited once released, only added to. */
static const char *const migrations[] = { schema_1, cdl_outbox_schema, schema_3 };

#define SCHEMA_VERSION ((int) G_N_ELEMENTS (migrations))

/* Usual sorts: the others are sorted by a scan. */
static const CdlStat indexed_stats[] = {
  CDL_STAT_NET,    CDL_STAT_RETURN_PCT, CDL_STAT_CAGR_PCT, CDL_STAT_MAX_DRAWDOWN_PCT,
  CDL_STAT_SHARPE, CDL_STAT_SORTINO,    CDL_STAT_CALMAR,   CDL_STAT_PROFIT_FACTOR,
  CDL_STAT_TRADES, CDL_STAT_WIN_RATE,   CDL_STAT_SQN,      CDL_STAT_EXPECTANCY_R,
};

const char *
cdl_schema_stat_column (CdlStat stat)
{
  static const char *columns[CDL_N_STATS];
  static gsize done;

  if (g_once_init_enter (&done))
    {
      for (guint i = 0; i < CDL_N_STATS; i++)
        {
          g_autofree char *name = g_strconcat ("s_", cdl_stat_info ((CdlStat) i)->name, NULL);

          columns[i] = g_intern_string (name);
        }
      g_once_init_leave (&done, 1);
    }

  return columns[stat];
}

gboolean
cdl_schema_is_indexed (CdlSortKey key, CdlStat stat)
{
  if (key != CDL_SORT_STAT)
    return key == CDL_SORT_CREATED_AT || key == CDL_SORT_STRATEGY || key == CDL_SORT_SYMBOL;

  for (guint i = 0; i < G_N_ELEMENTS (indexed_stats); i++)
    if (indexed_stats[i] == stat)
      return TRUE;

  return FALSE;
}

static gboolean
read_int (CdlConnection *connection, const char *sql, int *value, GError **error)
{
  sqlite3_stmt *statement = cdl_connection_prepare (connection, sql, error);
  gboolean row;

  if (statement == NULL || !cdl_connection_step (connection, statement, &row, error))
    return FALSE;
  *value = row ? sqlite3_column_int (statement, 0) : 0;
  sqlite3_reset (statement);

  return TRUE;
}

/* version gets that of the file, 0 for an empty one. */
static gboolean
read_version (CdlConnection *connection, int *version, GError **error)
{
  int application, objects;

  if (!read_int (connection, "PRAGMA application_id", &application, error)
      || !read_int (connection, "PRAGMA user_version", version, error)
      || !read_int (connection, "SELECT count(*) FROM sqlite_master", &objects, error))
    return FALSE;

  if (application == APPLICATION_ID ? *version < 1 : objects > 0 || application != 0)
    {
      g_set_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_VERSION,
                   "“%s” is a database of another program, not a store", connection->path);
      return FALSE;
    }
  if (*version > SCHEMA_VERSION)
    {
      g_set_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_VERSION,
                   "The store “%s” was written by a newer version of Chandelier (its schema is %d, "
                   "this one knows up to %d)",
                   connection->path, *version, SCHEMA_VERSION);
      return FALSE;
    }

  return TRUE;
}

/* Statistics are columns, one per row of the registry: SQL that adds those that came since the file
 * was written; "" if there are none. */
static char *
missing_statistics (CdlConnection *connection, GError **error)
{
  g_autoptr (GHashTable) present = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GString) sql = g_string_new (NULL);
  sqlite3_stmt *statement
      = cdl_connection_prepare (connection, "SELECT name FROM pragma_table_info ('run')", error);
  gboolean row = TRUE;

  if (statement == NULL)
    return NULL;
  while (row)
    {
      if (!cdl_connection_step (connection, statement, &row, error))
        return NULL;
      if (row)
        g_hash_table_add (present, cdl_column_text (statement, 0));
    }
  sqlite3_reset (statement);

  for (guint i = 0; i < CDL_N_STATS; i++)
    {
      const char *column = cdl_schema_stat_column ((CdlStat) i);

      if (g_hash_table_contains (present, column))
        continue;
      g_string_append_printf (sql, "ALTER TABLE run ADD COLUMN \"%s\" REAL;", column);
      if (cdl_schema_is_indexed (CDL_SORT_STAT, (CdlStat) i))
        g_string_append_printf (sql, "CREATE INDEX \"run_%s\" ON run (\"%s\");", column, column);
    }

  return g_string_free (g_steal_pointer (&sql), FALSE);
}

/* Of runs that were there before, and of statistics that they lack. */
static gboolean
pack_columns (CdlConnection *connection, GError **error)
{
  g_autofree char *triggers = cdl_run_columns_triggers ();

  return cdl_connection_exec (connection, triggers, error)
         && cdl_connection_exec (connection, "UPDATE run_pack SET whole = 0", error)
         && cdl_run_columns_pack (connection, G_MAXUINT, error);
}

static gboolean
migrate (CdlConnection *connection, GError **error)
{
  g_autofree char *statistics = NULL, *stamp = NULL;
  int version;

  /* Once more, now that nobody else can be at it. */
  if (!read_version (connection, &version, error))
    return FALSE;
  for (; version < SCHEMA_VERSION; version++)
    if (!cdl_connection_exec (connection, migrations[version], error))
      return FALSE;
  statistics = missing_statistics (connection, error);
  if (statistics == NULL || !cdl_connection_exec (connection, statistics, error)
      || !pack_columns (connection, error))
    return FALSE;
  stamp = g_strdup_printf ("PRAGMA application_id = %d; PRAGMA user_version = %d", APPLICATION_ID,
                           SCHEMA_VERSION);

  return cdl_connection_exec (connection, stamp, error);
}

static gboolean
is_current (CdlConnection *connection, gboolean *current, GError **error)
{
  g_autofree char *statistics = NULL;
  int version;

  if (!read_version (connection, &version, error))
    return FALSE;
  *current = FALSE;
  if (version < SCHEMA_VERSION)
    return TRUE;
  statistics = missing_statistics (connection, error);
  *current = statistics != NULL && *statistics == '\0';

  return statistics != NULL;
}

static gboolean
try_to_apply (CdlConnection *connection, GError **error)
{
  gboolean current, known;

  /* All at one instant: another program may be making the file. */
  if (!cdl_connection_exec (connection, "BEGIN", error))
    return FALSE;
  known = is_current (connection, &current, error);
  cdl_connection_exec (connection, "ROLLBACK", NULL);
  if (!known)
    return FALSE;
  if (current)
    return TRUE;

  if (!cdl_connection_exec (connection, "PRAGMA journal_mode = WAL; BEGIN IMMEDIATE", error))
    return FALSE;
  if (migrate (connection, error) && cdl_connection_exec (connection, "COMMIT", error))
    return TRUE;
  if (!sqlite3_get_autocommit (connection->db))
    cdl_connection_exec (connection, "ROLLBACK", NULL);

  return FALSE;
}

gboolean
cdl_schema_apply (CdlConnection *connection, GError **error)
{
  gint64 until = g_get_monotonic_time () + PATIENCE_US;

  for (;;)
    {
      g_autoptr (GError) local_error = NULL;

      if (try_to_apply (connection, &local_error))
        return TRUE;
      if (!g_error_matches (local_error, CDL_STORE_ERROR, CDL_STORE_ERROR_BUSY)
          || g_get_monotonic_time () >= until)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      g_usleep (LOOK_US);
    }
}
