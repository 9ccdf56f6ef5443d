#include "cdl-klines.h"

const char *
cdl_field_name (CdlField field)
{
  static const char *const names[CDL_N_FIELDS] = {
    "open",   "high",           "low",
    "close",  "volume",         "quote_volume",
    "trades", "taker_buy_base", "taker_buy_quote",
  };

  return names[field];
}

guint
cdl_klines_fields (const CdlKlines *self)
{
  guint fields = 0;

  for (int f = 0; f < CDL_N_FIELDS; f++)
    fields |= self->field[f] != NULL ? 1u << f : 0;

  return fields;
}

gint64
cdl_klines_close_time (const CdlKlines *self, gsize i)
{
  return cdl_interval_close (self->interval, self->open_time[i]);
}

gsize
cdl_klines_find (const CdlKlines *self, gint64 time_ms)
{
  gsize low = 0, high = self->n;

  while (low < high)
    {
      gsize middle = low + (high - low) / 2;

      if (self->open_time[middle] < time_ms)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

gssize
cdl_klines_last_closed (const CdlKlines *self, gint64 time_ms)
{
  gsize low = 0, high = self->n; /* close times rise as open times do */

  while (low < high)
    {
      gsize middle = low + (high - low) / 2;

      if (cdl_klines_close_time (self, middle) <= time_ms)
        low = middle + 1;
      else
        high = middle;
    }

  return (gssize) low - 1;
}

CdlKlines
cdl_klines_slice (const CdlKlines *self, gsize from, gsize to)
{
  CdlKlines slice = { .interval = self->interval, .n = to > from ? to - from : 0 };

  slice.open_time = self->open_time + from;
  for (int f = 0; f < CDL_N_FIELDS; f++)
    slice.field[f] = self->field[f] != NULL ? self->field[f] + from : NULL;

  return slice;
}

gsize
cdl_klines_missing (const CdlKlines *self)
{
  gsize missing = 0;

  for (gsize i = 1; i < self->n; i++)
    for (gint64 t = cdl_interval_next (self->interval, self->open_time[i - 1]);
         t < self->open_time[i]; t = cdl_interval_next (self->interval, t))
      missing++;

  return missing;
}
