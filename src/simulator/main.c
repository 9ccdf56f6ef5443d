#include "cdl-number.h"
#include "cdl-sim-server.h"
#include "cdl-time.h"

#include <glib-unix.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* Trading began on 2024-01-01, if nothing else is said. */
#define FIRST_DAY 19723

typedef struct
{
  char *seed, *start, *first, *speed, *archive;
  char **symbols, **faults;
  int port, weight, requests, ping, pong, hours;
  gboolean until_eof, list_faults, version;
} Words;

static void
words_clear (Words *words)
{
  g_free (words->seed);
  g_free (words->start);
  g_free (words->first);
  g_free (words->speed);
  g_free (words->archive);
  g_strfreev (words->symbols);
  g_strfreev (words->faults);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Words, words_clear)

static gboolean
fail (GError **error, const char *option, const char *text, const char *right)
{
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "%s: “%s” is not %s", option, text,
               right);

  return FALSE;
}

static gboolean
parse_words (const Words *words, CdlSimOptions *options, GError **error)
{
  gint64 seed = 1, first;

  if (words->seed && (!cdl_number_parse_int (words->seed, &seed) || seed < 0))
    return fail (error, "--seed", words->seed, "a whole number");
  options->seed = (guint64) seed;

  options->start = g_get_real_time () / 1000;
  if (words->start && !cdl_time_parse (words->start, &options->start))
    return fail (error, "--start", words->start, "a time such as 2025-03-01T00:00");

  options->first_day = FIRST_DAY;
  if (words->first)
    {
      if (!cdl_time_parse (words->first, &first))
        return fail (error, "--first-day", words->first, "a date such as 2024-01-01");
      options->first_day = cdl_time_day (first);
    }
  if (options->first_day < 0)
    return fail (error, "--first-day", words->first, "after 1970");

  if (words->port < 0 || words->port > G_MAXUINT16)
    {
      g_autofree char *port = g_strdup_printf ("%d", words->port);

      return fail (error, "--port", port, "a port, 0 to 65535");
    }

  options->speed = 1;
  if (words->speed && strcmp (words->speed, "max") == 0)
    options->speed = INFINITY;
  else if (words->speed
           && (!cdl_number_parse (words->speed, &options->speed) || options->speed < 0))
    return fail (error, "--speed", words->speed, "a number of at least 0, or “max”");

  options->archive = words->archive;
  options->symbols = (const char *const *) words->symbols;
  options->weight_limit = (guint) MAX (words->weight, 0);
  options->request_limit = (guint) MAX (words->requests, 0);
  options->stream.ping_seconds = (guint) MAX (words->ping, 0);
  options->stream.pong_seconds = (guint) MAX (words->pong, 0);
  options->stream.session_hours = words->hours > 0 ? (guint) words->hours : 24;

  return TRUE;
}

static gboolean
quit (gpointer data)
{
  g_main_loop_quit (data);

  return G_SOURCE_CONTINUE;
}

static gboolean
on_input (GIOChannel *channel, GIOCondition condition, gpointer data)
{
  char bytes[256];
  gsize n = 0;

  if (g_io_channel_read_chars (channel, bytes, sizeof bytes, &n, NULL) == G_IO_STATUS_NORMAL)
    return G_SOURCE_CONTINUE;
  g_main_loop_quit (data);

  return G_SOURCE_REMOVE;
}

/* One "key value" a line; the last is "ready". */
static void
print_welcome (const CdlSimOptions *options, const CdlSimExchange *exchange, guint port)
{
  g_autofree char *time = cdl_time_format_iso (cdl_sim_clock_now (exchange->clock));
  char speed[CDL_NUMBER_SIZE];

  printf ("http http://127.0.0.1:%u\nwebsocket ws://127.0.0.1:%u\n", port, port);
  printf ("seed %" G_GUINT64_FORMAT "\ntime %s\nspeed %s\nready\n", options->seed, time,
          isinf (options->speed) ? "max" : cdl_number_format (options->speed, speed));
  fflush (stdout);
}

static gboolean
add_faults (const Words *words, CdlSimExchange *exchange, GError **error)
{
  for (char **fault = words->faults; fault && *fault; fault++)
    if (cdl_faults_add_text (exchange->faults, *fault, error) == 0)
      {
        g_prefix_error (error, "--fault: ");
        return FALSE;
      }

  return TRUE;
}

static void
list_faults (void)
{
  for (int i = 0; i < CDL_N_FAULT_TYPES; i++)
    printf ("%-20s %s\n", cdl_fault_name ((CdlFaultType) i),
            cdl_fault_description ((CdlFaultType) i));
}

static gboolean
run (const Words *words, GError **error)
{
  CdlSimOptions options = { .seed = 0 };
  g_autoptr (CdlSimExchange) exchange = NULL;
  g_autoptr (CdlSimServer) server = NULL;
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);

  if (!parse_words (words, &options, error) || !(exchange = cdl_sim_exchange_new (&options, error))
      || !add_faults (words, exchange, error)
      || !(server = cdl_sim_server_new (exchange, (guint) words->port, error)))
    return FALSE;

  g_unix_signal_add (SIGTERM, quit, loop);
  g_unix_signal_add (SIGINT, quit, loop);
  if (words->until_eof)
    {
      g_autoptr (GIOChannel) input = g_io_channel_unix_new (0);

      g_io_channel_set_encoding (input, NULL, NULL);
      g_io_add_watch (input, G_IO_IN | G_IO_HUP | G_IO_ERR, on_input, loop);
    }
  print_welcome (&options, exchange, cdl_sim_server_port (server));
  g_main_loop_run (loop);

  return TRUE;
}

int
main (int argc, char **argv)
{
  g_auto (Words) words = { NULL };
  const GOptionEntry entries[] = {
    { "port", 0, 0, G_OPTION_ARG_INT, &words.port, "Port on 127.0.0.1; 0: a free one (0)", "N" },
    { "seed", 0, 0, G_OPTION_ARG_STRING, &words.seed, "Of the market and of faults (1)", "N" },
    { "start", 0, 0, G_OPTION_ARG_STRING, &words.start, "Of the exchange's clock, UTC (now)",
      "TIME" },
    { "speed", 0, 0, G_OPTION_ARG_STRING, &words.speed,
      "Of the clock: 1, 60, 0 (stands still), or max: as fast as streams are read (1)", "FACTOR" },
    { "archive", 0, 0, G_OPTION_ARG_FILENAME, &words.archive,
      "Trade the 1m klines of this data folder, not those of the seed", "FOLDER" },
    { "first-day", 0, 0, G_OPTION_ARG_STRING, &words.first, "Trading begins (2024-01-01)", "DATE" },
    { "symbol", 0, 0, G_OPTION_ARG_STRING_ARRAY, &words.symbols,
      "What is traded; again for more (all there are)", "SYMBOL" },
    { "weight-limit", 0, 0, G_OPTION_ARG_INT, &words.weight,
      "Request weight of a minute (6000; futures 2400)", "N" },
    { "request-limit", 0, 0, G_OPTION_ARG_INT, &words.requests,
      "Requests of five minutes (300000; futures any number)", "N" },
    { "ping-seconds", 0, 0, G_OPTION_ARG_INT, &words.ping,
      "Between pings of a stream (20; futures 180)", "N" },
    { "pong-seconds", 0, 0, G_OPTION_ARG_INT, &words.pong, "That a pong may take (60; futures 600)",
      "N" },
    { "session-hours", 0, 0, G_OPTION_ARG_INT, &words.hours,
      "Of the exchange's clock that a stream connection lives (24)", "N" },
    { "fault", 0, 0, G_OPTION_ARG_STRING_ARRAY, &words.faults,
      "Something that goes wrong: NAME or NAME:KEY=VALUE,...; again for more", "FAULT" },
    { "list-faults", 0, 0, G_OPTION_ARG_NONE, &words.list_faults, "Print what can go wrong", NULL },
    { "until-eof", 0, 0, G_OPTION_ARG_NONE, &words.until_eof,
      "Stop when standard input ends, and with it whoever started this", NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, &words.version, "Print the version", NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;

  setlocale (LC_ALL, "");
  g_option_context_set_summary (
      context, "A simulated exchange on the loopback interface: it speaks Binance's REST,\n"
               "bulk archive and websocket protocols, spot and USD-M futures, from a market\n"
               "that a seed makes.");
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error)
      || (!words.version && !words.list_faults && !run (&words, &error)))
    {
      fprintf (stderr, "chandelier-exchange: %s\n", error->message);
      return 2;
    }
  if (words.version)
    puts ("chandelier-exchange " CDL_VERSION);

  if (words.list_faults)
    list_faults ();

  return 0;
}
