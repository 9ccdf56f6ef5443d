#include "cdl-trade-json.h"

void
cdl_trade_write_json (CdlJsonWriter *writer,
                      const CdlTrade *trade,
                      const char *name,
                      const char *symbol)
{
  cdl_json_begin_object (writer);
  cdl_json_member_int (writer, "seq", trade->seq);
  cdl_json_member_int (writer, "setup", trade->setup);
  cdl_json_member_string (writer, "name", name);
  cdl_json_member_string (writer, "symbol", symbol);
  cdl_json_member_string (writer, "side", cdl_side_name (trade->side));
  cdl_json_member_time (writer, "created_at", trade->created_at);
  cdl_json_member_time (writer, "entry_time", trade->entry_time);
  cdl_json_member_double (writer, "entry_price", trade->entry_price);
  cdl_json_member_time (writer, "exit_time", trade->exit_time);
  cdl_json_member_double (writer, "exit_price", trade->exit_price);
  cdl_json_member_double (writer, "qty", trade->qty);
  cdl_json_member_double (writer, "leverage", trade->leverage);
  cdl_json_member_double (writer, "notional", trade->notional);
  cdl_json_member_double (writer, "stop_loss", trade->stop_loss);
  cdl_json_member_double (writer, "take_profit", trade->take_profit);
  cdl_json_member_double (writer, "fee_entry", trade->fee_entry);
  cdl_json_member_double (writer, "fee_exit", trade->fee_exit);
  cdl_json_member_double (writer, "funding", trade->funding);
  cdl_json_member_double (writer, "pnl", trade->pnl);
  cdl_json_member_double (writer, "pnl_pct", trade->pnl_pct);
  cdl_json_member_double (writer, "r", trade->r);
  cdl_json_member_string (writer, "exit_reason", cdl_exit_reason_name (trade->exit_reason));
  cdl_json_member_string (writer, "proof", cdl_proof_name (trade->proof));
  cdl_json_member_double (writer, "mae", trade->mae);
  cdl_json_member_double (writer, "mfe", trade->mfe);
  cdl_json_member_string (writer, "entry_type", cdl_entry_type_name (trade->entry_type));
  cdl_json_member_bool (writer, "hole", trade->hole);
  cdl_json_member_double (writer, "observed_slippage", trade->observed_slippage);
  cdl_json_end_object (writer);
}

void
cdl_setup_write_json (CdlJsonWriter *writer, const CdlSetup *setup, const char *name)
{
  cdl_json_begin_object (writer);
  cdl_json_member_int (writer, "seq", setup->seq);
  cdl_json_member_string (writer, "name", name);
  cdl_json_member_string (writer, "side", cdl_side_name (setup->side));
  cdl_json_member_time (writer, "created_at", setup->created_at);
  cdl_json_member_time (writer, "first_kline", setup->first_kline);
  cdl_json_member_double (writer, "entry", setup->entry);
  cdl_json_member_double (writer, "stop_loss", setup->stop_loss);
  cdl_json_member_double (writer, "take_profit", setup->take_profit);
  cdl_json_member_time (writer, "expires_at", setup->expires_at);
  cdl_json_member_string (writer, "fate", cdl_fate_name (setup->fate));
  cdl_json_member_time (writer, "fate_at", setup->fate_at);
  cdl_json_member_string (writer, "entry_type", cdl_entry_type_name (setup->entry_type));
  cdl_json_member_string (writer, "proof", cdl_proof_name (setup->proof));
  cdl_json_end_object (writer);
}
