/* Where a run begins to read. Times are 2022-06-15 and 2025-06-08 and what the rules count from
 * there. */

#include "cdl-columns.h"
#include "cdl-history.h"
#include "cdl-test-language.h"
#include "cdl-time.h"

#define DAY_2022 1655251200000 /* 2022-06-15T00:00Z */
#define DAY_2025 1749340800000 /* 2025-06-08T00:00Z */

static CdlColumns *
klines_new (CdlInterval interval, gint64 first, gint64 end)
{
  static const double values[CDL_N_FIELDS] = { 1, 1, 1, 1 };
  CdlColumns *columns = cdl_columns_new (interval, 0);

  for (gint64 t = first; cdl_interval_close (interval, t) < end;
       t = cdl_interval_next (interval, t))
    cdl_columns_append (columns, t, values);

  return columns;
}

typedef struct
{
  const char *when;
  CdlInterval interval; /* the strategy's */
  gint64 begin, end;    /* of the archive */
  gint64 from, to;
  /* Expected: the run's begin, first loaded kline by program interval. */
  gint64 run_from;
  gint64 first[4];
  gboolean short_history;
} Row;

#define H CDL_HOUR_MS
#define M CDL_MINUTE_MS
#define D CDL_DAY_MS

static const Row rows[] = {
  /* ema(close, 100)[1] needs 501. */
  { "ema(close, 100)[1] > 0",
    CDL_INTERVAL_15M,
    DAY_2025 - 20 * D,
    DAY_2025 + D,
    DAY_2025,
    CDL_TIME_NONE,
    DAY_2025,
    { 1748889900000 },
    FALSE },
  { "crossover(sma(close, 20), sma(close, 50))",
    CDL_INTERVAL_1M,
    DAY_2022,
    DAY_2022 + 2 * D,
    DAY_2022 + D,
    CDL_TIME_NONE,
    DAY_2022 + D,
    { 1655334600000 },
    FALSE },
  /* No history at all: the 4h kline that began at midnight is partial, and none has closed. */
  { "close > close@4h",
    CDL_INTERVAL_15M,
    DAY_2022 + 3 * H,
    DAY_2022 + 2 * D,
    DAY_2022 + 3 * H,
    CDL_TIME_NONE,
    DAY_2022 + 3 * H,
    { 1655262000000, 1655265600000 },
    TRUE },
  /* Exactly enough, and one too few. */
  { "close[8] > 0",
    CDL_INTERVAL_15M,
    DAY_2022,
    DAY_2022 + D,
    DAY_2022 + 2 * H,
    CDL_TIME_NONE,
    DAY_2022 + 2 * H,
    { DAY_2022 },
    FALSE },
  { "close[9] > 0",
    CDL_INTERVAL_15M,
    DAY_2022,
    DAY_2022 + D,
    DAY_2022 + 2 * H,
    CDL_TIME_NONE,
    DAY_2022 + 2 * H,
    { DAY_2022 },
    TRUE },
  /* The first strategy kline loaded is 09:00; at its close, 09:14:59, the last 1h kline closed is
   * 08:00, and 2 before it count. */
  { "close[12] > close@1h[2]",
    CDL_INTERVAL_15M,
    DAY_2022,
    DAY_2022 + D,
    DAY_2022 + 12 * H,
    CDL_TIME_NONE,
    DAY_2022 + 12 * H,
    { DAY_2022 + 9 * H, DAY_2022 + 6 * H },
    FALSE },
  /* One that closes with the first loaded kline is the last closed. */
  { "close[1] > close@1h",
    CDL_INTERVAL_15M,
    DAY_2022,
    DAY_2022 + D,
    DAY_2022 + 12 * H,
    CDL_TIME_NONE,
    DAY_2022 + 12 * H,
    { DAY_2022 + 12 * H - 15 * M, DAY_2022 + 11 * H },
    FALSE },
  /* 1d is read by 4h alone: at the close of its first loaded kline. */
  { "(close[2] > close@1d[1])@4h",
    CDL_INTERVAL_15M,
    DAY_2022,
    DAY_2022 + 9 * D,
    DAY_2022 + 5 * D,
    CDL_TIME_NONE,
    DAY_2022 + 5 * D,
    { DAY_2022 + 5 * D, DAY_2022 + 5 * D - 12 * H, DAY_2022 + 2 * D },
    FALSE },
  /* 1d is read by 15m and by 4h, which begins earlier: the earliest counts. */
  { "close > close@1d and (close[12] > close@1d)@4h",
    CDL_INTERVAL_15M,
    DAY_2022,
    DAY_2022 + 9 * D,
    DAY_2022 + 5 * D,
    CDL_TIME_NONE,
    DAY_2022 + 5 * D,
    { DAY_2022 + 5 * D, DAY_2022 + 5 * D - 4 * H - 12 * 4 * H, DAY_2022 + 2 * D },
    FALSE },
  /* A run that begins inside a kline begins with the next one. */
  { "close[4] > 0",
    CDL_INTERVAL_15M,
    DAY_2022,
    DAY_2022 + D,
    DAY_2022 + 2 * H + 1,
    CDL_TIME_NONE,
    DAY_2022 + 2 * H + 1,
    { DAY_2022 + H + 15 * M },
    FALSE },
  /* Without a begin: where all have their W. */
  { "true",
    CDL_INTERVAL_15M,
    DAY_2022,
    DAY_2022 + D,
    CDL_TIME_NONE,
    CDL_TIME_NONE,
    DAY_2022,
    { DAY_2022 },
    FALSE },
  { "close[8] > 0",
    CDL_INTERVAL_15M,
    DAY_2022,
    DAY_2022 + D,
    CDL_TIME_NONE,
    CDL_TIME_NONE,
    DAY_2022 + 2 * H,
    { DAY_2022 },
    FALSE },
  /* 2 1h klines before the one read at the first loaded close: 02:00 closes with 02:45's. */
  { "close > close@1h[2]",
    CDL_INTERVAL_15M,
    DAY_2022,
    DAY_2022 + D,
    CDL_TIME_NONE,
    CDL_TIME_NONE,
    DAY_2022 + 2 * H + 45 * M,
    { DAY_2022 + 2 * H + 45 * M, DAY_2022 },
    FALSE },
  { "close[3] > close@1h[2]",
    CDL_INTERVAL_15M,
    DAY_2022,
    DAY_2022 + D,
    CDL_TIME_NONE,
    CDL_TIME_NONE,
    DAY_2022 + 3 * H + 30 * M,
    { DAY_2022 + 2 * H + 45 * M, DAY_2022 },
    FALSE },
  { "close > close@4h and (close > close@1d)@4h",
    CDL_INTERVAL_15M,
    DAY_2022,
    DAY_2022 + 9 * D,
    CDL_TIME_NONE,
    CDL_TIME_NONE,
    DAY_2022 + D - 15 * M,
    { DAY_2022 + D - 15 * M, DAY_2022 + D - 4 * H, DAY_2022 },
    FALSE },
  /* Half may be given up for it, not more. */
  { "close[48] > 0",
    CDL_INTERVAL_15M,
    DAY_2022,
    DAY_2022 + D,
    CDL_TIME_NONE,
    CDL_TIME_NONE,
    DAY_2022 + 12 * H,
    { DAY_2022 },
    FALSE },
  { "close[49] > 0",
    CDL_INTERVAL_15M,
    DAY_2022,
    DAY_2022 + D,
    CDL_TIME_NONE,
    CDL_TIME_NONE,
    DAY_2022,
    { DAY_2022 },
    TRUE },
  { "close[4000] > 0",
    CDL_INTERVAL_15M,
    DAY_2022,
    DAY_2022 + D,
    CDL_TIME_NONE,
    CDL_TIME_NONE,
    DAY_2022,
    { DAY_2022 },
    TRUE },
  { "close > close@4h[90]",
    CDL_INTERVAL_15M,
    DAY_2022,
    DAY_2022 + D,
    CDL_TIME_NONE,
    CDL_TIME_NONE,
    DAY_2022,
    { DAY_2022, DAY_2022 },
    TRUE },
  /* Half of what lies before the end of the run. */
  { "close[48] > 0",
    CDL_INTERVAL_15M,
    DAY_2022,
    DAY_2022 + 2 * D,
    CDL_TIME_NONE,
    DAY_2022 + D,
    DAY_2022 + 12 * H,
    { DAY_2022 },
    FALSE },
  { "close[48] > 0",
    CDL_INTERVAL_15M,
    DAY_2022,
    DAY_2022 + 2 * D,
    CDL_TIME_NONE,
    DAY_2022 + D - 15 * M,
    DAY_2022,
    { DAY_2022 },
    TRUE },
  /* A run before the archive, and one after it. */
  { "close[4] > 0",
    CDL_INTERVAL_15M,
    DAY_2022,
    DAY_2022 + D,
    DAY_2022 - D,
    CDL_TIME_NONE,
    DAY_2022 - D,
    { DAY_2022 },
    TRUE },
  { "close[4] > 0",
    CDL_INTERVAL_15M,
    DAY_2022,
    DAY_2022 + D,
    DAY_2022 + 3 * D,
    CDL_TIME_NONE,
    DAY_2022 + 3 * D,
    { DAY_2022 + D - H },
    FALSE },
};

static void
check_row (const Row *row)
{
  g_autoptr (CdlStrategy) strategy = cdl_test_strategy (row->interval, NULL);
  g_autoptr (CdlProgram) program = NULL;
  g_autoptr (GPtrArray) columns
      = g_ptr_array_new_with_free_func ((GDestroyNotify) cdl_columns_free);
  CdlKlines views[CDL_N_INTERVALS];
  CdlHistory history;

  cdl_test_set (&cdl_test_setup (strategy)->when, row->when);
  program = cdl_test_program (strategy);
  for (guint k = 0; k < cdl_program_n_intervals (program); k++)
    {
      CdlInterval interval = cdl_program_interval (program, k);
      gint64 begin = cdl_interval_floor (interval, row->begin);

      if (begin < row->begin)
        begin = cdl_interval_next (interval, begin);
      g_ptr_array_add (columns, klines_new (interval, begin, row->end));
      views[k] = *cdl_columns_view (g_ptr_array_index (columns, k));
    }

  cdl_history_plan (program, views, row->from, row->to, &history);
  g_assert_cmpint (history.from, ==, row->run_from);
  g_assert_cmpint (history.short_history, ==, row->short_history);
  g_assert_cmpuint (history.first_covered, ==, cdl_klines_find (&views[0], row->run_from));
  for (guint k = 0; k < cdl_program_n_intervals (program); k++)
    g_assert_cmpint (views[k].open_time[history.first[k]], ==, row->first[k]);
}

static void
test_table (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_test_message ("%s", rows[i].when);
      check_row (&rows[i]);
    }
}

static void
test_nothing (void)
{
  g_autoptr (CdlStrategy) strategy = cdl_test_strategy (CDL_INTERVAL_15M, NULL);
  g_autoptr (CdlProgram) program = NULL;
  CdlKlines views[1] = { { .interval = CDL_INTERVAL_15M } };
  CdlHistory history;

  cdl_test_setup (strategy);
  program = cdl_test_program (strategy);
  cdl_history_plan (program, views, DAY_2022, CDL_TIME_NONE, &history);
  g_assert_cmpint (history.from, ==, DAY_2022);
  g_assert_cmpuint (history.first_covered, ==, 0);
  g_assert_cmpuint (history.first[0], ==, 0);
}

/* What a run from the middle finds if the archive lacks its first quarter (depth 0), or not (1). */
static GArray *
found_in (CdlProgram *program, const CdlTestMarket *market, gsize n, guint depth)
{
  GArray *found = g_array_new (FALSE, FALSE, sizeof (CdlCandidate));
  g_autoptr (CdlDetector) detector = cdl_detector_new (program, CDL_DECIMAL_NONE);
  CdlKlines views[CDL_N_INTERVALS];
  CdlHistory history;

  for (guint k = 0; k < cdl_program_n_intervals (program); k++)
    {
      CdlKlines all = cdl_test_market_view (market, cdl_program_interval (program, k), n);

      /* Each interval begins at a kline of its own. */
      views[k] = cdl_klines_slice (&all, depth == 0 ? all.n / 4 : 0, all.n);
    }
  cdl_history_plan (program, views, views[0].open_time[views[0].n / 2], CDL_TIME_NONE, &history);
  g_assert_false (history.short_history);
  for (guint k = 0; k < cdl_program_n_intervals (program); k++)
    views[k] = cdl_klines_slice (&views[k], history.first[k], views[k].n);

  cdl_detector_extend (detector, views);
  for (gsize i = views[0].n - n / 4; i < views[0].n; i++)
    cdl_detector_detect (detector, i, CDL_TIME_NONE, found);

  return found;
}

/* The law behind it: a deeper archive changes nothing. */
static void
test_depth (void)
{
  static const char *const texts[] = {
    "ema(close, 7)@1h > close and sma(close, 9)[2] < atr(3)@4h * 100",
    "(highest(close - ema(close, 2)@4h, 5) > 3)@1h",
    "atr(3) > atr(9)[2] and (close > sma(close, 2)@1d)@4h",
  };
  gsize n = 96 * 40;
  g_autoptr (CdlTestMarket) market = cdl_test_market_new (5, CDL_INTERVAL_15M, n);

  for (gsize t = 0; t < G_N_ELEMENTS (texts); t++)
    {
      g_autoptr (CdlStrategy) strategy = cdl_test_strategy (CDL_INTERVAL_15M, NULL);
      g_autoptr (CdlProgram) program = NULL;
      g_autoptr (GArray) shallow = NULL;
      g_autoptr (GArray) deep = NULL;

      cdl_test_set (&cdl_test_setup (strategy)->when, texts[t]);
      program = cdl_test_program (strategy);
      shallow = found_in (program, market, n, 0);
      deep = found_in (program, market, n, 1);
      g_assert_cmpuint (deep->len, >, 20);
      g_assert_cmpuint (deep->len, <, n / 4 - 20);
      cdl_test_same_candidates (shallow, deep);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/history/table", test_table);
  g_test_add_func ("/history/nothing", test_nothing);
  g_test_add_func ("/history/depth", test_depth);

  return g_test_run ();
}
