#include "cdl-session-symbol.h"

#include <string.h>

#include "cdl-history.h"
#include "cdl-resample.h"
#include "cdl-time.h"

/* What is held beyond the look-back and what is open before it is dropped: as much again, and no
 * less than this. */
#define LEAST_TO_DROP 256

struct _CdlSessionSymbol
{
  char *symbol;
  CdlProgram *program;
  CdlSettings settings;
  CdlInterval path_interval;
  gint64 from;
  CdlRun *run;
  CdlSessionFactFunc func;
  gpointer data;

  /* Klines of each of the program's intervals: the path's own, or derived. */
  CdlColumns *path; /* NULL if the program does not read them */
  CdlResampler *derived[CDL_N_INTERVALS];
  gboolean planned;
  CdlHistory history;  /* first: of the klines that are held */
  gsize next_strategy; /* index of the first strategy kline whose close is still to come */

  GArray *funding;   /* CdlFunding */
  gint64 last_kline; /* open time of the last one told */
  gint64 path_open;  /* of the path kline whose prints are coming; CDL_TIME_NONE: none */
  gint64 data_time;

  /* What was told again is known by time and place within its millisecond. */
  gint64 print_time; /* of the last print */
  guint print_count; /* how many had it */
  guint repeated;    /* how many with that time were told, as far as may be repeated */

  guint follow;  /* CdlFollow */
  GArray *rules; /* CdlTradingRules: what has changed */
  char *status;  /* the exchange's word */

  gint64 last_mark;
  CdlFeedState state;
  char *reason;

  gboolean keep_all;
  gsize full; /* setups that the run holds before what has ended is dropped */

  /* What was told of the run already. */
  guint last_setup;          /* its seq */
  guint last_trade;          /* its seq */
  GArray *pending;           /* guint: seq of the setup */
  GArray *open;              /* guint: seq of the trade */
  const CdlFeedEvent *event; /* the one that is being taken */
};

CdlSessionSymbol *
cdl_session_symbol_new (const char *symbol,
                        CdlProgram *program,
                        const CdlSettings *settings,
                        CdlInterval path_interval,
                        guint fields,
                        gint64 from,
                        gboolean keep_all,
                        CdlSessionFactFunc func,
                        gpointer data)
{
  CdlSessionSymbol *self = g_new0 (CdlSessionSymbol, 1);

  self->symbol = g_strdup (symbol);
  self->program = cdl_program_ref (program);
  self->settings = *settings;
  self->path_interval = path_interval;
  self->from = from;
  self->func = func;
  self->data = data;
  self->keep_all = keep_all;
  self->full = LEAST_TO_DROP;
  self->run = cdl_run_new (program, settings, NULL, path_interval, TRUE);
  for (guint k = 0; k < cdl_program_n_intervals (program); k++)
    {
      CdlInterval interval = cdl_program_interval (program, k);

      if (interval == path_interval)
        self->path = cdl_columns_new (interval, fields);
      else
        self->derived[k] = cdl_resampler_new (path_interval, interval, fields);
    }
  self->funding = g_array_new (FALSE, FALSE, sizeof (CdlFunding));
  self->last_kline = self->path_open = self->data_time = self->print_time = self->last_mark
      = CDL_TIME_NONE;
  self->rules = g_array_new (FALSE, FALSE, sizeof (CdlTradingRules));
  self->status = g_strdup ("TRADING");
  self->reason = g_strdup ("");
  self->pending = g_array_new (FALSE, FALSE, sizeof (guint));
  self->open = g_array_new (FALSE, FALSE, sizeof (guint));

  return self;
}

void
cdl_session_symbol_free (CdlSessionSymbol *self)
{
  cdl_run_free (self->run);
  cdl_program_unref (self->program);
  g_clear_pointer (&self->path, cdl_columns_free);
  for (int k = 0; k < CDL_N_INTERVALS; k++)
    g_clear_pointer (&self->derived[k], cdl_resampler_free);
  g_array_unref (self->funding);
  g_array_unref (self->rules);
  g_free (self->status);
  g_array_unref (self->pending);
  g_array_unref (self->open);
  g_free (self->reason);
  g_free (self->symbol);
  g_free (self);
}

void
cdl_session_symbol_follow (CdlSessionSymbol *self, guint follow)
{
  self->follow = follow;
}

/* --- Facts --- */

static void
tell (CdlSessionSymbol *self,
      CdlFactType type,
      gint64 time,
      const CdlSetup *setup,
      const CdlTrade *trade)
{
  CdlSessionFact fact = {
    .type = type,
    .symbol = self->symbol,
    .time = time,
    .received_at = self->event->received_at,
    .reconstructed = self->event->reconstructed,
    .setup = setup,
    .trade = trade,
    .state = self->state,
    .reason = self->reason,
  };

  if (setup != NULL)
    fact.name = cdl_program_setup (self->program, setup->def)->name;
  if (self->func != NULL)
    self->func (&fact, self->data);
}

static void
tell_setups (CdlSessionSymbol *self)
{
  gsize n, first;
  const CdlSetup *setups = cdl_run_setups (self->run, &n);

  for (guint i = 0; i < self->pending->len;)
    {
      const CdlSetup *setup = cdl_run_setup (self->run, g_array_index (self->pending, guint, i));

      if (setup->fate == CDL_FATE_PENDING)
        {
          i++;
          continue;
        }
      if (setup->fate != CDL_FATE_ENTERED)
        tell (self, CDL_FACT_FATE, setup->fate_at, setup, NULL);
      g_array_remove_index (self->pending, i);
    }

  for (first = n; first > 0 && setups[first - 1].seq > self->last_setup;)
    first--;
  for (gsize i = first; i < n; i++)
    {
      self->last_setup = setups[i].seq;
      tell (self, CDL_FACT_SETUP, setups[i].created_at, &setups[i], NULL);
      if (setups[i].fate == CDL_FATE_PENDING)
        g_array_append_val (self->pending, self->last_setup);
    }
}

static void
tell_trades (CdlSessionSymbol *self)
{
  while (self->last_trade < cdl_run_n_trades (self->run))
    {
      const CdlTrade *trade = cdl_run_trade (self->run, ++self->last_trade);

      g_array_append_val (self->open, self->last_trade);
      tell (self, CDL_FACT_ENTRY, trade->entry_time, cdl_run_setup (self->run, trade->setup),
            trade);
    }

  for (guint i = 0; i < self->open->len;)
    {
      const CdlTrade *trade = cdl_run_trade (self->run, g_array_index (self->open, guint, i));

      if (trade->exit_reason == CDL_EXIT_NONE)
        {
          i++;
          continue;
        }
      tell (self, CDL_FACT_EXIT, trade->exit_time, cdl_run_setup (self->run, trade->setup), trade);
      g_array_remove_index (self->open, i);
    }
}

/* Tells what the run did since it was last looked at. */
static void
tell_changes (CdlSessionSymbol *self)
{
  tell_setups (self);
  tell_trades (self);
}

/* --- Klines that grow --- */

static void
views_of (const CdlSessionSymbol *self, CdlKlines *views)
{
  for (guint k = 0; k < cdl_program_n_intervals (self->program); k++)
    views[k] = self->derived[k] != NULL ? *cdl_resampler_closed (self->derived[k])
                                        : *cdl_columns_view (self->path);
}

/* Where reading begins is known once the first strategy kline that counts has closed: the same that
 * a backtest finds that has all klines at once. */
static gboolean
plan (CdlSessionSymbol *self, const CdlKlines *views)
{
  if (self->planned)
    return TRUE;
  if (views[0].n == 0 || views[0].open_time[views[0].n - 1] < self->from)
    return FALSE;

  cdl_history_plan (self->program, views, self->from, CDL_TIME_NONE, &self->history);
  self->next_strategy = self->history.first_covered;
  self->planned = TRUE;

  return TRUE;
}

/* Drops klines that the run will not read again; views are those that it has now. */
static void
drop_klines (CdlSessionSymbol *self, const CdlKlines *views)
{
  gsize rows[CDL_N_INTERVALS] = { 0 }, sum = 0;

  for (guint k = 0; k < cdl_program_n_intervals (self->program); k++)
    {
      gsize spare = cdl_run_spare (self->run, k);

      if (spare >= MAX (views[k].n - spare, LEAST_TO_DROP))
        sum += rows[k] = spare;
    }
  if (sum == 0)
    return;

  cdl_run_forget_klines (self->run, rows);
  for (guint k = 0; k < cdl_program_n_intervals (self->program); k++)
    {
      gsize gone = self->history.first[k] + rows[k];

      if (rows[k] == 0)
        continue;
      if (self->derived[k] != NULL)
        cdl_resampler_drop (self->derived[k], gone);
      else
        cdl_columns_drop (self->path, gone);
      self->history.first[k] = 0;
      if (k == 0)
        self->next_strategy -= gone;
    }
}

/* Drops setups and trades that have ended; all that happened was told. */
static void
drop_ended (CdlSessionSymbol *self)
{
  gsize n;

  cdl_run_setups (self->run, &n);
  if (self->keep_all || n < self->full)
    return;

  cdl_run_forget_ended (self->run);
  cdl_run_setups (self->run, &n);
  self->full = n + MAX (n, LEAST_TO_DROP);
}

/* Strategy klines that have closed: expiry and detection. */
static void
close_strategy_klines (CdlSessionSymbol *self)
{
  CdlKlines views[CDL_N_INTERVALS] = { 0 };
  gsize n;

  views_of (self, views);
  n = views[0].n;
  if (!plan (self, views) || self->next_strategy >= n)
    return;

  for (guint k = 0; k < cdl_program_n_intervals (self->program); k++)
    views[k] = cdl_klines_slice (&views[k], MIN (self->history.first[k], views[k].n), views[k].n);
  cdl_run_extend (self->run, views);
  for (; self->next_strategy < n; self->next_strategy++)
    {
      cdl_run_strategy_close (self->run, self->next_strategy - self->history.first[0]);
      tell_changes (self);
    }
  drop_klines (self, views);
  drop_ended (self);
}

/* A path kline begins: what should have closed before it, but lacks its last klines, has closed. */
static void
begin_path (CdlSessionSymbol *self, gint64 open_time)
{
  guint closed = 0;

  for (guint k = 0; k < cdl_program_n_intervals (self->program); k++)
    if (self->derived[k] != NULL)
      closed += cdl_resampler_pass (self->derived[k], open_time);
  if (closed > 0)
    close_strategy_klines (self);
}

static void
append (CdlSessionSymbol *self, const CdlKlines *row, const CdlFeedKline *kline)
{
  if (self->path != NULL)
    cdl_columns_append (self->path, kline->open_time, kline->field);
  for (guint k = 0; k < cdl_program_n_intervals (self->program); k++)
    if (self->derived[k] != NULL)
      cdl_resampler_push (self->derived[k], row, 0);
  self->last_kline = kline->open_time;
  self->data_time = MAX (self->data_time, cdl_klines_close_time (row, 0));
  close_strategy_klines (self);
}

/* --- Events --- */

/* Prints of the path kline that was not ended: its row never came. */
static void
end_unfinished (CdlSessionSymbol *self)
{
  if (self->path_open == CDL_TIME_NONE)
    return;
  cdl_run_path_end (self->run, self->path_open);
  self->path_open = CDL_TIME_NONE;
  tell_changes (self);
}

static gboolean
take_kline (CdlSessionSymbol *self, const CdlFeedKline *kline, gboolean whole)
{
  CdlKlines row = { .interval = self->path_interval, .n = 1, .open_time = &kline->open_time };

  if (self->last_kline != CDL_TIME_NONE && kline->open_time <= self->last_kline)
    return FALSE;

  for (int f = 0; f < CDL_N_FIELDS; f++)
    row.field[f] = &kline->field[f];
  if (kline->open_time < self->from)
    {
      append (self, &row, kline);
      return TRUE;
    }

  if (self->path_open != kline->open_time)
    {
      end_unfinished (self);
      begin_path (self, kline->open_time);
      cdl_run_path_kline (self->run, &row, 0);
    }
  else if (whole)
    cdl_run_path_end (self->run, kline->open_time);
  else
    cdl_run_path_rest (self->run, &row, 0);
  self->path_open = CDL_TIME_NONE;
  tell_changes (self);
  append (self, &row, kline);
  if (!self->keep_all)
    cdl_run_reduce_equity (self->run, CDL_SESSION_EQUITY_POINTS);

  return TRUE;
}

/* Whether a print was taken already. Times may be equal: after a restart, as many of the last
 * millisecond as were taken are told again. */
static gboolean
is_known (CdlSessionSymbol *self, const CdlPrint *print)
{
  if (self->print_time == CDL_TIME_NONE || print->time > self->print_time)
    return FALSE;

  return print->time < self->print_time || self->repeated++ < self->print_count;
}

static gboolean
take_print (CdlSessionSymbol *self, const CdlPrint *print)
{
  gint64 open_time = cdl_interval_floor (self->path_interval, print->time);

  if (print->time < self->from || open_time <= self->last_kline
      || (self->path_open != CDL_TIME_NONE && open_time < self->path_open)
      || is_known (self, print))
    return FALSE;

  if (self->path_open != open_time)
    {
      end_unfinished (self);
      begin_path (self, open_time);
      self->path_open = open_time;
    }
  self->print_count = print->time == self->print_time ? self->print_count + 1 : 1;
  self->repeated = self->print_count;
  self->print_time = print->time;
  self->data_time = MAX (self->data_time, print->time);
  cdl_run_print (self->run, *print);
  tell_changes (self);

  return TRUE;
}

static gboolean
take_mark (CdlSessionSymbol *self, gint64 time, double price)
{
  if (self->last_mark != CDL_TIME_NONE && time <= self->last_mark)
    return FALSE;
  self->last_mark = time;
  cdl_run_mark (self->run, time, price);
  tell_changes (self);

  return TRUE;
}

/* A stamp is charged at the start of the path kline that holds it if it is known by then, else of
 * the next one. */
static gboolean
take_funding (CdlSessionSymbol *self, const CdlFunding *funding)
{
  GArray *known = self->funding;

  if (known->len > 0 && funding->time <= g_array_index (known, CdlFunding, known->len - 1).time)
    return FALSE;
  g_array_append_val (known, *funding);
  cdl_run_set_funding (self->run, (const CdlFunding *) (const void *) known->data, known->len);

  return TRUE;
}

static gboolean
take_state (CdlSessionSymbol *self, CdlFeedState state, const char *reason)
{
  if (state == self->state && strcmp (reason, self->reason) == 0)
    return FALSE;
  self->state = state;
  g_free (self->reason);
  self->reason = g_strdup (reason);
  /* Before the exchange has told its time, no earlier than what is known. */
  tell (self, CDL_FACT_STATE, MAX (self->event->received_at, self->data_time), NULL, NULL);

  return TRUE;
}

/* The last ones, in force or soon. */
static CdlTradingRules
present_rules (const CdlSessionSymbol *self)
{
  if (self->rules->len > 0)
    return g_array_index (self->rules, CdlTradingRules, self->rules->len - 1);

  return (CdlTradingRules){ .from = self->from,
                            .tick = self->settings.tick,
                            .step = self->settings.step,
                            .min_notional = self->settings.min_notional };
}

/* Told before anything follows from it: the run takes it up with a path kline that is to come. */
static gboolean
take_rules (CdlSessionSymbol *self, const CdlFeedRules *told)
{
  CdlRulesChange change = { { present_rules (self), self->status }, *told, self->open->len };
  CdlTradingRules *now = &change.now.rules;
  const CdlTradingRules *before = &change.before.rules;
  CdlSessionFact fact = { .type = CDL_FACT_RULES,
                          .symbol = self->symbol,
                          .time = self->event->received_at,
                          .received_at = self->event->received_at,
                          .rules = &change };
  gboolean changed, other_status = strcmp (told->status, self->status) != 0;

  /* Without a tick of the exchange's, the data's own stays. */
  if ((self->follow & CDL_FOLLOW_TICK) == 0 || !cdl_decimal_is_set (now->tick))
    now->tick = before->tick;
  if ((self->follow & CDL_FOLLOW_STEP) == 0)
    now->step = before->step;
  if ((self->follow & CDL_FOLLOW_MIN_NOTIONAL) == 0)
    now->min_notional = before->min_notional;
  changed = !cdl_trading_rules_equal (before, now);
  if (!changed && !other_status)
    return FALSE;

  now->from = MAX (now->from, self->from);
  if (self->func != NULL)
    self->func (&fact, self->data);
  if (changed)
    {
      g_array_append_val (self->rules, *now);
      cdl_run_set_rules (self->run, (const CdlTradingRules *) (const void *) self->rules->data,
                         self->rules->len);
    }
  if (other_status)
    {
      g_free (self->status);
      self->status = g_strdup (told->status);
    }

  return TRUE;
}

gboolean
cdl_session_symbol_take (CdlSessionSymbol *self, const CdlFeedEvent *event)
{
  self->event = event;
  switch (event->type)
    {
    case CDL_FEED_EVENT_PRINT:
      return take_print (self, &event->print);
    case CDL_FEED_EVENT_KLINE:
      return take_kline (self, &event->kline.row, event->kline.whole);
    case CDL_FEED_EVENT_MARK:
      return take_mark (self, event->mark.time, event->mark.price);
    case CDL_FEED_EVENT_FUNDING:
      return take_funding (self, &event->funding);
    case CDL_FEED_EVENT_STATE:
      return take_state (self, event->state.state, event->state.reason);
    case CDL_FEED_EVENT_RULES:
      return take_rules (self, &event->rules);
    case CDL_FEED_EVENT_FORMING:
    default:
      return FALSE;
    }
}

void
cdl_session_symbol_expect_repeats (CdlSessionSymbol *self)
{
  self->repeated = 0;
}

void
cdl_session_symbol_finish (CdlSessionSymbol *self, gint64 received_at)
{
  CdlFeedEvent event = { .symbol = self->symbol, .received_at = received_at };

  self->event = &event;
  end_unfinished (self);
  cdl_run_finish (self->run);
  tell_changes (self);
}

const CdlTradingRules *
cdl_session_symbol_rules (const CdlSessionSymbol *self, gsize *n)
{
  *n = self->rules->len;

  return (const CdlTradingRules *) (const void *) self->rules->data;
}

const CdlRun *
cdl_session_symbol_run (const CdlSessionSymbol *self)
{
  return self->run;
}

const CdlSettings *
cdl_session_symbol_settings (const CdlSessionSymbol *self)
{
  return &self->settings;
}

const char *
cdl_session_symbol_name (const CdlSessionSymbol *self)
{
  return self->symbol;
}

gint64
cdl_session_symbol_last_kline (const CdlSessionSymbol *self)
{
  return self->last_kline;
}

gint64
cdl_session_symbol_data_time (const CdlSessionSymbol *self)
{
  return self->data_time;
}

CdlFeedState
cdl_session_symbol_state (const CdlSessionSymbol *self, const char **reason)
{
  if (reason != NULL)
    *reason = self->reason;

  return self->state;
}

gboolean
cdl_session_symbol_short_history (const CdlSessionSymbol *self)
{
  return self->planned && self->history.short_history;
}

void
cdl_session_symbol_statistics (CdlSessionSymbol *self,
                               const CdlTrade *trades,
                               CdlStatistics *statistics)
{
  cdl_run_statistics_of (self->run, trades, statistics);
}
