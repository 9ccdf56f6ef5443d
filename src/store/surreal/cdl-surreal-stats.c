#include "cdl-surreal-stats-private.h"

#include <math.h>
#include <string.h>

#include "cdl-number.h"

void
cdl_surreal_number_append (GString *text, const char *name, double value)
{
  char number[CDL_NUMBER_SIZE];

  g_string_append_printf (text, "\n%s=%s", name, cdl_number_format (value, number));
}

char *
cdl_surreal_stats_text (const CdlStatistics *statistics)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < CDL_N_STATS; i++)
    if (isfinite (statistics->value[i]))
      cdl_surreal_number_append (text, cdl_stat_info ((CdlStat) i)->name, statistics->value[i]);

  return g_string_free (text, FALSE);
}

/* What follows "\nNAME=" where place begins with it; NULL if it does not. */
static const char *
value_at (const char *place, const char *name, gsize length)
{
  return *place == '\n' && strncmp (place + 1, name, length) == 0 && place[length + 1] == '='
             ? place + length + 2
             : NULL;
}

double
cdl_surreal_number_find (const char *text, const char **hint, const char *name)
{
  const char *value;
  gsize length = strlen (name);
  double number;
  char *end;

  value = value_at (*hint, name, length);
  for (const char *line = text; value == NULL && line != NULL; line = strchr (line + 1, '\n'))
    {
      value = value_at (line, name, length);
      if (*line == '\0')
        break;
    }
  if (value == NULL)
    return CDL_NAN;
  number = g_ascii_strtod (value, &end);
  *hint = end;

  return (*end == '\n' || *end == '\0') && end > value && isfinite (number) ? number : CDL_NAN;
}

double
cdl_surreal_stats_value (const char *text, const char **hint, CdlStat stat)
{
  return cdl_surreal_number_find (text, hint, cdl_stat_info (stat)->name);
}
