#include "cdl-synced-store.h"
#include "cdl-test-local.h"
#include "cdl-test-workload.h"

/* A server that is killed at any instant while results are stored, again and again, and brought
 * back: nothing is lost, nothing is doubled. CHANDELIER_KILL_ROUNDS: how often; the seed is that of
 * the test program. */

#define ROUNDS 8

static guint
count_rounds (void)
{
  const char *text = g_getenv ("CHANDELIER_KILL_ROUNDS");

  return text != NULL ? (guint) g_ascii_strtoull (text, NULL, 10) : ROUNDS;
}

typedef struct
{
  CdlTestServer *server;
  guint64 after_us;
} Killing;

static gpointer
kill_later (gpointer data)
{
  Killing *killing = data;

  g_usleep (killing->after_us);
  cdl_test_server_kill (killing->server);

  return NULL;
}

static void
test_kill (void)
{
  g_autoptr (CdlTestServer) server = cdl_test_server_ready ();
  g_autoptr (CdlSurrealSettings) settings = NULL;
  g_autofree char *folder = NULL;
  CdlRandom random;

  if (server == NULL)
    return;
  settings = cdl_test_server_settings (server);
  folder = cdl_test_folder ();
  cdl_random_init (&random, (guint64) g_test_rand_int ());
  for (guint round = 0; round < count_rounds (); round++)
    {
      g_autoptr (CdlStore) store = cdl_test_open_synced (folder, settings);
      Killing killing = { server, cdl_random_below (&random, 400000) };
      GThread *killer = g_thread_new ("killer", kill_later, &killing);

      /* Work does not care. */
      cdl_test_work (store, &random, 40);
      g_thread_join (killer);
      cdl_test_work (store, &random, 5);
      /* Sometimes the program ends too before the server is back. */
      if (cdl_random_below (&random, 2) == 0)
        {
          g_clear_object (&store);
          store = cdl_test_open_synced (folder, settings);
        }
      cdl_test_server_start (server);
      cdl_synced_store_retry (store);
      cdl_test_flush (store);
      cdl_test_assert_equal (folder, settings);
    }
  cdl_test_remove_folder (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/synced/kill", test_kill);

  return g_test_run ();
}
