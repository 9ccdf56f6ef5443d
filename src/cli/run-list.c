#include <string.h>

#include "cdl-cli-run-filter.h"
#include "cdl-cli-run-table.h"
#include "cdl-cli-text.h"
#include "cdl-cli.h"
#include "cdl-run-json.h"

#define LIMIT 20

/* Reads the key, and the direction in which people want it: the best statistics, the latest and the
 * longest first, words by the alphabet. */
static gboolean
read_sort (const char *name, gboolean reverse, CdlRunQuery *query)
{
  gboolean words;

  if (name == NULL || strcmp (name, "created") == 0)
    name = "created_at";
  else if (strcmp (name, "finished") == 0)
    name = "finished_at";
  if (!cdl_sort_parse (name, &query->key, &query->stat))
    {
      cdl_cli_fail (CDL_EXIT_USAGE,
                    "--sort: runs do not sort by “%s”: take created, finished, elapsed, strategy, "
                    "symbol, market, interval, from, to, or a statistic like sharpe",
                    name);
      return FALSE;
    }

  words = query->key == CDL_SORT_STRATEGY || query->key == CDL_SORT_SYMBOL
          || query->key == CDL_SORT_MARKET || query->key == CDL_SORT_INTERVAL;
  query->descending
      = query->key == CDL_SORT_STAT ? cdl_stat_info (query->stat)->higher_is_better : !words;
  if (reverse)
    query->descending = !query->descending;

  return TRUE;
}

static void
print_count (const CdlOutput *output, guint64 count)
{
  g_autoptr (CdlJsonWriter) writer = NULL;

  if (!output->json)
    {
      g_print ("%" G_GUINT64_FORMAT "\n", count);
      return;
    }
  writer = cdl_json_writer_new (CDL_JSON_PRETTY);
  cdl_json_begin_object (writer);
  cdl_json_member_int (writer, "count", (gint64) count);
  cdl_json_end_object (writer);
  cdl_cli_print_json (writer);
}

/* The hint how to go on stands beside the array, not in it. */
static void
print_json (const CdlRunPage *page)
{
  g_autoptr (CdlJsonWriter) writer = cdl_json_writer_new (CDL_JSON_PRETTY);

  cdl_json_begin_array (writer);
  for (guint i = 0; i < page->runs->len; i++)
    cdl_run_write_json (writer, page->runs->pdata[i], NULL, FALSE);
  cdl_json_end_array (writer);
  cdl_cli_print_json (writer);
  if (page->next != NULL)
    {
      g_autofree char *cursor = g_shell_quote (page->next);

      g_printerr ("More: --after %s\n", cursor);
    }
}

static void
print_text (const CdlRunPage *page, const CdlRunQuery *query, guint64 count)
{
  g_autofree char *total = cdl_text_count (count, "run");
  g_autofree char *cursor = NULL;

  if (page->runs->len == 0)
    {
      g_print ("%s\n", query->cursor != NULL ? "No more runs."
                       : cdl_run_filter_is_empty (query->filter)
                           ? "No runs are stored: “test run” makes some."
                           : "No stored run is like that.");
      return;
    }

  cdl_cli_print_runs (page->runs);
  if (page->next == NULL && query->cursor == NULL)
    {
      g_print ("\n%s.\n", total);
      return;
    }
  g_print ("\n%u of %s.", page->runs->len, total);
  if (page->next != NULL)
    {
      cursor = g_shell_quote (page->next);
      g_print (" More: the same command with --after %s", cursor);
    }
  g_print ("\n");
}

static int
list (CdlStore *store, const CdlRunQuery *query, gboolean count_only, const CdlOutput *output)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CdlRunPage) page = NULL;
  guint64 count = 0;

  if ((count_only || !output->json)
      && !cdl_store_count_runs (store, query->filter, &count, NULL, &error))
    return cdl_cli_fail_error (g_steal_pointer (&error));
  if (count_only)
    {
      print_count (output, count);
      return CDL_EXIT_OK;
    }

  page = cdl_store_list_runs (store, query, NULL, &error);
  if (page == NULL)
    return cdl_cli_fail_error (g_steal_pointer (&error));
  if (output->json)
    print_json (page);
  else
    print_text (page, query, count);

  return CDL_EXIT_OK;
}

static int
run (int argc, char **argv)
{
  g_auto (CdlRunFilterOptions) options = { 0 };
  g_autofree char *sort = NULL;
  g_autofree char *after = NULL;
  gboolean reverse = FALSE, count = FALSE;
  int limit = LIMIT;
  const GOptionEntry more[] = {
    { "sort", 0, 0, G_OPTION_ARG_STRING, &sort,
      "Best first by a statistic, or by created (default), strategy, symbol, …", "KEY" },
    { "reverse", 'r', 0, G_OPTION_ARG_NONE, &reverse, "The other way round", NULL },
    { "limit", 'n', 0, G_OPTION_ARG_INT, &limit, "Runs at once: 1 to 1000 (20)", "NUMBER" },
    { "after", 0, 0, G_OPTION_ARG_STRING, &after, "Go on after a page, which tells its cursor",
      "CURSOR" },
    { "count", 0, 0, G_OPTION_ARG_NONE, &count, "Only tell how many there are", NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autofree GOptionEntry *entries = cdl_run_filter_entries (&options, more);
  g_autoptr (CdlRunFilter) filter = NULL;
  g_autoptr (CdlStore) store = NULL;
  g_autoptr (GError) error = NULL;
  CdlRunQuery query = { 0 };
  CdlOutput output;
  int code;

  if (!cdl_cli_parse (&cdl_command_run_list, entries, &argc, &argv, 0, 0, &output, &code))
    return code;
  if (limit < 1 || limit > CDL_RUN_MAX_PAGE)
    return cdl_cli_fail (CDL_EXIT_USAGE, "--limit: a page has 1 to %d runs, not %d",
                         CDL_RUN_MAX_PAGE, limit);
  filter = cdl_cli_run_filter (&options);
  if (filter == NULL || !read_sort (sort, reverse, &query))
    return CDL_EXIT_USAGE;
  query.filter = filter;
  query.limit = (guint) limit;
  query.cursor = after;

  store = cdl_cli_store (&error);
  if (store == NULL)
    return cdl_cli_fail_error (g_steal_pointer (&error));

  return list (store, &query, count, &output);
}

const CdlCommand cdl_command_run_list = {
  .noun = "run",
  .verb = "list",
  .args = "",
  .summary = "Stored runs: find, sort, count",
  .run = run,
};
