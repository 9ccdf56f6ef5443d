#include "cdl-cli-datasets.h"

#include <string.h>

void
cdl_dataset_options_clear (CdlDatasetOptions *self)
{
  g_strfreev (self->symbols);
  g_free (self->market);
  g_free (self->interval);
}

GOptionEntry *
cdl_dataset_entries (CdlDatasetOptions *self, const GOptionEntry *more)
{
  const GOptionEntry entries[] = {
    { "symbol", 's', 0, G_OPTION_ARG_STRING_ARRAY, &self->symbols,
      "Of that symbol; may be given several times", "SYMBOL" },
    { "market", 'm', 0, G_OPTION_ARG_STRING, &self->market, "Of that market: spot or um",
      "MARKET" },
    { "interval", 'i', 0, G_OPTION_ARG_STRING, &self->interval, "Of that interval", "INTERVAL" },
  };
  gsize n = 0;
  GOptionEntry *all;

  while (more[n].long_name != NULL)
    n++;
  all = g_new0 (GOptionEntry, G_N_ELEMENTS (entries) + n + 1);
  memcpy (all, entries, sizeof entries);
  memcpy (all + G_N_ELEMENTS (entries), more, n * sizeof *more);

  return all;
}

gboolean
cdl_dataset_options_read (const CdlDatasetOptions *self, CdlDatasetFilter *filter)
{
  *filter = (CdlDatasetFilter){ .symbols = self->symbols,
                                .has_market = self->market != NULL,
                                .has_interval = self->interval != NULL };
  for (char **symbol = self->symbols; symbol != NULL && *symbol != NULL; symbol++)
    {
      CdlDatasetName name;

      if (cdl_dataset_name_init (&name, CDL_MARKET_SPOT, *symbol, CDL_INTERVAL_1M))
        continue;
      cdl_cli_fail (CDL_EXIT_USAGE, "--symbol: “%s” is not a symbol: write it like BTCUSDT",
                    *symbol);
      return FALSE;
    }

  return cdl_cli_market (self->market, &filter->market)
         && cdl_cli_interval ("--interval", self->interval, &filter->interval);
}

gboolean
cdl_dataset_filter_symbol (const CdlDatasetFilter *self, CdlMarket market, const char *symbol)
{
  if (self->has_market && self->market != market)
    return FALSE;

  return self->symbols == NULL || g_strv_contains ((const char *const *) self->symbols, symbol);
}

GArray *
cdl_dataset_filter_list (const CdlDatasetFilter *self, CdlArchive *archive)
{
  GArray *names = cdl_archive_list (archive);

  for (guint i = names->len; i-- > 0;)
    {
      const CdlDatasetName *name = &g_array_index (names, CdlDatasetName, i);

      if (!cdl_dataset_filter_symbol (self, name->market, name->symbol)
          || (self->has_interval && self->interval != name->interval))
        g_array_remove_index (names, i);
    }

  return names;
}

char *
cdl_dataset_filter_format (const CdlDatasetFilter *self)
{
  GString *text = g_string_new (self->has_interval ? cdl_interval_name (self->interval) : NULL);

  g_string_append (text, self->has_interval ? " klines" : "klines");
  if (self->symbols != NULL)
    {
      g_autofree char *symbols = g_strjoinv (", ", self->symbols);

      g_string_append_printf (text, " of %s", symbols);
    }
  if (self->has_market)
    g_string_append_printf (text, " (%s)", cdl_market_name (self->market));

  return g_string_free (text, FALSE);
}
