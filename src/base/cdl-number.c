#include "cdl-number.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A number as digits x 10^exponent. */
typedef struct
{
  guint64 digits;
  int exponent;
} Decimal;

/* Finds the shortest digits if there are at most 15 of them, which prices and quantities have. Such
 * digits are the only ones of their length that read back to value, and value x 10^places is less
 * than half a unit away from them: the search cannot miss. value > 0, not above 2^53, so that the
 * two roundings stay that small. */
static gboolean
find_few_digits (double value, Decimal *decimal)
{
  double power = 1.0; /* exact up to 10^22 */

  for (int places = 0; places <= 22; places++, power *= 10.0)
    {
      double digits = round (value * power);

      if (digits >= 1e15)
        return FALSE;
      if (digits / power == value)
        {
          *decimal = (Decimal){ (guint64) digits, -places };
          return TRUE;
        }
    }

  return FALSE;
}

/* value rounded to precision digits. */
static Decimal
round_to_digits (double value, int precision)
{
  const char format[]
      = { '%', '.', (char) ('0' + (precision - 1) / 10), (char) ('0' + (precision - 1) % 10),
          'e', '\0' };
  Decimal decimal = { 0, 0 };
  char text[CDL_NUMBER_SIZE];
  const char *c;

  g_ascii_formatd (text, sizeof text, format, value);
  for (c = text; *c != 'e'; c++)
    if (*c != '.')
      decimal.digits = decimal.digits * 10 + (guint64) (*c - '0');
  decimal.exponent = atoi (c + 1) - (precision - 1);

  return decimal;
}

static gboolean
reads_back (Decimal decimal, double value)
{
  char text[CDL_NUMBER_SIZE];

  g_snprintf (text, sizeof text, "%" G_GUINT64_FORMAT "e%d", decimal.digits, decimal.exponent);

  return g_ascii_strtod (text, NULL) == value;
}

/* The shortest decimal that reads back to value > 0; of several the nearest to it. */
static Decimal
shortest_decimal (double value)
{
  int ignored;
  gboolean power_of_two = frexp (value, &ignored) == 0.5;
  int precision = 15; /* as many survive the way through any normal double */
  Decimal decimal;

  if (value <= 9007199254740992.0 && find_few_digits (value, &decimal))
    return decimal;
  if (value < 2.2250738585072014e-308)
    precision = 1; /* subnormal: it holds less */
  else if (value >= 1e-6 && value <= 9007199254740992.0)
    precision = 16; /* the search would have found fewer */

  for (; precision < 17; precision++)
    {
      decimal = round_to_digits (value, precision);
      if (reads_back (decimal, value))
        return decimal;

      /* Below a power of two the doubles lie closer, so that the decimal above may read back where
       * the nearest one, below, does not. */
      decimal.digits++;
      if (power_of_two && reads_back (decimal, value))
        return decimal;
    }

  return round_to_digits (value, 17);
}

const char *
cdl_number_format (double value, char *buffer)
{
  char digits[CDL_NUMBER_SIZE];
  Decimal decimal;
  char *out = buffer;
  int point, n; /* value is 0.d1d2..dn x 10^point */

  if (!isfinite (value) || value == 0.0)
    {
      g_strlcpy (buffer, value == 0.0 ? "0" : "null", CDL_NUMBER_SIZE);
      return buffer;
    }
  if (value < 0.0)
    *out++ = '-';

  decimal = shortest_decimal (fabs (value));
  n = g_snprintf (digits, sizeof digits, "%" G_GUINT64_FORMAT, decimal.digits);
  point = n + decimal.exponent;
  while (n > 1 && digits[n - 1] == '0')
    n--;

  if (point > 21 || point < -5) /* d.ddde+x */
    {
      *out++ = digits[0];
      if (n > 1)
        {
          *out++ = '.';
          memcpy (out, digits + 1, (gsize) n - 1);
          out += n - 1;
        }
      g_snprintf (out, 8, "e%c%d", point > 0 ? '+' : '-', abs (point - 1));
      return buffer;
    }
  if (point <= 0) /* 0.000ddd */
    {
      memcpy (out, "0.00000", 7);
      out += 2 - point;
      memcpy (out, digits, (gsize) n);
      out[n] = '\0';
      return buffer;
    }

  for (int i = 0; i < MAX (n, point); i++)
    {
      if (i == point)
        *out++ = '.';
      *out++ = i < n ? digits[i] : '0';
    }
  *out = '\0';

  return buffer;
}

/* Length of a JSON-like decimal number at text, 0 if there is none: [+-] digits [. digits] [e..].
 */
static gsize
number_length (const char *text)
{
  const char *c = text;
  gsize whole, part = 0;

  if (*c == '-' || *c == '+')
    c++;
  whole = strspn (c, "0123456789");
  c += whole;
  if (*c == '.')
    {
      part = strspn (c + 1, "0123456789");
      c += 1 + part;
    }
  if (whole + part == 0)
    return 0;
  if (*c == 'e' || *c == 'E')
    {
      const char *exponent = c + 1;
      gsize digits;

      if (*exponent == '-' || *exponent == '+')
        exponent++;
      digits = strspn (exponent, "0123456789");
      if (digits == 0)
        return 0;
      c = exponent + digits;
    }

  return (gsize) (c - text);
}

gboolean
cdl_number_parse (const char *text, double *value)
{
  gsize length = number_length (text);
  double number;

  if (length == 0 || text[length] != '\0')
    return FALSE;
  number = g_ascii_strtod (text, NULL);
  if (!isfinite (number))
    return FALSE;
  *value = number;

  return TRUE;
}

gboolean
cdl_number_parse_int (const char *text, gint64 *value)
{
  return g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, value, NULL);
}

/* Any number of this many digits fits 64 bits. */
#define MAX_DIGITS 19

/* Up to 2^53 the digits are exact, and so is the power of ten: one division rounds right. Most
 * numbers of a file are such; FALSE for all others, good or bad. */
static gboolean
read_short (const char *text, gsize length, double *value)
{
  static const double powers[] = { 1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,
                                   1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19 };
  const char *end = text + length, *point = NULL, *c;
  gboolean negative = length > 0 && *text == '-';
  guint64 mantissa = 0;
  gsize digits, places;

  for (c = negative ? text + 1 : text; c < end; c++)
    {
      guint digit = (guint) ((guchar) *c - '0');

      if (digit < 10)
        mantissa = mantissa * 10 + digit;
      else if (*c == '.' && point == NULL)
        point = c;
      else
        return FALSE;
    }
  digits = length - (negative ? 1 : 0) - (point != NULL ? 1 : 0);
  places = point != NULL ? (gsize) (end - point) - 1 : 0;
  if (digits == 0 || digits > MAX_DIGITS)
    return FALSE;

  /* Large amounts are written with zeros at their end. */
  for (; mantissa > G_GUINT64_CONSTANT (1) << 53 && places > 0 && mantissa % 10 == 0; places--)
    mantissa /= 10;
  if (mantissa > G_GUINT64_CONSTANT (1) << 53)
    return FALSE;
  *value = (double) mantissa / powers[places] * (negative ? -1.0 : 1.0);

  return TRUE;
}

gboolean
cdl_number_parse_bytes (const char *text, gsize length, double *value)
{
  char copy[64];

  if (read_short (text, length, value))
    return TRUE;
  if (length >= sizeof copy)
    return FALSE;
  memcpy (copy, text, length);
  copy[length] = '\0';

  return strlen (copy) == length && cdl_number_parse (copy, value);
}
