#include "cdl-time.h"

#include <string.h>

gint64
cdl_days_from_civil (int year, int month, int day)
{
  gint64 y = month <= 2 ? (gint64) year - 1 : year;
  gint64 era = (y >= 0 ? y : y - 399) / 400;
  gint64 year_of_era = y - era * 400;
  gint64 day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  gint64 day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

  return era * 146097 + day_of_era - 719468;
}

void
cdl_civil_from_days (gint64 days, int *year, int *month, int *day)
{
  gint64 z = days + 719468;
  gint64 era = (z >= 0 ? z : z - 146096) / 146097;
  gint64 day_of_era = z - era * 146097;
  gint64 year_of_era
      = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  gint64 day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  gint64 month_index = (5 * day_of_year + 2) / 153;

  *day = (int) (day_of_year - (153 * month_index + 2) / 5 + 1);
  *month = (int) (month_index < 10 ? month_index + 3 : month_index - 9);
  *year = (int) (year_of_era + era * 400 + (*month <= 2 ? 1 : 0));
}

gint64
cdl_time_day (gint64 time_ms)
{
  return time_ms >= 0 ? time_ms / CDL_DAY_MS : -((CDL_DAY_MS - 1 - time_ms) / CDL_DAY_MS);
}

int
cdl_time_hour (gint64 time_ms)
{
  return (int) ((time_ms - cdl_time_day (time_ms) * CDL_DAY_MS) / CDL_HOUR_MS);
}

int
cdl_time_weekday (gint64 time_ms)
{
  gint64 rest = (cdl_time_day (time_ms) + 3) % 7; /* day 0 was a Thursday */

  return (int) (rest < 0 ? rest + 7 : rest) + 1;
}

/* Reads exactly digits digits. */
static gboolean
take_digits (const char **text, guint digits, int *value)
{
  *value = 0;
  for (guint i = 0; i < digits; i++)
    {
      if (!g_ascii_isdigit (**text))
        return FALSE;
      *value = *value * 10 + (*(*text)++ - '0');
    }

  return TRUE;
}

static gboolean
take_char (const char **text, char c)
{
  if (**text != c)
    return FALSE;
  (*text)++;

  return TRUE;
}

/* A whole number: the count of digits tells the unit, as in the exchange's files. */
static gboolean
parse_epoch (const char *text, gint64 *time_ms)
{
  gsize length = strspn (text, "0123456789");
  gint64 value;

  if (text[length] != '\0' || (length != 10 && length != 13 && length != 16))
    return FALSE;
  value = g_ascii_strtoll (text, NULL, 10);
  *time_ms = length == 10 ? value * 1000 : length == 16 ? value / 1000 : value;

  return TRUE;
}

static gboolean
parse_clock (const char **text, gint64 *clock_ms)
{
  int hour, minute, second = 0, ms = 0, digit;

  if (!take_digits (text, 2, &hour) || !take_char (text, ':') || !take_digits (text, 2, &minute))
    return FALSE;
  if (take_char (text, ':') && !take_digits (text, 2, &second))
    return FALSE;
  if (take_char (text, '.'))
    {
      int scale = 100;

      if (!g_ascii_isdigit (**text))
        return FALSE;
      for (; take_digits (text, 1, &digit); scale /= 10)
        ms += digit * scale;
    }
  if (hour > 23 || minute > 59 || second > 59)
    return FALSE;
  *clock_ms = hour * CDL_HOUR_MS + minute * CDL_MINUTE_MS + second * CDL_SECOND_MS + ms;

  return TRUE;
}

static gboolean
parse_zone (const char *text, gint64 *offset_ms)
{
  gboolean negative;
  int hour, minute;

  *offset_ms = 0;
  if (*text == '\0')
    return TRUE;
  if (*text == ' ')
    text++;
  if (strcmp (text, "Z") == 0 || strcmp (text, "UTC") == 0)
    return TRUE;

  negative = *text == '-';
  if (!take_char (&text, negative ? '-' : '+') || !take_digits (&text, 2, &hour)
      || !take_char (&text, ':') || !take_digits (&text, 2, &minute) || *text != '\0' || hour > 14
      || minute > 59)
    return FALSE;
  *offset_ms = (hour * CDL_HOUR_MS + minute * CDL_MINUTE_MS) * (negative ? -1 : 1);

  return TRUE;
}

gboolean
cdl_time_parse (const char *text, gint64 *time_ms)
{
  static const int lengths[] = { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
  gint64 clock_ms = 0, offset_ms = 0;
  int year, month, day;
  gboolean leap;

  if (parse_epoch (text, time_ms))
    return TRUE;
  if (!take_digits (&text, 4, &year) || !take_char (&text, '-') || !take_digits (&text, 2, &month)
      || !take_char (&text, '-') || !take_digits (&text, 2, &day))
    return FALSE;

  leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > lengths[month - 1]
      || (month == 2 && day == 29 && !leap))
    return FALSE;

  if ((*text == 'T' || *text == ' ') && g_ascii_isdigit (text[1]))
    {
      text++;
      if (!parse_clock (&text, &clock_ms) || !parse_zone (text, &offset_ms))
        return FALSE;
    }
  else if (*text != '\0')
    return FALSE;

  *time_ms = cdl_days_from_civil (year, month, day) * CDL_DAY_MS + clock_ms - offset_ms;

  return TRUE;
}

/* Broken-down UTC time, as text up to the minute with the given separator. */
static char *
format_minute (gint64 time_ms, char separator, gint64 *rest_ms)
{
  gint64 days = cdl_time_day (time_ms);
  int year, month, day;

  cdl_civil_from_days (days, &year, &month, &day);
  *rest_ms = time_ms - days * CDL_DAY_MS;

  return g_strdup_printf ("%04d-%02d-%02d%c%02d:%02d", year, month, day, separator,
                          (int) (*rest_ms / CDL_HOUR_MS),
                          (int) (*rest_ms % CDL_HOUR_MS / CDL_MINUTE_MS));
}

char *
cdl_time_format_iso (gint64 time_ms)
{
  gint64 rest;
  g_autofree char *minute = format_minute (time_ms, 'T', &rest);

  return g_strdup_printf ("%s:%02d.%03dZ", minute, (int) (rest % CDL_MINUTE_MS / CDL_SECOND_MS),
                          (int) (rest % CDL_SECOND_MS));
}

char *
cdl_time_format_short (gint64 time_ms)
{
  gint64 rest;
  g_autofree char *minute = format_minute (time_ms, ' ', &rest);
  int second = (int) (rest % CDL_MINUTE_MS / CDL_SECOND_MS), ms = (int) (rest % CDL_SECOND_MS);

  if (ms != 0)
    return g_strdup_printf ("%s:%02d.%03d", minute, second, ms);
  if (second != 0)
    return g_strdup_printf ("%s:%02d", minute, second);

  return g_steal_pointer (&minute);
}

char *
cdl_duration_format (gint64 ms)
{
  if (ms < 0)
    ms = 0;
  if (ms < CDL_SECOND_MS)
    return g_strdup_printf ("%d ms", (int) ms);
  if (ms < CDL_MINUTE_MS)
    return g_strdup_printf ("%d s", (int) (ms / CDL_SECOND_MS));
  if (ms < CDL_HOUR_MS)
    return g_strdup_printf ("%d min %02d s", (int) (ms / CDL_MINUTE_MS),
                            (int) (ms % CDL_MINUTE_MS / CDL_SECOND_MS));
  if (ms < CDL_DAY_MS)
    return g_strdup_printf ("%d h %02d min", (int) (ms / CDL_HOUR_MS),
                            (int) (ms % CDL_HOUR_MS / CDL_MINUTE_MS));

  return g_strdup_printf ("%" G_GINT64_FORMAT " d %02d h", ms / CDL_DAY_MS,
                          (int) (ms % CDL_DAY_MS / CDL_HOUR_MS));
}
