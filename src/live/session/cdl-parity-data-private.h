#pragma once

#include "cdl-archive.h"
#include "cdl-columns.h"
#include "cdl-run.h"
#include "cdl-session-plan.h"

G_BEGIN_DECLS

/* What one symbol of a session was told, gathered from the recording, and what the archive has of
 * the same time. */
typedef struct
{
  CdlColumns *told;   /* path klines, history included */
  GArray *flags;      /* guint8 of each: CdlToldFlags */
  GArray *ends;       /* guint64: where the prints of each end */
  GArray *prints;     /* CdlPrint */
  GArray *funding;    /* CdlFunding */
  gboolean marks;     /* mark prices were told */
  CdlColumns *klines; /* what the backtest reads: the archive's, else the told ones */
  guint64 n_compared;
  GArray *different; /* gint64: open times of klines that differ */
  guint64 n_missing;
} CdlParityData;

typedef enum
{
  CDL_TOLD_WHOLE = 1 << 0,
  CDL_TOLD_RECONSTRUCTED = 1 << 1,
} CdlToldFlags;

/* One per symbol of plan: GPtrArray. archive may be NULL. */
GPtrArray *cdl_parity_data_load (const char *folder,
                                 const CdlSessionPlan *plan,
                                 CdlArchive *archive,
                                 GError **error);

/* Prints of the path klines that were told whole, as the last rung of a backtest's ladder. */
CdlLadder cdl_parity_data_ladder (CdlParityData *self);

/* The first kline in [from, to] that the archive has otherwise; CDL_TIME_NONE: none. */
gint64 cdl_parity_data_difference (const CdlParityData *self, gint64 from, gint64 to);

/* Whether a kline in [from, to] was not told whole. */
gboolean cdl_parity_data_is_broken (const CdlParityData *self, gint64 from, gint64 to);

G_END_DECLS
