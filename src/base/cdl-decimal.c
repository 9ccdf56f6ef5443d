#include "cdl-decimal.h"

#include <math.h>
#include <string.h>

#include "cdl-number.h"

#define MAX_SCALE 18

static double
power_of_ten (int n)
{
  double power = 1.0;

  for (int i = 0; i < n; i++)
    power *= 10.0; /* exact up to 10^22 */

  return power;
}

/* Appends a digit, unless the mantissa would overflow. */
static gboolean
push_digit (gint64 *mantissa, int digit)
{
  if (*mantissa > (G_MAXINT64 - digit) / 10)
    return FALSE;
  *mantissa = *mantissa * 10 + digit;

  return TRUE;
}

gboolean
cdl_decimal_parse (const char *text, CdlDecimal *decimal)
{
  gboolean negative = *text == '-', point = FALSE;
  gint64 mantissa = 0, exponent = 0;
  int scale = 0;
  double ignored;
  const char *c;

  if (!cdl_number_parse (text, &ignored))
    return FALSE;

  for (c = text; *c != '\0' && *c != 'e' && *c != 'E'; c++)
    {
      if (*c == '.')
        point = TRUE;
      if (!g_ascii_isdigit (*c))
        continue;
      if (point && strspn (c, "0") == strcspn (c, "eE"))
        continue; /* zeros to the end say nothing */
      if (!push_digit (&mantissa, *c - '0'))
        return FALSE;
      scale += point ? 1 : 0;
    }
  if (*c != '\0'
      && (!cdl_number_parse_int (c + 1 + (c[1] == '+' ? 1 : 0), &exponent) || ABS (exponent) > 40))
    return FALSE;

  scale -= (int) exponent;
  for (; scale < 0 && mantissa != 0; scale++)
    if (!push_digit (&mantissa, 0))
      return FALSE;
  for (; scale > 0 && mantissa % 10 == 0 && mantissa != 0; scale--)
    mantissa /= 10;
  if (mantissa == 0)
    scale = 0;
  if (scale > MAX_SCALE)
    return FALSE;

  *decimal = (CdlDecimal){ negative ? -mantissa : mantissa, scale };

  return TRUE;
}

gboolean
cdl_decimal_from_double (double value, CdlDecimal *decimal)
{
  char text[CDL_NUMBER_SIZE];

  return isfinite (value) && cdl_decimal_parse (cdl_number_format (value, text), decimal);
}

double
cdl_decimal_value (CdlDecimal decimal)
{
  return (double) decimal.mantissa / power_of_ten (decimal.scale);
}

char *
cdl_decimal_format (CdlDecimal decimal)
{
  char text[CDL_NUMBER_SIZE];
  guint64 magnitude = (guint64) ABS (decimal.mantissa);
  GString *out = g_string_new (NULL);

  g_snprintf (text, sizeof text, "%0*" G_GUINT64_FORMAT, decimal.scale + 1, magnitude);
  g_string_append (out, decimal.mantissa < 0 ? "-" : "");
  g_string_append_len (out, text, (gssize) strlen (text) - decimal.scale);
  if (decimal.scale > 0)
    g_string_append_printf (out, ".%s", text + strlen (text) - decimal.scale);

  return g_string_free (out, FALSE);
}

/* Both numbers in units of the finer one's last place, if they fit. */
static gboolean
align (CdlDecimal *a, CdlDecimal *b)
{
  CdlDecimal *coarse = a->scale < b->scale ? a : b;
  int scale = MAX (a->scale, b->scale);

  for (; coarse->scale < scale; coarse->scale++)
    {
      if (ABS (coarse->mantissa) > G_MAXINT64 / 10)
        return FALSE;
      coarse->mantissa *= 10;
    }

  return TRUE;
}

double
cdl_decimal_sweep (CdlDecimal min, CdlDecimal step, guint i)
{
  if (!align (&min, &step))
    return cdl_decimal_value (min) + (double) i * cdl_decimal_value (step);

  /* Unsigned: the product may pass the range that the sum keeps. */
  return cdl_decimal_value (
      (CdlDecimal){ (gint64) ((guint64) min.mantissa + i * (guint64) step.mantissa), min.scale });
}

guint64
cdl_decimal_sweep_count (CdlDecimal min, CdlDecimal max, CdlDecimal step)
{
  CdlDecimal other = step;

  if (!align (&min, &step) || !align (&max, &other) || !align (&min, &max) || !align (&min, &step)
      || !align (&max, &other) || step.mantissa <= 0 || max.mantissa < min.mantissa)
    return 0;

  return ((guint64) max.mantissa - (guint64) min.mantissa) / (guint64) step.mantissa + 1;
}

static double
round_to (CdlDecimal tick, double price, double (*direction) (double))
{
  double power, multiple, ticks, nearest;

  if (!cdl_decimal_is_set (tick) || !isfinite (price))
    return price;

  power = power_of_ten (tick.scale);
  multiple = (double) tick.mantissa;
  ticks = price * power / multiple;
  nearest = round (ticks);

  return (fabs (ticks - nearest) <= 1e-6 ? nearest : direction (ticks)) * multiple / power;
}

double
cdl_decimal_round_up (CdlDecimal tick, double price)
{
  return round_to (tick, price, ceil);
}

double
cdl_decimal_round_down (CdlDecimal tick, double price)
{
  return round_to (tick, price, floor);
}

int
cdl_double_decimals (double value)
{
  CdlDecimal decimal;

  return cdl_decimal_from_double (value, &decimal) ? decimal.scale : MAX_SCALE;
}
