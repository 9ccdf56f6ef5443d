#include "cdl-exchange.h"

#include <string.h>

static const char *const names[CDL_N_SERIES] = {
  [CDL_SERIES_KLINES] = "klines", [CDL_SERIES_MARK] = "mark", [CDL_SERIES_FUNDING] = "funding",
  [CDL_SERIES_PRINTS] = "prints", [CDL_SERIES_INFO] = "info",
};

const char *
cdl_series_name (CdlSeries series)
{
  return names[series];
}

gboolean
cdl_series_parse (const char *text, CdlSeries *series)
{
  for (int i = 0; i < CDL_N_SERIES; i++)
    if (strcmp (text, names[i]) == 0)
      {
        *series = (CdlSeries) i;
        return TRUE;
      }

  return FALSE;
}

char *
cdl_series_id_format (const CdlSeriesId *self)
{
  const char *market = cdl_market_name (self->name.market);
  g_autofree char *klines = cdl_dataset_name_format (&self->name);

  switch (self->series)
    {
    case CDL_SERIES_KLINES:
      return g_steal_pointer (&klines);
    case CDL_SERIES_MARK:
      return g_strconcat ("mark prices of ", klines, NULL);
    case CDL_SERIES_FUNDING:
      return g_strdup_printf ("funding rates of %s (%s)", self->name.symbol, market);
    case CDL_SERIES_PRINTS:
      return g_strdup_printf ("prints of %s (%s)", self->name.symbol, market);
    case CDL_SERIES_INFO:
      return g_strdup_printf ("trading rules of %s (%s)", self->name.symbol, market);
    }

  return NULL;
}

gboolean
cdl_series_id_equal (const CdlSeriesId *a, const CdlSeriesId *b)
{
  gboolean klines = a->series == CDL_SERIES_KLINES || a->series == CDL_SERIES_MARK;

  return a->series == b->series && a->name.market == b->name.market
         && strcmp (a->name.symbol, b->name.symbol) == 0
         && (!klines || a->name.interval == b->name.interval);
}
