#include "cdl-live-log.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "cdl-json-load.h"
#include "cdl-live-badge.h"
#include "cdl-number.h"
#include "cdl-run-words.h"
#include "cdl-session-fact.h"
#include "cdl-text.h"

const char *
cdl_live_log_kind (const char *kind)
{
  static const struct
  {
    const char *kind, *words;
  } rows[] = {
    { "setup", N_ ("setup") },
    { "fate", N_ ("setup ended") },
    { "entry", N_ ("entry") },
    { "exit", N_ ("exit") },
    { "state", N_ ("data") },
    { "rules", N_ ("trading rules") },
    { "connection", N_ ("connection") },
    { "started", N_ ("started") },
    { "stopped", N_ ("stopped") },
    { "resumed", N_ ("resumed") },
    { "recording", N_ ("recording") },
    { "mismatch", N_ ("not the same") },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (strcmp (rows[i].kind, kind) == 0)
      return _ (rows[i].words);

  return kind;
}

static JsonObject *
object_of (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static const char *
text_of (JsonObject *object, const char *name)
{
  const char *text = cdl_loaded_string (object, name);

  return text != NULL ? text : "";
}

static double
double_of (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_double (node) : (double) NAN;
}

/* As it is, or a dash; newly allocated. */
static char *
price_text (double price)
{
  char number[CDL_NUMBER_SIZE];

  return g_strdup (isnan (price) ? "–" : cdl_number_format (price, number));
}

static char *
number_of (JsonObject *object, const char *name)
{
  return price_text (double_of (object, name));
}

static const char *
side_of (JsonObject *object)
{
  return strcmp (text_of (object, "side"), "short") == 0 ? _ ("short") : _ ("long");
}

static const char *
fate_words (JsonObject *setup)
{
  const char *fate = text_of (setup, "fate");

  for (guint i = 0; i < CDL_N_FATES; i++)
    if (strcmp (cdl_fate_name ((CdlFate) i), fate) == 0)
      return _ (cdl_run_fate_words (i));

  return fate;
}

static char *
setup_words (const CdlSessionEvent *event, JsonObject *setup)
{
  g_autofree char *entry = number_of (setup, "entry");
  g_autofree char *stop = number_of (setup, "stop_loss");
  g_autofree char *target = number_of (setup, "take_profit");

  if (strcmp (event->kind, "fate") == 0 || strcmp (text_of (setup, "fate"), "pending") != 0)
    /* Translators: name, side and entry of a setup, and what became of it. */
    return g_strdup_printf (_ ("“%s” %s at %s: %s"), text_of (setup, "name"), side_of (setup),
                            entry, fate_words (setup));

  return g_strdup_printf (_ ("“%s” %s at %s, stop loss %s, target %s"), text_of (setup, "name"),
                          side_of (setup), entry, stop, target);
}

/* An entry, or the exit of a trade that has left. */
static char *
trade_text (const CdlTrade *trade, const char *name)
{
  const char *side = trade->side == CDL_SIDE_SHORT ? _ ("short") : _ ("long");
  g_autofree char *price
      = price_text (trade->exit_reason == CDL_EXIT_NONE ? trade->entry_price : trade->exit_price);
  g_autofree char *quantity = price_text (trade->qty);
  g_autofree char *result = cdl_text_signed (trade->pnl, 2);

  if (trade->exit_reason == CDL_EXIT_NONE)
    /* Translators: name, side, price and quantity of an entry. */
    return g_strdup_printf (_ ("“%s” %s at %s, quantity %s"), name, side, price, quantity);

  /* Translators: name, side and price of an exit, why, and its result. */
  return g_strdup_printf (_ ("“%s” %s at %s (%s): %s"), name, side, price,
                          _ (cdl_run_exit_words (trade->exit_reason)), result);
}

static CdlExitReason
read_exit_reason (JsonObject *trade)
{
  const char *text = text_of (trade, "exit_reason");

  for (guint i = 0; i < CDL_N_EXIT_REASONS; i++)
    if (strcmp (cdl_exit_reason_name ((CdlExitReason) i), text) == 0)
      return (CdlExitReason) i;

  return CDL_EXIT_NONE;
}

static char *
trade_words (const CdlSessionEvent *event, JsonObject *object, const char **css)
{
  CdlTrade trade = {
    .side = strcmp (text_of (object, "side"), "short") == 0 ? CDL_SIDE_SHORT : CDL_SIDE_LONG,
    .entry_price = double_of (object, "entry_price"),
    .exit_price = double_of (object, "exit_price"),
    .qty = double_of (object, "qty"),
    .pnl = double_of (object, "pnl"),
    .exit_reason = CDL_EXIT_NONE,
  };

  /* Of a trade that left within the same move the entry's line knows the exit, too. */
  if (strcmp (event->kind, "exit") == 0)
    trade.exit_reason = read_exit_reason (object);
  *css = trade.exit_reason == CDL_EXIT_NONE ? "accent" : trade.pnl > 0.0 ? "success" : "error";

  return trade_text (&trade, text_of (object, "name"));
}

static char *
state_words (JsonObject *object, const char **css)
{
  const char *state = text_of (object, "state"), *reason = text_of (object, "reason");

  *css = strcmp (state, "live") == 0 ? "success" : "warning";
  for (int i = 0; i < CDL_N_FEED_STATES; i++)
    if (strcmp (cdl_feed_state_name ((CdlFeedState) i), state) == 0)
      state = cdl_live_state_word ((CdlFeedState) i);

  return *reason != '\0' ? g_strdup_printf ("%s: %s", state, _ (reason)) : g_strdup (state);
}

static char *
after_outage (const char *words)
{
  /* Translators: a line of the log, about something that was found out after an outage. */
  return g_strdup_printf (_ ("%s (after an outage)"), words);
}

char *
cdl_live_log_details (const CdlSessionEvent *event, const char **css)
{
  const char *data = event->data != NULL ? event->data : "{}";
  g_autoptr (JsonNode) node = cdl_json_load (data, strlen (data), "journal", NULL);
  JsonObject *object, *part;
  g_autofree char *words = NULL;
  JsonNode *late;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return g_strdup (data);
  object = json_node_get_object (node);
  if ((part = object_of (object, "trade")) != NULL)
    words = trade_words (event, part, css);
  else if ((part = object_of (object, "setup")) != NULL)
    words = setup_words (event, part);
  else if (strcmp (event->kind, "state") == 0)
    words = state_words (object, css);
  else
    words = g_strdup (text_of (object, "text"));

  late = json_object_get_member (object, "reconstructed");
  if (late != NULL && JSON_NODE_HOLDS_VALUE (late) && json_node_get_boolean (late)
      && strcmp (event->kind, "state") != 0)
    return after_outage (words);

  return g_steal_pointer (&words);
}

char *
cdl_live_trade_text (const CdlSessionFact *fact)
{
  CdlTrade trade = *fact->trade;
  g_autofree char *words = NULL;
  g_autofree char *all = NULL;

  if (fact->type == CDL_FACT_ENTRY)
    trade.exit_reason = CDL_EXIT_NONE;
  words = trade_text (&trade, fact->name);
  all = g_strdup_printf ("%s: %s", fact->symbol, words);

  return fact->reconstructed ? after_outage (all) : g_steal_pointer (&all);
}
