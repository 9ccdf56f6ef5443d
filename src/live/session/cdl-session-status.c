#include "cdl-session-status.h"

#include <math.h>

#include "cdl-trade-json.h"

double
cdl_session_running (const CdlTrade *trade, const CdlSettings *settings, double price)
{
  return (double) trade->side * trade->qty * (price - trade->entry_price) - trade->fee_entry
         - trade->funding - trade->qty * price * settings->fee_taker;
}

static void
write_pending (CdlJsonWriter *writer, const CdlSessionSymbol *symbol, CdlProgram *program)
{
  const CdlRun *run = cdl_session_symbol_run (symbol);
  double price = cdl_run_price (run);
  gsize n;
  const CdlSetup *setups = cdl_run_setups (run, &n);

  cdl_json_name (writer, "pending");
  cdl_json_begin_array (writer);
  for (gsize i = 0; i < n; i++)
    {
      if (setups[i].fate != CDL_FATE_PENDING)
        continue;
      cdl_json_begin_object (writer);
      cdl_json_name (writer, "setup");
      cdl_setup_write_json (writer, &setups[i], cdl_program_setup (program, setups[i].def)->name);
      cdl_json_member_exact (writer, "distance_pct", 100.0 * (setups[i].entry - price) / price);
      cdl_json_end_object (writer);
    }
  cdl_json_end_array (writer);
}

static void
write_open (CdlJsonWriter *writer, const CdlSessionSymbol *symbol, CdlProgram *program)
{
  const CdlRun *run = cdl_session_symbol_run (symbol);
  gsize n;
  const CdlTrade *trades = cdl_run_trades (run, &n);

  cdl_json_member_int (writer, "trades", cdl_run_n_trades (run));
  cdl_json_name (writer, "open");
  cdl_json_begin_array (writer);
  for (gsize i = 0; i < n; i++)
    {
      if (trades[i].exit_reason != CDL_EXIT_NONE)
        continue;
      cdl_json_begin_object (writer);
      cdl_json_name (writer, "trade");
      cdl_trade_write_json (writer, &trades[i], cdl_program_setup (program, trades[i].def)->name,
                            cdl_session_symbol_name (symbol));
      cdl_json_member_exact (writer, "running",
                             cdl_session_running (&trades[i], cdl_session_symbol_settings (symbol),
                                                  cdl_run_price (run)));
      cdl_json_end_object (writer);
    }
  cdl_json_end_array (writer);
}

static void
write_statistics (CdlJsonWriter *writer, const CdlStatistics *statistics)
{
  cdl_json_name (writer, "statistics");
  cdl_json_begin_object (writer);
  for (int i = 0; i < CDL_N_STATS; i++)
    cdl_json_member_exact (writer, cdl_stat_info ((CdlStat) i)->name, statistics->value[i]);
  cdl_json_end_object (writer);
}

static void
write_symbol (CdlJsonWriter *writer,
              const CdlSessionSymbol *symbol,
              CdlProgram *program,
              gboolean stopped,
              const CdlStatistics *statistics)
{
  const CdlRun *run = cdl_session_symbol_run (symbol);
  const char *reason;
  CdlFeedState state = cdl_session_symbol_state (symbol, &reason);

  if (stopped)
    {
      state = CDL_FEED_OFFLINE;
      reason = "the session was stopped";
    }
  cdl_json_begin_object (writer);
  cdl_json_member_string (writer, "symbol", cdl_session_symbol_name (symbol));
  cdl_json_member_string (writer, "state", cdl_feed_state_name (state));
  cdl_json_member_string (writer, "reason", reason);
  cdl_json_member_time (writer, "data_time", cdl_session_symbol_data_time (symbol));
  cdl_json_member_exact (writer, "price", cdl_run_price (run));
  cdl_json_member_exact (writer, "equity", cdl_run_marked_equity (run));
  cdl_json_member_exact (writer, "balance", cdl_run_balance (run));
  cdl_json_member_bool (writer, "ruined", cdl_run_ruined (run));
  cdl_json_member_bool (writer, "short_history", cdl_session_symbol_short_history (symbol));
  write_pending (writer, symbol, program);
  write_open (writer, symbol, program);
  if (statistics != NULL)
    write_statistics (writer, statistics);
  cdl_json_end_object (writer);
}

void
cdl_session_status_write (CdlJsonWriter *writer,
                          const CdlSessionPlan *plan,
                          const CdlSession *session,
                          CdlProgram *program,
                          gint64 now,
                          gboolean stopped,
                          const CdlStatistics *statistics)
{
  double capital = 0.0, equity = 0.0, balance = 0.0;
  guint n = cdl_session_n_symbols (session);

  for (guint i = 0; i < n; i++)
    {
      const CdlSessionSymbol *symbol = cdl_session_symbol (session, i);

      capital += cdl_session_symbol_settings (symbol)->capital;
      equity += cdl_run_marked_equity (cdl_session_symbol_run (symbol));
      balance += cdl_run_balance (cdl_session_symbol_run (symbol));
    }

  cdl_json_begin_object (writer);
  cdl_json_member_string (writer, "id", plan->id);
  cdl_json_member_int (writer, "updated_at", now);
  cdl_json_member_exact (writer, "capital", capital);
  cdl_json_member_exact (writer, "equity", equity);
  cdl_json_member_exact (writer, "balance", balance);
  cdl_json_name (writer, "symbols");
  cdl_json_begin_array (writer);
  for (guint i = 0; i < n; i++)
    write_symbol (writer, cdl_session_symbol (session, i), program, stopped,
                  statistics != NULL ? &statistics[i] : NULL);
  cdl_json_end_array (writer);
  cdl_json_end_object (writer);
}
