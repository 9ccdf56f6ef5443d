#pragma once

#include "cdl-klines.h"

G_BEGIN_DECLS

/* One trade print. */
typedef struct
{
  gint64 time;
  double price;
} CdlPrint;

/* Where an ambiguous path kline finds finer data: borrowed, may be asked from any thread. Each
 * function returns FALSE if the stretch is not held whole. */
typedef struct
{
  /* Finer klines that make up the path kline [open_time, close_time]. */
  gboolean (*klines) (gpointer data, gint64 open_time, gint64 close_time, CdlKlines *klines);

  /* All its prints, in order. */
  gboolean (*prints) (gpointer data,
                      gint64 open_time,
                      gint64 close_time,
                      const CdlPrint **prints,
                      gsize *n);
  gpointer data;
} CdlLadder;

G_END_DECLS
