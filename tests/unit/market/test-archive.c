#include "cdl-test-market.h"

#include "cdl-number.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#define N 500

/* Pieces in any order, with any overlap, end in the same bytes: appended, put before, filled in. */
static void
test_any_order (CdlTestMarket *self, gconstpointer data)
{
  static const struct
  {
    const char *symbol;
    struct
    {
      gsize from, to;
      gsize added, same;
    } pieces[5];
  } rows[] = {
    { "APPENDED", { { 0, 200, 200, 0 }, { 200, 201, 1, 0 }, { 201, N, 299, 0 } } },
    { "BEFORE", { { 200, N, 300, 0 }, { 0, 200, 200, 0 } } },
    { "HOLE", { { 0, 100, 100, 0 }, { 300, N, 200, 0 }, { 100, 300, 200, 0 } } },
    { "OVERLAP", { { 100, 300, 200, 0 }, { 50, 350, 100, 200 }, { 0, N, 200, 300 } } },
    { "AGAIN", { { 0, N, N, 0 }, { 0, N, 0, N }, { 17, 18, 0, 1 } } },
  };
  g_autoptr (CdlColumns) columns = cdl_test_klines (N);
  const CdlKlines *all = cdl_columns_view (columns);

  for (gsize r = 0; r < G_N_ELEMENTS (rows); r++)
    {
      CdlDatasetName name = cdl_test_name (rows[r].symbol, CDL_INTERVAL_1M);

      for (gsize p = 0; rows[r].pieces[p].to > 0; p++)
        {
          CdlKlines piece = cdl_klines_slice (all, rows[r].pieces[p].from, rows[r].pieces[p].to);
          CdlWriteResult result = cdl_test_write (self, &name, &piece, FALSE);

          g_assert_cmpuint (result.added, ==, rows[r].pieces[p].added);
          g_assert_cmpuint (result.same, ==, rows[r].pieces[p].same);
          g_assert_cmpuint (result.replaced + result.completed, ==, 0);
        }
      cdl_test_assert_stored (self, &name, all);
    }
}

/* Random cuts, shuffled, with random overlaps. */
static void
test_random_order (CdlTestMarket *self, gconstpointer data)
{
  g_autoptr (CdlColumns) columns = cdl_test_klines (N);
  const CdlKlines *all = cdl_columns_view (columns);

  for (int round = 0; round < 8; round++)
    {
      g_autofree char *symbol = g_strdup_printf ("R%d", round);
      CdlDatasetName name = cdl_test_name (symbol, CDL_INTERVAL_1M);
      gboolean has[N] = { FALSE };
      gsize expected = 0;

      for (int i = 0; i < 6; i++)
        {
          gsize from = (gsize) g_test_rand_int_range (0, N - 1);
          gsize to = (gsize) g_test_rand_int_range ((gint32) from + 1, N + 1);
          CdlKlines piece = cdl_klines_slice (all, from, to);
          g_autoptr (CdlDataset) dataset = NULL;
          g_autoptr (GError) error = NULL;
          const CdlKlines *stored;

          cdl_test_write (self, &name, &piece, FALSE);
          for (gsize k = from; k < to; k++)
            {
              expected += !has[k];
              has[k] = TRUE;
            }
          dataset = cdl_archive_open (self->archive, &name, &error);
          g_assert_no_error (error);
          stored = cdl_dataset_klines (dataset);
          g_assert_cmpuint (stored->n, ==, expected);
          for (gsize k = 0, j = 0; k < N; k++)
            if (has[k])
              {
                g_assert_cmpint (stored->open_time[j], ==, all->open_time[k]);
                for (int f = 0; f < CDL_N_FIELDS; f++)
                  g_assert_cmpfloat (stored->field[f][j], ==, all->field[f][k]);
                j++;
              }
        }
    }
}

/* A changed row is refused by name, and takes the stored one's place only when asked to. */
static void
test_conflict (CdlTestMarket *self, gconstpointer data)
{
  CdlDatasetName name = cdl_test_name ("BTCUSDT", CDL_INTERVAL_1M);
  CdlSourceFile source = { "changed.csv", "1111" };
  g_autoptr (CdlColumns) columns = cdl_test_klines (N);
  g_autoptr (CdlColumns) changed = cdl_test_klines (N);
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  double *volume = (double *) cdl_columns_view (changed)->field[CDL_FIELD_VOLUME];
  CdlWriteResult result;

  volume[123] = 4.25;
  cdl_test_write (self, &name, cdl_columns_view (columns), FALSE);
  before = cdl_test_digest (self);
  g_assert_false (cdl_archive_write (self->archive, &name, cdl_columns_view (changed), &source,
                                     FALSE, &result, &error));
  g_assert_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_CONFLICT);
  g_assert_nonnull (strstr (error->message, "volume is 4.25, stored is "));
  after = cdl_test_digest (self);
  g_assert_cmpstr (after, ==, before);

  result = cdl_test_write (self, &name, cdl_columns_view (changed), TRUE);
  g_assert_cmpuint (result.replaced, ==, 1);
  g_assert_cmpuint (result.same, ==, N - 1);
  cdl_test_assert_stored (self, &name, cdl_columns_view (changed));
}

/* Sources of 5 and of 9 columns: what one lacks is NaN, until another one completes it. */
static void
test_mixed_columns (CdlTestMarket *self, gconstpointer data)
{
  CdlDatasetName name = cdl_test_name ("BTCUSDT", CDL_INTERVAL_1M);
  g_autoptr (CdlColumns) columns = cdl_test_klines (N);
  g_autoptr (CdlDataset) dataset = NULL;
  const CdlKlines *all = cdl_columns_view (columns), *stored;
  CdlKlines first = cdl_klines_slice (all, 0, 200), second = cdl_klines_slice (all, 200, N);
  CdlWriteResult result;

  for (int f = CDL_FIELD_QUOTE_VOLUME; f < CDL_N_FIELDS; f++)
    first.field[f] = NULL;
  cdl_test_write (self, &name, &first, FALSE);
  dataset = cdl_archive_open (self->archive, &name, NULL);
  g_assert_null (cdl_dataset_klines (dataset)->field[CDL_FIELD_TRADES]);
  g_clear_pointer (&dataset, cdl_dataset_unref);

  cdl_test_write (self, &name, &second, FALSE);
  dataset = cdl_archive_open (self->archive, &name, NULL);
  stored = cdl_dataset_klines (dataset);
  g_assert_true (isnan (stored->field[CDL_FIELD_TRADES][199]));
  g_assert_cmpfloat (stored->field[CDL_FIELD_TRADES][200], ==, all->field[CDL_FIELD_TRADES][200]);

  first = cdl_klines_slice (all, 100, 300);
  result = cdl_test_write (self, &name, &first, FALSE);
  g_assert_cmpuint (result.completed, ==, 100);
  g_assert_cmpuint (result.same, ==, 100);
  first = cdl_klines_slice (all, 0, 100);
  result = cdl_test_write (self, &name, &first, FALSE);
  g_assert_cmpuint (result.completed, ==, 100);
  cdl_test_assert_stored (self, &name, all);
}

/* Who opened a dataset keeps what was there, whatever is written afterwards. */
static void
test_snapshot (CdlTestMarket *self, gconstpointer data)
{
  CdlDatasetName name = cdl_test_name ("BTCUSDT", CDL_INTERVAL_1M);
  g_autoptr (CdlColumns) columns = cdl_test_klines (N);
  g_autoptr (CdlDataset) dataset = NULL;
  g_autoptr (CdlDataset) again = NULL;
  const CdlKlines *all = cdl_columns_view (columns);
  CdlKlines middle = cdl_klines_slice (all, 100, 200), later = cdl_klines_slice (all, 200, N);

  cdl_test_write (self, &name, &middle, FALSE);
  dataset = cdl_archive_open (self->archive, &name, NULL);
  again = cdl_dataset_ref (dataset);
  cdl_test_write (self, &name, &later, FALSE);
  cdl_test_write (self, &name, all, FALSE);
  cdl_test_assert_klines (cdl_dataset_klines (dataset), &middle);
  cdl_test_assert_stored (self, &name, all);
}

/* A fingerprint tells data apart, and depends on nothing but the range that it is of. */
static void
test_fingerprint (CdlTestMarket *self, gconstpointer data)
{
  CdlDatasetName name = cdl_test_name ("BTCUSDT", CDL_INTERVAL_1M);
  CdlDatasetName other = cdl_test_name ("ETHUSDT", CDL_INTERVAL_1M);
  g_autoptr (CdlColumns) columns = cdl_test_klines (N);
  g_autoptr (CdlColumns) changed = cdl_test_klines (N);
  const CdlKlines *all = cdl_columns_view (columns);
  CdlKlines half = cdl_klines_slice (all, 100, 300), rest = cdl_klines_slice (all, 300, N);
  g_autoptr (CdlDataset) dataset = NULL;
  g_autoptr (CdlDataset) grown = NULL;
  g_autoptr (CdlDataset) twin = NULL;
  g_autoptr (CdlDataset) replaced = NULL;
  g_autofree char *print = NULL;

  cdl_test_write (self, &name, &half, FALSE);
  dataset = cdl_archive_open (self->archive, &name, NULL);
  print = cdl_dataset_fingerprint (dataset, 0, 200);
  g_assert_cmpuint (strlen (print), ==, 64);

  cdl_test_write (self, &name, &rest, FALSE);
  cdl_test_write (self, &name, all, FALSE);
  grown = cdl_archive_open (self->archive, &name, NULL);
  for (int i = 0; i < 2; i++) /* computed, then remembered */
    {
      g_autofree char *same = cdl_dataset_fingerprint (grown, 100, 300);
      g_autofree char *shorter = cdl_dataset_fingerprint (grown, 100, 299);
      g_autofree char *old = cdl_dataset_fingerprint (dataset, 0, G_MAXSIZE);

      g_assert_cmpstr (same, ==, print);
      g_assert_cmpstr (shorter, !=, print);
      g_assert_cmpstr (old, ==, print);
    }

  cdl_test_write (self, &other, all, FALSE);
  twin = cdl_archive_open (self->archive, &other, NULL);
  {
    g_autofree char *of_twin = cdl_dataset_fingerprint (twin, 100, 300);

    g_assert_cmpstr (of_twin, !=, print);
  }

  ((double *) cdl_columns_view (changed)->field[CDL_FIELD_TRADES])[200] += 1;
  cdl_test_write (self, &name, cdl_columns_view (changed), TRUE);
  replaced = cdl_archive_open (self->archive, &name, NULL);
  for (int i = 0; i < 2; i++)
    {
      g_autofree char *old = cdl_dataset_fingerprint (grown, 100, 300);
      g_autofree char *new = cdl_dataset_fingerprint (replaced, 100, 300);

      g_assert_cmpstr (old, ==, print);
      g_assert_cmpstr (new, !=, print);
    }
}

static void
test_list (CdlTestMarket *self, gconstpointer data)
{
  static const char *const symbols[] = { "ETHUSDT", "BTCUSDT", "1000PEPEUSDT" };
  g_autoptr (CdlColumns) columns = cdl_test_klines (3);
  g_autoptr (GArray) list = cdl_archive_list (self->archive);
  g_autofree char *stray = NULL;
  g_autofree char *stray_folder = NULL;

  g_assert_cmpuint (list->len, ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (symbols); i++)
    {
      CdlDatasetName name = cdl_test_name (symbols[i], CDL_INTERVAL_1M);

      cdl_test_write (self, &name, cdl_columns_view (columns), FALSE);
    }
  stray_folder = g_build_filename (self->root, "klines", "spot", "BTCUSDT", "5m", NULL);
  g_assert_cmpint (g_mkdir_with_parents (stray_folder, 0755), ==, 0);
  stray = g_build_filename (self->root, "klines", "spot", "notes.txt", NULL);
  g_assert_true (g_file_set_contents (stray, "", 0, NULL));

  g_clear_pointer (&list, g_array_unref);
  list = cdl_archive_list (self->archive);
  g_assert_cmpuint (list->len, ==, 3);
  g_assert_cmpstr (g_array_index (list, CdlDatasetName, 0).symbol, ==, "1000PEPEUSDT");
  g_assert_cmpstr (g_array_index (list, CdlDatasetName, 1).symbol, ==, "BTCUSDT");
  g_assert_cmpstr (g_array_index (list, CdlDatasetName, 2).symbol, ==, "ETHUSDT");
  g_assert_cmpint (g_array_index (list, CdlDatasetName, 2).interval, ==, CDL_INTERVAL_1M);
}

/* Every file that gave rows is on record, and none that did not. */
static void
test_sources (CdlTestMarket *self, gconstpointer data)
{
  CdlDatasetName name = cdl_test_name ("BTCUSDT", CDL_INTERVAL_1M);
  g_autoptr (CdlColumns) columns = cdl_test_klines (N);
  const CdlKlines *all = cdl_columns_view (columns);
  const gsize cuts[][2] = { { 200, 300 }, { 300, N }, { 200, 400 }, { 0, 250 } };
  g_autoptr (CdlDataset) dataset = NULL;
  g_autoptr (GPtrArray) sources = NULL;
  const CdlSource *source;

  for (gsize i = 0; i < G_N_ELEMENTS (cuts); i++)
    {
      g_autofree char *file = g_strdup_printf ("file-%" G_GSIZE_FORMAT, i);
      CdlKlines piece = cdl_klines_slice (all, cuts[i][0], cuts[i][1]);
      CdlSourceFile from = { file, "abcd" };
      g_autoptr (GError) error = NULL;
      CdlWriteResult result;

      cdl_archive_write (self->archive, &name, &piece, &from, FALSE, &result, &error);
      g_assert_no_error (error);
    }
  dataset = cdl_archive_open (self->archive, &name, NULL);
  sources = cdl_archive_sources (self->archive, dataset);
  g_assert_cmpuint (sources->len, ==, 3);
  source = sources->pdata[2];
  g_assert_cmpstr (source->file, ==, "file-3");
  g_assert_cmpstr (source->sha256, ==, "abcd");
  g_assert_cmpuint (source->rows, ==, 250);
  g_assert_cmpint (source->first, ==, all->open_time[0]);
  g_assert_cmpint (source->last, ==, all->open_time[249]);
  g_assert_cmpuint (source->length, ==, N);
}

static void
test_names (CdlTestMarket *self, gconstpointer data)
{
  static const struct
  {
    const char *symbol;
    gboolean good;
  } rows[] = { { "BTCUSDT", TRUE },
               { "1000PEPEUSDT", TRUE },
               { "BTCUSDT_240628", TRUE },
               { "", FALSE },
               { "btcusdt", FALSE },
               { "../BTC", FALSE },
               { "BTC/USDT", FALSE },
               { "BTC USDT", FALSE },
               { ".", FALSE },
               { "A\x80", FALSE },
               { "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", TRUE },
               { "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", FALSE } };
  CdlDatasetName name = cdl_test_name ("NOSUCH", CDL_INTERVAL_1M);
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (cdl_dataset_name_init (&name, CDL_MARKET_UM, rows[i].symbol, CDL_INTERVAL_1M),
                     ==, rows[i].good);

  name = cdl_test_name ("NOSUCH", CDL_INTERVAL_1H);
  g_assert_null (cdl_archive_open (self->archive, &name, &error));
  g_assert_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "NOSUCH 1h (spot)"));
}

/* Files of the archive that someone else changed are told as damaged, and nothing is read of
 * them. */
static void
test_damaged (CdlTestMarket *self, gconstpointer data)
{
  static const struct
  {
    const char *file;
    gssize keep; /* bytes; -1: none, the file is removed */
    int code;
  } rows[] = {
    { "open_time.npy", 100, CDL_MARKET_ERROR_DAMAGED }, /* a header cut off */
    { "open_time.npy", 128 + 8 * (N - 1), CDL_MARKET_ERROR_DAMAGED },
    { "close.npy", 0, CDL_MARKET_ERROR_DAMAGED },
    { "close.npy", 128 + 8 * (N - 1), CDL_MARKET_ERROR_DAMAGED },
    { "trades.npy", 128, CDL_MARKET_ERROR_DAMAGED },
    { "low.npy", -1, CDL_MARKET_ERROR_NOT_FOUND },
  };
  g_autoptr (CdlColumns) columns = cdl_test_klines (N);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *symbol = g_strdup_printf ("D%" G_GSIZE_FORMAT, i);
      CdlDatasetName name = cdl_test_name (symbol, CDL_INTERVAL_1M);
      g_autofree char *path
          = g_build_filename (self->root, "klines", "spot", symbol, "1m", rows[i].file, NULL);
      g_autoptr (GError) error = NULL;
      g_autofree char *bytes = NULL;

      cdl_test_write (self, &name, cdl_columns_view (columns), FALSE);
      g_assert_true (g_file_get_contents (path, &bytes, NULL, NULL));
      if (rows[i].keep < 0)
        g_assert_cmpint (g_unlink (path), ==, 0);
      else
        g_assert_true (g_file_set_contents (path, bytes, rows[i].keep, NULL));
      g_assert_null (cdl_archive_open (self->archive, &name, &error));
      g_assert_error (error, CDL_MARKET_ERROR, rows[i].code);
      g_assert_nonnull (strstr (error->message, rows[i].file));
    }
}

static void
test_price_decimals (CdlTestMarket *self, gconstpointer data)
{
  static const struct
  {
    double price;
    int decimals;
  } rows[] = { { 100, 0 }, { 0.1, 1 }, { 67123.45, 2 }, { 0.00002853, 8 }, { 1e-8, 8 } };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *symbol = g_strdup_printf ("P%" G_GSIZE_FORMAT, i);
      CdlDatasetName name = cdl_test_name (symbol, CDL_INTERVAL_1M);
      g_autoptr (CdlColumns) columns = cdl_columns_new (CDL_INTERVAL_1M, 0);
      g_autoptr (CdlDataset) dataset = NULL;
      double values[CDL_N_FIELDS] = { 0 };

      for (int k = 0; k < 5; k++)
        {
          for (int f = CDL_FIELD_OPEN; f <= CDL_FIELD_CLOSE; f++)
            values[f] = k == 2 ? rows[i].price : 3;
          cdl_columns_append (columns, k * 60000, values);
        }
      cdl_test_write (self, &name, cdl_columns_view (columns), FALSE);
      dataset = cdl_archive_open (self->archive, &name, NULL);
      g_assert_cmpint (cdl_dataset_price_decimals (dataset), ==, rows[i].decimals);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  CDL_TEST_ADD ("/archive/any-order", test_any_order);
  CDL_TEST_ADD ("/archive/random-order", test_random_order);
  CDL_TEST_ADD ("/archive/conflict", test_conflict);
  CDL_TEST_ADD ("/archive/mixed-columns", test_mixed_columns);
  CDL_TEST_ADD ("/archive/snapshot", test_snapshot);
  CDL_TEST_ADD ("/archive/fingerprint", test_fingerprint);
  CDL_TEST_ADD ("/archive/list", test_list);
  CDL_TEST_ADD ("/archive/sources", test_sources);
  CDL_TEST_ADD ("/archive/names", test_names);
  CDL_TEST_ADD ("/archive/damaged", test_damaged);
  CDL_TEST_ADD ("/archive/price-decimals", test_price_decimals);

  return g_test_run ();
}
