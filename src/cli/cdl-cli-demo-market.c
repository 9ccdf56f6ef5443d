#include "cdl-cli-demo-market.h"

#include <string.h>

#include "cdl-cli-download.h"
#include "cdl-cli-program.h"
#include "cdl-cli-progress.h"
#include "cdl-cli.h"
#include "cdl-number.h"
#include "cdl-time.h"

#define PROGRAM "chandelier-exchange"

/* The file that tells whose market a folder holds. */
#define MARKER "demo-seed"

/* Of the exchange's clock: its files of months are published by then. */
#define PUBLISHED_DAYS 10

static const char *const symbols[] = { "BTCUSDT", "SOLUSDT", NULL };

char **
cdl_demo_market_symbols (void)
{
  return g_strdupv ((char **) symbols);
}

gint64
cdl_demo_market_start (void)
{
  return cdl_days_from_civil (2024, 1, 1) * CDL_DAY_MS;
}

static char *
marker_path (void)
{
  g_autofree char *folder = cdl_cli_data_folder ();

  return g_build_filename (folder, MARKER, NULL);
}

gboolean
cdl_demo_market_check (guint64 seed)
{
  g_autofree char *folder = cdl_cli_data_folder ();
  g_autofree char *users = cdl_data_root ();
  g_autofree char *path = marker_path ();
  g_autofree char *text = NULL;
  g_autoptr (CdlArchive) archive = cdl_archive_new (folder);
  g_autoptr (GArray) datasets = cdl_archive_list (archive);
  gint64 held;

  if (strcmp (folder, users) == 0)
    {
      cdl_cli_fail (CDL_EXIT_USAGE, "%s is for real klines: give the demo a folder of its own",
                    folder);
      return FALSE;
    }
  if (datasets->len == 0)
    return TRUE;
  if (!g_file_get_contents (path, &text, NULL, NULL)
      || !cdl_number_parse_int (g_strstrip (text), &held))
    {
      cdl_cli_fail (CDL_EXIT_USAGE, "%s holds klines of %s: give the demo a folder of its own",
                    folder, g_array_index (datasets, CdlDatasetName, 0).symbol);
      return FALSE;
    }
  if (held == (gint64) seed)
    return TRUE;
  cdl_cli_fail (CDL_EXIT_USAGE,
                "%s holds the market of seed %s: give that of another seed a folder of its own",
                folder, text);

  return FALSE;
}

/* The exchange, with a clock that stands still some days after the last kline. */
static GSubprocess *
start_exchange (guint64 seed, int days, GError **error)
{
  g_autofree char *here = cdl_cli_program_folder ();
  g_autofree char *program = cdl_cli_program (PROGRAM, "simulator", here);
  g_autofree char *seed_text = g_strdup_printf ("%" G_GUINT64_FORMAT, seed);
  g_autofree char *start
      = cdl_time_format_iso (cdl_demo_market_start () + (days + PUBLISHED_DAYS) * CDL_DAY_MS);

  if (program == NULL)
    {
      g_set_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_NOT_FOUND,
                   "the demo needs %s, which makes its market: install the whole of Chandelier",
                   PROGRAM);
      return NULL;
    }

  return g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, error,
                           program, "--until-eof", "--seed", seed_text, "--start", start, "--speed",
                           "0", "--symbol", symbols[0], "--symbol", symbols[1], NULL);
}

/* Where it listens, as it says: newly allocated. */
static char *
read_address (GSubprocess *process, GError **error)
{
  g_autoptr (GDataInputStream) lines
      = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  g_autofree char *url = NULL;

  for (;;)
    {
      g_autofree char *line = g_data_input_stream_read_line (lines, NULL, NULL, error);

      if (line == NULL)
        break;
      if (g_str_has_prefix (line, "http "))
        url = g_strdup (line + strlen ("http "));
      if (strcmp (line, "ready") == 0)
        return g_steal_pointer (&url);
    }
  if (error != NULL && *error == NULL)
    g_set_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_FAILED, "%s does not start", PROGRAM);

  return NULL;
}

static void
add_downloads (CdlDownloadQueue *queue, int days)
{
  static const CdlSeries series[] = { CDL_SERIES_INFO, CDL_SERIES_KLINES };

  for (guint i = 0; symbols[i] != NULL; i++)
    for (gsize k = 0; k < G_N_ELEMENTS (series); k++)
      {
        CdlDownload download = { .from = cdl_demo_market_start (),
                                 .to = cdl_demo_market_start () + days * CDL_DAY_MS };

        download.id.series = series[k];
        cdl_dataset_name_init (&download.id.name, CDL_MARKET_SPOT, symbols[i], CDL_INTERVAL_1M);
        cdl_download_queue_add (queue, &download);
      }
}

static int
download_from (const char *url, int days)
{
  g_autofree char *root = cdl_cli_data_folder ();
  const CdlExchangePoints points = { { (char *) url, (char *) url }, (char *) url };
  g_autoptr (GError) error = NULL;
  g_autoptr (CdlDownloadQueue) queue
      = cdl_download_queue_new (root, cdl_exchange_binance (), &points, NULL, NULL, &error);
  g_autoptr (CdlQueueStatus) status = NULL;

  if (queue == NULL)
    return cdl_cli_fail_error (g_steal_pointer (&error));
  add_downloads (queue, days);
  status = cdl_cli_download (queue);
  for (guint i = 0; i < status->downloads->len; i++)
    {
      const CdlDownloadStatus *download = status->downloads->pdata[i];

      if (download->state == CDL_DOWNLOAD_FAILED)
        return cdl_cli_fail_error (g_error_copy (download->error));
    }

  return status->idle ? CDL_EXIT_OK : CDL_EXIT_CANCELLED;
}

/* Before the first kline: what is in the folder then is a demo's. */
static gboolean
write_marker (guint64 seed, GError **error)
{
  g_autofree char *folder = cdl_cli_data_folder ();
  g_autofree char *path = marker_path ();
  g_autofree char *text = g_strdup_printf ("%" G_GUINT64_FORMAT "\n", seed);

  g_mkdir_with_parents (folder, 0755);

  return g_file_set_contents (path, text, -1, error);
}

int
cdl_demo_market_download (guint64 seed, int days)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autofree char *url = NULL;
  int code;

  if (!write_marker (seed, &error))
    return cdl_cli_fail_error (g_steal_pointer (&error));
  process = start_exchange (seed, days, &error);
  url = process != NULL ? read_address (process, &error) : NULL;
  if (url == NULL)
    return cdl_cli_fail_error (g_steal_pointer (&error));
  cdl_cli_catch_interrupt ();
  code = download_from (url, days);
  /* The end of its input ends it. */
  g_output_stream_close (g_subprocess_get_stdin_pipe (process), NULL, NULL);
  g_subprocess_wait (process, NULL, NULL);

  return code;
}
