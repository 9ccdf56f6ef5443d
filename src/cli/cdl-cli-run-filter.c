#include "cdl-cli-run-filter.h"

#include <math.h>
#include <string.h>

#include "cdl-cli.h"
#include "cdl-number.h"
#include "cdl-time.h"

void
cdl_run_filter_options_clear (CdlRunFilterOptions *self)
{
  char *texts[] = { self->strategy, self->symbol, self->market, self->interval, self->tag,
                    self->test,     self->since,  self->until,  self->search };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (texts[i]);
  g_strfreev (self->where);
}

GOptionEntry *
cdl_run_filter_entries (CdlRunFilterOptions *self, const GOptionEntry *more)
{
  const GOptionEntry entries[] = {
    { "strategy", 0, 0, G_OPTION_ARG_STRING, &self->strategy, "Of the strategy of that name",
      "NAME" },
    { "symbol", 's', 0, G_OPTION_ARG_STRING, &self->symbol, "Over that symbol", "SYMBOL" },
    { "market", 'm', 0, G_OPTION_ARG_STRING, &self->market, "Over that market: spot or um",
      "MARKET" },
    { "interval", 'i', 0, G_OPTION_ARG_STRING, &self->interval, "Of strategies of that interval",
      "INTERVAL" },
    { "tag", 0, 0, G_OPTION_ARG_STRING, &self->tag, "With that tag", "TAG" },
    { "test", 0, 0, G_OPTION_ARG_STRING, &self->test, "Of the test of that id", "TEST" },
    { "favourite", 0, 0, G_OPTION_ARG_NONE, &self->favourite, "Favourites only", NULL },
    { "since", 0, 0, G_OPTION_ARG_STRING, &self->since, "Asked for at that time or later, UTC",
      "TIME" },
    { "until", 0, 0, G_OPTION_ARG_STRING, &self->until, "Asked for before that time", "TIME" },
    { "search", 0, 0, G_OPTION_ARG_STRING, &self->search,
      "With all these words in strategy, symbol, note, tags or id", "TEXT" },
    { "where", 0, 0, G_OPTION_ARG_STRING_ARRAY, &self->where,
      "With such a statistic: 'sharpe>1', 'trades>=100'; may be given several times", "BOUND" },
  };
  gsize n = 0;
  GOptionEntry *all;

  while (more[n].long_name != NULL)
    n++;
  all = g_new0 (GOptionEntry, G_N_ELEMENTS (entries) + n + 1);
  memcpy (all, entries, sizeof entries);
  memcpy (all + G_N_ELEMENTS (entries), more, n * sizeof *more);

  return all;
}

static gboolean
unknown_stat (const char *name)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  const char *nearest;

  for (int i = 0; i < CDL_N_STATS; i++)
    g_ptr_array_add (names, (gpointer) cdl_stat_info ((CdlStat) i)->name);
  g_ptr_array_add (names, NULL);
  nearest = cdl_nearest_word (name, (const char *const *) names->pdata);
  if (nearest != NULL)
    cdl_cli_fail (CDL_EXIT_USAGE, "--where: there is no statistic “%s”: did you mean “%s”?", name,
                  nearest);
  else
    cdl_cli_fail (CDL_EXIT_USAGE,
                  "--where: there is no statistic “%s”: “run show RUN” names those that there are",
                  name);

  return FALSE;
}

/* The number that a statistic is compared with: a time where it is one. */
static gboolean
read_bound_value (CdlStat stat, const char *text, double *value)
{
  gint64 time_ms;

  if (cdl_stat_info (stat)->unit == CDL_UNIT_TIME && cdl_time_parse (text, &time_ms))
    {
      *value = (double) time_ms;
      return TRUE;
    }

  return cdl_number_parse (text, value);
}

/* "sharpe>1": bounds of a filter include their ends, so that < and > are the next number. */
static gboolean
add_bound (CdlRunFilter *filter, const char *text)
{
  gsize length = strcspn (text, "<>=");
  g_autofree char *name = g_strstrip (g_strndup (text, length));
  const char *sign = text + length;
  gsize n_sign = strspn (sign, "<>=");
  g_autofree char *number = g_strstrip (g_strdup (sign + n_sign));
  gboolean equal = (n_sign == 2 && sign[1] == '=') || (n_sign == 1 && *sign == '=');
  int stat = cdl_stat_find (name);
  double value = NAN;

  if (n_sign == 0 || n_sign > 2 || (n_sign == 2 && (!equal || *sign == '=')) || *name == '\0')
    {
      cdl_cli_fail (CDL_EXIT_USAGE,
                    "--where: “%s” is not a bound: write it like 'sharpe>1' or 'trades>=100'",
                    text);
      return FALSE;
    }
  if (stat < 0)
    return unknown_stat (name);
  if (!read_bound_value ((CdlStat) stat, number, &value))
    {
      cdl_cli_fail (CDL_EXIT_USAGE, "--where: “%s” in “%s” is not a number", number, text);
      return FALSE;
    }

  if (*sign == '>')
    cdl_run_filter_add_bound (filter, (CdlStat) stat, equal ? value : nextafter (value, INFINITY),
                              NAN);
  else if (*sign == '<')
    cdl_run_filter_add_bound (filter, (CdlStat) stat, NAN,
                              equal ? value : nextafter (value, -INFINITY));
  else
    cdl_run_filter_add_bound (filter, (CdlStat) stat, value, value);

  return TRUE;
}

CdlRunFilter *
cdl_cli_run_filter (const CdlRunFilterOptions *options)
{
  g_autoptr (CdlRunFilter) filter = cdl_run_filter_new ();
  CdlMarket market;
  CdlInterval interval;

  if (!cdl_cli_market (options->market, &market)
      || !cdl_cli_interval ("--interval", options->interval, &interval)
      || !cdl_cli_time ("--since", options->since, &filter->created_from)
      || !cdl_cli_time ("--until", options->until, &filter->created_to))
    return NULL;
  for (char **bound = options->where; bound != NULL && *bound != NULL; bound++)
    if (!add_bound (filter, *bound))
      return NULL;

  filter->strategy = g_strdup (options->strategy);
  filter->symbol = g_strdup (options->symbol);
  filter->market = options->market != NULL ? (int) market : -1;
  filter->interval = options->interval != NULL ? (int) interval : -1;
  filter->tag = g_strdup (options->tag);
  filter->test = g_strdup (options->test);
  filter->text = g_strdup (options->search);
  filter->favourite = options->favourite ? 1 : -1;

  return g_steal_pointer (&filter);
}
