/* Path klines in which nothing happens, taken in many at a time: the price stays clear of all
 * levels, so that only time passes, and what is open is marked to the market. */

#include <math.h>

#include "cdl-run-private.h"

/* Klines looked at at once: what is computed of them stays in the nearest cache. */
#define BLOCK 256

/* Prices at which something happens: at or below one, at or above the other. */
typedef struct
{
  double below, above;
} Band;

static void
narrow (Band *band, int side, double beneath, double over)
{
  double low = side > 0 ? beneath : -over, high = side > 0 ? over : -beneath;

  band->below = MAX (band->below, low);
  band->above = MIN (band->above, high);
}

/* FALSE: something happens whatever the price does. */
static gboolean
find_band (const CdlBroker *broker, Band *band)
{
  *band = (Band){ (double) -INFINITY, (double) INFINITY };

  for (guint i = 0; i < broker->pending->len; i++)
    {
      const CdlPending *pending = cdl_broker_pending (broker, i);

      if (pending->type == CDL_ENTRY_MARKET)
        return FALSE;
      if (pending->type == CDL_ENTRY_LIMIT)
        narrow (band, (int) pending->side, pending->levels.entry, (double) INFINITY);
      else
        narrow (band, (int) pending->side, pending->levels.stop_loss, pending->levels.entry);
    }
  for (guint i = 0; i < broker->positions->len; i++)
    {
      const CdlPosition *position = cdl_broker_position (broker, i);

      if (position->fresh || position->closed)
        return FALSE;
      narrow (band, (int) position->side, position->levels.stop_loss, position->levels.take_profit);
    }

  return TRUE;
}

/* How far nothing but the price matters: until then no setup expires, no rule changes, and no open
 * trade pays funding or lies over a hole. */
static gsize
find_end (const CdlRun *self, const CdlKlines *path, gsize i, gsize end)
{
  const CdlBroker *broker = self->broker;
  gint64 length = cdl_interval_ms (path->interval), stamp = G_MAXINT64;

  if (broker->pending->len > 0 && broker->next_expiry < G_MAXINT64)
    end = MIN (end, cdl_klines_find (path, broker->next_expiry));
  if (self->next_rules < self->data.n_rules)
    end = MIN (end, cdl_klines_find (path, self->data.rules[self->next_rules].from));
  if (broker->positions->len == 0)
    return end;

  if (path->open_time[i] != self->path_close + 1)
    return i;
  if (broker->settings.market == CDL_MARKET_UM)
    stamp = cdl_run_next_stamp (self->path_close);
  if (self->next_funding < self->data.n_funding)
    stamp = MIN (stamp, self->data.funding[self->next_funding].time);
  if (stamp < G_MAXINT64)
    end = MIN (end, cdl_klines_find (path, cdl_interval_floor (path->interval, stamp)));
  /* Seldom: then it is looked for from kline to kline. */
  if (end > i && path->open_time[end - 1] - path->open_time[i] != (gint64) (end - 1 - i) * length)
    for (gsize k = i + 1; k < end; k++)
      if (path->open_time[k] != cdl_klines_close_time (path, k - 1) + 1)
        return k;

  return end;
}

/* The first kline of [i, end) that leaves the band; end if none. */
static gsize
find_touch (const Band *band, const CdlKlines *path, gsize i, gsize end)
{
  const double *open = path->field[CDL_FIELD_OPEN], *high = path->field[CDL_FIELD_HIGH];
  const double *low = path->field[CDL_FIELD_LOW], *close = path->field[CDL_FIELD_CLOSE];

  /* Open and close as well: of damaged klines they may lie beyond high and low. */
  while (i < end && low[i] > band->below && high[i] < band->above && open[i] > band->below
         && open[i] < band->above && close[i] > band->below && close[i] < band->above)
    i++;

  return i;
}

/* Last prices of the klines [i, i + n); those that nobody traded in keep the one before. */
static void
collect_prices (const CdlBroker *broker, const CdlKlines *path, gsize i, gsize n, double *price)
{
  const double *close = path->field[CDL_FIELD_CLOSE], *volume = path->field[CDL_FIELD_VOLUME];
  double last = broker->price;

  for (gsize k = 0; k < n; k++)
    {
      if (volume == NULL || volume[i + k] != 0.0)
        last = close[i + k];
      price[k] = last;
    }
}

/* As cdl_broker_equity(), term by term. Returns how many are more than nothing. */
static gsize
mark (const CdlBroker *broker, const double *price, gsize n, double *equity)
{
  gsize k = 0;

  for (k = 0; k < n; k++)
    equity[k] = broker->balance;
  for (guint p = 0; p < broker->positions->len; p++)
    {
      const CdlTrade *trade = cdl_broker_trade (broker, cdl_broker_position (broker, p)->trade);
      double qty = (double) trade->side * trade->qty;

      for (k = 0; k < n; k++)
        equity[k] += qty * (price[k] - trade->entry_price);
    }
  for (k = 0; k < n && equity[k] > 0.0; k++)
    ;

  return k;
}

static void
see (CdlPosition *position, const CdlKlines *path, gsize i, gsize n)
{
  const double *high = path->field[CDL_FIELD_HIGH], *low = path->field[CDL_FIELD_LOW];
  const double *close = path->field[CDL_FIELD_CLOSE], *volume = path->field[CDL_FIELD_VOLUME];
  double side = (double) position->side;

  for (gsize k = i; k < i + n; k++)
    if (volume == NULL || volume[k] != 0.0)
      {
        cdl_position_see (position, side * high[k]);
        cdl_position_see (position, side * low[k]);
        cdl_position_see (position, side * close[k]);
      }
}

gsize
cdl_run_quiet_klines (CdlRun *self, const CdlKlines *path, gsize i, gsize end)
{
  CdlBroker *broker = self->broker;
  double price[BLOCK], equity[BLOCK], realised;
  gint64 length = cdl_interval_ms (path->interval);
  gboolean marks = self->data.mark != NULL || self->mark_time != CDL_TIME_NONE;
  Band band;

  if (self->ruined || self->finished || isnan (broker->price) || i >= end
      || path->interval == CDL_INTERVAL_1MO /* of no one length */
      || (marks && broker->positions->len > 0) || !find_band (broker, &band))
    return i;

  end = find_end (self, path, i, end);
  realised = cdl_broker_realised (broker);
  while (i < end)
    {
      gsize stop = MIN (i + BLOCK, end), n = find_touch (&band, path, i, stop) - i, solvent;

      collect_prices (broker, path, i, n, price);
      solvent = mark (broker, price, n, equity);
      if (solvent == 0)
        return i;

      for (guint p = 0; p < broker->positions->len; p++)
        see (cdl_broker_position (broker, p), path, i, solvent);
      cdl_statistics_builder_close_many (self->statistics, path->open_time + i, length, solvent,
                                         price, equity, realised);
      for (gsize k = 0; self->equity != NULL && k < solvent; k++)
        g_array_append_val (
            self->equity, ((CdlEquityPoint){ path->open_time[i + k], equity[k], broker->balance }));
      i += solvent;
      broker->price = price[solvent - 1];
      broker->time = path->open_time[i - 1];
      self->path_close = cdl_klines_close_time (path, i - 1);
      if (i < stop)
        return i;
    }

  return i;
}

gsize
cdl_run_next_close (CdlRun *self, gsize i)
{
  const CdlBroker *broker = self->broker;
  gsize next
      = self->ruined || self->finished ? self->strategy.n : cdl_detector_next (self->detector, i);

  if (broker->pending->len > 0 && broker->next_expiry < G_MAXINT64)
    {
      gsize expires = cdl_klines_find (&self->strategy, broker->next_expiry);

      /* At the close before that. */
      next = MIN (next, MAX (i, expires > 0 ? expires - 1 : 0));
    }

  return next;
}
