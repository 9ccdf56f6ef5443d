#include "cdl-absent.h"

#include <unistd.h>

#include "cdl-archive-private.h"
#include "cdl-folder-private.h"
#include "cdl-json-load.h"
#include "cdl-json-writer.h"

#define ATTEMPTS 100
#define WAIT_US  (G_USEC_PER_SEC / 100)

static char *
path_of (const CdlArchive *archive, const CdlDatasetName *name)
{
  g_autofree char *folder = cdl_archive_folder (archive, name);

  return g_strconcat (folder, ".absent.json", NULL);
}

/* A file that cannot be read knows nothing: the exchange is asked again. */
GArray *
cdl_absent_load (const CdlArchive *archive, const CdlDatasetName *name)
{
  g_autofree char *path = path_of (archive, name);
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) root = NULL;
  GArray *spans = cdl_spans_new ();
  JsonArray *list = NULL;
  gsize size;

  if (g_file_get_contents (path, &text, &size, NULL))
    root = cdl_json_load (text, size, path, NULL);
  if (root != NULL && JSON_NODE_HOLDS_OBJECT (root))
    list = cdl_loaded_array (json_node_get_object (root), "absent");
  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      JsonNode *node = json_array_get_element (list, i);
      JsonObject *span = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;

      if (span != NULL)
        cdl_spans_add (spans, cdl_loaded_int (span, "from", 0), cdl_loaded_int (span, "to", 0));
    }

  return spans;
}

static gboolean
save (const char *path, const GArray *spans, GError **error)
{
  g_autoptr (CdlJsonWriter) writer = cdl_json_writer_new (CDL_JSON_PRETTY);
  g_autofree char *text = NULL;

  cdl_json_begin_object (writer);
  cdl_json_name (writer, "absent");
  cdl_json_begin_array (writer);
  for (guint i = 0; i < spans->len; i++)
    {
      const CdlSpan *span = &g_array_index (spans, CdlSpan, i);

      cdl_json_begin_object (writer);
      cdl_json_member_int (writer, "from", span->from);
      cdl_json_member_int (writer, "to", span->to);
      cdl_json_end_object (writer);
    }
  cdl_json_end_array (writer);
  cdl_json_end_object (writer);
  text = cdl_json_writer_steal (writer);

  return g_file_set_contents (path, text, -1, error);
}

/* Others hold it for no longer than it takes to write a small file. */
static int
take_lock (const char *path, GError **error)
{
  for (int i = 0;; i++)
    {
      g_autoptr (GError) problem = NULL;
      int lock = cdl_folder_lock (path, path, &problem);

      if (lock >= 0)
        return lock;
      if (i == ATTEMPTS || !g_error_matches (problem, CDL_MARKET_ERROR, CDL_MARKET_ERROR_BUSY))
        {
          g_propagate_error (error, g_steal_pointer (&problem));
          return -1;
        }
      g_usleep (WAIT_US);
    }
}

gboolean
cdl_absent_add (const CdlArchive *archive,
                const CdlDatasetName *name,
                const GArray *spans,
                gsize *n,
                GError **error)
{
  g_autofree char *path = path_of (archive, name);
  g_autoptr (GArray) known = NULL;
  gboolean good = TRUE;
  gsize before, added;
  int lock = take_lock (path, error);

  if (lock < 0)
    return FALSE;
  known = cdl_absent_load (archive, name);
  before = cdl_spans_count (known, name->interval);
  cdl_spans_add_all (known, spans);
  added = cdl_spans_count (known, name->interval) - before;
  if (added > 0)
    good = save (path, known, error);
  close (lock);
  if (n != NULL)
    *n = added;

  return good;
}

gsize
cdl_absent_count (const GArray *spans, const CdlKlines *klines)
{
  g_autoptr (GArray) held = cdl_spans_new ();
  gsize n = 0;

  if (klines->n == 0 || spans->len == 0)
    return 0;
  cdl_spans_add_klines (held, klines);
  for (guint i = 0; i < spans->len; i++)
    {
      const CdlSpan *span = &g_array_index (spans, CdlSpan, i);
      g_autoptr (GArray) missing
          = cdl_spans_missing (held, MAX (span->from, klines->open_time[0]),
                               MIN (span->to, klines->open_time[klines->n - 1]));

      n += cdl_spans_count (missing, klines->interval);
    }

  return n;
}

void
cdl_absent_mark (const GArray *spans, CdlDatasetCheck *check)
{
  for (guint i = 0; i < check->holes->len; i++)
    {
      CdlHole *hole = &g_array_index (check->holes, CdlHole, i);
      g_autoptr (GArray) unknown = cdl_spans_missing (
          spans, cdl_interval_next (check->interval, hole->after), hole->before);

      hole->confirmed = unknown->len == 0;
    }
}
