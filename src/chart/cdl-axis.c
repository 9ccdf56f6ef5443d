#include "cdl-axis.h"

#include <math.h>

#include "cdl-time.h"

double
cdl_axis_step (double span, double count)
{
  double raw = span / MAX (count, 1.0), power, rest;

  if (!(raw > 0.0) || !isfinite (raw))
    return 1.0;
  power = pow (10.0, floor (log10 (raw)));
  rest = raw / power;

  return power * (rest <= 1.0 ? 1.0 : rest <= 2.0 ? 2.0 : rest <= 5.0 ? 5.0 : 10.0);
}

gint64
cdl_axis_time_step (gint64 span_ms, double count)
{
  static const gint64 steps[] = {
    CDL_SECOND_MS,      5 * CDL_SECOND_MS,  15 * CDL_SECOND_MS, CDL_MINUTE_MS,    5 * CDL_MINUTE_MS,
    15 * CDL_MINUTE_MS, 30 * CDL_MINUTE_MS, CDL_HOUR_MS,        3 * CDL_HOUR_MS,  6 * CDL_HOUR_MS,
    12 * CDL_HOUR_MS,   CDL_DAY_MS,         2 * CDL_DAY_MS,     7 * CDL_DAY_MS,   14 * CDL_DAY_MS,
    30 * CDL_DAY_MS,    91 * CDL_DAY_MS,    182 * CDL_DAY_MS,   365 * CDL_DAY_MS,
  };
  double raw = (double) span_ms / MAX (count, 1.0);

  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    if ((double) steps[i] >= raw)
      return steps[i];

  return 365 * CDL_DAY_MS;
}

gint64
cdl_axis_time_tick (gint64 time_ms, gint64 step_ms, gint64 offset_ms)
{
  gint64 local = time_ms + offset_ms, rest = ((local % step_ms) + step_ms) % step_ms;

  return time_ms + (rest > 0 ? step_ms - rest : 0);
}

char *
cdl_axis_time_text (gint64 time_ms, gint64 step_ms)
{
  g_autofree char *iso = cdl_time_format_iso (time_ms); /* 2022-06-15T03:00:00.000Z */

  if (step_ms >= 182 * CDL_DAY_MS)
    return g_strndup (iso, 7);
  if (step_ms >= CDL_DAY_MS)
    return g_strndup (iso, 10);
  if (step_ms >= CDL_MINUTE_MS)
    return g_strdup_printf ("%.5s %.5s", iso + 5, iso + 11);

  return g_strndup (iso + 11, 8);
}

char *
cdl_axis_value_text (double value, double step)
{
  int places = step > 0.0 ? (int) ceil (-log10 (step) - 1e-9) : 0;
  char format[8] = { '%', '.', (char) ('0' + CLAMP (places, 0, 9)), 'f', '\0' };
  char text[64];

  return g_strdup (g_ascii_formatd (text, sizeof text, format, value));
}
