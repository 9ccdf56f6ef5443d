#include "cdl-exchange-info-private.h"

#include "cdl-json-kind.h"
#include "cdl-json-load.h"
#include "cdl-market-error.h"
#include "cdl-number.h"

#include <math.h>
#include <string.h>

/* Where a rule of a symbol stands. Spot calls the minimum MIN_NOTIONAL until 2023 and NOTIONAL
 * since; futures say "notional" for its value. */
static const struct
{
  const char *filter;
  const char *member;
  enum
  {
    RULE_TICK,
    RULE_STEP,
    RULE_MIN_NOTIONAL,
  } rule;
} rules[] = {
  { "PRICE_FILTER", "tickSize", RULE_TICK },
  { "LOT_SIZE", "stepSize", RULE_STEP },
  { "MIN_NOTIONAL", "minNotional", RULE_MIN_NOTIONAL },
  { "MIN_NOTIONAL", "notional", RULE_MIN_NOTIONAL },
  { "NOTIONAL", "minNotional", RULE_MIN_NOTIONAL },
};

/* A number that may be written as text; FALSE if it is not a decimal >= 0. */
static gboolean
read_decimal (JsonNode *node, CdlDecimal *decimal)
{
  if (cdl_json_holds (node, G_TYPE_STRING))
    return cdl_decimal_parse (json_node_get_string (node), decimal) && decimal->mantissa >= 0;

  return cdl_json_holds_number (node)
         && cdl_decimal_from_double (json_node_get_double (node), decimal)
         && decimal->mantissa >= 0;
}

static gboolean
read_filter (JsonObject *filter, const char *name, CdlSymbolInfo *info, GError **error)
{
  const char *type = cdl_loaded_string (filter, "filterType");

  for (gsize i = 0; type != NULL && i < G_N_ELEMENTS (rules); i++)
    {
      JsonNode *node = json_object_get_member (filter, rules[i].member);
      CdlDecimal value;

      if (node == NULL || strcmp (type, rules[i].filter) != 0)
        continue;
      if (!read_decimal (node, &value))
        {
          g_set_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_FORMAT,
                       "%s: %s has a %s whose %s is not a decimal number from 0 on", name,
                       info->symbol, type, rules[i].member);
          return FALSE;
        }
      if (rules[i].rule == RULE_TICK)
        info->tick = value;
      else if (rules[i].rule == RULE_STEP)
        info->step = value;
      else
        info->min_notional = cdl_decimal_value (value);
    }

  return TRUE;
}

static gboolean
read_symbol (CdlExchangeInfo *self,
             JsonNode *node,
             guint index,
             gint64 as_of,
             const char *name,
             GError **error)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  CdlSymbolInfo info = { .as_of = as_of };
  JsonArray *filters;

  if (object != NULL)
    info.symbol = cdl_loaded_string (object, "symbol");
  if (info.symbol == NULL || *info.symbol == '\0')
    {
      g_set_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_FORMAT,
                   "%s: entry %u of “symbols” has no “symbol”", name, index + 1);
      return FALSE;
    }
  info.status = cdl_loaded_string (object, "status");
  if (info.status == NULL)
    info.status = "";

  filters = cdl_loaded_array (object, "filters");
  for (guint i = 0; filters != NULL && i < json_array_get_length (filters); i++)
    {
      JsonNode *filter = json_array_get_element (filters, i);

      if (JSON_NODE_HOLDS_OBJECT (filter)
          && !read_filter (json_node_get_object (filter), name, &info, error))
        return FALSE;
    }
  cdl_exchange_info_set (self, &info);

  return TRUE;
}

/* The exchange's answer without a recording's "URL -> time: " and the lines after it. */
static void
unwrap (const char **text, gsize *length)
{
  const char *end = memchr (*text, '\n', *length);
  const char *arrow, *start;

  end = end != NULL ? end : *text + *length;
  arrow = g_strstr_len (*text, MIN (end - *text, 1024), " -> ");
  start = arrow != NULL ? memchr (arrow, '{', (gsize) (end - arrow)) : NULL;
  if (start == NULL || memchr (*text, '{', (gsize) (arrow - *text)) != NULL)
    return;

  *text = start;
  *length = (gsize) (end - start);
}

/* Futures say so themselves, or by the contracts that they are. */
static gboolean
read_market (JsonObject *root,
             JsonArray *symbols,
             const char *name,
             CdlMarket *market,
             GError **error)
{
  const char *type = cdl_loaded_string (root, "futuresType");

  *market = CDL_MARKET_SPOT;
  if (type != NULL && strcmp (type, "U_MARGINED") != 0)
    {
      g_set_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_FORMAT,
                   "%s: futures of type %s; spot and USD-M futures (U_MARGINED) can be imported",
                   name, type);
      return FALSE;
    }
  if (type != NULL)
    *market = CDL_MARKET_UM;
  for (guint i = 0; i < json_array_get_length (symbols); i++)
    {
      JsonNode *node = json_array_get_element (symbols, i);

      if (JSON_NODE_HOLDS_OBJECT (node)
          && json_object_has_member (json_node_get_object (node), "contractType"))
        *market = CDL_MARKET_UM;
    }

  return TRUE;
}

CdlExchangeInfo *
cdl_exchange_info_parse (const char *text, gsize length, const char *name, GError **error)
{
  g_autoptr (CdlExchangeInfo) self = NULL;
  g_autoptr (JsonNode) root = NULL;
  JsonObject *object;
  JsonArray *symbols;
  gint64 as_of;
  CdlMarket market;

  unwrap (&text, &length);
  root = cdl_json_load (text, length, name, error);
  if (root == NULL)
    return NULL;

  object = JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  symbols = object != NULL ? cdl_loaded_array (object, "symbols") : NULL;
  if (symbols == NULL)
    {
      const char *message = object != NULL ? cdl_loaded_string (object, "msg") : NULL;

      if (message != NULL)
        g_set_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_FORMAT,
                     "%s: the exchange answered with an error: %s", name, message);
      else
        g_set_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_FORMAT,
                     "%s: not exchange information; an object with “symbols” is expected", name);
      return NULL;
    }
  if (!read_market (object, symbols, name, &market, error))
    return NULL;

  self = cdl_exchange_info_new (market);
  as_of = cdl_loaded_int (object, "serverTime", 0);
  for (guint i = 0; i < json_array_get_length (symbols); i++)
    if (!read_symbol (self, json_array_get_element (symbols, i), i, as_of, name, error))
      return NULL;
  cdl_exchange_info_sort (self);

  return g_steal_pointer (&self);
}
