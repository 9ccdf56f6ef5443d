#include "cdl-cli-run-stats.h"
#include "cdl-run-text.h"

#include <math.h>

#include "cdl-cli-run-table.h"
#include "cdl-run-words.h"
#include "cdl-cli-style.h"
#include "cdl-cli-text.h"

#define TITLE_WIDTH 23
#define VALUE_WIDTH 21

static char *
value_with_unit (const CdlRunRecord *run, CdlStat stat)
{
  g_autofree char *value = cdl_run_stat_text (run, stat);
  const char *quote = cdl_symbol_quote (run->dataset->symbol);

  if (cdl_stat_info (stat)->unit != CDL_UNIT_QUOTE || isnan (run->statistics.value[stat])
      || *quote == '\0')
    return g_steal_pointer (&value);

  return g_strdup_printf ("%s %s", value, quote);
}

static int
padding (const char *text, glong width)
{
  return (int) MAX (width - g_utf8_strlen (text, -1), 0);
}

/* The statistics from first on that are of one group; returns the first of the next. */
static CdlStat
print_group (const CdlRunRecord *run, CdlStat first)
{
  const char *group = cdl_stat_info (first)->group;
  CdlStat stat;

  g_print ("\n%s%s%s\n", cdl_cli_style (CDL_STYLE_BOLD), group, cdl_cli_style (CDL_STYLE_PLAIN));
  for (stat = first; stat < CDL_N_STATS && g_str_equal (cdl_stat_info (stat)->group, group); stat++)
    {
      const char *title = cdl_stat_info (stat)->title;
      g_autofree char *value = value_with_unit (run, stat);
      gboolean second = (stat - first) % 2 == 1;

      g_print ("%s  %s%*s%*s%s%s", second ? "  " : "", title, padding (title, TITLE_WIDTH), "",
               padding (value, VALUE_WIDTH), "", value, second ? "\n" : "");
    }
  if ((stat - first) % 2 == 1)
    g_print ("\n");

  return stat;
}

/* "No losing trades: average loss, payoff": each reason once. */
static void
print_reasons (const CdlRunRecord *run)
{
  const CdlStatistics *statistics = &run->statistics;
  g_autoptr (GHashTable) told = g_hash_table_new (g_str_hash, g_str_equal);

  for (int i = 0; i < CDL_N_STATS; i++)
    {
      const char *reason = statistics->reason[i];
      g_autoptr (GString) line = NULL;
      g_autofree char *wrapped = NULL;

      if (reason == NULL || !g_hash_table_add (told, (gpointer) reason))
        continue;
      if (g_hash_table_size (told) == 1)
        g_print ("\n%sUndefined%s\n", cdl_cli_style (CDL_STYLE_BOLD),
                 cdl_cli_style (CDL_STYLE_PLAIN));
      line = g_string_new (cdl_stat_info ((CdlStat) i)->title);
      for (int k = i + 1; k < CDL_N_STATS; k++)
        if (statistics->reason[k] != NULL && g_str_equal (statistics->reason[k], reason))
          g_string_append_printf (line, ", %s", cdl_stat_info ((CdlStat) k)->title);
      g_string_append_printf (line, ": %s", reason);
      wrapped = cdl_text_wrap (line->str, 90, 4);
      g_print ("  %s\n", wrapped);
    }
}

void
cdl_cli_print_stats (const CdlRunRecord *run)
{
  for (CdlStat stat = 0; stat < CDL_N_STATS;)
    stat = print_group (run, stat);
  print_reasons (run);
}
