/* Databases of older schemas: refused until db init has brought them up to date, and then every run
 * is there as it was, on both engines. */
#include <string.h>

#include "cdl-json-reader-private.h"
#include "cdl-schema-private.h"
#include "cdl-surreal-client-private.h"
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
      client, "RETURN array::len((SELECT VALUE rid FROM unlisted))", NULL, &error);
  gint64 n;

  g_assert_no_error (error);
  g_assert_true (cdl_json_node_int (node, &n));

  return (guint64) n;
}

/* Version 1 had the statistics in the record of a run, those that lists were sorted by negated as
 * well, and indexes: its own file of the schema makes them. */
static void
make_version_1 (CdlSurrealClient *client)
{
  g_autofree char *path
      = g_test_build_filename (G_TEST_DIST, "store", "data", "schema-1.surql", NULL);
  g_autoptr (GString) sql = g_string_new ("UPDATE run SET n_created_at = -created_at, "
                                          "n_s_sharpe = -(stat.s_sharpe ?? 0.0)");
  g_autofree char *text = NULL;
  g_auto (GStrv) statements = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < CDL_N_STATS; i++)
    {
      const char *column = cdl_schema_stat_column ((CdlStat) i);

      g_string_append_printf (sql, ", %s = stat.%s", column, column);
    }
  g_string_append (sql, " RETURN NONE");
  ask (client, sql->str);
  ask (client, "UPDATE run SET stats = NONE, stat = NONE RETURN NONE");
  ask (client, "{ REMOVE TABLE run_stat; REMOVE TABLE listing; REMOVE TABLE listed;"
               " REMOVE TABLE unlisted; RETURN true }");

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  statements = g_strsplit (text, ";\n", -1);
  for (char **statement = statements; *statement != NULL; statement++)
    if (*g_strstrip (*statement) != '\0')
      ask (client, *statement);
}

/* Version 2 had other parts. */
static void
make_version_2 (CdlSurrealClient *client)
{
  ask (client, "{ FOR $id IN (SELECT VALUE id FROM listing) { UPDATE $id SET v = NONE, gone = NONE "
               "RETURN NONE };\nCREATE listing:[\"run\", 0] SET k = 0, data = [] RETURN NONE;\n"
               "RETURN true }");
  ask (client, "UPSERT schema_version:main CONTENT {v: 2}");
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
test_older (guint major, void (*make_older) (CdlSurrealClient *client))
{
  g_autoptr (CdlSurrealSettings) settings = NULL;
  g_autoptr (CdlSurrealClient) client = NULL;
  g_autoptr (CdlStore) store = NULL, old = NULL;
  g_autoptr (GPtrArray) runs = NULL;
  g_autoptr (GError) error = NULL;
  const char *missing;
  CdlRandom random;

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
  make_older (client);

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
  /* A run that was there is known, and one that comes is listed. */
  cdl_test_put (store, g_ptr_array_index (runs, 0), NULL);
  g_ptr_array_add (runs, cdl_test_run (&random, N_RUNS));
  cdl_test_put (store, g_ptr_array_index (runs, N_RUNS), NULL);
  assert_all_there (store, runs);

  /* Once more does no harm. */
  cdl_surreal_store_set_up (settings, NULL, &error);
  g_assert_no_error (error);
  assert_all_there (store, runs);
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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/store/surreal/schema/version-1", GUINT_TO_POINTER (3), test_version_1);
  g_test_add_data_func ("/store/surreal/schema/version-2", GUINT_TO_POINTER (3), test_version_2);
  g_test_add_data_func ("/store/surreal/schema/made-anew", GUINT_TO_POINTER (3), test_made_anew);
  g_test_add_data_func ("/store/surreal-2/schema/version-1", GUINT_TO_POINTER (2), test_version_1);

  return g_test_run ();
}
