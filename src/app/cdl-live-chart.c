#include "cdl-live-chart.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "cdl-live-badge.h"
#include "cdl-number.h"
#include "cdl-time.h"

/* Klines of the archive before those of the session. */
#define MAX_PAST 3000

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
join_klines (const CdlLiveNews *news, const char *symbol, const CdlColumns *past)
{
  const GArray *tail = find_tail (news, symbol);
  gint64 end = tail != NULL && tail->len > 0 ? g_array_index (tail, CdlFeedKline, 0).open_time
                                             : G_MAXINT64;
  CdlColumns *all = cdl_columns_new (news->path_interval, FIELDS);

  if (past != NULL && cdl_columns_view (past)->interval == news->path_interval)
    {
      const CdlKlines *view = cdl_columns_view (past);

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

static int
by_exit (gconstpointer a, gconstpointer b)
{
  gint64 first = ((const CdlEquityPoint *) a)->time, second = ((const CdlEquityPoint *) b)->time;

  return first < second ? -1 : first > second ? 1 : 0;
}

/* A step at each exit, and what open trades are worth now: sessions keep no finer curve. */
static void
add_equity (Shown *self, CdlLiveItem *item, const CdlLiveJournal *journal)
{
  const CdlSessionStanding *standing = cdl_live_item_news (item)->standing;
  const CdlKlines *klines = cdl_columns_view (self->klines);
  double balance = standing->capital;
  CdlEquityPoint begin = { cdl_live_item_record (item)->created_at, balance, balance };
  CdlEquityPoint now = { klines->open_time[klines->n - 1], standing->equity, standing->balance };

  for (guint i = 0; i < journal->trades->len; i++)
    {
      const CdlTrade *trade = &g_array_index (journal->trades, CdlSessionTrade, i).trade;
      CdlEquityPoint point = { trade->exit_time, trade->pnl, 0.0 };

      if (trade->exit_reason != CDL_EXIT_NONE)
        g_array_append_val (self->equity, point);
    }
  g_array_sort (self->equity, by_exit);
  for (guint i = 0; i < self->equity->len; i++)
    {
      CdlEquityPoint *point = &g_array_index (self->equity, CdlEquityPoint, i);

      balance += point->equity;
      point->equity = point->balance = balance;
      now.time = MAX (now.time, point->time);
    }
  if (self->equity->len > 0)
    begin.time = MIN (begin.time, g_array_index (self->equity, CdlEquityPoint, 0).time);
  begin.time = MIN (begin.time, now.time);
  g_array_prepend_val (self->equity, begin);
  if (isfinite (now.equity))
    g_array_append_val (self->equity, now);
}

/* --- The chart --- */

gboolean
cdl_live_chart_show (CdlChart *chart,
                     CdlLiveItem *item,
                     const CdlLiveJournal *journal,
                     const char *symbol,
                     const CdlColumns *past)
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
  add_equity (shown, item, journal);

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

/* --- The archive --- */

typedef struct
{
  char *root;
  CdlDatasetName name;
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  g_free (question->root);
  g_free (question);
}

static void
load (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Question *question = data;
  g_autoptr (CdlArchive) archive = cdl_archive_new (question->root);
  g_autoptr (CdlDataset) dataset = cdl_archive_open (archive, &question->name, NULL);
  CdlKlines klines;
  gsize n = dataset != NULL ? cdl_dataset_klines (dataset)->n : 0;

  if (n == 0)
    {
      g_task_return_pointer (task, NULL, NULL);
      return;
    }
  klines = cdl_klines_slice (cdl_dataset_klines (dataset), n > MAX_PAST ? n - MAX_PAST : 0, n);
  g_task_return_pointer (task, cdl_columns_copy (&klines), (GDestroyNotify) cdl_columns_free);
}

void
cdl_live_past_load_async (const char *root,
                          CdlMarket market,
                          const char *symbol,
                          CdlInterval interval,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Question *question = g_new0 (Question, 1);

  question->root = g_strdup (root);
  g_task_set_task_data (task, question, question_free);
  if (cdl_dataset_name_init (&question->name, market, symbol, interval))
    g_task_run_in_thread (task, load);
  else
    g_task_return_pointer (task, NULL, NULL);
}

CdlColumns *
cdl_live_past_load_finish (GAsyncResult *result)
{
  return g_task_propagate_pointer (G_TASK (result), NULL);
}
