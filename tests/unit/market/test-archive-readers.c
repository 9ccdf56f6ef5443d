#include "cdl-test-market.h"

#include "cdl-folder-private.h"

#include <string.h>
#include <unistd.h>

#define N 3000

typedef struct
{
  CdlTestMarket *market;
  const CdlKlines *all;
  CdlDatasetName name;
  gint done;  /* atomic */
  gint opens; /* atomic */
} Shared;

/* What a reader sees is a stretch of the whole, at every instant. */
static gpointer
reader (gpointer data)
{
  Shared *shared = data;
  gsize longest = 0;

  do
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (CdlDataset) dataset
          = cdl_archive_open (shared->market->archive, &shared->name, &error);
      const CdlKlines *klines;
      CdlKlines part;
      gsize from;

      g_assert_no_error (error);
      klines = cdl_dataset_klines (dataset);
      g_assert_cmpuint (klines->n, >=, longest);
      longest = klines->n;
      from = cdl_klines_find (shared->all, klines->open_time[0]);
      part = cdl_klines_slice (shared->all, from, from + klines->n);
      cdl_test_assert_klines (klines, &part);
      g_atomic_int_inc (&shared->opens);
    }
  while (!g_atomic_int_get (&shared->done));

  return NULL;
}

static void
test_while_writing (CdlTestMarket *self, gconstpointer data)
{
  g_autoptr (CdlColumns) columns = cdl_test_klines (N);
  Shared shared = { .market = self, .all = cdl_columns_view (columns) };
  GThread *threads[3];
  gsize from = N / 2, to = N / 2 + 9;
  CdlKlines part = cdl_klines_slice (shared.all, from, to);

  shared.name = cdl_test_name ("BTCUSDT", CDL_INTERVAL_1M);
  cdl_test_write (self, &shared.name, &part, FALSE);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("reader", reader, &shared);

  /* Behind, in place; and every seventh time before, by a new generation. */
  for (int i = 0; to + 9 <= N && from >= 9; i++)
    {
      gboolean before = i % 7 == 0;

      part = before ? cdl_klines_slice (shared.all, from - 9, from)
                    : cdl_klines_slice (shared.all, to, to + 9);
      from -= before ? 9 : 0;
      to += before ? 0 : 9;
      cdl_test_write (self, &shared.name, &part, FALSE);
    }
  g_atomic_int_set (&shared.done, 1);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  g_test_message ("%d openings", g_atomic_int_get (&shared.opens));
  part = cdl_klines_slice (shared.all, from, to);
  cdl_test_assert_stored (self, &shared.name, &part);
}

/* One writer at a time: the other is told whose turn it is, and changes nothing. */
static void
test_busy (CdlTestMarket *self, gconstpointer data)
{
  CdlDatasetName name = cdl_test_name ("BTCUSDT", CDL_INTERVAL_1M);
  CdlSourceFile source = { "test.csv", "0000" };
  g_autoptr (CdlColumns) columns = cdl_test_klines (100);
  g_autofree char *folder = g_build_filename (self->root, "klines", "spot", "BTCUSDT", "1m", NULL);
  g_autofree char *owner = g_strdup_printf ("BTCUSDT 1m (spot) is being written by another program "
                                            "(process %ld)",
                                            (long) getpid ());
  g_autoptr (GError) error = NULL;
  CdlWriteResult result;
  int lock = cdl_folder_lock (folder, "BTCUSDT", &error);

  g_assert_no_error (error);
  g_assert_false (cdl_archive_write (self->archive, &name, cdl_columns_view (columns), &source,
                                     FALSE, &result, &error));
  g_assert_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_BUSY);
  g_assert_true (g_str_has_prefix (error->message, owner));
  close (lock);
  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));
  cdl_test_write (self, &name, cdl_columns_view (columns), FALSE);
  cdl_test_assert_stored (self, &name, cdl_columns_view (columns));
}

/* NumPy reads the columns as they lie there. */
static void
test_numpy (CdlTestMarket *self, gconstpointer data)
{
  static const char program[]
      = "import sys\n"
        "try:\n"
        "  import numpy\n"
        "except ImportError:\n"
        "  sys.exit(77)\n"
        "for column in sys.argv[2:]:\n"
        "  a = numpy.load(sys.argv[1] + '/' + column + '.npy', mmap_mode='r')\n"
        "  last = a[-1].item()\n"
        "  print(column, a.dtype.str, a.shape[0], last if column == 'open_time' else last.hex())\n";
  CdlDatasetName name = cdl_test_name ("BTCUSDT", CDL_INTERVAL_1M);
  g_autoptr (CdlColumns) columns = cdl_test_klines (N);
  const CdlKlines *all = cdl_columns_view (columns);
  CdlKlines first = cdl_klines_slice (all, 0, 99), second = cdl_klines_slice (all, 99, 1000);
  g_autofree char *folder = g_build_filename (self->root, "klines", "spot", "BTCUSDT", "1m", NULL);
  const char *argv[]
      = { "python3", "-c", program, folder, "open_time", "open", "close", "low", "trades", NULL };
  g_autofree char *python = g_find_program_in_path ("/usr/bin/python3");
  const CdlField fields[] = { CDL_FIELD_OPEN, CDL_FIELD_CLOSE, CDL_FIELD_LOW, CDL_FIELD_TRADES };
  g_auto (GStrv) lines = NULL;
  g_autofree char *time_line = NULL;
  g_autofree char *output = NULL;
  g_autofree char *problems = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  if (python != NULL)
    argv[0] = python;
  cdl_test_write (self, &name, &first, FALSE);
  cdl_test_write (self, &name, &second, FALSE);
  if (!g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &output,
                     &problems, &status, NULL)
      || !g_spawn_check_wait_status (status, &error))
    {
      if (error == NULL || error->code == 77)
        {
          g_test_skip ("no python3 with numpy here");
          return;
        }
      g_error ("%s", problems);
    }

  lines = g_strsplit (output, "\n", -1);
  time_line = g_strdup_printf ("open_time <i8 1000 %" G_GINT64_FORMAT, all->open_time[999]);
  g_assert_cmpstr (lines[0], ==, time_line);
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_autofree char *head = g_strdup_printf ("%s <f8 1000 ", cdl_field_name (fields[i]));

      g_assert_true (g_str_has_prefix (lines[i + 1], head));
      g_assert_cmpfloat (g_ascii_strtod (lines[i + 1] + strlen (head), NULL), ==,
                         all->field[fields[i]][999]);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  CDL_TEST_ADD ("/archive-readers/while-writing", test_while_writing);
  CDL_TEST_ADD ("/archive-readers/busy", test_busy);
  CDL_TEST_ADD ("/archive-readers/numpy", test_numpy);

  return g_test_run ();
}
