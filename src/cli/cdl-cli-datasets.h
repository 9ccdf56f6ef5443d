#pragma once

#include "cdl-cli.h"

G_BEGIN_DECLS

/* Options that say which datasets, as texts. */
typedef struct
{
  char **symbols; /* NULL: all */
  char *market, *interval;
} CdlDatasetOptions;

void cdl_dataset_options_clear (CdlDatasetOptions *self);

/* Entries for cdl_cli_parse() that fill self, and then more (NULL-terminated); self must stay where
 * it is; free with g_free(). */
GOptionEntry *cdl_dataset_entries (CdlDatasetOptions *self, const GOptionEntry *more);

/* What the options mean. */
typedef struct
{
  char **symbols; /* borrowed */
  gboolean has_market, has_interval;
  CdlMarket market;
  CdlInterval interval;
} CdlDatasetFilter;

/* FALSE, with a message on stderr, if an option means nothing. */
gboolean cdl_dataset_options_read (const CdlDatasetOptions *self, CdlDatasetFilter *filter);

/* Whether a symbol of a market is meant. */
gboolean
cdl_dataset_filter_symbol (const CdlDatasetFilter *self, CdlMarket market, const char *symbol);

/* Names of the datasets of an archive that are meant: as cdl_archive_list(). */
GArray *cdl_dataset_filter_list (const CdlDatasetFilter *self, CdlArchive *archive);

/* "1h klines of BTCUSDT, ETHUSDT (spot)": for what was not found; newly allocated. */
char *cdl_dataset_filter_format (const CdlDatasetFilter *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CdlDatasetOptions, cdl_dataset_options_clear)

G_END_DECLS
