#include "cdl-session-equity.h"
#include "cdl-test-archive.h"
#include "cdl-test-session.h"
#include "cdl-time.h"

/* Several times what a session keeps. */
#define N_KLINES (5 * CDL_SESSION_EQUITY_POINTS)

/* Tells a session some klines of the archive, as one symbol of it. */
static void
tell (CdlSession *session, const TestArchive *archive, const char *symbol, gsize from, gsize to)
{
  const CdlKlines *path = cdl_columns_view (archive->path);

  for (gsize i = from; i < MIN (to, path->n); i++)
    {
      CdlFeedEvent event = test_session_kline (path, i, FALSE);

      event.symbol = symbol;
      g_assert_true (cdl_session_take (session, &event));
    }
}

static CdlSession *
session_new (const TestArchive *archive, const char *const *symbols)
{
  const CdlKlines *path = cdl_columns_view (archive->path);
  CdlSession *session
      = cdl_session_new (archive->plan->program, CDL_INTERVAL_1M, path->open_time[0], NULL, NULL);

  for (; *symbols != NULL; symbols++)
    cdl_session_add (session, *symbols, &archive->plan->settings, test_session_fields (path));

  return session;
}

static double
extreme (const CdlEquityPoint *points, gsize n, double sign)
{
  double most = sign * points[0].equity;

  for (gsize i = 1; i < n; i++)
    most = MAX (most, sign * points[i].equity);

  return sign * most;
}

/* However long it runs, it keeps so many points; first, last, highest and lowest are the
 * backtest's, and whatever it keeps was one of the backtest's. */
static void
test_long (void)
{
  const char *symbols[] = { TEST_SYMBOL, NULL };

  for (guint64 seed = 1; seed <= 4; seed++)
    {
      g_autoptr (TestArchive) archive = test_archive_new (seed, TEST_PLAN_LEVELS, N_KLINES);
      g_autoptr (CdlRun) backtest = test_archive_run (archive, CDL_TIME_NONE, CDL_TIME_NONE);
      g_autoptr (CdlSession) session = session_new (archive, symbols);
      g_autoptr (GArray) points = NULL;
      const CdlEquityPoint *kept;
      gsize n, known = 0;
      const CdlEquityPoint *all = cdl_run_equity (backtest, &n);

      tell (session, archive, TEST_SYMBOL, 0, N_KLINES);
      cdl_session_finish (session, 0);
      points = cdl_session_equity (session);
      kept = (const CdlEquityPoint *) (const void *) points->data;

      g_assert_cmpuint (n, >, 4 * CDL_SESSION_EQUITY_POINTS);
      g_assert_cmpuint (points->len, <=, CDL_SESSION_EQUITY_POINTS);
      g_assert_cmpuint (points->len, >, CDL_SESSION_EQUITY_POINTS / 2);
      g_assert_cmpint (kept[0].time, ==, all[0].time);
      g_assert_cmpint (kept[points->len - 1].time, ==, all[n - 1].time);
      g_assert_cmpfloat (kept[points->len - 1].equity, ==, all[n - 1].equity);
      g_assert_cmpfloat (extreme (kept, points->len, 1.0), ==, extreme (all, n, 1.0));
      g_assert_cmpfloat (extreme (kept, points->len, -1.0), ==, extreme (all, n, -1.0));
      for (gsize i = 0; i < n && known < points->len; i++)
        if (all[i].time == kept[known].time)
          g_assert_cmpfloat (all[i].equity, ==, kept[known++].equity);
      g_assert_cmpuint (known, ==, points->len);
    }
}

/* Symbols are added up; one that is behind counts with what it had last, or its capital. */
static void
test_symbols (void)
{
  const char *symbols[] = { "AUSDT", "BUSDT", NULL };
  g_autoptr (TestArchive) archive = test_archive_new (1, TEST_PLAN_LEVELS, 1500);
  g_autoptr (CdlSession) session = session_new (archive, symbols);
  g_autoptr (GArray) points = NULL;
  double capital = archive->plan->settings.capital;
  gsize n, behind;
  const CdlEquityPoint *one;

  tell (session, archive, "AUSDT", 0, G_MAXSIZE);
  tell (session, archive, "BUSDT", 0, 700);
  points = cdl_session_equity (session);
  one = cdl_run_equity (cdl_session_symbol_run (cdl_session_symbol (session, 0)), &n);
  cdl_run_equity (cdl_session_symbol_run (cdl_session_symbol (session, 1)), &behind);
  g_assert_cmpuint (points->len, ==, n);
  g_assert_cmpuint (behind, <, n);
  for (gsize i = 0; i < n; i++)
    {
      const CdlEquityPoint *point = &g_array_index (points, CdlEquityPoint, i);

      g_assert_cmpint (point->time, ==, one[i].time);
      g_assert_cmpfloat (point->equity, ==, one[i].equity + one[MIN (i, behind - 1)].equity);
      g_assert_cmpfloat (point->balance, ==, one[i].balance + one[MIN (i, behind - 1)].balance);
    }

  g_clear_pointer (&points, g_array_unref);
  g_clear_pointer (&session, cdl_session_free);
  session = session_new (archive, symbols);
  tell (session, archive, "BUSDT", 0, 1);
  points = cdl_session_equity (session);
  g_assert_cmpuint (points->len, ==, 1);
  g_assert_cmpfloat (g_array_index (points, CdlEquityPoint, 0).equity, ==, 2.0 * capital);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session-equity/long", test_long);
  g_test_add_func ("/session-equity/symbols", test_symbols);

  return g_test_run ();
}
