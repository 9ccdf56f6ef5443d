#include <string.h>

#include "cdl-backtest.h"
#include "cdl-test-archive.h"
#include "cdl-test-compare.h"
#include "cdl-test-session.h"
#include "cdl-time.h"

/* The one law: what a live session trades is what the backtest trades. Over random markets and
 * strategies. */

#define N_WORLDS   400
#define N_ARCHIVES 60
#define N_KLINES   1500

static void
take (CdlSessionSymbol *session, CdlFeedEvent event)
{
  g_assert_true (cdl_session_symbol_take (session, &event));
}

static void
assert_same (const TestPlan *plan, guint64 seed, const char *what, char *difference)
{
  if (difference != NULL)
    g_error ("seed %" G_GUINT64_FORMAT ", a session and %s: %s\n%s", seed, what, difference,
             plan->text);
}

/* Prints from..to of path kline j. */
static void
tell_prints (CdlSessionSymbol *session, const TestMarket *market, gsize j, gsize from, gsize to)
{
  gsize n;
  const CdlPrint *prints = test_session_prints_of (market, j, &n);

  for (gsize i = from; i < MIN (n, to); i++)
    take (session, test_session_print (prints[i]));
}

/* (a) All prints told: to the bit what the engine makes of them, and the trades of the backtest
 * whose ladder ends in them. */
static void
test_prints (void)
{
  gsize trades = 0;

  for (guint64 seed = 1; seed <= N_WORLDS; seed++)
    {
      g_autoptr (TestWorld) world = test_world_new (seed, TEST_PLAN_LEVELS);
      g_autoptr (CdlSessionSymbol) session = test_session_new (world, NULL, NULL);
      g_autoptr (CdlRun) prints = test_world_run_prints (world);
      g_autoptr (CdlRun) ladder = test_world_run_klines (world, CDL_PESSIMISTIC, FALSE, TRUE);
      const CdlKlines *path = cdl_columns_view (world->market->path);
      const CdlRun *run = cdl_session_symbol_run (session);
      gsize n;

      for (gsize j = 0; j < path->n; j++)
        {
          tell_prints (session, world->market, j, 0, G_MAXSIZE);
          take (session, test_session_kline (path, j, TRUE));
        }
      cdl_session_symbol_finish (session, 0);

      if (!test_runs_equal (run, prints))
        g_error ("seed %" G_GUINT64_FORMAT ": not what the same prints give\n%s", seed,
                 world->plan->text);
      assert_same (world->plan, seed, "a ladder of prints", test_compare_runs (run, ladder));
      cdl_run_trades (run, &n);
      trades += n;
    }

  g_test_message ("%" G_GSIZE_FORMAT " trades", trades);
  g_assert_cmpuint (trades, >, 5 * N_WORLDS);
}

/* (b) Klines only, with history before: to the bit the backtest from there on, whatever minute of
 * the strategy's kline it began in. */
static void
test_klines (void)
{
  gsize trades = 0;

  for (guint64 seed = 1; seed <= N_ARCHIVES; seed++)
    {
      g_autoptr (TestArchive) archive = test_archive_new (seed, TEST_PLAN_HISTORY, N_KLINES);
      const CdlKlines *path = cdl_columns_view (archive->path);
      gint64 from = path->open_time[path->n * (1 + seed % 3) / 6 + seed % 7];
      g_autoptr (CdlRun) backtest = test_archive_run (archive, from, CDL_TIME_NONE);
      g_autoptr (CdlSessionSymbol) session = cdl_session_symbol_new (
          TEST_SYMBOL, archive->plan->program, &archive->plan->settings, CDL_INTERVAL_1M,
          test_session_fields (path), from, TRUE, NULL, NULL);
      gsize n;

      for (gsize j = 0; j < path->n; j++)
        take (session, test_session_kline (path, j, FALSE));
      cdl_session_symbol_finish (session, 0);

      if (!test_runs_equal (cdl_session_symbol_run (session), backtest))
        g_error ("seed %" G_GUINT64_FORMAT ": not what the backtest gives\n%s", seed,
                 archive->plan->text);
      cdl_run_trades (backtest, &n);
      trades += n;
    }

  g_test_message ("%" G_GSIZE_FORMAT " trades", trades);
  g_assert_cmpuint (trades, >, N_ARCHIVES);
}

/* Takes the session through all path klines, print by print; rules that are due are told in the
 * midst of the kline before. */
static void
tell_with_rules (CdlSessionSymbol *session,
                 const TestMarket *market,
                 const CdlTradingRules *rules,
                 gsize n)
{
  const CdlKlines *path = cdl_columns_view (market->path);

  for (gsize j = 0; j < path->n; j++)
    {
      gint64 next = j + 1 < path->n ? path->open_time[j + 1] : G_MAXINT64;

      tell_prints (session, market, j, 0, 2);
      for (; n > 0 && rules->from <= next; rules++, n--)
        {
          CdlFeedEvent event = { .type = CDL_FEED_EVENT_RULES,
                                 .symbol = TEST_SYMBOL,
                                 .received_at = path->open_time[j],
                                 .rules = { *rules, "TRADING" } };

          cdl_session_symbol_take (session, &event); /* the same again may be drawn */
        }
      tell_prints (session, market, j, 2, G_MAXSIZE);
      take (session, test_session_kline (path, j, TRUE));
    }
  cdl_session_symbol_finish (session, 0);
}

/* What is told of changed rules, before the first trade by them. */
static void
count_rules (const CdlSessionFact *fact, gpointer data)
{
  guint *told = data;

  if (fact->type != CDL_FACT_RULES)
    return;
  g_assert_cmpint (fact->rules->now.rules.from, >, fact->time);
  (*told)++;
}

/* Rules that change while the session runs: the backtest that changes them at the same instants. */
static void
test_rules (void)
{
  guint different = 0;

  for (guint64 seed = 1; seed <= N_WORLDS; seed++)
    {
      g_autoptr (TestWorld) world = test_world_new (seed, TEST_PLAN_LEVELS);
      const CdlKlines *path = cdl_columns_view (world->market->path);
      CdlTradingRules rules[3];
      guint told = 0;
      g_autoptr (CdlSessionSymbol) session = test_session_new (world, count_rules, &told);
      g_autoptr (CdlRun) without = test_world_run_prints (world);
      g_autoptr (CdlRun) backtest = NULL;
      g_autofree char *difference = NULL;
      CdlHistory history;
      CdlBacktest work = {
        .views = cdl_columns_view (world->strategy),
        .path = *path,
        .from = path->open_time[0],
        .to = CDL_TIME_NONE,
        .data.ladder = test_market_ladder (world->market, FALSE, TRUE),
        .data.funding = world->funding,
        .data.n_funding = world->n_funding,
        .keep_equity = TRUE,
      };
      CdlRandom random;

      cdl_random_init (&random, seed);
      test_plan_change_rules (world->plan, &random, path, rules, G_N_ELEMENTS (rules));
      cdl_session_symbol_follow (session, CDL_FOLLOW_ALL);
      tell_with_rules (session, world->market, rules, G_N_ELEMENTS (rules));

      work.data.rules = cdl_session_symbol_rules (session, &work.data.n_rules);
      g_assert_cmpuint (work.data.n_rules, ==, told);
      backtest
          = cdl_backtest_run (world->plan->program, &world->plan->settings, &work, NULL, &history);
      assert_same (world->plan, seed, "a backtest that changes its rules too",
                   test_compare_runs (cdl_session_symbol_run (session), backtest));
      difference = test_compare_runs (cdl_session_symbol_run (session), without);
      different += difference != NULL;
    }

  g_test_message ("rules changed %u of %u runs", different, N_WORLDS);
  g_assert_cmpuint (different, >, N_WORLDS / 2);
}

/* Facts of rows that came in place of prints. */
typedef struct
{
  gboolean rest;
  guint decided;
} Rest;

static void
check_rest (const CdlSessionFact *fact, gpointer data)
{
  Rest *self = data;

  if (!self->rest || (fact->type != CDL_FACT_ENTRY && fact->type != CDL_FACT_EXIT))
    return;
  g_assert_cmpint (fact->trade->proof, ==, CDL_ASSUMED);
  self->decided++;
}

/* (c) Prints that break off: all of them and a row that does not know it are as good as all; none
 * of them, as a kline; and what the rest of a row decides is never called proven. */
static void
test_broken_off (void)
{
  guint decided = 0;

  for (guint64 seed = 1; seed <= N_WORLDS; seed++)
    {
      g_autoptr (TestWorld) world = test_world_new (seed, TEST_PLAN_LEVELS);
      Rest rest = { FALSE };
      g_autoptr (CdlSessionSymbol) all = test_session_new (world, NULL, NULL);
      g_autoptr (CdlSessionSymbol) none = test_session_new (world, NULL, NULL);
      g_autoptr (CdlSessionSymbol) some = test_session_new (world, check_rest, &rest);
      g_autoptr (CdlRun) prints = test_world_run_prints (world);
      g_autoptr (CdlRun) klines
          = test_world_run_klines (world, world->plan->settings.assumption, FALSE, FALSE);
      const CdlKlines *path = cdl_columns_view (world->market->path);
      CdlRandom random;

      cdl_random_init (&random, seed);
      for (gsize j = 0; j < path->n; j++)
        {
          gsize n, told;

          test_session_prints_of (world->market, j, &n);
          told = 1 + cdl_random_below (&random, n + 1);
          tell_prints (all, world->market, j, 0, G_MAXSIZE);
          tell_prints (some, world->market, j, 0, told);
          take (all, test_session_kline (path, j, FALSE));
          take (none, test_session_kline (path, j, FALSE));
          rest.rest = n > 0;
          take (some, test_session_kline (path, j, FALSE));
          rest.rest = FALSE;
        }
      cdl_session_symbol_finish (all, 0);
      cdl_session_symbol_finish (none, 0);
      cdl_session_symbol_finish (some, 0);

      assert_same (world->plan, seed, "all prints",
                   test_compare_runs (cdl_session_symbol_run (all), prints));
      g_assert_true (test_runs_equal (cdl_session_symbol_run (none), klines));
      decided += rest.decided;
    }

  g_test_message ("%u entries and exits by the rest of a row", decided);
  g_assert_cmpuint (decided, >, N_WORLDS / 10);
}

/* A feed that starts anew in the middle of a kline tells its prints again, and the klines before:
 * each counts once. */
static void
test_told_again (void)
{
  for (guint64 seed = 1; seed <= N_WORLDS; seed++)
    {
      g_autoptr (TestWorld) world = test_world_new (seed, TEST_PLAN_LEVELS);
      g_autoptr (CdlSessionSymbol) session = test_session_new (world, NULL, NULL);
      g_autoptr (CdlRun) prints = test_world_run_prints (world);
      const CdlKlines *path = cdl_columns_view (world->market->path);
      CdlRandom random;

      cdl_random_init (&random, seed);
      for (gsize j = 0; j < path->n; j++)
        {
          gsize n, cut;
          const CdlPrint *told = test_session_prints_of (world->market, j, &n);

          cut = cdl_random_below (&random, n + 1);
          tell_prints (session, world->market, j, 0, cut);
          cdl_session_symbol_expect_repeats (session);
          for (gsize i = 0; i < n; i++)
            {
              CdlFeedEvent event = test_session_print (told[i]);

              g_assert_cmpint (cdl_session_symbol_take (session, &event), ==, i >= cut);
            }
          take (session, test_session_kline (path, j, TRUE));
          for (gsize i = 0; i < n; i++)
            {
              CdlFeedEvent event = test_session_print (told[i]);

              g_assert_false (cdl_session_symbol_take (session, &event));
            }
        }
      cdl_session_symbol_finish (session, 0);
      g_assert_true (test_runs_equal (cdl_session_symbol_run (session), prints));
    }
}

/* What was told of setups and trades, fact by fact. */
typedef struct
{
  guint setups, refused, fates, entries, exits;
} Told;

static void
count (const CdlSessionFact *fact, gpointer data)
{
  Told *self = data;

  g_assert_cmpstr (fact->symbol, ==, TEST_SYMBOL);
  switch (fact->type)
    {
    case CDL_FACT_SETUP:
      self->setups++;
      g_assert_cmpuint (fact->setup->seq, ==, self->setups);
      self->refused += fact->setup->fate != CDL_FATE_PENDING;
      break;
    case CDL_FACT_FATE:
      self->fates++;
      g_assert_cmpint (fact->setup->fate, !=, CDL_FATE_ENTERED);
      break;
    case CDL_FACT_ENTRY:
      self->entries++;
      g_assert_cmpuint (fact->trade->seq, ==, self->entries);
      break;
    case CDL_FACT_EXIT:
      self->exits++;
      g_assert_cmpint (fact->trade->exit_reason, !=, CDL_EXIT_NONE);
      break;
    case CDL_FACT_STATE:
    case CDL_FACT_RULES:
    default:
      g_assert_not_reached ();
    }
}

/* Each setup, death, entry and exit is told once. */
static void
test_facts (void)
{
  for (guint64 seed = 1; seed <= N_WORLDS; seed++)
    {
      g_autoptr (TestWorld) world = test_world_new (seed, TEST_PLAN_LEVELS);
      Told told = { 0 };
      g_autoptr (CdlSessionSymbol) session = test_session_new (world, count, &told);
      const CdlKlines *path = cdl_columns_view (world->market->path);
      gsize n_setups, n_trades;

      for (gsize j = 0; j < path->n; j++)
        {
          if (seed % 2 == 0)
            tell_prints (session, world->market, j, 0, G_MAXSIZE);
          take (session, test_session_kline (path, j, seed % 2 == 0));
        }
      cdl_session_symbol_finish (session, 0);

      cdl_run_setups (cdl_session_symbol_run (session), &n_setups);
      cdl_run_trades (cdl_session_symbol_run (session), &n_trades);
      g_assert_cmpuint (told.setups, ==, n_setups);
      g_assert_cmpuint (told.entries, ==, n_trades);
      g_assert_cmpuint (told.exits, ==, n_trades);
      g_assert_cmpuint (told.refused + told.fates + told.entries, ==, n_setups);
    }
}

/* All that was told, in words. */
static void
write_down (const CdlSessionFact *fact, gpointer data)
{
  g_autofree char *text = cdl_session_fact_write (fact);
  g_autofree char *line = cdl_session_fact_text (fact);

  g_string_append_printf (data, "%s %" G_GINT64_FORMAT " %s %s\n", cdl_fact_type_name (fact->type),
                          fact->time, text, line);
}

static guint
count_open (const CdlRun *run)
{
  gsize n_setups, n_trades;
  const CdlSetup *setups = cdl_run_setups (run, &n_setups);
  const CdlTrade *trades = cdl_run_trades (run, &n_trades);
  guint open = 0;

  for (gsize i = 0; i < n_setups; i++)
    open += setups[i].fate == CDL_FATE_PENDING;
  for (gsize i = 0; i < n_trades; i++)
    open += trades[i].exit_reason == CDL_EXIT_NONE;

  return open;
}

/* What was told, in words, and the trades of it. */
typedef struct
{
  GString *words;
  GArray *trades; /* CdlTrade, as told last */
} Journal;

static void
keep (const CdlSessionFact *fact, gpointer data)
{
  Journal *self = data;

  write_down (fact, self->words);
  if (fact->trade == NULL)
    return;
  if (fact->trade->seq > self->trades->len)
    g_array_set_size (self->trades, fact->trade->seq);
  g_array_index (self->trades, CdlTrade, fact->trade->seq - 1) = *fact->trade;
}

/* A session that does not keep what has ended tells the same, and holds no more than it must. */
static void
test_endless (void)
{
  gsize dropped = 0, dropped_trades = 0, n_trades;

  for (guint64 seed = 1; seed <= N_ARCHIVES / 2; seed++)
    {
      g_autoptr (TestArchive) archive = test_archive_new (seed, TEST_PLAN_HISTORY, 4 * N_KLINES);
      const CdlKlines *path = cdl_columns_view (archive->path);
      gint64 from = path->open_time[200 + seed % 7];
      Journal told[2];
      g_autoptr (CdlRun) backtest = test_archive_run (archive, from, CDL_TIME_NONE);
      const CdlTrade *trades = cdl_run_trades (backtest, &n_trades);
      CdlSessionSymbol *session[2];
      CdlStatistics statistics[2];
      gsize most = 0, n, n_left;

      for (int all = 0; all < 2; all++)
        {
          told[all]
              = (Journal){ g_string_new (NULL), g_array_new (FALSE, FALSE, sizeof (CdlTrade)) };
          session[all] = cdl_session_symbol_new (
              TEST_SYMBOL, archive->plan->program, &archive->plan->settings, CDL_INTERVAL_1M,
              test_session_fields (path), from, all == 1, keep, &told[all]);
        }
      for (gsize j = 0; j < path->n; j++)
        {
          const CdlRun *run = cdl_session_symbol_run (session[0]);

          for (int all = 0; all < 2; all++)
            take (session[all], test_session_kline (path, j, FALSE));
          most = MAX (most, count_open (run));
          cdl_run_setups (run, &n_left);
          g_assert_cmpuint (n_left, <=, 2 * most + 260);
          cdl_run_trades (run, &n_left);
          g_assert_cmpuint (n_left, <=, 2 * most + 260);
        }
      for (int all = 0; all < 2; all++)
        {
          const GArray *now = told[all].trades;

          cdl_session_symbol_finish (session[all], 0);
          g_assert_cmpuint (now->len, ==, n_trades);
          g_assert_cmpuint (cdl_run_n_trades (cdl_session_symbol_run (session[all])), ==, n_trades);
          for (gsize i = 0; i < n_trades; i++)
            g_assert_true (test_trades_equal (&g_array_index (now, CdlTrade, i), &trades[i]));
          memset (&statistics[all], 0, sizeof statistics[all]);
          cdl_session_symbol_statistics (session[all], (const CdlTrade *) (const void *) now->data,
                                         &statistics[all]);
        }
      g_assert_true (test_runs_equal (cdl_session_symbol_run (session[1]), backtest));
      g_assert_cmpstr (told[0].words->str, ==, told[1].words->str);
      g_assert_cmpmem (&statistics[0], sizeof statistics[0], &statistics[1], sizeof statistics[1]);

      cdl_run_setups (cdl_session_symbol_run (session[0]), &n_left);
      cdl_run_setups (cdl_session_symbol_run (session[1]), &n);
      dropped += n - n_left;
      cdl_run_trades (cdl_session_symbol_run (session[0]), &n_left);
      dropped_trades += n_trades - n_left;
      for (int all = 0; all < 2; all++)
        {
          cdl_session_symbol_free (session[all]);
          g_string_free (told[all].words, TRUE);
          g_array_unref (told[all].trades);
        }
    }

  g_test_message ("%" G_GSIZE_FORMAT " setups and %" G_GSIZE_FORMAT " trades dropped", dropped,
                  dropped_trades);
  g_assert_cmpuint (dropped_trades, >, N_ARCHIVES);
  g_assert_cmpuint (dropped, >, 100 * N_ARCHIVES);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session/prints", test_prints);
  g_test_add_func ("/session/klines", test_klines);
  g_test_add_func ("/session/rules", test_rules);
  g_test_add_func ("/session/broken-off", test_broken_off);
  g_test_add_func ("/session/told-again", test_told_again);
  g_test_add_func ("/session/facts", test_facts);
  g_test_add_func ("/session/endless", test_endless);

  return g_test_run ();
}
