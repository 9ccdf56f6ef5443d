#include <math.h>

#include "cdl-broker-private.h"
#include "cdl-number.h"

/* What a move does to one pending setup. */
typedef struct
{
  guint setup;
  double distance; /* from where the move began */
  gboolean cancels;
} Crossing;

/* What a jump to price does to a pending setup. A limit is never cancelled by its stop: the price
 * reaches the entry first. */
static gboolean
crossing_in_jump (const CdlBroker *self,
                  const CdlPending *pending,
                  double price,
                  Crossing *crossing)
{
  double side = (double) pending->side;
  double x = side * price, from = side * self->price;
  const CdlLevels *levels = &pending->levels;

  crossing->setup = pending->setup;
  crossing->cancels = pending->type != CDL_ENTRY_LIMIT && x <= levels->stop_loss;
  crossing->distance = fabs (levels->entry - from);

  if (crossing->cancels)
    crossing->distance = fabs (levels->stop_loss - from);
  else if (pending->type == CDL_ENTRY_MARKET)
    crossing->distance = fabs (x - from);
  else if (pending->type == CDL_ENTRY_LIMIT)
    return x <= levels->entry;
  else
    return x >= levels->entry;

  return TRUE;
}

/* Order at one price: cancellation, then entry; then the older setup. */
static int
compare_crossings (gconstpointer a, gconstpointer b)
{
  const Crossing *first = a, *second = b;

  if (first->distance != second->distance)
    return first->distance < second->distance ? -1 : 1;
  if (first->cancels != second->cancels)
    return first->cancels ? -1 : 1;

  return first->setup < second->setup ? -1 : first->setup > second->setup;
}

static int
find_pending (const CdlBroker *self, guint setup)
{
  for (guint i = 0; i < self->pending->len; i++)
    if (cdl_broker_pending (self, i)->setup == setup)
      return (int) i;

  return -1;
}

/* The price that an entry pays: limits get their level; in a jump everything else gets the first
 * price seen. */
static void
enter_at (CdlBroker *self, guint i, double price, gboolean jump)
{
  const CdlPending *pending = cdl_broker_pending (self, i);
  double planned = jump ? price : cdl_broker_setup (self, pending->setup)->entry;
  CdlPosition *position;

  if (pending->type == CDL_ENTRY_LIMIT)
    {
      planned = cdl_broker_setup (self, pending->setup)->entry;
      position = cdl_broker_enter (self, i, planned, planned, self->proof);
    }
  else
    {
      double fill = cdl_broker_slip (self, (int) pending->side, planned);

      position = cdl_broker_enter (self, i, fill, planned, self->proof);
    }

  /* The trade is exposed to the rest of the jump. */
  if (position != NULL && jump && (double) position->side * price <= position->levels.stop_loss)
    cdl_broker_exit (self, position, price, CDL_EXIT_STOP_LOSS, self->proof, TRUE);
}

/* A stop that fills in prints tells what real stops lose beyond their level. */
static void
observe_stop (CdlBroker *self, const CdlPosition *position, double price)
{
  CdlTrade *trade = cdl_broker_trade (self, position->trade);

  if (self->in_prints)
    trade->observed_slippage = fabs (price - trade->stop_loss);
}

static void
jump_positions (CdlBroker *self, double price)
{
  for (guint i = 0; i < self->positions->len;)
    {
      CdlPosition *position = cdl_broker_position (self, i);
      CdlTrade *trade = cdl_broker_trade (self, position->trade);
      double x = (double) position->side * price;

      if (x <= position->levels.stop_loss)
        {
          observe_stop (self, position, price);
          cdl_broker_exit (self, position, price, CDL_EXIT_STOP_LOSS, self->proof, TRUE);
        }
      else if (x >= position->levels.take_profit)
        cdl_broker_exit (self, position, trade->take_profit, CDL_EXIT_TAKE_PROFIT, self->proof,
                         TRUE);
      else
        {
          if (self->in_prints)
            cdl_position_see (position, x);
          i++;
        }
    }
}

void
cdl_broker_jump (CdlBroker *self, double price)
{
  jump_positions (self, price);

  if (self->pending->len > 0)
    {
      g_autoptr (GArray) crossings = g_array_new (FALSE, FALSE, sizeof (Crossing));

      for (guint i = 0; i < self->pending->len; i++)
        {
          Crossing crossing;

          if (crossing_in_jump (self, cdl_broker_pending (self, i), price, &crossing))
            g_array_append_val (crossings, crossing);
        }
      g_array_sort (crossings, compare_crossings);

      for (guint k = 0; k < crossings->len; k++)
        {
          const Crossing *crossing = &g_array_index (crossings, Crossing, k);
          int i = find_pending (self, crossing->setup); /* an entry may have reset it */

          if (i >= 0 && crossing->cancels)
            cdl_broker_drop (self, (guint) i, CDL_FATE_SL_FIRST, self->proof);
          else if (i >= 0)
            enter_at (self, (guint) i, price, TRUE);
        }
    }
  self->price = price;
}

/* The order in which things act at one price. */
typedef enum
{
  RANK_STOP_LOSS,
  RANK_TAKE_PROFIT,
  RANK_CANCELLATION,
  RANK_ENTRY,
  RANK_NOTHING,
} Rank;

typedef struct
{
  Rank rank;
  double level;
  guint i; /* into positions or pending */
} Event;

/* Keeps the nearer of best and the level, if the rest of the move reaches it. Scanning in order of
 * seq with a strict comparison leaves the older one first. */
static void
offer (Event *best, double from, double to, double level, Rank rank, guint i)
{
  double distance = fabs (level - from);
  double best_distance = best->rank == RANK_NOTHING ? (double) INFINITY : fabs (best->level - from);

  if (level < MIN (from, to) || level > MAX (from, to))
    return;
  if (distance < best_distance || (distance == best_distance && rank < best->rank))
    *best = (Event){ rank, level, i };
}

/* direction: of the whole move, which its rest does not tell once it has come to its end, where
 * more than one thing may act. */
static Event
next_event (const CdlBroker *self, double from, double to, double direction)
{
  Event best = { .rank = RANK_NOTHING };

  for (guint i = 0; i < self->positions->len; i++)
    {
      const CdlPosition *position = cdl_broker_position (self, i);
      double side = (double) position->side;

      if (position->closed)
        continue;
      if (side * direction < 0.0)
        offer (&best, from, to, side * position->levels.stop_loss, RANK_STOP_LOSS, i);
      else
        offer (&best, from, to, side * position->levels.take_profit, RANK_TAKE_PROFIT, i);
    }

  for (guint i = 0; i < self->pending->len; i++)
    {
      const CdlPending *pending = cdl_broker_pending (self, i);
      double side = (double) pending->side;
      gboolean limit = pending->type == CDL_ENTRY_LIMIT;
      gboolean enters = limit ? side * direction < 0.0 : side * direction > 0.0;

      if (enters)
        offer (&best, from, to, side * pending->levels.entry, RANK_ENTRY, i);
      else if (!limit)
        offer (&best, from, to, side * pending->levels.stop_loss, RANK_CANCELLATION, i);
    }

  return best;
}

void
cdl_broker_glide (CdlBroker *self, double price)
{
  double from = self->price, direction = price > from ? 1.0 : -1.0;

  if (price == from)
    return;

  for (;;)
    {
      Event event = next_event (self, from, price, direction);
      CdlPosition *position;

      switch (event.rank)
        {
        case RANK_STOP_LOSS:
          position = cdl_broker_position (self, event.i);
          observe_stop (self, position, price);
          cdl_broker_exit (self, position, event.level, CDL_EXIT_STOP_LOSS, self->proof, FALSE);
          break;
        case RANK_TAKE_PROFIT:
          position = cdl_broker_position (self, event.i);
          cdl_broker_exit (self, position, cdl_broker_trade (self, position->trade)->take_profit,
                           CDL_EXIT_TAKE_PROFIT, self->proof, FALSE);
          break;
        case RANK_CANCELLATION:
          cdl_broker_drop (self, event.i, CDL_FATE_SL_FIRST, self->proof);
          break;
        case RANK_ENTRY:
          enter_at (self, event.i, price, FALSE);
          break;
        case RANK_NOTHING:
          for (guint i = 0; i < self->positions->len; i++)
            if (!cdl_broker_position (self, i)->closed)
              cdl_position_see (cdl_broker_position (self, i),
                                (double) cdl_broker_position (self, i)->side * price);
          self->price = price;
          return;
        default:
          g_assert_not_reached ();
        }
      from = event.level;
    }
}
