#include "cdl-diagnostics.h"

static void
test_format (void)
{
  g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();
  g_autofree char *text = NULL;

  cdl_diagnostics_add (diagnostics, TRUE, "$.setups[0].when", 1, 9, 6, "unknown name “closse”",
                       "did you mean “close”?");
  cdl_diagnostics_add (diagnostics, FALSE, "$.let.x", 0, 0, 0, "is never used", NULL);
  cdl_diagnostics_error (diagnostics, "$.interval", "write one of 1m, 1h", "“%s” is no interval",
                         "7m");

  g_assert_cmpuint (cdl_diagnostics_count (diagnostics), ==, 3);
  g_assert_cmpuint (cdl_diagnostics_errors (diagnostics), ==, 2);
  g_assert_cmpint (cdl_diagnostics_get (diagnostics, 0)->column, ==, 9);
  g_assert_cmpstr (cdl_diagnostics_get (diagnostics, 2)->message, ==, "“7m” is no interval");

  text = cdl_diagnostics_format (diagnostics);
  g_assert_cmpstr (text, ==,
                   "error: $.setups[0].when, line 1, column 9: unknown name “closse”; did you mean "
                   "“close”?\n"
                   "warning: $.let.x: is never used\n"
                   "error: $.interval: “7m” is no interval; write one of 1m, 1h\n");
}

static void
test_nearest_word (void)
{
  static const char *const names[]
      = { "close", "volume", "ema", "crossover", "donchian_upper", NULL };
  static const struct
  {
    const char *word, *nearest;
  } rows[] = {
    { "closse", "close" },
    { "cloze", "close" },
    { "Volume", "volume" },
    { "emma", "ema" },
    { "donchain_upper", "donchian_upper" },
    { "cross_over", "crossover" },
    { "supertrend", NULL },
    { "x", NULL },
    { "", NULL },
    { "clsxy", NULL },
    { "a_very_long_name_that_is_longer_than_any_word_that_a_person_would_type_by_hand", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpstr (cdl_nearest_word (rows[i].word, names), ==, rows[i].nearest);
  g_assert_null (cdl_nearest_word ("close", names + 5));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/diagnostics/format", test_format);
  g_test_add_func ("/diagnostics/nearest-word", test_nearest_word);

  return g_test_run ();
}
