#include "cdl-cli-journal.h"

#include <string.h>

#include "cdl-cli-text.h"
#include "cdl-json-load.h"
#include "cdl-number.h"
#include "cdl-text.h"

const char *
cdl_cli_json_text (JsonObject *object, const char *name)
{
  return json_object_get_string_member_with_default (object, name, "");
}

char *
cdl_cli_json_number (JsonObject *object, const char *name, int places)
{
  JsonNode *node = json_object_get_member (object, name);
  char number[CDL_NUMBER_SIZE];

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return g_strdup ("–");
  if (places >= 0)
    return cdl_text_signed (json_node_get_double (node), places);

  return g_strdup (cdl_number_format (json_node_get_double (node), number));
}

static char *
setup_text (const char *kind, JsonObject *setup)
{
  const char *fate = cdl_cli_json_text (setup, "fate");
  g_autofree char *entry = cdl_cli_json_number (setup, "entry", -1);
  g_autofree char *stop = cdl_cli_json_number (setup, "stop_loss", -1);
  g_autofree char *target = cdl_cli_json_number (setup, "take_profit", -1);
  gboolean refused = strcmp (fate, "pending") != 0;

  if (strcmp (kind, "fate") == 0)
    return g_strdup_printf ("setup of %s ended: %s", entry, fate);

  return g_strdup_printf ("setup%s%s%s: %s %s, stop loss %s, take profit %s",
                          refused ? " refused (" : "", refused ? fate : "", refused ? ")" : "",
                          cdl_cli_json_text (setup, "entry_type"), entry, stop, target);
}

static char *
trade_text (const char *kind, JsonObject *trade)
{
  gboolean entry = strcmp (kind, "entry") == 0;
  g_autofree char *price = cdl_cli_json_number (trade, entry ? "entry_price" : "exit_price", -1);
  g_autofree char *quantity = cdl_cli_json_number (trade, "qty", -1);
  g_autofree char *money = cdl_cli_json_number (trade, "pnl", 2);

  if (entry)
    return g_strdup_printf ("entered at %s, quantity %s", price, quantity);

  return g_strdup_printf ("closed at %s (%s): %s", price, cdl_cli_json_text (trade, "exit_reason"),
                          money);
}

/* What the members of an event's data say; NULL if they are none that is known. */
static char *
describe (const char *kind, JsonObject *data)
{
  static const char *const subjects[] = { "setup", "trade" };
  const char *reason
      = json_object_has_member (data, "reason") ? cdl_cli_json_text (data, "reason") : "";

  if (json_object_has_member (data, "text"))
    return g_strdup (cdl_cli_json_text (data, "text"));
  if (json_object_has_member (data, "state"))
    return g_strdup_printf ("data %s%s%s", cdl_cli_json_text (data, "state"),
                            *reason != '\0' ? ": " : "", reason);
  for (guint i = 0; i < G_N_ELEMENTS (subjects); i++)
    {
      JsonNode *node = json_object_get_member (data, subjects[i]);
      JsonObject *subject
          = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
      g_autofree char *what = NULL;

      if (subject == NULL)
        continue;
      what = i == 0 ? setup_text (kind, subject) : trade_text (kind, subject);
      return g_strdup_printf ("%s “%s” %s", cdl_cli_json_text (subject, "side"),
                              cdl_cli_json_text (subject, "name"), what);
    }

  return NULL;
}

char *
cdl_cli_event_text (const CdlSessionEvent *event)
{
  const char *text = event->data != NULL ? event->data : "";
  g_autoptr (JsonNode) node = cdl_json_load (text, strlen (text), "journal", NULL);
  g_autofree char *what = NULL;
  g_autofree char *line = NULL;
  JsonObject *data;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return cdl_text_printable (text);
  data = json_node_get_object (node);
  what = describe (event->kind, data);
  if (what == NULL)
    return cdl_text_printable (text);
  line = g_strconcat (what,
                      json_object_get_boolean_member_with_default (data, "reconstructed", FALSE)
                          ? " [reconstructed]"
                          : "",
                      NULL);

  return cdl_text_printable (line);
}
