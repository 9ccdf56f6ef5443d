#pragma once

#include "cdl-store.h"

G_BEGIN_DECLS

/* Options that say which runs, as texts. */
typedef struct
{
  char *strategy, *symbol, *market, *interval, *tag, *test, *since, *until, *search;
  char **where;
  gboolean favourite;
} CdlRunFilterOptions;

void cdl_run_filter_options_clear (CdlRunFilterOptions *self);

/* Entries for cdl_cli_parse() that fill self, and then more (NULL-terminated); self must stay where
 * it is; free with g_free(). */
GOptionEntry *cdl_run_filter_entries (CdlRunFilterOptions *self, const GOptionEntry *more);

/* The filter that the options mean; NULL, with a message on stderr, if one means nothing. */
CdlRunFilter *cdl_cli_run_filter (const CdlRunFilterOptions *options);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CdlRunFilterOptions, cdl_run_filter_options_clear)

G_END_DECLS
