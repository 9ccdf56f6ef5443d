#include "cdl-settings-json.h"

#include <math.h>
#include <string.h>

#include "cdl-json-kind.h"
#include "cdl-json-load.h"
#include "cdl-json-writer.h"

static void
member_decimal (CdlJsonWriter *writer, const char *name, CdlDecimal decimal)
{
  g_autofree char *text = cdl_decimal_is_set (decimal) ? cdl_decimal_format (decimal) : NULL;

  cdl_json_member_string (writer, name, text);
}

char *
cdl_settings_write (const CdlSettings *settings)
{
  g_autoptr (CdlJsonWriter) writer = cdl_json_writer_new (CDL_JSON_CANONICAL);

  cdl_json_begin_object (writer);
  cdl_json_member_string (writer, "market", cdl_market_name (settings->market));
  cdl_json_member_double (writer, "capital", settings->capital);
  cdl_json_member_double (writer, "fee_maker", settings->fee_maker);
  cdl_json_member_double (writer, "fee_taker", settings->fee_taker);
  cdl_json_member_double (writer, "slippage_bps", settings->slippage_bps);
  cdl_json_member_double (writer, "slippage_ticks", settings->slippage_ticks);
  cdl_json_member_bool (writer, "through", settings->through);
  cdl_json_member_string (writer, "assumption", cdl_assumption_name (settings->assumption));
  cdl_json_member_bool (writer, "allow_short", settings->allow_short);
  member_decimal (writer, "tick", settings->tick);
  member_decimal (writer, "step", settings->step);
  cdl_json_member_double (writer, "min_notional", settings->min_notional);
  cdl_json_member_double (writer, "liquidation_fee", settings->liquidation_fee);
  cdl_json_member_double (writer, "risk_free", settings->risk_free);
  cdl_json_name (writer, "tiers");
  cdl_json_begin_array (writer);
  for (guint i = 0; i < settings->n_tiers; i++)
    {
      const CdlTier *tier = &settings->tiers[i];

      cdl_json_begin_object (writer);
      cdl_json_member_double (writer, "cap", tier->cap); /* null: no end */
      cdl_json_member_double (writer, "max_leverage", tier->max_leverage);
      cdl_json_member_double (writer, "mmr", tier->mmr);
      cdl_json_member_double (writer, "cum", tier->cum);
      cdl_json_end_object (writer);
    }
  cdl_json_end_array (writer);
  cdl_json_end_object (writer);

  return cdl_json_writer_steal (writer);
}

/* --- Reading --- */

static gboolean
refuse (GError **error, const char *name)
{
  g_set_error (error, CDL_LAB_ERROR, CDL_LAB_ERROR_REQUEST,
               "settings: “%s” is missing or is not what it should be", name);

  return FALSE;
}

/* A number of at least 0; or of any, null being infinity. */
static gboolean
read_number (JsonObject *object, const char *name, gboolean endless, double *value, GError **error)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node != NULL && JSON_NODE_HOLDS_NULL (node) && endless)
    *value = (double) INFINITY;
  else if (cdl_json_holds_number (node))
    *value = json_node_get_double (node);
  else
    return refuse (error, name);

  return isnan (*value) ? refuse (error, name) : TRUE;
}

static gboolean
read_flag (JsonObject *object, const char *name, gboolean *value, GError **error)
{
  JsonNode *node = json_object_get_member (object, name);

  if (!cdl_json_holds (node, G_TYPE_BOOLEAN))
    return refuse (error, name);
  *value = json_node_get_boolean (node);

  return TRUE;
}

static gboolean
read_decimal (JsonObject *object, const char *name, CdlDecimal *value, GError **error)
{
  JsonNode *node = json_object_get_member (object, name);
  const char *text;

  *value = CDL_DECIMAL_NONE;
  if (node != NULL && JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  text = cdl_loaded_string (object, name);

  return text != NULL && cdl_decimal_parse (text, value) && cdl_decimal_is_set (*value)
             ? TRUE
             : refuse (error, name);
}

static gboolean
read_words (JsonObject *object, CdlSettings *settings, GError **error)
{
  const char *market = cdl_loaded_string (object, "market");
  const char *assumption = cdl_loaded_string (object, "assumption");

  if (market == NULL || !cdl_market_parse (market, &settings->market))
    return refuse (error, "market");
  if (assumption == NULL)
    return refuse (error, "assumption");
  for (int i = CDL_PESSIMISTIC; i <= CDL_OPTIMISTIC; i++)
    if (strcmp (assumption, cdl_assumption_name ((CdlAssumption) i)) == 0)
      {
        settings->assumption = (CdlAssumption) i;
        return TRUE;
      }

  return refuse (error, "assumption");
}

static gboolean
read_tiers (JsonObject *object, CdlSettings *settings, GError **error)
{
  JsonArray *tiers = cdl_loaded_array (object, "tiers");

  if (tiers == NULL || json_array_get_length (tiers) > CDL_MAX_TIERS)
    return refuse (error, "tiers");
  settings->n_tiers = json_array_get_length (tiers);
  for (guint i = 0; i < settings->n_tiers; i++)
    {
      JsonNode *node = json_array_get_element (tiers, i);
      CdlTier *tier = &settings->tiers[i];
      JsonObject *row;

      if (!JSON_NODE_HOLDS_OBJECT (node))
        return refuse (error, "tiers");
      row = json_node_get_object (node);
      if (!read_number (row, "cap", TRUE, &tier->cap, error)
          || !read_number (row, "max_leverage", FALSE, &tier->max_leverage, error)
          || !read_number (row, "mmr", FALSE, &tier->mmr, error)
          || !read_number (row, "cum", FALSE, &tier->cum, error))
        return FALSE;
    }

  return TRUE;
}

gboolean
cdl_settings_read (const char *text, CdlSettings *settings, GError **error)
{
  g_autoptr (JsonNode) node = cdl_json_load (text, strlen (text), "settings", error);
  JsonObject *object;

  memset (settings, 0, sizeof *settings);
  if (node == NULL)
    return FALSE;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return refuse (error, "settings");
  object = json_node_get_object (node);
  if (!read_words (object, settings, error)
      || !read_number (object, "capital", FALSE, &settings->capital, error)
      || !read_number (object, "fee_maker", FALSE, &settings->fee_maker, error)
      || !read_number (object, "fee_taker", FALSE, &settings->fee_taker, error)
      || !read_number (object, "slippage_bps", FALSE, &settings->slippage_bps, error)
      || !read_number (object, "slippage_ticks", FALSE, &settings->slippage_ticks, error)
      || !read_flag (object, "through", &settings->through, error)
      || !read_flag (object, "allow_short", &settings->allow_short, error)
      || !read_decimal (object, "tick", &settings->tick, error)
      || !read_decimal (object, "step", &settings->step, error)
      || !read_number (object, "min_notional", FALSE, &settings->min_notional, error)
      || !read_number (object, "liquidation_fee", FALSE, &settings->liquidation_fee, error)
      || !read_number (object, "risk_free", FALSE, &settings->risk_free, error)
      || !read_tiers (object, settings, error))
    return FALSE;

  return settings->capital > 0.0 && isfinite (settings->capital) ? TRUE : refuse (error, "capital");
}
