#include "cdl-run-words.h"

#include <json-glib/json-glib.h>
#include <string.h>

/* Marks what a window translates. */
#define N_(text) text

const char *
cdl_symbol_quote (const char *symbol)
{
  /* Those of Binance; longer ones before their own endings. */
  static const char *const quotes[]
      = { "FDUSD", "USDT", "USDC", "BUSD", "TUSD", "USDP", "BTC", "ETH", "BNB",
          "EUR",   "TRY",  "BRL",  "JPY",  "GBP",  "AUD",  "DAI", "USD" };

  for (gsize i = 0; i < G_N_ELEMENTS (quotes); i++)
    if (g_str_has_suffix (symbol, quotes[i]) && strlen (symbol) > strlen (quotes[i]))
      return quotes[i];

  return "";
}

static double
number_of (JsonObject *settings, const char *name)
{
  return json_object_get_double_member_with_default (settings, name, 0.0);
}

static const char *
text_of (JsonObject *settings, const char *name)
{
  return json_object_get_string_member_with_default (settings, name, NULL);
}

/* Ten digits: a fraction times 100 has noise behind them. */
static void
append_number (GString *words, const char *before, double value, const char *after)
{
  char number[64];

  g_string_append_printf (words, "%s%s%s", before,
                          g_ascii_formatd (number, sizeof number, "%.10g", value), after);
}

static void
append_slippage (GString *words, JsonObject *settings)
{
  double bps = number_of (settings, "slippage_bps"), ticks = number_of (settings, "slippage_ticks");

  if (bps == 0.0 && ticks == 0.0)
    {
      g_string_append (words, "; no slippage");
      return;
    }
  g_string_append (words, "; slippage");
  if (bps != 0.0)
    append_number (words, " ", bps, " bps");
  if (ticks != 0.0)
    append_number (words, bps != 0.0 ? " and " : " ", ticks, ticks == 1.0 ? " tick" : " ticks");
}

/* What an exchange demands. */
static void
append_rules (GString *words, JsonObject *settings)
{
  const char *tick = text_of (settings, "tick"), *step = text_of (settings, "step");
  JsonArray *tiers = json_object_has_member (settings, "tiers")
                         ? json_object_get_array_member (settings, "tiers")
                         : NULL;
  guint n_tiers = tiers != NULL ? json_array_get_length (tiers) : 0;

  if (tick != NULL)
    g_string_append_printf (words, "; tick %s", tick);
  if (step != NULL)
    g_string_append_printf (words, "; step %s", step);
  if (number_of (settings, "min_notional") > 0.0)
    append_number (words, "; smallest position ", number_of (settings, "min_notional"), "");
  if (n_tiers > 0)
    g_string_append_printf (words, "; %u leverage bracket%s", n_tiers, n_tiers > 1 ? "s" : "");
  if (number_of (settings, "liquidation_fee") > 0.0)
    append_number (words, "; liquidation fee ", 100.0 * number_of (settings, "liquidation_fee"),
                   " %");
}

char *
cdl_run_settings_words (const CdlRunRecord *run)
{
  g_autoptr (JsonNode) node = json_from_string (run->settings, NULL);
  GString *words = g_string_new (NULL);
  JsonObject *settings;
  const char *assumption;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return g_string_free (words, FALSE);

  settings = json_node_get_object (node);
  assumption = text_of (settings, "assumption");
  g_string_append_printf (words, "%s where data leaves it open",
                          assumption != NULL ? assumption : "undecided");
  append_number (words, "; maker fee ", 100.0 * number_of (settings, "fee_maker"), " %");
  append_number (words, ", taker fee ", 100.0 * number_of (settings, "fee_taker"), " %");
  append_slippage (words, settings);
  if (json_object_get_boolean_member_with_default (settings, "through", FALSE))
    g_string_append (words, "; limits fill one tick beyond their level");
  if (json_object_get_boolean_member_with_default (settings, "allow_short", FALSE))
    g_string_append (words, "; shorts on spot allowed");
  append_rules (words, settings);
  if (number_of (settings, "risk_free") != 0.0)
    append_number (words, "; risk-free rate ", 100.0 * number_of (settings, "risk_free"),
                   " % a year");

  return g_string_free (words, FALSE);
}

const char *
cdl_run_flag_words (CdlRunFlags flag)
{
  switch (flag)
    {
    case CDL_RUN_SHORT_HISTORY:
      return N_ ("Short history: the archive began later than the strategy's look-back wants.");
    case CDL_RUN_GUESSED_TICK:
      return N_ (
          "Guessed tick: nothing told the exchange's; it is the finest decimal in the data.");
    case CDL_RUN_MISSING_FUNDING:
      return N_ ("Missing funding: some rates were not there, and not charged.");
    case CDL_RUN_RUINED:
      return N_ ("Ruined: the equity fell to nothing before the end.");
    default:
      g_return_val_if_reached (NULL);
    }
}

const char *
cdl_run_fate_words (guint fate)
{
  static const char *const words[CDL_N_FATES] = {
    [CDL_FATE_PENDING] = N_ ("not yet decided"),
    [CDL_FATE_UNDEFINED] = N_ ("a level was undefined"),
    [CDL_FATE_INVALID] = N_ ("levels in the wrong order"),
    [CDL_FATE_PASSED] = N_ ("entry already passed"),
    [CDL_FATE_SL_FIRST] = N_ ("stop loss before entry"),
    [CDL_FATE_MIN_GAP] = N_ ("below min_gap"),
    [CDL_FATE_MIN_GAIN] = N_ ("below min_gain"),
    [CDL_FATE_MAX_GAIN] = N_ ("above max_gain"),
    [CDL_FATE_MIN_LOSS] = N_ ("below min_loss"),
    [CDL_FATE_MAX_LOSS] = N_ ("above max_loss"),
    [CDL_FATE_MAX_LEVERAGE] = N_ ("leverage too high"),
    [CDL_FATE_LIQUIDATION_BEFORE_STOP] = N_ ("liquidation before stop"),
    [CDL_FATE_MIN_NOTIONAL] = N_ ("position too small"),
    [CDL_FATE_EXPIRED] = N_ ("expired"),
    [CDL_FATE_RESET] = N_ ("reset by a trade"),
    [CDL_FATE_REPLACED] = N_ ("replaced by a newer one"),
    [CDL_FATE_END] = N_ ("pending at the end"),
    [CDL_FATE_MAX_OPEN_TRADES] = N_ ("too many open trades"),
    [CDL_FATE_CAPITAL] = N_ ("no capital left"),
    [CDL_FATE_ENTERED] = N_ ("entered"),
  };

  return words[fate];
}

const char *
cdl_run_proof_words (guint proof)
{
  static const char *const words[] = {
    [CDL_PROVEN] = N_ ("proven by the path klines"),
    [CDL_RESOLVED] = N_ ("proven by finer data"),
    [CDL_ASSUMED] = N_ ("decided by assumption"),
  };

  return words[proof];
}

const char *
cdl_run_exit_words (guint reason)
{
  static const char *const words[CDL_N_EXIT_REASONS] = {
    [CDL_EXIT_NONE] = N_ ("still open"),     [CDL_EXIT_TAKE_PROFIT] = N_ ("take profit"),
    [CDL_EXIT_STOP_LOSS] = N_ ("stop loss"), [CDL_EXIT_LIQUIDATION] = N_ ("liquidation"),
    [CDL_EXIT_RUINED] = N_ ("ruined"),       [CDL_EXIT_END] = N_ ("end of data"),
  };

  return words[reason];
}
