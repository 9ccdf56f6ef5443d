#include "cdl-csv-private.h"

#include <math.h>
#include <string.h>

#include "cdl-number.h"
#include "cdl-time.h"

void
cdl_csv_append_text (GString *csv, const char *text)
{
  if (strpbrk (text, ",\"\r\n") == NULL)
    {
      g_string_append (csv, text);
      return;
    }

  g_string_append_c (csv, '"');
  for (const char *c = text; *c != '\0'; c++)
    {
      if (*c == '"')
        g_string_append_c (csv, '"');
      g_string_append_c (csv, *c);
    }
  g_string_append_c (csv, '"');
}

void
cdl_csv_append_double (GString *csv, double value)
{
  char text[CDL_NUMBER_SIZE];

  if (isfinite (value))
    g_string_append (csv, cdl_number_format (value, text));
}

void
cdl_csv_append_time (GString *csv, gint64 time_ms)
{
  if (time_ms != CDL_TIME_NONE)
    g_string_append_printf (csv, "%" G_GINT64_FORMAT, time_ms);
}
