#include "cdl-cli-run-table.h"

#include <math.h>
#include <string.h>

#include "cdl-cli-table.h"
#include "cdl-number.h"
#include "cdl-time.h"

/* First digits of an id that people type. */
#define SHORT_ID 12

char *
cdl_cli_params (const CdlRunRecord *run)
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
cdl_cli_stat (const CdlRunRecord *run, CdlStat stat)
{
  double value = run->statistics.value[stat];
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
cdl_cli_nets (const CdlRunRecord *run)
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

void
cdl_cli_print_runs (GPtrArray *runs)
{
  static const char *const titles[]
      = { "Run",     "Strategy",  "Symbol",     "Parameters", ">Return", ">Drawdown",
          ">Trades", ">Win rate", ">Profit f.", ">Sharpe",    ">E (R)",  NULL };
  static const CdlStat stats[]
      = { CDL_STAT_MAX_DRAWDOWN_PCT, CDL_STAT_TRADES, CDL_STAT_WIN_RATE,
          CDL_STAT_PROFIT_FACTOR,    CDL_STAT_SHARPE, CDL_STAT_EXPECTANCY_R };
  g_autoptr (CdlTable) table = cdl_table_new (titles);

  for (guint i = 0; i < runs->len; i++)
    {
      const CdlRunRecord *run = runs->pdata[i];
      const char *cells[G_N_ELEMENTS (titles)] = { NULL };
      g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

      g_ptr_array_add (texts, g_strndup (run->id, SHORT_ID));
      g_ptr_array_add (texts, g_strdup (run->strategy->name));
      g_ptr_array_add (texts, g_strdup (run->dataset->symbol));
      g_ptr_array_add (texts, cdl_cli_params (run));
      g_ptr_array_add (texts, cdl_cli_nets (run));
      for (gsize k = 0; k < G_N_ELEMENTS (stats); k++)
        g_ptr_array_add (texts, cdl_cli_stat (run, stats[k]));
      for (guint k = 0; k < texts->len; k++)
        cells[k] = texts->pdata[k];
      cdl_table_add (table, cells);
    }
  cdl_table_print (table);
}
