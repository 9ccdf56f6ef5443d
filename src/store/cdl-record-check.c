#include "cdl-record-check-private.h"

#include <math.h>
#include <string.h>

#include "cdl-json-reader-private.h"

#define MAX_NAME 200

static gboolean G_GNUC_PRINTF (2, 3) refuse (GError **error, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_propagate_error (error,
                     g_error_new_valist (CDL_STORE_ERROR, CDL_STORE_ERROR_INVALID, format, args));
  va_end (args);

  return FALSE;
}

gboolean
cdl_check_id (const char *what, const char *id, GError **error)
{
  gsize length = id != NULL ? strlen (id) : 0;

  if (length < 1 || length > 64)
    return refuse (error, "a %s must have 1 to 64 characters", what);
  for (const char *c = id; *c != '\0'; c++)
    if (!g_ascii_isalnum (*c) && *c != '-' && *c != '_')
      return refuse (error, "a %s may hold letters, digits, - and _ only", what);

  return TRUE;
}

gboolean
cdl_check_text (const char *what, const char *text, gsize min, gsize max, GError **error)
{
  gsize length;

  if (text == NULL)
    return refuse (error, "the %s is missing", what);
  length = strlen (text);
  if (length > max)
    return refuse (error, "the %s is too long: %" G_GSIZE_FORMAT " bytes, at most %" G_GSIZE_FORMAT,
                   what, length, max);
  if (length < min)
    return refuse (error, "the %s is empty", what);
  if (!g_utf8_validate (text, (gssize) length, NULL))
    return refuse (error, "the %s is not UTF-8 text", what);

  return TRUE;
}

gboolean
cdl_check_limit (guint limit, GError **error)
{
  return (limit >= 1 && limit <= CDL_STORE_MAX_LIST)
         || refuse (error, "a list must ask for 1 to %d records, not %u", CDL_STORE_MAX_LIST,
                    limit);
}

/* A text of one line. */
static gboolean
check_line (const char *what, const char *text, gsize max, GError **error)
{
  if (!cdl_check_text (what, text, 1, max, error))
    return FALSE;
  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    if (g_unichar_iscntrl (g_utf8_get_char (c)))
      return refuse (error, "the %s holds a control character", what);

  return TRUE;
}

gboolean
cdl_check_tag (const char *tag, GError **error)
{
  return check_line ("tag", tag, CDL_STORE_MAX_TAG, error);
}

static JsonNode *
parse (const char *what, const char *text, GError **error)
{
  JsonNode *node;

  if (!cdl_check_text (what, text, 1, CDL_STORE_MAX_JSON, error))
    return NULL;
  node = cdl_json_parse (text, strlen (text), error);
  if (node == NULL)
    g_prefix_error (error, "the %s: ", what);

  return node;
}

gboolean
cdl_check_json (const char *what, const char *text, GError **error)
{
  g_autoptr (JsonNode) node = parse (what, text, error);

  return node != NULL;
}

gboolean
cdl_check_canonical (const char *what, const char *text, GError **error)
{
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *canonical = NULL;

  node = parse (what, text, error);
  if (node == NULL)
    return FALSE;
  canonical = cdl_json_canonical (node);

  return g_str_equal (canonical, text)
         || refuse (error, "the %s must be canonical JSON: %.80s", what, canonical);
}

gboolean
cdl_check_strategy (const CdlStrategyRecord *strategy, GError **error)
{
  return check_line ("name of the strategy", strategy->name, MAX_NAME, error)
         && cdl_check_id ("strategy revision", strategy->revision, error)
         && (strategy->json == NULL || cdl_check_json ("strategy", strategy->json, error));
}

static gboolean
check_interval (CdlInterval interval, GError **error)
{
  return (guint) interval < CDL_N_INTERVALS
         || refuse (error, "%d is not a kline interval", (int) interval);
}

gboolean
cdl_check_dataset (const CdlDatasetRecord *dataset, GError **error)
{
  if (!cdl_check_id ("dataset fingerprint", dataset->fingerprint, error)
      || !check_line ("symbol of the dataset", dataset->symbol, CDL_STORE_MAX_TAG, error)
      || !check_interval (dataset->interval, error))
    return FALSE;
  if ((guint) dataset->market >= CDL_N_MARKETS)
    return refuse (error, "%d is not a market", (int) dataset->market);
  if (dataset->rows > G_MAXINT64 || isinf (dataset->quality_pct))
    return refuse (error, "dataset %s: rows or quality out of range", dataset->fingerprint);
  for (guint i = 0; i < dataset->sources->len; i++)
    {
      const CdlDatasetSource *source = &g_array_index (dataset->sources, CdlDatasetSource, i);

      if (!cdl_check_text ("name of a source file", source->name, 1, 4096, error)
          || !cdl_check_text ("checksum of a source file", source->checksum, 0, 256, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
is_identifier (const char *name)
{
  if (name == NULL || !(g_ascii_isalpha (*name) || *name == '_'))
    return FALSE;
  for (const char *c = name; *c != '\0'; c++)
    if (!g_ascii_isalnum (*c) && *c != '_')
      return FALSE;

  return strlen (name) <= MAX_NAME;
}

gboolean
cdl_check_params (const GArray *params, GError **error)
{
  for (guint i = 0; i < params->len; i++)
    {
      const CdlRunParam *param = &g_array_index (params, CdlRunParam, i);

      if (!is_identifier (param->name))
        return refuse (error, "the name of parameter %u is not one: letters, digits and _", i + 1);
      if (!isfinite (param->value))
        return refuse (error, "parameter %s is not a finite number", param->name);
      for (guint k = 0; k < i; k++)
        if (g_str_equal (g_array_index (params, CdlRunParam, k).name, param->name))
          return refuse (error, "parameter %s is there twice", param->name);
    }

  return TRUE;
}

static gboolean
check_statistics (const CdlStatistics *statistics, GError **error)
{
  for (guint i = 0; i < CDL_N_STATS; i++)
    {
      if (isinf (statistics->value[i]))
        return refuse (error, "statistic %s is infinite", cdl_stat_info ((CdlStat) i)->name);
      if (statistics->reason[i] != NULL
          && !cdl_check_text ("reason of an undefined statistic", statistics->reason[i], 0,
                              MAX_NAME, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
check_trade (const CdlTrade *trade, GError **error)
{
  if ((trade->side != CDL_SIDE_LONG && trade->side != CDL_SIDE_SHORT)
      || (guint) trade->entry_type >= CDL_N_ENTRY_TYPES
      || (guint) trade->exit_reason >= CDL_N_EXIT_REASONS || (guint) trade->proof > CDL_ASSUMED)
    return refuse (error, "trade %u: side, entry type, exit reason or proof is not one",
                   trade->seq);

  return TRUE;
}

static gboolean
check_setup (const CdlSetup *setup, GError **error)
{
  if ((setup->side != CDL_SIDE_LONG && setup->side != CDL_SIDE_SHORT)
      || (guint) setup->entry_type >= CDL_N_ENTRY_TYPES || (guint) setup->fate >= CDL_N_FATES
      || (guint) setup->proof > CDL_ASSUMED)
    return refuse (error, "setup %u: side, entry type, fate or proof is not one", setup->seq);

  return TRUE;
}

static gboolean
check_details (const CdlRunDetails *details, GError **error)
{
  guint n_names = g_strv_length (details->setup_names);

  for (guint i = 0; i < n_names; i++)
    if (!cdl_check_text ("name of a setup definition", details->setup_names[i], 0, MAX_NAME, error))
      return FALSE;
  for (guint i = 0; i < details->trades->len; i++)
    {
      const CdlTrade *trade = &g_array_index (details->trades, CdlTrade, i);

      if (trade->seq != i + 1 || trade->def >= n_names)
        return refuse (error,
                       "trade %u of the run has seq %u and setup definition %u: trades are "
                       "numbered from 1, and definitions need a name",
                       i + 1, trade->seq, trade->def);
      if (!check_trade (trade, error))
        return FALSE;
    }
  for (guint i = 0; details->setups != NULL && i < details->setups->len; i++)
    {
      const CdlSetup *setup = &g_array_index (details->setups, CdlSetup, i);

      if (setup->seq != i + 1 || setup->def >= n_names)
        return refuse (error,
                       "setup %u of the run has seq %u and definition %u: setups are "
                       "numbered from 1, and definitions need a name",
                       i + 1, setup->seq, setup->def);
      if (!check_setup (setup, error))
        return FALSE;
    }
  if (details->equity->len > CDL_RUN_MAX_EQUITY_POINTS)
    return refuse (error, "the equity curve has %u points, at most %d are kept",
                   details->equity->len, CDL_RUN_MAX_EQUITY_POINTS);

  return TRUE;
}

static gboolean
check_run_fields (const CdlRunRecord *run, const CdlRunRecord *previous, GError **error)
{
  if (run->strategy == NULL || run->dataset == NULL)
    return refuse (error, "its strategy or dataset is missing");
  if (!cdl_check_id ("run fingerprint", run->fingerprint, error)
      || !check_interval (run->interval, error) || !check_interval (run->path_interval, error)
      || !cdl_check_params (run->params, error) || !check_statistics (&run->statistics, error)
      || !cdl_check_text ("note", run->note, 0, CDL_STORE_MAX_NOTE, error)
      || (run->test != NULL && !cdl_check_id ("test id", run->test, error)))
    return FALSE;
  if ((previous == NULL || run->strategy != previous->strategy)
      && !cdl_check_strategy (run->strategy, error))
    return FALSE;
  if ((previous == NULL || run->dataset != previous->dataset)
      && !cdl_check_dataset (run->dataset, error))
    return FALSE;
  if ((previous == NULL || g_strcmp0 (run->settings, previous->settings) != 0)
      && !cdl_check_canonical ("settings", run->settings, error))
    return FALSE;
  if (isinf (run->net_pessimistic) || isinf (run->net_optimistic))
    return refuse (error, "its net result is infinite");
  for (char **tag = run->tags; *tag != NULL; tag++)
    if (!cdl_check_tag (*tag, error))
      return FALSE;
  for (guint i = 0; i < run->first_loaded->len; i++)
    if (!check_interval (g_array_index (run->first_loaded, CdlFirstLoaded, i).interval, error))
      return FALSE;

  return TRUE;
}

gboolean
cdl_check_run (const CdlRunItem *item, const CdlRunItem *previous, GError **error)
{
  if (!cdl_check_id ("run id", item->run->id, error))
    return FALSE;
  if (check_run_fields (item->run, previous != NULL ? previous->run : NULL, error)
      && (item->details == NULL || check_details (item->details, error)))
    return TRUE;
  g_prefix_error (error, "run %s: ", item->run->id);

  return FALSE;
}

gboolean
cdl_check_test (const CdlTestRecord *test, GError **error)
{
  if ((guint) test->state >= CDL_N_TEST_STATES)
    return refuse (error, "test %s: %d is not a state", test->id, (int) test->state);
  if (test->runs > G_MAXINT64 || test->runs_done > G_MAXINT64 || !isfinite (test->work)
      || !isfinite (test->work_done) || isinf (test->estimate_ms))
    return refuse (error, "test %s: its counts or work are out of range", test->id);

  return cdl_check_id ("test id", test->id, error)
         && cdl_check_text ("name of the test", test->name, 0, MAX_NAME, error)
         && cdl_check_text ("asker of the test", test->asked_by, 1, 64, error)
         && cdl_check_json ("request of the test", test->request, error)
         && (test->error == NULL
             || cdl_check_text ("error of the test", test->error, 0, CDL_STORE_MAX_NOTE, error));
}

gboolean
cdl_check_cost (const CdlCostRecord *cost, GError **error)
{
  if (!(isfinite (cost->ns_per_unit) && cost->ns_per_unit > 0) || isinf (cost->error_pct)
      || cost->samples > G_MAXINT64)
    return refuse (error, "the cost of revision %s must be above 0 and finite", cost->revision);

  return cdl_check_id ("machine id", cost->machine, error)
         && cdl_check_id ("strategy revision", cost->revision, error);
}

gboolean
cdl_check_session (const CdlSessionRecord *session, GError **error)
{
  if (!cdl_check_id ("session id", session->id, error))
    return FALSE;
  if (session->strategy == NULL)
    return refuse (error, "session %s: its strategy is missing", session->id);
  if ((guint) session->state >= CDL_N_SESSION_STATES || (guint) session->market >= CDL_N_MARKETS)
    return refuse (error, "session %s: its state or market is not one", session->id);
  for (char **symbol = session->symbols; *symbol != NULL; symbol++)
    if (!check_line ("symbol of a session", *symbol, CDL_STORE_MAX_TAG, error))
      return FALSE;

  return cdl_check_strategy (session->strategy, error) && cdl_check_params (session->params, error)
         && check_interval (session->interval, error)
         && cdl_check_canonical ("settings of the session", session->settings, error)
         && cdl_check_text ("note", session->note, 0, CDL_STORE_MAX_NOTE, error)
         && (session->error == NULL
             || cdl_check_text ("error of the session", session->error, 0, CDL_STORE_MAX_NOTE,
                                error));
}

static gboolean
check_seq (guint64 seq, GError **error)
{
  return (seq >= 1 && seq <= G_MAXINT64)
         || refuse (error, "entries of a journal are numbered from 1");
}

gboolean
cdl_check_session_trade (const CdlSessionTrade *trade, GError **error)
{
  return check_seq (trade->seq, error)
         && check_line ("symbol of a trade", trade->symbol, CDL_STORE_MAX_TAG, error)
         && cdl_check_text ("setup name of a trade", trade->name, 0, MAX_NAME, error)
         && check_trade (&trade->trade, error);
}

gboolean
cdl_check_session_event (const CdlSessionEvent *event, GError **error)
{
  return check_seq (event->seq, error)
         && (event->symbol == NULL
             || check_line ("symbol of an event", event->symbol, CDL_STORE_MAX_TAG, error))
         && check_line ("kind of an event", event->kind, CDL_STORE_MAX_TAG, error)
         && (event->data == NULL || cdl_check_json ("data of an event", event->data, error));
}
