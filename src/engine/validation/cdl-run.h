#pragma once

#include "cdl-detector.h"
#include "cdl-ladder.h"
#include "cdl-settings.h"
#include "cdl-statistics.h"
#include "cdl-trade.h"

G_BEGIN_DECLS

/* A funding stamp. */
typedef struct
{
  gint64 time;
  double rate;  /* > 0: longs pay */
  double price; /* the mark price that it is charged on; NaN: the exchange does not tell it; 0: not
                   known */
} CdlFunding;

/* What the exchange asks of orders from an instant on, in place of what the settings say. */
typedef struct
{
  gint64 from;         /* open time of the first path kline that they hold for */
  CdlDecimal tick;     /* not set: nothing is rounded */
  CdlDecimal step;     /* of quantities; the same */
  double min_notional; /* 0: none */
} CdlTradingRules;

/* 0.10 and 0.1 are the same step. */
gboolean cdl_trading_rules_equal (const CdlTradingRules *a, const CdlTradingRules *b);

/* Data of one run beside the strategy's klines. All borrowed; NULL and 0 where there is none. */
typedef struct
{
  CdlLadder ladder;          /* functions NULL: no finer data */
  const CdlFunding *funding; /* in order */
  gsize n_funding;
  const CdlKlines *mark;        /* mark price klines of the path interval (by open_time), or NULL */
  const CdlTradingRules *rules; /* that replaced those of the settings, in order */
  gsize n_rules;
} CdlRunData;

/* One strategy variant over one symbol, event by event: what the backtester and the live session
 * both drive. Times never go back. */
typedef struct _CdlRun CdlRun;

/* Everything is copied or referenced, but data, which must outlive the run. keep_equity: keep a
 * point per path kline. */
CdlRun *cdl_run_new (CdlProgram *program,
                     const CdlSettings *settings,
                     const CdlRunData *data,
                     CdlInterval path_interval,
                     gboolean keep_equity);
void cdl_run_free (CdlRun *self);

/* Klines of the program's intervals have grown: see cdl_detector_extend(). */
void cdl_run_extend (CdlRun *self, const CdlKlines *views);

/* For runs without end: how many of the first klines of the program's interval k this one will
 * never read again; and forgetting the first rows[] of each interval, at most those: see
 * cdl_detector_forget(). Strategy klines are counted from the first that is left. */
gsize cdl_run_spare (const CdlRun *self, guint k);
void cdl_run_forget_klines (CdlRun *self, const gsize *rows);

/* Forgets trades that are closed, and setups that have ended but for those of open trades. Who
 * wants statistics of the whole has kept the trades. */
void cdl_run_forget_ended (CdlRun *self);

/* Makes a kept equity curve that has 2 * max points one of max: see cdl_equity_reduce(). What is
 * old is told more coarsely each time, but no peak and no trough of it is lost. */
void cdl_run_reduce_equity (CdlRun *self, gsize max);

/* Strategy kline i has closed and all moves up to its close were fed: expiry, then detection. */
void cdl_run_strategy_close (CdlRun *self, gsize i);

/* The next path kline, whole: the jump to its open, then what its inside proves. */
void cdl_run_path_kline (CdlRun *self, const CdlKlines *path, gsize i);

/* Most klines touch no level of anything: those from path kline i on, at most up to `end`, all at
 * once, and to the bit as cdl_run_path_kline() would take them one by one. Returns the first that
 * was not taken: i itself if that does something. */
gsize cdl_run_quiet_klines (CdlRun *self, const CdlKlines *path, gsize i, gsize end);

/* The first strategy kline from i on whose close may do something: a setup may be found, or one
 * expires. The closes before it may be left out, as long as none from it on has been told. */
gsize cdl_run_next_close (CdlRun *self, gsize i);

/* Or the same path kline print by print, in order: the first one makes the jump. Then its end: time
 * passes, and equity is marked to the last price. A path kline without prints has an end only. */
void cdl_run_print (CdlRun *self, CdlPrint print);
void cdl_run_path_end (CdlRun *self, gint64 open_time);

/* Or print by print up to some instant, then the row that came instead of the other prints: what is
 * certain of the rest is played as a kline from the last print on, whose high and low are the row's
 * only where no print had reached them. What acts in it is CDL_ASSUMED. Without prints before, the
 * whole path kline. */
void cdl_run_path_rest (CdlRun *self, const CdlKlines *path, gsize i);

/* A mark price as it was told, for runs whose data has no mark klines: inside a path kline it
 * liquidates what it passes, at the liquidation price; the last one before a path kline is its
 * first. */
void cdl_run_mark (CdlRun *self, gint64 time, double price);

/* Funding stamps have grown: borrowed like data, those of before unchanged. */
void cdl_run_set_funding (CdlRun *self, const CdlFunding *funding, gsize n_funding);

/* Trading rules have changed: as above. Levels that were rounded, and positions that are open, stay
 * as they are; what is made, sized and filtered from then on follows the new ones. */
void cdl_run_set_rules (CdlRun *self, const CdlTradingRules *rules, gsize n_rules);

/* End of data: pending setups end, open trades close at the last price; the last point of equity is
 * the balance that this leaves. */
void cdl_run_finish (CdlRun *self);

/* TRUE once equity fell to nothing: further events change nothing. */
gboolean cdl_run_ruined (const CdlRun *self);

/* By seq, without forgotten ones; trades: open ones included. */
const CdlTrade *cdl_run_trades (const CdlRun *self, gsize *n);
const CdlSetup *cdl_run_setups (const CdlRun *self, gsize *n);
/* One by seq; NULL if it was forgotten. */
const CdlTrade *cdl_run_trade (const CdlRun *self, guint seq);
const CdlSetup *cdl_run_setup (const CdlRun *self, guint seq);
guint cdl_run_n_trades (const CdlRun *self); /* forgotten ones included */
const CdlEquityPoint *cdl_run_equity (const CdlRun *self, gsize *n);
double cdl_run_balance (const CdlRun *self);
double cdl_run_price (const CdlRun *self);         /* the last one; NaN before the first */
double cdl_run_marked_equity (const CdlRun *self); /* with open trades marked to it */
guint cdl_run_missing_funding (const CdlRun *self);

/* After cdl_run_finish(). */
void cdl_run_statistics (CdlRun *self, CdlStatistics *statistics);
/* Of one that has forgotten trades: all cdl_run_n_trades(), by seq. */
void cdl_run_statistics_of (CdlRun *self, const CdlTrade *trades, CdlStatistics *statistics);
/* Daily returns, see cdl_statistics_builder_daily(). */
const double *cdl_run_daily (CdlRun *self, gsize *n);

/* SHA-256 over the canonical list of all trades, none forgotten; newly allocated. */
char *cdl_run_fingerprint (const CdlRun *self, const char *symbol);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlRun, cdl_run_free)

G_END_DECLS
