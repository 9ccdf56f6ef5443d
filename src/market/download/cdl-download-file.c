#include "cdl-download-private.h"

#include "cdl-json-load.h"
#include "cdl-json-writer.h"
#include "cdl-steady.h"
#include "cdl-time.h"

static char *
path_of (const CdlDownloadQueue *self)
{
  return g_build_filename (self->root, "downloads.json", NULL);
}

static void
write_download (CdlJsonWriter *writer, const CdlDownload *download)
{
  const CdlDatasetName *name = &download->id.name;

  cdl_json_begin_object (writer);
  cdl_json_member_string (writer, "what", cdl_series_name (download->id.series));
  cdl_json_member_string (writer, "market", cdl_market_name (name->market));
  cdl_json_member_string (writer, "symbol", name->symbol);
  cdl_json_member_string (writer, "interval", cdl_interval_name (name->interval));
  cdl_json_member_time (writer, "from", download->from);
  cdl_json_member_time (writer, "to", download->to);
  cdl_json_member_int (writer, "priority", download->priority);
  cdl_json_end_object (writer);
}

/* No host orders a longer one: the machine's clock was set. */
#define MAX_PAUSE_MS (3 * CDL_DAY_MS)

/* Pauses that a host ordered outlive the program: whoever starts again at once is banned. In the
 * file they are by the machine's clock, since the steady one may begin anew. */
static void
write_pauses (CdlDownloadQueue *self, CdlJsonWriter *writer)
{
  GHashTableIter iter;
  gpointer base, pace;

  cdl_json_name (writer, "pauses");
  cdl_json_begin_object (writer);
  g_hash_table_iter_init (&iter, self->paces);
  while (g_hash_table_iter_next (&iter, &base, &pace))
    {
      gint64 left = ((CdlPace *) pace)->pause_until - cdl_steady_ms ();

      if (left > 0)
        cdl_json_member_int (writer, base, g_get_real_time () / 1000 + left);
    }
  cdl_json_end_object (writer);
}

gboolean
cdl_queue_file_save (CdlDownloadQueue *self, GError **error)
{
  g_autofree char *path = path_of (self);
  g_autoptr (CdlJsonWriter) writer = cdl_json_writer_new (CDL_JSON_PRETTY);
  g_autofree char *text = NULL;

  cdl_json_begin_object (writer);
  cdl_json_name (writer, "downloads");
  cdl_json_begin_array (writer);
  for (guint i = 0; i < self->jobs->len; i++)
    {
      const CdlJob *job = self->jobs->pdata[i];

      if (job->status.state <= CDL_DOWNLOAD_RUNNING
          || (job->status.state == CDL_DOWNLOAD_FAILED && !job->dropped))
        write_download (writer, &job->status.download);
    }
  cdl_json_end_array (writer);
  write_pauses (self, writer);
  cdl_json_end_object (writer);
  text = cdl_json_writer_steal (writer);

  return g_file_set_contents (path, text, -1, error);
}

static gboolean
read_download (JsonObject *object, CdlDownload *download)
{
  const char *what = cdl_loaded_string (object, "what");
  const char *market_text = cdl_loaded_string (object, "market");
  const char *symbol = cdl_loaded_string (object, "symbol");
  const char *interval_text = cdl_loaded_string (object, "interval");
  CdlInterval interval;
  CdlMarket market;

  *download = (CdlDownload){ .from = cdl_loaded_int (object, "from", CDL_TIME_NONE),
                             .to = cdl_loaded_int (object, "to", CDL_TIME_NONE),
                             .priority = (int) cdl_loaded_int (object, "priority", 0) };

  return what != NULL && market_text != NULL && symbol != NULL && interval_text != NULL
         && cdl_series_parse (what, &download->id.series) && cdl_market_parse (market_text, &market)
         && cdl_interval_parse (interval_text, &interval)
         && cdl_dataset_name_init (&download->id.name, market, symbol, interval);
}

static void
read_pauses (CdlDownloadQueue *self, JsonObject *pauses)
{
  g_autoptr (GList) bases = json_object_get_members (pauses);

  for (GList *base = bases; base != NULL; base = base->next)
    {
      gint64 left = cdl_loaded_int (pauses, base->data, 0) - g_get_real_time () / 1000;

      if (left > 0)
        cdl_queue_pace (self, base->data)->pause_until
            = cdl_steady_ms () + MIN (left, MAX_PAUSE_MS);
    }
}

gboolean
cdl_queue_file_load (CdlDownloadQueue *self, GArray *downloads, GError **error)
{
  g_autofree char *path = path_of (self);
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) root = NULL;
  JsonArray *list = NULL;
  JsonObject *object;
  JsonNode *pauses;
  gsize size;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  if (!g_file_get_contents (path, &text, &size, error))
    return FALSE;
  root = cdl_json_load (text, size, path, error);
  if (root == NULL)
    return FALSE;
  object = JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  if (object != NULL)
    list = cdl_loaded_array (object, "downloads");
  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      JsonNode *node = json_array_get_element (list, i);
      CdlDownload download;

      if (!JSON_NODE_HOLDS_OBJECT (node) || !read_download (json_node_get_object (node), &download))
        {
          g_set_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_FORMAT,
                       "%s: entry %u of “downloads” is not a download", path, i + 1);
          return FALSE;
        }
      g_array_append_val (downloads, download);
    }
  pauses = object != NULL ? json_object_get_member (object, "pauses") : NULL;
  if (pauses != NULL && JSON_NODE_HOLDS_OBJECT (pauses))
    read_pauses (self, json_node_get_object (pauses));

  return TRUE;
}
