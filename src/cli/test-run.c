#include <string.h>

#include "cdl-cli-settings.h"
#include "cdl-cli-strategy.h"
#include "cdl-cli-test.h"
#include "cdl-cli.h"
#include "cdl-strategy-at.h"
#include "cdl-sweep.h"
#include "cdl-time.h"

#define MAX_THREADS 1024

/* The options as texts, before they are values. */
typedef struct
{
  char **sets, **symbols;
  char *market, *from, *to, *interval, *path_interval, *assume, *sampling, *shard;
  char *tick, *step, *min_notional, *liquidation_fee, *risk_free;
  CdlCliSettings settings;
  int threads;
  gint64 seed;
  gboolean no_exchange_info, force, details, no_details;
} Options;

static void
options_clear (Options *self)
{
  char **texts[]
      = { &self->market,        &self->from,   &self->to,           &self->interval,
          &self->path_interval, &self->assume, &self->sampling,     &self->shard,
          &self->tick,          &self->step,   &self->min_notional, &self->liquidation_fee,
          &self->risk_free };

  g_strfreev (self->sets);
  g_strfreev (self->symbols);
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (*texts[i]);
  cdl_cli_settings_clear (&self->settings);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
read_decimal (const char *option, const char *text, CdlDecimal *decimal)
{
  if (text == NULL || (cdl_decimal_parse (text, decimal) && cdl_decimal_is_set (*decimal)))
    return TRUE;
  cdl_cli_fail (CDL_EXIT_USAGE, "%s: “%s” is not a step like 0.01", option, text);

  return FALSE;
}

static gboolean
read_settings (const Options *options, CdlSettings *settings)
{
  if (g_strcmp0 (options->assume, "optimistic") == 0)
    settings->assumption = CDL_OPTIMISTIC;
  else if (options->assume != NULL && strcmp (options->assume, "pessimistic") != 0
           && strcmp (options->assume, "both") != 0)
    {
      cdl_cli_fail (CDL_EXIT_USAGE, "--assume: “%s” is not pessimistic, optimistic or both",
                    options->assume);
      return FALSE;
    }

  return cdl_cli_settings_apply (&options->settings, settings)
         && cdl_cli_percent ("--liquidation-fee", options->liquidation_fee,
                             &settings->liquidation_fee)
         && cdl_cli_percent ("--risk-free", options->risk_free, &settings->risk_free)
         && cdl_cli_number ("--min-notional", options->min_notional, 0.0, 1e12,
                            &settings->min_notional)
         && read_decimal ("--tick", options->tick, &settings->tick)
         && read_decimal ("--step", options->step, &settings->step);
}

/* Puts a strategy on klines of another interval; FALSE if it cannot be, which was said. */
static gboolean
change_interval (CdlStrategyFile *file, CdlInterval interval)
{
  g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();
  char *json;
  CdlStrategy *strategy = cdl_strategy_at (file->strategy, interval, &json, diagnostics);

  if (strategy == NULL)
    {
      g_autofree char *subject = g_strdup_printf ("--interval: %s", file->path);

      cdl_cli_print_diagnostics (subject, diagnostics);
      return FALSE;
    }
  cdl_strategy_free (file->strategy);
  g_free (file->text);
  file->strategy = strategy;
  file->text = json;

  return TRUE;
}

/* Strategy files of the command line. */
static gboolean
read_strategies (const Options *options, CdlTestRequest *request, int argc, char **argv)
{
  CdlInterval interval = CDL_INTERVAL_1M;

  if (!cdl_cli_interval ("--interval", options->interval, &interval))
    return FALSE;
  for (int i = 1; i < argc; i++)
    {
      g_autoptr (CdlStrategyFile) file = cdl_cli_strategy (argv[i]);

      if (file == NULL || (options->interval != NULL && !change_interval (file, interval)))
        return FALSE;
      cdl_test_request_add (request, g_steal_pointer (&file->strategy), file->text,
                            (const char *const *) options->sets);
    }

  return TRUE;
}

static gboolean
read_shard (const char *text, CdlTestRequest *request)
{
  g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();

  if (text == NULL || cdl_shard_parse (text, &request->shard, &request->n_shards, diagnostics))
    return TRUE;
  cdl_cli_print_diagnostics ("--shard", diagnostics);

  return FALSE;
}

/* Options that are numbers or flags already, but make no sense. */
static gboolean
check_options (const Options *options)
{
  if (options->threads < 0 || options->threads > MAX_THREADS)
    cdl_cli_fail (CDL_EXIT_USAGE, "--threads: %d is not a number from 0 (one per processor) to %d",
                  options->threads, MAX_THREADS);
  else if (options->seed < 0)
    cdl_cli_fail (CDL_EXIT_USAGE, "--seed: %" G_GINT64_FORMAT " is below 0", options->seed);
  else if (options->details && options->no_details)
    cdl_cli_fail (CDL_EXIT_USAGE, "--details and --no-details exclude each other");
  else
    return TRUE;

  return FALSE;
}

static CdlTestRequest *
read_request (const Options *options, int argc, char **argv)
{
  g_autoptr (CdlTestRequest) request = NULL;
  CdlMarket market = CDL_MARKET_SPOT;

  if (!cdl_cli_market (options->market, &market) || !check_options (options))
    return NULL;
  if (options->symbols == NULL)
    {
      cdl_cli_fail (CDL_EXIT_USAGE, "name a symbol: --symbol BTCUSDT");
      return NULL;
    }

  request = cdl_test_request_new (market);
  request->symbols = g_strdupv (options->symbols);
  request->threads = (guint) options->threads;
  request->no_exchange_info = options->no_exchange_info;
  request->force = options->force;
  request->details = options->details ? 1 : options->no_details ? 0 : -1;
  request->both = options->assume == NULL || strcmp (options->assume, "both") == 0;
  request->has_path_interval = options->path_interval != NULL;
  request->seed = (guint64) options->seed;
  if (options->sampling != NULL)
    {
      g_free (request->sampling);
      request->sampling = g_strdup (options->sampling);
    }
  if (!cdl_cli_time ("--from", options->from, &request->from)
      || !cdl_cli_time ("--to", options->to, &request->to)
      || !cdl_cli_interval ("--path-interval", options->path_interval, &request->path_interval)
      || !read_shard (options->shard, request) || !read_settings (options, &request->settings)
      || !cdl_cli_settings_read_tiers (&options->settings, market, &request->brackets)
      || !read_strategies (options, request, argc, argv))
    return NULL;
  if (request->from != CDL_TIME_NONE && request->to != CDL_TIME_NONE
      && request->from >= request->to)
    {
      cdl_cli_fail (CDL_EXIT_USAGE, "--from must be before --to");
      return NULL;
    }

  return g_steal_pointer (&request);
}

static int
run (int argc, char **argv)
{
  g_auto (Options) options = { 0 };
  const GOptionEntry entries[] = {
    { "symbol", 's', 0, G_OPTION_ARG_STRING_ARRAY, &options.symbols, "May be given several times",
      "SYMBOL" },
    { "market", 'm', 0, G_OPTION_ARG_STRING, &options.market, "spot (default) or um", "MARKET" },
    { "from", 0, 0, G_OPTION_ARG_STRING, &options.from, "First instant, UTC", "TIME" },
    { "to", 0, 0, G_OPTION_ARG_STRING, &options.to, "End, not included", "TIME" },
    { "interval", 0, 0, G_OPTION_ARG_STRING, &options.interval,
      "Klines that strategies look at, in place of their own", "INTERVAL" },
    { "path-interval", 0, 0, G_OPTION_ARG_STRING, &options.path_interval,
      "Klines that decide fills; default: the finest that reach over the time", "INTERVAL" },
    { "set", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.sets,
      "Values of a parameter: reward=1:4:0.5, or strength=3,5,8", "NAME=VALUES" },
    { "sample", 0, 0, G_OPTION_ARG_STRING, &options.sampling, "grid (default) or random:N", "HOW" },
    { "seed", 0, 0, G_OPTION_ARG_INT64, &options.seed, "Of random samples", "NUMBER" },
    { "shard", 0, 0, G_OPTION_ARG_STRING, &options.shard, "Only this share of the variants, 0/8",
      "I/N" },
    { "assume", 0, 0, G_OPTION_ARG_STRING, &options.assume,
      "What ambiguous klines did: pessimistic, optimistic, or both nets (default)", "ASSUMPTION" },
    CDL_CLI_SETTINGS_ENTRIES (options.settings),
    { "tick", 0, 0, G_OPTION_ARG_STRING, &options.tick,
      "Price tick; default: as the exchange says, else the finest decimal of the data", "STEP" },
    { "step", 0, 0, G_OPTION_ARG_STRING, &options.step,
      "Quantity step; default: as the exchange says", "STEP" },
    { "min-notional", 0, 0, G_OPTION_ARG_STRING, &options.min_notional,
      "Smallest position; default: as the exchange says", "QUOTE" },
    { "no-exchange-info", 0, 0, G_OPTION_ARG_NONE, &options.no_exchange_info,
      "Do not ask the stored exchange information for them", NULL },
    { "liquidation-fee", 0, 0, G_OPTION_ARG_STRING, &options.liquidation_fee, "%", "PERCENT" },
    { "risk-free", 0, 0, G_OPTION_ARG_STRING, &options.risk_free, "Risk-free rate a year, %",
      "PERCENT" },
    { "threads", 'j', 0, G_OPTION_ARG_INT, &options.threads, "Default: one per processor",
      "NUMBER" },
    { "details", 0, 0, G_OPTION_ARG_NONE, &options.details,
      "Keep trades, setups and equity of every run (default: of tests up to 50 runs)", NULL },
    { "no-details", 0, 0, G_OPTION_ARG_NONE, &options.no_details, "Keep summaries only", NULL },
    { "force", 0, 0, G_OPTION_ARG_NONE, &options.force, "Compute what is stored already", NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (CdlTestRequest) request = NULL;
  CdlOutput output;
  int code;

  if (!cdl_cli_parse (&cdl_command_test_run, entries, &argc, &argv, 1, -1, &output, &code))
    return code;
  request = read_request (&options, argc, argv);
  if (request == NULL)
    return CDL_EXIT_USAGE;

  return cdl_cli_test (request, output.json);
}

const CdlCommand cdl_command_test_run = {
  .noun = "test",
  .verb = "run",
  .args = "STRATEGY.json…",
  .summary = "Test strategies over parameter values and symbols",
  .run = run,
};
