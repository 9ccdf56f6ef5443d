/* Statistics, settings, trades and the strategy itself. */

#include <glib/gi18n-lib.h>
#include <math.h>

#include "cdl-number.h"
#include "cdl-report-parts-private.h"
#include "cdl-run-text.h"
#include "cdl-run-words.h"
#include "cdl-text.h"
#include "cdl-time.h"

/* Longer lists are cut: the whole is for “run export”. */
#define MAX_TRADES 2000

void
cdl_report_statistics (CdlHtml *html, const CdlLoadedRun *run)
{
  const CdlRunRecord *record = run->run;
  const char *group = NULL;

  cdl_html_element (html, "h2", NULL, _ ("Statistics"));
  cdl_html_open (html, "div", "groups");
  for (int i = 0; i < CDL_N_STATS; i++)
    {
      const CdlStatInfo *info = cdl_stat_info ((CdlStat) i);
      const char *reason = record->statistics.reason[i];
      g_autofree char *value = cdl_run_stat_text (record, (CdlStat) i);
      g_autofree char *doc
          = reason != NULL ? g_strdup_printf ("%s (%s)", info->doc, reason) : g_strdup (info->doc);

      if (g_strcmp0 (group, info->group) != 0)
        {
          if (group != NULL)
            cdl_html_markup (html, "</table></section>\n");
          cdl_html_open (html, "section", NULL);
          cdl_html_element (html, "h3", NULL, _ (info->group));
          cdl_html_open (html, "table", "facts");
        }
      group = info->group;
      cdl_html_fact (html, _ (info->title), doc, value);
    }
  cdl_html_markup (html, "</table></section></div>\n");
}

void
cdl_report_settings (CdlHtml *html, const CdlLoadedRun *run)
{
  const CdlRunRecord *record = run->run;
  const CdlDatasetRecord *data = record->dataset;
  g_autofree char *settings = cdl_run_settings_words (record);
  g_autofree char *rows = cdl_text_number ((double) data->rows, 0);
  g_autofree char *holes = cdl_text_number ((double) data->holes, 0);
  g_autofree char *quality = cdl_text_number (data->quality_pct, 3);
  g_autofree char *data_words = g_strdup_printf (_ ("%s klines, %s holes, %s %% complete (%s)"),
                                                 rows, holes, quality, data->fingerprint);
  g_autofree char *created
      = cdl_time_format_short (record->created_at / CDL_SECOND_MS * CDL_SECOND_MS);

  cdl_html_element (html, "h2", NULL, _ ("Parameters and settings"));
  cdl_html_open (html, "table", "facts wide");
  for (guint i = 0; i < record->params->len; i++)
    {
      const CdlRunParam *param = &g_array_index (record->params, CdlRunParam, i);
      char number[CDL_NUMBER_SIZE];

      cdl_html_fact (html, param->name, NULL, cdl_number_format (param->value, number));
    }
  cdl_html_fact (html, _ ("Settings"), NULL, settings);
  cdl_html_fact (html, _ ("Data"), NULL, data_words);
  cdl_html_fact (html, _ ("Asked for"), NULL, created);
  cdl_html_fact (html, _ ("Run"), NULL, record->id);
  cdl_html_fact (html, _ ("Fingerprint"), NULL, record->fingerprint);
  cdl_html_close (html, "table");
}

static void
add_number (CdlHtml *html, double value)
{
  char number[CDL_NUMBER_SIZE];

  cdl_html_element (html, "td", NULL, isnan (value) ? "–" : cdl_number_format (value, number));
}

static void
add_signed (CdlHtml *html, double value)
{
  g_autofree char *words = cdl_text_signed (value, 2);

  cdl_html_element (html, "td", cdl_report_class (value), words);
}

static void
add_time (CdlHtml *html, gint64 time)
{
  g_autofree char *words = time == CDL_TIME_NONE
                               ? g_strdup ("–")
                               : cdl_time_format_short (time - time % CDL_MINUTE_MS);

  cdl_html_element (html, "td", NULL, words);
}

static void
add_trade (CdlHtml *html, const CdlRunDetails *details, const CdlTrade *trade)
{
  g_autofree char *seq = g_strdup_printf ("%u", trade->seq);

  cdl_html_markup (html, "<tr>");
  cdl_html_element (html, "td", NULL, seq);
  cdl_html_element (html, "td", "word", cdl_run_details_name (details, trade->def));
  cdl_html_element (html, "td", "word", trade->side == CDL_SIDE_LONG ? _ ("long") : _ ("short"));
  add_time (html, trade->entry_time);
  add_number (html, trade->entry_price);
  add_time (html, trade->exit_time);
  add_number (html, trade->exit_price);
  add_signed (html, trade->pnl);
  add_signed (html, trade->pnl_pct);
  add_signed (html, trade->r);
  cdl_html_element (html, "td", "word", _ (cdl_run_exit_words (trade->exit_reason)));
  cdl_html_element (html, "td", "word", _ (cdl_run_proof_words (trade->proof)));
  cdl_html_close (html, "tr");
}

void
cdl_report_trades (CdlHtml *html, const CdlLoadedRun *run)
{
  static const struct
  {
    const char *title;
    const char *class;
  } columns[] = {
    { N_ ("No."), NULL },     { N_ ("Setup"), "word" },  { N_ ("Side"), "word" },
    { N_ ("Entered"), NULL }, { N_ ("Entry"), NULL },    { N_ ("Left"), NULL },
    { N_ ("Exit"), NULL },    { N_ ("Result"), NULL },   { N_ ("%"), NULL },
    { N_ ("R"), NULL },       { N_ ("Reason"), "word" }, { N_ ("Proof"), "word" },
  };
  gsize n;
  const CdlTrade *trades = cdl_report_trades_of (run, &n);
  g_autofree char *title = NULL;

  cdl_html_element (html, "h2", NULL, _ ("Trades"));
  if (run->details == NULL)
    {
      cdl_html_element (html, "p", NULL,
                        _ ("Only the summary of this run was kept. “chandelier-cli test run … "
                           "--details --force” keeps its trades."));
      return;
    }
  title = n > MAX_TRADES
              ? g_strdup_printf (_ ("The first %d of %u trades"), MAX_TRADES, (guint) n)
              : g_strdup_printf (ngettext ("%u trade", "All %u trades", (gulong) n), (guint) n);
  cdl_html_open (html, "details", NULL);
  cdl_html_element (html, "summary", NULL, title);
  cdl_html_markup (html, "<div class=\"scroll\"><table class=\"list\"><thead><tr>");
  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    cdl_html_element (html, "th", columns[i].class, _ (columns[i].title));
  cdl_html_markup (html, "</tr></thead><tbody>\n");
  for (gsize i = 0; i < MIN (n, MAX_TRADES); i++)
    add_trade (html, run->details, &trades[i]);
  cdl_html_markup (html, "</tbody></table></div></details>\n");
}

void
cdl_report_strategy (CdlHtml *html, const CdlLoadedRun *run)
{
  const CdlStrategyRecord *strategy = run->run->strategy;

  if (strategy->json == NULL)
    return;
  cdl_html_element (html, "h2", NULL, _ ("Strategy"));
  cdl_html_open (html, "details", NULL);
  cdl_html_element (html, "summary", NULL, strategy->name);
  cdl_html_element (html, "pre", NULL, strategy->json);
  cdl_html_close (html, "details");
}
