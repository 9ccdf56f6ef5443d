#include "cdl-time-text.h"

#include "cdl-app-settings.h"
#include "cdl-time.h"

static char *
text (gint64 time_ms, const char *format)
{
  gint64 s = time_ms / CDL_SECOND_MS - (time_ms % CDL_SECOND_MS < 0 ? 1 : 0);
  g_autoptr (GDateTime) time = cdl_app_settings_get_boolean ("local-time")
                                   ? g_date_time_new_from_unix_local (s)
                                   : g_date_time_new_from_unix_utc (s);

  return time != NULL ? g_date_time_format (time, format) : g_strdup ("–");
}

char *
cdl_time_text (gint64 time_ms)
{
  return text (time_ms, "%F %H:%M");
}

char *
cdl_moment_text (gint64 time_ms)
{
  return text (time_ms, "%m-%d %H:%M:%S");
}

char *
cdl_date_text (gint64 time_ms)
{
  return text (time_ms, "%F");
}
