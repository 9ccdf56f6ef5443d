#include <string.h>

#include "cdl-cli-live-run.h"
#include "cdl-cli-live.h"
#include "cdl-cli-run-id.h"
#include "cdl-cli-settings.h"
#include "cdl-cli-strategy.h"
#include "cdl-cli.h"
#include "cdl-number.h"
#include "cdl-session-prepare.h"
#include "cdl-settings-json.h"
#include "cdl-time.h"

/* The options as texts, before they are values. */
typedef struct
{
  char **symbols, **sets;
  char *market, *url, *speed, *name, *length;
  CdlCliSettings settings;
} Options;

/* What they and the argument come to. */
typedef struct
{
  CdlSessionRequest request;
  char *strategy;
  char **symbols;
  GPtrArray *sets; /* char *, NULL-terminated */
  CdlLeverageBrackets *brackets;
} Asked;

static void
options_clear (Options *self)
{
  char **texts[] = { &self->market, &self->url, &self->name, &self->length, &self->speed };

  g_strfreev (self->symbols);
  g_strfreev (self->sets);
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (*texts[i]);
  cdl_cli_settings_clear (&self->settings);
}

static void
asked_clear (Asked *self)
{
  g_free (self->strategy);
  g_strfreev (self->symbols);
  g_clear_pointer (&self->sets, g_ptr_array_unref);
  g_clear_pointer (&self->brackets, cdl_leverage_brackets_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Asked, asked_clear)

/* "90s", "15m", "24h", "7d" */
static gboolean
read_length (const char *text, gint64 *ms)
{
  static const struct
  {
    char unit;
    gint64 ms;
  } units[] = {
    { 's', CDL_SECOND_MS }, { 'm', CDL_MINUTE_MS }, { 'h', CDL_HOUR_MS }, { 'd', CDL_DAY_MS }
  };
  gsize length = text != NULL ? strlen (text) : 0;
  g_autofree char *number = length > 0 ? g_strndup (text, length - 1) : NULL;
  double value;

  *ms = 0;
  if (text == NULL)
    return TRUE;
  for (gsize i = 0; length > 1 && i < G_N_ELEMENTS (units); i++)
    if (text[length - 1] == units[i].unit && cdl_number_parse (number, &value) && value > 0.0
        && value * (double) units[i].ms < (double) G_MAXINT)
      {
        *ms = (gint64) (value * (double) units[i].ms);
        return TRUE;
      }
  cdl_cli_fail (CDL_EXIT_USAGE, "--for: “%s” is not a time like 90s, 15m, 24h or 7d", text);

  return FALSE;
}

/* A stored run: its strategy revision, values, settings and symbol. */
static gboolean
take_run (const char *text, Asked *asked, CdlStore *store)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CdlRunRecord) run = cdl_cli_find_run (store, text, NULL, &error);

  if (run == NULL || !cdl_settings_read (run->settings, &asked->request.settings, &error))
    {
      cdl_cli_fail_error (g_steal_pointer (&error));
      return FALSE;
    }
  asked->strategy = g_strdup (run->strategy->json);
  asked->symbols = g_strsplit (run->dataset->symbol, " ", 1);
  for (guint i = 0; i < run->params->len; i++)
    {
      const CdlRunParam *param = &g_array_index (run->params, CdlRunParam, i);
      char number[CDL_NUMBER_SIZE];

      g_ptr_array_add (asked->sets, g_strdup_printf ("%s=%s", param->name,
                                                     cdl_number_format (param->value, number)));
    }

  return TRUE;
}

static gboolean
take_file (const char *path, Asked *asked)
{
  g_autoptr (CdlStrategyFile) file = cdl_cli_strategy (path);

  if (file == NULL)
    return FALSE;
  asked->strategy = g_strdup (file->text);

  return TRUE;
}

/* A value that is given replaces that of the run. */
static void
add_set (GPtrArray *sets, const char *set)
{
  const char *equals = strchr (set, '=');

  for (guint i = 0; equals != NULL && i < sets->len; i++)
    if (strncmp (sets->pdata[i], set, (gsize) (equals - set) + 1) == 0)
      g_ptr_array_remove_index (sets, i--);
  g_ptr_array_add (sets, g_strdup (set));
}

static gboolean
read_request (const Options *options, const char *what, CdlStore *store, Asked *asked)
{
  CdlMarket market = CDL_MARKET_SPOT;
  gboolean is_file = g_file_test (what, G_FILE_TEST_EXISTS);

  if (!cdl_cli_market (options->market, &market))
    return FALSE;
  asked->sets = g_ptr_array_new_with_free_func (g_free);
  cdl_settings_init (&asked->request.settings, market);
  if (!(is_file ? take_file (what, asked) : take_run (what, asked, store)))
    return FALSE;
  if (!is_file && options->market != NULL && asked->request.settings.market != market)
    {
      cdl_cli_fail (CDL_EXIT_USAGE, "--market: the run is of %s",
                    cdl_market_name (asked->request.settings.market));
      return FALSE;
    }
  if (options->symbols != NULL)
    {
      g_strfreev (asked->symbols);
      asked->symbols = g_strdupv (options->symbols);
      if (!is_file) /* rules of another symbol */
        {
          asked->request.settings.tick = asked->request.settings.step = CDL_DECIMAL_NONE;
          asked->request.settings.min_notional = 0.0;
        }
    }
  if (asked->symbols == NULL)
    {
      cdl_cli_fail (CDL_EXIT_USAGE, "name a symbol: --symbol BTCUSDT");
      return FALSE;
    }
  for (char **set = options->sets; set != NULL && *set != NULL; set++)
    add_set (asked->sets, *set);
  g_ptr_array_add (asked->sets, NULL);
  if (!cdl_cli_settings_apply (&options->settings, &asked->request.settings)
      || !cdl_cli_settings_read_tiers (&options->settings, asked->request.settings.market,
                                       &asked->brackets))
    return FALSE;

  asked->request.brackets = asked->brackets;
  asked->request.strategy = asked->strategy;
  asked->request.symbols = (const char *const *) asked->symbols;
  asked->request.sets = (const char *const *) asked->sets->pdata;
  asked->request.note = options->name;
  asked->request.exchange_url
      = options->url != NULL ? options->url : g_getenv ("CHANDELIER_EXCHANGE_URL");

  return cdl_cli_number ("--exchange-speed", options->speed, 1e-3, 1e6,
                         &asked->request.clock_speed);
}

static int
start (const Asked *asked, CdlStore *store, gint64 ms, gboolean json)
{
  g_autofree char *root = cdl_cli_data_folder ();
  g_autoptr (CdlSessionRecord) record = NULL;
  g_autoptr (CdlSessionPlan) plan = NULL;
  g_autoptr (CdlLiveRun) live = NULL;
  GError *error = NULL;

  if (!cdl_session_prepare (root, &asked->request, &record, &plan, &error))
    return cdl_cli_fail_error (error);
  live = cdl_live_run_new (store, json);
  if (!json)
    {
      g_autofree char *title = cdl_cli_session_title (record);
      g_autofree char *from = cdl_time_format_short (plan->from);

      g_print ("Session %.*s, %s: from %s UTC. Ctrl+C leaves it, “live stop” ends it.\n",
               CDL_CLI_SESSION_ID, record->id, title, from);
    }
  if (!cdl_session_manager_start (cdl_live_run_manager (live), record, plan, &error))
    return cdl_cli_fail_error (error);

  return cdl_live_run_wait (live, ms);
}

static int
run (int argc, char **argv)
{
  g_auto (Options) options = { NULL };
  g_auto (Asked) asked = { 0 };
  const GOptionEntry entries[] = {
    { "symbol", 's', 0, G_OPTION_ARG_STRING_ARRAY, &options.symbols,
      "May be given several times; default: the run's", "SYMBOL" },
    { "market", 'm', 0, G_OPTION_ARG_STRING, &options.market, "spot (default) or um", "MARKET" },
    { "set", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.sets, "Value of a parameter: reward=2",
      "NAME=VALUE" },
    CDL_CLI_SETTINGS_ENTRIES (options.settings),
    { "exchange", 0, 0, G_OPTION_ARG_STRING, &options.url,
      "Where the exchange is reached, instead of its own addresses", "URL" },
    { "exchange-speed", 0, 0, G_OPTION_ARG_STRING, &options.speed,
      "How fast the clock of a simulated one runs (1)", "FACTOR" },
    { "name", 'n', 0, G_OPTION_ARG_STRING, &options.name, "What to call it", "NAME" },
    { "for", 0, 0, G_OPTION_ARG_STRING, &options.length,
      "Stop it after this time: 90s, 15m, 24h, 7d", "TIME" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (CdlStore) store = NULL;
  g_autoptr (GError) error = NULL;
  CdlOutput output;
  gint64 ms;
  int code;

  if (!cdl_cli_parse (&cdl_command_live_start, entries, &argc, &argv, 1, 1, &output, &code))
    return code;
  store = cdl_cli_store (&error);
  if (store == NULL)
    return cdl_cli_fail_error (g_steal_pointer (&error));
  if (!read_length (options.length, &ms) || !read_request (&options, argv[1], store, &asked))
    return CDL_EXIT_USAGE;

  return start (&asked, store, ms, output.json);
}

const CdlCommand cdl_command_live_start = {
  .noun = "live",
  .verb = "start",
  .args = "RUN|STRATEGY.json",
  .summary = "Trade a strategy on paper, as it happens",
  .run = run,
};
