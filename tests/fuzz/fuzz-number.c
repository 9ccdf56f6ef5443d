#include "cdl-fuzz.h"

#include "cdl-number.h"

#include <math.h>
#include <string.h>

static const CdlFuzzSeed seeds[] = {
  CDL_FUZZ_SEED ("0"),
  CDL_FUZZ_SEED ("-0.5"),
  CDL_FUZZ_SEED ("42283.58000000"),
  CDL_FUZZ_SEED ("1.7976931348623157e308"),
  CDL_FUZZ_SEED ("5e-324"),
  CDL_FUZZ_SEED ("+12.e+3"),
  CDL_FUZZ_SEED ("-9223372036854775808"),
  CDL_FUZZ_SEED ("1655262000000"),
};

/* What is read is finite and survives being written; what is written has the form of JSON. */
static int
fuzz_number (const guint8 *data, gsize size)
{
  g_autofree char *text = cdl_fuzz_text (data, size);
  char written[CDL_NUMBER_SIZE];
  double value = 7.0, again;
  gint64 whole = 7;

  if (!cdl_number_parse (text, &value))
    g_assert_cmpfloat (value, ==, 7.0);
  else
    {
      g_assert_true (isfinite (value));
      g_assert_cmpuint (strlen (cdl_number_format (value, written)), <, CDL_NUMBER_SIZE);
      g_assert_true (cdl_number_parse (written, &again));
      g_assert_cmpfloat (again, ==, value);
      g_assert_null (strchr (written, 'E'));
      g_assert_true (g_ascii_isdigit (written[written[0] == '-' ? 1 : 0]));
    }
  if (!cdl_number_parse_int (text, &whole))
    g_assert_cmpint (whole, ==, 7);

  return 0;
}

CDL_FUZZ_TARGET ("number", fuzz_number, seeds);
