#include <string.h>

#include "cdl-test-archive.h"
#include "cdl-test-compare.h"
#include "cdl-time.h"

/* A run depends on nothing but what it may know: not on how its klines come, on what the archive
 * holds before them, nor on what comes after. Over random strategies with look-back. */

#define N_ARCHIVES 100
#define N_KLINES   1500

static void
assert_equal (const TestArchive *archive,
              guint64 seed,
              const char *circumstance,
              const CdlRun *a,
              const CdlRun *b)
{
  if (!test_runs_equal (a, b))
    g_error ("seed %" G_GUINT64_FORMAT ": another result %s\n%s", seed, circumstance,
             archive->plan->text);
}

static gsize
n_trades (const CdlRun *run)
{
  gsize n;

  cdl_run_trades (run, &n);

  return n;
}

/* Runs the archive with strategy klines that come some at a time. */
static CdlRun *
run_in_chunks (const TestArchive *archive, gsize chunk)
{
  CdlProgram *program = archive->plan->program;
  const CdlKlines *path = cdl_columns_view (archive->path);
  CdlKlines loaded[CDL_N_INTERVALS] = { 0 };
  CdlHistory history;
  CdlRun *run = cdl_run_new (program, &archive->plan->settings, NULL, CDL_INTERVAL_1M, TRUE);
  gsize strategy, known = 0;
  gint64 last_close = CDL_TIME_NONE;

  cdl_history_plan (program, archive->views, CDL_TIME_NONE, CDL_TIME_NONE, &history);
  strategy = history.first_covered - history.first[0];

  for (gsize j = cdl_klines_find (path, history.from); j <= path->n; j++)
    {
      gint64 now = j < path->n ? path->open_time[j] : last_close + 1;

      while (history.first[0] + strategy < archive->views[0].n
             && cdl_klines_close_time (&archive->views[0], history.first[0] + strategy) < now)
        {
          if (strategy >= known)
            {
              gsize end = MIN (history.first[0] + strategy + chunk, archive->views[0].n);

              test_archive_cut (archive, cdl_klines_close_time (&archive->views[0], end - 1) + 1,
                                loaded);
              for (guint k = 0; k < cdl_program_n_intervals (program); k++)
                loaded[k] = cdl_klines_slice (&loaded[k], MIN (history.first[k], loaded[k].n),
                                              loaded[k].n);
              cdl_run_extend (run, loaded);
              known = loaded[0].n;
            }
          cdl_run_strategy_close (run, strategy++);
        }
      if (j < path->n)
        {
          cdl_run_path_kline (run, path, j);
          last_close = cdl_klines_close_time (path, j);
        }
    }
  cdl_run_finish (run);

  return run;
}

static void
test_chunks (void)
{
  static const gsize chunks[] = { 1, 2, 3, 7, 13, 100 };
  gsize trades = 0;

  for (guint64 seed = 1; seed <= N_ARCHIVES; seed++)
    {
      g_autoptr (TestArchive) archive = test_archive_new (seed, TEST_PLAN_HISTORY, N_KLINES);
      g_autoptr (CdlRun) batch = test_archive_run (archive, CDL_TIME_NONE, CDL_TIME_NONE);
      g_autoptr (CdlRun) again = test_archive_run (archive, CDL_TIME_NONE, CDL_TIME_NONE);
      g_autofree char *print = cdl_run_fingerprint (batch, "X");
      g_autofree char *print_again = cdl_run_fingerprint (again, "X");

      assert_equal (archive, seed, "of the same run", batch, again);
      g_assert_cmpstr (print, ==, print_again);
      for (gsize c = 0; c < G_N_ELEMENTS (chunks); c++)
        {
          g_autoptr (CdlRun) stream = run_in_chunks (archive, chunks[c]);
          g_autofree char *how
              = g_strdup_printf ("if klines come %" G_GSIZE_FORMAT " at a time", chunks[c]);

          assert_equal (archive, seed, how, batch, stream);
        }
      trades += n_trades (batch);
    }

  g_test_message ("%" G_GSIZE_FORMAT " trades", trades);
  g_assert_cmpuint (trades, >, 5 * N_ARCHIVES);
}

/* Klines of each interval from some row on, in memory of their own. */
typedef struct
{
  gsize gone[CDL_N_INTERVALS];
  CdlColumns *held[CDL_N_INTERVALS];
} Held;

static void
hold (Held *self, guint n, const CdlKlines *loaded, CdlKlines *views)
{
  for (guint k = 0; k < n; k++)
    {
      CdlKlines rest = cdl_klines_slice (&loaded[k], self->gone[k], loaded[k].n);

      g_clear_pointer (&self->held[k], cdl_columns_free);
      self->held[k] = cdl_columns_copy (&rest);
      views[k] = *cdl_columns_view (self->held[k]);
    }
}

/* What a run held of setups and trades, each as it was last. */
typedef struct
{
  GArray *setups; /* CdlSetup */
  GArray *trades; /* CdlTrade */
} Noted;

/* What the run holds now, to be compared with the one that holds all. */
static void
note (const CdlRun *run, Noted *last)
{
  gsize n;
  const CdlSetup *setups = cdl_run_setups (run, &n);
  const CdlTrade *trades;

  for (gsize i = 0; i < n; i++)
    {
      if (setups[i].seq > last->setups->len)
        g_array_set_size (last->setups, setups[i].seq);
      g_array_index (last->setups, CdlSetup, setups[i].seq - 1) = setups[i];
      g_assert_true (cdl_run_setup (run, setups[i].seq) == &setups[i]);
    }
  trades = cdl_run_trades (run, &n);
  for (gsize i = 0; i < n; i++)
    {
      if (trades[i].seq > last->trades->len)
        g_array_set_size (last->trades, trades[i].seq);
      g_array_index (last->trades, CdlTrade, trades[i].seq - 1) = trades[i];
      g_assert_true (cdl_run_trade (run, trades[i].seq) == &trades[i]);
    }
  g_assert_cmpuint (last->trades->len, ==, cdl_run_n_trades (run));
}

static gsize
forget_some (CdlRun *run, CdlProgram *program, CdlRandom *random, Held *held, Noted *noted)
{
  gsize rows[CDL_N_INTERVALS] = { 0 }, sum = 0;

  for (guint k = 0; k < cdl_program_n_intervals (program); k++)
    {
      gsize spare = cdl_run_spare (run, k);

      rows[k] = cdl_random_below (random, 2) == 0 ? spare : cdl_random_below (random, spare + 1);
      held->gone[k] += rows[k];
      sum += rows[k];
    }
  cdl_run_forget_klines (run, rows);

  note (run, noted);
  if (cdl_random_below (random, 2) == 0)
    cdl_run_forget_ended (run);

  return sum;
}

/* Runs the archive as it comes, and forgets at random moments what may be forgotten. */
static CdlRun *
run_and_forget (const TestArchive *archive, guint64 seed, Noted *noted, gsize *forgotten)
{
  CdlProgram *program = archive->plan->program;
  const CdlKlines *path = cdl_columns_view (archive->path);
  guint n_intervals = cdl_program_n_intervals (program);
  CdlKlines loaded[CDL_N_INTERVALS] = { 0 }, views[CDL_N_INTERVALS];
  CdlHistory history;
  CdlRun *run = cdl_run_new (program, &archive->plan->settings, NULL, CDL_INTERVAL_1M, TRUE);
  Held held = { 0 };
  CdlRandom random;
  gsize strategy, known = 0;

  cdl_random_init (&random, seed);
  cdl_history_plan (program, archive->views, CDL_TIME_NONE, CDL_TIME_NONE, &history);
  strategy = history.first_covered;

  for (gsize j = cdl_klines_find (path, history.from); j <= path->n; j++)
    {
      gint64 now = j < path->n ? path->open_time[j] : cdl_klines_close_time (path, j - 1) + 1;

      while (strategy < archive->views[0].n
             && cdl_klines_close_time (&archive->views[0], strategy) < now)
        {
          /* Now and then more klines are there than have been closed. */
          gsize ahead = cdl_random_below (&random, 3);
          gsize end = MIN (strategy + ahead, archive->views[0].n - 1);

          known = MAX (known, end + 1);
          test_archive_cut (archive, cdl_klines_close_time (&archive->views[0], known - 1) + 1,
                            loaded);
          for (guint k = 0; k < n_intervals; k++)
            loaded[k]
                = cdl_klines_slice (&loaded[k], MIN (history.first[k], loaded[k].n), loaded[k].n);
          hold (&held, n_intervals, loaded, views);
          cdl_run_extend (run, views);
          cdl_run_strategy_close (run, strategy - history.first[0] - held.gone[0]);
          strategy++;
          if (cdl_random_below (&random, 1 + 4 * (seed % 3)) == 0)
            *forgotten += forget_some (run, program, &random, &held, noted);
        }
      if (j < path->n)
        cdl_run_path_kline (run, path, j);
    }
  cdl_run_finish (run);
  note (run, noted);
  for (guint k = 0; k < n_intervals; k++)
    g_clear_pointer (&held.held[k], cdl_columns_free);

  return run;
}

static void
test_forget (void)
{
  gsize forgotten = 0, dropped = 0, dropped_trades = 0;

  for (guint64 seed = 1; seed <= 3 * N_ARCHIVES; seed++)
    {
      g_autoptr (TestArchive) archive = test_archive_new (seed, TEST_PLAN_HISTORY, N_KLINES);
      g_autoptr (GArray) setups = g_array_new (FALSE, TRUE, sizeof (CdlSetup));
      g_autoptr (CdlRun) whole = test_archive_run (archive, CDL_TIME_NONE, CDL_TIME_NONE);
      g_autoptr (GArray) trades = g_array_new (FALSE, TRUE, sizeof (CdlTrade));
      Noted noted = { setups, trades };
      g_autoptr (CdlRun) trimmed = run_and_forget (archive, seed, &noted, &forgotten);
      CdlStatistics statistics[2];
      gsize n, n_left, n_equity[2];
      const CdlSetup *all = cdl_run_setups (whole, &n);
      const CdlTrade *all_trades;
      const CdlEquityPoint *equity = cdl_run_equity (whole, &n_equity[0]);
      const CdlEquityPoint *again = cdl_run_equity (trimmed, &n_equity[1]);

      g_assert_cmpmem (equity, n_equity[0] * sizeof *equity, again, n_equity[1] * sizeof *again);
      g_assert_cmpuint (setups->len, ==, n);
      for (gsize i = 0; i < n; i++)
        {
          CdlSetup *setup = &g_array_index (setups, CdlSetup, i);

          /* The proof of an entered one is that of its trade, which may have come later. */
          if (setup->fate == CDL_FATE_ENTERED)
            setup->proof = all[i].proof;
          if (!test_setups_equal (setup, &all[i]))
            g_error ("seed %" G_GUINT64_FORMAT ": setup %" G_GSIZE_FORMAT
                     " is another if klines are forgotten\n%s",
                     seed, i + 1, archive->plan->text);
        }
      cdl_run_setups (trimmed, &n_left);
      dropped += n - n_left;
      all_trades = cdl_run_trades (whole, &n);
      g_assert_cmpuint (trades->len, ==, n);
      for (gsize i = 0; i < n; i++)
        g_assert_true (test_trades_equal (&g_array_index (trades, CdlTrade, i), &all_trades[i]));
      cdl_run_trades (trimmed, &n_left);
      dropped_trades += n - n_left;

      memset (statistics, 0, sizeof statistics);
      cdl_run_statistics (whole, &statistics[0]);
      cdl_run_statistics_of (trimmed, (const CdlTrade *) (const void *) trades->data,
                             &statistics[1]);
      g_assert_cmpmem (&statistics[0], sizeof statistics[0], &statistics[1], sizeof statistics[1]);
    }

  g_test_message ("%" G_GSIZE_FORMAT " klines, %" G_GSIZE_FORMAT " setups and %" G_GSIZE_FORMAT
                  " trades forgotten",
                  forgotten, dropped, dropped_trades);
  g_assert_cmpuint (forgotten, >, 100 * N_ARCHIVES);
  g_assert_cmpuint (dropped, >, 100 * N_ARCHIVES);
  g_assert_cmpuint (dropped_trades, >, N_ARCHIVES);
}

static void
test_depth (void)
{
  gsize compared = 0;

  for (guint64 seed = 1; seed <= N_ARCHIVES; seed++)
    {
      g_autoptr (TestArchive) archive = test_archive_new (seed, TEST_PLAN_HISTORY, N_KLINES);
      CdlProgram *program = archive->plan->program;
      CdlKlines path = *cdl_columns_view (archive->path), shallow[CDL_N_INTERVALS] = { 0 };
      gint64 from = path.open_time[path.n * (1 + seed % 3) / 4];
      g_autoptr (CdlRun) deep = test_archive_run (archive, from, CDL_TIME_NONE);
      g_autoptr (CdlRun) exact = NULL;
      CdlHistory history;

      cdl_history_plan (program, archive->views, from, CDL_TIME_NONE, &history);
      if (history.short_history)
        continue;

      /* What is needed and, in some archives, a little more. */
      for (guint k = 0; k < cdl_program_n_intervals (program); k++)
        shallow[k] = cdl_klines_slice (&archive->views[k],
                                       history.first[k] - MIN (history.first[k], seed % 5),
                                       archive->views[k].n);
      exact = test_archive_run_on (archive, shallow,
                                   cdl_klines_slice (&path, cdl_klines_find (&path, from), path.n),
                                   from, CDL_TIME_NONE);
      assert_equal (archive, seed, "if the archive holds no more than the look-back", deep, exact);
      compared += n_trades (deep) > 0;
    }

  g_test_message ("%" G_GSIZE_FORMAT " runs with trades", compared);
  g_assert_cmpuint (compared, >, N_ARCHIVES / 3);
}

/* What a run to `cut` knew of trades and setups that were done by then is what a longer run says of
 * them. */
static void
compare_prefix (const TestArchive *archive, guint64 seed, const CdlRun *prefix, const CdlRun *whole)
{
  gsize n, n_whole;
  const CdlTrade *trades = cdl_run_trades (prefix, &n);
  const CdlTrade *whole_trades = cdl_run_trades (whole, &n_whole);
  const CdlSetup *setups, *whole_setups;
  const CdlEquityPoint *equity, *whole_equity;

  g_assert_cmpuint (n, <=, n_whole);
  for (gsize i = 0; i < n; i++)
    {
      if (trades[i].exit_reason != CDL_EXIT_END
          && !test_trades_equal (&trades[i], &whole_trades[i]))
        g_error ("seed %" G_GUINT64_FORMAT ": trade %" G_GSIZE_FORMAT
                 " is another if the data ends later\n%s",
                 seed, i + 1, archive->plan->text);
      g_assert_cmpint (trades[i].entry_time, ==, whole_trades[i].entry_time);
      g_assert_cmpfloat (trades[i].entry_price, ==, whole_trades[i].entry_price);
      g_assert_cmpfloat (trades[i].qty, ==, whole_trades[i].qty);
    }

  setups = cdl_run_setups (prefix, &n);
  whole_setups = cdl_run_setups (whole, &n_whole);
  g_assert_cmpuint (n, <=, n_whole);
  for (gsize i = 0; i < n; i++)
    /* An entered one has the proof of its trade, which may not have ended. */
    if (setups[i].fate != CDL_FATE_END && setups[i].fate != CDL_FATE_ENTERED
        && !test_setups_equal (&setups[i], &whole_setups[i]))
      g_error ("seed %" G_GUINT64_FORMAT ": setup %" G_GSIZE_FORMAT
               " is another if the data ends later\n%s",
               seed, i + 1, archive->plan->text);

  /* The last point is that of the end. */
  equity = cdl_run_equity (prefix, &n);
  whole_equity = cdl_run_equity (whole, &n_whole);
  for (gsize i = 0; i + 1 < n; i++)
    {
      g_assert_cmpint (equity[i].time, ==, whole_equity[i].time);
      g_assert_cmpfloat (equity[i].equity, ==, whole_equity[i].equity);
      g_assert_cmpfloat (equity[i].balance, ==, whole_equity[i].balance);
    }
}

static void
test_prefix (void)
{
  gsize trades = 0;

  for (guint64 seed = 1; seed <= N_ARCHIVES; seed++)
    {
      g_autoptr (TestArchive) archive = test_archive_new (seed, TEST_PLAN_HISTORY, N_KLINES);
      CdlKlines path = *cdl_columns_view (archive->path), views[CDL_N_INTERVALS] = { 0 };
      gint64 from = path.open_time[200];
      g_autoptr (CdlRun) whole = test_archive_run (archive, from, CDL_TIME_NONE);

      for (gsize part = 1; part < 4; part++)
        {
          gsize end = path.n * part / 4 + seed % 60;
          gint64 cut = path.open_time[end];
          g_autoptr (CdlRun) prefix = test_archive_run (archive, from, cut);
          g_autoptr (CdlRun) truncated = NULL;

          test_archive_cut (archive, cut, views);
          truncated = test_archive_run_on (archive, views, cdl_klines_slice (&path, 0, end), from,
                                           CDL_TIME_NONE);
          assert_equal (archive, seed, "if the archive ends where the run does", prefix, truncated);
          compare_prefix (archive, seed, prefix, whole);
          trades += n_trades (prefix);
        }
    }

  g_test_message ("%" G_GSIZE_FORMAT " trades", trades);
  g_assert_cmpuint (trades, >, 5 * N_ARCHIVES);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/stream/chunks", test_chunks);
  g_test_add_func ("/stream/forget", test_forget);
  g_test_add_func ("/stream/depth", test_depth);
  g_test_add_func ("/stream/prefix", test_prefix);

  return g_test_run ();
}
