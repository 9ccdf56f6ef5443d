#include "cdl-test-local.h"

#include <glib/gstdio.h>
#include <math.h>
#include <signal.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "cdl-local-store.h"

/* Files that are full, damaged, newer, or somebody else's. */

static char *
read_file (const char *path, gsize *length)
{
  g_autoptr (GError) error = NULL;
  char *data = NULL;

  g_file_get_contents (path, &data, length, &error);
  g_assert_no_error (error);

  return data;
}

static void
assert_unchanged (const char *path, const char *data, gsize length)
{
  gsize now_length;
  g_autofree char *now = read_file (path, &now_length);

  g_assert_cmpmem (now, now_length, data, length);
}

/* A store with runs, closed: its file alone holds everything. */
static char *
make_store (const char *folder, guint n_runs)
{
  char *path = g_build_filename (folder, "store.sqlite", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (CdlStore) store = cdl_local_store_new (path, &error);
  g_autoptr (GPtrArray) runs = NULL;
  CdlRandom random;

  g_assert_no_error (error);
  cdl_random_init (&random, 81);
  runs = cdl_test_fill (store, &random, n_runs);

  return path;
}

static void
execute (const char *path, const char *sql)
{
  sqlite3 *db;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
}

static void
assert_refused (const char *path, CdlStoreError code, const char *message)
{
  gsize length;
  g_autofree char *before = read_file (path, &length);
  g_autoptr (GError) error = NULL;

  g_assert_null (cdl_local_store_new (path, &error));
  g_assert_error (error, CDL_STORE_ERROR, (int) code);
  g_assert_nonnull (strstr (error->message, path));
  g_assert_nonnull (strstr (error->message, message));
  assert_unchanged (path, before, length);
}

static void
test_newer_schema (void)
{
  g_autofree char *folder = cdl_test_folder ();
  g_autofree char *path = make_store (folder, 1);

  execute (path, "PRAGMA user_version = 99");
  assert_refused (path, CDL_STORE_ERROR_VERSION, "newer version");
  cdl_test_remove_folder (folder);
}

static void
test_other_database (void)
{
  g_autofree char *folder = cdl_test_folder ();
  g_autofree char *path = g_build_filename (folder, "bookmarks.sqlite", NULL);

  execute (path, "CREATE TABLE bookmark (url TEXT)");
  assert_refused (path, CDL_STORE_ERROR_VERSION, "another program");
  execute (path, "PRAGMA application_id = 1234");
  assert_refused (path, CDL_STORE_ERROR_VERSION, "another program");
  cdl_test_remove_folder (folder);
}

static void
test_no_database (void)
{
  g_autofree char *folder = cdl_test_folder ();
  g_autofree char *path = g_build_filename (folder, "notes.txt", NULL);
  g_autofree char *text = g_strnfill (5000, 'n');

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  assert_refused (path, CDL_STORE_ERROR_DAMAGED, "damaged");
  cdl_test_remove_folder (folder);
}

static void
test_no_folder (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (cdl_local_store_new ("/dev/null/x/store.sqlite", &error));
  g_assert_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "/dev/null/x"));
}

/* Lists and reads everything; the first error, if there is one. */
static void
read_everything (CdlStore *store, GError **error)
{
  CdlRunQuery query = { .key = CDL_SORT_STAT, .stat = CDL_STAT_ULCER_INDEX, .limit = 1000 };
  g_autoptr (CdlRunPage) page = cdl_store_list_runs (store, &query, NULL, error);

  for (guint i = 0; page != NULL && i < page->runs->len; i++)
    {
      g_autoptr (CdlRunDetails) details = NULL;
      g_autoptr (CdlRunRecord) run = cdl_store_get_run (
          store, ((CdlRunRecord *) g_ptr_array_index (page->runs, i))->id, &details, NULL, error);

      if (run == NULL)
        return;
    }
}

/* Wherever the file is damaged: what is read is whole, or the error says so; nothing crashes, and
 * reading never repairs by force. */
static void
test_damaged_pages (void)
{
  g_autofree char *folder = cdl_test_folder ();
  g_autofree char *path = make_store (folder, 60);
  guint damaged = 0;
  gsize length;
  g_autofree char *good = read_file (path, &length);
  CdlRandom random;

  cdl_random_init (&random, 82);
  for (guint round = 0; round < 40; round++)
    {
      g_autofree char *bad = g_memdup2 (good, length);
      g_autoptr (CdlStore) store = NULL;
      g_autoptr (GError) error = NULL;
      gsize bad_length = length;

      if (round % 8 == 0)
        bad_length = (gsize) cdl_random_below (&random, length);
      for (guint i = 0; i < 1 + round * 10; i++)
        bad[cdl_random_below (&random, length)] ^= (char) (1 + cdl_random_below (&random, 255));
      g_assert_true (g_file_set_contents (path, bad, (gssize) bad_length, NULL));

      store = cdl_local_store_new (path, &error);
      if (store != NULL)
        read_everything (store, &error);
      if (error != NULL)
        {
          damaged++;
          g_assert_true (error->domain == CDL_STORE_ERROR);
        }
    }
  g_assert_cmpuint (damaged, >, 15);
  cdl_test_remove_folder (folder);
}

/* A block of trades that was changed is told by its checksum, and the error names the run. */
static void
test_damaged_trades (void)
{
  g_autofree char *folder = cdl_test_folder ();
  g_autofree char *path = make_store (folder, 2);
  static const char *const damage[] = {
    "UPDATE trade_chunk SET data = CAST (substr (data, 1, 100) || X'FF' || substr (data, 102)"
    " AS BLOB) WHERE k = 1",
    "UPDATE trade_chunk SET data = substr (data, 1, 1000)",
    "DELETE FROM trade_chunk WHERE k = 0",
    "UPDATE run_detail SET setup_names = '[1'",
    "UPDATE run_detail SET equity = X'00'",
    "UPDATE run SET params = '{'",
    "UPDATE run SET counts = '{}'",
    "UPDATE run SET interval = 61",
    "UPDATE dataset SET market = 'moon'",
    "PRAGMA foreign_keys = OFF; DELETE FROM strategy_rev",
  };

  for (guint i = 0; i < G_N_ELEMENTS (damage); i++)
    {
      g_autofree char *other = g_strdup_printf ("%s/%u", folder, i);
      g_autoptr (CdlStore) store = NULL;
      g_autoptr (CdlRunRecord) run = NULL;
      g_autoptr (CdlRunDetails) details = NULL, read = NULL;
      g_autoptr (GError) error = NULL;
      CdlRandom random;

      cdl_random_init (&random, 83);
      run = cdl_test_run (&random, 5);
      details = cdl_test_details (&random, 2500, 10);
      store = cdl_local_store_new (other, &error);
      cdl_test_put (store, run, details);
      execute (other, damage[i]);

      g_assert_null (cdl_store_get_run (store, run->id, &read, NULL, &error));
      g_assert_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_DAMAGED);
      if (i < 8)
        g_assert_nonnull (strstr (error->message, run->id));
    }
  cdl_test_remove_folder (folder);
}

/* With no room left nothing is half done: the error says full, and when there is room again the
 * store goes on. */
static void
test_full (void)
{
  g_autofree char *folder = cdl_test_folder ();
  g_autofree char *path = make_store (folder, 20);
  g_autoptr (GError) error = NULL;
  g_autoptr (CdlStore) store = cdl_local_store_new (path, &error);
  g_autoptr (CdlRunRecord) run = NULL, read = NULL;
  g_autoptr (CdlRunDetails) details = NULL, read_details = NULL;
  struct rlimit before, small;
  CdlRandom random;
  guint64 count;
  CdlRunItem item;
  struct stat status;

  g_assert_no_error (error);
  cdl_random_init (&random, 84);
  run = cdl_test_run (&random, 1000);
  details = cdl_test_details (&random, 5000, 5000);
  item = (CdlRunItem){ run, details };

  /* The write-ahead log may grow by some pages only. */
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (stat (path, &status), ==, 0);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  small = (struct rlimit){ 200 * 1024, before.rlim_max };
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  g_assert_false (cdl_store_put_runs (store, &item, 1, NULL, &error));
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
  g_assert_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_FULL);
  g_assert_nonnull (strstr (error->message, "no room"));
  g_clear_error (&error);

  g_assert_true (cdl_store_count_runs (store, NULL, &count, NULL, &error));
  g_assert_cmpuint (count, ==, 20);
  read_everything (store, &error);
  g_assert_no_error (error);

  cdl_test_put (store, run, details);
  read = cdl_store_get_run (store, run->id, &read_details, NULL, &error);
  g_assert_no_error (error);
  cdl_test_assert_run (read, run);
  cdl_test_assert_details (read_details, details);

  g_clear_object (&store);
  cdl_test_remove_folder (folder);
}

/* Another program in the middle of a write: reading goes on; writing waits, and works once that one
 * is through. */
static gpointer
hold_lock (gpointer path)
{
  sqlite3 *db;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, "BEGIN IMMEDIATE", NULL, NULL, NULL), ==, SQLITE_OK);
  g_usleep (300 * 1000);
  g_assert_cmpint (sqlite3_exec (db, "ROLLBACK", NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);

  return NULL;
}

static void
test_busy (void)
{
  g_autofree char *folder = cdl_test_folder ();
  g_autofree char *path = make_store (folder, 3);
  g_autoptr (GError) error = NULL;
  g_autoptr (CdlStore) store = cdl_local_store_new (path, &error);
  g_autoptr (CdlRunRecord) run = NULL;
  GThread *other = g_thread_new ("other program", hold_lock, path);
  CdlRandom random;
  guint64 count;

  g_usleep (100 * 1000);
  g_assert_true (cdl_store_count_runs (store, NULL, &count, NULL, &error));
  cdl_random_init (&random, 85);
  run = cdl_test_run (&random, 100);
  cdl_test_put (store, run, NULL);
  g_thread_join (other);
  g_assert_true (cdl_store_count_runs (store, NULL, &count, NULL, &error));
  g_assert_cmpuint (count, ==, 4);

  g_clear_object (&store);
  cdl_test_remove_folder (folder);
}

/* A wait for another program ends with the operation's cancellable. */
static gpointer
cancel_soon (gpointer cancellable)
{
  g_usleep (200 * 1000);
  g_cancellable_cancel (cancellable);

  return NULL;
}

static void
test_cancelled_wait (void)
{
  g_autofree char *folder = cdl_test_folder ();
  g_autofree char *path = make_store (folder, 3);
  g_autoptr (GError) error = NULL;
  g_autoptr (CdlStore) store = cdl_local_store_new (path, &error);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (CdlRunRecord) run = NULL;
  CdlRunItem item;
  GThread *thread;
  sqlite3 *db;
  CdlRandom random;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, "BEGIN IMMEDIATE", NULL, NULL, NULL), ==, SQLITE_OK);
  cdl_random_init (&random, 86);
  run = cdl_test_run (&random, 100);
  item = (CdlRunItem){ run, NULL };
  thread = g_thread_new ("cancel", cancel_soon, cancellable);
  g_assert_false (cdl_store_put_runs (store, &item, 1, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_thread_join (thread);
  sqlite3_close (db);

  g_clear_object (&store);
  cdl_test_remove_folder (folder);
}

/* Statistics that the file does not know yet get their columns; what was stored is undefined. */
static void
test_new_statistic (void)
{
  g_autofree char *folder = cdl_test_folder ();
  g_autofree char *path = make_store (folder, 3);
  g_autoptr (GError) error = NULL;
  g_autoptr (CdlStore) store = NULL;
  CdlRunQuery query = { .key = CDL_SORT_STAT, .stat = CDL_STAT_KELLY, .limit = 10 };
  g_autoptr (CdlRunPage) page = NULL;

  execute (path, "ALTER TABLE run DROP COLUMN s_kelly");
  store = cdl_local_store_new (path, &error);
  g_assert_no_error (error);
  page = cdl_store_list_runs (store, &query, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (page->runs->len, ==, 3);
  for (guint i = 0; i < 3; i++)
    g_assert_true (
        isnan (((CdlRunRecord *) page->runs->pdata[i])->statistics.value[CDL_STAT_KELLY]));

  g_clear_object (&store);
  cdl_test_remove_folder (folder);
}

#define N_OPENERS 6

static gpointer
open_store (gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CdlStore) store = cdl_local_store_new (data, &error);

  g_assert_no_error (error);

  return NULL;
}

/* Programs that are started together find no file yet: one makes it, the others wait. */
static void
test_made_at_once (void)
{
  for (guint round = 0; round < 10; round++)
    {
      g_autofree char *folder = g_dir_make_tmp ("chandelier-store-XXXXXX", NULL);
      g_autofree char *path = g_build_filename (folder, "store.sqlite", NULL);
      GThread *threads[N_OPENERS];

      for (guint i = 0; i < N_OPENERS; i++)
        threads[i] = g_thread_new ("opener", open_store, path);
      for (guint i = 0; i < N_OPENERS; i++)
        g_thread_join (threads[i]);
      cdl_test_remove_folder (folder);
    }
}

/* While another program begins to make the file, SQLite refuses the change of its journal at once.
 */
static void
test_made_by_another (void)
{
  g_autofree char *folder = g_dir_make_tmp ("chandelier-store-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "store.sqlite", NULL);
  GThread *opener;
  sqlite3 *db;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, "BEGIN IMMEDIATE", NULL, NULL, NULL), ==, SQLITE_OK);
  opener = g_thread_new ("opener", open_store, path);
  g_usleep (200 * 1000);
  g_assert_cmpint (sqlite3_exec (db, "ROLLBACK", NULL, NULL, NULL), ==, SQLITE_OK);
  g_thread_join (opener);
  sqlite3_close (db);
  cdl_test_remove_folder (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/local/files/newer-schema", test_newer_schema);
  g_test_add_func ("/store/local/files/other-database", test_other_database);
  g_test_add_func ("/store/local/files/no-database", test_no_database);
  g_test_add_func ("/store/local/files/no-folder", test_no_folder);
  g_test_add_func ("/store/local/files/damaged-pages", test_damaged_pages);
  g_test_add_func ("/store/local/files/damaged-trades", test_damaged_trades);
  g_test_add_func ("/store/local/files/full", test_full);
  g_test_add_func ("/store/local/files/busy", test_busy);
  g_test_add_func ("/store/local/files/cancelled-wait", test_cancelled_wait);
  g_test_add_func ("/store/local/files/new-statistic", test_new_statistic);
  g_test_add_func ("/store/local/files/made-at-once", test_made_at_once);
  g_test_add_func ("/store/local/files/made-by-another", test_made_by_another);

  return g_test_run ();
}
