#include "cdl-session-fact.h"

#include "cdl-json-writer.h"
#include "cdl-number.h"
#include "cdl-text.h"
#include "cdl-trade-json.h"

static const char *const type_names[CDL_N_FACT_TYPES] = {
  [CDL_FACT_SETUP] = "setup", [CDL_FACT_FATE] = "fate",   [CDL_FACT_ENTRY] = "entry",
  [CDL_FACT_EXIT] = "exit",   [CDL_FACT_STATE] = "state",
};

static const char *const state_names[CDL_N_FEED_STATES] = {
  [CDL_FEED_OFFLINE] = "offline",
  [CDL_FEED_RECOVERING] = "recovering",
  [CDL_FEED_LIVE] = "live",
  [CDL_FEED_STALE] = "stale",
};

const char *
cdl_fact_type_name (CdlFactType type)
{
  return type_names[type];
}

const char *
cdl_feed_state_name (CdlFeedState state)
{
  return state_names[state];
}

char *
cdl_session_fact_write (const CdlSessionFact *fact)
{
  g_autoptr (CdlJsonWriter) writer = cdl_json_writer_new (CDL_JSON_CANONICAL);

  cdl_json_begin_object (writer);
  cdl_json_member_bool (writer, "reconstructed", fact->reconstructed);
  if (fact->type == CDL_FACT_STATE)
    {
      cdl_json_member_string (writer, "state", state_names[fact->state]);
      cdl_json_member_string (writer, "reason", fact->reason);
    }
  else if (fact->trade != NULL)
    {
      cdl_json_name (writer, "trade");
      cdl_trade_write_json (writer, fact->trade, fact->name, fact->symbol);
    }
  else
    {
      cdl_json_name (writer, "setup");
      cdl_setup_write_json (writer, fact->setup, fact->name);
    }
  cdl_json_end_object (writer);

  return cdl_json_writer_steal (writer);
}

static char *
levels_text (const CdlSetup *setup)
{
  char entry[CDL_NUMBER_SIZE], stop[CDL_NUMBER_SIZE], target[CDL_NUMBER_SIZE];

  return g_strdup_printf (
      "%s %s, stop loss %s, take profit %s", cdl_entry_type_name (setup->entry_type),
      cdl_number_format (setup->entry, entry), cdl_number_format (setup->stop_loss, stop),
      cdl_number_format (setup->take_profit, target));
}

/* "ENTERED" is what the caller says itself. */
static char *
what_happened (const CdlSessionFact *fact)
{
  const CdlTrade *trade = fact->trade;
  char price[CDL_NUMBER_SIZE], quantity[CDL_NUMBER_SIZE];
  g_autofree char *money = NULL;
  g_autofree char *levels = NULL;

  switch (fact->type)
    {
    case CDL_FACT_SETUP:
      levels = levels_text (fact->setup);
      if (fact->setup->fate == CDL_FATE_PENDING)
        return g_strdup_printf ("setup: %s", levels);
      return g_strdup_printf ("setup refused (%s): %s", cdl_fate_name (fact->setup->fate), levels);
    case CDL_FACT_FATE:
      return g_strdup_printf ("setup of %s ended: %s",
                              cdl_number_format (fact->setup->entry, price),
                              cdl_fate_name (fact->setup->fate));
    case CDL_FACT_ENTRY:
      return g_strdup_printf ("entered at %s, quantity %s",
                              cdl_number_format (trade->entry_price, price),
                              cdl_number_format (trade->qty, quantity));
    case CDL_FACT_EXIT:
      money = cdl_text_signed (trade->pnl, 2);
      return g_strdup_printf ("closed at %s (%s): %s", cdl_number_format (trade->exit_price, price),
                              cdl_exit_reason_name (trade->exit_reason), money);
    case CDL_FACT_STATE:
    default:
      return g_strdup_printf ("data %s%s%s", state_names[fact->state],
                              *fact->reason != '\0' ? ": " : "", fact->reason);
    }
}

char *
cdl_session_fact_text (const CdlSessionFact *fact)
{
  g_autofree char *what = what_happened (fact);
  const char *late = fact->reconstructed ? " [reconstructed]" : "";

  if (fact->type == CDL_FACT_STATE)
    return g_strdup_printf ("%s %s%s", fact->symbol, what, late);

  return g_strdup_printf ("%s %s “%s” %s%s", fact->symbol, cdl_side_name (fact->setup->side),
                          fact->name, what, late);
}
