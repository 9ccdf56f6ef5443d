/* Months, distribution of R, funnel and proofs: what the trades add up to. */

#include <glib/gi18n-lib.h>

#include "cdl-monthly.h"
#include "cdl-r-distribution.h"
#include "cdl-report-parts-private.h"
#include "cdl-return-shade.h"
#include "cdl-run-text.h"
#include "cdl-run-words.h"
#include "cdl-text.h"

static void
add_return (CdlHtml *html, double return_pct)
{
  g_autofree char *words = cdl_text_signed (return_pct, 2);

  cdl_html_element (html, "td", cdl_return_shade (return_pct), words);
}

static void
add_year (CdlHtml *html, const GArray *months, int year)
{
  g_autofree char *name = g_strdup_printf ("%d", year);
  int next = 1;

  cdl_html_markup (html, "<tr>");
  cdl_html_element (html, "th", NULL, name);
  for (guint i = 0; i < months->len; i++)
    {
      const CdlMonth *month = &g_array_index (months, CdlMonth, i);

      if (month->year != year)
        continue;
      for (; next < month->month; next++)
        cdl_html_markup (html, "<td></td>");
      add_return (html, month->return_pct);
      next++;
    }
  for (; next <= 12; next++)
    cdl_html_markup (html, "<td></td>");
  add_return (html, cdl_monthly_year (months, year));
  cdl_html_close (html, "tr");
}

void
cdl_report_months (CdlHtml *html, const CdlLoadedRun *run)
{
  static const char *const names[]
      = { N_ ("Jan"), N_ ("Feb"), N_ ("Mar"), N_ ("Apr"), N_ ("May"), N_ ("Jun"),
          N_ ("Jul"), N_ ("Aug"), N_ ("Sep"), N_ ("Oct"), N_ ("Nov"), N_ ("Dec") };
  gsize n;
  const CdlTrade *trades = cdl_report_trades_of (run, &n);
  g_autoptr (GArray) months = NULL;

  if (n == 0)
    return;
  months = cdl_monthly_returns (trades, n, run->run->statistics.value[CDL_STAT_START],
                                run->run->from, run->run->to);
  cdl_html_element (html, "h2", NULL, _ ("Returns by month"));
  cdl_html_element (html, "p", "lead",
                    _ ("In percent, of trades by the month in which they were closed (UTC)."));
  cdl_html_markup (html, "<div class=\"scroll\"><table class=\"months\"><tr><th></th>");
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    cdl_html_element (html, "th", NULL, _ (names[i]));
  cdl_html_element (html, "th", NULL, _ ("Year"));
  cdl_html_close (html, "tr");
  for (guint i = 0; i < months->len; i++)
    {
      int year = g_array_index (months, CdlMonth, i).year;

      if (i == 0 || g_array_index (months, CdlMonth, i - 1).year != year)
        add_year (html, months, year);
    }
  cdl_html_markup (html, "</table></div>\n");
}

void
cdl_report_bar (CdlHtml *html, const char *name, guint count, guint total, const char *class)
{
  g_autofree char *number = cdl_text_number (count, 0);
  g_autofree char *share = cdl_text_number (100.0 * count / MAX (total, 1), 1);
  g_autofree char *percent = g_strconcat (share, " %", NULL);
  g_autofree char *bar = g_strdup_printf (
      "<td class=\"bar\"><i class=\"%s\" style=\"width:%u%%\"></i></td>",
      class != NULL ? class : "", (guint) (100.0 * count / MAX (total, 1) + 0.5));

  cdl_html_markup (html, "<tr>");
  cdl_html_element (html, "th", NULL, name);
  cdl_html_element (html, "td", NULL, number);
  cdl_html_element (html, "td", NULL, percent);
  cdl_html_markup (html, bar);
  cdl_html_close (html, "tr");
}

void
cdl_report_distribution (CdlHtml *html, const CdlLoadedRun *run)
{
  gsize n;
  const CdlTrade *trades = cdl_report_trades_of (run, &n);
  g_autofree char *mean = NULL;
  g_autofree char *median = NULL;
  g_autofree char *words = NULL;
  CdlRDistribution r;

  cdl_r_distribution_init (&r, trades, n);
  if (r.n == 0)
    return;
  mean = cdl_text_signed (r.mean, 2);
  median = cdl_text_signed (r.median, 2);
  words = g_strdup_printf (
      ngettext ("Result of %u trade in what it risked: mean %s R, median %s R",
                "Results of %u trades in what each risked: mean %s R, median %s R", r.n),
      r.n, mean, median);
  cdl_html_element (html, "h2", NULL, _ ("Distribution of R"));
  cdl_html_element (html, "p", "lead", words);
  cdl_html_open (html, "table", "bars");
  for (guint i = 0; i < r.n_bins; i++)
    {
      double from_r = r.first + i * r.width + r.width * 1e-9;
      g_autofree char *from = cdl_text_signed (r.first + i * r.width, 2);
      g_autofree char *to = cdl_text_signed (r.first + (i + 1) * r.width, 2);
      g_autofree char *name = g_strdup_printf (_ ("%s to %s R"), from, to);

      if (r.count[i] > 0)
        cdl_report_bar (html, name, r.count[i], r.n, from_r < 0.0 ? "loss" : "gain");
    }
  cdl_html_close (html, "table");
}

static void
add_counts (CdlHtml *html,
            const char *title,
            const guint *counts,
            guint n,
            const char *(*words) (guint))
{
  guint total = 0;
  g_autofree char *heading = NULL;

  for (guint i = 0; i < n; i++)
    total += counts[i];
  heading = g_strdup_printf ("%s (%u)", title, total);
  cdl_html_element (html, "h3", NULL, heading);
  cdl_html_open (html, "table", "bars");
  for (guint i = 0; i < n; i++)
    if (counts[i] > 0)
      cdl_report_bar (html, _ (words (i)), counts[i], total, NULL);
  cdl_html_close (html, "table");
}

void
cdl_report_funnel (CdlHtml *html, const CdlLoadedRun *run)
{
  const CdlStatistics *statistics = &run->run->statistics;

  cdl_html_element (html, "h2", NULL, _ ("From setups to exits"));
  add_counts (html, _ ("Setups"), statistics->fates, CDL_N_FATES, cdl_run_fate_words);
  add_counts (html, _ ("Exits"), statistics->exits, CDL_N_EXIT_REASONS, cdl_run_exit_words);
}

/* What the numbers rest on, in sentences. */
void
cdl_report_proofs (CdlHtml *html, const CdlLoadedRun *run)
{
  const CdlRunRecord *record = run->run;
  const guint *proofs = record->statistics.proofs;
  guint total = proofs[CDL_PROVEN] + proofs[CDL_RESOLVED] + proofs[CDL_ASSUMED];
  g_autofree char *nets = cdl_run_nets_text (record);
  g_autofree char *proven
      = g_strdup_printf (_ ("Of %u trades, %u are proven by the %s klines alone: whatever happened "
                            "inside them, entry and exit came as they are listed."),
                         total, proofs[CDL_PROVEN], cdl_interval_name (record->path_interval));
  g_autofree char *resolved
      = g_strdup_printf (_ ("%u needed finer data to tell what came first."), proofs[CDL_RESOLVED]);
  g_autofree char *assumed
      = g_strdup_printf (_ ("%u could not be told from any data at hand: the assumption decided."),
                         proofs[CDL_ASSUMED]);
  g_autofree char *both = g_strdup_printf (_ ("Return under both assumptions: %s."), nets);

  cdl_html_element (html, "h2", NULL, _ ("How far it is proven"));
  cdl_html_element (html, "p", NULL, proven);
  if (proofs[CDL_RESOLVED] > 0)
    cdl_html_element (html, "p", NULL, resolved);
  cdl_html_element (html, "p", NULL,
                    proofs[CDL_ASSUMED] > 0 ? assumed
                                            : _ ("No trade had to be decided by an assumption."));
  if (proofs[CDL_ASSUMED] > 0)
    cdl_html_element (html, "p", NULL, both);
}
