#pragma once

#include "cdl-interval.h"

G_BEGIN_DECLS

typedef enum
{
  CDL_FIELD_OPEN,
  CDL_FIELD_HIGH,
  CDL_FIELD_LOW,
  CDL_FIELD_CLOSE,
  CDL_FIELD_VOLUME,
  CDL_FIELD_QUOTE_VOLUME,
  CDL_FIELD_TRADES,
  CDL_FIELD_TAKER_BUY_BASE,
  CDL_FIELD_TAKER_BUY_QUOTE,
} CdlField;

#define CDL_N_FIELDS 9

/* A borrowed, read-only view of klines as columns, oldest first, open times strictly rising. A
 * column that the data lacks is NULL (only the first four are always there). */
typedef struct
{
  CdlInterval interval;
  gsize n;
  const gint64 *open_time; /* ms UTC */
  const double *field[CDL_N_FIELDS];
} CdlKlines;

/* Name of a field's column: "open" .. "taker_buy_quote". */
const char *cdl_field_name (CdlField field);

/* The columns that are there: bit CDL_FIELD_... of each. */
guint cdl_klines_fields (const CdlKlines *self);

/* Last millisecond of kline i. */
gint64 cdl_klines_close_time (const CdlKlines *self, gsize i);

/* Index of the first kline with open_time >= time; n if none. Binary search. */
gsize cdl_klines_find (const CdlKlines *self, gint64 time_ms);

/* Index of the last kline with close_time <= time; -1 if none. */
gssize cdl_klines_last_closed (const CdlKlines *self, gint64 time_ms);

/* The klines [from, to) as a view of their own. */
CdlKlines cdl_klines_slice (const CdlKlines *self, gsize from, gsize to);

/* How many klines are missing between the first and the last. */
gsize cdl_klines_missing (const CdlKlines *self);

G_END_DECLS
