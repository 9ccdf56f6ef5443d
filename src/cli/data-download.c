#include <string.h>

#include "cdl-cli-download.h"
#include "cdl-cli-progress.h"
#include "cdl-cli-text.h"
#include "cdl-cli.h"
#include "cdl-download.h"
#include "cdl-number.h"
#include "cdl-time.h"

typedef struct
{
  char *what, *market, *interval, *from, *to, *url;
} Options;

static void
options_clear (Options *self)
{
  g_free (self->what);
  g_free (self->market);
  g_free (self->interval);
  g_free (self->from);
  g_free (self->to);
  g_free (self->url);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

/* Adds what the options say of one series of one symbol. FALSE with a message. */
static gboolean
add_download (GArray *downloads, const CdlDownload *common, const char *what, const char *symbol)
{
  const CdlExchange *exchange = cdl_exchange_binance ();
  CdlDownload download = *common;

  if (!cdl_series_parse (what, &download.id.series))
    {
      cdl_cli_fail (CDL_EXIT_USAGE, "--what: “%s” is not klines, mark, funding, prints or info",
                    what);
      return FALSE;
    }
  if (!cdl_dataset_name_init (&download.id.name, common->id.name.market, symbol,
                              common->id.name.interval))
    {
      cdl_cli_fail (CDL_EXIT_USAGE, "“%s” is not a symbol: write it like BTCUSDT", symbol);
      return FALSE;
    }
  if (!exchange->offers (&download.id))
    {
      g_autofree char *name = cdl_series_id_format (&download.id);

      cdl_cli_fail (CDL_EXIT_USAGE, "%s has no %s%s", exchange->title, name,
                    download.id.name.market == CDL_MARKET_SPOT
                        ? ": mark prices and funding rates are of --market um"
                        : "");
      return FALSE;
    }
  g_array_append_val (downloads, download);

  return TRUE;
}

static gboolean
read_downloads (const Options *options, int argc, char **argv, GArray *downloads)
{
  g_auto (GStrv) whats = g_strsplit (options->what != NULL ? options->what : "klines", ",", -1);
  CdlDownload common = { .from = CDL_TIME_NONE, .to = CDL_TIME_NONE };

  common.id.name.interval = CDL_INTERVAL_1M;
  if (!cdl_cli_market (options->market, &common.id.name.market)
      || !cdl_cli_interval ("--interval", options->interval, &common.id.name.interval)
      || (options->from != NULL && !cdl_cli_time ("--from", options->from, &common.from))
      || (options->to != NULL && !cdl_cli_time ("--to", options->to, &common.to)))
    return FALSE;
  if (common.from != CDL_TIME_NONE && common.to != CDL_TIME_NONE && common.from >= common.to)
    {
      cdl_cli_fail (CDL_EXIT_USAGE, "--to is not after --from");
      return FALSE;
    }
  for (int i = 1; i < argc; i++)
    for (char **what = whats; *what != NULL; what++)
      if (!add_download (downloads, &common, g_strstrip (*what), argv[i]))
        return FALSE;

  return TRUE;
}

static const char *const state_names[] = { "queued", "queued", "done", "failed", "cancelled" };

static void
write_status (CdlJsonWriter *writer, const CdlDownloadStatus *status)
{
  const CdlSeriesId *id = &status->download.id;

  cdl_json_begin_object (writer);
  cdl_json_member_string (writer, "what", cdl_series_name (id->series));
  cdl_json_member_string (writer, "market", cdl_market_name (id->name.market));
  cdl_json_member_string (writer, "symbol", id->name.symbol);
  if (id->series <= CDL_SERIES_MARK)
    cdl_json_member_string (writer, "interval", cdl_interval_name (id->name.interval));
  cdl_json_member_string (writer, "state", state_names[status->state]);
  cdl_json_member_int (writer, "added", (gint64) status->added);
  cdl_json_member_int (writer, "repaired", (gint64) status->repaired);
  cdl_json_member_int (writer, "absent", (gint64) status->absent);
  cdl_json_member_string (writer, "error",
                          status->state == CDL_DOWNLOAD_FAILED ? status->message : NULL);
  cdl_json_name (writer, "notes");
  cdl_json_begin_array (writer);
  for (char **note = status->notes; *note != NULL; note++)
    cdl_json_string (writer, *note);
  cdl_json_end_array (writer);
  cdl_json_end_object (writer);
}

static void
print_json (const CdlQueueStatus *status)
{
  g_autoptr (CdlJsonWriter) writer = cdl_json_writer_new (CDL_JSON_PRETTY);

  cdl_json_begin_object (writer);
  cdl_json_member_int (writer, "bytes", (gint64) status->bytes);
  cdl_json_name (writer, "downloads");
  cdl_json_begin_array (writer);
  for (guint i = 0; i < status->downloads->len; i++)
    write_status (writer, status->downloads->pdata[i]);
  cdl_json_end_array (writer);
  cdl_json_end_object (writer);
  cdl_cli_print_json (writer);
}

/* What the numbers of a series are of. */
static const char *const unit_names[CDL_N_SERIES] = {
  [CDL_SERIES_KLINES] = "new kline", [CDL_SERIES_MARK] = "new kline",
  [CDL_SERIES_FUNDING] = "new rate", [CDL_SERIES_PRINTS] = "new print",
  [CDL_SERIES_INFO] = "symbol",
};

static void
print_status (const CdlDownloadStatus *status)
{
  g_autofree char *name = cdl_series_id_format (&status->download.id);
  g_autofree char *added = cdl_text_count (status->added, unit_names[status->download.id.series]);

  if (status->state != CDL_DOWNLOAD_FAILED)
    {
      g_print ("%s: %s", name, added);
      if (status->repaired > 0)
        g_print (", %" G_GUINT64_FORMAT " corrected (see repairs.jsonl)", status->repaired);
      if (status->absent > 0)
        g_print (", %" G_GUINT64_FORMAT " that the exchange does not have", status->absent);
      g_print ("%s\n", status->state == CDL_DOWNLOAD_DONE ? "" : "; the rest is queued");
    }
  for (char **note = status->notes; *note != NULL; note++)
    g_print ("  %s\n", *note);
}

/* The first failure decides the exit code. */
static int
report (const CdlQueueStatus *status, gboolean json)
{
  int code = CDL_EXIT_OK;

  if (json)
    print_json (status);
  for (guint i = 0; i < status->downloads->len; i++)
    {
      const CdlDownloadStatus *download = status->downloads->pdata[i];

      if (!json)
        print_status (download);
      if (download->state == CDL_DOWNLOAD_FAILED)
        {
          g_autofree char *name = cdl_series_id_format (&download->download.id);
          GError *error = g_error_copy (download->error);
          int failed;

          g_prefix_error (&error, "%s: ", name);
          failed = cdl_cli_fail_error (error);
          code = code == CDL_EXIT_OK ? failed : code;
        }
      else if (download->state <= CDL_DOWNLOAD_RUNNING)
        code = CDL_EXIT_CANCELLED;
    }

  return code;
}

static int
run (int argc, char **argv)
{
  g_auto (Options) options = { NULL };
  const GOptionEntry entries[] = {
    { "what", 'w', 0, G_OPTION_ARG_STRING, &options.what,
      "klines (default), mark, funding, prints, info; several with commas", "LIST" },
    { "market", 'm', 0, G_OPTION_ARG_STRING, &options.market, "spot (default) or um", "MARKET" },
    { "interval", 'i', 0, G_OPTION_ARG_STRING, &options.interval, "Of klines and mark prices (1m)",
      "INTERVAL" },
    { "from", 0, 0, G_OPTION_ARG_STRING, &options.from,
      "Nothing before it; default: as far back as the exchange goes", "TIME" },
    { "to", 0, 0, G_OPTION_ARG_STRING, &options.to, "Nothing from it on; default: now", "TIME" },
    { "exchange", 0, 0, G_OPTION_ARG_STRING, &options.url,
      "Where the exchange is reached, instead of its own addresses", "URL" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GArray) downloads = g_array_new (FALSE, FALSE, sizeof (CdlDownload));
  g_autoptr (CdlDownloadQueue) queue = NULL;
  g_autoptr (CdlQueueStatus) status = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *root = NULL;
  CdlExchangePoints points = { { NULL } };
  CdlOutput output;
  int code;

  if (!cdl_cli_parse (&cdl_command_data_download, entries, &argc, &argv, 0, -1, &output, &code))
    return code;
  if (!read_downloads (&options, argc, argv, downloads))
    return CDL_EXIT_USAGE;
  if (options.url == NULL)
    options.url = g_strdup (g_getenv ("CHANDELIER_EXCHANGE_URL"));
  points = (CdlExchangePoints){ { options.url, options.url }, options.url };

  root = cdl_cli_data_folder ();
  cdl_cli_catch_interrupt ();
  queue = cdl_download_queue_new (root, cdl_exchange_binance (), &points, NULL, NULL, &error);
  if (queue == NULL)
    return cdl_cli_fail_error (g_steal_pointer (&error));
  for (guint i = 0; i < downloads->len; i++)
    cdl_download_queue_add (queue, &g_array_index (downloads, CdlDownload, i));
  status = cdl_cli_download (queue);
  if (status->downloads->len == 0 && !output.json)
    g_print ("Nothing is queued: name symbols to download.\n");

  return report (status, output.json);
}

const CdlCommand cdl_command_data_download = {
  .noun = "data",
  .verb = "download",
  .args = "[SYMBOL…]",
  .summary = "Fetch missing klines, rates and prints from the exchange; alone: what is queued",
  .run = run,
};
