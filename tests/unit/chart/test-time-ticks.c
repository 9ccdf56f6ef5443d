#include "cdl-time-ticks.h"

#include <math.h>

#include "cdl-time.h"

static gint64
time_of (const char *text)
{
  gint64 time;

  g_assert_true (cdl_time_parse (text, &time));

  return time;
}

/* "2024-03 03-11 …": the texts, those of greater units in brackets. */
static char *
ticks_text (const char *from, const char *to, GTimeZone *zone, double count)
{
  g_autoptr (GArray) ticks = cdl_time_ticks (time_of (from), time_of (to), zone, count);
  GString *words = g_string_new (NULL);

  for (guint i = 0; i < ticks->len; i++)
    {
      const CdlTimeTick *tick = &g_array_index (ticks, CdlTimeTick, i);

      g_string_append_printf (words, tick->major ? "%s[%s]" : "%s%s", i > 0 ? " " : "", tick->text);
    }

  return g_string_free (words, FALSE);
}

static void
test_texts (void)
{
  static const struct
  {
    const char *from, *to;
    double count;
    const char *ticks;
  } rows[] = {
    { "2024-05-01T10:00:00Z", "2024-05-01T10:01:00Z", 5,
      "10:00:00 10:00:15 10:00:30 10:00:45 10:01:00" },
    { "2024-05-01T10:01:00Z", "2024-05-01T10:59:00Z", 5, "10:15 10:30 10:45" },
    { "2024-05-01T20:00:00Z", "2024-05-02T03:00:00Z", 4, "20:00 22:00 [05-02] 02:00" },
    { "2024-02-27T00:00:00Z", "2024-03-03T00:00:00Z", 6,
      "02-27 02-28 02-29 [2024-03] 03-02 03-03" },
    { "2023-12-20T00:00:00Z", "2024-01-12T00:00:00Z", 5, "12-21 12-26 [2024] 01-06 01-11" },
    { "2024-01-15T00:00:00Z", "2024-06-15T00:00:00Z", 6,
      "2024-02 2024-03 2024-04 2024-05 2024-06" },
    { "2023-05-15T00:00:00Z", "2024-08-15T00:00:00Z", 6, "2023-07 2023-10 [2024] 2024-04 2024-07" },
    { "2019-05-15T00:00:00Z", "2024-05-15T00:00:00Z", 6, "2020 2021 2022 2023 2024" },
    { "1998-05-15T00:00:00Z", "2024-05-15T00:00:00Z", 4, "2000 2010 2020" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = ticks_text (rows[i].from, rows[i].to, NULL, rows[i].count);

      g_assert_cmpstr (text, ==, rows[i].ticks);
    }
}

/* Days of another zone begin at its midnight, also where its clock leaps. */
static void
test_zone (void)
{
  g_autoptr (GTimeZone) india = g_time_zone_new_identifier ("+05:30");
  g_autoptr (GTimeZone) paris = g_time_zone_new_identifier ("Europe/Paris");
  g_autoptr (GArray) ticks = NULL;
  g_autofree char *text = ticks_text ("2024-05-01T00:00:00Z", "2024-05-02T00:00:00Z", india, 4);
  g_autofree char *leap = NULL;

  g_assert_cmpstr (text, ==, "06:00 12:00 18:00 [05-02]");
  ticks = cdl_time_ticks (time_of ("2024-05-01T00:00:00Z"), time_of ("2024-05-02T00:00:00Z"), india,
                          4);
  g_assert_cmpint (g_array_index (ticks, CdlTimeTick, 3).time, ==,
                   time_of ("2024-05-01T18:30:00Z"));
  if (paris == NULL)
    {
      g_test_skip ("no time zones are installed");
      return;
    }
  /* At two o'clock it was three. */
  leap = ticks_text ("2024-03-30T23:00:00Z", "2024-03-31T04:00:00Z", paris, 6);
  g_assert_cmpstr (leap, ==, "[03-31] 01:00 03:00 04:00 05:00 06:00");
  g_array_unref (ticks);
  ticks = cdl_time_ticks (time_of ("2024-03-29T00:00:00Z"), time_of ("2024-04-03T00:00:00Z"), paris,
                          6);
  for (guint i = 0; i < ticks->len; i++)
    {
      gint64 time = g_array_index (ticks, CdlTimeTick, i).time;

      g_assert_cmpint ((time + cdl_zone_offset (paris, time)) % CDL_DAY_MS, ==, 0);
    }
  g_assert_cmpuint (ticks->len, ==, 5);
}

/* Never more than asked for but for uneven months, in order, within. */
static void
test_counts (void)
{
  for (int round = 0; round < 3000; round++)
    {
      gint64 from = time_of ("2015-01-01T00:00:00Z")
                    + g_test_rand_int_range (0, 1000000) * CDL_HOUR_MS / 10;
      gint64 to = from + (gint64) (1000.0 * pow (10.0, g_test_rand_double_range (0.0, 9.0)));
      double count = g_test_rand_double_range (1.0, 20.0);
      g_autoptr (GArray) ticks = cdl_time_ticks (from, to, NULL, count);
      gint64 last = from - 1;

      g_assert_cmpfloat (ticks->len, <=, 1.35 * count + 2.0);
      for (guint i = 0; i < ticks->len; i++)
        {
          const CdlTimeTick *tick = &g_array_index (ticks, CdlTimeTick, i);

          g_assert_cmpint (tick->time, >, last);
          g_assert_cmpint (tick->time, <=, to);
          last = tick->time;
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/time-ticks/texts", test_texts);
  g_test_add_func ("/time-ticks/zone", test_zone);
  g_test_add_func ("/time-ticks/counts", test_counts);

  return g_test_run ();
}
