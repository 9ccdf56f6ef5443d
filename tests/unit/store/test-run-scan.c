#include "cdl-local-private.h"
#include "cdl-run-columns-private.h"
#include "cdl-test-local.h"
#include "cdl-test-store.h"

/* The packed columns of runs: whatever was done to the runs, they are those of the rows. */

#define N_RUNS (3 * CDL_PACK_RUNS + 50)

static gint64
number (CdlConnection *connection, const char *sql)
{
  g_autoptr (GError) error = NULL;
  sqlite3_stmt *statement = cdl_connection_prepare (connection, sql, &error);
  gboolean row;
  gint64 value;

  g_assert_no_error (error);
  g_assert_true (cdl_connection_step (connection, statement, &row, &error));
  g_assert_no_error (error);
  value = sqlite3_column_int64 (statement, 0);
  sqlite3_reset (statement);

  return value;
}

/* whole: thousands that must be packed. */
static void
assert_same (CdlStore *store, gint64 whole)
{
  g_autoptr (GError) error = NULL;
  CdlConnection *connection = cdl_local_begin_read (store, NULL, &error);
  g_autoptr (GString) columns = g_string_new (NULL);
  g_autofree char *lost = NULL, *made_up = NULL;

  g_assert_no_error (error);
  for (guint i = 0; i < cdl_run_columns_count (); i++)
    g_string_append_printf (columns, "%s\"%s\"", i > 0 ? ", " : "", cdl_run_columns_name (i));
  lost = g_strdup_printf (
      "SELECT count (*) FROM (SELECT %s FROM run EXCEPT SELECT %s FROM run_scan)", columns->str,
      columns->str);
  made_up = g_strdup_printf (
      "SELECT count (*) FROM (SELECT %s FROM run_scan EXCEPT SELECT %s FROM run)", columns->str,
      columns->str);
  g_assert_cmpint (number (connection, lost), ==, 0);
  g_assert_cmpint (number (connection, made_up), ==, 0);
  g_assert_cmpint (number (connection, "SELECT count (*) FROM run_scan"), ==,
                   number (connection, "SELECT count (*) FROM run"));
  g_assert_cmpint (number (connection, "SELECT count (*) FROM run_pack WHERE whole"), ==, whole);
  g_assert_cmpint (number (connection, "SELECT count (DISTINCT pack) FROM run_column"), >=, whole);
  cdl_local_end_read (store, connection);
}

static void
execute (CdlStore *store, const char *sql)
{
  g_autoptr (GError) error = NULL;
  CdlConnection *connection = cdl_local_begin_read (store, NULL, &error);

  g_assert_true (cdl_connection_exec (connection, "ROLLBACK", &error));
  g_assert_true (cdl_connection_exec (connection, sql, &error));
  g_assert_no_error (error);
  cdl_local_end_read (store, connection);
}

static void
delete_run (CdlStore *store, const char *id)
{
  g_autoptr (GError) error = NULL;
  const char *ids[] = { id, NULL };

  cdl_store_delete_runs (store, ids, 1, NULL, NULL, &error);
  g_assert_no_error (error);
}

static void
edit_run (CdlStore *store, const char *id, const CdlRunEdit *edit)
{
  g_autoptr (GError) error = NULL;
  const char *ids[] = { id, NULL };

  cdl_store_edit_runs (store, ids, 1, edit, NULL, &error);
  g_assert_no_error (error);
}

static void
test_changes (void)
{
  CdlStore *store = cdl_test_local.create ();
  CdlRunEdit starred = CDL_RUN_EDIT_NONE, noted = CDL_RUN_EDIT_NONE;
  g_autoptr (GPtrArray) runs = NULL;
  CdlRunRecord *run;
  CdlRandom random;

  cdl_random_init (&random, 301);
  assert_same (store, 0);
  runs = cdl_test_fill (store, &random, N_RUNS);
  assert_same (store, 3);

  starred.favourite = 1;
  edit_run (store, ((CdlRunRecord *) runs->pdata[7])->id, &starred);
  assert_same (store, 3);
  noted.note = "Ein Vermerk";
  edit_run (store, ((CdlRunRecord *) runs->pdata[1500])->id, &noted);
  assert_same (store, 3);

  run = runs->pdata[2500];
  run->statistics.value[CDL_STAT_SHARPE] = 123;
  cdl_test_put (store, run, NULL);
  assert_same (store, 3);
  delete_run (store, ((CdlRunRecord *) runs->pdata[1234])->id);
  assert_same (store, 3);

  cdl_test_local.destroy (store);
}

/* The largest keys come again when their runs were deleted: also into a thousand that was packed.
 */
static void
test_keys_again (void)
{
  CdlStore *store = cdl_test_local.create ();
  g_autoptr (GPtrArray) runs = NULL;
  CdlRandom random;

  cdl_random_init (&random, 302);
  runs = cdl_test_fill (store, &random, CDL_PACK_RUNS + 2);
  assert_same (store, 1);
  for (guint i = CDL_PACK_RUNS - 3; i < runs->len; i++)
    delete_run (store, ((CdlRunRecord *) runs->pdata[i])->id);
  for (guint i = CDL_PACK_RUNS - 3; i < runs->len; i++)
    cdl_test_put (store, runs->pdata[i], NULL);
  assert_same (store, 1);
  cdl_test_local.destroy (store);
}

/* What is damaged is read from the rows; what is gone is packed again. */
static void
test_damage (void)
{
  CdlStore *store = cdl_test_local.create ();
  g_autoptr (GPtrArray) runs = NULL;
  CdlRandom random;

  cdl_random_init (&random, 303);
  runs = cdl_test_fill (store, &random, 2 * CDL_PACK_RUNS + 1);
  execute (store, "UPDATE run_column SET data = substr (data, 1, length (data) - 5)");
  assert_same (store, 2);
  execute (store, "UPDATE run_column SET data = x'' WHERE pack = 1 AND name <> 'key'");
  assert_same (store, 2);
  execute (store, "DELETE FROM run_column WHERE pack = 0");
  execute (store, "UPDATE run_pack SET whole = 0 WHERE pack = 0");
  assert_same (store, 1);
  cdl_test_put (store, runs->pdata[0], NULL);
  assert_same (store, 2);
  cdl_test_local.destroy (store);
}

/* A file of the version before, and one that lacks a statistic. */
static void
test_older_files (void)
{
  static const char *const older[]
      = { "DROP TRIGGER run_column_insert; DROP TRIGGER run_column_delete;"
          "DROP TRIGGER run_column_text; DROP TRIGGER run_column_number;"
          "DROP TABLE run_column; DROP TABLE run_pack; PRAGMA user_version = 2",
          "DROP TRIGGER run_column_number; DROP INDEX run_s_sharpe;"
          "DELETE FROM run_column WHERE name = 's_sharpe'; ALTER TABLE run DROP COLUMN s_sharpe" };

  for (guint i = 0; i < G_N_ELEMENTS (older); i++)
    {
      CdlStore *store = cdl_test_local.create (), *again;
      g_autoptr (GPtrArray) runs = NULL;
      CdlRandom random;

      cdl_random_init (&random, 304);
      runs = cdl_test_fill (store, &random, N_RUNS);
      execute (store, older[i]);
      again = cdl_test_local.reopen (store);
      g_assert_finalize_object (store);
      assert_same (again, 3);
      cdl_test_put (again, runs->pdata[0], NULL);
      assert_same (again, 3);
      cdl_test_local.destroy (again);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/run-scan/changes", test_changes);
  g_test_add_func ("/store/run-scan/keys-again", test_keys_again);
  g_test_add_func ("/store/run-scan/damage", test_damage);
  g_test_add_func ("/store/run-scan/older-files", test_older_files);

  return g_test_run ();
}
