#include "cdl-settings-json.h"

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
