#include "cdl-session-fact.h"

#include <string.h>

#include "cdl-json-writer.h"
#include "cdl-number.h"
#include "cdl-text.h"
#include "cdl-time.h"
#include "cdl-trade-json.h"

static const char *const type_names[CDL_N_FACT_TYPES] = {
  [CDL_FACT_SETUP] = "setup", [CDL_FACT_FATE] = "fate",   [CDL_FACT_ENTRY] = "entry",
  [CDL_FACT_EXIT] = "exit",   [CDL_FACT_STATE] = "state", [CDL_FACT_RULES] = "rules",
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

/* "0.01", or what stands for none; newly allocated. */
static char *
decimal_text (CdlDecimal decimal)
{
  return cdl_decimal_is_set (decimal) ? cdl_decimal_format (decimal) : g_strdup ("none");
}

static void
add_change (GString *text, const char *what, const char *before, const char *now)
{
  if (strcmp (before, now) != 0)
    g_string_append_printf (text, "%s%s %s (was %s)", text->len > 0 ? ", " : "", what, now, before);
}

/* "tick 0.1 (was 0.01) from 2025-03-04 12:01 on; the exchange says BREAK (was TRADING); 1 open
 * trade stays as it is" */
static char *
rules_text (const CdlRulesChange *change)
{
  const CdlTradingRules *before = &change->before.rules, *now = &change->now.rules;
  g_autofree char *tick_before = decimal_text (before->tick), *tick = decimal_text (now->tick);
  g_autofree char *step_before = decimal_text (before->step), *step = decimal_text (now->step);
  char least_before[CDL_NUMBER_SIZE], least[CDL_NUMBER_SIZE];
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *from = cdl_time_format_short (now->from);

  add_change (text, "tick", tick_before, tick);
  add_change (text, "step", step_before, step);
  add_change (text, "smallest position", cdl_number_format (before->min_notional, least_before),
              cdl_number_format (now->min_notional, least));
  if (text->len > 0)
    g_string_append_printf (text, " from %s on", from);
  if (strcmp (change->before.status, change->now.status) != 0)
    g_string_append_printf (text, "%sthe exchange says %s (was %s)", text->len > 0 ? "; " : "",
                            change->now.status, change->before.status);
  if (change->open > 0)
    g_string_append_printf (text, "; %u open trade%s as %s", change->open,
                            change->open == 1 ? " stays" : "s stay",
                            change->open == 1 ? "it is" : "they are");

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
write_decimal (CdlJsonWriter *writer, const char *name, CdlDecimal decimal)
{
  g_autofree char *text = cdl_decimal_is_set (decimal) ? cdl_decimal_format (decimal) : NULL;

  cdl_json_member_string (writer, name, text);
}

static void
write_rules (CdlJsonWriter *writer, const CdlRulesChange *change)
{
  const CdlFeedRules *now = &change->now;
  g_autofree char *text = rules_text (change);

  cdl_json_member_string (writer, "text", text);
  cdl_json_member_int (writer, "from", now->rules.from);
  cdl_json_member_string (writer, "status", now->status);
  write_decimal (writer, "tick", now->rules.tick);
  write_decimal (writer, "step", now->rules.step);
  cdl_json_member_exact (writer, "min_notional", now->rules.min_notional);
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
  else if (fact->type == CDL_FACT_RULES)
    write_rules (writer, fact->rules);
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
    case CDL_FACT_RULES:
      return rules_text (fact->rules);
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

  if (fact->type == CDL_FACT_STATE || fact->type == CDL_FACT_RULES)
    return g_strdup_printf ("%s %s%s", fact->symbol, what, late);

  return g_strdup_printf ("%s %s “%s” %s%s", fact->symbol, cdl_side_name (fact->setup->side),
                          fact->name, what, late);
}
