#pragma once

#include "cdl-decimal.h"

G_BEGIN_DECLS

/* The demo's markets: klines that never were, under symbols that say so. Symbols have their seed in
 * them, so that markets of several seeds stand side by side, and fewer days are the beginning of
 * more. */

/* What all their symbols begin with. */
#define CDL_CLI_SYNTHETIC_PREFIX "SYNTH"

/* "SYNTH1A", "SYNTH1B" of seed 1: NULL-terminated, newly allocated. */
char **cdl_cli_synthetic_symbols (guint64 seed);

/* When they begin, ms UTC, and their tick. */
gint64 cdl_cli_synthetic_start (void);
CdlDecimal cdl_cli_synthetic_tick (void);

/* Writes them as 1m spot klines into the archive of the data folder, as far as they are not there:
 * with small gaps, quiet minutes, lost minutes and outages, like real ones. */
gboolean cdl_cli_synthetic_write (guint64 seed, int days, GError **error);

G_END_DECLS
