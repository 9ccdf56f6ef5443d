#include "cdl-test-pattern.h"

#define NOTHING CDL_TEST_NOTHING

static void
test_support (void)
{
  static const CdlPatternCase cases[] = {
    { "mean of the lows", "strength=1 touches=2", "10 8 9 8.02 10", 0, { 8.01, 2 } },
    { "three", "strength=1", "10 8 9 8 9 8 10", 0, { 8, 3 } },
    { "two of three", "strength=1", "10 8 9 8 10", NOTHING },
    { "one is enough if asked", "strength=1 touches=1", "10 8 9", 0, { 8, 1 } },
    { "nearest three of four", "strength=1", "10 8 9 8.03 9 8.02 9 8.01 10", 2, { 8.02, 3 } },
    { "others are skipped", "strength=1 touches=2", "10 8 9 7 9 8 10", 0, { 8, 2 } },
    { "tolerance of the latest", "strength=1", "210 201 205 199 205 200 210", NOTHING },
    { "tolerance included", "strength=1", "210 201 205 200 205 200 210", 0, { 601.0 / 3.0, 3 } },
    { "max_klines included", "strength=1 max_klines=4", "10 8 9 8 9 8 10", 0, { 8, 3 } },
    { "beyond max_klines", "strength=1 max_klines=3", "10 8 9 8 9 8 10", NOTHING },
    { "min_gap included", "strength=1 min_gap=20", "10 8 9 8 9 8 10", 0, { 8, 3 } },
    { "below min_gap", "strength=1 min_gap=20.1", "10 8 9 8 9 8 10", NOTHING },
  };

  cdl_test_pattern_cases ("support", cases, G_N_ELEMENTS (cases));
}

static void
test_resistance (void)
{
  static const CdlPatternCase cases[] = {
    { "mean of the highs", "strength=1 touches=2", "10 12 11 12.02 10", 0, { 12.01, 2 } },
    { "two of three", "strength=1", "10 12 11 12 10", NOTHING },
    { "nearest three of four",
      "strength=1",
      "10 12 11 12.03 11 12.02 11 12.01 10",
      2,
      { 12.02, 3 } },
    { "% of the larger", "strength=1 touches=2", "190 200 195 201 190", 0, { 200.5, 2 } },
    { "beyond tolerance", "strength=1 touches=2 tolerance=0.497", "190 200 195 201 190", NOTHING },
  };

  cdl_test_pattern_cases ("resistance", cases, G_N_ELEMENTS (cases));
}

static void
test_swing (void)
{
  static const CdlPatternCase cases[] = {
    { "confirmed by a low", "strength=1", "10 12 11 13", 0, { 12, 11 } },
    { "confirmed by a high", "strength=1", "12 11 13 12", 0, { 13, 11 } },
    { "both in one kline", "strength=1", "12/10/11 13/9/11 12/10/11", 0, { 13, 9 } },
    { "no turn", "strength=1", "10 11 12 13", NOTHING },
    { "no high yet", "strength=1", "12 11 13", NOTHING },
    { "emitted once", "strength=1", "10 12 11 13 14", NOTHING },
    { "latest of several", "strength=1", "10 12 11 13 12 14", 2, { 13, 12 } },
    { "max_klines included", "strength=1 max_klines=2", "10 12 11.5 11 13", 0, { 12, 11 } },
    { "beyond max_klines", "strength=1 max_klines=1", "10 12 11.5 11 13", NOTHING },
    { "gap against the close", "strength=1 min_gap=8", "10 12 11 12.5", 0, { 12, 11 } },
    { "below min_gap", "strength=1 min_gap=8.1", "10 12 11 12.5", NOTHING },
  };

  cdl_test_pattern_cases ("swing", cases, G_N_ELEMENTS (cases));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pattern/support", test_support);
  g_test_add_func ("/pattern/resistance", test_resistance);
  g_test_add_func ("/pattern/swing", test_swing);

  return g_test_run ();
}
