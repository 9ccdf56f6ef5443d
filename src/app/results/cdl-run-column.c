#include "cdl-run-column.h"

#include <glib/gi18n.h>
#include <math.h>

#include "cdl-run-text.h"
#include "cdl-text.h"
#include "cdl-time-text.h"

#define N_FIXED 13

static const char *
css_of (double value)
{
  return value > 0.0 ? "success" : value < 0.0 ? "error" : NULL;
}

static char *
text_strategy (const CdlRunColumn *column, const CdlRunRecord *run, const char **css)
{
  return g_strdup (run->strategy->name);
}

static char *
text_symbol (const CdlRunColumn *column, const CdlRunRecord *run, const char **css)
{
  return g_strdup (run->dataset->symbol);
}

static char *
text_market (const CdlRunColumn *column, const CdlRunRecord *run, const char **css)
{
  return g_strdup (cdl_market_name (run->dataset->market));
}

static char *
text_interval (const CdlRunColumn *column, const CdlRunRecord *run, const char **css)
{
  return g_strdup (cdl_interval_name (run->interval));
}

static char *
text_params (const CdlRunColumn *column, const CdlRunRecord *run, const char **css)
{
  return cdl_run_params_text (run);
}

/* A net result in percent of the start capital. */
static char *
text_net (const CdlRunColumn *column, const CdlRunRecord *run, const char **css)
{
  double net = column->key == CDL_SORT_NET_OPTIMISTIC ? run->net_optimistic : run->net_pessimistic;
  double percent = 100.0 * net / run->statistics.value[CDL_STAT_START];
  g_autofree char *number = cdl_text_signed (percent, 2);

  *css = css_of (percent);

  return isnan (percent) ? g_strdup ("–") : g_strdup_printf ("%s %%", number);
}

static char *
text_tags (const CdlRunColumn *column, const CdlRunRecord *run, const char **css)
{
  return g_strjoinv (", ", run->tags);
}

/* Under both assumptions: what klines cannot tell is seen at once. */
static char *
tooltip_nets (const CdlRunRecord *run)
{
  double start = run->statistics.value[CDL_STAT_START];
  g_autofree char *worse = cdl_text_signed (100.0 * run->net_pessimistic / start, 2);
  g_autofree char *better = cdl_text_signed (100.0 * run->net_optimistic / start, 2);

  return g_strdup_printf (_ ("Pessimistic %s %%, optimistic %s %%"), worse, better);
}

static char *
tooltip_note (const CdlRunRecord *run)
{
  return *run->note != '\0' ? g_strdup (run->note) : NULL;
}

/* The first line of it. */
static char *
text_note (const CdlRunColumn *column, const CdlRunRecord *run, const char **css)
{
  return g_strndup (run->note, strcspn (run->note, "\n"));
}

static char *
text_from (const CdlRunColumn *column, const CdlRunRecord *run, const char **css)
{
  return cdl_date_text (run->from);
}

static char *
text_to (const CdlRunColumn *column, const CdlRunRecord *run, const char **css)
{
  return cdl_date_text (run->to);
}

static char *
text_created_at (const CdlRunColumn *column, const CdlRunRecord *run, const char **css)
{
  return cdl_time_text (run->created_at);
}

static char *
text_elapsed (const CdlRunColumn *column, const CdlRunRecord *run, const char **css)
{
  g_autofree char *ms = cdl_text_number ((double) run->elapsed_us / 1000.0, 1);

  return g_strdup_printf ("%s ms", ms);
}

static char *
text_stat (const CdlRunColumn *column, const CdlRunRecord *run, const char **css)
{
  double value = run->statistics.value[column->stat];

  if (column->stat == CDL_STAT_NET || column->stat == CDL_STAT_RETURN_PCT
      || column->stat == CDL_STAT_EXCESS_PCT)
    *css = css_of (value);

  return cdl_run_stat_text (run, column->stat);
}

/* Group is "Run" for all of these. */
static const CdlRunColumn fixed[N_FIXED] = {
  { "strategy", N_ ("Strategy"), N_ ("Strategy"), NULL, N_ ("Name of the strategy"), .width = 14,
    .sortable = TRUE, .key = CDL_SORT_STRATEGY, .text = text_strategy },
  { "symbol", N_ ("Symbol"), N_ ("Symbol"), NULL, N_ ("What was traded"), .sortable = TRUE,
    .key = CDL_SORT_SYMBOL, .text = text_symbol },
  { "market", N_ ("Market"), N_ ("Market"), NULL, N_ ("Spot, or perpetual futures"),
    .sortable = TRUE, .key = CDL_SORT_MARKET, .text = text_market },
  { "interval", N_ ("Interval"), N_ ("Interval"), NULL, N_ ("Of the strategy’s klines"),
    .sortable = TRUE, .key = CDL_SORT_INTERVAL, .text = text_interval },
  { "params", N_ ("Parameters"), N_ ("Parameters"), NULL, N_ ("Values that the strategy was given"),
    .width = 24, .text = text_params, .tooltip = cdl_run_params_text },
  { "return", N_ ("Return"), N_ ("Return"), NULL,
    N_ ("Net result of the start capital, where klines do not tell what came first: the worse"),
    .numeric = TRUE, .sortable = TRUE, .descending = TRUE, .key = CDL_SORT_NET_PESSIMISTIC,
    .text = text_net, .tooltip = tooltip_nets },
  { "return_optimistic", N_ ("Optimistic"), N_ ("Optimistic"), NULL,
    N_ ("Net result of the start capital, where klines do not tell what came first: the better"),
    .numeric = TRUE, .sortable = TRUE, .descending = TRUE, .key = CDL_SORT_NET_OPTIMISTIC,
    .text = text_net, .tooltip = tooltip_nets },
  { "tags", N_ ("Tags"), N_ ("Tags"), NULL, N_ ("Words that you gave it"), .width = 8,
    .text = text_tags },
  { "note", N_ ("Note"), N_ ("Note"), NULL, N_ ("What you wrote of it"), .width = 16,
    .text = text_note, .tooltip = tooltip_note },
  { "from", N_ ("From"), N_ ("From"), NULL, N_ ("Begin of what was tested"), .numeric = TRUE,
    .sortable = TRUE, .key = CDL_SORT_FROM, .text = text_from },
  { "to", N_ ("To"), N_ ("To"), NULL, N_ ("End of what was tested"), .numeric = TRUE,
    .sortable = TRUE, .descending = TRUE, .key = CDL_SORT_TO, .text = text_to },
  { "created_at", N_ ("Tested"), N_ ("Tested"), NULL, N_ ("When it was tested"), .numeric = TRUE,
    .sortable = TRUE, .descending = TRUE, .key = CDL_SORT_CREATED_AT, .text = text_created_at },
  { "elapsed", N_ ("Computed in"), N_ ("Computed in"), NULL, N_ ("Time that computing it took"),
    .numeric = TRUE, .sortable = TRUE, .descending = TRUE, .key = CDL_SORT_ELAPSED,
    .text = text_elapsed },
};

/* What the usual columns are called where there is little room. */
static const char *
short_head (const CdlStatInfo *info)
{
  static const struct
  {
    const char *name, *head;
  } heads[] = {
    { "max_drawdown_pct", N_ ("Drawdown") },
    { "profit_factor", N_ ("PF") },
    { "expectancy_r", N_ ("E (R)") },
    { "win_rate", N_ ("Wins") },
    { "max_drawdown_realised_pct", N_ ("Realised DD") },
    { "longest_under_water_ms", N_ ("Under water") },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (heads); i++)
    if (g_str_equal (heads[i].name, info->name))
      return heads[i].head;

  return info->title;
}

const CdlRunColumn *
cdl_run_columns (guint *n)
{
  static CdlRunColumn columns[N_FIXED + CDL_N_STATS];
  static gboolean filled;

  for (guint i = 0; !filled && i < N_FIXED; i++)
    {
      columns[i] = fixed[i];
      columns[i].group = N_ ("Run");
    }
  for (guint i = 0; !filled && i < CDL_N_STATS; i++)
    {
      const CdlStatInfo *info = cdl_stat_info ((CdlStat) i);

      columns[N_FIXED + i] = (CdlRunColumn){ .name = info->name,
                                             .title = info->title,
                                             .head = short_head (info),
                                             .group = info->group,
                                             .doc = info->doc,
                                             .numeric = TRUE,
                                             .sortable = TRUE,
                                             .descending = info->higher_is_better,
                                             .key = CDL_SORT_STAT,
                                             .stat = (CdlStat) i,
                                             .text = text_stat };
    }
  filled = TRUE;
  if (n != NULL)
    *n = N_FIXED + CDL_N_STATS;

  return columns;
}

const CdlRunColumn *
cdl_run_column_find (const char *name)
{
  guint n;
  const CdlRunColumn *columns = cdl_run_columns (&n);

  for (guint i = 0; i < n; i++)
    if (g_str_equal (columns[i].name, name))
      return &columns[i];

  return NULL;
}
