#include "cdl-trade.h"

const char *
cdl_fate_name (CdlFate fate)
{
  static const char *const names[CDL_N_FATES] = {
    [CDL_FATE_PENDING] = "pending",
    [CDL_FATE_UNDEFINED] = "undefined",
    [CDL_FATE_INVALID] = "invalid",
    [CDL_FATE_PASSED] = "passed",
    [CDL_FATE_SL_FIRST] = "sl_first",
    [CDL_FATE_MIN_GAP] = "min_gap",
    [CDL_FATE_MIN_GAIN] = "min_gain",
    [CDL_FATE_MAX_GAIN] = "max_gain",
    [CDL_FATE_MIN_LOSS] = "min_loss",
    [CDL_FATE_MAX_LOSS] = "max_loss",
    [CDL_FATE_MAX_LEVERAGE] = "max_leverage",
    [CDL_FATE_LIQUIDATION_BEFORE_STOP] = "liquidation_before_stop",
    [CDL_FATE_MIN_NOTIONAL] = "min_notional",
    [CDL_FATE_EXPIRED] = "expired",
    [CDL_FATE_RESET] = "reset",
    [CDL_FATE_REPLACED] = "replaced",
    [CDL_FATE_END] = "end",
    [CDL_FATE_MAX_OPEN_TRADES] = "max_open_trades",
    [CDL_FATE_CAPITAL] = "capital",
    [CDL_FATE_ENTERED] = "entered",
  };

  return names[fate];
}

const char *
cdl_exit_reason_name (CdlExitReason reason)
{
  static const char *const names[CDL_N_EXIT_REASONS] = {
    [CDL_EXIT_NONE] = "open",           [CDL_EXIT_TAKE_PROFIT] = "take_profit",
    [CDL_EXIT_STOP_LOSS] = "stop_loss", [CDL_EXIT_LIQUIDATION] = "liquidation",
    [CDL_EXIT_RUINED] = "ruined",       [CDL_EXIT_END] = "end",
  };

  return names[reason];
}

const char *
cdl_proof_name (CdlProof proof)
{
  static const char *const names[] = { "proven", "resolved", "assumed" };

  return names[proof];
}
