#include "cdl-rest-private.h"

#include "cdl-json-writer.h"

#include <math.h>

static const char *const spot_orders[]
    = { "LIMIT",       "LIMIT_MAKER",       "MARKET", "STOP_LOSS", "STOP_LOSS_LIMIT",
        "TAKE_PROFIT", "TAKE_PROFIT_LIMIT", NULL };
static const char *const um_orders[] = { "LIMIT",
                                         "MARKET",
                                         "STOP",
                                         "STOP_MARKET",
                                         "TAKE_PROFIT",
                                         "TAKE_PROFIT_MARKET",
                                         "TRAILING_STOP_MARKET",
                                         NULL };
static const char *const um_times[] = { "GTC", "IOC", "FOK", "GTX", "GTD", NULL };

static void
member_strings (CdlJsonWriter *json, const char *name, const char *const *items)
{
  cdl_json_name (json, name);
  cdl_json_begin_array (json);
  for (; *items; items++)
    cdl_json_string (json, *items);
  cdl_json_end_array (json);
}

/* units / 10^scale with the market's places. */
static void
member_units (CdlJsonWriter *json, const char *name, gint64 units, int scale, int places)
{
  g_autoptr (GString) text = g_string_new (NULL);

  cdl_sim_append_units (text, units, scale, MAX (places, scale));
  cdl_json_member_string (json, name, text->str);
}

/* How many times as large its rules are as usual. */
static gint64
rules_factor (const CdlRestRequest *request, const CdlSimSymbol *symbol)
{
  const CdlFault *fault
      = request->faults ? cdl_faults_strike (request->faults, CDL_FAULT_SYMBOL_RULES, symbol->name)
                        : NULL;

  return fault ? (gint64) cdl_fault_value (fault, 10) : 1;
}

static void
write_lot_filter (CdlJsonWriter *json, const CdlSimSymbol *symbol, const char *type, gint64 factor)
{
  int scale = symbol->asset->qty_scale;
  gint64 one = (gint64) pow (10, scale);

  cdl_json_begin_object (json);
  cdl_json_member_string (json, "filterType", type);
  member_units (json, "minQty", 1, scale, symbol->qty_places);
  member_units (json, "maxQty", 9000 * one * (scale == 0 ? 1000000 : 1), scale, symbol->qty_places);
  member_units (json, "stepSize", factor, scale, symbol->qty_places);
  cdl_json_end_object (json);
}

static void
write_filters (CdlJsonWriter *json, const CdlRestRequest *request, const CdlSimSymbol *symbol)
{
  const CdlSimAsset *asset = symbol->asset;
  int scale = asset->price_scale;
  gint64 factor = rules_factor (request, symbol);

  cdl_json_name (json, "filters");
  cdl_json_begin_array (json);
  cdl_json_begin_object (json);
  cdl_json_member_string (json, "filterType", "PRICE_FILTER");
  member_units (json, "minPrice", 1, scale, symbol->price_places);
  member_units (json, "maxPrice", (gint64) round (asset->price * 20 * pow (10, scale)), scale,
                symbol->price_places);
  member_units (json, "tickSize", factor, scale, symbol->price_places);
  cdl_json_end_object (json);
  write_lot_filter (json, symbol, "LOT_SIZE", factor);
  write_lot_filter (json, symbol, "MARKET_LOT_SIZE", factor);

  cdl_json_begin_object (json);
  if (symbol->market == CDL_MARKET_SPOT)
    {
      cdl_json_member_string (json, "filterType", "NOTIONAL");
      member_units (json, "minNotional", 5 * factor, 0, 8);
      cdl_json_member_bool (json, "applyMinToMarket", TRUE);
      cdl_json_member_string (json, "maxNotional", "9000000.00000000");
      cdl_json_member_bool (json, "applyMaxToMarket", FALSE);
      cdl_json_member_int (json, "avgPriceMins", 5);
    }
  else
    {
      cdl_json_member_string (json, "filterType", "MIN_NOTIONAL");
      member_units (json, "notional", 5 * factor, 0, 0);
    }
  cdl_json_end_object (json);
  cdl_json_end_array (json);
}

static void
write_spot_symbol (CdlJsonWriter *json, const CdlRestRequest *request, const CdlSimSymbol *symbol)
{
  static const char *const true_members[] = {
    "icebergAllowed",
    "ocoAllowed",
    "otoAllowed",
    "opoAllowed",
    "quoteOrderQtyMarketAllowed",
    "allowTrailingStop",
    "cancelReplaceAllowed",
    "amendAllowed",
    "pegInstructionsAllowed",
    "isSpotTradingAllowed",
    "isMarginTradingAllowed",
  };
  static const char *const prevention[]
      = { "NONE", "EXPIRE_TAKER", "EXPIRE_MAKER", "EXPIRE_BOTH", NULL };

  cdl_json_member_int (json, "baseAssetPrecision", 8);
  cdl_json_member_int (json, "quotePrecision", 8);
  cdl_json_member_int (json, "quoteAssetPrecision", 8);
  cdl_json_member_int (json, "baseCommissionPrecision", 8);
  cdl_json_member_int (json, "quoteCommissionPrecision", 8);
  member_strings (json, "orderTypes", spot_orders);
  for (gsize i = 0; i < G_N_ELEMENTS (true_members); i++)
    cdl_json_member_bool (json, true_members[i], TRUE);
  write_filters (json, request, symbol);
  cdl_json_name (json, "permissions");
  cdl_json_raw (json, "[]");
  cdl_json_name (json, "permissionSets");
  cdl_json_raw (json, "[[\"SPOT\",\"MARGIN\"]]");
  cdl_json_member_string (json, "defaultSelfTradePreventionMode", "EXPIRE_MAKER");
  member_strings (json, "allowedSelfTradePreventionModes", prevention);
}

static void
write_um_symbol (CdlJsonWriter *json, const CdlRestRequest *request, const CdlSimSymbol *symbol)
{
  cdl_json_member_string (json, "pair", symbol->name);
  cdl_json_member_string (json, "contractType", "PERPETUAL");
  cdl_json_member_int (json, "deliveryDate", G_GINT64_CONSTANT (4133404800000));
  cdl_json_member_int (json, "onboardDate", cdl_sim_market_start (request->truth));
  cdl_json_member_string (json, "maintMarginPercent", "2.5000");
  cdl_json_member_string (json, "requiredMarginPercent", "5.0000");
  cdl_json_member_string (json, "marginAsset", symbol->asset->quote);
  cdl_json_member_int (json, "pricePrecision", symbol->asset->price_scale);
  cdl_json_member_int (json, "quantityPrecision", symbol->asset->qty_scale);
  cdl_json_member_int (json, "baseAssetPrecision", 8);
  cdl_json_member_int (json, "quotePrecision", 8);
  cdl_json_member_string (json, "underlyingType", "COIN");
  cdl_json_name (json, "underlyingSubType");
  cdl_json_raw (json, "[]");
  cdl_json_member_string (json, "triggerProtect", "0.0500");
  cdl_json_member_string (json, "liquidationFee", "0.012500");
  cdl_json_member_string (json, "marketTakeBound", "0.05");
  cdl_json_member_int (json, "maxMoveOrderLimit", 10000);
  write_filters (json, request, symbol);
  member_strings (json, "orderTypes", um_orders);
  member_strings (json, "timeInForce", um_times);
}

static void
write_limit (CdlJsonWriter *json, const char *type, const char *unit, int n, gint64 limit)
{
  cdl_json_begin_object (json);
  cdl_json_member_string (json, "rateLimitType", type);
  cdl_json_member_string (json, "interval", unit);
  cdl_json_member_int (json, "intervalNum", n);
  cdl_json_member_int (json, "limit", limit);
  cdl_json_end_object (json);
}

static void
write_head (CdlJsonWriter *json, const CdlRestRequest *request)
{
  cdl_json_member_string (json, "timezone", "UTC");
  cdl_json_member_int (json, "serverTime", request->now);
  if (request->market == CDL_MARKET_UM)
    {
      cdl_json_member_string (json, "futuresType", "U_MARGINED");
      cdl_json_name (json, "assets");
      cdl_json_raw (json, "[{\"asset\":\"USDT\",\"marginAvailable\":true,"
                          "\"autoAssetExchange\":\"-10000\"}]");
    }
  cdl_json_name (json, "rateLimits");
  cdl_json_begin_array (json);
  write_limit (json, "REQUEST_WEIGHT", "MINUTE", 1, request->weight_limit);
  if (request->request_limit > 0)
    write_limit (json, "RAW_REQUESTS", "MINUTE", 5, request->request_limit);
  cdl_json_end_array (json);
  cdl_json_name (json, "exchangeFilters");
  cdl_json_raw (json, "[]");
}

static const char *
symbol_status (const CdlRestRequest *request, const CdlSimSymbol *symbol)
{
  const CdlFault *fault
      = request->faults ? cdl_faults_strike (request->faults, CDL_FAULT_SYMBOL_STATUS, symbol->name)
                        : NULL;

  if (fault)
    return cdl_fault_text (fault, "BREAK");

  return cdl_sim_market_is_halted (request->truth, request->now) ? "BREAK" : "TRADING";
}

CdlSimReply *
cdl_rest_exchange_info (CdlRestRequest *request)
{
  g_autoptr (CdlJsonWriter) json = cdl_json_writer_new (CDL_JSON_COMPACT);
  gboolean one;
  g_autoptr (GPtrArray) symbols = cdl_rest_take_symbols (request, &one);
  g_autofree char *text = NULL;

  if (!symbols)
    return NULL;

  cdl_json_begin_object (json);
  write_head (json, request);
  cdl_json_name (json, "symbols");
  cdl_json_begin_array (json);
  for (guint i = 0; i < symbols->len; i++)
    {
      const CdlSimSymbol *symbol = symbols->pdata[i];

      cdl_json_begin_object (json);
      cdl_json_member_string (json, "symbol", symbol->name);
      cdl_json_member_string (json, "status", symbol_status (request, symbol));
      cdl_json_member_string (json, "baseAsset", symbol->asset->base);
      cdl_json_member_string (json, "quoteAsset", symbol->asset->quote);
      if (symbol->market == CDL_MARKET_SPOT)
        write_spot_symbol (json, request, symbol);
      else
        write_um_symbol (json, request, symbol);
      cdl_json_end_object (json);
    }
  cdl_json_end_array (json);
  cdl_json_end_object (json);
  text = cdl_json_writer_steal (json);

  return cdl_sim_reply_json (g_string_new (text));
}
