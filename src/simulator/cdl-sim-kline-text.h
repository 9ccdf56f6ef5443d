#pragma once

#include "cdl-sim-range.h"

G_BEGIN_DECLS

/* A time as the exchange writes it: in ms, or in us, whose last ms of a kline ends in 999 us. */
void cdl_sim_append_time (GString *out, gint64 time_ms, gboolean is_close, gboolean microseconds);

/* The twelve values of a kline between commas: of REST ("quoted": prices and volumes are strings),
 * or of a bulk file. */
void cdl_sim_append_kline (GString *out,
                           const CdlSimSymbol *symbol,
                           CdlInterval interval,
                           const CdlSimKline *kline,
                           gboolean quoted,
                           gboolean microseconds);

G_END_DECLS
