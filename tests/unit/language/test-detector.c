/* What the close of a kline creates. */

#include <math.h>

#include "cdl-number.h"
#include "cdl-pattern.h"
#include "cdl-test-language.h"
#include "cdl-time.h"

#define OPEN_TIME 1735689600000
#define STEP      (15 * CDL_MINUTE_MS)

/* 15m klines with the given closes; each opens at the close before. */
static CdlColumns *
klines_new (const double *closes, gsize n)
{
  CdlColumns *columns = cdl_columns_new (CDL_INTERVAL_15M, 0);

  for (gsize i = 0; i < n; i++)
    {
      double open = closes[i > 0 ? i - 1 : 0], close = closes[i];
      double values[CDL_N_FIELDS] = { open, MAX (open, close), MIN (open, close), close };

      cdl_columns_append (columns, OPEN_TIME + (gint64) i * STEP, values);
    }

  return columns;
}

/* All that the klines of one interval create. */
static GArray *
detect_all (CdlProgram *program, CdlDecimal tick, const CdlKlines *klines, gint64 window_start)
{
  GArray *found = g_array_new (FALSE, FALSE, sizeof (CdlCandidate));
  g_autoptr (CdlDetector) detector = cdl_detector_new (program, tick);

  cdl_detector_extend (detector, klines);
  for (gsize i = 0; i < klines->n; i++)
    cdl_detector_detect (detector, i, window_start, found);

  return found;
}

/* Levels of one setup at one close, tick 0.5: each rounded to what is worse for the trader before
 * the next one sees it. */
static void
test_levels (void)
{
  static const struct
  {
    CdlSide side;
    CdlEntryType type;
    double close;
    const char *entry, *stop_loss, *take_profit;
    CdlEntryType type_found;
    double entry_found, stop_loss_found, take_profit_found;
  } table[] = {
    { CDL_SIDE_LONG, CDL_ENTRY_STOP, 100, "close + 0.1", "entry - 1.2",
      "entry + 2 * (entry - stop_loss) + 0.4", CDL_ENTRY_STOP, 100.5, 99, 103.5 },
    { CDL_SIDE_SHORT, CDL_ENTRY_STOP, 100, "close - 0.1", "entry + 1.2",
      "entry + 2 * (entry - stop_loss) - 0.4", CDL_ENTRY_STOP, 99.5, 101, 96.5 },
    { CDL_SIDE_LONG, CDL_ENTRY_LIMIT, 100, "close - 0.9", "entry - 1.2", "entry + 1.2",
      CDL_ENTRY_LIMIT, 99.5, 98, 100.5 },
    { CDL_SIDE_SHORT, CDL_ENTRY_LIMIT, 100, "close + 0.9", "entry + 1.2", "entry - 1.2",
      CDL_ENTRY_LIMIT, 100.5, 102, 99.5 },
    /* On the grid nothing moves. */
    { CDL_SIDE_LONG, CDL_ENTRY_STOP, 100, "100.5", "99.5", "101.5", CDL_ENTRY_STOP, 100.5, 99.5,
      101.5 },
    /* A market entry is the last close as it is; the others are rounded. */
    { CDL_SIDE_LONG, CDL_ENTRY_MARKET, 100.3, NULL, "entry - 1", "entry + (entry - stop_loss)",
      CDL_ENTRY_MARKET, 100.3, 99, 101.5 },
    { CDL_SIDE_SHORT, CDL_ENTRY_MARKET, 100.3, NULL, "entry + 1", "entry + (entry - stop_loss)",
      CDL_ENTRY_MARKET, 100.3, 101.5, 99.5 },
    /* Touch: a stop at the last close or beyond it, as rounded. */
    { CDL_SIDE_LONG, CDL_ENTRY_TOUCH, 100, "101", "90", "110", CDL_ENTRY_STOP, 101, 90, 110 },
    { CDL_SIDE_LONG, CDL_ENTRY_TOUCH, 100, "100", "90", "110", CDL_ENTRY_STOP, 100, 90, 110 },
    { CDL_SIDE_LONG, CDL_ENTRY_TOUCH, 100, "99.5", "90", "110", CDL_ENTRY_LIMIT, 99.5, 90, 110 },
    { CDL_SIDE_LONG, CDL_ENTRY_TOUCH, 100, "99.6", "90", "110", CDL_ENTRY_STOP, 100, 90, 110 },
    { CDL_SIDE_SHORT, CDL_ENTRY_TOUCH, 100, "99", "110", "90", CDL_ENTRY_STOP, 99, 110, 90 },
    { CDL_SIDE_SHORT, CDL_ENTRY_TOUCH, 100, "100", "110", "90", CDL_ENTRY_STOP, 100, 110, 90 },
    { CDL_SIDE_SHORT, CDL_ENTRY_TOUCH, 100, "100.5", "110", "90", CDL_ENTRY_LIMIT, 100.5, 110, 90 },
    { CDL_SIDE_SHORT, CDL_ENTRY_TOUCH, 100, "100.4", "110", "90", CDL_ENTRY_STOP, 100, 110, 90 },
    /* What is not known stays so; what is absurd is for others to judge. */
    { CDL_SIDE_LONG, CDL_ENTRY_STOP, 100, "close[5]", "entry - 1", "110", CDL_ENTRY_STOP, NAN, NAN,
      110 },
    { CDL_SIDE_LONG, CDL_ENTRY_STOP, 100, "101", "105", "-5", CDL_ENTRY_STOP, 101, 105, -5 },
  };
  CdlDecimal half = { 5, 1 };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (CdlColumns) columns = klines_new (&table[i].close, 1);
      g_autoptr (CdlStrategy) strategy = cdl_test_strategy (CDL_INTERVAL_15M, NULL);
      CdlSetupDef *setup = cdl_test_setup (strategy);
      g_autoptr (CdlProgram) program = NULL;
      g_autoptr (GArray) found = NULL;
      const CdlCandidate *candidate;
      double have[3],
          right[3] = { table[i].entry_found, table[i].stop_loss_found, table[i].take_profit_found };

      setup->side = table[i].side;
      setup->entry_type = table[i].type;
      cdl_test_set (&setup->entry_price, table[i].entry);
      cdl_test_set (&setup->stop_loss, table[i].stop_loss);
      cdl_test_set (&setup->take_profit, table[i].take_profit);
      program = cdl_test_program (strategy);
      found = detect_all (program, half, cdl_columns_view (columns), CDL_TIME_NONE);

      g_assert_cmpuint (found->len, ==, 1);
      candidate = &g_array_index (found, CdlCandidate, 0);
      g_assert_cmpint (candidate->type, ==, table[i].type_found);
      have[0] = candidate->entry;
      have[1] = candidate->stop_loss;
      have[2] = candidate->take_profit;
      for (guint k = 0; k < 3; k++)
        if (isnan (right[k]))
          right[k] = CDL_NAN;
      cdl_test_same (table[i].take_profit, right, have, 3);
      g_assert_cmpfloat (candidate->close, ==, table[i].close);
    }
}

/* Without a tick nothing is rounded. */
static void
test_no_tick (void)
{
  static const double close = 100.123456789;
  g_autoptr (CdlColumns) columns = klines_new (&close, 1);
  g_autoptr (CdlStrategy) strategy = cdl_test_strategy (CDL_INTERVAL_15M, NULL);
  CdlSetupDef *setup = cdl_test_setup (strategy);
  g_autoptr (CdlProgram) program = NULL;
  g_autoptr (GArray) found = NULL;

  setup->entry_type = CDL_ENTRY_TOUCH;
  cdl_test_set (&setup->entry_price, "close * 1.01");
  cdl_test_set (&setup->stop_loss, "entry * 0.99");
  program = cdl_test_program (strategy);
  found = detect_all (program, CDL_DECIMAL_NONE, cdl_columns_view (columns), CDL_TIME_NONE);
  g_assert_cmpfloat (g_array_index (found, CdlCandidate, 0).entry, ==, close * 1.01);
  g_assert_cmpfloat (g_array_index (found, CdlCandidate, 0).stop_loss, ==, close * 1.01 * 0.99);
}

/* Without a pattern: at each close where the condition holds, one per definition, in order, of the
 * kline that closed. */
static void
test_triggers (void)
{
  static const double closes[] = { 10, 11, 12, 11, 10, 12, 13 };
  static const struct
  {
    guint def;
    gsize i;
  } right[] = { { 0, 1 }, { 2, 1 }, { 0, 2 }, { 2, 2 }, { 1, 3 }, { 2, 3 },
                { 1, 4 }, { 0, 5 }, { 2, 5 }, { 0, 6 }, { 2, 6 } };
  g_autoptr (CdlColumns) columns = klines_new (closes, G_N_ELEMENTS (closes));
  g_autoptr (CdlStrategy) strategy = cdl_test_strategy (CDL_INTERVAL_15M, NULL);
  g_autoptr (CdlProgram) program = NULL;
  g_autoptr (GArray) found = NULL;
  g_autoptr (GArray) later = NULL;

  cdl_test_set (&cdl_test_setup (strategy)->when, "close > close[1]");
  cdl_test_set (&cdl_test_setup (strategy)->when, "close < close[1]");
  cdl_test_set (&cdl_test_setup (strategy)->when, "close > 10");
  program = cdl_test_program (strategy);

  found = detect_all (program, CDL_DECIMAL_NONE, cdl_columns_view (columns), CDL_TIME_NONE);
  g_assert_cmpuint (found->len, ==, G_N_ELEMENTS (right));
  for (guint k = 0; k < found->len; k++)
    {
      const CdlCandidate *candidate = &g_array_index (found, CdlCandidate, k);

      g_assert_cmpuint (candidate->def, ==, right[k].def);
      g_assert_cmpint (candidate->first_kline, ==, OPEN_TIME + (gint64) right[k].i * STEP);
      g_assert_cmpint (candidate->created_at, ==, candidate->first_kline + STEP - 1);
      g_assert_cmpfloat (candidate->close, ==, closes[right[k].i]);
      g_assert_true (isnan (candidate->height));
    }

  /* Only klines that open after the window's start. */
  later = detect_all (program, CDL_DECIMAL_NONE, cdl_columns_view (columns), OPEN_TIME + 3 * STEP);
  g_assert_cmpuint (later->len, ==, 5);
  g_assert_cmpint (g_array_index (later, CdlCandidate, 0).first_kline, ==, OPEN_TIME + 4 * STEP);
  g_clear_pointer (&later, g_array_unref);
  later = detect_all (program, CDL_DECIMAL_NONE, cdl_columns_view (columns),
                      OPEN_TIME + 4 * STEP - 1);
  g_assert_cmpuint (later->len, ==, 5);
}

/* A strategy with two patterns whose outputs are used everywhere. Those of the second hide the
 * fields high and low, but not inside a let: the last condition always holds. */
static CdlStrategy *
pattern_strategy (void)
{
  CdlStrategy *strategy = cdl_test_strategy (CDL_INTERVAL_15M, "strength=3", "let top=high", NULL);
  CdlSetupDef *setup = cdl_test_setup (strategy);
  CdlNamedText strength = { g_strdup ("strength"), g_strdup ("strength - 1") };

  cdl_test_set (&setup->pattern, "double_bottom");
  cdl_test_set (&setup->when, NULL);
  g_array_append_val (setup->pattern_args, strength);
  setup->entry_type = CDL_ENTRY_STOP;
  cdl_test_set (&setup->entry_price, "neckline");
  cdl_test_set (&setup->stop_loss, "bottom");
  cdl_test_set (&setup->take_profit, "entry + 2 * height");

  setup = cdl_test_setup (strategy);
  cdl_test_set (&setup->pattern, "swing");
  cdl_test_set (&setup->when,
                "close > (high + low) / 2 and close[1] > open@1h and top[1] >= close[1]");
  cdl_test_set (&setup->stop_loss, "min(low, entry - 1)");
  cdl_test_set (&setup->take_profit, "entry + nz(entry - stop_loss, 1) * (close > open ? 2 : 3)");

  return strategy;
}

static void
test_patterns (void)
{
  gsize n = 3000, matches = 0, k = 0;
  g_autoptr (CdlTestMarket) market = cdl_test_market_new (3, CDL_INTERVAL_15M, n);
  g_autoptr (CdlStrategy) strategy = pattern_strategy ();
  g_autoptr (CdlProgram) program = cdl_test_program (strategy);
  g_autoptr (CdlDetector) detector = cdl_detector_new (program, CDL_DECIMAL_NONE);
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (CdlCandidate));
  const CdlPattern *pattern = cdl_pattern_find ("double_bottom");
  double args[CDL_PATTERN_MAX_ARGS];
  CdlKlines views[2];

  for (guint i = 0; i < pattern->n_args; i++)
    args[i] = pattern->args[i].fallback;
  args[cdl_pattern_arg (pattern, "strength")] = 2;
  views[0] = cdl_test_market_view (market, CDL_INTERVAL_15M, n);
  views[1] = cdl_test_market_view (market, CDL_INTERVAL_1H, n);
  cdl_detector_extend (detector, views);

  for (gsize i = 0; i < n; i++)
    {
      CdlMatch match;
      gint64 first_kline;
      gboolean is_match = cdl_pattern_match (pattern, &views[0], i, args, &match);
      const CdlCandidate *candidate;

      g_assert_cmpint (cdl_detector_pattern (detector, 0, i, &first_kline), ==, is_match);
      g_array_set_size (found, 0);
      cdl_detector_detect (detector, i, CDL_TIME_NONE, found);
      if (!is_match)
        {
          g_assert_true (found->len == 0 || g_array_index (found, CdlCandidate, 0).def == 1);
          continue;
        }

      matches++;
      candidate = &g_array_index (found, CdlCandidate, 0);
      g_assert_cmpuint (candidate->def, ==, 0);
      g_assert_cmpint (candidate->first_kline, ==, views[0].open_time[match.first]);
      g_assert_cmpint (candidate->first_kline, ==, first_kline);
      g_assert_cmpint (candidate->created_at, ==, views[0].open_time[i] + STEP - 1);
      g_assert_cmpfloat (candidate->height, ==, match.height);
      g_assert_cmpfloat (candidate->entry, ==,
                         match.output[cdl_pattern_output (pattern, "neckline")]);
      g_assert_cmpfloat (candidate->stop_loss, ==,
                         match.output[cdl_pattern_output (pattern, "bottom")]);
      g_assert_cmpfloat (candidate->take_profit, ==, candidate->entry + 2 * match.height);

      /* The window must begin before the pattern's first kline. */
      for (gint64 shift = -1; shift <= 0; shift++)
        {
          g_array_set_size (found, 0);
          cdl_detector_detect (detector, i, first_kline + shift, found);
          g_assert_cmpint (found->len > 0 && g_array_index (found, CdlCandidate, 0).def == 0, ==,
                           shift < 0);
        }
    }
  g_assert_cmpuint (matches, >, 20);

  /* What the second one asks for is asked only where the pattern is confirmed. */
  {
    const CdlPattern *swing = cdl_pattern_find ("swing");
    g_autofree double *open = cdl_test_values (strategy, "open@1h", market, n, n);
    double defaults[CDL_PATTERN_MAX_ARGS];

    for (guint i = 0; i < swing->n_args; i++)
      defaults[i] = swing->args[i].fallback;
    for (gsize i = 1; i < n; i++)
      {
        CdlMatch match;
        double close = views[0].field[CDL_FIELD_CLOSE][i];
        gboolean is_match = cdl_pattern_match (swing, &views[0], i, defaults, &match);
        const CdlCandidate *candidate;

        g_array_set_size (found, 0);
        cdl_detector_detect (detector, i, CDL_TIME_NONE, found);
        candidate = found->len > 0 ? &g_array_index (found, CdlCandidate, found->len - 1) : NULL;
        if (!is_match || !(close > (match.output[0] + match.output[1]) / 2)
            || !(views[0].field[CDL_FIELD_CLOSE][i - 1] > open[i]))
          {
            g_assert_true (candidate == NULL || candidate->def == 0);
            continue;
          }
        g_assert_cmpuint (candidate->def, ==, 1);
        g_assert_cmpfloat (candidate->entry, ==, close);
        g_assert_cmpfloat (candidate->stop_loss, ==,
                           MIN (match.output[cdl_pattern_output (swing, "low")], close - 1));
        g_assert_cmpfloat (candidate->take_profit, ==,
                           close
                               + (close - candidate->stop_loss)
                                     * (close > views[0].field[CDL_FIELD_OPEN][i] ? 2 : 3));
        k++;
      }
    g_assert_cmpuint (k, >, 20);
  }
}

/* Klines one by one, a few at a time, or all at once: the same candidates. */
static void
test_chunks (void)
{
  static const gsize chunks[] = { 1, 2, 3, 7, 13, 100 };
  gsize n = 1200;
  g_autoptr (CdlTestMarket) market = cdl_test_market_new (4, CDL_INTERVAL_15M, n);
  g_autoptr (CdlStrategy) strategy = pattern_strategy ();
  g_autoptr (CdlProgram) program = cdl_test_program (strategy);
  g_autoptr (GArray) right = NULL;

  for (gsize c = 0; c <= G_N_ELEMENTS (chunks); c++)
    {
      gsize chunk = c == 0 ? n : chunks[c - 1];
      CdlDecimal cent = { 1, 2 };
      g_autoptr (CdlDetector) detector = cdl_detector_new (program, cent);
      g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (CdlCandidate));

      for (gsize from = 0; from < n; from += chunk)
        {
          gsize to = MIN (from + chunk, n);
          CdlKlines views[2];

          views[0] = cdl_test_market_view (market, CDL_INTERVAL_15M, to);
          views[1] = cdl_test_market_view (market, CDL_INTERVAL_1H, to);
          cdl_detector_extend (detector, views);
          for (gsize i = from; i < to; i++)
            cdl_detector_detect (detector, i, CDL_TIME_NONE, found);
        }
      if (right == NULL)
        right = g_steal_pointer (&found);
      else
        cdl_test_same_candidates (right, found);
    }
  g_assert_cmpuint (right->len, >, 50);
}

/* What the broker is told of a strategy. */
static void
test_rules (void)
{
  g_autoptr (CdlStrategy) strategy = cdl_test_strategy (CDL_INTERVAL_15M, "n=3", NULL);
  CdlSetupDef *setup = cdl_test_setup (strategy);
  g_autoptr (CdlProgram) program = NULL;
  const CdlRules *rules;

  cdl_test_set (&setup->name, "short one");
  setup->side = CDL_SIDE_SHORT;
  cdl_test_set (&setup->expires, "2 * n");
  setup = cdl_test_setup (strategy);
  cdl_test_set (&setup->pattern, "doji");
  setup = cdl_test_setup (strategy);
  cdl_test_set (&setup->pattern, "doji");
  cdl_test_set (&setup->max_pending, "n - 1");
  strategy->keep_pending = TRUE;
  strategy->compound = FALSE;
  strategy->money_mode = CDL_MONEY_RISK;
  cdl_test_set (&strategy->money_amount, "n / 2");
  cdl_test_set (&strategy->filter[CDL_FILTER_MIN_GAIN], "n / 10");
  program = cdl_test_program (strategy);
  rules = cdl_program_rules (program);

  g_assert_cmpuint (cdl_program_n_setups (program), ==, 3);
  g_assert_cmpstr (cdl_program_setup (program, 0)->name, ==, "short one");
  g_assert_cmpint (cdl_program_setup (program, 0)->side, ==, CDL_SIDE_SHORT);
  g_assert_cmpint (cdl_program_setup (program, 0)->entry_type, ==, CDL_ENTRY_MARKET);
  g_assert_false (cdl_program_setup (program, 0)->has_pattern);
  g_assert_cmpuint (cdl_program_setup (program, 0)->expires, ==, 6);
  g_assert_cmpuint (cdl_program_setup (program, 0)->max_pending, ==, 1);
  g_assert_true (cdl_program_setup (program, 1)->has_pattern);
  g_assert_cmpuint (cdl_program_setup (program, 1)->expires, ==, 0);
  g_assert_cmpuint (cdl_program_setup (program, 1)->max_pending, ==, 0);
  g_assert_cmpuint (cdl_program_setup (program, 2)->max_pending, ==, 2);
  g_assert_true (rules->keep_pending);
  g_assert_false (rules->compound);
  g_assert_cmpint (rules->money_mode, ==, CDL_MONEY_RISK);
  g_assert_cmpfloat (rules->money_amount, ==, 1.5);
  g_assert_true (isnan (rules->money_max_leverage));
  g_assert_cmpfloat (rules->filter[CDL_FILTER_MIN_GAIN], ==, 0.3);
  g_assert_cmpfloat (rules->filter[CDL_FILTER_MAX_OPEN_TRADES], ==, 1);
  g_assert_true (isnan (rules->filter[CDL_FILTER_MAX_GAIN]));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/detector/levels", test_levels);
  g_test_add_func ("/detector/no-tick", test_no_tick);
  g_test_add_func ("/detector/triggers", test_triggers);
  g_test_add_func ("/detector/patterns", test_patterns);
  g_test_add_func ("/detector/chunks", test_chunks);
  g_test_add_func ("/detector/rules", test_rules);

  return g_test_run ();
}
