#include "cdl-number.h"

#include "cdl-random.h"

#include <locale.h>
#include <math.h>
#include <string.h>

static double
from_bits (guint64 bits)
{
  double value;

  memcpy (&value, &bits, sizeof value);

  return value;
}

/* RFC 8785, appendix B, and numbers that printers have got wrong. */
static void
test_ecmascript (void)
{
  static const struct
  {
    guint64 bits;
    const char *text;
  } rows[] = {
    { 0x0000000000000000, "0" },
    { 0x8000000000000000, "0" },
    { 0x0000000000000001, "5e-324" },
    { 0x8000000000000001, "-5e-324" },
    { 0x7fefffffffffffff, "1.7976931348623157e+308" },
    { 0xffefffffffffffff, "-1.7976931348623157e+308" },
    { 0x4340000000000000, "9007199254740992" },
    { 0xc340000000000000, "-9007199254740992" },
    { 0x4430000000000000, "295147905179352830000" },
    { 0x7fffffffffffffff, "null" },
    { 0x7ff0000000000000, "null" },
    { 0xfff0000000000000, "null" },
    { 0x44b52d02c7e14af5, "9.999999999999997e+22" },
    { 0x44b52d02c7e14af6, "1e+23" },
    { 0x44b52d02c7e14af7, "1.0000000000000001e+23" },
    { 0x444b1ae4d6e2ef4e, "999999999999999700000" },
    { 0x444b1ae4d6e2ef4f, "999999999999999900000" },
    { 0x444b1ae4d6e2ef50, "1e+21" },
    { 0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7" },
    { 0x3eb0c6f7a0b5ed8d, "0.000001" },
    { 0x41b3de4355555553, "333333333.3333332" },
    { 0x41b3de4355555554, "333333333.33333325" },
    { 0x41b3de4355555555, "333333333.3333333" },
    { 0x41b3de4355555556, "333333333.3333334" },
    { 0x41b3de4355555557, "333333333.33333343" },
    { 0xbecbf647612f3696, "-0.0000033333333333333333" },
    { 0x43143ff3c1cb0959, "1424953923781206.2" },
    { 0x0010000000000000, "2.2250738585072014e-308" },
    { 0x000fffffffffffff, "2.225073858507201e-308" },
    { 0x0060000000000000,
      "7.120236347223045e-307" }, /* a power of two: the nearest 16 digits fail */
    { 0x3d30000000000000, "5.684341886080802e-14" }, /* and here they do not */
  };
  char buffer[CDL_NUMBER_SIZE];

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpstr (cdl_number_format (from_bits (rows[i].bits), buffer), ==, rows[i].text);
}

/* What is printed reads back, fewer digits would not, and no other text of that length is nearer.
 */
static void
check_shortest (double value)
{
  char text[CDL_NUMBER_SIZE], other[CDL_NUMBER_SIZE], format[16];
  double again;
  gsize n = 0, zeros = 0;

  cdl_number_format (value, text);
  g_assert_true (cdl_number_parse (text, &again));
  g_assert_cmpfloat (again, ==, value);
  g_assert_cmpuint (strlen (text), <, CDL_NUMBER_SIZE);

  for (const char *c = text; *c != '\0' && *c != 'e'; c++)
    {
      if (!g_ascii_isdigit (*c) || (n == 0 && *c == '0'))
        continue;
      n++;
      zeros = *c == '0' ? zeros + 1 : 0;
    }
  n -= zeros;
  if (n > 1)
    {
      g_snprintf (format, sizeof format, "%%.%de", (int) n - 2);
      g_assert_cmpfloat (
          g_ascii_strtod (g_ascii_formatd (other, sizeof other, format, value), NULL), !=, value);
    }
  g_snprintf (format, sizeof format, "%%.%de", (int) n - 1);
  again = g_ascii_strtod (g_ascii_formatd (other, sizeof other, format, value), NULL);
  if (again == value) /* the nearest text of n digits is one that reads back: then it is ours */
    {
      g_autofree char *ours = g_strdup (text);

      g_ascii_formatd (text, sizeof text, format, g_ascii_strtod (ours, NULL));
      g_assert_cmpstr (text, ==, other);
    }
}

static void
test_shortest (void)
{
  CdlRandom random;

  cdl_random_init (&random, 20220615);
  for (int i = 0; i < 15000; i++)
    {
      double value = from_bits (cdl_random_next (&random));
      double price = (double) cdl_random_below (&random, G_GUINT64_CONSTANT (1) << 50)
                     / pow (10.0, (double) cdl_random_below (&random, 16));

      if (isfinite (value))
        check_shortest (value);
      check_shortest (from_bits (cdl_random_next (&random) >> 12)); /* subnormal */
      check_shortest (price);
      check_shortest (nextafter (price, INFINITY));
      check_shortest (cdl_random_normal (&random) * 1e4);
    }
  for (int e = -1074; e < 1024; e++)
    check_shortest (ldexp (1.0, e));
}

/* Prices come out as the exchange wrote them, without the zeros at the end. */
static void
test_decimals (void)
{
  CdlRandom random;

  cdl_random_init (&random, 1);
  for (int i = 0; i < 15000; i++)
    {
      char written[64], text[CDL_NUMBER_SIZE];
      guint64 whole = cdl_random_below (&random, 1000000);
      guint64 part = 1 + 10 * cdl_random_below (&random, 10000000);
      double value;

      g_snprintf (written, sizeof written, "%" G_GUINT64_FORMAT ".%08" G_GUINT64_FORMAT, whole,
                  part);
      g_assert_true (cdl_number_parse (written, &value));
      if (whole > 0)
        g_assert_cmpstr (cdl_number_format (value, text), ==, written);
    }
}

static void
test_parse (void)
{
  static const struct
  {
    const char *text;
    double value;
  } good[] = {
    { "0", 0 },           { "-0", 0 },      { "42283.58000000", 42283.58 },
    { "1e3", 1000 },      { "1E+3", 1000 }, { "+2.5", 2.5 },
    { "-2.5e-1", -0.25 }, { ".5", 0.5 },    { "5.", 5 },
    { "007", 7 },         { "1e-400", 0 },  { "0.1", 0.1 },
  };
  static const char *const bad[] = { "",
                                     " ",
                                     "1 ",
                                     " 1",
                                     "nan",
                                     "NaN",
                                     "inf",
                                     "Infinity",
                                     "0x10",
                                     "1e",
                                     "1e+",
                                     "e5",
                                     ".",
                                     "-",
                                     "--1",
                                     "1,5",
                                     "1_0",
                                     "1e400",
                                     "-1e400",
                                     "1.2.3",
                                     "1e5.5",
                                     "\xc2\xa0"
                                     "1" };
  double value = 77;

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_assert_true (cdl_number_parse (good[i].text, &value));
      g_assert_cmpfloat (value, ==, good[i].value);
    }
  value = 77;
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_assert_false (cdl_number_parse (bad[i], &value));
      g_assert_cmpfloat (value, ==, 77);
    }
}

static void
test_parse_int (void)
{
  static const char *const bad[]
      = { "", " 1", "1 ", "1.0", "1e3", "9223372036854775808", "-9223372036854775809", "0x1" };
  gint64 value = 77;

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (cdl_number_parse_int (bad[i], &value));
  g_assert_cmpint (value, ==, 77);
  g_assert_true (cdl_number_parse_int ("-9223372036854775808", &value));
  g_assert_cmpint (value, ==, G_MININT64);
  g_assert_true (cdl_number_parse_int ("9223372036854775807", &value));
  g_assert_cmpint (value, ==, G_MAXINT64);
}

/* A locale with a decimal comma changes nothing. Without one installed there is nothing to see. */
static void
test_locale (void)
{
  static const char *const locales[] = { "fr_FR.UTF-8", "de_DE.UTF-8", "fr_FR.utf8" };
  char text[CDL_NUMBER_SIZE];
  gboolean found = FALSE;
  double value;

  for (gsize i = 0; i < G_N_ELEMENTS (locales); i++)
    found = found || setlocale (LC_ALL, locales[i]) != NULL;
  if (!found)
    {
      g_test_skip ("no locale with a decimal comma is installed");
      return;
    }

  g_assert_cmpstr (cdl_number_format (1234.5, text), ==, "1234.5");
  g_assert_cmpstr (cdl_number_format (1.0 / 3.0, text), ==, "0.3333333333333333");
  g_assert_true (cdl_number_parse ("0.5", &value));
  g_assert_cmpfloat (value, ==, 0.5);
  g_assert_false (cdl_number_parse ("0,5", &value));
  setlocale (LC_ALL, "C");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/number/ecmascript", test_ecmascript);
  g_test_add_func ("/number/shortest", test_shortest);
  g_test_add_func ("/number/decimals", test_decimals);
  g_test_add_func ("/number/parse", test_parse);
  g_test_add_func ("/number/parse-int", test_parse_int);
  g_test_add_func ("/number/locale", test_locale);

  return g_test_run ();
}
