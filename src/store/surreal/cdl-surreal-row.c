#include "cdl-surreal-row-private.h"

#include <string.h>

#include "cdl-hash.h"
#include "cdl-json-reader-private.h"
#include "cdl-local-text-private.h"
#include "cdl-store-error.h"

char *
cdl_surreal_lasting_text (const CdlRunRecord *run)
{
  g_autoptr (CdlJsonWriter) writer = cdl_json_writer_new (CDL_JSON_COMPACT);
  g_autofree char *settings = cdl_sha256 (run->settings, -1);

  cdl_json_begin_object (writer);
  cdl_json_member_string (writer, "strategy", run->strategy->name);
  cdl_json_member_string (writer, "revision", run->strategy->revision);
  cdl_json_member_string (writer, "symbol", run->dataset->symbol);
  cdl_json_member_string (writer, "market", cdl_market_name (run->dataset->market));
  cdl_json_member_string (writer, "dataset", run->dataset->fingerprint);
  cdl_json_member_string (writer, "settings_hash", settings);
  cdl_json_member_int (writer, "interval", cdl_interval_ms (run->interval));
  cdl_json_member_int (writer, "path_interval", cdl_interval_ms (run->path_interval));
  cdl_json_member_int (writer, "from_ms", run->from);
  cdl_json_member_int (writer, "to_ms", run->to);
  cdl_json_member_int (writer, "created_at", run->created_at);
  cdl_json_member_int (writer, "finished_at", run->finished_at);
  cdl_json_member_int (writer, "elapsed_us", run->elapsed_us);
  cdl_json_member_int (writer, "flags", run->flags);
  cdl_json_name (writer, "params");
  cdl_params_write (writer, run->params);
  cdl_json_name (writer, "first_loaded");
  cdl_first_loaded_write (writer, run->first_loaded);
  cdl_json_end_object (writer);

  return cdl_json_writer_steal (writer);
}

/* The texts of a row, in this order. */
static const char *const text_fields[] = { "lasting", "counts", "reasons" };

#define N_TEXTS G_N_ELEMENTS (text_fields)

/* "[{...},{...},null,": of one row, without its end. */
static void
append_texts (GString *json, JsonObject *row)
{
  for (guint i = 0; i < N_TEXTS; i++)
    {
      const char *text = cdl_json_node_string (json_object_get_member (row, text_fields[i]));

      g_string_append_c (json, json->len == 0 ? '[' : ',');
      g_string_append (json, text != NULL ? text : "null");
    }
}

/* Of n rows: an array of N_TEXTS objects or nulls each, the first of them an object; or NULL. */
static JsonNode *
parse_texts (GString *json, guint n)
{
  g_autoptr (JsonNode) node = NULL;
  JsonArray *texts;

  g_string_append (json, json->len == 0 ? "[]" : "]");
  node = cdl_json_parse (json->str, json->len, NULL);
  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return NULL;
  texts = json_node_get_array (node);
  if (json_array_get_length (texts) != n * N_TEXTS)
    return NULL;
  for (guint i = 0; i < n * N_TEXTS; i++)
    {
      JsonNode *text = json_array_get_element (texts, i);

      if (!JSON_NODE_HOLDS_OBJECT (text) && (i % N_TEXTS == 0 || !JSON_NODE_HOLDS_NULL (text)))
        return NULL;
    }

  return g_steal_pointer (&node);
}

/* Says which of the rows has texts that cannot be read. */
static void
blame (JsonArray *answer, GError **error)
{
  for (guint i = 0; i < json_array_get_length (answer); i++)
    {
      JsonNode *row = json_array_get_element (answer, i);
      g_autoptr (GString) json = g_string_new (NULL);
      g_autoptr (JsonNode) texts = NULL;
      const char *id = NULL;

      if (JSON_NODE_HOLDS_OBJECT (row))
        {
          append_texts (json, json_node_get_object (row));
          texts = parse_texts (json, 1);
          id = cdl_json_node_string (json_object_get_member (json_node_get_object (row), "rid"));
        }
      if (texts == NULL)
        {
          g_set_error_literal (error, CDL_STORE_ERROR, CDL_STORE_ERROR_INVALID,
                               "its texts are not JSON");
          cdl_local_damaged ("run", id != NULL ? id : "of a list", error);
          return;
        }
    }
  cdl_local_damaged ("list", "of runs", error);
}

static JsonObject *
object_at (JsonArray *array, guint i)
{
  JsonNode *node = json_array_get_element (array, i);

  return JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/* The texts of all rows are read as one: making a reader takes as long as reading a row with it. */
CdlSurrealRows *
cdl_surreal_rows_read (JsonArray *answer, GError **error)
{
  g_autoptr (CdlSurrealRows) self = g_new0 (CdlSurrealRows, 1);
  g_autoptr (GString) json = g_string_new (NULL);
  guint n = json_array_get_length (answer);

  self->answer = json_array_ref (answer);
  for (guint i = 0; i < n; i++)
    if (object_at (answer, i) != NULL)
      append_texts (json, object_at (answer, i));
  self->texts = parse_texts (json, n);
  if (self->texts == NULL)
    {
      blame (answer, error);
      return NULL;
    }

  self->n = n;
  self->rows = g_new (CdlSurrealRow, n + 1);
  for (guint i = 0; i < n; i++)
    {
      JsonArray *texts = json_node_get_array (self->texts);

      self->rows[i] = (CdlSurrealRow){ object_at (answer, i), object_at (texts, i * N_TEXTS),
                                       object_at (texts, i * N_TEXTS + 1),
                                       object_at (texts, i * N_TEXTS + 2) };
    }

  return g_steal_pointer (&self);
}

void
cdl_surreal_rows_free (CdlSurrealRows *self)
{
  json_array_unref (self->answer);
  g_clear_pointer (&self->texts, json_node_unref);
  g_free (self->rows);
  g_free (self);
}
