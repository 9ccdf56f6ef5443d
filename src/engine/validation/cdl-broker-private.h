#pragma once

#include "cdl-detector.h"
#include "cdl-settings.h"
#include "cdl-sizing-private.h"
#include "cdl-trade.h"
#include "cdl-verdict.h"

G_BEGIN_DECLS

/* Validation: owns the pending setups, the open trades and the ledger, and reacts to moves of the
 * price. It knows nothing of strategies, files or clocks. */

/* A setup that waits for its entry. Levels are as its side sees them (see CdlLevels). */
typedef struct
{
  guint setup; /* index into setups */
  CdlSide side;
  CdlEntryType type;
  CdlLevels levels;
} CdlPending;

/* A trade that is open, or was closed inside the present path kline and still holds its slot. */
typedef struct
{
  guint trade; /* index into trades */
  CdlSide side;
  CdlLevels levels; /* take_profit and stop_loss as the side sees them */
  double high;      /* best and worst prices certainly seen, as the side sees them */
  double low;
  double margin;
  double result;  /* of a closed one, not yet in the balance */
  gboolean fresh; /* entered in the present kline: what of it came after is not certain */
  gboolean closed;
} CdlPosition;

/* Mark prices of the present path kline. */
typedef struct
{
  gboolean known;
  double open;
  double high;
  double low;
} CdlMark;

typedef struct
{
  CdlSettings settings;
  CdlProgram *program; /* owned reference */
  const CdlRules *rules;

  GArray *setups;    /* CdlSetup, by seq: all but the forgotten ones */
  GArray *trades;    /* CdlTrade, by seq: the same */
  GArray *pending;   /* CdlPending, by seq */
  GArray *positions; /* CdlPosition, by seq */

  guint n_setups;               /* all ever */
  guint n_trades;               /* all ever */
  guint forgotten[CDL_N_FATES]; /* how many ended so and are no longer in setups */

  double balance;      /* realised, as sizing sees it */
  gint64 window_start; /* entry_time of the last trade: older klines make no setups */
  double price;        /* the last one; NaN before the first */
  gint64 next_expiry;  /* no pending setup expires before */

  /* What acts now. */
  gint64 time;
  CdlProof proof;
  gboolean in_prints; /* moves come from prints: stops can tell what they lost */
  gboolean ambiguous; /* something was assumed since this was last cleared */
  CdlMark mark;
} CdlBroker;

CdlBroker *cdl_broker_new (CdlProgram *program, const CdlSettings *settings);
void cdl_broker_free (CdlBroker *self);

/* Takes a setup that detection found and judges it by the rules of creation. */
void cdl_broker_add (CdlBroker *self, const CdlCandidate *candidate);

/* The setup or trade of this seq; NULL if it was forgotten. */
CdlSetup *cdl_broker_find_setup (const CdlBroker *self, guint seq);
CdlTrade *cdl_broker_find_trade (const CdlBroker *self, guint seq);

/* Forgets the setups that have ended, but for their fate, and the trades that are closed; setups of
 * open trades stay. Indexes into setups and trades change. */
void cdl_broker_forget (CdlBroker *self);

/* Drops the pending setups that an event at time_ms finds gone. */
void cdl_broker_expire (CdlBroker *self, gint64 time_ms);

/* The move from the last price to price: a jump (the first price of a path kline), or continuous.
 */
void cdl_broker_jump (CdlBroker *self, double price);
void cdl_broker_glide (CdlBroker *self, double price);

/* What happened inside a kline after its open, by the verdict table; ambiguous rows follow the
 * assumption and set self->ambiguous. The price is at open, and ends at close. */
void cdl_broker_inside (CdlBroker *self, double open, double high, double low, double close);

/* The path kline is over: slots, margins and results of trades that it closed are free. */
void cdl_broker_settle (CdlBroker *self);

/* Charges funding on all open trades. */
void cdl_broker_fund (CdlBroker *self, double rate, double price);

/* Liquidates trades whose liquidation price the mark price opened beyond. */
void cdl_broker_mark_jump (CdlBroker *self);

/* Whether the mark price touches a liquidation price inside the present kline: finer klines of the
 * price cannot tell when. */
gboolean cdl_broker_mark_touches (const CdlBroker *self);

/* Closes all open trades at price, and ends all pending setups. */
void cdl_broker_close_all (CdlBroker *self, double price, CdlExitReason reason);

/* Balance and open trades marked to the last price. */
double cdl_broker_equity (const CdlBroker *self);

/* Start capital and the results of closed trades: costs of open ones are not yet realised. */
double cdl_broker_realised (const CdlBroker *self);

/* Fills: cdl-fill.c. Entering pending setup i at price (slipped already where it must be): the new
 * position, or NULL if it was refused and is dead. All other pending setups are reset unless the
 * strategy keeps them; pointers into pending are void afterwards. proof: of the entry. */
CdlPosition *
cdl_broker_enter (CdlBroker *self, guint i, double price, double planned, CdlProof proof);

/* Closes a position at level, slipped for reasons other than the target. immediate: the slot is
 * free at once (an exit in a jump), else at cdl_broker_settle(). */
void cdl_broker_exit (CdlBroker *self,
                      CdlPosition *position,
                      double level,
                      CdlExitReason reason,
                      CdlProof proof,
                      gboolean immediate);

/* Ends pending setup i without entry. */
void cdl_broker_drop (CdlBroker *self, guint i, CdlFate fate, CdlProof proof);

/* Price that buying (+1) or selling (-1) at market gets. */
double cdl_broker_slip (const CdlBroker *self, int direction, double price);

/* The position has certainly seen price (as its side sees it). */
static inline void
cdl_position_see (CdlPosition *self, double price)
{
  if (price > self->high)
    self->high = price;
  if (price < self->low)
    self->low = price;
}

#define cdl_broker_setup(self, i)    (&g_array_index ((self)->setups, CdlSetup, (i)))
#define cdl_broker_trade(self, i)    (&g_array_index ((self)->trades, CdlTrade, (i)))
#define cdl_broker_pending(self, i)  (&g_array_index ((self)->pending, CdlPending, (i)))
#define cdl_broker_position(self, i) (&g_array_index ((self)->positions, CdlPosition, (i)))

/* The broker's state at an instant, to come back to when finer data is to be tried. */
typedef struct _CdlSnapshot CdlSnapshot;

CdlSnapshot *cdl_broker_save (const CdlBroker *self);
void cdl_broker_restore (CdlBroker *self, const CdlSnapshot *snapshot);
void cdl_snapshot_free (CdlSnapshot *snapshot);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlBroker, cdl_broker_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlSnapshot, cdl_snapshot_free)

G_END_DECLS
