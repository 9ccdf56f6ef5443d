#include "cdl-test-local.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cdl-local-store.h"

/* A program that is killed in the middle of a sweep leaves whole transactions: of each batch all
 * runs or none, each with all of its trades, and everything that it had been told was stored. */

#define BATCH  5
#define ROUNDS 30

/* Runs of the sweep: the same in both processes. */
static CdlRunRecord *
sweep_run (guint n, CdlRunDetails **details)
{
  CdlRandom random;
  CdlRunRecord *run;

  cdl_random_init (&random, n);
  run = cdl_test_run (&random, n);
  *details = n % 3 == 0 ? cdl_test_details (&random, n % 7 * 300, n % 5 * 300) : NULL;

  return run;
}

/* Puts batch after batch, and says so after each, until it is killed. */
G_NORETURN static void
sweep (const char *path, guint first, int told)
{
  CdlStore *store = cdl_local_store_new (path, NULL);

  for (guint n = first;; n += BATCH)
    {
      CdlRunItem items[BATCH];
      guint done = n + BATCH;

      for (guint i = 0; i < BATCH; i++)
        {
          CdlRunDetails *details;

          items[i].run = sweep_run (n + i, &details);
          items[i].details = details;
        }
      if (store == NULL || !cdl_store_put_runs (store, items, BATCH, NULL, NULL)
          || write (told, &done, sizeof done) != sizeof done)
        _exit (1);
    }
}

static guint
last_told (int fd, guint before)
{
  guint done;

  while (read (fd, &done, sizeof done) == sizeof done)
    before = done;

  return before;
}

static guint64
count_runs (CdlStore *store)
{
  g_autoptr (GError) error = NULL;
  guint64 count = 0;

  cdl_store_count_runs (store, NULL, &count, NULL, &error);
  g_assert_no_error (error);

  return count;
}

/* Runs from..to of the sweep are there, each as it was put. */
static void
assert_whole (CdlStore *store, guint from, guint to)
{
  for (guint n = from; n < to; n++)
    {
      CdlRunDetails *details;
      g_autoptr (CdlRunRecord) run = sweep_run (n, &details), read = NULL;
      g_autoptr (CdlRunDetails) read_details = NULL;
      g_autoptr (GError) error = NULL;

      read = cdl_store_get_run (store, run->id, &read_details, NULL, &error);
      g_assert_no_error (error);
      cdl_test_assert_run (read, run);
      g_assert_true ((read_details == NULL) == (details == NULL));
      if (details != NULL)
        cdl_test_assert_details (read_details, details);
      g_clear_pointer (&details, cdl_run_details_free);
    }
}

static void
test_kill (void)
{
  g_autofree char *folder = cdl_test_folder ();
  g_autofree char *path = g_build_filename (folder, "store.sqlite", NULL);
  guint stored = 0;
  CdlRandom random;

  cdl_random_init (&random, (guint64) g_test_rand_int ());
  for (guint round = 0; round < ROUNDS; round++)
    {
      g_autoptr (CdlStore) store = NULL;
      g_autoptr (GError) error = NULL;
      guint told;
      int pipe_fds[2], status;
      pid_t child;

      g_assert_cmpint (pipe (pipe_fds), ==, 0);
      child = fork ();
      g_assert_cmpint (child, >=, 0);
      if (child == 0)
        sweep (path, stored, pipe_fds[1]);
      close (pipe_fds[1]);
      g_usleep (1000 + cdl_random_below (&random, 60000));
      g_assert_cmpint (kill (child, SIGKILL), ==, 0);
      g_assert_cmpint (waitpid (child, &status, 0), ==, child);
      g_assert_true (WIFSIGNALED (status));
      told = last_told (pipe_fds[0], stored);
      close (pipe_fds[0]);

      store = cdl_local_store_new (path, &error);
      g_assert_no_error (error);
      /* What was told, or one batch more that was committed before it could be told. */
      g_assert_true (count_runs (store) == told || count_runs (store) == told + BATCH);
      assert_whole (store, stored, (guint) count_runs (store));
      stored = (guint) count_runs (store);
    }
  g_assert_cmpuint (stored, >, 0);

  cdl_test_remove_folder (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/local/kill", test_kill);

  return g_test_run ();
}
