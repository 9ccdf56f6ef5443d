#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* "2022-06-15 03:00", of a time in ms UTC, on the clock that the user chose (UTC, or local time);
 * newly allocated. Seconds are left out. */
char *cdl_time_text (gint64 time_ms);

/* "06-15 03:00:05": to the second, for what happened lately. */
char *cdl_moment_text (gint64 time_ms);

/* "2022-06-15" on the same clock. */
char *cdl_date_text (gint64 time_ms);

G_END_DECLS
