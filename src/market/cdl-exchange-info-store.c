#include "cdl-exchange-info-private.h"

#include "cdl-container.h"
#include "cdl-folder-private.h"
#include "cdl-json-kind.h"
#include "cdl-json-load.h"
#include "cdl-json-writer.h"

#include <unistd.h>

static char *
path_of (const char *root, CdlMarket market)
{
  g_autofree char *base = g_strconcat (cdl_market_name (market), ".json", NULL);

  return g_build_filename (root, "exchange", base, NULL);
}

static void
write_decimal (CdlJsonWriter *writer, const char *name, CdlDecimal decimal)
{
  g_autofree char *text = cdl_decimal_is_set (decimal) ? cdl_decimal_format (decimal) : NULL;

  cdl_json_member_string (writer, name, text);
}

static char *
to_json (const CdlExchangeInfo *self)
{
  g_autoptr (CdlJsonWriter) writer = cdl_json_writer_new (CDL_JSON_PRETTY);

  cdl_json_begin_object (writer);
  cdl_json_member_string (writer, "market", cdl_market_name (cdl_exchange_info_market (self)));
  cdl_json_name (writer, "symbols");
  cdl_json_begin_array (writer);
  for (guint i = 0; i < cdl_exchange_info_count (self); i++)
    {
      const CdlSymbolInfo *info = cdl_exchange_info_get (self, i);

      cdl_json_begin_object (writer);
      cdl_json_member_string (writer, "symbol", info->symbol);
      cdl_json_member_string (writer, "status", info->status);
      write_decimal (writer, "tick", info->tick);
      write_decimal (writer, "step", info->step);
      cdl_json_member_double (writer, "min_notional", info->min_notional);
      cdl_json_member_int (writer, "as_of", info->as_of);
      cdl_json_end_object (writer);
    }
  cdl_json_end_array (writer);
  cdl_json_end_object (writer);

  return cdl_json_writer_steal (writer);
}

/* FALSE if node is not a symbol as to_json() writes it. */
static gboolean
read_symbol (JsonNode *node, CdlSymbolInfo *info)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *tick, *step;
  JsonNode *minimum;

  if (object == NULL)
    return FALSE;
  *info = (CdlSymbolInfo){ .symbol = cdl_loaded_string (object, "symbol"),
                           .status = cdl_loaded_string (object, "status"),
                           .as_of = cdl_loaded_int (object, "as_of", 0) };
  tick = cdl_loaded_string (object, "tick");
  step = cdl_loaded_string (object, "step");
  minimum = json_object_get_member (object, "min_notional");
  if (!cdl_json_holds_number (minimum))
    return FALSE;
  info->min_notional = json_node_get_double (minimum);

  return info->symbol != NULL && info->status != NULL && info->min_notional >= 0
         && (tick == NULL || cdl_decimal_parse (tick, &info->tick))
         && (step == NULL || cdl_decimal_parse (step, &info->step));
}

static CdlExchangeInfo *
from_json (CdlMarket market, const char *text, gsize length, const char *path, GError **error)
{
  g_autoptr (CdlExchangeInfo) self = cdl_exchange_info_new (market);
  g_autoptr (JsonNode) root = cdl_json_load (text, length, path, error);
  JsonArray *symbols = NULL;

  if (root == NULL)
    return NULL;
  if (JSON_NODE_HOLDS_OBJECT (root))
    symbols = cdl_loaded_array (json_node_get_object (root), "symbols");
  for (guint i = 0; symbols != NULL && i < json_array_get_length (symbols); i++)
    {
      CdlSymbolInfo info;

      if (!read_symbol (json_array_get_element (symbols, i), &info))
        symbols = NULL;
      else
        cdl_exchange_info_set (self, &info);
    }
  if (symbols == NULL)
    {
      g_set_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_FORMAT,
                   "%s: damaged; delete it and import the exchange information again", path);
      return NULL;
    }
  cdl_exchange_info_sort (self);

  return g_steal_pointer (&self);
}

CdlExchangeInfo *
cdl_exchange_info_load (const char *root, CdlMarket market, GError **error)
{
  g_autofree char *path = path_of (root, market);
  g_autoptr (GError) read_error = NULL;
  g_autofree char *text = NULL;
  gsize length;

  if (g_file_get_contents (path, &text, &length, &read_error))
    return from_json (market, text, length, path, error);
  if (g_error_matches (read_error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    return cdl_exchange_info_new (market);
  g_propagate_error (error, g_steal_pointer (&read_error));

  return NULL;
}

/* With the lock held. */
static gboolean
merge_into (const CdlExchangeInfo *self, const char *root, const char *path, GError **error)
{
  g_autoptr (CdlExchangeInfo) stored
      = cdl_exchange_info_load (root, cdl_exchange_info_market (self), error);
  g_autofree char *text = NULL;

  if (stored == NULL)
    return FALSE;
  for (guint i = 0; i < cdl_exchange_info_count (self); i++)
    cdl_exchange_info_set (stored, cdl_exchange_info_get (self, i));
  cdl_exchange_info_sort (stored);
  text = to_json (stored);

  return g_file_set_contents_full (
      path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0644, error);
}

gboolean
cdl_exchange_info_store (const CdlExchangeInfo *self, const char *root, GError **error)
{
  g_autofree char *path = path_of (root, cdl_exchange_info_market (self));
  int lock = cdl_folder_lock (path, path, error);
  gboolean good;

  if (lock < 0)
    return FALSE;
  good = merge_into (self, root, path, error);
  close (lock);

  return good;
}

CdlExchangeInfo *
cdl_exchange_info_import (const char *root, const char *path, GError **error)
{
  g_autofree char *base = g_path_get_basename (path);
  g_autoptr (GPtrArray) members = cdl_container_read (path, NULL, NULL, error);
  g_autoptr (CdlExchangeInfo) self = NULL;
  gsize size;
  const char *data;

  if (members == NULL)
    return NULL;
  if (members->len != 1)
    {
      g_set_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_FORMAT,
                   "%s holds %u files; exchange information is one", base, members->len);
      return NULL;
    }
  data = g_bytes_get_data (((const CdlMember *) members->pdata[0])->data, &size);
  self = cdl_exchange_info_parse (data != NULL ? data : "", size, base, error);
  if (self == NULL || !cdl_exchange_info_store (self, root, error))
    return NULL;

  return g_steal_pointer (&self);
}
