#include "cdl-run.h"

#include <math.h>

#include "cdl-hash.h"
#include "cdl-number.h"
#include "cdl-run-private.h"
#include "cdl-time.h"
#include "cdl-trade-json.h"

/* Stamps come some ms late. */
#define FUNDING_JITTER_MS CDL_MINUTE_MS

CdlRun *
cdl_run_new (CdlProgram *program,
             const CdlSettings *settings,
             const CdlRunData *data,
             CdlInterval path_interval,
             gboolean keep_equity)
{
  CdlRun *self = g_new0 (CdlRun, 1);

  self->program = cdl_program_ref (program);
  self->detector = cdl_detector_new (program, settings->tick);
  self->broker = cdl_broker_new (program, settings);
  self->path_interval = path_interval;
  self->path_open = CDL_TIME_NONE;
  self->path_close = CDL_TIME_NONE;
  self->mark_time = CDL_TIME_NONE;
  self->candidates = g_array_new (FALSE, FALSE, sizeof (CdlCandidate));
  self->statistics = cdl_statistics_builder_new (settings);
  if (data != NULL)
    self->data = *data;
  if (keep_equity)
    self->equity = g_array_new (FALSE, FALSE, sizeof (CdlEquityPoint));

  return self;
}

void
cdl_run_free (CdlRun *self)
{
  cdl_program_unref (self->program);
  cdl_detector_free (self->detector);
  cdl_broker_free (self->broker);
  g_array_unref (self->candidates);
  g_clear_pointer (&self->equity, g_array_unref);
  cdl_statistics_builder_free (self->statistics);
  g_free (self);
}

void
cdl_run_extend (CdlRun *self, const CdlKlines *views)
{
  self->strategy = views[0];
  cdl_detector_extend (self->detector, views);
}

gsize
cdl_run_spare (const CdlRun *self, guint k)
{
  gsize spare = cdl_detector_spare (self->detector, k);

  return k == 0 ? spare - MIN (spare, self->strategy.n - self->next_close) : spare;
}

void
cdl_run_forget_klines (CdlRun *self, const gsize *rows)
{
  cdl_detector_forget (self->detector, rows);
  self->strategy = cdl_klines_slice (&self->strategy, rows[0], self->strategy.n);
  self->next_close -= rows[0];
}

void
cdl_run_forget_ended (CdlRun *self)
{
  cdl_broker_forget (self->broker);
}

void
cdl_run_strategy_close (CdlRun *self, gsize i)
{
  CdlBroker *broker = self->broker;

  self->next_close = i + 1;
  if (self->ruined || self->finished)
    return;

  cdl_broker_expire (broker, cdl_klines_close_time (&self->strategy, i) + 1);

  g_array_set_size (self->candidates, 0);
  cdl_detector_detect (self->detector, i, broker->window_start, self->candidates);
  for (guint k = 0; k < self->candidates->len; k++)
    cdl_broker_add (broker, &g_array_index (self->candidates, CdlCandidate, k));
}

static void
set_mark (CdlRun *self, gint64 open_time)
{
  const CdlKlines *mark = self->data.mark;
  gsize i;

  self->broker->mark.known = FALSE;
  if (mark == NULL)
    {
      /* One told before the path kline before this one began says nothing of now. */
      if (self->mark_time >= cdl_interval_add (self->path_interval, open_time, -1))
        self->broker->mark
            = (CdlMark){ TRUE, self->mark_price, self->mark_price, self->mark_price };
      return;
    }

  i = cdl_klines_find (mark, open_time);
  if (i == mark->n || mark->open_time[i] != open_time)
    return;

  self->broker->mark = (CdlMark){
    .known = TRUE,
    .open = mark->field[CDL_FIELD_OPEN][i],
    .high = mark->field[CDL_FIELD_HIGH][i],
    .low = mark->field[CDL_FIELD_LOW][i],
  };
}

/* A stamp that should be between two instants but is not in the data is counted, never taken as 0
 * in silence. */
static void
count_missing_funding (CdlRun *self, gint64 after, gint64 close_time, gsize first)
{
  gint64 stamp = cdl_run_next_stamp (after);

  for (; stamp <= close_time; stamp = cdl_run_next_stamp (stamp))
    {
      gboolean found = FALSE;

      for (gsize i = first; i < self->data.n_funding && !found; i++)
        {
          if (self->data.funding[i].time >= stamp + FUNDING_JITTER_MS)
            break;
          found = self->data.funding[i].time >= stamp;
        }
      if (!found)
        self->missing_funding++;
    }
}

/* Funding stamps up to the path kline's close that were not charged yet: in a hole, the first
 * kline after it pays. price: stands in where a stamp does not tell its own. */
static void
charge_funding (CdlRun *self, gint64 close_time, double price)
{
  CdlBroker *broker = self->broker;
  gsize first = self->next_funding;

  while (self->next_funding < self->data.n_funding
         && self->data.funding[self->next_funding].time <= close_time)
    {
      const CdlFunding *stamp = &self->data.funding[self->next_funding++];

      cdl_broker_fund (broker, stamp->rate, stamp->price > 0.0 ? stamp->price : price);
    }

  if (broker->settings.market == CDL_MARKET_UM && broker->positions->len > 0)
    count_missing_funding (self, self->path_close, close_time, first);
}

gboolean
cdl_trading_rules_equal (const CdlTradingRules *a, const CdlTradingRules *b)
{
  return cdl_decimal_value (a->tick) == cdl_decimal_value (b->tick)
         && cdl_decimal_value (a->step) == cdl_decimal_value (b->step)
         && a->min_notional == b->min_notional;
}

/* Rules that hold from this path kline on. */
static void
follow_rules (CdlRun *self, gint64 open_time)
{
  while (self->next_rules < self->data.n_rules
         && self->data.rules[self->next_rules].from <= open_time)
    {
      const CdlTradingRules *rules = &self->data.rules[self->next_rules++];

      self->broker->settings.tick = rules->tick;
      self->broker->settings.step = rules->step;
      self->broker->settings.min_notional = rules->min_notional;
      cdl_detector_set_tick (self->detector, rules->tick);
    }
}

/* Time reaches a path kline: what happens before its first move. */
static void
begin_path (CdlRun *self, gint64 open_time, double first_price)
{
  CdlBroker *broker = self->broker;
  gint64 close_time = cdl_interval_close (self->path_interval, open_time);

  follow_rules (self, open_time);
  cdl_broker_expire (broker, open_time);
  self->path_open = open_time;
  self->path_first = first_price;
  broker->time = open_time;
  broker->proof = CDL_PROVEN;

  if (self->path_close != CDL_TIME_NONE && open_time > self->path_close + 1)
    for (guint i = 0; i < broker->positions->len; i++)
      cdl_broker_trade (broker, cdl_broker_position (broker, i)->trade)->hole = TRUE;

  set_mark (self, open_time);
  charge_funding (self, close_time, broker->mark.known ? broker->mark.open : first_price);
  cdl_broker_mark_jump (broker);
}

static void
end_path (CdlRun *self, double first_price)
{
  CdlBroker *broker = self->broker;
  CdlEquityPoint point;

  cdl_broker_settle (broker);
  self->path_close = cdl_interval_close (self->path_interval, self->path_open);
  if (isnan (broker->price)) /* nobody has traded since the run began */
    broker->price = first_price;

  point = (CdlEquityPoint){ self->path_open, cdl_broker_equity (broker), broker->balance };
  if (point.equity <= 0.0)
    {
      self->ruined = TRUE;
      broker->time = self->path_close;
      cdl_broker_close_all (broker, broker->price, CDL_EXIT_RUINED);
      point.equity = point.balance = broker->balance;
    }
  if (self->equity != NULL)
    g_array_append_val (self->equity, point);
  cdl_statistics_builder_close (self->statistics, self->path_open, self->path_close, first_price,
                                broker->price, point.equity, cdl_broker_realised (broker));
  self->path_open = CDL_TIME_NONE;
}

/* Replays the inside of the present path kline with finer klines, all of it continuous. */
static void
replay_klines (CdlBroker *broker, const CdlKlines *klines)
{
  const double *volume = klines->field[CDL_FIELD_VOLUME];

  broker->proof = CDL_RESOLVED;
  for (gsize i = 0; i < klines->n; i++)
    {
      if (volume != NULL && volume[i] == 0.0)
        continue;
      broker->time = klines->open_time[i];
      cdl_broker_glide (broker, klines->field[CDL_FIELD_OPEN][i]);
      cdl_broker_inside (broker, klines->field[CDL_FIELD_OPEN][i], klines->field[CDL_FIELD_HIGH][i],
                         klines->field[CDL_FIELD_LOW][i], klines->field[CDL_FIELD_CLOSE][i]);
    }
}

static void
replay_prints (CdlBroker *broker, const CdlPrint *prints, gsize n)
{
  broker->proof = CDL_RESOLVED;
  broker->in_prints = TRUE;
  for (gsize i = 0; i < n; i++)
    {
      broker->time = prints[i].time;
      cdl_broker_glide (broker, prints[i].price);
    }
  broker->in_prints = FALSE;
}

/* The inside of a path kline. What it leaves open is asked of finer klines, then of prints; where
 * these are not held, the assumption of the finest rung that is stands. */
static void
climb (CdlRun *self, const CdlKlines *path, gsize i)
{
  const CdlLadder *ladder = &self->data.ladder;
  CdlBroker *broker = self->broker;
  g_autoptr (CdlSnapshot) before = NULL;
  gint64 open_time = path->open_time[i];
  gint64 close_time = cdl_klines_close_time (path, i);
  gboolean climbs = (ladder->klines != NULL || ladder->prints != NULL)
                    && (broker->pending->len > 0 || broker->positions->len > 0)
                    && !cdl_broker_mark_touches (broker);
  const CdlPrint *prints;
  CdlKlines finer;
  gsize n;

  if (climbs)
    before = cdl_broker_save (broker);

  broker->ambiguous = FALSE;
  cdl_broker_inside (broker, path->field[CDL_FIELD_OPEN][i], path->field[CDL_FIELD_HIGH][i],
                     path->field[CDL_FIELD_LOW][i], path->field[CDL_FIELD_CLOSE][i]);
  if (!broker->ambiguous || !climbs)
    return;

  if (ladder->klines != NULL && ladder->klines (ladder->data, open_time, close_time, &finer))
    {
      cdl_broker_restore (broker, before);
      broker->ambiguous = FALSE;
      replay_klines (broker, &finer);
      if (!broker->ambiguous)
        return;
    }
  if (ladder->prints != NULL && ladder->prints (ladder->data, open_time, close_time, &prints, &n))
    {
      cdl_broker_restore (broker, before);
      replay_prints (broker, prints, n);
    }
}

void
cdl_run_path_kline (CdlRun *self, const CdlKlines *path, gsize i)
{
  const double *volume = path->field[CDL_FIELD_VOLUME];
  double open = path->field[CDL_FIELD_OPEN][i];

  if (self->ruined || self->finished)
    return;

  self->broker->in_prints = FALSE;
  begin_path (self, path->open_time[i], open);
  if (volume == NULL || volume[i] != 0.0)
    {
      cdl_broker_jump (self->broker, open);
      climb (self, path, i);
    }
  end_path (self, open);
}

void
cdl_run_print (CdlRun *self, CdlPrint print)
{
  CdlBroker *broker = self->broker;
  gint64 open_time = cdl_interval_floor (self->path_interval, print.time);

  if (self->ruined || self->finished)
    return;

  broker->in_prints = TRUE;
  if (self->path_open == CDL_TIME_NONE)
    {
      begin_path (self, open_time, print.price);
      self->path_high = self->path_low = print.price;
      broker->time = print.time;
      cdl_broker_jump (broker, print.price);
      return;
    }

  g_return_if_fail (open_time == self->path_open);
  self->path_high = MAX (self->path_high, print.price);
  self->path_low = MIN (self->path_low, print.price);
  broker->time = print.time;
  cdl_broker_glide (broker, print.price);
}

void
cdl_run_path_end (CdlRun *self, gint64 open_time)
{
  if (self->ruined || self->finished)
    return;

  if (self->path_open == CDL_TIME_NONE)
    begin_path (self, open_time, self->broker->price);
  g_return_if_fail (open_time == self->path_open);
  end_path (self, self->path_first);
}

void
cdl_run_path_rest (CdlRun *self, const CdlKlines *path, gsize i)
{
  CdlBroker *broker = self->broker;
  double high = path->field[CDL_FIELD_HIGH][i], low = path->field[CDL_FIELD_LOW][i];
  double close = path->field[CDL_FIELD_CLOSE][i], last = broker->price;

  if (self->ruined || self->finished)
    return;
  if (self->path_open == CDL_TIME_NONE)
    {
      cdl_run_path_kline (self, path, i);
      return;
    }

  g_return_if_fail (path->open_time[i] == self->path_open);
  if (high <= self->path_high)
    high = MAX (last, close);
  if (low >= self->path_low)
    low = MIN (last, close);
  broker->in_prints = FALSE;
  broker->proof = CDL_ASSUMED;
  cdl_broker_inside (broker, last, high, low, close);
  end_path (self, self->path_first);
}

void
cdl_run_mark (CdlRun *self, gint64 time, double price)
{
  CdlBroker *broker = self->broker;

  if (self->ruined || self->finished)
    return;

  self->mark_time = time;
  self->mark_price = price;
  if (self->path_open == CDL_TIME_NONE || self->data.mark != NULL)
    return;

  for (guint i = 0; i < broker->positions->len; i++)
    {
      CdlPosition *position = cdl_broker_position (broker, i);
      double level = cdl_broker_trade (broker, position->trade)->liquidation_price;
      double side = (double) position->side;

      if (position->closed || !(side * price <= side * level))
        continue;
      broker->time = MAX (time, self->path_open);
      cdl_broker_exit (broker, position, level, CDL_EXIT_LIQUIDATION, broker->proof, FALSE);
    }
}

void
cdl_run_set_funding (CdlRun *self, const CdlFunding *funding, gsize n_funding)
{
  self->data.funding = funding;
  self->data.n_funding = n_funding;
}

void
cdl_run_set_rules (CdlRun *self, const CdlTradingRules *rules, gsize n_rules)
{
  self->data.rules = rules;
  self->data.n_rules = n_rules;
}

void
cdl_run_finish (CdlRun *self)
{
  CdlBroker *broker = self->broker;

  if (self->finished)
    return;

  self->finished = TRUE;
  if (self->path_close != CDL_TIME_NONE)
    broker->time = self->path_close;
  if (!self->ruined)
    cdl_broker_close_all (broker, broker->price, CDL_EXIT_END);

  /* The curve ends at what is left once everything is closed. */
  if (self->equity != NULL && self->equity->len > 0)
    {
      CdlEquityPoint *last = &g_array_index (self->equity, CdlEquityPoint, self->equity->len - 1);

      last->equity = last->balance = broker->balance;
    }

  /* A setup that was entered lives on in its trade. */
  for (guint i = 0; i < broker->trades->len; i++)
    {
      const CdlTrade *trade = cdl_broker_trade (broker, i);
      CdlSetup *setup = cdl_broker_find_setup (broker, trade->setup);

      if (setup != NULL)
        setup->proof = MAX (setup->proof, trade->proof);
    }
}

gboolean
cdl_run_ruined (const CdlRun *self)
{
  return self->ruined;
}

const CdlTrade *
cdl_run_trades (const CdlRun *self, gsize *n)
{
  *n = self->broker->trades->len;

  return (const CdlTrade *) (const void *) self->broker->trades->data;
}

const CdlSetup *
cdl_run_setups (const CdlRun *self, gsize *n)
{
  *n = self->broker->setups->len;

  return (const CdlSetup *) (const void *) self->broker->setups->data;
}

const CdlTrade *
cdl_run_trade (const CdlRun *self, guint seq)
{
  return cdl_broker_find_trade (self->broker, seq);
}

const CdlSetup *
cdl_run_setup (const CdlRun *self, guint seq)
{
  return cdl_broker_find_setup (self->broker, seq);
}

void
cdl_run_reduce_equity (CdlRun *self, gsize max)
{
  GArray *reduced;

  if (self->equity == NULL || self->equity->len < 2 * max)
    return;

  reduced = cdl_equity_reduce ((const CdlEquityPoint *) (const void *) self->equity->data,
                               self->equity->len, max);
  g_array_unref (self->equity);
  self->equity = reduced;
}

guint
cdl_run_n_trades (const CdlRun *self)
{
  return self->broker->n_trades;
}

const CdlEquityPoint *
cdl_run_equity (const CdlRun *self, gsize *n)
{
  *n = self->equity != NULL ? self->equity->len : 0;

  return self->equity != NULL ? (const CdlEquityPoint *) (const void *) self->equity->data : NULL;
}

double
cdl_run_balance (const CdlRun *self)
{
  return self->broker->balance;
}

double
cdl_run_price (const CdlRun *self)
{
  return self->broker->price;
}

double
cdl_run_marked_equity (const CdlRun *self)
{
  return cdl_broker_equity (self->broker);
}

guint
cdl_run_missing_funding (const CdlRun *self)
{
  return self->missing_funding;
}

void
cdl_run_statistics_of (CdlRun *self, const CdlTrade *trades, CdlStatistics *statistics)
{
  const CdlBroker *broker = self->broker;
  gsize n_setups;
  const CdlSetup *setups = cdl_run_setups (self, &n_setups);

  g_return_if_fail (self->finished);
  g_return_if_fail (broker->positions->len == 0);

  cdl_statistics_builder_finish (self->statistics, trades, broker->n_trades, setups, n_setups,
                                 statistics);
  for (int fate = 0; fate < CDL_N_FATES; fate++)
    statistics->fates[fate] += broker->forgotten[fate];
}

void
cdl_run_statistics (CdlRun *self, CdlStatistics *statistics)
{
  gsize n;
  const CdlTrade *trades = cdl_run_trades (self, &n);

  g_return_if_fail (n == self->broker->n_trades);

  cdl_run_statistics_of (self, trades, statistics);
}

const double *
cdl_run_daily (CdlRun *self, gsize *n)
{
  return cdl_statistics_builder_daily (self->statistics, n);
}

char *
cdl_run_fingerprint (const CdlRun *self, const char *symbol)
{
  g_autoptr (CdlJsonWriter) writer = cdl_json_writer_new (CDL_JSON_CANONICAL);
  g_autofree char *text = NULL;
  gsize n;
  const CdlTrade *trades = cdl_run_trades (self, &n);

  g_return_val_if_fail (n == self->broker->n_trades, NULL);

  cdl_json_begin_array (writer);
  for (gsize i = 0; i < n; i++)
    cdl_trade_write_json (writer, &trades[i],
                          cdl_program_setup (self->program, trades[i].def)->name, symbol);
  cdl_json_end_array (writer);
  text = cdl_json_writer_steal (writer);

  return cdl_sha256 (text, -1);
}
