#include <glib/gi18n-lib.h>
#include <math.h>

#include "cdl-report-parts-private.h"
#include "cdl-run-text.h"
#include "cdl-run-words.h"
#include "cdl-text.h"
#include "cdl-time.h"

const char *
cdl_report_class (double value)
{
  return value > 0.0 ? "gain" : value < 0.0 ? "loss" : NULL;
}

char *
cdl_report_percent (double value)
{
  g_autofree char *number = cdl_text_signed (value, 2);

  return isnan (value) ? g_steal_pointer (&number) : g_strconcat (number, " %", NULL);
}

const CdlTrade *
cdl_report_trades_of (const CdlLoadedRun *run, gsize *n)
{
  *n = run->details != NULL ? run->details->trades->len : 0;

  return *n > 0 ? (const CdlTrade *) (const void *) run->details->trades->data : NULL;
}

static void
add_figure (CdlHtml *html, const CdlRunRecord *run, CdlStat stat, gboolean coloured)
{
  double value = run->statistics.value[stat];
  gboolean percent = cdl_stat_info (stat)->unit == CDL_UNIT_PERCENT;
  g_autofree char *text
      = coloured && percent ? cdl_report_percent (value) : cdl_run_stat_text (run, stat);

  cdl_html_markup (html, "<div>");
  cdl_html_element (html, "dt", NULL, _ (cdl_stat_info (stat)->title));
  cdl_html_element (html, "dd", coloured ? cdl_report_class (value) : NULL, text);
  cdl_html_markup (html, "</div>\n");
}

static void
add_figures (CdlHtml *html, const CdlRunRecord *run)
{
  static const struct
  {
    CdlStat stat;
    gboolean coloured; /* its sign tells good from bad */
  } shown[] = {
    { CDL_STAT_RETURN_PCT, TRUE },        { CDL_STAT_BUY_AND_HOLD_PCT, TRUE },
    { CDL_STAT_MAX_DRAWDOWN_PCT, FALSE }, { CDL_STAT_SHARPE, FALSE },
    { CDL_STAT_PROFIT_FACTOR, FALSE },    { CDL_STAT_TRADES, FALSE },
    { CDL_STAT_WIN_RATE, FALSE },         { CDL_STAT_EXPECTANCY_R, TRUE },
  };

  cdl_html_open (html, "dl", "figures");
  for (gsize i = 0; i < G_N_ELEMENTS (shown); i++)
    add_figure (html, run, shown[i].stat, shown[i].coloured);
  cdl_html_close (html, "dl");
}

void
cdl_report_head (CdlHtml *html, const CdlLoadedRun *loaded)
{
  const CdlRunRecord *run = loaded->run;
  g_autofree char *from = cdl_time_format_short (run->from);
  g_autofree char *to = cdl_time_format_short (run->to);
  g_autofree char *params = cdl_run_params_text (run);
  g_autofree char *where
      = run->interval == run->path_interval
            ? g_strdup_printf (_ ("%s, %s klines, %s to %s UTC"), run->dataset->symbol,
                               cdl_interval_name (run->interval), from, to)
            : g_strdup_printf (_ ("%s, %s klines over %s klines, %s to %s UTC"),
                               run->dataset->symbol, cdl_interval_name (run->interval),
                               cdl_interval_name (run->path_interval), from, to);

  cdl_html_element (html, "h1", NULL, run->strategy->name);
  cdl_html_element (html, "p", "lead", where);
  if (*params != '\0')
    cdl_html_element (html, "p", "lead", params);
  add_figures (html, run);
  for (guint i = 0; i < CDL_N_RUN_FLAGS; i++)
    if (run->flags & 1u << i)
      cdl_html_element (html, "p", "warning", _ (cdl_run_flag_words ((CdlRunFlags) (1u << i))));
  if (*run->note != '\0')
    cdl_html_element (html, "p", NULL, run->note);
}
