#include "cdl-session-prepare.h"

#include <gio/gio.h>
#include <string.h>

#include "cdl-exchange-info.h"
#include "cdl-server-clock.h"
#include "cdl-session-fetch.h"
#include "cdl-settings-json.h"
#include "cdl-strategy-reader.h"
#include "cdl-strategy-writer.h"
#include "cdl-sweep.h"
#include "cdl-time.h"
#include "cdl-uuid.h"

static gboolean refuse (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);

static gboolean
refuse (GError **error, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error_literal (error, CDL_SESSION_ERROR, CDL_SESSION_ERROR_INVALID, message);

  return FALSE;
}

static gboolean
refuse_diagnostics (GError **error, const CdlDiagnostics *diagnostics)
{
  g_autofree char *text = cdl_diagnostics_format (diagnostics);

  return refuse (error, "%s", g_strchomp (text));
}

/* --- Downloads --- */

static gboolean
add_downloads (GArray *downloads,
               const CdlSessionRequest *request,
               CdlSeries series,
               CdlInterval interval,
               gint64 from,
               GError **error)
{
  for (guint i = 0; request->symbols[i] != NULL; i++)
    {
      CdlDownload one = { .id = { .series = series }, .from = from, .to = CDL_TIME_NONE };

      if (!cdl_dataset_name_init (&one.id.name, request->settings.market, request->symbols[i],
                                  interval))
        return refuse (error, "“%s” is not a symbol: write it like BTCUSDT", request->symbols[i]);
      g_array_append_val (downloads, one);
    }

  return TRUE;
}

/* --- The strategy --- */

static CdlStrategy *
read_strategy (const CdlSessionRequest *request, GError **error)
{
  g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();
  CdlStrategy *strategy = cdl_strategy_read (request->strategy, -1, diagnostics);

  if (strategy == NULL)
    refuse_diagnostics (error, diagnostics);

  return strategy;
}

/* One value per parameter: a session is one variant. */
static gboolean
read_values (const CdlStrategy *strategy,
             const CdlSessionRequest *request,
             GArray *values,
             GError **error)
{
  g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();
  g_autoptr (CdlSweep) sweep = cdl_sweep_new (strategy);

  for (guint i = 0; request->sets != NULL && request->sets[i] != NULL; i++)
    if (!cdl_sweep_set_text (sweep, request->sets[i], diagnostics))
      return refuse_diagnostics (error, diagnostics);
  if (!cdl_sweep_plan (sweep, 1, diagnostics))
    return refuse (error, "a session trades one variant: give each parameter one value");

  g_array_set_size (values, strategy->params->len);
  if (strategy->params->len > 0)
    cdl_sweep_variant (sweep, 0, (double *) (void *) values->data);

  return TRUE;
}

static gboolean
check_sides (const CdlStrategy *strategy, const CdlSettings *settings, GError **error)
{
  if (settings->market != CDL_MARKET_SPOT || settings->allow_short)
    return TRUE;
  for (guint i = 0; i < strategy->setups->len; i++)
    if (g_array_index (strategy->setups, CdlSetupDef, i).side == CDL_SIDE_SHORT)
      return refuse (error, "nothing can be sold short on spot: use um, or allow shorts");

  return TRUE;
}

/* Where the look-back of all intervals begins, with some to spare for holes. */
static gint64
history_from (const CdlProgram *program, gint64 from)
{
  CdlInterval coarsest = CDL_INTERVAL_1S;
  gint64 depth = 0;

  for (guint k = 0; k < cdl_program_n_intervals (program); k++)
    {
      CdlInterval interval = cdl_program_interval (program, k);

      depth += ((gint64) cdl_program_lookback (program, k) + 2) * cdl_interval_ms (interval);
      coarsest = MAX (coarsest, interval);
    }

  return cdl_interval_floor (coarsest, from - depth - depth / 10);
}

/* --- Symbols --- */

/* The columns and the tick that stored klines show. */
static void
look_at_archive (const char *root,
                 CdlMarket market,
                 const char *symbol,
                 CdlInterval interval,
                 guint *fields,
                 CdlDecimal *tick)
{
  g_autoptr (CdlArchive) archive = cdl_archive_new (root);
  g_autoptr (CdlDataset) dataset = NULL;
  CdlDatasetName name;

  *fields = (1u << CDL_N_FIELDS) - 1;
  if (cdl_dataset_name_init (&name, market, symbol, interval))
    dataset = cdl_archive_open (archive, &name, NULL);
  if (dataset == NULL)
    return;
  *fields = 0;
  for (int f = 0; f < CDL_N_FIELDS; f++)
    if (cdl_dataset_klines (dataset)->field[f] != NULL)
      *fields |= 1u << f;
  if (!cdl_decimal_is_set (*tick))
    *tick = (CdlDecimal){ 1, cdl_dataset_price_decimals (dataset) };
}

/* Those that the request does not name, or names as they are: a stored run's are what the exchange
 * said when it was made. */
static guint
rules_to_follow (const CdlSettings *settings, const CdlSymbolInfo *info)
{
  const CdlSymbolInfo none = { 0 }, *rules = info != NULL ? info : &none;
  guint follow = 0;

  if (!cdl_decimal_is_set (settings->tick)
      || cdl_decimal_value (settings->tick) == cdl_decimal_value (rules->tick))
    follow |= CDL_FOLLOW_TICK;
  if (!cdl_decimal_is_set (settings->step)
      || cdl_decimal_value (settings->step) == cdl_decimal_value (rules->step))
    follow |= CDL_FOLLOW_STEP;
  if (settings->min_notional == 0.0 || settings->min_notional == rules->min_notional)
    follow |= CDL_FOLLOW_MIN_NOTIONAL;

  return follow;
}

static gboolean
add_symbol (CdlSessionPlan *plan,
            const char *root,
            const CdlSessionRequest *request,
            const char *symbol,
            const CdlExchangeInfo *rules,
            GError **error)
{
  const CdlSymbolInfo *info = cdl_exchange_info_lookup (rules, symbol);
  CdlSettings settings = request->settings;
  guint fields, follow;

  for (guint i = 0; i < plan->symbols->len; i++)
    if (strcmp (g_array_index (plan->symbols, CdlSessionPlanSymbol, i).symbol, symbol) == 0)
      return refuse (error, "%s is named twice", symbol);
  follow = rules_to_follow (&settings, info);
  if (info != NULL && !cdl_decimal_is_set (settings.tick))
    settings.tick = info->tick;
  if (info != NULL && !cdl_decimal_is_set (settings.step))
    settings.step = info->step;
  if (info != NULL && settings.min_notional == 0.0)
    settings.min_notional = info->min_notional;
  look_at_archive (root, settings.market, symbol, plan->path_interval, &fields, &settings.tick);
  if (request->brackets != NULL
      && !cdl_leverage_brackets_apply (request->brackets, symbol, &settings, error))
    return FALSE;
  cdl_session_plan_add (plan, symbol, fields, &settings, follow);

  return TRUE;
}

/* "ws" where the exchange is reached by "http". */
static char *
stream_url (const char *url)
{
  return url != NULL && g_str_has_prefix (url, "http") ? g_strconcat ("ws", url + 4, NULL) : NULL;
}

static CdlSessionRecord *
make_record (const CdlSessionPlan *plan,
             const CdlSessionRequest *request,
             const CdlStrategy *strategy,
             gint64 now)
{
  CdlSessionRecord *record = cdl_session_record_new ();
  g_autofree char *revision = cdl_strategy_revision (strategy);

  record->id = g_strdup (plan->id);
  record->strategy = cdl_strategy_record_new (strategy->name, revision, request->strategy, now);
  for (guint i = 0; i < strategy->params->len; i++)
    cdl_session_record_add_param (record, g_array_index (strategy->params, CdlParam, i).name,
                                  g_array_index (plan->params, double, i));
  record->market = request->settings.market;
  g_strfreev (record->symbols);
  record->symbols = g_strdupv ((char **) request->symbols);
  record->interval = strategy->interval;
  record->settings = cdl_settings_write (&request->settings);
  record->created_at = now;
  g_free (record->note);
  record->note = g_strdup (request->note != NULL ? request->note : "");

  return record;
}

/* Klines of the look-back and, on um, the rates that will be charged. */
static gboolean
fetch_history (const char *root,
               const CdlSessionRequest *request,
               const CdlSessionPlan *plan,
               GError **error)
{
  g_autoptr (GArray) downloads = g_array_new (FALSE, FALSE, sizeof (CdlDownload));

  return add_downloads (downloads, request, CDL_SERIES_KLINES, plan->path_interval, plan->history,
                        error)
         && cdl_session_fetch (root, request->exchange_url, downloads, NULL, error);
}

gboolean
cdl_session_prepare (const char *root,
                     const CdlSessionRequest *request,
                     CdlSessionRecord **record,
                     CdlSessionPlan **plan,
                     GError **error)
{
  g_autoptr (CdlStrategy) strategy = read_strategy (request, error);
  g_autoptr (CdlSessionPlan) made = cdl_session_plan_new ();
  g_autoptr (GArray) downloads = g_array_new (FALSE, FALSE, sizeof (CdlDownload));
  g_autoptr (CdlExchangeInfo) rules = NULL;
  g_autoptr (CdlProgram) program = NULL;
  CdlServerClock clock;
  gint64 now;

  if (strategy == NULL || !check_sides (strategy, &request->settings, error)
      || !read_values (strategy, request, made->params, error))
    return FALSE;
  made->id = cdl_uuid_v7_new ();
  made->strategy = g_strdup (request->strategy);
  made->path_interval = strategy->interval < CDL_INTERVAL_1M ? CDL_INTERVAL_1S : CDL_INTERVAL_1M;
  made->rest_url = g_strdup (request->exchange_url);
  made->clock_speed = request->clock_speed;
  made->stream_url = stream_url (request->exchange_url);
  program = cdl_session_plan_program (made, error);
  if (program == NULL
      || !add_downloads (downloads, request, CDL_SERIES_INFO, made->path_interval, CDL_TIME_NONE,
                         error)
      || !cdl_session_fetch (root, request->exchange_url, downloads, NULL, error)
      || !(rules = cdl_exchange_info_load (root, request->settings.market, error)))
    return FALSE;

  cdl_server_clock_load (&clock, root, request->settings.market);
  now = cdl_server_clock_now (&clock);
  made->from
      = cdl_interval_next (made->path_interval, cdl_interval_floor (made->path_interval, now));
  made->history = history_from (program, made->from);
  if (!fetch_history (root, request, made, error))
    return FALSE;
  for (guint i = 0; request->symbols[i] != NULL; i++)
    if (!add_symbol (made, root, request, request->symbols[i], rules, error))
      return FALSE;

  *record = make_record (made, request, strategy, now);
  *plan = g_steal_pointer (&made);

  return TRUE;
}

gint64
cdl_session_tell_history (const char *root,
                          const CdlSessionPlan *plan,
                          const CdlSessionPlanSymbol *symbol,
                          CdlFeedSink sink,
                          gpointer data)
{
  g_autoptr (CdlArchive) archive = cdl_archive_new (root);
  g_autoptr (CdlDataset) dataset = NULL;
  gint64 next = plan->history;
  const CdlKlines *klines;
  CdlDatasetName name;

  if (cdl_dataset_name_init (&name, symbol->settings.market, symbol->symbol, plan->path_interval))
    dataset = cdl_archive_open (archive, &name, NULL);
  if (dataset == NULL)
    return next;

  klines = cdl_dataset_klines (dataset);
  for (gsize i = cdl_klines_find (klines, plan->history);
       i < klines->n && klines->open_time[i] < plan->from; i++)
    {
      CdlFeedEvent event = {
        .type = CDL_FEED_EVENT_KLINE,
        .symbol = symbol->symbol,
        .received_at = plan->from,
        .reconstructed = TRUE,
        .kline = { .row = { .open_time = klines->open_time[i] }, .late = TRUE },
      };

      for (int f = 0; f < CDL_N_FIELDS; f++)
        if (klines->field[f] != NULL)
          event.kline.row.field[f] = klines->field[f][i];
      sink (&event, data);
      next = cdl_interval_next (plan->path_interval, klines->open_time[i]);
    }

  return next;
}
