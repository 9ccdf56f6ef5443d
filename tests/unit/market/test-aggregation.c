#include "cdl-test-market.h"

#include "cdl-resample.h"

#include <math.h>
#include <string.h>

#define MAX_FILES 12

/* Publications of different origin that must agree once the finer one is resampled. bars: how many
 * whole coarse klines both have (the week and the month in which the listing began are not whole).
 */
static const struct
{
  const char *name;
  const char *fine[MAX_FILES];
  const char *coarse[MAX_FILES];
  gsize bars;
} rows[] = {
  { "1m-to-5m-spot-2024",
    { "spot_1m_csv/BTCUSDT_1m_2024.csv.xz" },
    { "spot_vision_5m/BTCUSDT-5m-2024-02.zip", "spot_vision_5m/BTCUSDT-5m-2024-03.zip" },
    10000 },
  { "1m-to-1h-spot-2022",
    { "spot_1m_csv/BTCUSDT_1m_2022.csv.xz" },
    { "rest_klines_json/BTCUSDT-1h.tar.xz" },
    833 },
  { "1m-to-1h-spot-2024",
    { "spot_1m_csv/BTCUSDT_1m_2024.csv.xz" },
    { "rest_klines_json/BTCUSDT-1h.tar.xz" },
    833 },
  { "1m-to-4h-spot-2021",
    { "spot_1m_csv/BTCUSDT_1m_2021.csv.xz" },
    { "rest_klines_json/BTCUSDT-4h.tar.xz" },
    205 },
  { "1m-to-1d-spot-2021",
    { "spot_1m_csv/ETHUSDT_1m_2021.csv.xz" },
    { "rest_klines_json/ETHUSDT-1d.tar.xz" },
    33 },
  { "5m-to-1h-spot",
    { "spot_vision_5m/BTCUSDT-5m-2023-10.zip", "spot_vision_5m/BTCUSDT-5m-2023-11.zip",
      "spot_vision_5m/BTCUSDT-5m-2023-12.zip", "spot_vision_5m/BTCUSDT-5m-2024-01.zip",
      "spot_vision_5m/BTCUSDT-5m-2024-02.zip", "spot_vision_5m/BTCUSDT-5m-2024-03.zip",
      "spot_vision_5m/BTCUSDT-5m-2024-04.zip", "spot_vision_5m/BTCUSDT-5m-2024-05.zip",
      "spot_vision_5m/BTCUSDT-5m-2024-06.zip", "spot_vision_5m/BTCUSDT-5m-2024-07.zip",
      "spot_vision_5m/BTCUSDT-5m-2024-08.zip", "spot_vision_5m/BTCUSDT-5m-2024-09.zip" },
    { "rest_klines_json/BTCUSDT-1h.tar.xz" },
    8784 },
  { "1h-to-1d-spot",
    { "rest_klines_json/BTCUSDT-1h.tar.xz" },
    { "rest_klines_json/BTCUSDT-1d.tar.xz" },
    1579 },
  { "1d-to-1w-spot",
    { "rest_klines_json/BTCUSDT-1d.tar.xz" },
    { "rest_klines_json/BTCUSDT-1w.tar.xz" },
    453 },
  { "1d-to-1M-spot",
    { "rest_klines_json/BTCUSDT-1d.tar.xz" },
    { "rest_klines_json/BTCUSDT-1M.tar.xz" },
    103 },
  { "1m-to-4h-freqtrade",
    { "spot_json_freqtrade/BTC_USDT-1m_202111.json.xz" },
    { "rest_klines_json/BTCUSDT-4h.tar.xz" },
    179 },
  { "1m-to-1d-freqtrade",
    { "spot_json_freqtrade/ETH_USDT-1m_202111.json.xz" },
    { "rest_klines_json/ETHUSDT-1d.tar.xz" },
    29 },
  { "1m-to-5m-futures",
    { "um_vision_1m/NEARUSDT-1m-2025-06.zip" },
    { "um_vision_5m/NEARUSDT-5m-2025-06.zip" },
    8640 },
};

/* Imports all files; NULL if there are none here. */
static CdlDataset *
import_all (CdlTestMarket *self, const char *const names[MAX_FILES])
{
  CdlDataset *dataset;
  CdlImportResult result;

  for (gsize i = 0; i < MAX_FILES && names[i] != NULL; i++)
    {
      g_autofree char *path = cdl_test_data (names[i]);

      if (path == NULL)
        return NULL;
      result = cdl_test_import (self, path, NULL);
    }
  dataset = cdl_archive_open (self->archive, &result.name, NULL);
  g_assert_nonnull (dataset);

  return dataset;
}

/* Prices equal, sums to the rounding of floats; returns whether the kline is the same. */
static gboolean
same (const CdlKlines *a, gsize i, const CdlKlines *b, gsize j)
{
  gboolean equal = TRUE;

  for (int f = 0; f < CDL_N_FIELDS; f++)
    if (a->field[f] != NULL && b->field[f] != NULL)
      equal = equal
              && (f <= CDL_FIELD_CLOSE
                      ? a->field[f][i] == b->field[f][j]
                      : fabs (a->field[f][i] - b->field[f][j]) <= 1e-9 * fabs (b->field[f][j]));

  return equal;
}

/* Whether klines fill [open_time, next) without a hole. */
static gboolean
is_whole (const CdlKlines *klines, gint64 open_time, gint64 next)
{
  return klines->n > 0 && klines->open_time[0] == open_time
         && cdl_klines_close_time (klines, klines->n - 1) + 1 == next
         && cdl_klines_missing (klines) == 0;
}

/* How many coarse klines that a whole number of fine ones makes are in both, and equal. */
static void
compare (const CdlKlines *fine, const CdlKlines *coarse, gsize *bars, gsize *equal)
{
  g_autoptr (CdlColumns) columns = cdl_resample (fine, coarse->interval);
  const CdlKlines *made = cdl_columns_view (columns);

  *bars = *equal = 0;
  for (gsize i = 0; i < made->n; i++)
    {
      gint64 next = cdl_interval_next (made->interval, made->open_time[i]);
      gsize from = cdl_klines_find (fine, made->open_time[i]), to = cdl_klines_find (fine, next);
      CdlKlines part = cdl_klines_slice (fine, from, to);
      gsize j = cdl_klines_find (coarse, made->open_time[i]);

      if (j == coarse->n || coarse->open_time[j] != made->open_time[i]
          || !is_whole (&part, made->open_time[i], next))
        continue;
      (*bars)++;
      *equal += same (made, i, coarse, j);
    }
}

static void
test_agree (CdlTestMarket *self, gconstpointer data)
{
  gsize r = GPOINTER_TO_SIZE (data);
  g_autoptr (CdlDataset) fine = import_all (self, rows[r].fine);
  g_autoptr (CdlDataset) coarse = fine != NULL ? import_all (self, rows[r].coarse) : NULL;
  gsize bars, equal;

  if (coarse == NULL)
    return;
  compare (cdl_dataset_klines (fine), cdl_dataset_klines (coarse), &bars, &equal);
  g_test_message ("%s: %" G_GSIZE_FORMAT " bars, %" G_GSIZE_FORMAT " equal", rows[r].name, bars,
                  equal);
  g_assert_cmpuint (equal, ==, bars);
  g_assert_cmpuint (bars, ==, rows[r].bars);
}

/* Futures are another market: not one hour of theirs is spot's. */
static void
test_markets_differ (CdlTestMarket *self, gconstpointer data)
{
  static const char *const futures[MAX_FILES] = { "um_vision_5m/BTCUSDT-5m-2025-01.zip" };
  static const char *const spot[MAX_FILES] = { "rest_klines_json/BTCUSDT-1h.tar.xz" };
  g_autoptr (CdlDataset) fine = import_all (self, futures);
  g_autoptr (CdlDataset) coarse = fine != NULL ? import_all (self, spot) : NULL;
  gsize bars, equal;

  if (coarse == NULL)
    return;
  compare (cdl_dataset_klines (fine), cdl_dataset_klines (coarse), &bars, &equal);
  g_assert_cmpuint (bars, ==, 744);
  g_assert_cmpuint (equal, ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/aggregation/", rows[i].name, NULL);

      g_test_add (path, CdlTestMarket, GSIZE_TO_POINTER (i), cdl_test_market_set_up, test_agree,
                  cdl_test_market_tear_down);
    }
  CDL_TEST_ADD ("/aggregation/markets-differ", test_markets_differ);

  return g_test_run ();
}
