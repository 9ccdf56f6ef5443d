#pragma once

#include "cdl-strategy.h"

G_BEGIN_DECLS

/* How far a verdict is from certain; a trade or setup carries the weakest of its life. */
typedef enum
{
  CDL_PROVEN,   /* the path klines alone prove it */
  CDL_RESOLVED, /* finer klines or prints prove it */
  CDL_ASSUMED,  /* nothing proves it: the assumption decided */
} CdlProof;

typedef enum
{
  CDL_EXIT_NONE, /* still open */
  CDL_EXIT_TAKE_PROFIT,
  CDL_EXIT_STOP_LOSS,
  CDL_EXIT_LIQUIDATION,
  CDL_EXIT_RUINED,
  CDL_EXIT_END,
} CdlExitReason;

#define CDL_N_EXIT_REASONS 6

typedef enum
{
  CDL_FATE_PENDING, /* not yet decided */
  CDL_FATE_UNDEFINED,
  CDL_FATE_INVALID,
  CDL_FATE_PASSED,
  CDL_FATE_SL_FIRST,
  CDL_FATE_MIN_GAP,
  CDL_FATE_MIN_GAIN,
  CDL_FATE_MAX_GAIN,
  CDL_FATE_MIN_LOSS,
  CDL_FATE_MAX_LOSS,
  CDL_FATE_MAX_LEVERAGE,
  CDL_FATE_LIQUIDATION_BEFORE_STOP,
  CDL_FATE_MIN_NOTIONAL,
  CDL_FATE_EXPIRED,
  CDL_FATE_RESET,
  CDL_FATE_REPLACED,
  CDL_FATE_END,
  CDL_FATE_MAX_OPEN_TRADES,
  CDL_FATE_CAPITAL,
  CDL_FATE_ENTERED,
} CdlFate;

#define CDL_N_FATES 20

/* A setup that was entered. Plain data; times in ms UTC, prices and money in quote. */
typedef struct
{
  guint seq;   /* 1..n, in order of entry */
  guint setup; /* seq of its setup */
  guint def;   /* index of the setup definition */
  CdlSide side;
  CdlEntryType entry_type;
  gint64 created_at;
  gint64 entry_time;
  double entry_price; /* the fill */
  gint64 exit_time;   /* CDL_TIME_NONE while open */
  double exit_price;
  double qty; /* base */
  double leverage;
  double notional; /* at the fill */
  double stop_loss;
  double take_profit;
  double fee_entry;
  double fee_exit;
  double funding; /* a cost: > 0 was paid */
  double pnl;     /* gross - fee_entry - fee_exit - funding */
  double pnl_pct; /* of the notional */
  double r;       /* pnl / (|fill - stop| x qty) */
  double mae;     /* % of the fill, certain excursions only, >= 0 */
  double mfe;
  double slippage;          /* money that entry and exit lost to slippage */
  double observed_slippage; /* of a stop fill in prints: from level to first print beyond, in
                               price; NaN if not known */
  double liquidation_price; /* NaN if there is none */
  CdlExitReason exit_reason;
  CdlProof proof;
  gboolean hole;        /* was open across a hole in the data */
  gboolean maker_entry; /* which fee was paid */
  gboolean maker_exit;
} CdlTrade;

/* A setup and what became of it. */
typedef struct
{
  guint seq; /* 1..n, in order of creation */
  guint def;
  CdlSide side;
  CdlEntryType entry_type;
  gint64 created_at;
  gint64 first_kline;
  double entry; /* NaN levels are possible: fate undefined */
  double stop_loss;
  double take_profit;
  double height; /* NaN without pattern */
  double close;
  gint64 expires_at; /* CDL_TIME_NONE: never */
  CdlFate fate;
  gint64 fate_at;
  CdlProof proof;
} CdlSetup;

/* A point of the equity curve, at the close of a path kline. */
typedef struct
{
  gint64 time;    /* open_time of the path kline */
  double equity;  /* marked to market */
  double balance; /* realised */
} CdlEquityPoint;

const char *cdl_fate_name (CdlFate fate);
const char *cdl_exit_reason_name (CdlExitReason reason);
const char *cdl_proof_name (CdlProof proof);

G_END_DECLS
