#include <string.h>

#include "cdl-cli-demo-market.h"
#include "cdl-cli-report.h"
#include "cdl-cli-strategy.h"
#include "cdl-cli-test.h"
#include "cdl-cli.h"
#include "cdl-time.h"

#define DEFAULT_DAYS 120
#define MIN_DAYS     4
#define MAX_DAYS     3650
#define MAX_SEED     999999

/* The best runs, which the report is on. */
#define REPORTED 6

/* What is swept of the strategies that come with the program; others are tested as written. */
static const struct
{
  const char *file;
  const char *sets[4];
} grids[] = {
  { "candlestick-reversal.json", { "band=1:2:0.5", "reward=1:3:1", "patience=2,3,6" } },
  { "double-bottom.json", { "strength=3,5,8", "gap=0.2,0.5,0.8", "reward=1:3:1" } },
  { "double-top.json", { "strength=3,4,6", "gap=0.2,0.5", "reach=0.5:1.5:0.5" } },
  { "flag.json", { "steep=0.5:2:0.5", "retrace=50,60,80", "reach=0.5:1:0.25" } },
  { "range-breakout.json", { "length=16,24,48", "narrow=3,4,6", "reward=1:3:1" } },
  { "rsi-reversion.json", { "length=7,14,21", "oversold=25,30,35", "room=2:4:1" } },
  { "sma-cross.json", { "fast=10,20", "slow=50,100,200", "target=1:4:1" } },
  { "trend-pullback.json", { "fast=20,30,50", "room=1:3:1", "reward=1:2:0.5" } },
  { "triangle-breakout.json", { "strength=2:4:1", "tolerance=0.2:0.6:0.2", "reach=0.5:1.5:0.5" } },
};

static const char *const *
find_sets (const char *file)
{
  for (gsize i = 0; i < G_N_ELEMENTS (grids); i++)
    if (strcmp (grids[i].file, file) == 0)
      return grids[i].sets;

  return NULL;
}

static int
by_name (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* Names of the JSON files in folder, sorted; empty if there is no such folder. */
static GPtrArray *
list_strategies (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);

  for (const char *name; dir != NULL && (name = g_dir_read_name (dir)) != NULL;)
    if (g_str_has_suffix (name, ".json"))
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, by_name);

  return names;
}

static gboolean
add_strategies (CdlTestRequest *request)
{
  const char *folder = cdl_cli_examples ();
  g_autoptr (GPtrArray) names = list_strategies (folder);

  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *path = g_build_filename (folder, names->pdata[i], NULL);
      g_autoptr (CdlStrategyFile) file = cdl_cli_strategy (path);

      if (file == NULL)
        return FALSE;
      cdl_test_request_add (request, g_steal_pointer (&file->strategy), file->text,
                            find_sets (names->pdata[i]));
    }
  if (names->len == 0)
    cdl_cli_fail (CDL_EXIT_FAILED, "there are no example strategies in %s", folder);

  return names->len > 0;
}

static CdlTestRequest *
make_request (int days)
{
  g_autoptr (CdlTestRequest) request = cdl_test_request_new (CDL_MARKET_SPOT);

  request->symbols = cdl_demo_market_symbols ();
  /* One window for all, so that their trials count together; what is before it is history. */
  request->from = cdl_demo_market_start () + days / 4 * CDL_DAY_MS;
  request->to = cdl_demo_market_start () + days * CDL_DAY_MS;
  request->settings.allow_short = TRUE;
  request->details = TRUE;

  return add_strategies (request) ? g_steal_pointer (&request) : NULL;
}

/* Commands to copy: program as it was called. */
static void
print_next_steps (const char *program, const char *folder, const char *symbol)
{
  g_autofree char *data = g_shell_quote (folder);
  g_autofree char *example = g_build_filename (cdl_cli_examples (), "double-bottom.json", NULL);

  g_print ("\nThese prices are random, so there is nothing to earn in them: the best of so many "
           "variants was lucky.\nLook closer:\n"
           "  %s run list --data %s\n"
           "  %s test run %s --symbol %s --data %s\n"
           "Or go on with real klines:\n"
           "  %s data download BTCUSDT --from 2024-01-01\n"
           "  %s test run %s --symbol BTCUSDT --set reward=1:4:0.5\n",
           program, data, program, example, symbol, data, program, program, example);
}

/* The best runs of the store, by net result: GPtrArray of char *. */
static GPtrArray *
find_best (GError **error)
{
  g_autoptr (CdlStore) store = cdl_cli_local_store (error);
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  const CdlRunQuery query
      = { .key = CDL_SORT_STAT, .stat = CDL_STAT_NET, .descending = TRUE, .limit = REPORTED };
  g_autoptr (CdlRunPage) page
      = store != NULL ? cdl_store_list_runs (store, &query, NULL, error) : NULL;

  if (page == NULL)
    return NULL;
  for (guint i = 0; i < page->runs->len; i++)
    g_ptr_array_add (ids, g_strdup (((const CdlRunRecord *) page->runs->pdata[i])->id));

  return g_steal_pointer (&ids);
}

/* report.html in the demo's folder; nothing without the program that draws. */
static int
write_report (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "report.html", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) ids = NULL;
  int code;

  if (!cdl_cli_can_report ())
    return CDL_EXIT_OK;
  ids = find_best (&error);
  if (ids == NULL)
    return cdl_cli_fail_error (g_steal_pointer (&error));
  code = cdl_cli_report (ids, path);
  if (code == CDL_EXIT_OK)
    g_print ("\nReport of the best %u, with charts, for your browser: %s\n", ids->len, path);

  return code;
}

static int
run (int argc, char **argv)
{
  g_autofree char *own = g_build_filename (g_get_user_data_dir (), "chandelier-demo", NULL);
  g_autofree char *folder = NULL;
  g_autoptr (CdlTestRequest) request = NULL;
  gint64 seed = 1;
  int days = DEFAULT_DAYS, threads = 0, code;
  const GOptionEntry entries[] = {
    { "seed", 0, 0, G_OPTION_ARG_INT64, &seed, "Of the random prices (1)", "NUMBER" },
    { "days", 0, 0, G_OPTION_ARG_INT, &days, "How many days of them (120)", "NUMBER" },
    { "threads", 'j', 0, G_OPTION_ARG_INT, &threads, "Default: one per processor", "NUMBER" },
    G_OPTION_ENTRY_NULL,
  };
  CdlOutput output;

  cdl_cli_set_data_folder (own);
  if (!cdl_cli_parse (&cdl_command_demo, entries, &argc, &argv, 0, 0, &output, &code))
    return code;
  if (seed < 0 || seed > MAX_SEED)
    return cdl_cli_fail (CDL_EXIT_USAGE, "--seed is a number from 0 to %d", MAX_SEED);
  if (days < MIN_DAYS || days > MAX_DAYS)
    return cdl_cli_fail (CDL_EXIT_USAGE, "--days is a number from %d to %d", MIN_DAYS, MAX_DAYS);

  folder = cdl_cli_data_folder ();
  if (seed != 1 && strcmp (folder, own) == 0)
    {
      g_autofree char *other = g_strdup_printf ("%s-%" G_GINT64_FORMAT, own, seed);

      cdl_cli_set_data_folder (other);
      g_free (folder);
      folder = cdl_cli_data_folder ();
    }
  if (!cdl_demo_market_check ((guint64) seed))
    return CDL_EXIT_USAGE;
  request = make_request (days);
  if (request == NULL)
    return CDL_EXIT_FAILED;
  request->threads = (guint) CLAMP (threads, 0, 1024);

  if (!output.json)
    g_printerr ("Two random markets of a simulated exchange, %d days of 1m klines each, in %s\n",
                days, folder);
  code = cdl_demo_market_download ((guint64) seed, days);
  if (code != CDL_EXIT_OK)
    return code;
  code = cdl_cli_test (request, output.json);
  if (code == CDL_EXIT_OK && !output.json)
    code = write_report (folder);
  if (code == CDL_EXIT_OK && !output.json)
    print_next_steps (argv[0], folder, request->symbols[0]);

  return code;
}

const CdlCommand cdl_command_demo = {
  .noun = "demo",
  .args = "",
  .summary = "Sweep the example strategies over a random market",
  .run = run,
};
