#include "cdl-fuzz.h"

#include "cdl-decimal.h"
#include "cdl-number.h"

static const CdlFuzzSeed seeds[] = {
  CDL_FUZZ_SEED ("0.010"),
  CDL_FUZZ_SEED ("-3"),
  CDL_FUZZ_SEED ("1e-5"),
  CDL_FUZZ_SEED ("12.5E+3"),
  CDL_FUZZ_SEED ("9223372036854775807"),
  CDL_FUZZ_SEED ("0.000000000000000001"),
  CDL_FUZZ_SEED ("123456.78900000"),
  CDL_FUZZ_SEED ("-0.0e18"),
};

/* A decimal is the number that the text names, and its own text names it again. */
static int
fuzz_decimal (const guint8 *data, gsize size)
{
  g_autofree char *text = cdl_fuzz_text (data, size);
  g_autofree char *written = NULL;
  CdlDecimal decimal, again;
  double value;

  if (!cdl_decimal_parse (text, &decimal))
    return 0;

  g_assert_cmpint (decimal.scale, >=, 0);
  g_assert_cmpint (decimal.scale, <=, 18);
  g_assert_true (decimal.scale == 0 || decimal.mantissa % 10 != 0);
  g_assert_true (cdl_number_parse (text, &value));
  /* Beyond 53 bits the mantissa is rounded before it is divided. */
  g_assert_cmpfloat (ABS (cdl_decimal_value (decimal) - value), <=, ABS (value) * 0x1p-51);
  if (ABS (decimal.mantissa) < G_GINT64_CONSTANT (1) << 53)
    g_assert_cmpfloat (cdl_decimal_value (decimal), ==, value);

  written = cdl_decimal_format (decimal);
  g_assert_true (cdl_decimal_parse (written, &again));
  g_assert_cmpint (again.mantissa, ==, decimal.mantissa);
  g_assert_cmpint (again.scale, ==, decimal.scale);

  return 0;
}

CDL_FUZZ_TARGET ("decimal", fuzz_decimal, seeds);
