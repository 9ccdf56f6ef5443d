/* Databases of older schemas: refused until db init has brought them up to date, and then every run
 * is there as it was, on both engines. */
#include <math.h>
#include <string.h>

#include "cdl-hash.h"
#include "cdl-json-reader-private.h"
#include "cdl-local-text-private.h"
#include "cdl-schema-private.h"
#include "cdl-surreal-client-private.h"
#include "cdl-surreal-library-private.h"
#include "cdl-surreal-listing-private.h"
#include "cdl-surreal-literal-private.h"
#include "cdl-surreal-store.h"
#include "cdl-test-store.h"
#include "cdl-test-surreal.h"

#define N_RUNS 400

static void
ask (CdlSurrealClient *client, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = cdl_surreal_client_run (client, sql, NULL, &error);

  g_assert_no_error (error);
}

static guint64
count_unlisted (CdlSurrealClient *client)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = cdl_surreal_client_run (
      client, "RETURN array::len(array::flatten((SELECT VALUE ids FROM unlisted)))", NULL, &error);
  gint64 n;

  g_assert_no_error (error);
  g_assert_true (cdl_json_node_int (node, &n));

  return (guint64) n;
}

/* Before version 4 a run had a field for everything. */
static void
append_old_fields (GString *sql, const CdlRunRecord *run)
{
  g_autofree char *settings = cdl_sha256 (run->settings, -1);
  g_autofree char *params = cdl_local_params_text (run->params);
  g_autofree char *first_loaded = cdl_local_first_loaded_text (run->first_loaded);

  cdl_surreal_member_text (sql, "strategy", run->strategy->name);
  cdl_surreal_member_text (sql, "revision", run->strategy->revision);
  cdl_surreal_name (sql, "strategy_rev");
  cdl_surreal_strategy_id (sql, run->strategy->name, run->strategy->revision);
  cdl_surreal_member_text (sql, "symbol", run->dataset->symbol);
  cdl_surreal_member_text (sql, "market", cdl_market_name (run->dataset->market));
  cdl_surreal_member_text (sql, "dataset", run->dataset->fingerprint);
  cdl_surreal_member_record (sql, "data", "dataset", run->dataset->fingerprint);
  cdl_surreal_member_record (sql, "settings", "settings", settings);
  cdl_surreal_member_text (sql, "settings_hash", settings);
  cdl_surreal_member_int (sql, "interval", cdl_interval_ms (run->interval));
  cdl_surreal_member_int (sql, "path_interval", cdl_interval_ms (run->path_interval));
  cdl_surreal_member_int (sql, "from_ms", run->from);
  cdl_surreal_member_int (sql, "to_ms", run->to);
  cdl_surreal_member_int (sql, "created_at", run->created_at);
  cdl_surreal_member_int (sql, "finished_at", run->finished_at);
  cdl_surreal_member_int (sql, "elapsed_us", run->elapsed_us);
  cdl_surreal_member_int (sql, "flags", run->flags);
  cdl_surreal_member_text (sql, "first_loaded", first_loaded);
  cdl_surreal_member_text (sql, "search", run->id);
  cdl_surreal_member_text (sql, "note_search", run->note);
  cdl_surreal_name (sql, "params");
  g_string_append (sql, params);
  cdl_surreal_member_text (sql, "params_json", params);
}

/* Takes the runs of this version for those of an older one; with_stats: with a field for each
 * statistic in place of their text. */
static void
make_older (CdlSurrealClient *client, GPtrArray *runs, gboolean with_stats)
{
  ask (client, "DELETE result RETURN NONE");
  for (guint i = 0; i < runs->len; i++)
    {
      const CdlRunRecord *run = g_ptr_array_index (runs, i);
      g_autoptr (GString) sql = g_string_new ("{ UPDATE ");

      cdl_surreal_record (sql, "run", run->id);
      g_string_append (sql, " MERGE {");
      append_old_fields (sql, run);
      for (guint k = 0; with_stats && k < CDL_N_STATS; k++)
        cdl_surreal_member_double (sql, cdl_schema_stat_column ((CdlStat) k),
                                   run->statistics.value[k]);
      if (with_stats)
        cdl_surreal_member_double (sql, "n_s_sharpe", -run->statistics.value[CDL_STAT_SHARPE]);
      else
        cdl_surreal_member_record (sql, "stat", "run_stat", run->id);
      g_string_append (sql, "} RETURN NONE; UPDATE ");
      cdl_surreal_record (sql, "run", run->id);
      g_string_append (sql,
                       with_stats ? " SET lasting = NONE, stats = NONE" : " SET lasting = NONE");
      g_string_append (sql, " RETURN NONE; RETURN true }");
      ask (client, sql->str);
    }
}

/* Version 1 had the statistics in the record of a run, those that lists were sorted by negated as
 * well, and indexes: its own file of the schema makes them. */
static void
make_version_1 (CdlSurrealClient *client, GPtrArray *runs)
{
  g_autofree char *path
      = g_test_build_filename (G_TEST_DIST, "store", "data", "schema-1.surql", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) statements = NULL;
  g_autoptr (GError) error = NULL;

  make_older (client, runs, TRUE);
  ask (client, "{ REMOVE TABLE listing; REMOVE TABLE listed; REMOVE TABLE unlisted; RETURN true }");
  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  statements = g_strsplit (text, ";\n", -1);
  for (char **statement = statements; *statement != NULL; statement++)
    if (*g_strstrip (*statement) != '\0')
      ask (client, *statement);
}

/* Version 2 had other parts. */
static void
make_version_2 (CdlSurrealClient *client, GPtrArray *runs)
{
  make_older (client, runs, FALSE);
  ask (client, "{ FOR $id IN (SELECT VALUE id FROM listing) { UPDATE $id SET v = NONE, gone = NONE "
               "RETURN NONE };\nCREATE listing:[\"run\", 0] SET k = 0, data = [] RETURN NONE;\n"
               "RETURN true }");
  ask (client, "UPSERT schema_version:main CONTENT {v: 2}");
}

/* Version 3 had indexes, statistics in a table of their own, and a mark for each run. */
static void
make_version_3 (CdlSurrealClient *client, GPtrArray *runs)
{
  static const char *const statements[] = {
    "DEFINE TABLE run_stat SCHEMALESS",
    "DEFINE INDEX run_strategy ON run FIELDS strategy",
    "DEFINE INDEX run_tags ON run FIELDS tags",
    "INSERT INTO run_stat (SELECT rid AS id, 1.5 AS s_sharpe FROM run) RETURN NONE",
    "DELETE unlisted RETURN NONE",
    "INSERT INTO unlisted (SELECT rid AS id, rid, id AS run, rand::string(16) AS v, true AS old"
    " FROM run LIMIT 20) RETURN NONE",
    "UPSERT schema_version:main CONTENT {v: 3}",
  };

  make_older (client, runs, FALSE);
  for (guint i = 0; i < G_N_ELEMENTS (statements); i++)
    ask (client, statements[i]);
}

/* What a person finds who asks the server himself: of these runs, and of no others. */
static void
assert_results (CdlSurrealClient *client, GPtrArray *runs)
{
  g_autoptr (GHashTable) by_id = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = cdl_surreal_client_run (
      client,
      "SELECT run.rid AS rid, strategy, symbol, interval, from_ms, stats.sharpe AS sharpe,"
      " stats.trades AS trades, object::len(params) AS n_params, dataset.symbol AS there"
      " FROM result ORDER BY sharpe DESC",
      NULL, &error);
  JsonArray *rows;

  g_assert_no_error (error);
  rows = json_node_get_array (node);
  g_assert_cmpuint (json_array_get_length (rows), ==, runs->len);
  for (guint i = 0; i < runs->len; i++)
    {
      JsonObject *row = json_array_get_object_element (rows, i);

      g_hash_table_insert (by_id, (char *) json_object_get_string_member (row, "rid"), row);
    }
  for (guint i = 0; i < runs->len; i++)
    {
      const CdlRunRecord *run = g_ptr_array_index (runs, i);
      JsonObject *row = g_hash_table_lookup (by_id, run->id);
      double sharpe = run->statistics.value[CDL_STAT_SHARPE];

      g_assert_nonnull (row);
      g_assert_cmpstr (json_object_get_string_member (row, "strategy"), ==, run->strategy->name);
      g_assert_cmpstr (json_object_get_string_member (row, "symbol"), ==, run->dataset->symbol);
      g_assert_cmpstr (json_object_get_string_member (row, "there"), ==, run->dataset->symbol);
      g_assert_cmpstr (json_object_get_string_member (row, "interval"), ==,
                       cdl_interval_name (run->interval));
      g_assert_cmpint (json_object_get_int_member (row, "from_ms"), ==, run->from);
      g_assert_cmpint (json_object_get_int_member (row, "n_params"), ==, run->params->len);
      if (isfinite (sharpe))
        g_assert_true (json_object_get_double_member (row, "sharpe") == sharpe);
      else
        g_assert_true (!json_object_has_member (row, "sharpe")
                       || json_object_get_null_member (row, "sharpe"));
    }
}

static void
assert_all_there (CdlStore *store, GPtrArray *runs)
{
  g_autoptr (GHashTable) by_id = g_hash_table_new (g_str_hash, g_str_equal);
  CdlRunQuery query = { .key = CDL_SORT_STAT, .stat = CDL_STAT_SHARPE, .limit = 300 };
  g_autofree char *cursor = NULL;
  guint n = 0;

  for (guint i = 0; i < runs->len; i++)
    g_hash_table_insert (by_id, ((CdlRunRecord *) g_ptr_array_index (runs, i))->id,
                         g_ptr_array_index (runs, i));
  do
    {
      g_autoptr (CdlRunPage) page = NULL;
      g_autoptr (GError) error = NULL;

      query.cursor = cursor;
      page = cdl_store_list_runs (store, &query, NULL, &error);
      g_assert_no_error (error);
      for (guint i = 0; i < page->runs->len; i++, n++)
        {
          const CdlRunRecord *run = g_ptr_array_index (page->runs, i);

          cdl_test_assert_run (run, g_hash_table_lookup (by_id, run->id));
          g_hash_table_remove (by_id, run->id);
        }
      g_free (cursor);
      cursor = g_steal_pointer (&page->next);
    }
  while (cursor != NULL);
  g_assert_cmpuint (n, ==, runs->len);
}

static void
test_older (guint major, void (*make) (CdlSurrealClient *client, GPtrArray *runs))
{
  g_autoptr (CdlSurrealSettings) settings = NULL;
  g_autoptr (CdlSurrealClient) client = NULL;
  g_autoptr (CdlStore) store = NULL, old = NULL;
  g_autoptr (GPtrArray) runs = NULL;
  g_autoptr (GError) error = NULL;
  const char *missing, *id;
  CdlRandom random;
  guint64 n;

  if (cdl_test_surreal_url (major, &missing) == NULL)
    {
      g_test_skip (missing);
      return;
    }
  settings = cdl_test_surreal_settings (major);
  cdl_random_init (&random, 31);
  cdl_surreal_store_set_up (settings, NULL, &error);
  g_assert_no_error (error);
  store = cdl_surreal_store_new (settings, NULL, &error);
  g_assert_no_error (error);
  runs = cdl_test_fill (store, &random, N_RUNS);
  client = cdl_surreal_client_new (settings, &error);
  g_assert_no_error (error);
  make (client, runs);

  old = cdl_surreal_store_new (settings, NULL, &error);
  g_assert_null (old);
  g_assert_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_VERSION);
  g_assert_nonnull (strstr (error->message, "older version"));
  g_assert_nonnull (strstr (error->message, "db init"));
  g_clear_error (&error);
  cdl_surreal_store_set_up (settings, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count_unlisted (client), <, N_RUNS / 2);

  g_clear_object (&store);
  store = cdl_surreal_store_new (settings, NULL, &error);
  g_assert_no_error (error);
  assert_all_there (store, runs);
  assert_results (client, runs);
  /* A run that was there is known, and one that comes is listed. */
  cdl_test_put (store, g_ptr_array_index (runs, 0), NULL);
  g_ptr_array_add (runs, cdl_test_run (&random, N_RUNS));
  cdl_test_put (store, g_ptr_array_index (runs, N_RUNS), NULL);
  assert_all_there (store, runs);

  /* Once more does no harm. */
  cdl_surreal_store_set_up (settings, NULL, &error);
  g_assert_no_error (error);
  assert_all_there (store, runs);
  assert_results (client, runs);

  id = ((CdlRunRecord *) g_ptr_array_index (runs, 7))->id;
  cdl_store_delete_runs (store, &id, 1, &n, NULL, &error);
  g_assert_no_error (error);
  g_ptr_array_remove_index (runs, 7);
  assert_results (client, runs);
  cdl_test_surreal_remove (settings);
}

static void
test_version_1 (gconstpointer data)
{
  test_older (GPOINTER_TO_UINT (data), make_version_1);
}

static void
test_version_2 (gconstpointer data)
{
  test_older (GPOINTER_TO_UINT (data), make_version_2);
}

static void
test_version_3 (gconstpointer data)
{
  test_older (GPOINTER_TO_UINT (data), make_version_3);
}

/* What a client has read of a database is not taken for what is there now. */
static void
test_made_anew (gconstpointer data)
{
  guint major = GPOINTER_TO_UINT (data);
  g_autoptr (CdlSurrealSettings) settings = NULL;
  g_autoptr (CdlStore) store = NULL;
  g_autoptr (GError) error = NULL;
  const char *missing;
  CdlRandom random;

  if (cdl_test_surreal_url (major, &missing) == NULL)
    {
      g_test_skip (missing);
      return;
    }
  settings = cdl_test_surreal_settings (major);
  for (guint round = 0; round < 2; round++)
    {
      g_autoptr (GPtrArray) runs = NULL;

      cdl_random_init (&random, 41 + round);
      cdl_surreal_store_set_up (settings, NULL, &error);
      g_assert_no_error (error);
      if (store == NULL)
        store = cdl_surreal_store_new (settings, NULL, &error);
      g_assert_no_error (error);
      runs = cdl_test_fill (store, &random, N_RUNS / 2);
      assert_all_there (store, runs);
      assert_all_there (store, runs);
      cdl_test_surreal_remove (settings);
    }
}

/* Marks that have runs in common, more than a part takes: each run is packed once, as it is now. */
static void
test_marks (gconstpointer data)
{
  guint major = GPOINTER_TO_UINT (data);
  g_autoptr (CdlSurrealSettings) settings = NULL;
  g_autoptr (CdlSurrealClient) client = NULL;
  g_autoptr (CdlStore) store = NULL, other = NULL;
  g_autoptr (GPtrArray) runs = NULL;
  g_autoptr (GError) error = NULL;
  CdlRunEdit edit = CDL_RUN_EDIT_NONE;
  const char *missing, *id;
  CdlRandom random;

  if (cdl_test_surreal_url (major, &missing) == NULL)
    {
      g_test_skip (missing);
      return;
    }
  settings = cdl_test_surreal_settings (major);
  cdl_random_init (&random, 51);
  cdl_surreal_store_set_up (settings, NULL, &error);
  g_assert_no_error (error);
  store = cdl_surreal_store_new (settings, NULL, &error);
  g_assert_no_error (error);
  runs = cdl_test_fill (store, &random, 600);
  assert_all_there (store, runs);
  client = cdl_surreal_client_new (settings, &error);
  g_assert_no_error (error);

  for (guint first = 0; first < 450; first += 90)
    {
      g_autoptr (GString) sql = g_string_new ("{ ");
      g_autofree const char **ids = g_new (const char *, 250);
      guint n = MIN (250, runs->len - first);

      for (guint i = 0; i < n; i++)
        {
          CdlRunRecord *run = g_ptr_array_index (runs, first + i);

          run->favourite = !run->favourite;
          ids[i] = run->id;
        }
      cdl_surreal_unlist (sql, ids, n, TRUE);
      g_string_append (sql, "UPDATE $runs SET favourite = !favourite RETURN NONE; RETURN true }");
      ask (client, sql->str);
    }
  assert_all_there (store, runs);
  g_assert_cmpuint (count_unlisted (client), >, 1000);

  /* Whoever changes something then packs. */
  other = cdl_surreal_store_new (settings, NULL, &error);
  g_assert_no_error (error);
  id = ((CdlRunRecord *) g_ptr_array_index (runs, 300))->id;
  cdl_store_edit_runs (other, &id, 1, &edit, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count_unlisted (client), <, 600);
  assert_all_there (store, runs);
  assert_all_there (other, runs);
  cdl_test_surreal_remove (settings);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/store/surreal/schema/version-1", GUINT_TO_POINTER (3), test_version_1);
  g_test_add_data_func ("/store/surreal/schema/version-2", GUINT_TO_POINTER (3), test_version_2);
  g_test_add_data_func ("/store/surreal/schema/version-3", GUINT_TO_POINTER (3), test_version_3);
  g_test_add_data_func ("/store/surreal/schema/made-anew", GUINT_TO_POINTER (3), test_made_anew);
  g_test_add_data_func ("/store/surreal/schema/marks", GUINT_TO_POINTER (3), test_marks);
  g_test_add_data_func ("/store/surreal-2/schema/marks", GUINT_TO_POINTER (2), test_marks);
  g_test_add_data_func ("/store/surreal-2/schema/version-1", GUINT_TO_POINTER (2), test_version_1);
  g_test_add_data_func ("/store/surreal-2/schema/version-3", GUINT_TO_POINTER (2), test_version_3);

  return g_test_run ();
}
