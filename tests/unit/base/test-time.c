#include "cdl-time.h"

/* Every day from year 1 to 9999 in a row: days count on, dates follow the calendar. */
static void
test_calendar (void)
{
  static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
  gint64 days = cdl_days_from_civil (1, 1, 1);

  g_assert_cmpint (cdl_days_from_civil (1970, 1, 1), ==, 0);
  g_assert_cmpint (cdl_days_from_civil (2000, 3, 1), ==, 11017);
  for (int year = 1; year <= 9999; year++)
    for (int month = 1; month <= 12; month++)
      {
        gboolean leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        int length = lengths[month - 1] + (month == 2 && leap ? 1 : 0);

        for (int day = 1; day <= length; day += month == 2 ? 1 : 10)
          {
            int y, m, d;

            g_assert_cmpint (cdl_days_from_civil (year, month, day), ==, days + day - 1);
            cdl_civil_from_days (days + day - 1, &y, &m, &d);
            g_assert_true (y == year && m == month && d == day);
          }
        days += length;
      }
}

static void
test_parse (void)
{
  static const struct
  {
    const char *text;
    gint64 time;
  } rows[] = {
    { "1970-01-01", 0 },
    { "2022-06-15", 1655251200000 },
    { "2022-06-15T03:00", 1655262000000 },
    { "2022-06-15 03:00:00.123", 1655262000123 },
    { "2022-06-15T03:00:00Z", 1655262000000 },
    { "2022-06-15 03:00 UTC", 1655262000000 },
    { "2022-06-15T05:00+02:00", 1655262000000 },
    { "2022-06-15T05:00 +02:00", 1655262000000 },
    { "2022-06-14T21:30-05:30", 1655262000000 },
    { "2022-06-14T21:30 -05:30", 1655262000000 },
    { "2022-06-15T03:00:00.1", 1655262000100 },
    { "2022-06-15T03:00:00.123999", 1655262000123 },
    { "2024-02-29", 1709164800000 },
    { "2000-02-29", 951782400000 },
    { "1969-12-31T23:59:59.999", -1 },
    { "1655262000", 1655262000000 },
    { "1655262000123", 1655262000123 },
    { "1655262000123456", 1655262000123 },
  };
  static const char *const bad[] = {
    "",
    "2022",
    "2022-06",
    "2022-6-15",
    "2022-13-01",
    "2022-00-10",
    "2022-04-31",
    "2023-02-29",
    "1900-02-29",
    "0000-01-01",
    "2022-06-15T",
    "2022-06-15T3:00",
    "2022-06-15T24:00",
    "2022-06-15T03:60",
    "2022-06-15T03:00:60",
    "2022-06-15T03:00:",
    "2022-06-15T03:00:00.",
    "2022-06-15T03",
    "2022-06-15 03:00 ",
    "2022-06-15T03:00 CET",
    "2022-06-15T03:00+2",
    "2022-06-15T03:00+15:00",
    "2022-06-15T03:00+02:60",
    "2022-06-15x",
    "15.06.2022",
    "165526200",
    "16552620000",
    "1655262000.5",
    "-1655262000",
    " 2022-06-15",
    "now",
  };
  gint64 time = 77;

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      if (cdl_time_parse (bad[i], &time))
        g_error ("“%s” was read as a time", bad[i]);
      g_assert_cmpint (time, ==, 77);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      if (!cdl_time_parse (rows[i].text, &time))
        g_error ("“%s” was not read", rows[i].text);
      g_assert_cmpint (time, ==, rows[i].time);
    }
}

static void
test_format (void)
{
  static const struct
  {
    gint64 time;
    const char *iso, *brief;
  } rows[] = {
    { 1655262000000, "2022-06-15T03:00:00.000Z", "2022-06-15 03:00" },
    { 1655262007000, "2022-06-15T03:00:07.000Z", "2022-06-15 03:00:07" },
    { 1655262007089, "2022-06-15T03:00:07.089Z", "2022-06-15 03:00:07.089" },
    { -1, "1969-12-31T23:59:59.999Z", "1969-12-31 23:59:59.999" },
    { -62135596800000, "0001-01-01T00:00:00.000Z", "0001-01-01 00:00" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *iso = cdl_time_format_iso (rows[i].time);
      g_autofree char *brief = cdl_time_format_short (rows[i].time);

      g_assert_cmpstr (iso, ==, rows[i].iso);
      g_assert_cmpstr (brief, ==, rows[i].brief);
    }
}

static void
test_duration (void)
{
  static const struct
  {
    gint64 ms;
    const char *text;
  } rows[] = {
    { -5, "0 ms" },
    { 840, "840 ms" },
    { 1000, "1 s" },
    { 59999, "59 s" },
    { 725 * CDL_SECOND_MS, "12 min 05 s" },
    { 61 * CDL_MINUTE_MS, "1 h 01 min" },
    { 3 * CDL_DAY_MS + 4 * CDL_HOUR_MS, "3 d 04 h" },
    { 400 * CDL_DAY_MS, "400 d 00 h" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = cdl_duration_format (rows[i].ms);

      g_assert_cmpstr (text, ==, rows[i].text);
    }
}

/* Against GLib's own calendar. */
static void
test_parts (void)
{
  for (int i = 0; i < 20000; i++)
    {
      gint64 time = (gint64) (g_test_rand_double_range (-5e12, 2e14));
      gint64 day = cdl_time_day (time), second = day * 86400 + (time - day * CDL_DAY_MS) / 1000;
      g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (second);

      g_assert_cmpint (time, >=, day * CDL_DAY_MS);
      g_assert_cmpint (time, <, (day + 1) * CDL_DAY_MS);
      g_assert_cmpint (cdl_time_hour (time), ==, g_date_time_get_hour (date));
      g_assert_cmpint (cdl_time_weekday (time), ==, g_date_time_get_day_of_week (date));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/time/calendar", test_calendar);
  g_test_add_func ("/time/parse", test_parse);
  g_test_add_func ("/time/format", test_format);
  g_test_add_func ("/time/duration", test_duration);
  g_test_add_func ("/time/parts", test_parts);

  return g_test_run ();
}
