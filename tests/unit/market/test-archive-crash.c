#include "cdl-test-market.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define N 2000

/* The two ways of writing: rows behind the stored ones, in place; and rows before them, by a new
 * generation of the folder. The middle is there already. */
static const struct
{
  const char *symbol;
  gsize from, to;     /* what is written */
  gsize after, until; /* what is stored then; before it, [500, 1500) */
} ways[] = {
  { "APPEND", 1500, N, 500, N },
  { "REWRITE", 0, 600, 0, 1500 },
};

static CdlDatasetName
begin (CdlTestMarket *self, gsize way, const CdlKlines *all)
{
  static int n = 0;
  g_autofree char *symbol = g_strdup_printf ("%s_%d", ways[way].symbol, n++);
  CdlDatasetName name = cdl_test_name (symbol, CDL_INTERVAL_1M);
  CdlKlines stored = cdl_klines_slice (all, 500, 1500);

  cdl_test_write (self, &name, &stored, FALSE);

  return name;
}

static gboolean
write_more (CdlTestMarket *self, const CdlDatasetName *name, gsize way, const CdlKlines *all)
{
  CdlSourceFile source = { "more.csv", "0000" };
  CdlKlines more = cdl_klines_slice (all, ways[way].from, ways[way].to);
  CdlWriteResult result;

  return cdl_archive_write (self->archive, name, &more, &source, FALSE, &result, NULL);
}

/* The dataset is what it was, or what it was to become; and the write can be done again. */
static gboolean
check (CdlTestMarket *self, const CdlDatasetName *name, gsize way, const CdlKlines *all)
{
  CdlKlines old = cdl_klines_slice (all, 500, 1500);
  CdlKlines new = cdl_klines_slice (all, ways[way].after, ways[way].until);
  g_autoptr (GError) error = NULL;
  g_autoptr (CdlDataset) dataset = cdl_archive_open (self->archive, name, &error);
  g_autoptr (CdlDataset) again = NULL;
  g_autoptr (GPtrArray) sources = NULL;
  gboolean written;

  g_assert_no_error (error);
  sources = cdl_archive_sources (self->archive, dataset);
  written = cdl_dataset_klines (dataset)->n != old.n;
  cdl_test_assert_klines (cdl_dataset_klines (dataset), written ? &new : &old);
  g_assert_cmpuint (sources->len, ==, written ? 2 : 1);

  g_assert_true (write_more (self, name, way, all));
  cdl_test_assert_stored (self, name, &new);
  cdl_test_assert_klines (cdl_dataset_klines (dataset), written ? &new : &old);
  again = cdl_archive_open (self->archive, name, &error);
  g_clear_pointer (&sources, g_ptr_array_unref);
  sources = cdl_archive_sources (self->archive, again);
  g_assert_cmpuint (sources->len, ==, 2);

  return written;
}

/* Runs the write in a child that stops at every system call, and kills it at the n-th. FALSE if it
 * ended before; -1 if there is no tracing here. */
static int
kill_at_call (CdlTestMarket *self,
              const CdlDatasetName *name,
              gsize way,
              const CdlKlines *all,
              int n)
{
  pid_t child = fork ();
  int status;

  if (child == 0)
    {
      if (ptrace (PTRACE_TRACEME, 0, NULL, NULL) != 0)
        _exit (3);
      raise (SIGSTOP);
      _exit (write_more (self, name, way, all) ? 0 : 1);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  if (WIFEXITED (status))
    return -1;
  for (int i = 0; i < n; i++)
    {
      g_assert_cmpint (ptrace (PTRACE_SYSCALL, child, NULL, NULL), ==, 0);
      g_assert_cmpint (waitpid (child, &status, 0), ==, child);
      if (WIFEXITED (status))
        {
          g_assert_cmpint (WEXITSTATUS (status), ==, 0);
          return 0;
        }
    }
  kill (child, SIGKILL);
  waitpid (child, &status, 0);

  return 1;
}

/* A writer killed before each of its system calls, one by one. */
static void
test_every_call (CdlTestMarket *self, gconstpointer data)
{
  gsize way = GPOINTER_TO_SIZE (data);
  g_autoptr (CdlColumns) columns = cdl_test_klines (N);
  const CdlKlines *all = cdl_columns_view (columns);
  int killed = 1, calls = 0, written = 0;

  for (; killed == 1; calls++)
    {
      CdlDatasetName name = begin (self, way, all);

      killed = kill_at_call (self, &name, way, all, 2 * calls + 1); /* stops before and after it */
      if (killed < 0)
        {
          g_test_skip ("no process may be traced here");
          return;
        }
      written += check (self, &name, way, all);
    }
  g_test_message ("killed at %d calls, %d times after the commit", calls, written);
  g_assert_cmpint (calls, >, 60);
  g_assert_cmpint (written, >, 1); /* something follows the commit */
  g_assert_cmpint (written, <, calls / 2);
}

/* Killed at random instants, inside of calls too. */
static void
test_random (CdlTestMarket *self, gconstpointer data)
{
  g_autoptr (CdlColumns) columns = cdl_test_klines (N);
  const CdlKlines *all = cdl_columns_view (columns);
  gint64 longest = 0;
  int killed = 0;

  for (gsize i = 0; i < 40; i++)
    {
      gsize way = i % G_N_ELEMENTS (ways);
      CdlDatasetName name = begin (self, way, all);
      gint64 start = g_get_monotonic_time (), wait;
      pid_t child = fork ();
      int status;

      if (child == 0)
        _exit (write_more (self, &name, way, all) ? 0 : 1);
      wait = i < G_N_ELEMENTS (ways) ? 0 : g_test_rand_int_range (0, (gint32) longest + 1);
      if (i >= G_N_ELEMENTS (ways))
        {
          while (g_get_monotonic_time () < start + wait)
            ;
          kill (child, SIGKILL);
        }
      g_assert_cmpint (waitpid (child, &status, 0), ==, child);
      longest = MAX (longest, i < G_N_ELEMENTS (ways) ? g_get_monotonic_time () - start : 0);
      killed += WIFSIGNALED (status);
      check (self, &name, way, all);
    }
  g_test_message ("killed %d of 40", killed);
  g_assert_cmpint (killed, >, 0);
}

/* A child that dies in the middle of one write, another one in the middle of the repair. */
static void
test_twice (CdlTestMarket *self, gconstpointer data)
{
  g_autoptr (CdlColumns) columns = cdl_test_klines (N);
  const CdlKlines *all = cdl_columns_view (columns);

  for (int calls = 5; calls < 260; calls += 13)
    {
      CdlDatasetName name = begin (self, 0, all);

      if (kill_at_call (self, &name, 0, all, calls) < 0)
        {
          g_test_skip ("no process may be traced here");
          return;
        }
      kill_at_call (self, &name, 0, all, 260 - calls);
      check (self, &name, 0, all);
    }
}

/* No file may grow beyond a limit, as on a full disk: an error, and all is as it was. */
static void
test_disk_full (CdlTestMarket *self, gconstpointer data)
{
  g_autoptr (CdlColumns) columns = cdl_test_klines (N);
  const CdlKlines *all = cdl_columns_view (columns);
  const rlim_t limits[] = { 0, 50, 127, 128, 129, 4000, 8 * 600 };

  for (gsize i = 0; i < G_N_ELEMENTS (limits) * G_N_ELEMENTS (ways); i++)
    {
      gsize way = i % G_N_ELEMENTS (ways);
      CdlDatasetName name = begin (self, way, all);
      g_autofree char *before = cdl_test_digest (self);
      g_autofree char *after = NULL;
      pid_t child = fork ();
      int status;

      if (child == 0)
        {
          struct rlimit limit = { limits[i / 2], limits[i / 2] };

          signal (SIGXFSZ, SIG_IGN);
          _exit (setrlimit (RLIMIT_FSIZE, &limit) != 0 ? 3
                 : write_more (self, &name, way, all)  ? 0
                                                       : 1);
        }
      g_assert_cmpint (waitpid (child, &status, 0), ==, child);
      g_assert_true (WIFEXITED (status));
      g_assert_cmpint (WEXITSTATUS (status), ==, 1);
      after = cdl_test_digest (self);
      g_assert_cmpstr (after, ==, before);
      check (self, &name, way, all);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_autofree char *path = g_strdup_printf ("/archive-crash/every-call/%s", ways[i].symbol);

      g_test_add (path, CdlTestMarket, GSIZE_TO_POINTER (i), cdl_test_market_set_up,
                  test_every_call, cdl_test_market_tear_down);
    }
  CDL_TEST_ADD ("/archive-crash/random", test_random);
  CDL_TEST_ADD ("/archive-crash/twice", test_twice);
  CDL_TEST_ADD ("/archive-crash/disk-full", test_disk_full);

  return g_test_run ();
}
