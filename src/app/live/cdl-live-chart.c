#include "cdl-live-chart.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "cdl-live-badge.h"
#include "cdl-number.h"
#include "cdl-time.h"

#define FIELDS ((1u << (CDL_FIELD_VOLUME + 1)) - 1)

/* Levels of a setup that is further from its entry would leave the klines no room. */
#define NEAR_PCT 0.5

/* What the chart borrows. */
typedef struct
{
  CdlColumns *klines;
  CdlPyramid *pyramid;
  GArray *trades; /* CdlTrade */
  GArray *setups; /* CdlSetup */
  GArray *equity; /* CdlEquityPoint */
} Shown;

static void
shown_free (gpointer data)
{
  Shown *self = data;

  g_clear_pointer (&self->pyramid, cdl_pyramid_free);
  cdl_columns_free (self->klines);
  g_array_unref (self->trades);
  g_array_unref (self->setups);
  g_array_unref (self->equity);
  g_free (self);
}

/* --- Klines --- */

static const GArray *
find_tail (const CdlLiveNews *news, const char *symbol)
{
  for (guint i = 0; news->tails != NULL && i < news->tails->len; i++)
    {
      const CdlLiveTail *tail = news->tails->pdata[i];

      if (strcmp (tail->symbol, symbol) == 0)
        return tail->klines;
    }

  return NULL;
}

static void
append (CdlColumns *columns, gint64 time, const double *values)
{
  const CdlKlines *view = cdl_columns_view (columns);

  if (view->n == 0 || view->open_time[view->n - 1] < time)
    cdl_columns_append (columns, time, values);
}

/* A kline that is told is newer than what the archive had of it. */
static CdlColumns *
join_klines (const CdlLiveNews *news, const char *symbol, const CdlLivePast *past)
{
  const GArray *tail = find_tail (news, symbol);
  gint64 end = tail != NULL && tail->len > 0 ? g_array_index (tail, CdlFeedKline, 0).open_time
                                             : G_MAXINT64;
  CdlColumns *all = cdl_columns_new (news->path_interval, FIELDS);

  if (past != NULL && past->klines != NULL
      && cdl_columns_view (past->klines)->interval == news->path_interval)
    {
      const CdlKlines *view = cdl_columns_view (past->klines);

      for (gsize i = 0; i < view->n && view->open_time[i] < end; i++)
        {
          double values[CDL_N_FIELDS] = { 0.0 };

          for (int field = 0; field <= CDL_FIELD_VOLUME; field++)
            values[field] = view->field[field] != NULL ? view->field[field][i] : 0.0;
          append (all, view->open_time[i], values);
        }
    }
  for (guint i = 0; tail != NULL && i < tail->len; i++)
    {
      const CdlFeedKline *row = &g_array_index (tail, CdlFeedKline, i);

      append (all, row->open_time, row->field);
    }

  return all;
}

/* --- What lies over them --- */

/* The place of the trade whose levels are drawn: the last one that is open; -1: none is. */
static int
add_trades (Shown *self, const CdlLiveJournal *journal, const char *symbol)
{
  int open = -1;

  for (guint i = 0; i < journal->trades->len; i++)
    {
      const CdlSessionTrade *row = &g_array_index (journal->trades, CdlSessionTrade, i);

      if (strcmp (row->symbol, symbol) != 0)
        continue;
      if (row->trade.exit_reason == CDL_EXIT_NONE)
        open = (int) self->trades->len;
      g_array_append_val (self->trades, row->trade);
    }

  return open;
}

/* The chart counts setups from 1 on. The number of one that is near; 0: none is. */
static guint
add_setups (Shown *self, const CdlSessionStanding *standing, const char *symbol)
{
  const CdlStandingSymbol *one = cdl_session_standing_find (standing, symbol);
  double nearest = NEAR_PCT;
  guint near = 0;

  for (guint i = 0; one != NULL && i < one->pending->len; i++)
    {
      const CdlStandingSetup *pending = &g_array_index (one->pending, CdlStandingSetup, i);
      CdlSetup setup = pending->setup;

      setup.seq = i + 1;
      g_array_append_val (self->setups, setup);
      if (fabs (pending->distance_pct) <= nearest)
        {
          nearest = fabs (pending->distance_pct);
          near = setup.seq;
        }
    }

  return near;
}

/* As it was at each kline's close, and as it is now. */
static void
add_equity (Shown *self, CdlLiveItem *item, const CdlLivePast *past)
{
  const CdlLiveNews *news = cdl_live_item_news (item);
  const CdlSessionStanding *standing = news->standing;
  const CdlKlines *klines = cdl_columns_view (self->klines);
  const GArray *points = news->equity != NULL ? news->equity : past != NULL ? past->equity : NULL;
  CdlEquityPoint now = { klines->open_time[klines->n - 1], standing->equity, standing->balance };
  CdlEquityPoint last
      = { cdl_live_item_record (item)->created_at, standing->capital, standing->capital };

  if (points == NULL)
    return;
  if (points->len > 0)
    g_array_append_vals (self->equity, points->data, points->len);
  else
    g_array_append_val (self->equity, last);
  if (!cdl_live_item_is_running (item) || !isfinite (now.equity))
    return;
  last = g_array_index (self->equity, CdlEquityPoint, self->equity->len - 1);
  if (now.time == last.time) /* nothing was drawn since */
    g_array_index (self->equity, CdlEquityPoint, self->equity->len - 1) = now;
  else if (now.time > last.time)
    g_array_append_val (self->equity, now);
}

/* --- The chart --- */

gboolean
cdl_live_chart_show (CdlChart *chart,
                     CdlLiveItem *item,
                     const CdlLiveJournal *journal,
                     const char *symbol,
                     const CdlLivePast *past)
{
  const CdlLiveNews *news = cdl_live_item_news (item);
  g_autofree char *title = NULL;
  CdlChartData data;
  CdlLiveHealth health;
  Shown *shown;
  guint near = 0;
  int open;

  if (news == NULL || cdl_live_item_record (item) == NULL)
    return FALSE;
  shown = g_new0 (Shown, 1);
  shown->klines = join_klines (news, symbol, past);
  shown->trades = g_array_new (FALSE, FALSE, sizeof (CdlTrade));
  shown->setups = g_array_new (FALSE, FALSE, sizeof (CdlSetup));
  shown->equity = g_array_new (FALSE, FALSE, sizeof (CdlEquityPoint));
  if (cdl_columns_view (shown->klines)->n == 0)
    {
      shown_free (shown);
      return FALSE;
    }
  shown->pyramid = cdl_pyramid_new (cdl_columns_view (shown->klines));
  open = add_trades (shown, journal, symbol);
  if (cdl_live_item_is_running (item))
    near = add_setups (shown, news->standing, symbol);
  add_equity (shown, item, past);

  data = (CdlChartData){
    .klines = *cdl_columns_view (shown->klines),
    .pyramid = shown->pyramid,
    .trades = (const CdlTrade *) (const void *) shown->trades->data,
    .n_trades = shown->trades->len,
    .selected_trade = open,
    .setups = (const CdlSetup *) (const void *) shown->setups->data,
    .n_setups = shown->setups->len,
    .selected_setup = open < 0 ? near : 0,
    .equity = (const CdlEquityPoint *) (const void *) shown->equity->data,
    .n_equity = shown->equity->len,
    .capital = news->standing->capital,
  };
  cdl_live_item_health (item, &health);
  /* Translators: symbol, interval, and how fresh the data is. */
  title = health.wanted
              ? g_strdup_printf (_ ("%s, %s, %s"), symbol, cdl_interval_name (news->path_interval),
                                 cdl_live_state_word (health.state))
              : g_strdup_printf (_ ("%s, %s, stopped"), symbol,
                                 cdl_interval_name (news->path_interval));
  cdl_chart_follow_data (chart, &data, title, shown, shown_free);

  return TRUE;
}
