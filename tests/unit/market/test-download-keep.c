#include "cdl-absent.h"
#include "cdl-freshness.h"
#include "cdl-keep-private.h"
#include "cdl-test-market.h"
#include "cdl-time.h"

#include <string.h>

static const CdlSourceFile source = { "page", "00" };

static CdlArchive *
staging (CdlTestMarket *self)
{
  g_autofree char *root = g_build_filename (self->root, "download", NULL);

  return cdl_archive_new (root);
}

static CdlKept
keep (CdlTestMarket *self, CdlArchive *staged, const CdlDatasetName *name, const CdlKlines *klines)
{
  g_autoptr (GError) error = NULL;
  CdlKept kept = { 0 };

  cdl_keep_klines (self->archive, staged, name, klines, &source, &kept, &error);
  g_assert_no_error (error);

  return kept;
}

static char *
read_repairs (CdlTestMarket *self)
{
  g_autofree char *path = g_build_filename (self->root, "repairs.jsonl", NULL);
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, NULL);

  return text;
}

/* Older klines and those of holes are collected, and go into the archive together. */
static void
test_out_of_order (CdlTestMarket *self, gconstpointer data)
{
  g_autoptr (CdlColumns) columns = cdl_test_klines (1000);
  const CdlKlines *all = cdl_columns_view (columns);
  CdlDatasetName name = cdl_test_name ("BTCUSDT", CDL_INTERVAL_1M);
  g_autoptr (CdlArchive) staged = staging (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (CdlDataset) dataset = NULL;
  g_autoptr (GPtrArray) sources = NULL;
  static const gsize parts[][2]
      = { { 600, 700 }, { 750, 900 }, { 0, 200 }, { 200, 600 }, { 690, 760 }, { 899, 1000 } };

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      CdlKlines part = cdl_klines_slice (all, parts[i][0], parts[i][1]);

      g_assert_cmpuint (keep (self, staged, &name, &part).repaired, ==, 0);
    }
  dataset = cdl_archive_open (self->archive, &name, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (cdl_dataset_klines (dataset)->n, ==, 350);

  g_assert_true (cdl_keep_absorb (self->archive, staged, &name, &error));
  g_assert_no_error (error);
  cdl_test_assert_stored (self, &name, all);
  cdl_dataset_unref (dataset);
  dataset = cdl_archive_open (self->archive, &name, &error);
  sources = cdl_archive_sources (self->archive, dataset);
  g_assert_cmpuint (sources->len, ==, 6);

  /* Nothing is left behind, and nothing left to do. */
  g_assert_null (cdl_archive_open (staged, &name, NULL));
  g_assert_true (cdl_keep_absorb (self->archive, staged, &name, &error));
  g_assert_null (read_repairs (self));
}

/* What the exchange has corrected takes the place of what was stored, and is told. */
static void
test_repair (CdlTestMarket *self, gconstpointer data)
{
  g_autoptr (CdlColumns) columns = cdl_test_klines (100);
  g_autoptr (CdlColumns) corrected = cdl_test_klines (120);
  const CdlKlines *old = cdl_columns_view (columns), *new = cdl_columns_view (corrected);
  CdlDatasetName name = cdl_test_name ("BTCUSDT", CDL_INTERVAL_1M);
  g_autoptr (CdlArchive) staged = staging (self);
  g_autofree char *repairs = NULL;
  CdlKept kept;

  ((double *) new->field[CDL_FIELD_VOLUME])[99] += 1.0;
  keep (self, staged, &name, old);
  kept = keep (self, staged, &name, new);
  g_assert_cmpuint (kept.repaired, ==, 1);
  g_assert_cmpuint (kept.added, ==, 20);
  cdl_test_assert_stored (self, &name, new);
  repairs = read_repairs (self);
  g_assert_nonnull (strstr (repairs, "\"old\":"));
  g_assert_cmpuint (strlen (repairs), ==, strcspn (repairs, "\n") + 1);

  /* The same again is no repair. */
  g_assert_cmpuint (keep (self, staged, &name, new).repaired, ==, 0);
}

static void
test_absent (CdlTestMarket *self, gconstpointer data)
{
  CdlDatasetName name = cdl_test_name ("BTCUSDT", CDL_INTERVAL_1M);
  g_autoptr (CdlColumns) columns = cdl_test_klines (100);
  g_autoptr (CdlColumns) holed = cdl_columns_new (CDL_INTERVAL_1M, (1u << CDL_N_FIELDS) - 1);
  const CdlKlines *all = cdl_columns_view (columns);
  g_autoptr (GArray) spans = cdl_absent_load (self->archive, &name);
  g_autoptr (GArray) loaded = NULL;
  g_autoptr (GArray) more = NULL;
  g_autoptr (CdlDatasetCheck) check = NULL;
  g_autoptr (GError) error = NULL;
  gsize n;

  g_assert_cmpuint (spans->len, ==, 0);
  cdl_test_write (self, &name, all, FALSE);
  cdl_spans_add (spans, all->open_time[20], all->open_time[30]);
  cdl_spans_add (spans, all->open_time[90], all->open_time[99] + 50 * CDL_MINUTE_MS);
  g_assert_true (cdl_absent_add (self->archive, &name, spans, NULL, &error));
  loaded = cdl_absent_load (self->archive, &name);
  g_assert_cmpmem (loaded->data, loaded->len * sizeof (CdlSpan), spans->data,
                   spans->len * sizeof (CdlSpan));

  for (gsize i = 0; i < 95; i++)
    {
      double values[CDL_N_FIELDS];

      for (int f = 0; f < CDL_N_FIELDS; f++)
        values[f] = all->field[f] != NULL ? all->field[f][i] : 0.0;
      if (i < 15 || i >= 25)
        cdl_columns_append (holed, all->open_time[i], values);
    }
  /* Five of the ten that lack were confirmed; what is behind the last one is no hole. */
  g_assert_cmpuint (cdl_absent_count (loaded, cdl_columns_view (holed)), ==, 5);
  g_assert_cmpuint (cdl_absent_count (loaded, all), ==, 0);

  /* A hole is confirmed if all of it is known to be absent; what is added leaves the rest. */
  check = cdl_dataset_check (cdl_columns_view (holed));
  g_assert_cmpuint (check->holes->len, ==, 1);
  cdl_absent_mark (loaded, check);
  g_assert_false (g_array_index (check->holes, CdlHole, 0).confirmed);
  g_array_set_size (spans, 0);
  cdl_spans_add (spans, all->open_time[15], all->open_time[22]);
  for (gsize again = 0; again < 2; again++)
    {
      g_assert_true (cdl_absent_add (self->archive, &name, spans, &n, &error));
      g_assert_cmpuint (n, ==, again == 0 ? 5 : 0);
    }
  more = cdl_absent_load (self->archive, &name);
  g_assert_cmpuint (more->len, ==, 2);
  cdl_absent_mark (more, check);
  g_assert_true (g_array_index (check->holes, CdlHole, 0).confirmed);
}

static void
test_freshness (void)
{
  static const struct
  {
    gint64 age_ms;
    guint64 behind;
    gboolean stale;
  } cases[] = {
    { 0, 0, FALSE },
    { 59999, 0, FALSE },
    { 7 * CDL_MINUTE_MS, 7, FALSE },
    { 7 * CDL_MINUTE_MS + 1, 7, TRUE },
    { 16 * CDL_HOUR_MS, 960, TRUE },
    { -5 * CDL_SECOND_MS, 0, FALSE },
    { -CDL_HOUR_MS, 0, TRUE },
  };
  CdlKlines none = { .interval = CDL_INTERVAL_1M };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint64 end = 1704067200000;
      CdlFreshness found = cdl_freshness_of (end, CDL_MINUTE_MS, end + cases[i].age_ms);

      g_assert_cmpint (found.age_ms, ==, cases[i].age_ms);
      g_assert_cmpuint (found.behind, ==, cases[i].behind);
      g_assert_cmpint (found.stale, ==, cases[i].stale);
    }
  g_assert_true (cdl_freshness_of_klines (&none, 1704067200000).stale);
}

/* The quickest answer counts for some minutes, then any newer one. */
static void
test_clock (CdlTestMarket *self, gconstpointer data)
{
  CdlServerClock clock = { 0 }, loaded;
  g_autoptr (GError) error = NULL;

  /* Of the exchange 6000 at 1100 of the steady clock, when the machine's was 71200 - 100. */
  cdl_server_clock_measure (&clock, 6000, 1000, 1200, 71200);
  g_assert_cmpint (clock.offset_ms, ==, 6100 - 71200);
  g_assert_cmpint (cdl_server_clock_at (&clock, 0, 1300), ==, 6200);
  /* A slower answer tells less. */
  cdl_server_clock_measure (&clock, 9000, 2000, 4000, 74000);
  g_assert_cmpint (cdl_server_clock_at (&clock, 0, 1300), ==, 6200);
  cdl_server_clock_measure (&clock, 8000, 4000, 4010, 74010);
  g_assert_cmpint (cdl_server_clock_at (&clock, 0, 4010), ==, 8005);
  g_assert_cmpint (clock.offset_ms, ==, 8005 - 74010);

  /* The machine's clock is put forward by a day and back by two: the exchange's time goes on. */
  g_assert_cmpint (cdl_server_clock_at (&clock, 74010 + CDL_DAY_MS, 5010), ==, 9005);
  g_assert_cmpint (cdl_server_clock_at (&clock, 74010 - CDL_DAY_MS, 5010), ==, 9005);
  /* What is kept for others is right again with the next answer, even if that was a slow one. */
  cdl_server_clock_measure (&clock, 9500, 5000, 6000, 76000 - CDL_DAY_MS);
  g_assert_cmpint (clock.offset_ms, ==, 9995 - 76000 + CDL_DAY_MS);

  /* A quick one of long ago counts no more. */
  cdl_server_clock_measure (&clock, 3000000, 2000000, 2001000, 5000);
  g_assert_cmpint (clock.offset_ms, ==, 3000500 - 5000);
  g_assert_true (cdl_server_clock_save (&clock, self->root, CDL_MARKET_UM, &error));
  cdl_server_clock_load (&loaded, self->root, CDL_MARKET_UM);
  g_assert_cmpint (cdl_server_clock_at (&loaded, 5, 77), ==, 5 + 3000500 - 5000);
  cdl_server_clock_load (&loaded, self->root, CDL_MARKET_SPOT);
  g_assert_cmpint (loaded.measured_at, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/keep/out-of-order", CdlTestMarket, NULL, cdl_test_market_set_up, test_out_of_order,
              cdl_test_market_tear_down);
  g_test_add ("/keep/repair", CdlTestMarket, NULL, cdl_test_market_set_up, test_repair,
              cdl_test_market_tear_down);
  g_test_add ("/keep/absent", CdlTestMarket, NULL, cdl_test_market_set_up, test_absent,
              cdl_test_market_tear_down);
  g_test_add ("/keep/clock", CdlTestMarket, NULL, cdl_test_market_set_up, test_clock,
              cdl_test_market_tear_down);
  g_test_add_func ("/keep/freshness", test_freshness);

  return g_test_run ();
}
