#include "cdl-cli-run-table.h"

#include "cdl-cli-table.h"
#include "cdl-run-text.h"

/* First digits of an id that people type. */
#define SHORT_ID 12

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
      g_ptr_array_add (texts, cdl_run_params_text (run));
      g_ptr_array_add (texts, cdl_run_nets_text (run));
      for (gsize k = 0; k < G_N_ELEMENTS (stats); k++)
        g_ptr_array_add (texts, cdl_run_stat_text (run, stats[k]));
      for (guint k = 0; k < texts->len; k++)
        cells[k] = texts->pdata[k];
      cdl_table_add (table, cells);
    }
  cdl_table_print (table);
}
