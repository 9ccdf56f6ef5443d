#include <glib/gi18n-lib.h>
#include <math.h>

#include "cdl-picture.h"
#include "cdl-report-parts-private.h"
#include "cdl-run-text.h"
#include "cdl-text.h"
#include "cdl-time.h"

#define WIDTH        1040
#define HEIGHT       560
#define TRADE_WIDTH  510
#define TRADE_HEIGHT 300

/* In light and dark colours, as a figure with a caption. */
static gboolean
add_figure (CdlHtml *html,
            const CdlChartData *data,
            const CdlChartView *view,
            int width,
            int height,
            const char *alt,
            const char *caption,
            GError **error)
{
  g_autoptr (GBytes) light = cdl_picture_chart (
      data, view, width, height, 2, cdl_chart_theme (FALSE, CDL_CHART_GREEN_RED), error);
  g_autoptr (GBytes) dark = NULL;

  if (light == NULL)
    return FALSE;
  dark = cdl_picture_chart (data, view, width, height, 2,
                            cdl_chart_theme (TRUE, CDL_CHART_GREEN_RED), error);
  if (dark == NULL)
    return FALSE;
  cdl_html_open (html, "figure", NULL);
  cdl_html_picture (html, light, dark, alt);
  cdl_html_element (html, "figcaption", NULL, caption);
  cdl_html_close (html, "figure");

  return TRUE;
}

static gboolean
add_trade (CdlHtml *html, const CdlChartData *whole, gsize i, const char *title, GError **error)
{
  const CdlTrade *trade = &whole->trades[i];
  g_autofree char *r = cdl_text_signed (trade->r, 2);
  g_autofree char *pnl = cdl_text_signed (trade->pnl, 2);
  g_autofree char *entered = cdl_time_format_short (trade->entry_time);
  g_autofree char *caption
      = g_strdup_printf (_ ("%s: no. %u, %s, entered %s, result %s (%s R)"), title, trade->seq,
                         trade->side == CDL_SIDE_LONG ? _ ("long") : _ ("short"), entered, pnl, r);
  CdlChartData data = *whole;
  CdlChartView view;

  data.selected_trade = (int) i;
  data.n_equity = 0; /* the price alone */
  data.hidden = CDL_CHART_WORDS;
  cdl_chart_view_show_span (&view, trade->created_at, trade->exit_time);
  cdl_chart_view_clamp (&view, &data);

  return add_figure (html, &data, &view, TRADE_WIDTH, TRADE_HEIGHT, caption, caption, error);
}

/* The best and the worst by R. */
static gboolean
add_extremes (CdlHtml *html, const CdlChartData *data, GError **error)
{
  gsize best = 0, worst = 0;
  gboolean drawn;

  for (gsize i = 1; i < data->n_trades; i++)
    {
      if (data->trades[i].r > data->trades[best].r || isnan (data->trades[best].r))
        best = i;
      if (data->trades[i].r < data->trades[worst].r || isnan (data->trades[worst].r))
        worst = i;
    }
  if (best == worst)
    return TRUE;

  cdl_html_open (html, "div", "pair");
  drawn = add_trade (html, data, best, _ ("Best trade"), error)
          && add_trade (html, data, worst, _ ("Worst trade"), error);
  cdl_html_close (html, "div");

  return drawn;
}

gboolean
cdl_report_charts (CdlHtml *html, const CdlLoadedRun *run, GError **error)
{
  g_autofree char *nets = cdl_run_nets_text (run->run);
  g_autofree char *alt
      = g_strdup_printf (_ ("Chart of %s with the trades of the run, its equity and drawdown; "
                            "return %s"),
                         run->run->dataset->symbol, nets);
  CdlChartData data;
  CdlChartView view;

  cdl_html_element (html, "h2", NULL, _ ("Prices, trades and equity"));
  if (!cdl_loaded_run_chart_data (run, &data))
    {
      cdl_html_element (html, "p", NULL,
                        _ ("The klines of this run are no longer in the archive: import them again "
                           "to see its chart."));
      return TRUE;
    }
  cdl_chart_view_all (&view, &data);

  return add_figure (html, &data, &view, WIDTH, HEIGHT, alt,
                     _ ("Klines with volume, setups and trades; below, equity and how far it is "
                        "under its peak."),
                     error)
         && add_extremes (html, &data, error);
}
