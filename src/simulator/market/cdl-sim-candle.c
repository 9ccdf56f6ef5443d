#include "cdl-sim-candle.h"

void
cdl_sim_candle_add_print (CdlSimCandle *self, const CdlSimPrint *print)
{
  gint64 quote = print->price * print->qty;
  CdlSimCandle one = { FALSE,
                       print->price,
                       print->price,
                       print->price,
                       print->price,
                       print->qty,
                       quote,
                       print->buyer_is_maker ? 0 : print->qty,
                       print->buyer_is_maker ? 0 : quote,
                       print->trades,
                       print->first,
                       print->first + print->trades - 1 };

  cdl_sim_candle_add (self, &one);
}

void
cdl_sim_candle_add (CdlSimCandle *self, const CdlSimCandle *later)
{
  self->missing = self->missing && later->missing;
  if (later->n == 0)
    return;

  if (self->n == 0)
    {
      self->open = later->open;
      self->high = later->high;
      self->low = later->low;
      self->first = later->first;
    }
  self->high = MAX (self->high, later->high);
  self->low = MIN (self->low, later->low);
  self->close = later->close;
  self->last = later->last;
  self->volume += later->volume;
  self->quote += later->quote;
  self->taker_base += later->taker_base;
  self->taker_quote += later->taker_quote;
  self->n += later->n;
}

void
cdl_sim_candle_settle (CdlSimCandle *self, gint64 previous_close)
{
  if (self->n == 0)
    self->open = self->high = self->low = self->close = previous_close;
}
