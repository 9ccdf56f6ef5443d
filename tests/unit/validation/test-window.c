#include <string.h>

#include "cdl-test-archive.h"
#include "cdl-time.h"

/* An entry restarts the strategy's window: what a run finds after it is what detection finds that
 * begins afresh on the klines after it. Over random strategies of patterns. */

#define N_ARCHIVES 200
#define N_KLINES   1500

/* What detection alone finds on the klines that open after `after`, up to closes before `until`. */
static GArray *
detect_afresh (const TestArchive *archive, gint64 after, gint64 until)
{
  const TestPlan *plan = archive->plan;
  const CdlKlines *klines = &archive->views[0];
  CdlKlines window = cdl_klines_slice (klines, cdl_klines_find (klines, after + 1), klines->n);
  g_autoptr (CdlDetector) detector = cdl_detector_new (plan->program, plan->settings.tick);
  GArray *candidates = g_array_new (FALSE, FALSE, sizeof (CdlCandidate));

  cdl_detector_extend (detector, &window);
  for (gsize i = 0; i < window.n && cdl_klines_close_time (&window, i) < until; i++)
    cdl_detector_detect (detector, i, CDL_TIME_NONE, candidates);

  return candidates;
}

static gboolean
is_candidate (const CdlSetup *setup, const CdlCandidate *candidate)
{
  const double a[]
      = { setup->entry, setup->stop_loss, setup->take_profit, setup->height, setup->close };
  const double b[] = { candidate->entry, candidate->stop_loss, candidate->take_profit,
                       candidate->height, candidate->close };

  return setup->def == candidate->def && setup->entry_type == candidate->type
         && setup->created_at == candidate->created_at
         && setup->first_kline == candidate->first_kline && memcmp (a, b, sizeof a) == 0;
}

/* Compares the setups [from, to) of a run with what detection finds in the window that they are
 * of. */
static void
compare_window (const TestArchive *archive,
                guint64 seed,
                const CdlSetup *setups,
                gsize from,
                gsize to,
                gint64 entry_time,
                gint64 until)
{
  g_autoptr (GArray) afresh = detect_afresh (archive, entry_time, until);
  g_autofree char *when = cdl_time_format_short (entry_time);

  if (afresh->len != to - from)
    g_error ("seed %" G_GUINT64_FORMAT ": after the entry of %s the run finds %" G_GSIZE_FORMAT
             " setups, detection afresh %u\n%s",
             seed, when, to - from, afresh->len, archive->plan->text);
  for (gsize i = from; i < to; i++)
    if (!is_candidate (&setups[i], &g_array_index (afresh, CdlCandidate, i - from)))
      g_error ("seed %" G_GUINT64_FORMAT ": after the entry of %s setup %" G_GSIZE_FORMAT
               " is another if detection begins afresh\n%s",
               seed, when, i + 1, archive->plan->text);
}

static void
test_reset (void)
{
  gsize compared = 0, entries = 0;

  for (guint64 seed = 1; seed <= N_ARCHIVES; seed++)
    {
      g_autoptr (TestArchive) archive = test_archive_new (seed, TEST_PLAN_PATTERNS, N_KLINES);
      gint64 from = archive->views[0].open_time[0];
      g_autoptr (CdlRun) run = test_archive_run (archive, from, CDL_TIME_NONE);
      gsize n_trades, n_setups, next = 0;
      const CdlTrade *trades = cdl_run_trades (run, &n_trades);
      const CdlSetup *setups = cdl_run_setups (run, &n_setups);

      if (cdl_run_ruined (run))
        continue;

      for (gsize i = 0; i <= n_trades; i++)
        {
          gint64 entry = i > 0 ? trades[i - 1].entry_time : from - 1;
          gint64 until = i < n_trades ? trades[i].entry_time : G_MAXINT64;
          gsize first = next;

          while (next < n_setups && setups[next].created_at < until)
            next++;
          compare_window (archive, seed, setups, first, next, entry, until);
          compared += i > 0 ? next - first : 0;
        }
      entries += n_trades;
    }

  g_test_message ("%" G_GSIZE_FORMAT " setups after %" G_GSIZE_FORMAT " entries", compared,
                  entries);
  g_assert_cmpuint (entries, >, 5 * N_ARCHIVES);
  g_assert_cmpuint (compared, >, 10 * N_ARCHIVES);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/window/reset", test_reset);

  return g_test_run ();
}
