#include "cdl-session-standing.h"

#include <gio/gio.h>
#include <math.h>
#include <string.h>

#include "cdl-json-kind.h"
#include "cdl-json-load.h"
#include "cdl-session-error.h"
#include "cdl-session-fact.h"
#include "cdl-time.h"

static void
pending_clear (gpointer data)
{
  g_free (((CdlStandingSetup *) data)->name);
}

static void
symbol_free (gpointer data)
{
  CdlStandingSymbol *self = data;

  g_free (self->symbol);
  g_free (self->reason);
  g_array_unref (self->pending);
  g_array_unref (self->open);
  g_free (self);
}

void
cdl_session_standing_free (CdlSessionStanding *self)
{
  g_free (self->id);
  g_ptr_array_unref (self->symbols);
  g_free (self);
}

static double
read_double (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return cdl_json_holds_number (node) ? json_node_get_double (node) : (double) NAN;
}

static gboolean
read_boolean (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return cdl_json_holds (node, G_TYPE_BOOLEAN) && json_node_get_boolean (node);
}

static char *
read_text (JsonObject *object, const char *name)
{
  const char *text = cdl_loaded_string (object, name);

  return g_strdup (text != NULL ? text : "");
}

/* The object below a name; NULL if there is none. */
static JsonObject *
read_object (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/* Element i as an object; NULL if it is none. */
static JsonObject *
element (JsonArray *array, guint i)
{
  JsonNode *node = json_array_get_element (array, i);

  return JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static CdlEntryType
read_entry_type (JsonObject *object)
{
  const char *text = cdl_loaded_string (object, "entry_type");
  int type = CDL_ENTRY_MARKET;

  while (text != NULL && type > 0 && strcmp (cdl_entry_type_name ((CdlEntryType) type), text) != 0)
    type--;

  return (CdlEntryType) type;
}

static void
read_pending (CdlStandingSymbol *self, JsonArray *array)
{
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonObject *row = element (array, i);
      JsonObject *object = row != NULL ? read_object (row, "setup") : NULL;
      CdlStandingSetup pending;

      if (object == NULL)
        continue;
      pending = (CdlStandingSetup){
        .name = read_text (object, "name"),
        .distance_pct = read_double (row, "distance_pct"),
        .setup = {
          .seq = (guint) cdl_loaded_int (object, "seq", 0),
          .side = g_strcmp0 (cdl_loaded_string (object, "side"), "short") == 0 ? CDL_SIDE_SHORT
                                                                              : CDL_SIDE_LONG,
          .entry_type = read_entry_type (object),
          .created_at = cdl_loaded_int (object, "created_at", 0),
          .first_kline = cdl_loaded_int (object, "first_kline", 0),
          .entry = read_double (object, "entry"),
          .stop_loss = read_double (object, "stop_loss"),
          .take_profit = read_double (object, "take_profit"),
          .height = (double) NAN,
          .close = (double) NAN,
          .expires_at = cdl_loaded_int (object, "expires_at", CDL_TIME_NONE),
          .fate = CDL_FATE_PENDING,
          .fate_at = CDL_TIME_NONE,
        },
      };
      g_array_append_val (self->pending, pending);
    }
}

static void
read_open (CdlStandingSymbol *self, JsonArray *array)
{
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonObject *row = element (array, i);
      JsonObject *object = row != NULL ? read_object (row, "trade") : NULL;
      CdlStandingTrade trade;

      if (object == NULL)
        continue;
      trade = (CdlStandingTrade){ (guint) cdl_loaded_int (object, "seq", 0),
                                  read_double (row, "running") };
      g_array_append_val (self->open, trade);
    }
}

/* What is not known is the worst. */
static CdlFeedState
read_state (JsonObject *object)
{
  const char *text = cdl_loaded_string (object, "state");

  for (int state = 0; text != NULL && state < CDL_N_FEED_STATES; state++)
    if (strcmp (cdl_feed_state_name ((CdlFeedState) state), text) == 0)
      return (CdlFeedState) state;

  return CDL_FEED_OFFLINE;
}

static CdlStandingSymbol *
read_symbol (JsonObject *object)
{
  CdlStandingSymbol *self = g_new0 (CdlStandingSymbol, 1);

  self->symbol = read_text (object, "symbol");
  self->state = read_state (object);
  self->reason = read_text (object, "reason");
  self->data_time = cdl_loaded_int (object, "data_time", CDL_TIME_NONE);
  self->price = read_double (object, "price");
  self->equity = read_double (object, "equity");
  self->balance = read_double (object, "balance");
  self->ruined = read_boolean (object, "ruined");
  self->short_history = read_boolean (object, "short_history");
  self->pending = g_array_new (FALSE, FALSE, sizeof (CdlStandingSetup));
  g_array_set_clear_func (self->pending, pending_clear);
  self->open = g_array_new (FALSE, FALSE, sizeof (CdlStandingTrade));
  read_pending (self, cdl_loaded_array (object, "pending"));
  read_open (self, cdl_loaded_array (object, "open"));

  return self;
}

CdlSessionStanding *
cdl_session_standing_read (const char *text, gssize length, GError **error)
{
  g_autoptr (JsonNode) node
      = cdl_json_load (text, length < 0 ? strlen (text) : (gsize) length, "status.json", error);
  JsonObject *object;
  JsonArray *symbols;
  CdlSessionStanding *self;

  if (node == NULL)
    return NULL;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      g_set_error_literal (error, CDL_SESSION_ERROR, CDL_SESSION_ERROR_INVALID,
                           "status.json is not the status of a session");
      return NULL;
    }

  object = json_node_get_object (node);
  symbols = cdl_loaded_array (object, "symbols");
  self = g_new0 (CdlSessionStanding, 1);
  self->id = read_text (object, "id");
  self->updated_at = cdl_loaded_int (object, "updated_at", 0);
  self->capital = read_double (object, "capital");
  self->equity = read_double (object, "equity");
  self->balance = read_double (object, "balance");
  self->symbols = g_ptr_array_new_with_free_func (symbol_free);
  for (guint i = 0; symbols != NULL && i < json_array_get_length (symbols); i++)
    {
      JsonObject *symbol = element (symbols, i);

      if (symbol != NULL)
        g_ptr_array_add (self->symbols, read_symbol (symbol));
    }

  return self;
}

CdlSessionStanding *
cdl_session_standing_load (const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, "status.json", NULL);
  g_autofree char *text = NULL;
  gsize length;

  if (!g_file_get_contents (path, &text, &length, error))
    return NULL;

  return cdl_session_standing_read (text, (gssize) length, error);
}

const CdlStandingSymbol *
cdl_session_standing_find (const CdlSessionStanding *self, const char *symbol)
{
  for (guint i = 0; i < self->symbols->len; i++)
    {
      const CdlStandingSymbol *one = self->symbols->pdata[i];

      if (strcmp (one->symbol, symbol) == 0)
        return one;
    }

  return NULL;
}

const CdlStandingSymbol *
cdl_session_standing_worst (const CdlSessionStanding *self)
{
  static const int trust[CDL_N_FEED_STATES] = {
    [CDL_FEED_OFFLINE] = 0, [CDL_FEED_STALE] = 1, [CDL_FEED_RECOVERING] = 2, [CDL_FEED_LIVE] = 3
  };
  const CdlStandingSymbol *worst = NULL;

  for (guint i = 0; i < self->symbols->len; i++)
    {
      const CdlStandingSymbol *symbol = self->symbols->pdata[i];

      if (worst == NULL || trust[symbol->state] < trust[worst->state]
          || (symbol->state == worst->state && symbol->data_time < worst->data_time))
        worst = symbol;
    }

  return worst;
}

double
cdl_session_standing_running (const CdlSessionStanding *self, const char *symbol, guint seq)
{
  const CdlStandingSymbol *one = cdl_session_standing_find (self, symbol);

  for (guint i = 0; one != NULL && i < one->open->len; i++)
    if (g_array_index (one->open, CdlStandingTrade, i).seq == seq)
      return g_array_index (one->open, CdlStandingTrade, i).running;

  return (double) NAN;
}
