#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "cdl-surreal-client-private.h"
#include "cdl-surreal-store.h"
#include "cdl-synced-store.h"
#include "cdl-test-local.h"
#include "cdl-test-store.h"
#include "cdl-test-workload.h"

/* What can go wrong between a program and its server. Whatever it is: the program's work goes on,
 * the status tells what waits and why, and in the end the server holds what is stored here. */

typedef struct
{
  CdlTestServer *server;
  CdlSurrealSettings *settings;
  char *folder;
  CdlStore *store;
  CdlRandom random;
} Fixture;

/* FALSE: there is no engine. */
static gboolean
set_up (Fixture *self)
{
  *self = (Fixture){ cdl_test_server_ready () };
  if (self->server == NULL)
    return FALSE;
  self->settings = cdl_test_server_settings (self->server);
  self->folder = cdl_test_folder ();
  self->store = cdl_test_open_synced (self->folder, self->settings);
  cdl_random_init (&self->random, (guint64) g_test_rand_int ());

  return TRUE;
}

static void
tear_down (Fixture *self)
{
  g_clear_object (&self->store);
  cdl_test_remove_folder (self->folder);
  g_free (self->folder);
  cdl_surreal_settings_free (self->settings);
  cdl_test_server_free (self->server);
}

/* The status once it says that the server is away. */
static CdlSyncStatus *
wait_until_away (CdlStore *store)
{
  for (guint i = 0; i < 1000; i++)
    {
      g_autoptr (CdlSyncStatus) status = cdl_synced_store_get_status (store);

      if (status->state == CDL_SYNC_AWAY)
        return g_steal_pointer (&status);
      g_usleep (10000);
    }
  g_error ("it is not noticed that the server is away");
}

static void
assert_heals (Fixture *self)
{
  cdl_synced_store_retry (self->store);
  cdl_test_flush (self->store);
  cdl_test_assert_equal (self->folder, self->settings);
}

/* Faults that strike now and then: each is overcome without anyone's help. */
static void
test_passing (gconstpointer data)
{
  const char *fault = data;
  guint hits = 0;
  Fixture f;

  if (!set_up (&f))
    return;
  for (guint round = 0; round < 8; round++)
    {
      g_autofree char *json = g_strdup_printf ("{\"skip\": %u, \"count\": %u, %s}",
                                               (guint) cdl_random_below (&f.random, 4),
                                               1 + (guint) cdl_random_below (&f.random, 5), fault);

      hits += cdl_test_server_fault (f.server, json);
      cdl_test_work (f.store, &f.random, 12);
      cdl_synced_store_flush (f.store, 300, NULL);
    }
  hits += cdl_test_server_fault (f.server, "{}");
  g_assert_cmpuint (hits, >, 0);
  assert_heals (&f);
  tear_down (&f);
}

/* Faults that last: everything waits, and it is known why. */
static const struct
{
  const char *name, *fault, *words;
} lasting[] = {
  { "away", "\"kind\": \"refuse\", \"status\": 503, \"text\": \"starting\"", "starting" },
  { "full",
    "\"kind\": \"error\", \"text\": \"The datastore is in read-and-deletion-only mode due to "
    "disk space\"",
    "disk space" },
  { "full-2", "\"kind\": \"error\", \"text\": \"IO error: No space left on device\"", "No space" },
  { "conflicts",
    "\"kind\": \"error\", \"text\": \"Transaction conflict. This transaction can be "
    "retried\"",
    "conflict" },
  { "denied",
    "\"kind\": \"error\", \"text\": \"IAM error: Not enough permissions to perform this "
    "action\"",
    "permissions" },
  { "login", "\"kind\": \"refuse\", \"status\": 401, \"text\": \"The token has expired\"",
    "does not accept user and password" },
  { "nonsense", "\"kind\": \"text\", \"text\": \"<html>Welcome to your router\"",
    "cannot be read" },
};

static void
test_lasting (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autofree char *json = g_strdup_printf ("{\"count\": 0, %s}", lasting[i].fault);
  g_autoptr (CdlSyncStatus) away = NULL, healed = NULL;
  guint64 count;
  GError *error = NULL;
  Fixture f;

  if (!set_up (&f))
    return;
  cdl_test_server_fault (f.server, json);
  cdl_test_work (f.store, &f.random, 30);
  away = wait_until_away (f.store);
  g_assert_cmpuint (away->waiting, >, 0);
  g_assert_cmpuint (away->refused, ==, 0);
  g_assert_nonnull (away->error);
  g_assert_nonnull (strstr (away->error, lasting[i].words));
  g_assert_cmpint (away->next_try, >, 0);
  /* What is stored here is read here. */
  g_assert_true (cdl_store_count_runs (f.store, NULL, &count, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count, >, 0);

  cdl_test_server_fault (f.server, "{}");
  assert_heals (&f);
  healed = cdl_synced_store_get_status (f.store);
  g_assert_cmpuint (healed->waiting, ==, 0);
  tear_down (&f);
}

static void
test_wrong_password (void)
{
  g_autoptr (CdlSyncStatus) away = NULL;
  g_autoptr (CdlSurrealSettings) wrong = NULL;
  Fixture f;

  if (!set_up (&f))
    return;
  wrong = cdl_surreal_settings_copy (f.settings);
  cdl_surreal_settings_set_user (wrong, "root", "hunter2");
  g_clear_object (&f.store);
  f.store = cdl_test_open_synced (f.folder, wrong);
  cdl_test_work (f.store, &f.random, 10);
  away = wait_until_away (f.store);
  g_assert_nonnull (strstr (away->error, "does not accept user and password"));
  g_assert_null (strstr (away->error, "hunter2"));

  g_clear_object (&f.store);
  f.store = cdl_test_open_synced (f.folder, f.settings);
  assert_heals (&f);
  tear_down (&f);
}

static void
test_wrong_version (void)
{
  g_autoptr (CdlSyncStatus) away = NULL;
  Fixture f;

  if (!set_up (&f))
    return;
  cdl_test_server_fault (f.server, "{\"kind\": \"version\", \"text\": \"surrealdb-1.5.4\"}");
  cdl_test_work (f.store, &f.random, 10);
  away = wait_until_away (f.store);
  g_assert_nonnull (strstr (away->error, "needs SurrealDB 2.1 or newer"));
  cdl_test_server_fault (f.server, "{}");
  assert_heals (&f);
  tear_down (&f);
}

static void
run_as_root (const CdlSurrealSettings *settings, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CdlSurrealClient) client = cdl_surreal_client_new (settings, &error);
  g_autoptr (JsonNode) node = cdl_surreal_client_run (client, sql, NULL, &error);

  g_assert_no_error (error);
}

/* Tokens of a second: each ends while work goes on. */
static void
test_token_expires (void)
{
  g_autoptr (CdlSurrealSettings) user = NULL;
  Fixture f;

  if (!set_up (&f))
    return;
  run_as_root (f.settings, "DEFINE USER OVERWRITE brief ON DATABASE PASSWORD \"brief pass\" ROLES "
                           "EDITOR DURATION FOR TOKEN 1s, FOR SESSION 1s");
  user = cdl_surreal_settings_copy (f.settings);
  cdl_surreal_settings_set_user (user, "brief", "brief pass");
  g_clear_object (&f.store);
  f.store = cdl_test_open_synced (f.folder, user);
  for (guint i = 0; i < 5; i++)
    {
      cdl_test_work (f.store, &f.random, 10);
      g_usleep (700000);
    }
  cdl_test_flush (f.store);
  cdl_test_assert_equal (f.folder, f.settings);
  tear_down (&f);
}

/* One run of a batch that fills several statements. */
static void
put_large (Fixture *self, guint n_runs)
{
  g_autofree CdlRunItem *items = g_new (CdlRunItem, n_runs);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < n_runs; i++)
    items[i] = (CdlRunItem){ cdl_test_run (&self->random, i),
                             cdl_test_details (&self->random, 3000, 200) };
  cdl_store_put_runs (self->store, items, n_runs, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < n_runs; i++)
    {
      cdl_run_record_free ((CdlRunRecord *) items[i].run);
      cdl_run_details_free ((CdlRunDetails *) items[i].details);
    }
}

/* A server that takes little at once, and says so: after the body, or while it is being sent. */
static void
test_little_at_once (gconstpointer fault)
{
  Fixture f;

  if (!set_up (&f))
    return;
  cdl_test_server_kill (f.server);
  cdl_test_server_set_limit (f.server, 300 * 1024);
  cdl_test_server_start (f.server);
  cdl_test_server_fault (f.server, fault);
  put_large (&f, 6);
  assert_heals (&f);
  tear_down (&f);
}

/* A batch that goes in parts, and the server dies after one of them: it ends whole. */
static void
test_killed_between_parts (void)
{
  Fixture f;

  if (!set_up (&f))
    return;
  for (guint part = 1; part < 5; part++)
    {
      g_autoptr (CdlSyncStatus) away = NULL;
      g_autofree char *json = g_strdup_printf ("{\"kind\": \"kill\", \"skip\": %u, \"ms\": %u}",
                                               part, (guint) cdl_random_below (&f.random, 30));

      cdl_test_server_fault (f.server, json);
      put_large (&f, 5);
      away = wait_until_away (f.store);
      g_assert_cmpuint (away->waiting, >, 0);
      cdl_test_server_kill (f.server);
      cdl_test_server_start (f.server);
      assert_heals (&f);
    }
  tear_down (&f);
}

/* The disk here is full while the server confirms: what was sent is sent again. */
static void
test_full_here (void)
{
  struct rlimit before, small;
  g_autoptr (CdlSyncStatus) away = NULL;
  g_autofree char *path = NULL;
  struct stat status;
  Fixture f;

  if (!set_up (&f))
    return;
  cdl_test_server_fault (f.server, "{\"kind\": \"slow\", \"ms\": 300, \"count\": 0}");
  cdl_test_work (f.store, &f.random, 30);
  path = g_build_filename (f.folder, "store.sqlite-wal", NULL);
  g_assert_cmpint (stat (path, &status), ==, 0);
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  small = (struct rlimit){ 4096, before.rlim_max };
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  away = wait_until_away (f.store);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
  g_assert_nonnull (strstr (away->error, "no room"));
  cdl_test_server_fault (f.server, "{}");
  assert_heals (&f);
  tear_down (&f);
}

/* What keeps two programs from sending at once cannot be had: that is said, and soon over. */
static void
test_no_lock (void)
{
  g_autoptr (CdlSyncStatus) away = NULL;
  g_autofree char *lock = NULL;
  Fixture f;

  if (!set_up (&f))
    return;
  g_clear_object (&f.store);
  lock = g_build_filename (f.folder, "store.sqlite.outbox.lock", NULL);
  g_unlink (lock);
  g_assert_cmpint (g_mkdir (lock, 0700), ==, 0);
  f.store = cdl_test_open_synced (f.folder, f.settings);
  cdl_test_work (f.store, &f.random, 10);
  away = wait_until_away (f.store);
  g_assert_nonnull (strstr (away->error, lock));
  g_assert_cmpint (away->next_try, >, g_get_real_time () / 1000 + 1000);

  g_assert_cmpint (g_rmdir (lock), ==, 0);
  assert_heals (&f);
  tear_down (&f);
}

static void
edit (Fixture *self, const char *run, const CdlRunEdit *edit)
{
  g_autoptr (GError) error = NULL;

  cdl_store_edit_runs (self->store, &run, 1, edit, NULL, &error);
  g_assert_no_error (error);
}

/* What was refused at its time and tried again later does not undo what was said meanwhile. */
static void
test_overtaken (void)
{
  CdlRunEdit before[3] = { CDL_RUN_EDIT_NONE, CDL_RUN_EDIT_NONE, CDL_RUN_EDIT_NONE };
  CdlRunEdit after[3] = { CDL_RUN_EDIT_NONE, CDL_RUN_EDIT_NONE, CDL_RUN_EDIT_NONE };
  g_autoptr (CdlSyncStatus) status = NULL;
  g_autoptr (CdlRunRecord) run = NULL;
  Fixture f;

  if (!set_up (&f))
    return;
  run = cdl_test_run (&f.random, 1);
  cdl_test_put (f.store, run, NULL);
  cdl_test_flush (f.store);
  before[0].tag = after[0].untag = "hasty";
  before[1].note = "first thought";
  after[1].note = "second thought";
  before[2].favourite = !run->favourite;
  after[2].favourite = run->favourite;

  cdl_test_server_fault (f.server, "{\"count\": 0, \"kind\": \"error\", \"text\": \"Unheard of\"}");
  for (guint i = 0; i < G_N_ELEMENTS (before); i++)
    edit (&f, run->id, &before[i]);
  g_assert_false (cdl_synced_store_flush (f.store, 60000, NULL));
  status = cdl_synced_store_get_status (f.store);
  g_assert_cmpuint (status->refused, ==, G_N_ELEMENTS (before));

  cdl_test_server_fault (f.server, "{}");
  for (guint i = 0; i < G_N_ELEMENTS (after); i++)
    edit (&f, run->id, &after[i]);
  cdl_synced_store_flush (f.store, 60000, NULL);
  assert_heals (&f);
  tear_down (&f);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path, *fault;
  } passing[] = {
    { "refuse", "\"kind\": \"refuse\", \"status\": 503, \"text\": \"overloaded\"" },
    { "too-many", "\"kind\": \"refuse\", \"status\": 429, \"text\": \"\"" },
    { "drop", "\"kind\": \"drop\"" },
    { "lose", "\"kind\": \"lose\"" },
    { "cut", "\"kind\": \"cut\"" },
    { "text", "\"kind\": \"text\", \"text\": \"Bad gateway\"" },
    { "conflict", "\"kind\": \"error\", \"text\": \"This transaction can be retried\"" },
    { "unknown", "\"kind\": \"error\", \"text\": \"Something that nobody has seen before\"" },
    { "slow", "\"kind\": \"slow\", \"ms\": 200" },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (passing); i++)
    {
      g_autofree char *path = g_strconcat ("/store/synced/passing/", passing[i].path, NULL);

      g_test_add_data_func (path, passing[i].fault, test_passing);
    }
  for (guint i = 0; i < G_N_ELEMENTS (lasting); i++)
    {
      g_autofree char *path = g_strconcat ("/store/synced/lasting/", lasting[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_lasting);
    }
  g_test_add_func ("/store/synced/wrong-password", test_wrong_password);
  g_test_add_func ("/store/synced/wrong-version", test_wrong_version);
  g_test_add_func ("/store/synced/token-expires", test_token_expires);
  g_test_add_data_func ("/store/synced/little-at-once/late", "{}", test_little_at_once);
  g_test_add_data_func ("/store/synced/little-at-once/early", "{\"kind\": \"early\"}",
                        test_little_at_once);
  g_test_add_func ("/store/synced/killed-between-parts", test_killed_between_parts);
  g_test_add_func ("/store/synced/overtaken", test_overtaken);
  g_test_add_func ("/store/synced/full-here", test_full_here);
  g_test_add_func ("/store/synced/no-lock", test_no_lock);

  return g_test_run ();
}
