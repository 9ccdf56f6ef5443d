#include "cdl-resample.h"

#include "cdl-number.h"

#include <archive.h>
#include <archive_entry.h>
#include <math.h>
#include <string.h>

#define ALL_FIELDS ((1u << CDL_N_FIELDS) - 1)

/* Place of each field in a row of the exchange's REST answer. */
static const int places[CDL_N_FIELDS] = { 1, 2, 3, 4, 5, 7, 8, 9, 10 };

static int
compare_names (gconstpointer a, gconstpointer b, gpointer unused)
{
  return strcmp (a, b);
}

/* The files of a tar.xz, by name; NULL if there is no such archive. */
static GTree *
read_archive (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, "rest_klines_json", name, NULL);
  struct archive *archive = archive_read_new ();
  struct archive_entry *entry;
  GTree *files = NULL;

  archive_read_support_filter_xz (archive);
  archive_read_support_format_tar (archive);
  if (archive_read_open_filename (archive, path, 65536) == ARCHIVE_OK)
    files = g_tree_new_full (compare_names, NULL, g_free, g_free);
  while (files != NULL && archive_read_next_header (archive, &entry) == ARCHIVE_OK)
    {
      gsize size = (gsize) archive_entry_size (entry);
      char *text = g_malloc0 (size + 1);

      g_assert_cmpint (archive_read_data (archive, text, size), ==, (gssize) size);
      g_tree_insert (files, g_strdup (archive_entry_pathname (entry)), text);
    }
  archive_read_free (archive);

  return files;
}

/* The next cell of [[open_time,"open",..],..], cut out of the text; NULL at the end. */
static char *
next_cell (char **text)
{
  char *cell;

  while (**text != '\0' && !g_ascii_isdigit (**text))
    (*text)++;
  if (**text == '\0')
    return NULL;
  cell = *text;
  while (g_ascii_isdigit (**text) || **text == '.')
    (*text)++;
  if (**text != '\0')
    *(*text)++ = '\0';

  return cell;
}

/* Rows of 12 numbers; chunks may overlap. */
static gboolean
append_rows (gpointer name, gpointer text, gpointer data)
{
  CdlColumns *columns = data;
  char *rest = text, *row[12];

  while ((row[0] = next_cell (&rest)) != NULL)
    {
      const CdlKlines *klines = cdl_columns_view (columns);
      double values[CDL_N_FIELDS];
      gint64 open_time;

      for (gsize i = 1; i < G_N_ELEMENTS (row); i++)
        g_assert_nonnull (row[i] = next_cell (&rest));
      g_assert_true (cdl_number_parse_int (row[0], &open_time));
      for (int f = 0; f < CDL_N_FIELDS; f++)
        g_assert_true (cdl_number_parse (row[places[f]], &values[f]));
      if (klines->n == 0 || open_time > klines->open_time[klines->n - 1])
        cdl_columns_append (columns, open_time, values);
    }

  return FALSE;
}

static CdlColumns *
read_klines (CdlInterval interval)
{
  const char *folder = g_getenv ("CHANDELIER_TEST_DATA");
  g_autofree char *name = g_strdup_printf ("BTCUSDT-%s.tar.xz", cdl_interval_name (interval));
  GTree *files = folder != NULL ? read_archive (folder, name) : NULL;
  CdlColumns *columns = NULL;

  if (files == NULL)
    {
      g_test_skip ("no real market data in CHANDELIER_TEST_DATA");
      return NULL;
    }
  columns = cdl_columns_new (interval, ALL_FIELDS);
  g_tree_foreach (files, append_rows, columns);
  g_tree_unref (files);

  return columns;
}

/* Klines that the exchange published itself, at both intervals. Its first coarse one was begun
 * before the fine ones, so that ours leave it out. */
static void
check (CdlInterval fine, CdlInterval coarse, gsize at_least)
{
  g_autoptr (CdlColumns) source = read_klines (fine), published = NULL, ours = NULL;
  const CdlKlines *a, *b;
  gsize compared = 0;

  if (source == NULL)
    return;
  published = read_klines (coarse);
  ours = cdl_resample (cdl_columns_view (source), coarse);
  a = cdl_columns_view (ours);
  b = cdl_columns_view (published);

  for (gsize i = 0; i < a->n; i++)
    {
      gsize j = cdl_klines_find (b, a->open_time[i]);

      if (j == b->n)
        break; /* not published yet */
      g_assert_cmpint (a->open_time[i], ==, b->open_time[j]);
      for (int f = 0; f < CDL_N_FIELDS; f++)
        g_assert_cmpfloat (fabs (a->field[f][i] - b->field[f][j]), <=,
                           f <= CDL_FIELD_CLOSE ? 0.0 : 1e-9 * b->field[f][j]);
      compared++;
    }
  g_assert_cmpuint (compared, >=, at_least);
}

static void
test_weeks (void)
{
  check (CDL_INTERVAL_1D, CDL_INTERVAL_1W, 450);
}

static void
test_months (void)
{
  check (CDL_INTERVAL_1D, CDL_INTERVAL_1MO, 102);
}

static void
test_days (void)
{
  check (CDL_INTERVAL_1H, CDL_INTERVAL_1D, 1500);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/resample-real/weeks", test_weeks);
  g_test_add_func ("/resample-real/months", test_months);
  g_test_add_func ("/resample-real/days", test_days);

  return g_test_run ();
}
