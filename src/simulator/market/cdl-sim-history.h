#pragma once

#include "cdl-archive.h"
#include "cdl-sim-day.h"

G_BEGIN_DECLS

/* A symbol whose klines come from an archive. What happened inside each minute is made up, so that
 * open, high, low, close, volume, number of trades and the buyers' volume are the archive's; quote
 * volumes are taken as they are. */
typedef struct _CdlSimHistory CdlSimHistory;

/* name: of 1m klines. */
CdlSimHistory *
cdl_sim_history_new (CdlArchive *archive, const CdlDatasetName *name, GError **error);
void cdl_sim_history_free (CdlSimHistory *self);

/* What it is; belongs to self. */
const CdlSimAsset *cdl_sim_history_asset (const CdlSimHistory *self);

/* Days since 1970 of the first kline. */
gint64 cdl_sim_history_first_day (const CdlSimHistory *self);

/* Fills a day, as cdl_sim_day_make() does. */
void cdl_sim_history_fill (const CdlSimHistory *self, CdlSimDay *day);

/* The day of the print with that id; G_MAXINT64: there is none. */
gint64 cdl_sim_history_day_of (const CdlSimHistory *self, gint64 print_id);

/* For cdl_sim_walk_new_filled(): the mark price is where the trades are. */
void cdl_sim_history_walk (gint64 day, double *log, gpointer data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlSimHistory, cdl_sim_history_free)

G_END_DECLS
