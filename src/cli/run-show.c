#include <math.h>

#include "cdl-cli-run-id.h"
#include "cdl-cli-run-stats.h"
#include "cdl-cli-run-table.h"
#include "cdl-run-words.h"
#include "cdl-cli-style.h"
#include "cdl-cli-table.h"
#include "cdl-cli-text.h"
#include "cdl-cli.h"
#include "cdl-run-text.h"
#include "cdl-number.h"
#include "cdl-run-json.h"
#include "cdl-time.h"

/* Columns of the facts, and of a line. */
#define NAME_WIDTH 13
#define LINE_WIDTH 96

/* Trades of each end of a longer list. */
#define ENDS 5

static void
print_title (const char *title)
{
  g_print ("\n%s%s%s\n", cdl_cli_style (CDL_STYLE_BOLD), title, cdl_cli_style (CDL_STYLE_PLAIN));
}

/* text may come from users: see cdl_text_wrap(). */
static void
print_fact (const char *name, const char *text)
{
  g_autofree char *wrapped = cdl_text_wrap (text, LINE_WIDTH - NAME_WIDTH, NAME_WIDTH);

  g_print ("%-*s%s\n", NAME_WIDTH, name, wrapped);
}

static void
print_head (const CdlRunRecord *run)
{
  const CdlDatasetRecord *data = run->dataset;
  const char *quote = cdl_symbol_quote (data->symbol);
  g_autofree char *name = cdl_text_printable (run->strategy->name);
  g_autofree char *params = cdl_run_params_text (run);
  g_autofree char *from = cdl_time_format_short (run->from);
  g_autofree char *to = cdl_time_format_short (run->to);
  g_autofree char *length = cdl_duration_format (run->to - run->from);
  g_autofree char *nets = cdl_run_nets_text (run);
  double net = run->statistics.value[CDL_STAT_NET];
  g_autofree char *money = cdl_text_signed (net, 2);

  g_print ("%s%s%s  %s\n", cdl_cli_style (CDL_STYLE_BOLD), name, cdl_cli_style (CDL_STYLE_PLAIN),
           params);
  g_print ("%s %s, %s klines over %s klines, %s to %s UTC (%s)\n", data->symbol,
           cdl_market_name (data->market), cdl_interval_name (run->interval),
           cdl_interval_name (run->path_interval), from, to, length);
  g_print ("%s%sNet %s (%s %s)%s\n", cdl_cli_style (CDL_STYLE_BOLD),
           cdl_cli_style (net < 0.0 ? CDL_STYLE_BAD : CDL_STYLE_GOOD), nets, money,
           *quote != '\0' ? quote : "quote", cdl_cli_style (CDL_STYLE_PLAIN));
}

static char *
data_words (const CdlDatasetRecord *data)
{
  g_autofree char *rows = cdl_text_count (data->rows, "kline");
  g_autofree char *holes = cdl_text_count (data->holes, "hole");
  g_autofree char *quality = cdl_text_number (data->quality_pct, 3);

  return g_strdup_printf ("%s, %s, %s%s", rows, data->holes > 0 ? holes : "no holes",
                          isnan (data->quality_pct) ? "completeness not known" : quality,
                          isnan (data->quality_pct) ? "" : " % complete");
}

/* How it came about. */
static char *
history_words (const CdlRunRecord *run)
{
  g_autofree char *created
      = cdl_time_format_short (run->created_at / CDL_SECOND_MS * CDL_SECOND_MS);
  g_autofree char *elapsed = cdl_duration_format (MAX (run->elapsed_us / 1000, 1));

  return g_strdup_printf ("%s UTC%s%s, computed in %s", created, run->test != NULL ? ", test " : "",
                          run->test != NULL ? run->test : "", elapsed);
}

static void
print_facts (const CdlRunRecord *run)
{
  g_autofree char *data = data_words (run->dataset);
  g_autofree char *settings = cdl_run_settings_words (run);
  g_autofree char *history = history_words (run);
  g_autofree char *tags = g_strjoinv (", ", run->tags);

  g_print ("\n");
  print_fact ("Run", run->id);
  print_fact ("Revision", run->strategy->revision);
  print_fact ("Fingerprint", run->fingerprint);
  print_fact ("Data", data);
  print_fact ("Settings", settings);
  print_fact ("Asked for", history);
  if (run->favourite)
    print_fact ("Favourite", "yes");
  if (*tags != '\0')
    print_fact ("Tags", tags);
  if (*run->note != '\0')
    print_fact ("Note", run->note);
  for (guint i = 0; i < CDL_N_RUN_FLAGS; i++)
    if (run->flags & 1u << i)
      print_fact (run->flags & ((1u << i) - 1) ? "" : "Beware",
                  cdl_run_flag_words ((CdlRunFlags) (1u << i)));
}

/* Counts of a whole with their shares; what did not happen is left out. */
static void
print_counts (const char *title,
              const char *word,
              const guint *counts,
              guint n,
              const char *(*words) (guint value))
{
  g_autofree char *number = NULL;
  g_autofree char *line = NULL;
  guint total = 0;

  for (guint i = 0; i < n; i++)
    total += counts[i];
  number = cdl_text_count (total, word);
  line = g_strdup_printf ("%s: %s", title, number);
  print_title (line);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *count = cdl_text_number (counts[i], 0);
      g_autofree char *share = cdl_text_number (100.0 * counts[i] / MAX (total, 1), 1);

      if (counts[i] > 0)
        g_print ("  %-26s%10s%8s %%\n", words (i), count, share);
    }
}

static void
add_trade (CdlTable *table, const CdlRunDetails *details, const CdlTrade *trade)
{
  char entry[CDL_NUMBER_SIZE], exit_price[CDL_NUMBER_SIZE];
  g_autofree char *seq = g_strdup_printf ("%u", trade->seq);
  g_autofree char *name = cdl_text_printable (cdl_run_details_name (details, trade->def));
  g_autofree char *entered = cdl_time_format_short (trade->entry_time);
  g_autofree char *left = cdl_time_format_short (trade->exit_time);
  g_autofree char *pnl = cdl_text_signed (trade->pnl, 2);
  g_autofree char *pct = cdl_text_signed (trade->pnl_pct, 2);
  g_autofree char *r = cdl_text_signed (trade->r, 2);
  const char *cells[] = { seq,
                          name,
                          cdl_side_name (trade->side),
                          entered,
                          cdl_number_format (trade->entry_price, entry),
                          left,
                          cdl_number_format (trade->exit_price, exit_price),
                          cdl_run_exit_words (trade->exit_reason),
                          pnl,
                          pct,
                          r,
                          cdl_proof_name (trade->proof),
                          NULL };

  cdl_table_add (table, cells);
}

/* All of a short list, or its ends. */
static void
print_trades (const CdlRunRecord *run, const CdlRunDetails *details)
{
  static const char *const titles[]
      = { ">#", "Setup",   "Side", "Entered", ">Price", "Left", ">Price",
          "By", ">Result", ">%",   ">R",      "Proof",  NULL };
  static const char *const gap[] = { "", "", "", "…", "", "", "", "", "", "", "", "", NULL };
  g_autoptr (CdlTable) table = cdl_table_new (titles);
  guint n;

  if (details == NULL)
    {
      g_print ("\nTrades, setups and equity were not kept: “test run … --details” keeps them.\n");
      return;
    }

  n = details->trades->len;
  if (n == 0)
    return;
  print_title (n > 2 * ENDS ? "First and last trades" : "Trades");
  for (guint i = 0; i < n; i++)
    if (n <= 2 * ENDS || i < ENDS || i >= n - ENDS)
      add_trade (table, details, &g_array_index (details->trades, CdlTrade, i));
    else if (i == ENDS)
      cdl_table_add (table, gap);
  cdl_table_print (table);
  if (n > 2 * ENDS)
    g_print ("\nAll of them: “run export %.12s --trades”.\n", run->id);
}

static void
print_text (const CdlRunRecord *run, const CdlRunDetails *details)
{
  const CdlStatistics *statistics = &run->statistics;

  print_head (run);
  print_facts (run);
  cdl_cli_print_stats (run);
  print_counts ("Funnel", "setup", statistics->fates, CDL_N_FATES, cdl_run_fate_words);
  print_counts ("Exits", "trade", statistics->exits, CDL_N_EXIT_REASONS, cdl_run_exit_words);
  print_counts ("Proofs", "trade", statistics->proofs, G_N_ELEMENTS (statistics->proofs),
                cdl_run_proof_words);
  print_trades (run, details);
}

static int
run (int argc, char **argv)
{
  g_autoptr (CdlStore) store = NULL;
  g_autoptr (CdlRunDetails) details = NULL;
  g_autoptr (CdlRunRecord) record = NULL;
  g_autoptr (GError) error = NULL;
  CdlOutput output;
  int code;

  if (!cdl_cli_parse (&cdl_command_run_show, NULL, &argc, &argv, 1, 1, &output, &code))
    return code;
  store = cdl_cli_store (&error);
  if (store == NULL
      || (record = cdl_cli_find_run (store, argv[1], output.json ? NULL : &details, &error))
             == NULL)
    return cdl_cli_fail_error (g_steal_pointer (&error));

  if (output.json)
    {
      g_autoptr (CdlJsonWriter) writer = cdl_json_writer_new (CDL_JSON_PRETTY);

      cdl_run_write_json (writer, record, NULL, FALSE);
      cdl_cli_print_json (writer);
    }
  else
    print_text (record, details);

  return CDL_EXIT_OK;
}

const CdlCommand cdl_command_run_show = {
  .noun = "run",
  .verb = "show",
  .args = "RUN",
  .summary = "Everything about a run on one screen",
  .run = run,
};
