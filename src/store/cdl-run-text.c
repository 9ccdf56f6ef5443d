#include "cdl-run-text.h"

#include <math.h>
#include <string.h>

#include "cdl-number.h"
#include "cdl-text.h"
#include "cdl-time.h"

char *
cdl_run_params_text (const CdlRunRecord *run)
{
  GString *text = g_string_new (NULL);
  char number[CDL_NUMBER_SIZE];

  for (guint i = 0; i < run->params->len; i++)
    {
      const CdlRunParam *param = &g_array_index (run->params, CdlRunParam, i);

      g_string_append_printf (text, "%s%s=%s", i > 0 ? " " : "", param->name,
                              cdl_number_format (param->value, number));
    }

  return g_string_free (text, FALSE);
}

char *
cdl_stat_value_text (CdlStat stat, double value)
{
  g_autofree char *number = NULL;

  if (isnan (value))
    return g_strdup ("–");
  switch (cdl_stat_info (stat)->unit)
    {
    case CDL_UNIT_TIME:
      return cdl_time_format_short ((gint64) value);
    case CDL_UNIT_DURATION:
      return cdl_duration_format ((gint64) value);
    case CDL_UNIT_PERCENT:
      number = cdl_text_number (value, 2);
      return g_strdup_printf ("%s %%", number);
    case CDL_UNIT_COUNT:
      return cdl_text_number (value, 0);
    case CDL_UNIT_QUOTE:
    case CDL_UNIT_RATIO:
    default:
      return cdl_text_number (value, 2);
    }
}

char *
cdl_run_stat_text (const CdlRunRecord *run, CdlStat stat)
{
  return cdl_stat_value_text (stat, run->statistics.value[stat]);
}

char *
cdl_run_nets_text (const CdlRunRecord *run)
{
  double start = run->statistics.value[CDL_STAT_START];
  g_autofree char *pessimistic = cdl_text_signed (100.0 * run->net_pessimistic / start, 2);
  g_autofree char *optimistic = cdl_text_signed (100.0 * run->net_optimistic / start, 2);

  if (isnan (run->net_pessimistic))
    return g_strdup_printf ("optimistic %s %%", optimistic);
  if (isnan (run->net_optimistic) || strcmp (pessimistic, optimistic) == 0)
    return g_strdup_printf ("%s %%", pessimistic);

  return g_strdup_printf ("%s %%, optimistic %s %%", pessimistic, optimistic);
}
