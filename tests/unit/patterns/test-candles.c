#include "cdl-test-pattern.h"

#define NOTHING CDL_TEST_NOTHING

static void
test_one (void)
{
  static const CdlPatternCase hammer[] = {
    { "plain", "", "10,11.4,7,11", 0, { 11.4, 7 } },
    { "red body", "", "11,11,8,10", 0, { 11, 8 } },
    { "shadow included", "", "10,11,8,11", 0, { 11, 8 } },
    { "shadow too short", "", "10,11,8.1,11", NOTHING },
    { "shadow asked for", "shadow=1", "10,11,9,11", 0, { 11, 9 } },
    { "nose included", "nose=25", "10,12,8,11", 0, { 12, 8 } },
    { "nose too long", "nose=24", "10,12,8,11", NOTHING },
    { "no range", "", "10,10,10,10", NOTHING },
    { "min_gap included", "min_gap=30", "10,10,7,10", 0, { 10, 7 } },
    { "below min_gap", "min_gap=31", "10,10,7,10", NOTHING },
  };
  static const CdlPatternCase shooting_star[] = {
    { "plain", "", "11,14,9.6,10", 0, { 14, 9.6 } },
    { "shadow included", "", "10,13,10,11", 0, { 13, 10 } },
    { "shadow too short", "", "10,12.9,10,11", NOTHING },
    { "nose included", "nose=25", "11,13,9,10", 0, { 13, 9 } },
    { "nose too long", "nose=24", "11,13,9,10", NOTHING },
    { "a hammer", "", "10,11,7,11", NOTHING },
  };
  static const CdlPatternCase doji[] = {
    { "no body", "", "10,11,9,10", 0, { 11, 9 } },
    { "body included", "body=25", "10,12,8,11", 0, { 12, 8 } },
    { "body too long", "body=24", "10,12,8,11", NOTHING },
    { "red body too long", "body=24", "11,12,8,10", NOTHING },
    { "no range", "", "10,10,10,10", NOTHING },
  };
  static const CdlPatternCase pin_bar[] = {
    { "bullish", "", "10,11,7,11", 0, { 11, 7 } },
    { "bearish, not asked for", "", "11,14,10,10", NOTHING },
    { "bearish", "side=-1", "11,14,10,10", 0, { 14, 10 } },
    { "bullish, not asked for", "side=-1", "10,11,7,11", NOTHING },
    { "either, bullish", "side=0", "10,11,7,11", 0, { 11, 7 } },
    { "either, bearish", "side=0", "11,14,10,10", 0, { 14, 10 } },
    { "shadow included", "shadow=75", "10,11,7,11", 0, { 11, 7 } },
    { "shadow too short", "shadow=76", "10,11,7,11", NOTHING },
    { "body included", "body=25", "10,11,7,11", 0, { 11, 7 } },
    { "body too long", "body=24", "10,11,7,11", NOTHING },
    { "no range", "side=0", "10,10,10,10", NOTHING },
  };

  cdl_test_pattern_cases ("hammer", hammer, G_N_ELEMENTS (hammer));
  cdl_test_pattern_cases ("shooting_star", shooting_star, G_N_ELEMENTS (shooting_star));
  cdl_test_pattern_cases ("doji", doji, G_N_ELEMENTS (doji));
  cdl_test_pattern_cases ("pin_bar", pin_bar, G_N_ELEMENTS (pin_bar));
}

static void
test_two (void)
{
  static const CdlPatternCase engulfing[] = {
    { "bullish", "", "11,12,9,10 9.5,12.5,9.2,12", 0, { 12.5, 9 } },
    { "alone", "", "9.5,12.5,9.2,12", NOTHING },
    { "opens at the close before", "", "11,11,10,10 10,12,10,12", 0, { 12, 10 } },
    { "equal bodies", "", "11,11,10,10 10,11,10,11", NOTHING },
    { "does not reach the open before", "", "11,11,10,10 9,10.9,9,10.9", NOTHING },
    { "opens inside", "", "11,11,10,10 10.1,12,10.1,12", NOTHING },
    { "same colours", "", "10,11,10,11 10,12,10,12", NOTHING },
    { "no body before", "", "10,11,10,10 9,12,9,12", NOTHING },
    { "ratio not included", "ratio=2", "11,11,10,10 10,12,10,12", NOTHING },
    { "ratio", "ratio=1.9", "11,11,10,10 10,12,10,12", 0, { 12, 10 } },
    { "bearish, not asked for", "", "10,11,10,11 12,12,9,9", NOTHING },
    { "bearish", "side=-1", "10,11,10,11 12,12,9,9", 0, { 12, 9 } },
    { "bullish, not asked for", "side=-1", "11,11,10,10 10,12,10,12", NOTHING },
    { "either", "side=0", "10,11,10,11 12,12,9,9", 0, { 12, 9 } },
  };
  static const CdlPatternCase inside_bar[] = {
    { "plain", "", "10,12,8,11 10,11,9,10", 0, { 12, 8 } },
    { "alone", "", "10,11,9,10", NOTHING },
    { "equal high", "", "10,12,8,11 10,12,9,10", NOTHING },
    { "equal low", "", "10,12,8,11 10,11,8,10", NOTHING },
    { "rises", "side=1", "10,12,8,11 10,11,9,10.5", 0, { 12, 8 } },
    { "does not rise", "side=1", "10,12,8,11 10,11,9,10", NOTHING },
    { "falls", "side=-1", "10,12,8,11 10,11,9,9.5", 0, { 12, 8 } },
    { "does not fall", "side=-1", "10,12,8,11 10,11,9,10", NOTHING },
  };
  static const CdlPatternCase outside_bar[] = {
    { "plain", "", "10,11,9,10 10,12,8,11", 0, { 12, 8 } },
    { "equal high", "", "10,12,9,10 10,12,8,11", NOTHING },
    { "equal low", "", "10,11,8,10 10,12,8,11", NOTHING },
    { "does not fall", "side=-1", "10,11,9,10 10,12,8,11", NOTHING },
    { "falls", "side=-1", "10,11,9,10 10,12,8,9", 0, { 12, 8 } },
  };

  cdl_test_pattern_cases ("engulfing", engulfing, G_N_ELEMENTS (engulfing));
  cdl_test_pattern_cases ("inside_bar", inside_bar, G_N_ELEMENTS (inside_bar));
  cdl_test_pattern_cases ("outside_bar", outside_bar, G_N_ELEMENTS (outside_bar));
}

static void
test_three (void)
{
  static const CdlPatternCase morning_star[] = {
    { "plain", "", "14,14,10,10 10,10.5,9,9.5 9.5,13,9.5,13", 0, { 14, 9 } },
    { "two klines", "", "10,10.5,9,9.5 9.5,13,9.5,13", NOTHING },
    { "back included", "", "14,14,10,10 10,10,9,9.5 9.5,12,9.5,12", 0, { 14, 9 } },
    { "takes too little back", "", "14,14,10,10 10,10,9,9.5 9.5,11.9,9.5,11.9", NOTHING },
    { "star included", "star=25", "14,14,10,10 10,10,9,9 9,13,9,13", 0, { 14, 9 } },
    { "star too large", "star=24", "14,14,10,10 10,10,9,9 9,13,9,13", NOTHING },
    { "body included", "body=40", "14,17,7,10 10,10,9,9.5 9.5,13,9.5,13", 0, { 17, 7 } },
    { "body too small", "body=41", "14,17,7,10 10,10,9,9.5 9.5,13,9.5,13", NOTHING },
    { "no fall before", "", "10,14,10,14 10,10.5,9,9.5 9.5,13,9.5,13", NOTHING },
    { "no rise after", "", "14,14,10,10 10,10,9,9.5 13,13,12,12.5", NOTHING },
  };
  static const CdlPatternCase evening_star[] = {
    { "plain", "", "10,14,10,14 14,15,14,14.5 14.5,14.5,11,11", 0, { 15, 10 } },
    { "back included", "", "10,14,10,14 14,15,14,14.5 14.5,14.5,12,12", 0, { 15, 10 } },
    { "takes too little back", "", "10,14,10,14 14,15,14,14.5 14.5,14.5,12,12.1", NOTHING },
    { "star too large", "star=24", "10,14,10,14 14,15,14,15 14.5,14.5,11,11", NOTHING },
    { "a morning star", "", "14,14,10,10 10,10.5,9,9.5 9.5,13,9.5,13", NOTHING },
  };
  static const CdlPatternCase soldiers[] = {
    { "plain", "", "10,12,10,12 11,13,11,13 12,14,12,14", 0, { 14, 10 } },
    { "opens at the close before", "", "10,11,10,11 11,12,11,12 12,13,12,13", 0, { 13, 10 } },
    { "opens at the open before", "", "10,11,10,11 10,12,10,12 10,13,10,13", 0, { 13, 10 } },
    { "opens above the body", "", "10,11,10,11 11.1,12,11,12 12,13,12,13", NOTHING },
    { "opens below the body", "", "10,11,10,11 9.9,12,9.9,12 12,13,12,13", NOTHING },
    { "closes no higher", "", "10,12,10,12 11,12,11,12 12,13,12,13", NOTHING },
    { "two", "", "11,13,11,13 12,14,12,14", NOTHING },
    { "one falls", "", "10,12,10,12 12,12,11,11 12,14,12,14", NOTHING },
    { "body included", "body=50", "10,12,8,12 11,13,11,13 12,14,12,14", 0, { 14, 8 } },
    { "body too small", "body=51", "10,12,8,12 11,13,11,13 12,14,12,14", NOTHING },
    { "shadow included", "shadow=20", "10,14.5,9.5,13.5 11,14,11,14 12,15,12,15", 0, { 15, 9.5 } },
    { "shadow too long", "shadow=19", "10,14.5,9.5,13.5 11,14,11,14 12,15,12,15", NOTHING },
  };
  static const CdlPatternCase crows[] = {
    { "plain", "", "14,14,12,12 13,13,11,11 12,12,10,10", 0, { 14, 10 } },
    { "opens below the body", "", "14,14,12,12 11.9,12,11,11 11.5,12,10,10", NOTHING },
    { "closes no lower", "", "14,14,12,12 13,13,12,12 12,12,10,10", NOTHING },
    { "soldiers", "", "10,12,10,12 11,13,11,13 12,14,12,14", NOTHING },
    { "shadow too long", "shadow=19", "14,14.5,9.5,10.5 13,13,10,10 12,12,9,9", NOTHING },
    { "shadow included", "shadow=20", "14,14.5,9.5,10.5 13,13,10,10 12,12,9,9", 0, { 14.5, 9 } },
  };

  cdl_test_pattern_cases ("morning_star", morning_star, G_N_ELEMENTS (morning_star));
  cdl_test_pattern_cases ("evening_star", evening_star, G_N_ELEMENTS (evening_star));
  cdl_test_pattern_cases ("three_white_soldiers", soldiers, G_N_ELEMENTS (soldiers));
  cdl_test_pattern_cases ("three_black_crows", crows, G_N_ELEMENTS (crows));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pattern/candles/one", test_one);
  g_test_add_func ("/pattern/candles/two", test_two);
  g_test_add_func ("/pattern/candles/three", test_three);

  return g_test_run ();
}
