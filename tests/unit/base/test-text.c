#include "cdl-text.h"

#include "cdl-number.h"

static void
test_short_number (void)
{
  static const struct
  {
    double value;
    const char *text;
  } rows[] = {
    { 0.0, "0" },        { 0.5, "0.5" },       { 0.00123, "0.0012" }, { 9.996, "10" },
    { 12.34, "12.3" },   { 99.96, "100" },     { 950.4, "950" },      { 999.6, "1K" },
    { 1534.0, "1.53K" }, { -25000.0, "-25K" }, { 12.34e6, "12.3M" },  { 2.1e9, "2.1B" },
    { 7e12, "7T" },      { 7e15, "7,000T" },   { CDL_NAN, "–" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = cdl_text_short_number (rows[i].value);

      g_assert_cmpstr (text, ==, rows[i].text);
    }
}

static void
test_number (void)
{
  g_autofree char *grouped = cdl_text_number (1234567.891, 2);
  g_autofree char *nothing = cdl_text_number (-0.001, 2);
  g_autofree char *gain = cdl_text_signed (1234.5, 1);
  g_autofree char *loss = cdl_text_signed (-1.0, 0);

  g_assert_cmpstr (grouped, ==, "1,234,567.89");
  g_assert_cmpstr (nothing, ==, "0.00");
  g_assert_cmpstr (gain, ==, "+1,234.5");
  g_assert_cmpstr (loss, ==, "-1");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/text/number", test_number);
  g_test_add_func ("/text/short-number", test_short_number);

  return g_test_run ();
}
