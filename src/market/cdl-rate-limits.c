#include "cdl-rate-limits.h"

#include <glib/gstdio.h>
#include <string.h>

#include "cdl-folder-private.h"
#include "cdl-json-load.h"
#include "cdl-json-writer.h"
#include "cdl-time.h"

#define MAX_AGE_MS CDL_DAY_MS

static const struct
{
  const char *name;
  gint64 ms;
} units[] = {
  { "SECOND", CDL_SECOND_MS },
  { "MINUTE", CDL_MINUTE_MS },
  { "HOUR", CDL_HOUR_MS },
  { "DAY", CDL_DAY_MS },
};

/* The length of an interval and a number of them; 0 if it makes no sense. */
static gint64
length_of (const char *unit, gint64 n)
{
  for (gsize i = 0; unit != NULL && i < G_N_ELEMENTS (units); i++)
    if (strcmp (unit, units[i].name) == 0 && n > 0 && n <= CDL_DAY_MS / units[i].ms)
      return n * units[i].ms;

  return 0;
}

void
cdl_rate_limits_add (CdlRateLimits *self, const CdlRateLimit *limit)
{
  for (guint i = 0; i < self->n; i++)
    {
      CdlRateLimit *there = &self->limit[i];

      if (there->weight != limit->weight || there->length_ms != limit->length_ms)
        continue;
      there->most = MIN (there->most, limit->most);
      return;
    }
  if (self->n < CDL_MAX_RATE_LIMITS)
    self->limit[self->n++] = *limit;
}

/* Limits of orders are not ours. */
static void
add_row (CdlRateLimits *self, JsonObject *row)
{
  const char *type = cdl_loaded_string (row, "rateLimitType");
  gint64 most = cdl_loaded_int (row, "limit", 0);
  CdlRateLimit limit = {
    .weight = g_strcmp0 (type, "REQUEST_WEIGHT") == 0,
    .length_ms
    = length_of (cdl_loaded_string (row, "interval"), cdl_loaded_int (row, "intervalNum", 0)),
    .most = (guint) CLAMP (most, 0, G_MAXINT),
  };

  if ((limit.weight || g_strcmp0 (type, "RAW_REQUESTS") == 0) && limit.length_ms > 0
      && limit.most > 0)
    cdl_rate_limits_add (self, &limit);
}

static void
add_rows (CdlRateLimits *self, JsonNode *root)
{
  JsonArray *rows = root != NULL && JSON_NODE_HOLDS_OBJECT (root)
                        ? cdl_loaded_array (json_node_get_object (root), "rateLimits")
                        : NULL;

  for (guint i = 0; rows != NULL && i < json_array_get_length (rows); i++)
    {
      JsonNode *row = json_array_get_element (rows, i);

      if (JSON_NODE_HOLDS_OBJECT (row))
        add_row (self, json_node_get_object (row));
    }
}

gboolean
cdl_rate_limits_parse (const char *text, gsize size, CdlRateLimits *self)
{
  g_autoptr (JsonNode) root = cdl_json_load (text, size, "the answer", NULL);

  *self = (CdlRateLimits){ .n = 0 };
  add_rows (self, root);

  return self->n > 0;
}

static char *
path_of (const char *root, CdlMarket market)
{
  g_autofree char *file = g_strconcat (cdl_market_name (market), "-limits.json", NULL);

  return g_build_filename (root, "exchange", file, NULL);
}

gboolean
cdl_rate_limits_load (CdlRateLimits *self, const char *root, CdlMarket market, const char *address)
{
  g_autofree char *path = path_of (root, market);
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) node = NULL;
  gint64 age;
  gsize size;

  *self = (CdlRateLimits){ .n = 0 };
  if (!g_file_get_contents (path, &text, &size, NULL))
    return FALSE;
  node = cdl_json_load (text, size, path, NULL);
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return FALSE;
  age = g_get_real_time () / 1000 - cdl_loaded_int (json_node_get_object (node), "told_at", 0);
  if (age < 0 || age > MAX_AGE_MS
      || g_strcmp0 (cdl_loaded_string (json_node_get_object (node), "address"), address) != 0)
    return FALSE;
  add_rows (self, node);

  return self->n > 0;
}

static void
write_limit (CdlJsonWriter *writer, const CdlRateLimit *limit)
{
  cdl_json_begin_object (writer);
  cdl_json_member_string (writer, "rateLimitType",
                          limit->weight ? "REQUEST_WEIGHT" : "RAW_REQUESTS");
  cdl_json_member_string (writer, "interval", "SECOND");
  cdl_json_member_int (writer, "intervalNum", limit->length_ms / CDL_SECOND_MS);
  cdl_json_member_int (writer, "limit", limit->most);
  cdl_json_end_object (writer);
}

gboolean
cdl_rate_limits_save (const CdlRateLimits *self,
                      const char *root,
                      CdlMarket market,
                      const char *address,
                      GError **error)
{
  g_autofree char *path = path_of (root, market);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (CdlJsonWriter) writer = cdl_json_writer_new (CDL_JSON_COMPACT);
  g_autofree char *text = NULL;

  cdl_json_begin_object (writer);
  cdl_json_member_string (writer, "address", address);
  cdl_json_member_int (writer, "told_at", g_get_real_time () / 1000);
  cdl_json_name (writer, "rateLimits");
  cdl_json_begin_array (writer);
  for (guint i = 0; i < self->n; i++)
    write_limit (writer, &self->limit[i]);
  cdl_json_end_array (writer);
  cdl_json_end_object (writer);
  text = cdl_json_writer_steal (writer);
  if (g_mkdir_with_parents (folder, 0755) != 0)
    return cdl_folder_fail (error, "make", folder);

  return g_file_set_contents (path, text, -1, error);
}
