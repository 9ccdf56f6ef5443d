#include "cdl-test-pattern.h"

#define NOTHING CDL_TEST_NOTHING

static void
test_rectangle (void)
{
  static const CdlPatternCase cases[] = {
    { "last pivot is a low", "strength=1", "11 12 10 12 10 11", 0, { 12, 10, 2 } },
    { "last pivot is a high", "strength=1", "11 10 12 10 12 11", 0, { 12, 10, 2 } },
    { "flat within tolerance", "strength=1", "195 200 190 201 190 195", 0, { 202, 190, 10 } },
    { "upper rises", "strength=1", "195 200 190 202 190 195", NOTHING },
    { "no pivot confirmed", "strength=1", "11 12 10 12 10 11 11.5", NOTHING },
    { "too few pivots", "strength=1", "12 10 12 10 11", NOTHING },
    { "last close just above", "strength=1", "11 12 10 12 10 12.06", 0, { 12, 10, 2 } },
    { "last close too far above", "strength=1", "11 12 10 12 10 12.07", NOTHING },
    { "last close just below", "strength=1", "11 10 12 10 12 9.96", 0, { 12, 10, 2 } },
    { "below, % of the smaller", "strength=1", "11 10 12 10 12 9.95", NOTHING },
    { "highs and lows may poke out", "strength=1", "11 12 10 12 10 15/10/11", 0, { 12, 10, 2 } },
    { "max_klines included", "strength=1 max_klines=3", "11 12 10 12 10 11", 0, { 12, 10, 2 } },
    { "beyond max_klines", "strength=1 max_klines=2", "11 12 10 12 10 11", NOTHING },
    { "min_gap included", "strength=1 min_gap=20", "9.5 12 10 12 10 10", 0, { 12, 10, 2 } },
    { "below min_gap", "strength=1 min_gap=20.1", "9.5 12 10 12 10 10", NOTHING },
  };

  cdl_test_pattern_cases ("rectangle", cases, G_N_ELEMENTS (cases));
}

static void
test_triangles (void)
{
  static const CdlPatternCase ascending[] = {
    { "plain", "strength=1", "8 12 9 12 10 11", 0, { 12, 10.5, 3.5 } },
    { "lower flat", "strength=1", "8 12 9 12 9.04 11", NOTHING },
    { "upper falls", "strength=1", "8 13 9 12 10 11", NOTHING },
    { "close breaks the lower line", "strength=1", "8 12 9 12 10 10.4", NOTHING },
  };
  static const CdlPatternCase descending[] = {
    { "plain", "strength=1", "12 8 11 8 10 9", 0, { 9.5, 8, 3.5 } },
    { "upper flat", "strength=1", "12 8 11 8 11 9", NOTHING },
    { "lower rises", "strength=1", "12 8 11 8.5 10 9", NOTHING },
  };
  static const CdlPatternCase symmetric[] = {
    { "plain", "strength=1", "8 13 9 12 10 11", 0, { 11, 10.5, 4.5 } },
    { "upper flat", "strength=1", "8 12 9 12 10 11", NOTHING },
    { "lower flat", "strength=1", "8 13 9 12 9 10", NOTHING },
    { "broadening", "strength=1", "10 12 9 13 8 10", NOTHING },
  };

  cdl_test_pattern_cases ("ascending_triangle", ascending, G_N_ELEMENTS (ascending));
  cdl_test_pattern_cases ("descending_triangle", descending, G_N_ELEMENTS (descending));
  cdl_test_pattern_cases ("symmetric_triangle", symmetric, G_N_ELEMENTS (symmetric));
}

static void
test_wedges (void)
{
  static const CdlPatternCase rising[] = {
    { "plain", "strength=1", "8 12 9 12.5 11 12", 0, { 13, 12, 4 } },
    { "parallel", "strength=1", "8 10 9 11 10 11", NOTHING },
    { "diverging", "strength=1", "8 10 9 12 10 11", NOTHING },
    { "falling", "strength=1", "16 12 15 11.5 13 12", NOTHING },
    { "lower flat", "strength=1", "8 12 9 12.5 9 10", NOTHING },
  };
  static const CdlPatternCase falling[] = {
    { "plain", "strength=1", "16 12 15 11.5 13 12", 0, { 12, 11, 4 } },
    { "parallel", "strength=1", "13 11 12 10 11 10", NOTHING },
    { "rising", "strength=1", "8 12 9 12.5 11 12", NOTHING },
  };

  cdl_test_pattern_cases ("rising_wedge", rising, G_N_ELEMENTS (rising));
  cdl_test_pattern_cases ("falling_wedge", falling, G_N_ELEMENTS (falling));
}

static void
test_channel (void)
{
  static const CdlPatternCase cases[] = {
    { "rising", "strength=1", "8 10 9 11 10 11", 0, { 12, 10.5, 1.5 } },
    { "falling", "strength=1", "13 11 12 10 11 10", 0, { 10.5, 9, 1.5 } },
    /* Upper 100 to 102, lower 90 to 92.25: the width shrinks by 0.5 in four klines. */
    { "width change included",
      "strength=1",
      "80 100 90 102 92.25 100",
      0,
      { 104, 93.375, 11.125 } },
    { "width change too large", "strength=1", "80 100 90 102 92.5 100", NOTHING },
    { "flat", "strength=1", "11 12 10 12 10 11", NOTHING },
    { "one rises, one falls", "strength=1", "8 13 9 12 10 11", NOTHING },
  };

  cdl_test_pattern_cases ("channel", cases, G_N_ELEMENTS (cases));
}

static void
test_flags (void)
{
  static const CdlPatternCase bull[] = {
    { "rectangle", "strength=1", "101 100 105 110 106 109 106 109 107", 0, { 10, 109, 106 } },
    { "channel", "strength=1", "101 100 105 110 107 109 106 108 106", 0, { 10, 107.5, 105 } },
    { "triangle", "strength=1", "101 100 105 110 106 109 107 108 107.5", NOTHING },
    { "retrace reached", "strength=1", "101 100 105 110 105 109 105 109 107", NOTHING },
    { "wider retrace",
      "strength=1 retrace=51",
      "101 100 105 110 105 109 105 109 107",
      0,
      { 10, 109, 105 } },
    { "retrace reached by the last low", "strength=1",
      "101 100 105 110 106 109 106 109 108/105/107", NOTHING },
    { "pole included",
      "strength=1 pole=10",
      "101 100 105 110 106 109 106 109 107",
      0,
      { 10, 109, 106 } },
    { "pole too short", "strength=1 pole=10.1", "101 100 105 110 106 109 106 109 107", NOTHING },
    { "foot further back",
      "strength=1 pole=10",
      "101 100 107 105 110 106 109 106 109 107",
      0,
      { 10, 109, 106 } },
    { "pole_klines included",
      "strength=1 pole_klines=2",
      "101 100 105 110 106 109 106 109 107",
      0,
      { 10, 109, 106 } },
    { "pole too slow", "strength=1 pole_klines=1", "101 100 105 110 106 109 106 109 107", NOTHING },
    { "max_klines included",
      "strength=1 max_klines=6",
      "101 100 105 110 106 109 106 109 107",
      0,
      { 10, 109, 106 } },
    { "beyond max_klines", "strength=1 max_klines=5", "101 100 105 110 106 109 106 109 107",
      NOTHING },
    { "min_gap is the pole's", "strength=1 min_gap=10", "101 100 105 110 106 109 106 109 107",
      NOTHING },
    { "min_gap included",
      "strength=1 min_gap=9.3",
      "101 100 105 110 106 109 106 109 107",
      0,
      { 10, 109, 106 } },
  };
  static const CdlPatternCase bear[] = {
    { "rectangle", "strength=1", "109 110 105 100 104 101 104 101 103", 0, { 10, 104, 101 } },
    { "% of the foot",
      "strength=1 pole=9.09",
      "109 110 105 100 104 101 104 101 103",
      0,
      { 10, 104, 101 } },
    { "pole too short", "strength=1 pole=9.1", "109 110 105 100 104 101 104 101 103", NOTHING },
    { "retrace reached", "strength=1", "109 110 105 100 105 101 105 101 103", NOTHING },
    { "a rise", "strength=1", "101 100 105 110 106 109 106 109 107", NOTHING },
  };

  cdl_test_pattern_cases ("bull_flag", bull, G_N_ELEMENTS (bull));
  cdl_test_pattern_cases ("bear_flag", bear, G_N_ELEMENTS (bear));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pattern/rectangle", test_rectangle);
  g_test_add_func ("/pattern/triangles", test_triangles);
  g_test_add_func ("/pattern/wedges", test_wedges);
  g_test_add_func ("/pattern/channel", test_channel);
  g_test_add_func ("/pattern/flags", test_flags);

  return g_test_run ();
}
