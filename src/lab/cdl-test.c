#include "cdl-test-private.h"

#include <math.h>

#include "cdl-hash.h"
#include "cdl-history.h"
#include "cdl-json-writer.h"
#include "cdl-number.h"
#include "cdl-settings-json.h"
#include "cdl-strategy-writer.h"
#include "cdl-time.h"

static void
part_free (gpointer data)
{
  CdlTestPart *part = data;

  g_clear_pointer (&part->sweep, cdl_sweep_free);
  g_clear_pointer (&part->data, cdl_market_data_free);
  g_free (part->nameless);
  g_clear_pointer (&part->strategy, cdl_strategy_record_unref);
  g_clear_pointer (&part->dataset, cdl_dataset_record_unref);
  g_free (part->settings_text);
  g_free (part);
}

static void
daily_free (gpointer data)
{
  if (data != NULL)
    g_array_unref (data);
}

static CdlSweep *
plan_sweep (const CdlTestRequest *request, const CdlTestStrategy *item, CdlDiagnostics *diagnostics)
{
  g_autoptr (CdlSweep) sweep = cdl_sweep_new (item->strategy);
  gboolean good = cdl_sweep_set_sampling (sweep, request->sampling, request->seed, diagnostics);

  for (char **set = item->sets; set != NULL && *set != NULL; set++)
    good = cdl_sweep_set_text (sweep, *set, diagnostics) && good;

  return good && cdl_sweep_plan (sweep, request->limit, diagnostics) ? g_steal_pointer (&sweep)
                                                                     : NULL;
}

static gboolean
check_side (const CdlTestRequest *request, const CdlTestStrategy *item, CdlDiagnostics *diagnostics)
{
  if (request->settings.market != CDL_MARKET_SPOT || request->settings.allow_short)
    return TRUE;

  for (guint i = 0; i < item->strategy->setups->len; i++)
    if (g_array_index (item->strategy->setups, CdlSetupDef, i).side == CDL_SIDE_SHORT)
      {
        g_autofree char *path = g_strdup_printf ("$.setups[%u].side", i);

        cdl_diagnostics_error (diagnostics, path, "test it on um, or allow shorts",
                               "nothing can be sold short on spot");
        return FALSE;
      }

  return TRUE;
}

static CdlDatasetRecord *
record_dataset (const CdlTestPart *part, CdlMarket market, gint64 from, gint64 to)
{
  const CdlKlines *all = cdl_dataset_klines (cdl_market_data_path (part->data));
  gsize first = from != CDL_TIME_NONE ? cdl_klines_find (all, from) : 0;
  gsize end = to != CDL_TIME_NONE ? cdl_klines_find (all, to) : all->n;
  CdlKlines window = cdl_klines_slice (all, MIN (first, end), end);
  CdlDatasetRecord *record
      = cdl_dataset_record_new (cdl_market_data_fingerprint (part->data), market, part->symbol);
  gsize missing;

  record->interval = all->interval;
  record->rows = window.n;
  if (window.n == 0)
    return record;

  record->from = window.open_time[0];
  record->to = cdl_klines_close_time (&window, window.n - 1) + 1;
  missing = cdl_klines_missing (&window);
  record->quality_pct = 100.0 * (double) window.n / (double) (window.n + missing);
  for (gsize i = 1; i < window.n; i++)
    if (window.open_time[i] != cdl_interval_next (window.interval, window.open_time[i - 1]))
      record->holes++;

  return record;
}

/* Fields that the strategy reads and the data lacks are NaN: nothing that compares them is true. */
static void
warn_of_absent_fields (const CdlTestPart *part,
                       const CdlProgram *program,
                       CdlDiagnostics *diagnostics)
{
  const CdlKlines *klines = cdl_dataset_klines (cdl_market_data_path (part->data));
  guint reads = 0;

  for (guint i = 0; i < cdl_program_n_intervals (program); i++)
    reads |= cdl_program_reads (program, i);
  for (guint f = 0; f < CDL_N_FIELDS; f++)
    if ((reads & (1u << f)) != 0 && klines->field[f] == NULL)
      {
        g_autofree char *message = g_strdup_printf (
            "“%s” reads %s, which the klines of %s do not have: comparisons with it are false",
            part->item->strategy->name, cdl_field_name ((CdlField) f), part->symbol);

        cdl_diagnostics_add (diagnostics, FALSE, "$", 0, 0, 0, message,
                             "import klines of 12 columns");
      }
}

/* The rules of the symbol, where the request says nothing: what the exchange says, and else the
 * tick that the data shows. */
static gboolean
complete_settings (const CdlTest *self, CdlTestPart *part, GError **error)
{
  const CdlTestRequest *request = self->request;
  const CdlSymbolInfo *info = self->exchange_info != NULL
                                  ? cdl_exchange_info_lookup (self->exchange_info, part->symbol)
                                  : NULL;
  CdlSettings *settings = &part->settings;

  *settings = request->settings;
  if (info != NULL && !cdl_decimal_is_set (settings->tick))
    settings->tick = info->tick;
  if (info != NULL && !cdl_decimal_is_set (settings->step))
    settings->step = info->step;
  if (info != NULL && settings->min_notional == 0.0)
    settings->min_notional = info->min_notional;
  if (!cdl_decimal_is_set (settings->tick))
    {
      settings->tick = cdl_market_data_guess_tick (part->data);
      part->guessed_tick = TRUE;
    }

  return request->brackets == NULL
         || cdl_leverage_brackets_apply (request->brackets, part->symbol, settings, error);
}

static gboolean
prepare_part (CdlTest *self, CdlTestPart *part, CdlDiagnostics *diagnostics, GError **error)
{
  const CdlTestRequest *request = self->request;
  const CdlStrategy *strategy = part->item->strategy;
  g_autoptr (CdlProgram) program = cdl_program_new (strategy, NULL, diagnostics);
  g_autofree char *revision = cdl_strategy_revision (strategy);

  if (program == NULL)
    return FALSE;

  part->data = cdl_market_data_new (self->archive, request->settings.market, part->symbol,
                                    request->has_path_interval ? &request->path_interval : NULL,
                                    program, request->from, request->to, error);
  if (part->data == NULL)
    return FALSE;
  warn_of_absent_fields (part, program, diagnostics);

  if (!complete_settings (self, part, error))
    return FALSE;
  part->settings_text = cdl_settings_write (&part->settings);
  part->nameless = cdl_strategy_write (strategy, CDL_STRATEGY_NAMELESS);
  part->strategy = cdl_strategy_record_new (strategy->name, revision, part->item->json,
                                            g_get_real_time () / 1000);
  part->dataset = record_dataset (part, request->settings.market, request->from, request->to);
  part->work = cdl_program_cost (program) * (double) part->dataset->rows;
  if (part->dataset->rows == 0)
    {
      g_set_error (error, CDL_LAB_ERROR, CDL_LAB_ERROR_DATA,
                   "there are no klines of %s in that time: see “data list”", part->symbol);
      return FALSE;
    }

  return TRUE;
}

/* "strength=2.5 gap=0.8" */
static char *
format_values (const CdlStrategy *strategy, const double *values)
{
  GString *text = g_string_new (NULL);
  char number[CDL_NUMBER_SIZE];

  for (guint i = 0; i < strategy->params->len; i++)
    g_string_append_printf (text, "%s%s=%s", i > 0 ? " " : "",
                            g_array_index (strategy->params, CdlParam, i).name,
                            cdl_number_format (values[i], number));

  return g_string_free (text, FALSE);
}

static CdlProgram *
compile (const CdlStrategy *strategy, const double *values, GError **error)
{
  g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();
  CdlProgram *program = cdl_program_new (strategy, values, diagnostics);

  if (program == NULL)
    {
      g_autofree char *text = format_values (strategy, values);
      const CdlDiagnostic *problem = cdl_diagnostics_get (diagnostics, 0);

      for (guint i = 1; !problem->is_error; i++)
        problem = cdl_diagnostics_get (diagnostics, i);

      g_set_error (error, CDL_LAB_ERROR, CDL_LAB_ERROR_REQUEST,
                   "%s cannot be tested with %s: %s: %s%s%s", strategy->name, text, problem->path,
                   problem->message, problem->remedy != NULL ? "; " : "",
                   problem->remedy != NULL ? problem->remedy : "");
    }

  return program;
}

/* Compiles the first variant, and those that differ from it by one value: of mistakes in a sweep,
 * few are left to be found by its runs. */
static gboolean
check_values (const CdlTestPart *part, GError **error)
{
  const CdlStrategy *strategy = part->item->strategy;
  g_autofree double *values = g_new0 (double, strategy->params->len + 1);
  guint n;

  for (guint p = 0; p < strategy->params->len; p++)
    values[p] = cdl_sweep_values (part->sweep, p, &n)[0];
  for (guint p = 0; p < strategy->params->len; p++)
    {
      const double *tried = cdl_sweep_values (part->sweep, p, &n);

      for (guint i = 0; i < n; i++)
        {
          g_autoptr (CdlProgram) program = NULL;

          values[p] = tried[i];
          program = compile (strategy, values, error);
          if (program == NULL)
            return FALSE;
        }
      values[p] = tried[0];
    }

  return TRUE;
}

static gboolean
add_part (CdlTest *self,
          const CdlTestStrategy *item,
          const char *symbol,
          CdlDiagnostics *diagnostics,
          GError **error)
{
  CdlTestPart *part = g_new0 (CdlTestPart, 1);

  g_ptr_array_add (self->parts, part);
  part->item = item;
  part->symbol = symbol;
  part->sweep = plan_sweep (self->request, item, diagnostics);
  if (part->sweep == NULL || !check_values (part, error)
      || !prepare_part (self, part, diagnostics, error))
    return FALSE;

  cdl_shard_range (cdl_sweep_count (part->sweep), self->request->shard, self->request->n_shards,
                   &part->from, &part->to);
  part->first = self->n_runs;
  self->n_runs += part->to - part->from;

  return TRUE;
}

CdlTest *
cdl_test_new (CdlArchive *archive,
              const CdlTestRequest *request,
              CdlDiagnostics *diagnostics,
              GError **error)
{
  g_autoptr (CdlTest) self = g_new0 (CdlTest, 1);

  self->archive = archive;
  self->request = request;
  self->parts = g_ptr_array_new_with_free_func (part_free);
  self->ids = g_ptr_array_new_with_free_func (g_free);
  self->daily = g_ptr_array_new_with_free_func (daily_free);

  if (!request->no_exchange_info)
    {
      self->exchange_info
          = cdl_exchange_info_load (cdl_archive_root (archive), request->settings.market, error);
      if (self->exchange_info == NULL)
        return NULL;
    }
  for (guint i = 0; i < request->strategies->len; i++)
    if (!check_side (request, request->strategies->pdata[i], diagnostics))
      return NULL;
  for (guint i = 0; i < request->strategies->len; i++)
    for (char **symbol = request->symbols; *symbol != NULL; symbol++)
      if (!add_part (self, request->strategies->pdata[i], *symbol, diagnostics, error))
        return NULL;
  g_ptr_array_set_size (self->ids, (int) self->n_runs);
  if (self->n_runs <= CDL_TEST_DAILY_RUNS)
    g_ptr_array_set_size (self->daily, (int) self->n_runs);

  return g_steal_pointer (&self);
}

void
cdl_test_free (CdlTest *self)
{
  g_clear_pointer (&self->exchange_info, cdl_exchange_info_free);
  g_ptr_array_unref (self->parts);
  g_ptr_array_unref (self->ids);
  g_ptr_array_unref (self->daily);
  g_free (self);
}

guint64
cdl_test_count (const CdlTest *self)
{
  return self->n_runs;
}

const CdlTestPart *
cdl_test_part (const CdlTest *self, guint64 run, guint64 *variant)
{
  for (guint i = self->parts->len; i-- > 0;)
    {
      const CdlTestPart *part = self->parts->pdata[i];

      if (run >= part->first)
        {
          *variant = part->from + (run - part->first);
          return part;
        }
    }
  g_assert_not_reached ();
}

CdlProgram *
cdl_test_part_compile (const CdlTestPart *part, guint64 variant, double *values, GError **error)
{
  cdl_sweep_variant (part->sweep, variant, values);

  return compile (part->item->strategy, values, error);
}

const char *
cdl_test_run_id (CdlTest *self, guint64 run)
{
  g_autoptr (CdlJsonWriter) writer = NULL;
  g_autofree char *text = NULL;
  const CdlTestPart *part;
  const GArray *params;
  g_autofree double *values = NULL;
  guint64 variant;

  if (self->ids->pdata[run] != NULL)
    return self->ids->pdata[run];

  part = cdl_test_part (self, run, &variant);
  params = part->item->strategy->params;
  values = g_new0 (double, params->len + 1);
  cdl_sweep_variant (part->sweep, variant, values);

  writer = cdl_json_writer_new (CDL_JSON_CANONICAL);
  cdl_json_begin_object (writer);
  cdl_json_member_int (writer, "semantics", CDL_SEMANTICS_VERSION);
  cdl_json_name (writer, "strategy");
  cdl_json_raw (writer, part->nameless);
  cdl_json_name (writer, "params");
  cdl_json_begin_object (writer);
  for (guint i = 0; i < params->len; i++)
    cdl_json_member_double (writer, g_array_index (params, CdlParam, i).name, values[i]);
  cdl_json_end_object (writer);
  cdl_json_member_string (writer, "dataset", cdl_market_data_fingerprint (part->data));
  cdl_json_member_string (writer, "symbol", part->symbol);
  cdl_json_member_int (writer, "from", self->request->from);
  cdl_json_member_int (writer, "to", self->request->to);
  cdl_json_name (writer, "settings");
  cdl_json_raw (writer, part->settings_text);
  cdl_json_end_object (writer);
  text = cdl_json_writer_steal (writer);
  self->ids->pdata[run] = cdl_sha256 (text, -1);

  return self->ids->pdata[run];
}
