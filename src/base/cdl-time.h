#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CDL_TIME_NONE G_MININT64
#define CDL_SECOND_MS (G_GINT64_CONSTANT (1000))
#define CDL_MINUTE_MS (60 * CDL_SECOND_MS)
#define CDL_HOUR_MS   (60 * CDL_MINUTE_MS)
#define CDL_DAY_MS    (24 * CDL_HOUR_MS)

/* Reads a UTC time: "2022-06-15", "2022-06-15T03:00", "2022-06-15 03:00:00.123", with an optional
 * "Z", "UTC" or "+hh:mm"; without a zone it is UTC. A whole number is taken as epoch seconds
 * (10 digits), ms (13) or us (16). Returns FALSE on anything else, time_ms untouched. */
gboolean cdl_time_parse (const char *text, gint64 *time_ms);

/* "2022-06-15T03:00:00.000Z"; newly allocated. */
char *cdl_time_format_iso (gint64 time_ms);

/* "2022-06-15 03:00", seconds and ms only where they are not zero; newly allocated. */
char *cdl_time_format_short (gint64 time_ms);

/* "3 d 04 h", "12 min 05 s", "840 ms": two units at most; newly allocated. */
char *cdl_duration_format (gint64 ms);

/* UTC calendar of a time: hour 0..23, weekday 1 = Monday .. 7, days since 1970-01-01 (floored). */
int cdl_time_hour (gint64 time_ms);
int cdl_time_weekday (gint64 time_ms);
gint64 cdl_time_day (gint64 time_ms);

/* Days since 1970-01-01 of a proleptic Gregorian date, and back (H. Hinnant's algorithms). */
gint64 cdl_days_from_civil (int year, int month, int day);
void cdl_civil_from_days (gint64 days, int *year, int *month, int *day);

G_END_DECLS
