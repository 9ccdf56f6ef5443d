#include "cdl-report.h"

#include <cdl-report-resources.h>
#include <glib/gi18n-lib.h>

#include "cdl-number.h"
#include "cdl-report-parts-private.h"
#include "cdl-run-text.h"

#define STYLE "/io/github/chandelier/Chandelier/report/report.css"

static const CdlRunRecord *
record_of (GPtrArray *runs, guint i)
{
  return ((const CdlLoadedRun *) runs->pdata[i])->run;
}

static char *
title_of (GPtrArray *runs)
{
  if (runs->len == 1)
    return g_strdup_printf ("%s, %s", record_of (runs, 0)->strategy->name,
                            record_of (runs, 0)->dataset->symbol);

  return g_strdup_printf (_ ("%u runs compared"), runs->len);
}

static void
begin_document (CdlHtml *html, const char *title, const char *style)
{
  cdl_html_markup (html, "<!DOCTYPE html>\n<html lang=\"");
  /* Translators: the code of your language. */
  cdl_html_text (html, C_ ("language code", "en"));
  cdl_html_markup (html, "\">\n<head>\n<meta charset=\"utf-8\">\n"
                         "<meta name=\"viewport\" content=\"width=device-width\">\n"
                         "<meta name=\"generator\" content=\"Chandelier " CDL_VERSION "\">\n");
  cdl_html_element (html, "title", NULL, title);
  cdl_html_markup (html, "\n<style>\n");
  cdl_html_markup (html, style);
  cdl_html_markup (html, "</style>\n</head>\n<body>\n");
}

static void
add_ranked (CdlHtml *html, const CdlRunRecord *run, guint place)
{
  static const CdlStat stats[]
      = { CDL_STAT_MAX_DRAWDOWN_PCT, CDL_STAT_SHARPE,   CDL_STAT_PROFIT_FACTOR,
          CDL_STAT_TRADES,           CDL_STAT_WIN_RATE, CDL_STAT_EXPECTANCY_R };
  double value = run->statistics.value[CDL_STAT_RETURN_PCT];
  g_autofree char *number = g_strdup_printf ("%u", place);
  g_autofree char *link = g_strdup_printf ("<td class=\"word\"><a href=\"#run-%u\">", place);
  g_autofree char *params = cdl_run_params_text (run);
  g_autofree char *percent = cdl_report_percent (value);

  cdl_html_markup (html, "<tr>");
  cdl_html_element (html, "td", NULL, number);
  cdl_html_markup (html, link);
  cdl_html_text (html, run->strategy->name);
  cdl_html_markup (html, "</a></td>");
  cdl_html_element (html, "td", "word", run->dataset->symbol);
  cdl_html_element (html, "td", "word", cdl_interval_name (run->interval));
  cdl_html_element (html, "td", "word", params);
  cdl_html_element (html, "td", cdl_report_class (value), percent);
  for (gsize i = 0; i < G_N_ELEMENTS (stats); i++)
    {
      g_autofree char *text = cdl_run_stat_text (run, stats[i]);

      cdl_html_element (html, "td", NULL, text);
    }
  cdl_html_close (html, "tr");
}

/* The runs in the order of their returns. */
static void
add_ranking (CdlHtml *html, GPtrArray *runs, const char *title)
{
  static const CdlStat stats[]
      = { CDL_STAT_RETURN_PCT,    CDL_STAT_MAX_DRAWDOWN_PCT, CDL_STAT_SHARPE,
          CDL_STAT_PROFIT_FACTOR, CDL_STAT_TRADES,           CDL_STAT_WIN_RATE,
          CDL_STAT_EXPECTANCY_R };

  cdl_html_element (html, "h1", NULL, title);
  cdl_html_element (html, "p", "lead",
                    _ ("By return. The best of many was partly lucky: the more variants were "
                       "tried, the less its return says about tomorrow."));
  cdl_html_markup (html, "<div class=\"scroll\"><table class=\"list\"><thead><tr>");
  cdl_html_element (html, "th", NULL, _ ("No."));
  cdl_html_element (html, "th", "word", _ ("Strategy"));
  cdl_html_element (html, "th", "word", _ ("Symbol"));
  cdl_html_element (html, "th", "word", _ ("Interval"));
  cdl_html_element (html, "th", "word", _ ("Parameters"));
  for (gsize i = 0; i < G_N_ELEMENTS (stats); i++)
    cdl_html_element (html, "th", NULL, _ (cdl_stat_info (stats[i])->title));
  cdl_html_markup (html, "</tr></thead><tbody>\n");
  for (guint i = 0; i < runs->len; i++)
    add_ranked (html, record_of (runs, i), i + 1);
  cdl_html_markup (html, "</tbody></table></div>\n");
}

static gboolean
add_run (CdlHtml *html, const CdlLoadedRun *run, guint place, GError **error)
{
  g_autofree char *open = g_strdup_printf ("<article id=\"run-%u\">\n", place);

  cdl_html_markup (html, open);
  cdl_report_head (html, run);
  if (!cdl_report_charts (html, run, error))
    return FALSE;
  cdl_report_months (html, run);
  cdl_report_funnel (html, run);
  cdl_report_distribution (html, run);
  cdl_report_proofs (html, run);
  cdl_report_statistics (html, run);
  cdl_report_settings (html, run);
  cdl_report_trades (html, run);
  cdl_report_strategy (html, run);
  cdl_html_close (html, "article");

  return TRUE;
}

static int
by_return (gconstpointer a, gconstpointer b)
{
  const CdlLoadedRun *left = *(CdlLoadedRun *const *) a, *right = *(CdlLoadedRun *const *) b;
  double x = left->run->statistics.value[CDL_STAT_RETURN_PCT];
  double y = right->run->statistics.value[CDL_STAT_RETURN_PCT];

  return (x < y) - (x > y);
}

char *
cdl_report_html (GPtrArray *runs, GCancellable *cancellable, GError **error)
{
  g_autoptr (CdlHtml) html = cdl_html_new ();
  g_autoptr (GBytes) style = g_resource_lookup_data (cdl_report_get_resource (), STYLE, 0, error);
  g_autoptr (GPtrArray) ranked = g_ptr_array_new (); /* borrowed, in an order of its own */
  g_autofree char *title = NULL;

  g_return_val_if_fail (runs->len > 0, NULL);

  if (style == NULL)
    return NULL;
  g_ptr_array_extend (ranked, runs, NULL, NULL);
  g_ptr_array_sort (ranked, by_return);
  title = title_of (ranked);
  begin_document (html, title, g_bytes_get_data (style, NULL));
  if (ranked->len > 1)
    add_ranking (html, ranked, title);
  for (guint i = 0; i < ranked->len; i++)
    if (g_cancellable_set_error_if_cancelled (cancellable, error)
        || !add_run (html, ranked->pdata[i], i + 1, error))
      return NULL;
  cdl_html_markup (html, "<footer>Chandelier " CDL_VERSION "</footer>\n</body>\n</html>\n");

  return cdl_html_steal (html);
}
