#include "cdl-session-plan.h"

#include <string.h>

#include "cdl-json-kind.h"
#include "cdl-json-load.h"
#include "cdl-json-writer.h"
#include "cdl-settings-json.h"
#include "cdl-strategy-reader.h"
#include "cdl-time.h"

#define FILE_NAME "session.json"
#define FORMAT    1

static void
symbol_clear (gpointer data)
{
  g_free (((CdlSessionPlanSymbol *) data)->symbol);
}

CdlSessionPlan *
cdl_session_plan_new (void)
{
  CdlSessionPlan *self = g_new0 (CdlSessionPlan, 1);

  self->params = g_array_new (FALSE, FALSE, sizeof (double));
  self->symbols = g_array_new (FALSE, FALSE, sizeof (CdlSessionPlanSymbol));
  g_array_set_clear_func (self->symbols, symbol_clear);

  return self;
}

void
cdl_session_plan_free (CdlSessionPlan *self)
{
  g_free (self->id);
  g_free (self->strategy);
  g_array_unref (self->params);
  g_array_unref (self->symbols);
  g_free (self->stream_url);
  g_free (self->rest_url);
  g_free (self);
}

void
cdl_session_plan_add (CdlSessionPlan *self,
                      const char *symbol,
                      guint fields,
                      const CdlSettings *settings,
                      guint follow)
{
  CdlSessionPlanSymbol added = { g_strdup (symbol), fields, *settings, follow };

  g_array_append_val (self->symbols, added);
}

char *
cdl_session_plan_write (const CdlSessionPlan *self)
{
  g_autoptr (CdlJsonWriter) writer = cdl_json_writer_new (CDL_JSON_PRETTY);

  cdl_json_begin_object (writer);
  cdl_json_member_int (writer, "format", FORMAT);
  cdl_json_member_string (writer, "id", self->id);
  cdl_json_member_string (writer, "strategy", self->strategy);
  cdl_json_name (writer, "params");
  cdl_json_begin_array (writer);
  for (guint i = 0; i < self->params->len; i++)
    cdl_json_exact (writer, g_array_index (self->params, double, i));
  cdl_json_end_array (writer);
  cdl_json_member_string (writer, "path_interval", cdl_interval_name (self->path_interval));
  cdl_json_member_int (writer, "history", self->history);
  cdl_json_member_int (writer, "from", self->from);
  cdl_json_member_string (writer, "stream_url", self->stream_url);
  cdl_json_member_string (writer, "rest_url", self->rest_url);
  cdl_json_member_exact (writer, "clock_speed", self->clock_speed);
  cdl_json_name (writer, "symbols");
  cdl_json_begin_array (writer);
  for (guint i = 0; i < self->symbols->len; i++)
    {
      const CdlSessionPlanSymbol *symbol = &g_array_index (self->symbols, CdlSessionPlanSymbol, i);
      g_autofree char *settings = cdl_settings_write (&symbol->settings);

      cdl_json_begin_object (writer);
      cdl_json_member_string (writer, "symbol", symbol->symbol);
      cdl_json_member_int (writer, "fields", symbol->fields);
      cdl_json_member_string (writer, "settings", settings);
      cdl_json_member_int (writer, "follow", symbol->follow);
      cdl_json_end_object (writer);
    }
  cdl_json_end_array (writer);
  cdl_json_end_object (writer);

  return cdl_json_writer_steal (writer);
}

/* --- Reading --- */

static gboolean
refuse (GError **error, const char *name)
{
  g_set_error (error, CDL_SESSION_ERROR, CDL_SESSION_ERROR_INVALID,
               FILE_NAME ": “%s” is missing or is not what it should be", name);

  return FALSE;
}

static gboolean
read_params (JsonObject *object, CdlSessionPlan *self, GError **error)
{
  JsonArray *params = cdl_loaded_array (object, "params");

  if (params == NULL)
    return refuse (error, "params");
  for (guint i = 0; i < json_array_get_length (params); i++)
    {
      JsonNode *node = json_array_get_element (params, i);
      double value;

      if (!cdl_json_holds_number (node))
        return refuse (error, "params");
      value = json_node_get_double (node);
      g_array_append_val (self->params, value);
    }

  return TRUE;
}

static gboolean
read_symbols (JsonObject *object, CdlSessionPlan *self, GError **error)
{
  JsonArray *symbols = cdl_loaded_array (object, "symbols");

  if (symbols == NULL || json_array_get_length (symbols) == 0)
    return refuse (error, "symbols");
  for (guint i = 0; i < json_array_get_length (symbols); i++)
    {
      JsonNode *node = json_array_get_element (symbols, i);
      const char *name, *settings_text;
      CdlSettings settings;
      JsonObject *row;
      gint64 fields, follow;

      if (!JSON_NODE_HOLDS_OBJECT (node))
        return refuse (error, "symbols");
      row = json_node_get_object (node);
      name = cdl_loaded_string (row, "symbol");
      settings_text = cdl_loaded_string (row, "settings");
      fields = cdl_loaded_int (row, "fields", -1);
      follow = cdl_loaded_int (row, "follow", 0);
      if (name == NULL || settings_text == NULL || fields < 0 || fields >= 1 << CDL_N_FIELDS
          || follow < 0 || follow > CDL_FOLLOW_ALL)
        return refuse (error, "symbols");
      for (guint k = 0; k < self->symbols->len; k++)
        if (strcmp (g_array_index (self->symbols, CdlSessionPlanSymbol, k).symbol, name) == 0)
          return refuse (error, "symbols");
      if (!cdl_settings_read (settings_text, &settings, error))
        return FALSE;
      cdl_session_plan_add (self, name, (guint) fields, &settings, (guint) follow);
    }

  return TRUE;
}

CdlSessionPlan *
cdl_session_plan_read (const char *text, GError **error)
{
  g_autoptr (JsonNode) node = cdl_json_load (text, strlen (text), FILE_NAME, error);
  g_autoptr (CdlSessionPlan) self = cdl_session_plan_new ();
  const char *interval;
  JsonObject *object;
  gboolean good;

  if (node == NULL)
    return NULL;
  object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  if (object == NULL || cdl_loaded_int (object, "format", 0) != FORMAT)
    {
      refuse (error, "format");
      return NULL;
    }

  self->id = g_strdup (cdl_loaded_string (object, "id"));
  self->strategy = g_strdup (cdl_loaded_string (object, "strategy"));
  self->stream_url = g_strdup (cdl_loaded_string (object, "stream_url"));
  self->rest_url = g_strdup (cdl_loaded_string (object, "rest_url"));
  self->from = cdl_loaded_int (object, "from", CDL_TIME_NONE);
  if (cdl_json_holds_number (json_object_get_member (object, "clock_speed")))
    self->clock_speed = json_object_get_double_member (object, "clock_speed");
  self->history = cdl_loaded_int (object, "history", self->from);
  interval = cdl_loaded_string (object, "path_interval");

  if (self->id == NULL)
    good = refuse (error, "id");
  else if (self->strategy == NULL)
    good = refuse (error, "strategy");
  else if (interval == NULL || !cdl_interval_parse (interval, &self->path_interval))
    good = refuse (error, "path_interval");
  else if (self->from == CDL_TIME_NONE)
    good = refuse (error, "from");
  else
    good = read_params (object, self, error) && read_symbols (object, self, error);

  return good ? g_steal_pointer (&self) : NULL;
}

gboolean
cdl_session_plan_save (const CdlSessionPlan *self, const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, FILE_NAME, NULL);
  g_autofree char *text = cdl_session_plan_write (self);

  return g_file_set_contents_full (
      path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0644, error);
}

CdlSessionPlan *
cdl_session_plan_load (const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, FILE_NAME, NULL);
  g_autofree char *text = NULL;

  if (!g_file_get_contents (path, &text, NULL, error))
    return NULL;

  return cdl_session_plan_read (text, error);
}

CdlProgram *
cdl_session_plan_program (const CdlSessionPlan *self, GError **error)
{
  g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();
  g_autoptr (CdlStrategy) strategy = cdl_strategy_read (self->strategy, -1, diagnostics);
  g_autoptr (CdlProgram) program = NULL;

  if (strategy != NULL && strategy->params->len != self->params->len)
    {
      g_set_error (error, CDL_SESSION_ERROR, CDL_SESSION_ERROR_INVALID,
                   "the strategy has %u parameters, and the session values for %u",
                   strategy->params->len, self->params->len);
      return NULL;
    }
  if (strategy != NULL)
    program = cdl_program_new (strategy, (const double *) (const void *) self->params->data,
                               diagnostics);
  if (program == NULL)
    {
      g_autofree char *text = cdl_diagnostics_format (diagnostics);

      g_set_error (error, CDL_SESSION_ERROR, CDL_SESSION_ERROR_INVALID,
                   "the session's strategy cannot be used: %s", g_strchomp (text));
    }

  return g_steal_pointer (&program);
}

CdlSession *
cdl_session_plan_begin (const CdlSessionPlan *self,
                        CdlSessionFactFunc func,
                        gpointer data,
                        GError **error)
{
  g_autoptr (CdlProgram) program = cdl_session_plan_program (self, error);
  CdlSession *session;

  if (program == NULL)
    return NULL;

  session = cdl_session_new (program, self->path_interval, self->from, func, data);
  for (guint i = 0; i < self->symbols->len; i++)
    {
      const CdlSessionPlanSymbol *symbol = &g_array_index (self->symbols, CdlSessionPlanSymbol, i);

      cdl_session_add (session, symbol->symbol, &symbol->settings, symbol->fields);
      cdl_session_follow (session, symbol->follow);
    }

  return session;
}
