#include "cdl-time-ticks.h"

#include "cdl-time.h"

typedef enum
{
  CLOCK, /* ms */
  DAYS,  /* of the month: the first, and then that far apart */
  MONTHS,
} Unit;

typedef struct
{
  Unit unit;
  gint64 count;
  gint64 length; /* ms, about */
} Step;

#define DAY   CDL_DAY_MS
#define MONTH (2629746 * CDL_SECOND_MS)

static const Step steps[] = {
  { CLOCK, CDL_SECOND_MS, CDL_SECOND_MS },
  { CLOCK, 5 * CDL_SECOND_MS, 5 * CDL_SECOND_MS },
  { CLOCK, 15 * CDL_SECOND_MS, 15 * CDL_SECOND_MS },
  { CLOCK, 30 * CDL_SECOND_MS, 30 * CDL_SECOND_MS },
  { CLOCK, CDL_MINUTE_MS, CDL_MINUTE_MS },
  { CLOCK, 5 * CDL_MINUTE_MS, 5 * CDL_MINUTE_MS },
  { CLOCK, 15 * CDL_MINUTE_MS, 15 * CDL_MINUTE_MS },
  { CLOCK, 30 * CDL_MINUTE_MS, 30 * CDL_MINUTE_MS },
  { CLOCK, CDL_HOUR_MS, CDL_HOUR_MS },
  { CLOCK, 2 * CDL_HOUR_MS, 2 * CDL_HOUR_MS },
  { CLOCK, 3 * CDL_HOUR_MS, 3 * CDL_HOUR_MS },
  { CLOCK, 6 * CDL_HOUR_MS, 6 * CDL_HOUR_MS },
  { CLOCK, 12 * CDL_HOUR_MS, 12 * CDL_HOUR_MS },
  { DAYS, 1, DAY },
  { DAYS, 2, 2 * DAY },
  { DAYS, 5, 5 * DAY },
  { DAYS, 10, 10 * DAY },
  { DAYS, 15, 15 * DAY },
  { MONTHS, 1, MONTH },
  { MONTHS, 3, 3 * MONTH },
  { MONTHS, 6, 6 * MONTH },
  { MONTHS, 12, 12 * MONTH },
  { MONTHS, 24, 24 * MONTH },
  { MONTHS, 60, 60 * MONTH },
  { MONTHS, 120, 120 * MONTH },
};

gint64
cdl_zone_offset (GTimeZone *zone, gint64 time_ms)
{
  int interval;

  if (zone == NULL)
    return 0;
  interval = g_time_zone_find_interval (zone, G_TIME_TYPE_UNIVERSAL, time_ms / CDL_SECOND_MS);

  return interval < 0 ? 0 : g_time_zone_get_offset (zone, interval) * CDL_SECOND_MS;
}

static gint64
floor_div (gint64 value, gint64 by)
{
  return value / by - (value % by < 0 ? 1 : 0);
}

/* The time at which a day begins in a zone. */
static gint64
midnight (GTimeZone *zone, gint64 day)
{
  gint64 guess = day * DAY - cdl_zone_offset (zone, day * DAY);

  return day * DAY - cdl_zone_offset (zone, guess);
}

static void
add_clock (GArray *ticks, gint64 time, gint64 local, const Step *step)
{
  gint64 second = (local - floor_div (local, DAY) * DAY) / CDL_SECOND_MS;
  CdlTimeTick tick = { .time = time, .major = second == 0 };
  int hour = (int) (second / 3600), minute = (int) (second / 60 % 60);
  int year, month, day;

  cdl_civil_from_days (floor_div (local, DAY), &year, &month, &day);
  if (tick.major)
    g_snprintf (tick.text, sizeof tick.text, "%02d-%02d", month, day);
  else if (step->count < CDL_MINUTE_MS)
    g_snprintf (tick.text, sizeof tick.text, "%02d:%02d:%02d", hour, minute, (int) (second % 60));
  else
    g_snprintf (tick.text, sizeof tick.text, "%02d:%02d", hour, minute);
  g_array_append_val (ticks, tick);
}

/* The clock of a zone leaps: where it does, the next round time is looked for anew. */
static void
walk_clock (GArray *ticks, gint64 from, gint64 to, GTimeZone *zone, const Step *step)
{
  for (gint64 time = from; time <= to;)
    {
      gint64 local = time + cdl_zone_offset (zone, time);
      gint64 rest = local - floor_div (local, step->count) * step->count;

      if (rest == 0)
        add_clock (ticks, time, local, step);
      time += step->count - rest;
    }
}

static void
write_month (CdlTimeTick *tick, int year, int month)
{
  if (month == 1)
    g_snprintf (tick->text, sizeof tick->text, "%04d", year);
  else
    g_snprintf (tick->text, sizeof tick->text, "%04d-%02d", year, month);
}

static void
walk_days (GArray *ticks, gint64 from, gint64 to, GTimeZone *zone, const Step *step)
{
  gint64 last = floor_div (to + cdl_zone_offset (zone, to), DAY);

  for (gint64 i = floor_div (from + cdl_zone_offset (zone, from), DAY); i <= last; i++)
    {
      int year, month, day;
      CdlTimeTick tick;

      cdl_civil_from_days (i, &year, &month, &day);
      tick = (CdlTimeTick){ .time = midnight (zone, i), .major = day == 1 };
      /* What is left of a month after its last full step has no room for a tick. */
      if ((day - 1) % step->count != 0 || (step->count > 1 && 32 - day < step->count)
          || tick.time < from || tick.time > to)
        continue;
      if (tick.major)
        write_month (&tick, year, month);
      else
        g_snprintf (tick.text, sizeof tick.text, "%02d-%02d", month, day);
      g_array_append_val (ticks, tick);
    }
}

static void
walk_months (GArray *ticks, gint64 from, gint64 to, GTimeZone *zone, const Step *step)
{
  int year, month, day;
  gint64 first;

  cdl_civil_from_days (floor_div (from + cdl_zone_offset (zone, from), DAY), &year, &month, &day);
  first = floor_div (year * 12 + month - 1, step->count) * step->count;
  for (gint64 i = first;; i += step->count)
    {
      CdlTimeTick tick = { .major = step->count < 12 && i % 12 == 0 };

      year = (int) (i / 12);
      month = (int) (i % 12) + 1;
      tick.time = midnight (zone, cdl_days_from_civil (year, month, 1));
      if (tick.time > to)
        return;
      write_month (&tick, year, month);
      if (tick.time >= from)
        g_array_append_val (ticks, tick);
    }
}

GArray *
cdl_time_ticks (gint64 from, gint64 to, GTimeZone *zone, double count)
{
  GArray *ticks = g_array_new (FALSE, FALSE, sizeof (CdlTimeTick));
  double shortest = (double) (to - from) / MAX (count, 1.0);
  const Step *step = &steps[0];

  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      step = &steps[i];
      if ((double) step->length >= shortest)
        break;
    }
  if (to < from)
    return ticks;
  if (step->unit == CLOCK)
    walk_clock (ticks, from, to, zone, step);
  else if (step->unit == DAYS)
    walk_days (ticks, from, to, zone, step);
  else
    walk_months (ticks, from, to, zone, step);

  return ticks;
}
