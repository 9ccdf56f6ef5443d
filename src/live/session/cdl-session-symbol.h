#pragma once

#include "cdl-run.h"
#include "cdl-session-fact.h"

G_BEGIN_DECLS

/* One symbol of a session: the same run that the backtest drives, driven by a feed. No clock, no
 * input or output: what it tells is a function of what it was given.
 *
 * Klines that open before `from` are history: they give detection its look-back, and never a setup.
 * From there on everything happens as in a backtest from `from` over the same klines and prints. */
typedef struct _CdlSessionSymbol CdlSessionSymbol;

/* Points of a session's equity that are kept, twice as many at most for a while. */
#define CDL_SESSION_EQUITY_POINTS 2000

/* fields: bit mask of the columns that the klines have. keep_all: all setups and trades, and a
 * point of equity per path kline, as a backtest has. A session that runs for months does without:
 * it keeps what is pending or open, klines as far as detection looks back, and of its equity
 * CDL_SESSION_EQUITY_POINTS, see cdl_run_reduce_equity(). What it tells is the same. func must not
 * drive the session. */
CdlSessionSymbol *cdl_session_symbol_new (const char *symbol,
                                          CdlProgram *program,
                                          const CdlSettings *settings,
                                          CdlInterval path_interval,
                                          guint fields,
                                          gint64 from,
                                          gboolean keep_all,
                                          CdlSessionFactFunc func,
                                          gpointer data);
void cdl_session_symbol_free (CdlSessionSymbol *self);

/* Rules of its settings that are the exchange's, and change when the feed says so; the others are
 * the trader's own. At first: none. */
typedef enum
{
  CDL_FOLLOW_TICK = 1 << 0,
  CDL_FOLLOW_STEP = 1 << 1,
  CDL_FOLLOW_MIN_NOTIONAL = 1 << 2,
} CdlFollow;

#define CDL_FOLLOW_ALL 7

void cdl_session_symbol_follow (CdlSessionSymbol *self, guint follow);

/* Takes the next event. FALSE if it changed nothing: what was told before, as after a restart, is
 * told again and passed over here; so are FORMING klines, and what comes before `from` and is no
 * kline. */
gboolean cdl_session_symbol_take (CdlSessionSymbol *self, const CdlFeedEvent *event);

/* A feed that was started anew may tell again what was told of the last path kline. */
void cdl_session_symbol_expect_repeats (CdlSessionSymbol *self);

/* Ends the run as the end of data ends a backtest: open trades are closed at the last price, reason
 * `end`. A path kline that has prints but no end yet is ended first. received_at: of the facts. */
void cdl_session_symbol_finish (CdlSessionSymbol *self, gint64 received_at);

/* Rules that have changed since it began, in order. */
const CdlTradingRules *cdl_session_symbol_rules (const CdlSessionSymbol *self, gsize *n);

/* How the run stands. */
const CdlRun *cdl_session_symbol_run (const CdlSessionSymbol *self);
const CdlSettings *cdl_session_symbol_settings (const CdlSessionSymbol *self);
const char *cdl_session_symbol_name (const CdlSessionSymbol *self);

/* Open time of the last path kline that was told, history included; CDL_TIME_NONE: none. A feed
 * goes on after it. */
gint64 cdl_session_symbol_last_kline (const CdlSessionSymbol *self);

/* Time of the last thing known of the market: a print, or a kline's close. CDL_TIME_NONE: none. */
gint64 cdl_session_symbol_data_time (const CdlSessionSymbol *self);

CdlFeedState cdl_session_symbol_state (const CdlSessionSymbol *self, const char **reason);

/* The history had less than the look-back; known once the first covered kline has closed. */
gboolean cdl_session_symbol_short_history (const CdlSessionSymbol *self);

/* Statistics of a finished one. trades: all that it told of, by seq. */
void cdl_session_symbol_statistics (CdlSessionSymbol *self,
                                    const CdlTrade *trades,
                                    CdlStatistics *statistics);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlSessionSymbol, cdl_session_symbol_free)

G_END_DECLS
