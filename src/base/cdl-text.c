#include "cdl-text.h"

#include <math.h>
#include <string.h>

char *
cdl_text_number (double value, int places)
{
  char digits[64], format[8] = { '%', '.', (char) ('0' + CLAMP (places, 0, 9)), 'f', '\0' };
  GString *text = g_string_new (NULL);
  const char *point;

  if (!isfinite (value) || fabs (value) > 1e18)
    return g_string_free (g_string_assign (text, isfinite (value) ? "large" : "–"), FALSE);

  g_ascii_formatd (digits, sizeof digits, format, fabs (value));
  point = strchr (digits, '.');
  if (point == NULL)
    point = digits + strlen (digits);
  if (value < 0.0 && strspn (digits, "0.") != strlen (digits))
    g_string_append_c (text, '-');
  for (const char *c = digits; *c != '\0'; c++)
    {
      if (c > digits && c < point && (point - c) % 3 == 0)
        g_string_append_c (text, ',');
      g_string_append_c (text, *c);
    }

  return g_string_free (text, FALSE);
}

char *
cdl_text_signed (double value, int places)
{
  g_autofree char *number = cdl_text_number (value, places);

  return g_strconcat (isfinite (value) && value > 0.0 ? "+" : "", number, NULL);
}

char *
cdl_text_short_number (double value)
{
  static const char *const units[] = { "", "K", "M", "B", "T" };
  g_autofree char *number = NULL;
  double size = fabs (value);
  int places = 2;
  guint unit = 0;

  /* 999.9 would be 1000 in three digits. */
  for (; isfinite (value) && size >= 999.5 && unit + 1 < G_N_ELEMENTS (units); unit++)
    {
      value /= 1000.0;
      size /= 1000.0;
    }
  for (double step = 0.1; size > 0.0 && size < step && places < 8; step /= 10.0)
    places++;
  if (size >= 9.995)
    places = size >= 99.95 ? 0 : 1;
  number = cdl_text_number (value, places);
  if (strchr (number, '.') != NULL)
    {
      char *end = number + strlen (number);

      /* No zeros behind the point that say nothing. */
      while (end[-1] == '0')
        *--end = '\0';
      if (end[-1] == '.')
        *--end = '\0';
    }

  return g_strconcat (number, isfinite (value) ? units[unit] : NULL, NULL);
}
