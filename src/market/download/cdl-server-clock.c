#include "cdl-server-clock.h"

#include <glib/gstdio.h>

#include "cdl-folder-private.h"
#include "cdl-json-load.h"
#include "cdl-json-writer.h"
#include "cdl-steady.h"
#include "cdl-time.h"

/* Clocks drift: a quicker answer older than this counts no more. */
#define MAX_AGE_MS (10 * CDL_MINUTE_MS)

static char *
path_of (const char *root, CdlMarket market)
{
  g_autofree char *file = g_strconcat (cdl_market_name (market), "-clock.json", NULL);

  return g_build_filename (root, "exchange", file, NULL);
}

void
cdl_server_clock_load (CdlServerClock *self, const char *root, CdlMarket market)
{
  g_autofree char *path = path_of (root, market);
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) node = NULL;
  gsize size;

  *self = (CdlServerClock){ 0 };
  if (g_file_get_contents (path, &text, &size, NULL))
    node = cdl_json_load (text, size, path, NULL);
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return;
  self->offset_ms = cdl_loaded_int (json_node_get_object (node), "offset_ms", 0);
  self->rtt_ms = cdl_loaded_int (json_node_get_object (node), "rtt_ms", 0);
  self->measured_at = cdl_loaded_int (json_node_get_object (node), "measured_at", 0);
}

gboolean
cdl_server_clock_save (const CdlServerClock *self,
                       const char *root,
                       CdlMarket market,
                       GError **error)
{
  g_autofree char *path = path_of (root, market);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (CdlJsonWriter) writer = cdl_json_writer_new (CDL_JSON_COMPACT);
  g_autofree char *text = NULL;

  cdl_json_begin_object (writer);
  cdl_json_member_int (writer, "offset_ms", self->offset_ms);
  cdl_json_member_int (writer, "rtt_ms", self->rtt_ms);
  cdl_json_member_int (writer, "measured_at", self->measured_at);
  cdl_json_end_object (writer);
  text = cdl_json_writer_steal (writer);
  if (g_mkdir_with_parents (folder, 0755) != 0)
    return cdl_folder_fail (error, "make", folder);

  return g_file_set_contents (path, text, -1, error);
}

void
cdl_server_clock_measure (CdlServerClock *self,
                          gint64 server_ms,
                          gint64 sent_at,
                          gint64 received_at,
                          gint64 now_ms)
{
  gint64 rtt = MAX (received_at - sent_at, 0);
  gboolean worse
      = self->steady_ms != 0 && received_at - self->steady_ms < MAX_AGE_MS && rtt > self->rtt_ms;

  if (!worse)
    {
      self->rtt_ms = rtt;
      self->server_ms = server_ms + rtt / 2;
      self->steady_ms = received_at;
      self->measured_at = now_ms;
    }
  /* The machine's clock may have been set since the one that counts. */
  self->offset_ms = self->server_ms + received_at - self->steady_ms - now_ms;
}

gint64
cdl_server_clock_at (const CdlServerClock *self, gint64 now_ms, gint64 steady_ms)
{
  if (self->steady_ms != 0)
    return self->server_ms + steady_ms - self->steady_ms;

  return now_ms + self->offset_ms;
}

gint64
cdl_server_clock_now (const CdlServerClock *self)
{
  return cdl_server_clock_at (self, g_get_real_time () / 1000, cdl_steady_ms ());
}

gint64
cdl_server_now (const char *root, CdlMarket market)
{
  CdlServerClock clock;

  cdl_server_clock_load (&clock, root, market);

  return cdl_server_clock_now (&clock);
}
