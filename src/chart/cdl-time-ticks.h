#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A round time on an axis. */
typedef struct
{
  gint64 time;    /* ms UTC */
  gboolean major; /* where a greater unit begins: midnight among hours, January among months */
  char text[12];  /* "06:30"; "02-20" at midnight; "2025-03" or "2025" where that begins */
} CdlTimeTick;

/* How far a zone (NULL: UTC) is ahead of UTC at a time, ms. */
gint64 cdl_zone_offset (GTimeZone *zone, gint64 time_ms);

/* Round times in [from, to] by the clock and the calendar of a zone (NULL: UTC), count of them at
 * most but for the uneven lengths of months, oldest first: an array of CdlTimeTick. */
GArray *cdl_time_ticks (gint64 from, gint64 to, GTimeZone *zone, double count);

G_END_DECLS
