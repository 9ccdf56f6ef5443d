#include "cdl-rest-private.h"

#include "cdl-json-kind.h"
#include "cdl-number.h"
#include "cdl-time.h"

#include <json-glib/json-glib.h>
#include <string.h>

/* Times above are taken for microseconds. */
#define MAX_MS G_GINT64_CONSTANT (100000000000000)

const char *
cdl_rest_get (const CdlRestRequest *request, const char *name)
{
  return request->query ? g_hash_table_lookup (request->query, name) : NULL;
}

static gboolean
refuse (CdlRestRequest *request, CdlSimReply *refusal)
{
  g_assert (!request->refusal);
  request->refusal = refusal;

  return FALSE;
}

static gboolean
refuse_missing (CdlRestRequest *request, const char *name)
{
  return refuse (request, cdl_sim_reply_refuse (-1102,
                                                "Mandatory parameter '%s' was not sent, was "
                                                "empty/null, or malformed.",
                                                name));
}

static gboolean
refuse_characters (CdlRestRequest *request, const char *name, const char *legal)
{
  return refuse (request, cdl_sim_reply_refuse (-1100,
                                                "Illegal characters found in parameter '%s'; "
                                                "legal range is '%s'.",
                                                name, legal));
}

static gboolean
is_gone (const CdlRestRequest *request, const CdlSimSymbol *symbol)
{
  return request->faults
         && cdl_faults_strike (request->faults, CDL_FAULT_SYMBOL_GONE, symbol->name);
}

static const CdlSimSymbol *
find_symbol (CdlRestRequest *request, const char *name)
{
  const CdlSimSymbol *symbol = NULL;

  if (strspn (name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.") != strlen (name))
    refuse_characters (request, "symbol", "^[A-Z0-9-_.]{1,20}$");
  else if (!(symbol = cdl_sim_market_lookup (request->truth, request->market, name))
           || is_gone (request, symbol))
    {
      refuse (request, cdl_sim_reply_refuse (-1121, "Invalid symbol."));
      symbol = NULL;
    }

  return symbol;
}

const CdlSimSymbol *
cdl_rest_take_symbol (CdlRestRequest *request)
{
  const char *name = cdl_rest_get (request, "symbol");

  if (!name || !*name)
    {
      refuse_missing (request, "symbol");
      return NULL;
    }

  return find_symbol (request, name);
}

gboolean
cdl_rest_take_interval (CdlRestRequest *request, CdlInterval *interval)
{
  const char *text = cdl_rest_get (request, "interval");

  if (!text || !*text)
    return refuse_missing (request, "interval");
  if (!cdl_interval_parse (text, interval)
      || (request->market == CDL_MARKET_UM && *interval == CDL_INTERVAL_1S))
    return refuse (request, cdl_sim_reply_refuse (-1120, "Invalid interval."));

  return TRUE;
}

gboolean
cdl_rest_take_number (CdlRestRequest *request, const char *name, gint64 fallback, gint64 *value)
{
  const char *text = cdl_rest_get (request, name);

  *value = fallback;
  if (!text)
    return TRUE;
  if (!*text)
    return refuse (request, cdl_sim_reply_refuse (-1105, "Parameter '%s' was empty.", name));
  if (strspn (text, "0123456789") != strlen (text) || !cdl_number_parse_int (text, value))
    return refuse_characters (request, name, "^[0-9]{1,20}$");

  return TRUE;
}

static gboolean
take_time (CdlRestRequest *request, const char *name, gint64 *time)
{
  if (!cdl_rest_take_number (request, name, CDL_TIME_NONE, time))
    return FALSE;
  if (*time > MAX_MS)
    *time /= 1000;

  /* No calendar goes further. */
  *time = MIN (*time, G_GINT64_CONSTANT (253402300799999));

  return TRUE;
}

gboolean
cdl_rest_take_range (CdlRestRequest *request, guint limit, guint max_limit, CdlSimRange *range)
{
  gint64 number;

  if (!take_time (request, "startTime", &range->start)
      || !take_time (request, "endTime", &range->end)
      || !cdl_rest_take_number (request, "limit", limit, &number))
    return FALSE;
  if (number == 0)
    return refuse (request,
                   cdl_sim_reply_refuse (-1130, "Data sent for parameter 'limit' is not valid."));
  if (request->market == CDL_MARKET_UM && range->start != CDL_TIME_NONE
      && range->end != CDL_TIME_NONE && range->start > range->end)
    return refuse (request, cdl_sim_reply_refuse (-1023, "Start time is greater than end time."));
  range->limit = (guint) MIN (number, (gint64) max_limit);

  return TRUE;
}

static gboolean
take_list (CdlRestRequest *request, const char *text, GPtrArray *symbols)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonNode *root;
  JsonArray *names;

  if (!json_parser_load_from_data (parser, text, -1, NULL)
      || !(root = json_parser_get_root (parser)) || !JSON_NODE_HOLDS_ARRAY (root))
    return refuse_characters (request, "symbols", "^\\[(\"[A-Z0-9-_.]{1,20}\"(,)?)+\\]$");

  names = json_node_get_array (root);
  for (guint i = 0; i < json_array_get_length (names); i++)
    {
      JsonNode *node = json_array_get_element (names, i);
      const char *name = cdl_json_holds (node, G_TYPE_STRING) ? json_node_get_string (node) : "?";
      const CdlSimSymbol *symbol = find_symbol (request, name);

      if (!symbol)
        return FALSE;
      if (g_ptr_array_find (symbols, symbol, NULL))
        return refuse (request, cdl_sim_reply_refuse (-1151, "Symbol is present multiple times "
                                                             "in the list."));
      g_ptr_array_add (symbols, (gpointer) symbol);
    }

  return TRUE;
}

GPtrArray *
cdl_rest_take_symbols (CdlRestRequest *request, gboolean *one)
{
  g_autoptr (GPtrArray) symbols = g_ptr_array_new ();
  const char *text = cdl_rest_get (request, "symbols");
  const GPtrArray *all = cdl_sim_market_symbols (request->truth);

  *one = cdl_rest_get (request, "symbol") != NULL;
  if (*one && text)
    {
      refuse (request, cdl_sim_reply_refuse (-1128, "Combination of optional parameters invalid. "
                                                    "Recommendation: 'symbol' or 'symbols'"));
      return NULL;
    }
  if (*one)
    {
      const CdlSimSymbol *symbol = cdl_rest_take_symbol (request);

      if (!symbol)
        return NULL;
      g_ptr_array_add (symbols, (gpointer) symbol);
    }
  else if (text)
    {
      if (!take_list (request, text, symbols))
        return NULL;
    }
  else
    {
      for (guint i = 0; i < all->len; i++)
        if (((const CdlSimSymbol *) all->pdata[i])->market == request->market
            && !is_gone (request, all->pdata[i]))
          g_ptr_array_add (symbols, all->pdata[i]);
    }

  return g_steal_pointer (&symbols);
}
