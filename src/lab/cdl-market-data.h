#pragma once

#include "cdl-archive.h"
#include "cdl-lab-error.h"
#include "cdl-program.h"
#include "cdl-run.h"

G_BEGIN_DECLS

/* The klines that the runs of a test on one symbol share: the path interval as stored, the higher
 * intervals derived from it, and what else the archive has: finer klines and prints for the ladder,
 * on um funding rates and mark prices. Read-only once made, for all threads. */
typedef struct _CdlMarketData CdlMarketData;

/* The path interval is the finest one stored that reaches over [from, to) (CDL_TIME_NONE: open
 * ends) and divides the strategy's, unless given. intervals of program are prepared. */
CdlMarketData *cdl_market_data_new (CdlArchive *archive,
                                    CdlMarket market,
                                    const char *symbol,
                                    const CdlInterval *path_interval,
                                    const CdlProgram *program,
                                    gint64 from,
                                    gint64 to,
                                    GError **error);
void cdl_market_data_free (CdlMarketData *self);

CdlDataset *cdl_market_data_path (const CdlMarketData *self);

/* Views by program interval. */
void cdl_market_data_views (const CdlMarketData *self, const CdlProgram *program, CdlKlines *views);

/* Ladder, funding and marks; borrowed. */
void cdl_market_data_run_data (const CdlMarketData *self, CdlRunData *data);

/* Fingerprint of everything that a run up to `to` can have read; owned by self. */
const char *cdl_market_data_fingerprint (const CdlMarketData *self);

/* Tick of the finest price in the data. */
CdlDecimal cdl_market_data_guess_tick (const CdlMarketData *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlMarketData, cdl_market_data_free)

G_END_DECLS
