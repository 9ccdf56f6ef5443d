#pragma once

#include "cdl-leverage-brackets.h"
#include "cdl-settings.h"

G_BEGIN_DECLS

/* Options of whatever trades, in a test or live, as they were typed. NULL and FALSE: not given. */
typedef struct
{
  char *capital, *maker, *taker, *slippage_bps, *slippage_ticks, *tiers;
  gboolean through, allow_short;
} CdlCliSettings;

/* Their rows of a command's GOptionEntry array. self: a variable. */
#define CDL_CLI_SETTINGS_ENTRIES(self)                                                               \
  { "capital", 0, 0, G_OPTION_ARG_STRING, &(self).capital, "Start capital of each symbol (10000)",   \
    "QUOTE" },                                                                                       \
      { "maker", 0, 0, G_OPTION_ARG_STRING, &(self).maker, "Maker fee, % (0.02)", "PERCENT" },       \
      { "taker", 0, 0, G_OPTION_ARG_STRING, &(self).taker, "Taker fee, % (0.05)", "PERCENT" },       \
      { "slippage-bps",                                                                              \
        0,                                                                                           \
        0,                                                                                           \
        G_OPTION_ARG_STRING,                                                                         \
        &(self).slippage_bps,                                                                        \
        "Slippage of market and stop fills, 1/10000 of the price",                                   \
        "NUMBER" },                                                                                  \
      { "slippage-ticks", 0,       0, G_OPTION_ARG_STRING, &(self).slippage_ticks,                   \
        "And in ticks",   "NUMBER" },                                                                \
      { "through",                                                                                   \
        0,                                                                                           \
        0,                                                                                           \
        G_OPTION_ARG_NONE,                                                                           \
        &(self).through,                                                                             \
        "Limits need one tick beyond their level, and pay the maker fee",                            \
        NULL },                                                                                      \
      { "allow-short", 0, 0, G_OPTION_ARG_NONE, &(self).allow_short, "Allow shorts on spot", NULL }, \
  {                                                                                                  \
    "tiers", 0, 0, G_OPTION_ARG_FILENAME, &(self).tiers,                                             \
        "Leverage brackets of the symbols, as the exchange's leverageBracket answers", "FILE"        \
  }

void cdl_cli_settings_clear (CdlCliSettings *self);

/* Puts what was given into settings. FALSE: something is wrong with it, which was said. */
gboolean cdl_cli_settings_apply (const CdlCliSettings *self, CdlSettings *settings);

/* Reads the leverage brackets into brackets, which stays as it is without --tiers. FALSE: they
 * cannot be read, or market has none, which was said. */
gboolean cdl_cli_settings_read_tiers (const CdlCliSettings *self,
                                      CdlMarket market,
                                      CdlLeverageBrackets **brackets);

/* A fee or rate, which people and exchanges write in percent; fraction stays as it is without text.
 */
gboolean cdl_cli_percent (const char *option, const char *text, double *fraction);

G_END_DECLS
