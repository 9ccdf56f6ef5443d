#pragma once

#include "cdl-interval.h"
#include "cdl-archive.h"
#include "cdl-sim-day.h"

G_BEGIN_DECLS

/* The truth of the simulated exchange: what was traded, whatever its answers make of it. Every
 * answer, file and event is computed from the same prints, for any time from the first day on; the
 * caller's clock decides what is past. */
typedef struct _CdlSimMarket CdlSimMarket;

/* first_day: days since 1970, on which trading began. names: symbols to trade, NULL: all. NULL if
 * one of them is not an asset. */
CdlSimMarket *
cdl_sim_market_new (guint64 seed, gint64 first_day, const char *const *names, GError **error);

/* The same from an archive: every symbol that has 1m klines there, or those named. */
CdlSimMarket *
cdl_sim_market_new_archive (CdlArchive *archive, const char *const *names, GError **error);
void cdl_sim_market_free (CdlSimMarket *self);

guint64 cdl_sim_market_seed (const CdlSimMarket *self);

/* The exchange is halted over [from, to): whole minutes, not a whole day. FALSE if they are not. */
gboolean cdl_sim_market_halt (CdlSimMarket *self, gint64 from, gint64 to);
gboolean cdl_sim_market_is_halted (const CdlSimMarket *self, gint64 time);

/* When the first kline opens, ms UTC. */
gint64 cdl_sim_market_start (const CdlSimMarket *self);

/* CdlSimSymbol, spot before futures; belongs to self. */
const GPtrArray *cdl_sim_market_symbols (const CdlSimMarket *self);

/* By the exchange's name (upper case), or NULL. */
const CdlSimSymbol *
cdl_sim_market_lookup (const CdlSimMarket *self, CdlMarket market, const char *name);

/* A day of symbol with its prints; the pointer holds until the next call. Day must not be before
 * the first. */
const CdlSimDay *cdl_sim_market_day (CdlSimMarket *self, const CdlSimSymbol *symbol, gint64 day);

/* What the prints with times in [from, to) add up to. Missing if the exchange was halted
 * throughout, or did not exist. A candle without trades stands at the close before it. */
void cdl_sim_market_candle (CdlSimMarket *self,
                            const CdlSimSymbol *symbol,
                            gint64 from,
                            gint64 to,
                            CdlSimCandle *candle);

/* Price of the last print with a time < time_ms, in units. */
gint64 cdl_sim_market_last_price (CdlSimMarket *self, const CdlSimSymbol *symbol, gint64 time_ms);

/* Calls func for each print with a time in [from, to), oldest first, until it returns FALSE. */
typedef gboolean (*CdlSimPrintFunc) (const CdlSimPrint *print, gpointer data);
void cdl_sim_market_each_print (CdlSimMarket *self,
                                const CdlSimSymbol *symbol,
                                gint64 from,
                                gint64 to,
                                CdlSimPrintFunc func,
                                gpointer data);

/* Time of the print with that id, of the first for a negative one; G_MAXINT64 if it comes after
 * the day of `now`. */
gint64
cdl_sim_market_print_time (CdlSimMarket *self, const CdlSimSymbol *symbol, gint64 id, gint64 now);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlSimMarket, cdl_sim_market_free)

G_END_DECLS
