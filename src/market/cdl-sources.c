#include <string.h>

#include "cdl-archive-private.h"
#include "cdl-json-load.h"
#include "cdl-json-writer.h"

#define SOURCES "dataset.json"

static void
source_free (gpointer data)
{
  CdlSource *source = data;

  g_free (source->file);
  g_free (source->sha256);
  g_free (source);
}

/* NULL if node is not what cdl_sources_save() writes. */
static CdlSource *
source_read (JsonNode *node)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *file = object != NULL ? cdl_loaded_string (object, "file") : NULL;
  const char *sha256 = object != NULL ? cdl_loaded_string (object, "sha256") : NULL;
  CdlSource *source;

  if (file == NULL || sha256 == NULL)
    return NULL;
  source = g_new (CdlSource, 1);
  *source = (CdlSource){ .file = g_strdup (file),
                         .sha256 = g_strdup (sha256),
                         .rows = (gsize) cdl_loaded_int (object, "rows", 0),
                         .first = cdl_loaded_int (object, "first", 0),
                         .last = cdl_loaded_int (object, "last", 0),
                         .written_at = cdl_loaded_int (object, "written_at", 0),
                         .length = (gsize) cdl_loaded_int (object, "length", G_MAXINT64) };

  return source;
}

GPtrArray *
cdl_sources_load (const char *folder, gsize n)
{
  GPtrArray *sources = g_ptr_array_new_with_free_func (source_free);
  g_autofree char *path = g_build_filename (folder, SOURCES, NULL);
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) root = NULL;
  JsonArray *list = NULL;
  gsize size;

  if (g_file_get_contents (path, &text, &size, NULL))
    root = cdl_json_load (text, size, path, NULL);
  if (root != NULL && JSON_NODE_HOLDS_OBJECT (root))
    list = cdl_loaded_array (json_node_get_object (root), "sources");
  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      CdlSource *source = source_read (json_array_get_element (list, i));

      if (source != NULL && source->length <= n)
        g_ptr_array_add (sources, source);
      else if (source != NULL)
        source_free (source);
    }

  return sources;
}

void
cdl_sources_add (GPtrArray *sources,
                 const CdlSourceFile *file,
                 const CdlKlines *klines,
                 gsize length)
{
  CdlSource *last = sources->len > 0 ? sources->pdata[sources->len - 1] : NULL;
  CdlSource *source;

  /* What comes kline by kline, from a stream, is one source. */
  if (last != NULL && file->sha256[0] == '\0' && last->sha256[0] == '\0'
      && strcmp (last->file, file->file) == 0 && last->last < klines->open_time[0])
    {
      last->rows += klines->n;
      last->last = klines->open_time[klines->n - 1];
      last->written_at = g_get_real_time () / 1000;
      last->length = length;
      return;
    }
  source = g_new (CdlSource, 1);
  *source = (CdlSource){ .file = g_strdup (file->file),
                         .sha256 = g_strdup (file->sha256),
                         .rows = klines->n,
                         .first = klines->open_time[0],
                         .last = klines->open_time[klines->n - 1],
                         .written_at = g_get_real_time () / 1000,
                         .length = length };
  g_ptr_array_add (sources, source);
}

void
cdl_sources_add_all (GPtrArray *sources, const GPtrArray *others, gsize length)
{
  for (guint i = 0; i < others->len; i++)
    {
      const CdlSource *other = others->pdata[i];
      CdlSource *source = g_new (CdlSource, 1);

      *source = *other;
      source->file = g_strdup (other->file);
      source->sha256 = g_strdup (other->sha256);
      source->length = length;
      g_ptr_array_add (sources, source);
    }
}

gboolean
cdl_sources_save (GPtrArray *sources, const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, SOURCES, NULL);
  g_autoptr (CdlJsonWriter) writer = cdl_json_writer_new (CDL_JSON_PRETTY);
  g_autofree char *text = NULL;

  cdl_json_begin_object (writer);
  cdl_json_name (writer, "sources");
  cdl_json_begin_array (writer);
  for (guint i = 0; i < sources->len; i++)
    {
      const CdlSource *source = sources->pdata[i];

      cdl_json_begin_object (writer);
      cdl_json_member_string (writer, "file", source->file);
      cdl_json_member_string (writer, "sha256", source->sha256);
      cdl_json_member_int (writer, "rows", (gint64) source->rows);
      cdl_json_member_int (writer, "first", source->first);
      cdl_json_member_int (writer, "last", source->last);
      cdl_json_member_int (writer, "written_at", source->written_at);
      cdl_json_member_int (writer, "length", (gint64) source->length);
      cdl_json_end_object (writer);
    }
  cdl_json_end_array (writer);
  cdl_json_end_object (writer);
  text = cdl_json_writer_steal (writer);

  return g_file_set_contents (path, text, -1, error);
}
