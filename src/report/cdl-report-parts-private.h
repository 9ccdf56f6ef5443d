#pragma once

#include "cdl-html.h"
#include "cdl-loaded-run.h"

G_BEGIN_DECLS

/* The parts of a report on one run, in order. */

/* Name, market and window, the key figures, and what to beware of. */
void cdl_report_head (CdlHtml *html, const CdlLoadedRun *run);

/* Charts: the whole run, its best and its worst trade. */
gboolean cdl_report_charts (CdlHtml *html, const CdlLoadedRun *run, GError **error);

/* Returns by month, and how results are spread; nothing without trades. */
void cdl_report_months (CdlHtml *html, const CdlLoadedRun *run);
void cdl_report_distribution (CdlHtml *html, const CdlLoadedRun *run);

/* What became of setups and trades, and how far it is proven. */
void cdl_report_funnel (CdlHtml *html, const CdlLoadedRun *run);
void cdl_report_proofs (CdlHtml *html, const CdlLoadedRun *run);

void cdl_report_statistics (CdlHtml *html, const CdlLoadedRun *run);
void cdl_report_settings (CdlHtml *html, const CdlLoadedRun *run);
void cdl_report_trades (CdlHtml *html, const CdlLoadedRun *run);
void cdl_report_strategy (CdlHtml *html, const CdlLoadedRun *run);

/* "gain", "loss" or NULL. */
const char *cdl_report_class (double value);

/* Percent with a sign; newly allocated. */
char *cdl_report_percent (double value);

/* Trades of a run; NULL and 0 where they were not kept. */
const CdlTrade *cdl_report_trades_of (const CdlLoadedRun *run, gsize *n);

/* A table row of a bar: name, count, share of total; class of its colour, nullable. */
void cdl_report_bar (CdlHtml *html, const char *name, guint count, guint total, const char *class);

G_END_DECLS
