#include "cdl-run-json.h"

#include "cdl-record-json-private.h"
#include "cdl-time.h"
#include "cdl-trade-json.h"

void
cdl_run_write_trades_json (CdlJsonWriter *writer,
                           const CdlRunRecord *run,
                           const CdlRunDetails *details)
{
  cdl_json_begin_array (writer);
  for (guint i = 0; i < details->trades->len; i++)
    {
      const CdlTrade *trade = &g_array_index (details->trades, CdlTrade, i);

      cdl_trade_write_json (writer, trade, cdl_run_details_name (details, trade->def),
                            run->dataset->symbol);
    }
  cdl_json_end_array (writer);
}

void
cdl_run_write_setups_json (CdlJsonWriter *writer,
                           const CdlRunRecord *run,
                           const CdlRunDetails *details)
{
  cdl_json_begin_array (writer);
  for (guint i = 0; details->setups != NULL && i < details->setups->len; i++)
    {
      const CdlSetup *setup = &g_array_index (details->setups, CdlSetup, i);

      cdl_setup_write_json (writer, setup, cdl_run_details_name (details, setup->def));
    }
  cdl_json_end_array (writer);
}

static void
write_equity (CdlJsonWriter *writer, const CdlRunDetails *details)
{
  cdl_json_begin_array (writer);
  for (guint i = 0; i < details->equity->len; i++)
    {
      const CdlEquityPoint *point = &g_array_index (details->equity, CdlEquityPoint, i);

      cdl_json_begin_object (writer);
      cdl_json_member_int (writer, "time", point->time);
      cdl_json_member_double (writer, "equity", point->equity);
      cdl_json_member_double (writer, "balance", point->balance);
      cdl_json_end_object (writer);
    }
  cdl_json_end_array (writer);
}

static void
write_statistics (CdlJsonWriter *writer, const CdlRunRecord *run)
{
  cdl_json_name (writer, "stats");
  cdl_json_begin_object (writer);
  for (int i = 0; i < CDL_N_STATS; i++)
    cdl_json_member_double (writer, cdl_stat_info ((CdlStat) i)->name, run->statistics.value[i]);
  cdl_json_end_object (writer);
  cdl_json_name (writer, "reasons");
  cdl_reasons_write (writer, &run->statistics);
  cdl_counts_write (writer, &run->statistics);

  cdl_json_name (writer, "nets");
  cdl_json_begin_object (writer);
  cdl_json_member_double (writer, "pessimistic", run->net_pessimistic);
  cdl_json_member_double (writer, "optimistic", run->net_optimistic);
  cdl_json_end_object (writer);
}

static void
write_flags (CdlJsonWriter *writer, guint flags)
{
  cdl_json_begin_array (writer);
  for (guint i = 0; i < CDL_N_RUN_FLAGS; i++)
    if (flags & 1u << i)
      cdl_json_string (writer, cdl_run_flag_name ((CdlRunFlags) (1u << i)));
  cdl_json_end_array (writer);
}

static void
write_dataset (CdlJsonWriter *writer, const CdlDatasetRecord *dataset)
{
  cdl_json_begin_object (writer);
  cdl_json_member_string (writer, "fingerprint", dataset->fingerprint);
  cdl_json_member_string (writer, "market", cdl_market_name (dataset->market));
  cdl_json_member_string (writer, "symbol", dataset->symbol);
  cdl_json_member_string (writer, "interval", cdl_interval_name (dataset->interval));
  cdl_json_member_int (writer, "from", dataset->from);
  cdl_json_member_int (writer, "to", dataset->to);
  cdl_json_member_int (writer, "rows", (gint64) dataset->rows);
  cdl_json_member_int (writer, "holes", dataset->holes);
  cdl_json_member_double (writer, "quality_pct", dataset->quality_pct);
  cdl_json_name (writer, "sources");
  cdl_sources_write (writer, dataset->sources);
  cdl_json_end_object (writer);
}

/* What users added, and how it came about. */
static void
write_history (CdlJsonWriter *writer, const CdlRunRecord *run)
{
  cdl_json_name (writer, "tags");
  cdl_texts_write (writer, (const char *const *) run->tags);
  cdl_json_member_string (writer, "note", run->note);
  cdl_json_member_bool (writer, "favourite", run->favourite);
  cdl_json_member_string (writer, "test", run->test);
  cdl_json_member_int (writer, "created_at", run->created_at);
  cdl_json_member_int (writer, "finished_at", run->finished_at);
  cdl_json_member_int (writer, "elapsed_us", run->elapsed_us);
}

static void
write_details (CdlJsonWriter *writer,
               const CdlRunRecord *run,
               const CdlRunDetails *details,
               CdlRunParts parts)
{
  if (parts & CDL_RUN_TRADES)
    {
      cdl_json_name (writer, "trades");
      cdl_run_write_trades_json (writer, run, details);
    }
  if (parts & CDL_RUN_SETUPS)
    {
      cdl_json_name (writer, "setups");
      cdl_run_write_setups_json (writer, run, details);
    }
  if (parts & CDL_RUN_EQUITY)
    {
      cdl_json_name (writer, "equity");
      write_equity (writer, details);
    }
}

static void
write_run (CdlJsonWriter *writer, const CdlRunRecord *run)
{
  cdl_json_member_string (writer, "id", run->id);
  cdl_json_member_string (writer, "fingerprint", run->fingerprint);
  cdl_json_member_string (writer, "strategy", run->strategy->name);
  cdl_json_member_string (writer, "revision", run->strategy->revision);
  cdl_json_name (writer, "params");
  cdl_params_write (writer, run->params);
  cdl_json_member_string (writer, "symbol", run->dataset->symbol);
  cdl_json_member_string (writer, "market", cdl_market_name (run->dataset->market));
  cdl_json_member_string (writer, "interval", cdl_interval_name (run->interval));
  cdl_json_member_string (writer, "path_interval", cdl_interval_name (run->path_interval));
  cdl_json_member_int (writer, "from", run->from);
  cdl_json_member_int (writer, "to", run->to);
  cdl_json_name (writer, "first_loaded");
  cdl_first_loaded_write (writer, run->first_loaded);
  cdl_json_name (writer, "flags");
  write_flags (writer, run->flags);
  cdl_json_name (writer, "settings");
  cdl_json_raw (writer, run->settings);
  write_statistics (writer, run);
  write_history (writer, run);
}

void
cdl_run_write_json (CdlJsonWriter *writer,
                    const CdlRunRecord *run,
                    const CdlRunDetails *details,
                    gboolean self_contained)
{
  cdl_json_begin_object (writer);
  write_run (writer, run);
  if (self_contained)
    {
      cdl_json_member_string (writer, "strategy_json", run->strategy->json);
      cdl_json_name (writer, "dataset");
      write_dataset (writer, run->dataset);
    }
  else
    cdl_json_member_string (writer, "dataset", run->dataset->fingerprint);
  if (details != NULL)
    write_details (writer, run, details, CDL_RUN_TRADES | CDL_RUN_SETUPS | CDL_RUN_EQUITY);
  cdl_json_end_object (writer);
}

void
cdl_run_write_parts_json (CdlJsonWriter *writer,
                          const CdlRunRecord *run,
                          const CdlRunDetails *details,
                          CdlRunParts parts)
{
  cdl_json_begin_object (writer);
  write_run (writer, run);
  cdl_json_member_string (writer, "dataset", run->dataset->fingerprint);
  write_details (writer, run, details, parts);
  cdl_json_end_object (writer);
}
