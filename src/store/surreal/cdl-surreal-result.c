#include "cdl-surreal-result-private.h"

#include <math.h>

#include "cdl-hash.h"
#include "cdl-surreal-literal-private.h"

static void
append_number (GString *sql, const char *name, double value)
{
  if (isfinite (value))
    cdl_surreal_member_double (sql, name, value);
}

static void
append_params (GString *sql, const GArray *params)
{
  cdl_surreal_name (sql, "params");
  g_string_append_c (sql, '{');
  for (guint i = 0; i < params->len; i++)
    {
      const CdlRunParam *param = &g_array_index (params, CdlRunParam, i);

      append_number (sql, param->name, param->value);
    }
  g_string_append_c (sql, '}');
}

/* What is not defined is left out: it sorts and compares as nothing. */
static void
append_numbers (GString *sql, const CdlRunRecord *run)
{
  cdl_surreal_name (sql, "stats");
  g_string_append_c (sql, '{');
  for (guint i = 0; i < CDL_N_STATS; i++)
    append_number (sql, cdl_stat_info ((CdlStat) i)->name, run->statistics.value[i]);
  g_string_append_c (sql, '}');

  cdl_surreal_name (sql, "nets");
  g_string_append_c (sql, '{');
  append_number (sql, "pessimistic", run->net_pessimistic);
  append_number (sql, "optimistic", run->net_optimistic);
  g_string_append_c (sql, '}');
}

void
cdl_surreal_put_result (GString *sql, const CdlRunRecord *run)
{
  g_autofree char *settings = cdl_sha256 (run->settings, -1);

  g_string_append (sql, "UPSERT result:[");
  cdl_surreal_text (sql, run->id);
  g_string_append (sql, "] CONTENT {");
  cdl_surreal_member_record (sql, "run", "run", run->id);
  cdl_surreal_member_text (sql, "strategy", run->strategy->name);
  cdl_surreal_member_text (sql, "revision", run->strategy->revision);
  append_params (sql, run->params);
  cdl_surreal_member_text (sql, "symbol", run->dataset->symbol);
  cdl_surreal_member_text (sql, "market", cdl_market_name (run->dataset->market));
  cdl_surreal_member_text (sql, "interval", cdl_interval_name (run->interval));
  cdl_surreal_member_int (sql, "from_ms", run->from);
  cdl_surreal_member_int (sql, "to_ms", run->to);
  cdl_surreal_member_int (sql, "created_at", run->created_at);
  cdl_surreal_member_record (sql, "dataset", "dataset", run->dataset->fingerprint);
  cdl_surreal_member_record (sql, "settings", "settings", settings);
  append_numbers (sql, run);
  g_string_append (sql, "} RETURN NONE;\n");
}
