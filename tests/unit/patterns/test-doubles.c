#include "cdl-test-pattern.h"

#define NOTHING CDL_TEST_NOTHING

static void
test_double_bottom (void)
{
  static const CdlPatternCase cases[] = {
    { "plain", "strength=1", "10 8 9 8 10", 0, { 9, 8, 1 } },
    { "strength 2", "strength=2", "10 9 8 9 9 9 8 9 10", 0, { 9, 8, 1 } },
    { "left klines missing", "strength=2", "9 8 9 9 9 8 9 10", NOTHING },
    { "first kline is no pivot", "strength=1", "8 9 8 10", NOTHING },
    { "too early", "strength=3", "10", NOTHING },
    { "emitted once", "strength=1", "10 8 9 8 10 11", NOTHING },
    { "an equal low after is allowed", "strength=1", "10 8 9 8 8", 0, { 9, 8, 1 } },
    { "an equal low before is not", "strength=1", "8 8 9 8 10", NOTHING },
    { "an equal low between is not below", "strength=1", "10 8 8 9 8 10", 0, { 9, 8, 1 } },
    { "a lower low between", "strength=1", "10 8 9 7 9 8 10", NOTHING },
    { "a lower low within tolerance",
      "strength=1 tolerance=20",
      "10 8 9 7 9 8 10",
      2,
      { 9, 7, 2 } },
    { "nearest first", "strength=1", "10 8 9 8 9 8 10", 2, { 9, 8, 1 } },
    { "unequal one skipped", "strength=1", "10 8 9 8.5 9 8 10", 0, { 9, 8, 1 } },
    { "tolerance included", "strength=1", "210 201 205 200 210", 0, { 205, 200, 5 } },
    { "beyond tolerance", "strength=1", "210 201.5 205 200 210", NOTHING },
    { "% of the smaller", "strength=1 tolerance=0.4976", "210 201 205 200 210", NOTHING },
    { "max_klines included", "strength=1 max_klines=4", "10 8 9 9 9 8 10", 0, { 9, 8, 1 } },
    { "beyond max_klines", "strength=1 max_klines=3", "10 8 9 9 9 8 10", NOTHING },
    { "min_gap included", "strength=1 min_gap=10", "10 8 9 8 10", 0, { 9, 8, 1 } },
    { "below min_gap", "strength=1 min_gap=10.1", "10 8 9 8 10", NOTHING },
    { "strictly between", "strength=1", "10 12/8/8 9 12/8/8 10", 0, { 9, 8, 1 } },
  };

  cdl_test_pattern_cases ("double_bottom", cases, G_N_ELEMENTS (cases));
}

static void
test_double_top (void)
{
  static const CdlPatternCase cases[] = {
    { "plain", "strength=1", "10 12 11 12 10", 0, { 11, 12, 1 } },
    { "an equal high after is allowed", "strength=1", "10 12 11 12 12", 0, { 11, 12, 1 } },
    { "an equal high before is not", "strength=1", "12 12 11 12 10", NOTHING },
    { "a higher high between", "strength=1", "10 12 11 13 11 12 10", NOTHING },
    { "nearest first", "strength=1", "10 12 11 12 11 12 10", 2, { 11, 12, 1 } },
    { "tolerance, top is the higher", "strength=1", "190 200 195 201 190", 0, { 195, 201, 6 } },
    { "% of the larger", "strength=1 tolerance=0.4976", "190 200 195 201 190", 0, { 195, 201, 6 } },
    { "beyond tolerance", "strength=1 tolerance=0.4975", "190 200 195 201 190", NOTHING },
    { "max_klines included", "strength=1 max_klines=2", "10 12 11 12 10", 0, { 11, 12, 1 } },
    { "beyond max_klines", "strength=1 max_klines=1", "10 12 11 12 10", NOTHING },
    { "min_gap included", "strength=1 min_gap=10", "10 12 11 12 10", 0, { 11, 12, 1 } },
    { "below min_gap", "strength=1 min_gap=10.1", "10 12 11 12 10", NOTHING },
    { "a bottom is no top", "strength=1", "10 8 9 8 10", NOTHING },
  };

  cdl_test_pattern_cases ("double_top", cases, G_N_ELEMENTS (cases));
}

static void
test_triple_bottom (void)
{
  static const CdlPatternCase cases[] = {
    { "plain", "strength=1", "10 8 9 8 9.5 8 10", 0, { 9.5, 8, 1.5 } },
    { "neckline on the left", "strength=1", "10 8 9.5 8 9 8 10", 0, { 9.5, 8, 1.5 } },
    { "only two", "strength=1", "10 8 9 8 10", NOTHING },
    { "nearest three", "strength=1", "10 8 9 8 9 8 9 8 10", 2, { 9, 8, 1 } },
    { "of both", "strength=1", "210 202 205 201 205 200 210", NOTHING },
    { "of both, wider",
      "strength=1 tolerance=1",
      "210 202 205 201 205 200 210",
      0,
      { 205, 200, 5 } },
    { "a lower low between", "strength=1", "10 8 9 7 9 8 9 8 10", NOTHING },
    { "never going back", "strength=1", "210 200.4 205 200.2 205 202 205 201 210", NOTHING },
    { "max_klines included", "strength=1 max_klines=4", "10 8 9 8 9 8 10", 0, { 9, 8, 1 } },
    { "beyond max_klines", "strength=1 max_klines=3", "10 8 9 8 9 8 10", NOTHING },
    { "min_gap included", "strength=1 min_gap=10", "10 8 9 8 9 8 10", 0, { 9, 8, 1 } },
    { "below min_gap", "strength=1 min_gap=10.1", "10 8 9 8 9 8 10", NOTHING },
  };

  cdl_test_pattern_cases ("triple_bottom", cases, G_N_ELEMENTS (cases));
}

static void
test_triple_top (void)
{
  static const CdlPatternCase cases[] = {
    { "plain", "strength=1", "10 12 11 12 10.5 12 10", 0, { 10.5, 12, 1.5 } },
    { "only two", "strength=1", "10 12 11 12 10", NOTHING },
    { "of both", "strength=1", "190 202 195 201 195 200 190", NOTHING },
    { "of both, wider",
      "strength=1 tolerance=1",
      "190 202 195 201 195 200 190",
      0,
      { 195, 202, 7 } },
    { "a higher high between", "strength=1", "10 12 11 13 11 12 11 12 10", NOTHING },
    { "max_klines included", "strength=1 max_klines=4", "10 12 11 12 11 12 10", 0, { 11, 12, 1 } },
    { "beyond max_klines", "strength=1 max_klines=3", "10 12 11 12 11 12 10", NOTHING },
  };

  cdl_test_pattern_cases ("triple_top", cases, G_N_ELEMENTS (cases));
}

static void
test_inverse_head_and_shoulders (void)
{
  static const CdlPatternCase cases[] = {
    { "plain", "strength=1", "12 10 11 8 11 10 12", 0, { 11, 8, 3 } },
    { "higher high on the right", "strength=1", "12 10 11 8 11.5 10 12", 0, { 11.5, 8, 3.5 } },
    { "higher high on the left", "strength=1", "12 10 11.5 8 11 10 12", 0, { 11.5, 8, 3.5 } },
    { "not the head's own high", "strength=1", "12 10 11 20/8/8 11 10 12", 0, { 11, 8, 3 } },
    { "depth included", "strength=1", "210 201 205 200 205 201 210", 0, { 205, 200, 5 } },
    { "head too shallow", "strength=1", "210 201 205 200.5 205 201 210", NOTHING },
    { "left shoulder too deep", "strength=1 tolerance=1", "200 190.5 195 190 195 191 200",
      NOTHING },
    { "shoulders within tolerance",
      "strength=1",
      "210 201 205 190 205 200 210",
      0,
      { 205, 190, 15 } },
    { "shoulders unequal", "strength=1", "210 201.5 205 190 205 200 210", NOTHING },
    { "shallow lows are skipped", "strength=1", "12 10 11 8 11 10 11 10 12", 0, { 11, 8, 3 } },
    { "unequal shoulders are skipped", "strength=1", "12 10 11 9 11 8 11 10 12", 0, { 11, 8, 3 } },
    { "nearest head, not deepest", "strength=1", "12 10 11 7 11 9 11 10 12", 0, { 11, 9, 2 } },
    { "max_klines included", "strength=1 max_klines=4", "12 10 11 8 11 10 12", 0, { 11, 8, 3 } },
    { "beyond max_klines", "strength=1 max_klines=3", "12 10 11 8 11 10 12", NOTHING },
    { "min_gap included", "strength=1 min_gap=25", "12 10 11 8 11 10 12", 0, { 11, 8, 3 } },
    { "below min_gap", "strength=1 min_gap=25.1", "12 10 11 8 11 10 12", NOTHING },
  };

  cdl_test_pattern_cases ("inverse_head_and_shoulders", cases, G_N_ELEMENTS (cases));
}

static void
test_head_and_shoulders (void)
{
  static const CdlPatternCase cases[] = {
    { "plain", "strength=1", "10 12 11 14 11 12 10", 0, { 11, 14, 3 } },
    { "lower low on the left", "strength=1", "10 12 10.5 14 11 12 10", 0, { 10.5, 14, 3.5 } },
    { "lower low on the right", "strength=1", "10 12 11 14 10.5 12 10", 0, { 10.5, 14, 3.5 } },
    { "depth, % of the head", "strength=1", "190 199 195 200 195 199 190", 0, { 195, 200, 5 } },
    { "head too low", "strength=1", "190 199.1 195 200 195 199.1 190", NOTHING },
    { "shoulders unequal", "strength=1 tolerance=0.4", "190 199 195 210 195 200 190", NOTHING },
    { "max_klines included", "strength=1 max_klines=4", "10 12 11 14 11 12 10", 0, { 11, 14, 3 } },
    { "beyond max_klines", "strength=1 max_klines=3", "10 12 11 14 11 12 10", NOTHING },
  };

  cdl_test_pattern_cases ("head_and_shoulders", cases, G_N_ELEMENTS (cases));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pattern/double-bottom", test_double_bottom);
  g_test_add_func ("/pattern/double-top", test_double_top);
  g_test_add_func ("/pattern/triple-bottom", test_triple_bottom);
  g_test_add_func ("/pattern/triple-top", test_triple_top);
  g_test_add_func ("/pattern/inverse-head-and-shoulders", test_inverse_head_and_shoulders);
  g_test_add_func ("/pattern/head-and-shoulders", test_head_and_shoulders);

  return g_test_run ();
}
