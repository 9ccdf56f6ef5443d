#include "cdl-interval.h"

#include <string.h>

#include "cdl-time.h"

typedef struct
{
  const char *name;
  gint64 ms;     /* length; of months the mean */
  gint64 offset; /* of the grid from the epoch */
} Row;

/* The epoch was a Thursday: weeks open four days later, on Monday. */
static const Row rows[CDL_N_INTERVALS] = {
  [CDL_INTERVAL_1S] = { "1s", CDL_SECOND_MS, 0 },
  [CDL_INTERVAL_1M] = { "1m", CDL_MINUTE_MS, 0 },
  [CDL_INTERVAL_3M] = { "3m", 3 * CDL_MINUTE_MS, 0 },
  [CDL_INTERVAL_5M] = { "5m", 5 * CDL_MINUTE_MS, 0 },
  [CDL_INTERVAL_15M] = { "15m", 15 * CDL_MINUTE_MS, 0 },
  [CDL_INTERVAL_30M] = { "30m", 30 * CDL_MINUTE_MS, 0 },
  [CDL_INTERVAL_1H] = { "1h", CDL_HOUR_MS, 0 },
  [CDL_INTERVAL_2H] = { "2h", 2 * CDL_HOUR_MS, 0 },
  [CDL_INTERVAL_4H] = { "4h", 4 * CDL_HOUR_MS, 0 },
  [CDL_INTERVAL_6H] = { "6h", 6 * CDL_HOUR_MS, 0 },
  [CDL_INTERVAL_8H] = { "8h", 8 * CDL_HOUR_MS, 0 },
  [CDL_INTERVAL_12H] = { "12h", 12 * CDL_HOUR_MS, 0 },
  [CDL_INTERVAL_1D] = { "1d", CDL_DAY_MS, 0 },
  [CDL_INTERVAL_3D] = { "3d", 3 * CDL_DAY_MS, 0 },
  [CDL_INTERVAL_1W] = { "1w", 7 * CDL_DAY_MS, 4 * CDL_DAY_MS },
  [CDL_INTERVAL_1MO] = { "1M", 2629746000, 0 },
};

gboolean
cdl_interval_parse (const char *text, CdlInterval *interval)
{
  for (int i = 0; i < CDL_N_INTERVALS; i++)
    if (strcmp (text, rows[i].name) == 0)
      {
        *interval = (CdlInterval) i;
        return TRUE;
      }

  return FALSE;
}

const char *
cdl_interval_name (CdlInterval interval)
{
  return rows[interval].name;
}

gint64
cdl_interval_ms (CdlInterval interval)
{
  return rows[interval].ms;
}

/* Months since year 0 of a time, and the first instant of such a month. */
static gint64
month_of (gint64 time_ms)
{
  int year, month, day;

  cdl_civil_from_days (cdl_time_day (time_ms), &year, &month, &day);

  return (gint64) year * 12 + month - 1;
}

static gint64
month_start (gint64 month)
{
  gint64 year = month >= 0 ? month / 12 : -((11 - month) / 12);

  return cdl_days_from_civil ((int) year, (int) (month - year * 12) + 1, 1) * CDL_DAY_MS;
}

gint64
cdl_interval_floor (CdlInterval interval, gint64 time_ms)
{
  const Row *row = &rows[interval];
  gint64 rest;

  if (interval == CDL_INTERVAL_1MO)
    return month_start (month_of (time_ms));

  rest = (time_ms - row->offset) % row->ms;

  return time_ms - (rest < 0 ? rest + row->ms : rest);
}

gint64
cdl_interval_add (CdlInterval interval, gint64 open_time, gint64 n)
{
  if (interval == CDL_INTERVAL_1MO)
    return month_start (month_of (open_time) + n);

  return open_time + n * rows[interval].ms;
}

gint64
cdl_interval_next (CdlInterval interval, gint64 open_time)
{
  return cdl_interval_add (interval, open_time, 1);
}

gint64
cdl_interval_close (CdlInterval interval, gint64 open_time)
{
  return cdl_interval_next (interval, open_time) - 1;
}

gboolean
cdl_interval_divides (CdlInterval fine, CdlInterval coarse)
{
  if (fine == coarse)
    return TRUE;
  if (fine > coarse || fine == CDL_INTERVAL_1MO)
    return FALSE;
  if (coarse == CDL_INTERVAL_1MO)
    return fine <= CDL_INTERVAL_1D;

  return rows[coarse].ms % rows[fine].ms == 0
         && (rows[coarse].offset - rows[fine].offset) % rows[fine].ms == 0;
}
