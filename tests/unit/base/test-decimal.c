#include "cdl-decimal.h"

#include "cdl-number.h"
#include "cdl-random.h"

#include <math.h>

static void
test_parse (void)
{
  static const struct
  {
    const char *text;
    CdlDecimal decimal;
    const char *written;
  } rows[] = {
    { "0.010", { 1, 2 }, "0.01" },
    { "-3", { -3, 0 }, "-3" },
    { "1e-5", { 1, 5 }, "0.00001" },
    { "100", { 100, 0 }, "100" },
    { "1e2", { 100, 0 }, "100" },
    { "100.00", { 100, 0 }, "100" },
    { "1.50e1", { 15, 0 }, "15" },
    { "-0.00", { 0, 0 }, "0" },
    { "0e30", { 0, 0 }, "0" },
    { "12.500", { 125, 1 }, "12.5" },
    { "100e-1", { 10, 0 }, "10" },
    { "0.000000000000000001", { 1, 18 }, "0.000000000000000001" },
    { "9223372036854775807", { G_MAXINT64, 0 }, "9223372036854775807" },
    { "+7.25", { 725, 2 }, "7.25" },
  };
  static const char *const bad[]
      = { "",      "x",   "1.2.3", "0.0000000000000000001", "92233720368547758070", "1e19", "1e41",
          "1e-19", "nan", " 1" };
  CdlDecimal decimal = { 5, 1 };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (cdl_decimal_parse (bad[i], &decimal));
  g_assert_cmpint (decimal.mantissa, ==, 5);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *written = NULL;

      g_assert_true (cdl_decimal_parse (rows[i].text, &decimal));
      g_assert_cmpint (decimal.mantissa, ==, rows[i].decimal.mantissa);
      g_assert_cmpint (decimal.scale, ==, rows[i].decimal.scale);
      written = cdl_decimal_format (decimal);
      g_assert_cmpstr (written, ==, rows[i].written);
    }
}

static void
test_from_double (void)
{
  CdlDecimal decimal;

  g_assert_true (cdl_decimal_from_double (0.0105, &decimal));
  g_assert_cmpint (decimal.mantissa, ==, 105);
  g_assert_cmpint (decimal.scale, ==, 4);
  g_assert_false (cdl_decimal_from_double (NAN, &decimal));
  g_assert_false (cdl_decimal_from_double (INFINITY, &decimal));
  g_assert_false (cdl_decimal_from_double (1e300, &decimal));
  g_assert_false (cdl_decimal_from_double (1e-300, &decimal));

  g_assert_cmpint (cdl_double_decimals (0.0105), ==, 4);
  g_assert_cmpint (cdl_double_decimals (100.0), ==, 0);
  g_assert_cmpint (cdl_double_decimals (1e-8), ==, 8);
  g_assert_cmpint (cdl_double_decimals (1e-30), ==, 18);
  g_assert_false (cdl_decimal_is_set (CDL_DECIMAL_NONE));
}

/* The values of a sweep are the doubles that their decimal texts name. */
static void
test_sweep (void)
{
  CdlDecimal min, max, step;

  g_assert_true (cdl_decimal_parse ("0", &min));
  g_assert_true (cdl_decimal_parse ("3", &max));
  g_assert_true (cdl_decimal_parse ("0.1", &step));
  g_assert_cmpuint (cdl_decimal_sweep_count (min, max, step), ==, 31);
  for (guint i = 0; i <= 30; i++)
    {
      g_autofree char *text = g_strdup_printf ("%u.%u", i / 10, i % 10);

      g_assert_cmpfloat (cdl_decimal_sweep (min, step, i), ==, g_ascii_strtod (text, NULL));
    }
  g_assert_cmpfloat (cdl_decimal_sweep (min, step, 3), ==, 0.3);

  min = (CdlDecimal){ -G_MAXINT64, 0 };
  step = (CdlDecimal){ G_MAXINT64, 0 };
  g_assert_cmpfloat (cdl_decimal_sweep (min, step, 2), ==, (double) G_MAXINT64);
}

static void
test_sweep_count (void)
{
  static const struct
  {
    const char *min, *max, *step;
    guint64 count;
  } rows[] = {
    { "1", "4", "0.5", 7 },
    { "1", "4", "0.7", 5 },
    { "1", "1", "1", 1 },
    { "2", "1", "1", 0 },
    { "1", "2", "0", 0 },
    { "1", "2", "-1", 0 },
    { "-1.5", "1.5", "0.25", 13 },
    { "0.001", "1", "0.001", 1000 },
    { "0", "0.3", "0.1", 4 },
    { "-9223372036854775807", "9223372036854775807", "1", G_MAXUINT64 },
    { "0", "9223372036854775807", "0.000000000000000001", 0 }, /* does not fit */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      CdlDecimal min, max, step;

      g_assert_true (cdl_decimal_parse (rows[i].min, &min));
      g_assert_true (cdl_decimal_parse (rows[i].max, &max));
      g_assert_true (cdl_decimal_parse (rows[i].step, &step));
      g_assert_cmpuint (cdl_decimal_sweep_count (min, max, step), ==, rows[i].count);
    }
}

/* A rounded level is a multiple of the tick as its decimal text reads, never on the wrong side, and
 * less than a tick away; a price on the grid stays. */
static void
test_rounding (void)
{
  static const CdlDecimal ticks[]
      = { { 1, 2 }, { 1, 1 }, { 5, 1 }, { 25, 4 }, { 1, 8 }, { 1, 0 }, { 10, 0 }, { 5, 5 } };
  CdlRandom random;

  cdl_random_init (&random, 3);
  for (gsize t = 0; t < G_N_ELEMENTS (ticks); t++)
    for (int i = 0; i < 5000; i++)
      {
        CdlDecimal tick = ticks[t];
        gint64 count = 1 + (gint64) cdl_random_below (&random, 10000000);
        g_autofree char *text
            = cdl_decimal_format ((CdlDecimal){ count * tick.mantissa, tick.scale });
        double size = cdl_decimal_value (tick), level = g_ascii_strtod (text, NULL);
        double price = level + size * (0.001 + 0.998 * cdl_random_double (&random));
        double down = cdl_decimal_round_down (tick, price), up = cdl_decimal_round_up (tick, price);

        g_assert_cmpfloat (cdl_decimal_round_up (tick, level), ==, level);
        g_assert_cmpfloat (cdl_decimal_round_down (tick, level), ==, level);
        g_assert_cmpfloat (cdl_decimal_round_up (tick, level * (1.0 + 1e-15)), ==, level);
        g_assert_cmpfloat (cdl_decimal_round_down (tick, level * (1.0 - 1e-15)), ==, level);
        g_assert_cmpfloat (down, ==, level);
        g_assert_cmpfloat (up, ==, (double) ((count + 1) * tick.mantissa) / pow (10.0, tick.scale));
      }
}

static void
test_rounding_edges (void)
{
  CdlDecimal tick = { 1, 2 };

  g_assert_true (isnan (cdl_decimal_round_up (tick, NAN)));
  g_assert_cmpfloat (cdl_decimal_round_down (tick, INFINITY), ==, INFINITY);
  g_assert_cmpfloat (cdl_decimal_round_up (CDL_DECIMAL_NONE, 1.2345), ==, 1.2345);
  g_assert_cmpfloat (cdl_decimal_round_up (tick, 1.2300002), ==, 1.24);
  g_assert_cmpfloat (cdl_decimal_round_up (tick, 1.230000001), ==,
                     1.23); /* within 1e-6 of a tick */
  g_assert_cmpfloat (cdl_decimal_round_down (tick, 0.004), ==, 0.0);
  g_assert_cmpfloat (cdl_decimal_round_up (tick, -1.234), ==, -1.23);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/decimal/parse", test_parse);
  g_test_add_func ("/decimal/from-double", test_from_double);
  g_test_add_func ("/decimal/sweep", test_sweep);
  g_test_add_func ("/decimal/sweep-count", test_sweep_count);
  g_test_add_func ("/decimal/rounding", test_rounding);
  g_test_add_func ("/decimal/rounding-edges", test_rounding_edges);

  return g_test_run ();
}
