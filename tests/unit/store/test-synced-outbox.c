#include <string.h>

#include "cdl-local-store.h"
#include "cdl-surreal-store.h"
#include "cdl-synced-store.h"
#include "cdl-test-local.h"
#include "cdl-test-store.h"
#include "cdl-test-workload.h"

/* A local store and its server, when nothing goes wrong but that they are two. */

typedef struct
{
  CdlTestServer *server;
  CdlSurrealSettings *settings;
  char *folder, *other_folder;
  CdlStore *store;
  CdlRandom random;
} Fixture;

static gboolean
set_up (Fixture *self)
{
  *self = (Fixture){ cdl_test_server_ready () };
  if (self->server == NULL)
    return FALSE;
  self->settings = cdl_test_server_settings (self->server);
  self->folder = cdl_test_folder ();
  self->other_folder = cdl_test_folder ();
  self->store = cdl_test_open_synced (self->folder, self->settings);
  cdl_random_init (&self->random, (guint64) g_test_rand_int ());

  return TRUE;
}

static void
tear_down (Fixture *self)
{
  g_clear_object (&self->store);
  cdl_test_remove_folder (self->folder);
  cdl_test_remove_folder (self->other_folder);
  g_free (self->folder);
  g_free (self->other_folder);
  cdl_surreal_settings_free (self->settings);
  cdl_test_server_free (self->server);
}

/* Whatever is done in whatever order, the server ends up the same. */
static void
test_equal (void)
{
  Fixture f;

  if (!set_up (&f))
    return;
  for (guint round = 0; round < 6; round++)
    {
      cdl_test_work (f.store, &f.random, 50);
      cdl_test_flush (f.store);
      cdl_test_assert_equal (f.folder, f.settings);
    }
  tear_down (&f);
}

/* Done without the server, told when it is there. */
static void
test_away (void)
{
  g_autoptr (CdlSyncStatus) status = NULL;
  gint64 before;
  Fixture f;

  if (!set_up (&f))
    return;
  cdl_test_server_kill (f.server);
  before = g_get_monotonic_time ();
  cdl_test_work (f.store, &f.random, 200);
  g_test_message ("200 operations without the server: %.0f ms",
                  (double) (g_get_monotonic_time () - before) / 1000);
  g_assert_false (cdl_synced_store_flush (f.store, 20000, NULL));
  status = cdl_synced_store_get_status (f.store);
  g_assert_cmpint (status->state, ==, CDL_SYNC_AWAY);
  g_assert_cmpuint (status->waiting, >, 10);
  g_assert_nonnull (strstr (status->error, "cannot be reached"));

  cdl_test_server_start (f.server);
  cdl_synced_store_retry (f.store);
  cdl_test_flush (f.store);
  cdl_test_assert_equal (f.folder, f.settings);
  tear_down (&f);
}

/* Without anyone asking for it, the server is tried again. */
static void
test_comes_back_by_itself (void)
{
  Fixture f;

  if (!set_up (&f))
    return;
  cdl_test_server_kill (f.server);
  cdl_test_work (f.store, &f.random, 10);
  cdl_synced_store_flush (f.store, 3000, NULL);
  cdl_test_server_start (f.server);
  for (guint i = 0; i < 2000 && !cdl_synced_store_flush (f.store, 100, NULL); i++)
    g_usleep (10000);
  cdl_test_assert_equal (f.folder, f.settings);
  tear_down (&f);
}

/* Two programs write to one file at the same time. */
static gpointer
work_along (gpointer data)
{
  Fixture *f = data;
  g_autoptr (CdlStore) store = cdl_test_open_synced (f->folder, f->settings);
  CdlRandom random;

  cdl_random_init (&random, 77);
  for (guint i = 0; i < 60; i++)
    {
      g_autoptr (CdlRunRecord) run = cdl_test_run (&random, 1000 + i % 20);

      if (i % 3 == 2)
        cdl_store_delete_runs (store, (const char *const *) &run->id, 1, NULL, NULL, NULL);
      else
        cdl_test_put (store, run, NULL);
    }

  return NULL;
}

static void
test_two_programs (void)
{
  GThread *thread;
  Fixture f;

  if (!set_up (&f))
    return;
  thread = g_thread_new ("other program", work_along, &f);
  cdl_test_work (f.store, &f.random, 60);
  g_thread_join (thread);
  cdl_test_flush (f.store);
  cdl_test_assert_equal (f.folder, f.settings);
  tear_down (&f);
}

/* What was stored before there was a server goes to it too, and to another one later. */
static void
test_new_server (void)
{
  g_autoptr (CdlSurrealSettings) second = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  Fixture f;

  if (!set_up (&f))
    return;
  g_clear_object (&f.store);
  path = g_build_filename (f.folder, "store.sqlite", NULL);
  {
    g_autoptr (CdlStore) local = cdl_local_store_new (path, &error);

    g_assert_no_error (error);
    g_assert_true (cdl_synced_store_forget_server (local, &error));
    cdl_test_work (local, &f.random, 100);
  }
  f.store = cdl_test_open_synced (f.folder, f.settings);
  cdl_test_flush (f.store);
  cdl_test_assert_equal (f.folder, f.settings);

  second = cdl_surreal_settings_copy (f.settings);
  g_free (second->db);
  second->db = g_strdup ("second");
  cdl_surreal_store_set_up (second, NULL, &error);
  g_assert_no_error (error);
  g_clear_object (&f.store);
  f.store = cdl_test_open_synced (f.folder, second);
  cdl_test_work (f.store, &f.random, 10);
  cdl_test_flush (f.store);
  cdl_test_assert_equal (f.folder, second);
  tear_down (&f);
}

/* Results of two machines on one server: each sees all, edits and deletes all. */
static void
test_two_machines (void)
{
  g_autoptr (CdlStore) other = NULL;
  g_autoptr (CdlRunRecord) mine = NULL, theirs = NULL, read = NULL;
  g_autoptr (GError) error = NULL;
  CdlRunEdit edit = CDL_RUN_EDIT_NONE;
  const char *ids[2];
  guint64 count;
  Fixture f;

  if (!set_up (&f))
    return;
  mine = cdl_test_run (&f.random, 1);
  theirs = cdl_test_run (&f.random, 2);
  other = cdl_test_open_synced (f.other_folder, f.settings);
  cdl_test_put (other, theirs, NULL);
  cdl_test_flush (other);
  cdl_test_put (f.store, mine, NULL);
  g_assert_true (cdl_store_count_runs (f.store, NULL, &count, NULL, &error));
  g_assert_cmpuint (count, ==, 2);

  ids[0] = mine->id;
  ids[1] = theirs->id;
  edit.tag = "ours";
  g_assert_true (cdl_store_edit_runs (f.store, ids, 2, &edit, NULL, &error));
  read = cdl_store_get_run (other, theirs->id, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_strv_contains ((const char *const *) read->tags, "ours"));

  g_assert_true (cdl_store_delete_runs (f.store, ids, 2, &count, NULL, &error));
  g_assert_cmpuint (count, ==, 2);
  cdl_test_flush (f.store);
  g_assert_true (cdl_store_count_runs (other, NULL, &count, NULL, &error));
  g_assert_cmpuint (count, ==, 0);

  /* While the server is away a run that it alone has is not edited, and is deleted later. */
  cdl_test_put (f.store, mine, NULL);
  cdl_test_flush (f.store);
  cdl_test_server_kill (f.server);
  g_assert_false (cdl_store_edit_runs (other, ids, 1, &edit, NULL, &error));
  g_assert_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_AWAY);
  g_clear_error (&error);
  g_assert_true (cdl_store_delete_runs (other, ids, 1, NULL, NULL, &error));
  cdl_test_server_start (f.server);
  cdl_synced_store_retry (other);
  cdl_test_flush (other);
  cdl_synced_store_retry (f.store);
  g_assert_true (cdl_store_count_runs (f.store, NULL, &count, NULL, &error));
  g_assert_cmpuint (count, ==, 0);
  g_clear_object (&other);
  tear_down (&f);
}

/* A run that the server has with other trades is set aside, the others pass; deleted and put again,
 * it replaces that. */
static void
test_refused (void)
{
  g_autoptr (CdlStore) server = NULL;
  g_autoptr (CdlRunRecord) run = NULL, wrong = NULL, next = NULL;
  g_autoptr (CdlSyncStatus) status = NULL;
  g_autoptr (GError) error = NULL;
  Fixture f;

  if (!set_up (&f))
    return;
  cdl_random_init (&f.random, 1);
  run = cdl_test_run (&f.random, 1);
  cdl_random_init (&f.random, 1);
  wrong = cdl_test_run (&f.random, 1);
  next = cdl_test_run (&f.random, 2);
  g_free (wrong->fingerprint);
  wrong->fingerprint = cdl_test_id (99);
  server = cdl_surreal_store_new (f.settings, NULL, &error);
  g_assert_no_error (error);
  cdl_test_put (server, wrong, NULL);

  cdl_test_put (f.store, run, NULL);
  cdl_test_put (f.store, next, NULL);
  g_assert_false (cdl_synced_store_flush (f.store, 20000, NULL));
  status = cdl_synced_store_get_status (f.store);
  g_assert_cmpuint (status->waiting, ==, 0);
  g_assert_cmpuint (status->refused, ==, 1);
  g_assert_nonnull (strstr (status->error, run->id));
  {
    g_autoptr (CdlRunRecord) read = cdl_store_get_run (server, next->id, NULL, NULL, &error);

    g_assert_no_error (error);
  }

  g_assert_true (
      cdl_store_delete_runs (f.store, (const char *const *) &run->id, 1, NULL, NULL, &error));
  cdl_test_put (f.store, run, NULL);
  cdl_test_flush (f.store);
  cdl_test_assert_equal (f.folder, f.settings);
  tear_down (&f);
}

static void
count_call (CdlStore *store, guint *calls)
{
  (*calls)++;
}

/* The window hears of it in its own thread. */
static void
test_signal (void)
{
  guint calls = 0;
  Fixture f;

  if (!set_up (&f))
    return;
  g_signal_connect (f.store, "status-changed", G_CALLBACK (count_call), &calls);
  cdl_test_work (f.store, &f.random, 10);
  cdl_test_flush (f.store);
  g_assert_cmpuint (calls, ==, 0);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (calls, >, 0);
  tear_down (&f);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/synced/equal", test_equal);
  g_test_add_func ("/store/synced/away", test_away);
  g_test_add_func ("/store/synced/comes-back-by-itself", test_comes_back_by_itself);
  g_test_add_func ("/store/synced/two-programs", test_two_programs);
  g_test_add_func ("/store/synced/new-server", test_new_server);
  g_test_add_func ("/store/synced/two-machines", test_two_machines);
  g_test_add_func ("/store/synced/refused", test_refused);
  g_test_add_func ("/store/synced/signal", test_signal);

  return g_test_run ();
}
