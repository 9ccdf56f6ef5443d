#include "cdl-run-json-private.h"

#include "cdl-record-json-private.h"
#include "cdl-record-rows-private.h"

void
cdl_strategy_write_members (CdlJsonWriter *writer, const CdlStrategyRecord *strategy)
{
  cdl_json_member_string (writer, "name", strategy->name);
  cdl_json_member_string (writer, "revision", strategy->revision);
  cdl_json_member_time (writer, "created_at", strategy->created_at);
  cdl_json_member_string (writer, "json", strategy->json);
}

void
cdl_dataset_write_members (CdlJsonWriter *writer, const CdlDatasetRecord *dataset)
{
  cdl_json_member_string (writer, "fingerprint", dataset->fingerprint);
  cdl_json_member_string (writer, "market", cdl_market_name (dataset->market));
  cdl_json_member_string (writer, "symbol", dataset->symbol);
  cdl_json_member_string (writer, "interval", cdl_interval_name (dataset->interval));
  cdl_json_member_int (writer, "from", dataset->from);
  cdl_json_member_int (writer, "to", dataset->to);
  cdl_json_member_int (writer, "rows", (gint64) dataset->rows);
  cdl_json_member_int (writer, "holes", dataset->holes);
  cdl_json_member_exact (writer, "quality_pct", dataset->quality_pct);
  cdl_json_name (writer, "sources");
  cdl_sources_write (writer, dataset->sources);
}

static void
write_stats (CdlJsonWriter *writer, const CdlStatistics *statistics)
{
  cdl_json_name (writer, "stats");
  cdl_json_begin_object (writer);
  for (guint i = 0; i < CDL_N_STATS; i++)
    cdl_json_member_exact (writer, cdl_stat_info ((CdlStat) i)->name, statistics->value[i]);
  cdl_json_end_object (writer);
}

static void
write_rows (CdlJsonWriter *writer,
            const CdlFieldTable *table,
            const GArray *rows,
            gsize def_offset,
            const CdlRunRecord *run,
            const CdlRunDetails *details)
{
  cdl_json_begin_array (writer);
  for (guint i = 0; i < rows->len; i++)
    {
      gconstpointer row = rows->data + i * table->size;

      cdl_row_write_json (writer, table, row,
                          cdl_run_details_name (details, G_STRUCT_MEMBER (guint, row, def_offset)),
                          run->dataset->symbol);
    }
  cdl_json_end_array (writer);
}

void
cdl_run_write_trades_json (CdlJsonWriter *writer,
                           const CdlRunRecord *run,
                           const CdlRunDetails *details)
{
  write_rows (writer, &cdl_trade_fields, details->trades, G_STRUCT_OFFSET (CdlTrade, def), run,
              details);
}

void
cdl_run_write_setups_json (CdlJsonWriter *writer,
                           const CdlRunRecord *run,
                           const CdlRunDetails *details)
{
  if (details->setups == NULL)
    cdl_json_null (writer);
  else
    write_rows (writer, &cdl_setup_fields, details->setups, G_STRUCT_OFFSET (CdlSetup, def), run,
                details);
}

static void
write_equity (CdlJsonWriter *writer, const CdlRunDetails *details)
{
  cdl_json_begin_array (writer);
  for (guint i = 0; i < details->equity->len; i++)
    cdl_row_write_json (writer, &cdl_equity_fields,
                        &g_array_index (details->equity, CdlEquityPoint, i), NULL, NULL);
  cdl_json_end_array (writer);
}

static void
write_details (CdlJsonWriter *writer,
               const CdlRunRecord *run,
               const CdlRunDetails *details,
               CdlRunParts parts)
{
  if (parts & (CDL_RUN_TRADES | CDL_RUN_SETUPS))
    {
      cdl_json_name (writer, "setup_names");
      cdl_texts_write (writer, (const char *const *) details->setup_names);
    }
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

/* What the run was, before what came of it. */
static void
write_identity (CdlJsonWriter *writer, const CdlRunRecord *run)
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
  cdl_json_member_int (writer, "from", run->from);
  cdl_json_member_int (writer, "to", run->to);
  cdl_json_name (writer, "settings");
  cdl_json_raw (writer, run->settings);
}

static void
write_rest (CdlJsonWriter *writer, const CdlRunRecord *run)
{
  cdl_json_name (writer, "reasons");
  cdl_reasons_write (writer, &run->statistics);
  cdl_json_member_string (writer, "path_interval", cdl_interval_name (run->path_interval));
  cdl_json_name (writer, "flags");
  cdl_json_begin_array (writer);
  for (guint i = 0; i < CDL_N_RUN_FLAGS; i++)
    if ((run->flags & (1u << i)) != 0)
      cdl_json_string (writer, cdl_run_flag_name ((CdlRunFlags) (1u << i)));
  cdl_json_end_array (writer);
  cdl_json_name (writer, "first_loaded");
  cdl_first_loaded_write (writer, run->first_loaded);
  cdl_json_name (writer, "tags");
  cdl_texts_write (writer, (const char *const *) run->tags);
  cdl_json_member_string (writer, "note", run->note);
  cdl_json_member_bool (writer, "favourite", run->favourite);
  cdl_json_member_string (writer, "test", run->test);
  cdl_json_member_int (writer, "created_at", run->created_at);
  cdl_json_member_int (writer, "finished_at", run->finished_at);
  cdl_json_member_int (writer, "elapsed_us", run->elapsed_us);
}

void
cdl_run_write_members (CdlJsonWriter *writer,
                       const CdlRunRecord *run,
                       const CdlRunDetails *details,
                       CdlRunParts parts,
                       gboolean self_contained)
{
  write_identity (writer, run);
  write_stats (writer, &run->statistics);
  cdl_counts_write (writer, &run->statistics);
  cdl_json_name (writer, "nets");
  cdl_json_begin_object (writer);
  cdl_json_member_exact (writer, "pessimistic", run->net_pessimistic);
  cdl_json_member_exact (writer, "optimistic", run->net_optimistic);
  cdl_json_end_object (writer);
  write_rest (writer, run);
  if (details != NULL)
    write_details (writer, run, details, parts);

  cdl_json_name (writer, "dataset");
  if (!self_contained)
    {
      cdl_json_string (writer, run->dataset->fingerprint);
      return;
    }
  cdl_json_begin_object (writer);
  cdl_dataset_write_members (writer, run->dataset);
  cdl_json_end_object (writer);
  cdl_json_member_string (writer, "strategy_json", run->strategy->json);
}

void
cdl_run_write_json (CdlJsonWriter *writer,
                    const CdlRunRecord *run,
                    const CdlRunDetails *details,
                    gboolean self_contained)
{
  cdl_json_begin_object (writer);
  cdl_run_write_members (writer, run, details, CDL_RUN_PARTS_ALL, self_contained);
  cdl_json_end_object (writer);
}

void
cdl_run_write_parts_json (CdlJsonWriter *writer,
                          const CdlRunRecord *run,
                          const CdlRunDetails *details,
                          CdlRunParts parts)
{
  cdl_json_begin_object (writer);
  cdl_run_write_members (writer, run, details, parts, FALSE);
  cdl_json_end_object (writer);
}
