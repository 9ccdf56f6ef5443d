#include "cdl-broker-private.h"

#include <math.h>

#include "cdl-number.h"
#include "cdl-time.h"

CdlBroker *
cdl_broker_new (CdlProgram *program, const CdlSettings *settings)
{
  CdlBroker *self = g_new0 (CdlBroker, 1);

  self->settings = *settings;
  self->program = cdl_program_ref (program);
  self->rules = cdl_program_rules (program);
  self->setups = g_array_new (FALSE, FALSE, sizeof (CdlSetup));
  self->trades = g_array_new (FALSE, FALSE, sizeof (CdlTrade));
  self->pending = g_array_new (FALSE, FALSE, sizeof (CdlPending));
  self->positions = g_array_new (FALSE, FALSE, sizeof (CdlPosition));
  self->balance = settings->capital;
  self->window_start = CDL_TIME_NONE;
  self->price = CDL_NAN;
  self->next_expiry = G_MAXINT64;

  return self;
}

void
cdl_broker_free (CdlBroker *self)
{
  cdl_program_unref (self->program);
  g_array_unref (self->setups);
  g_array_unref (self->trades);
  g_array_unref (self->pending);
  g_array_unref (self->positions);
  g_free (self);
}

/* The price that must trade for a limit at level: with `through`, one tick beyond it. direction:
 * +1 if the limit is reached from below. Exact: levels are whole ticks. */
static double
trigger_of_limit (const CdlSettings *settings, double level, int direction)
{
  double pow10 = 1.0;

  if (!settings->through)
    return level;

  for (int i = 0; i < settings->tick.scale; i++)
    pow10 *= 10.0;

  return (round (level * pow10 / (double) settings->tick.mantissa) + (double) direction)
         * (double) settings->tick.mantissa / pow10;
}

static CdlLevels
levels_of_setup (const CdlSettings *settings, const CdlSetup *setup)
{
  double side = (double) setup->side;
  double entry = setup->entry;
  double target = trigger_of_limit (settings, setup->take_profit, (int) setup->side);

  if (setup->entry_type == CDL_ENTRY_LIMIT)
    entry = trigger_of_limit (settings, setup->entry, -(int) setup->side);

  return (CdlLevels){
    .entry = side * entry,
    .stop_loss = side * setup->stop_loss,
    .take_profit = side * target,
  };
}

/* What creation makes of a setup: its fate, or CDL_FATE_PENDING. */
static CdlFate
judge (const CdlBroker *self, const CdlSetup *setup)
{
  const CdlSettings *settings = &self->settings;
  double side = (double) setup->side;
  double entry = side * setup->entry, stop = side * setup->stop_loss;
  double target = side * setup->take_profit, close = side * setup->close;
  gboolean limit = setup->entry_type == CDL_ENTRY_LIMIT;
  CdlBracketLevels levels;
  CdlSizing sizing;

  if (!isfinite (entry) || !isfinite (stop) || !isfinite (target))
    return CDL_FATE_UNDEFINED;
  if (!(stop < entry && entry < target) || setup->entry <= 0.0 || setup->stop_loss <= 0.0
      || setup->take_profit <= 0.0)
    return CDL_FATE_INVALID;
  if ((setup->entry_type == CDL_ENTRY_STOP && entry < close) || (limit && entry > close))
    return CDL_FATE_PASSED;
  if (close <= stop)
    return CDL_FATE_SL_FIRST;

  levels = (CdlBracketLevels){
    .side = setup->side,
    .entry = setup->entry,
    .stop_loss = setup->stop_loss,
    .take_profit = setup->take_profit,
    .height = setup->height,
    .base = setup->close,
    .fee_entry = limit && settings->through ? settings->fee_maker : settings->fee_taker,
    .fee_target = settings->through ? settings->fee_maker : settings->fee_taker,
  };
  cdl_size (settings, self->rules, &levels,
            self->rules->compound ? self->balance : settings->capital, &sizing);

  return cdl_filter (settings, self->rules, &levels, &sizing);
}

/* The oldest pending setup of a full definition makes room. */
static void
make_room (CdlBroker *self, guint def, guint max_pending)
{
  guint count = 0, oldest = 0;

  if (max_pending == 0)
    return;

  for (guint i = self->pending->len; i-- > 0;)
    if (cdl_broker_setup (self, cdl_broker_pending (self, i)->setup)->def == def)
      {
        count++;
        oldest = i;
      }

  if (count >= max_pending)
    cdl_broker_drop (self, oldest, CDL_FATE_REPLACED, CDL_PROVEN);
}

void
cdl_broker_add (CdlBroker *self, const CdlCandidate *candidate)
{
  const CdlSetupRule *rule = cdl_program_setup (self->program, candidate->def);
  CdlInterval interval = cdl_program_interval (self->program, 0);
  CdlSetup setup = {
    .seq = ++self->n_setups,
    .def = candidate->def,
    .side = rule->side,
    .entry_type = candidate->type,
    .created_at = candidate->created_at,
    .first_kline = candidate->first_kline,
    .entry = candidate->entry,
    .stop_loss = candidate->stop_loss,
    .take_profit = candidate->take_profit,
    .height = candidate->height,
    .close = candidate->close,
    .expires_at = CDL_TIME_NONE,
    .fate_at = candidate->created_at,
    .proof = CDL_PROVEN,
  };

  if (rule->expires > 0)
    setup.expires_at = cdl_interval_add (interval, candidate->created_at + 1, rule->expires);

  self->time = candidate->created_at;
  setup.fate = judge (self, &setup);
  if (setup.fate == CDL_FATE_PENDING)
    {
      CdlPending pending = {
        .setup = self->setups->len,
        .side = setup.side,
        .type = setup.entry_type,
        .levels = levels_of_setup (&self->settings, &setup),
      };

      make_room (self, setup.def, rule->max_pending);
      g_array_append_val (self->pending, pending);
      if (setup.expires_at != CDL_TIME_NONE)
        self->next_expiry = MIN (self->next_expiry, setup.expires_at);
    }
  g_array_append_val (self->setups, setup);
}

static int
compare_setups (gconstpointer a, gconstpointer b)
{
  const CdlSetup *x = a, *y = b;

  return (x->seq > y->seq) - (x->seq < y->seq);
}

CdlSetup *
cdl_broker_find_setup (const CdlBroker *self, guint seq)
{
  CdlSetup key = { .seq = seq };
  guint i = seq - 1;

  return self->setups->len == self->n_setups
                 || g_array_binary_search (self->setups, &key, compare_setups, &i)
             ? cdl_broker_setup (self, i)
             : NULL;
}

static int
compare_trades (gconstpointer a, gconstpointer b)
{
  const CdlTrade *x = a, *y = b;

  return (x->seq > y->seq) - (x->seq < y->seq);
}

CdlTrade *
cdl_broker_find_trade (const CdlBroker *self, guint seq)
{
  CdlTrade key = { .seq = seq };
  guint i = seq - 1;

  return self->trades->len == self->n_trades
                 || g_array_binary_search (self->trades, &key, compare_trades, &i)
             ? cdl_broker_trade (self, i)
             : NULL;
}

static gboolean
has_position (const CdlBroker *self, guint seq)
{
  for (guint i = 0; i < self->positions->len; i++)
    if (cdl_broker_trade (self, cdl_broker_position (self, i)->trade)->setup == seq)
      return TRUE;

  return FALSE;
}

static void
forget_setups (CdlBroker *self)
{
  guint kept = 0, waiting = 0;

  for (guint i = 0; i < self->setups->len; i++)
    {
      const CdlSetup *setup = cdl_broker_setup (self, i);

      if (waiting < self->pending->len && cdl_broker_pending (self, waiting)->setup == i)
        cdl_broker_pending (self, waiting++)->setup = kept;
      else if (!has_position (self, setup->seq))
        {
          self->forgotten[setup->fate]++;
          continue;
        }
      *cdl_broker_setup (self, kept++) = *setup;
    }
  g_array_set_size (self->setups, kept);
}

/* Positions are in the order of their trades. */
static void
forget_trades (CdlBroker *self)
{
  for (guint i = 0; i < self->positions->len; i++)
    {
      CdlPosition *position = cdl_broker_position (self, i);

      *cdl_broker_trade (self, i) = *cdl_broker_trade (self, position->trade);
      position->trade = i;
    }
  g_array_set_size (self->trades, self->positions->len);
}

void
cdl_broker_forget (CdlBroker *self)
{
  forget_setups (self);
  forget_trades (self);
}

void
cdl_broker_drop (CdlBroker *self, guint i, CdlFate fate, CdlProof proof)
{
  CdlSetup *setup = cdl_broker_setup (self, cdl_broker_pending (self, i)->setup);

  setup->fate = fate;
  setup->fate_at = self->time;
  setup->proof = MAX (setup->proof, proof);
  g_array_remove_index (self->pending, i);
}

void
cdl_broker_expire (CdlBroker *self, gint64 time_ms)
{
  gint64 next = G_MAXINT64;

  if (time_ms < self->next_expiry)
    return;

  for (guint i = 0; i < self->pending->len;)
    {
      const CdlSetup *setup = cdl_broker_setup (self, cdl_broker_pending (self, i)->setup);

      if (setup->expires_at != CDL_TIME_NONE && time_ms >= setup->expires_at)
        {
          self->time = setup->expires_at;
          cdl_broker_drop (self, i, CDL_FATE_EXPIRED, CDL_PROVEN);
          continue;
        }
      if (setup->expires_at != CDL_TIME_NONE)
        next = MIN (next, setup->expires_at);
      i++;
    }
  self->next_expiry = next;
}

/* Results of exits inside the present path kline, by seq: klines do not know the order in which
 * they came, and sums must not depend on it. */
static double
unsettled (const CdlBroker *self)
{
  double sum = 0.0;

  for (guint i = 0; i < self->positions->len; i++)
    if (cdl_broker_position (self, i)->closed)
      sum += cdl_broker_position (self, i)->result;

  return sum;
}

void
cdl_broker_settle (CdlBroker *self)
{
  self->balance += unsettled (self);

  for (guint i = self->positions->len; i-- > 0;)
    if (cdl_broker_position (self, i)->closed)
      g_array_remove_index (self->positions, i);
}

void
cdl_broker_fund (CdlBroker *self, double rate, double price)
{
  for (guint i = 0; i < self->positions->len; i++)
    {
      CdlTrade *trade = cdl_broker_trade (self, cdl_broker_position (self, i)->trade);
      double cost = (double) trade->side * trade->qty * price * rate;

      trade->funding += cost;
      self->balance -= cost;
    }
}

void
cdl_broker_mark_jump (CdlBroker *self)
{
  if (!self->mark.known)
    return;

  for (guint i = self->positions->len; i-- > 0;)
    {
      CdlPosition *position = cdl_broker_position (self, i);
      double liquidation = cdl_broker_trade (self, position->trade)->liquidation_price;
      double side = (double) position->side;

      if (side * self->mark.open <= side * liquidation)
        cdl_broker_exit (self, position, self->mark.open, CDL_EXIT_LIQUIDATION, self->proof, TRUE);
    }
}

gboolean
cdl_broker_mark_touches (const CdlBroker *self)
{
  if (!self->mark.known)
    return FALSE;

  for (guint i = 0; i < self->positions->len; i++)
    {
      const CdlPosition *position = cdl_broker_position (self, i);
      double liquidation = cdl_broker_trade (self, position->trade)->liquidation_price;

      if (position->side == CDL_SIDE_LONG ? self->mark.low <= liquidation
                                          : self->mark.high >= liquidation)
        return TRUE;
    }

  return FALSE;
}

void
cdl_broker_close_all (CdlBroker *self, double price, CdlExitReason reason)
{
  while (self->pending->len > 0)
    cdl_broker_drop (self, 0, CDL_FATE_END, CDL_PROVEN);

  while (self->positions->len > 0)
    cdl_broker_exit (self, cdl_broker_position (self, 0), price, reason, CDL_PROVEN, TRUE);
}

double
cdl_broker_equity (const CdlBroker *self)
{
  double equity = self->balance + unsettled (self);

  for (guint i = 0; i < self->positions->len; i++)
    {
      const CdlPosition *position = cdl_broker_position (self, i);
      const CdlTrade *trade = cdl_broker_trade (self, position->trade);

      if (!position->closed)
        equity += (double) trade->side * trade->qty * (self->price - trade->entry_price);
    }

  return equity;
}

double
cdl_broker_realised (const CdlBroker *self)
{
  double realised = self->balance + unsettled (self);

  for (guint i = 0; i < self->positions->len; i++)
    {
      const CdlPosition *position = cdl_broker_position (self, i);
      const CdlTrade *trade = cdl_broker_trade (self, position->trade);

      if (!position->closed)
        realised += trade->fee_entry + trade->funding;
    }

  return realised;
}
