/* Klines of a file of the exchange, imported into an archive. --size: klines (a year of minutes).
 */
#include <glib/gstdio.h>

#include "cdl-bench.h"
#include "cdl-synthetic.h"
#include "cdl-test-market.h"

#define YEAR   525600
#define ROUNDS 5

typedef struct
{
  CdlTestMarket market;
  const char *file;
  guint n;
} Import;

/* The twelve columns of the exchange; newly allocated. */
static char *
write_csv (const CdlKlines *klines)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < klines->n; i++)
    {
      const double *const *field = klines->field;

      g_string_append_printf (text, "%" G_GINT64_FORMAT, klines->open_time[i]);
      for (guint f = CDL_FIELD_OPEN; f <= CDL_FIELD_VOLUME; f++)
        {
          char digits[G_ASCII_DTOSTR_BUF_SIZE];

          g_ascii_formatd (digits, sizeof digits, "%.8f", field[f][i]);
          g_string_append_printf (text, ",%s", digits);
        }
      g_string_append_printf (text, ",%" G_GINT64_FORMAT, cdl_klines_close_time (klines, i));
      for (guint f = CDL_FIELD_QUOTE_VOLUME; f < CDL_N_FIELDS; f++)
        {
          char digits[G_ASCII_DTOSTR_BUF_SIZE];

          g_ascii_formatd (digits, sizeof digits, f == CDL_FIELD_TRADES ? "%.0f" : "%.8f",
                           field[f][i]);
          g_string_append_printf (text, ",%s", digits);
        }
      g_string_append (text, ",0\n");
    }

  return g_string_free (text, FALSE);
}

static void
import (gpointer data)
{
  Import *self = data;
  CdlImportResult result;

  /* Into an archive that has nothing yet. */
  cdl_archive_free (self->market.archive);
  if (g_file_test (self->market.root, G_FILE_TEST_IS_DIR))
    cdl_test_remove (self->market.root);
  self->market.archive = cdl_archive_new (self->market.root);
  result = cdl_test_import (&self->market, self->file, "BTCUSDT");
  g_assert_cmpuint (result.written.added, ==, self->n);
  cdl_import_result_clear (&result);
}

static void
time_import (CdlBench *bench, Import *self, const char *what, double megabytes, CdlBenchBar bar)
{
  g_autofree char *time_of = g_strconcat (what, ": time", NULL);
  g_autofree char *rate_of = g_strconcat (what, ": text read", NULL);
  double samples[ROUNDS], rates[ROUNDS];

  import (self);
  for (guint i = 0; i < ROUNDS; i++)
    {
      double started = cdl_bench_now ();

      import (self);
      samples[i] = (cdl_bench_now () - started) * 1000;
      rates[i] = megabytes * 1000 / samples[i];
    }
  cdl_bench_samples (bench, time_of, samples, ROUNDS, "ms", CDL_BENCH_NO_BAR);
  cdl_bench_samples (bench, rate_of, rates, ROUNDS, "MB/s", bar);
}

int
main (int argc, char **argv)
{
  CdlBench *bench = cdl_bench_new ("klines", YEAR, &argc, &argv);
  g_autofree char *title = g_strdup_printf ("import of %u klines", cdl_bench_size (bench));
  CdlSyntheticOptions options;

  cdl_synthetic_options_init (&options, 1);
  if (cdl_bench_section (bench, title, NULL))
    {
      g_autoptr (CdlColumns) columns = cdl_synthetic_klines (&options, cdl_bench_size (bench));
      g_autofree char *text = write_csv (cdl_columns_view (columns));
      const char *const members[] = { "BTCUSDT-1m.csv", text, NULL };
      double megabytes = (double) strlen (text) / 1e6;
      Import self = { .n = cdl_bench_size (bench) };
      g_autofree char *csv = NULL, *zip = NULL;

      cdl_test_market_set_up (&self.market, NULL);
      csv = cdl_test_file (&self.market, "BTCUSDT-1m.csv", text, -1);
      zip = cdl_test_container (&self.market, "BTCUSDT-1m.zip", "zip", "none", members);
      self.file = csv;
      time_import (bench, &self, "CSV to archive", megabytes,
                   CDL_BENCH_AT_LEAST (1000, "performance W4"));
      self.file = zip;
      time_import (bench, &self, "zip to archive", megabytes, CDL_BENCH_NO_BAR);
      cdl_test_market_tear_down (&self.market, NULL);
    }

  return cdl_bench_finish (bench);
}
