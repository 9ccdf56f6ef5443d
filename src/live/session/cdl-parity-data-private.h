#pragma once

#include "cdl-columns.h"
#include "cdl-perpetual.h"
#include "cdl-print-ladder.h"
#include "cdl-session-parity.h"

G_BEGIN_DECLS

/* What one symbol of a session was told, gathered from the recording, and what the archive has of
 * the same time. */
typedef struct
{
  const char *symbol; /* the plan's */
  gint64 from;        /* the session's beginning */
  CdlColumns *told;   /* path klines, history included */
  GArray *flags;      /* guint8 of each: CdlToldFlags */
  GArray *ends;       /* guint64: where the prints of each end */
  GArray *prints;     /* CdlPrint */
  GArray *rates;      /* CdlFunding */
  gboolean marks;     /* mark prices were told */

  CdlPrintLadder *stored_prints; /* NULL: none */
  GArray *print_days;            /* gint64: days of which they are stored; NULL: none */
  CdlPerpetual perpetual;        /* what is stored */

  /* What the backtest reads: what is stored, else what was told. */
  CdlColumns *klines;
  GArray *funding; /* CdlFunding */

  guint64 n_klines; /* compared */
  guint64 n_missing;
  guint64 n_prints;  /* klines whose prints were compared */
  GArray *different; /* CdlParityDatum, by source, then time */
} CdlParityData;

typedef enum
{
  CDL_TOLD_WHOLE = 1 << 0,
  CDL_TOLD_RECONSTRUCTED = 1 << 1,
} CdlToldFlags;

/* Frees what a datum holds: a GDestroyNotify. */
void cdl_parity_datum_clear (gpointer datum);

/* One per symbol of plan: GPtrArray. archive may be NULL. */
GPtrArray *cdl_parity_data_load (const char *folder,
                                 const CdlSessionPlan *plan,
                                 CdlArchive *archive,
                                 GError **error);

/* Prints of a path kline, as stored or, if it was told whole, as told: the last rung of a
 * backtest's ladder. */
CdlLadder cdl_parity_data_ladder (CdlParityData *self);

/* The first thing up to an instant that the archive has otherwise; NULL: none. */
const CdlParityDatum *cdl_parity_data_difference (const CdlParityData *self, gint64 until);

/* Compares what was told with what is stored: cdl-parity-compare.c. */
void cdl_parity_data_compare_prints (CdlParityData *self);
void cdl_parity_data_merge_funding (CdlParityData *self);
void cdl_parity_data_merge_klines (CdlParityData *self, const CdlKlines *stored, guint fields);

/* Prints that were told of kline i (from 0), in order. FALSE: not all of them were. */
gboolean
cdl_parity_data_told_prints (const CdlParityData *self, gsize i, const CdlPrint **prints, gsize *n);

/* Whether a kline in [from, to] was not told whole. */
gboolean cdl_parity_data_is_broken (const CdlParityData *self, gint64 from, gint64 to);

G_END_DECLS
