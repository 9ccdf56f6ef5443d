#include "cdl-number.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Digits and exponent of the shortest decimal that reads back to value > 0: 0.d1d2.. x 10^point. */
static guint
shortest_digits (double value, char *digits, int *point)
{
  char text[CDL_NUMBER_SIZE];
  gboolean subnormal = value < 2.2250738585072014e-308;
  guint n = 0;
  char *exponent;

  /* 15 digits always survive the way through a normal double, so trying 15, 16 and 17 finds the
   * shortest once trailing zeros are dropped. Subnormals hold fewer. */
  for (int precision = subnormal ? 1 : 15; precision <= 17; precision++)
    {
      char format[8]
          = { '%', '.', (char) ('0' + (precision - 1) / 10), (char) ('0' + (precision - 1) % 10),
              'e', '\0' };

      g_ascii_formatd (text, sizeof text, format, value);
      if (g_ascii_strtod (text, NULL) == value)
        break;
    }

  exponent = strchr (text, 'e');
  *point = atoi (exponent + 1) + 1;
  for (char *c = text; c < exponent; c++)
    if (*c != '.')
      digits[n++] = *c;
  while (n > 1 && digits[n - 1] == '0')
    n--;

  return n;
}

const char *
cdl_number_format (double value, char *buffer)
{
  char digits[CDL_NUMBER_SIZE];
  char *out = buffer;
  int point, n;

  if (!isfinite (value))
    return strcpy (buffer, "null");
  if (value == 0.0)
    return strcpy (buffer, "0");
  if (value < 0.0)
    {
      *out++ = '-';
      value = -value;
    }
  if (value < 9007199254740992.0 && value == floor (value))
    {
      g_snprintf (out, CDL_NUMBER_SIZE - 1, "%" G_GINT64_FORMAT, (gint64) value);
      return buffer;
    }

  n = (int) shortest_digits (value, digits, &point);
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
