#include "cdl-cli.h"

#include <stdio.h>
#include <string.h>

#include "cdl-cli-text.h"
#include "cdl-lab-error.h"
#include "cdl-local-store.h"
#include "cdl-number.h"
#include "cdl-server-config.h"
#include "cdl-session-error.h"
#include "cdl-synced-store.h"
#include "cdl-time.h"

/* The folder of archive and store, if it is not the user's usual one. */
static char *data_folder;

/* The store that commands have used, until the program ends. */
static CdlStore *opened_store;

/* How long the server may take at the end. */
#define END_PATIENCE_MS 3000

static char *
command_name (const CdlCommand *command)
{
  return g_strconcat (command->noun, command->verb != NULL ? " " : "",
                      command->verb != NULL ? command->verb : "", NULL);
}

static const char *const text_or_json[] = { "text", "json", NULL };

/* "text or json", "json, csv or jsonl"; newly allocated. */
static char *
format_choices (const char *const *formats)
{
  GString *text = g_string_new (formats[0]);

  for (guint i = 1; formats[i] != NULL; i++)
    g_string_append_printf (text, "%s%s", formats[i + 1] == NULL ? " or " : ", ", formats[i]);

  return g_string_free (text, FALSE);
}

/* name (nullable: the usual one) as a format of the command. */
static gboolean
read_format (const char *const *formats, const char *name, CdlOutput *output)
{
  g_autofree char *choices = NULL;

  output->format = formats[0];
  if (name != NULL && !g_strv_contains (formats, name))
    {
      choices = format_choices (formats);
      cdl_cli_fail (CDL_EXIT_USAGE, "--format is %s, not “%s”", choices, name);
      return FALSE;
    }
  for (guint i = 0; name != NULL && formats[i] != NULL; i++)
    if (strcmp (formats[i], name) == 0)
      output->format = formats[i];
  output->json = strcmp (output->format, "json") == 0;

  return TRUE;
}

gboolean
cdl_cli_parse (const CdlCommand *command,
               const GOptionEntry *entries,
               int *argc,
               char ***argv,
               int min,
               int max,
               CdlOutput *output,
               int *code)
{
  g_autofree char *data = NULL;
  g_autofree char *format = NULL;
  g_autofree char *name = command_name (command);
  g_autoptr (GOptionContext) context = g_option_context_new (command->args);
  g_autoptr (GError) error = NULL;
  const char *const *formats = command->formats != NULL ? command->formats : text_or_json;
  g_autofree char *choices = format_choices (formats);
  g_autofree char *how = g_strdup_printf ("How to print: %s", choices);
  g_autofree char *folder = cdl_cli_data_folder ();
  g_autofree char *where = g_strdup_printf ("Where klines and results are (%s)", folder);
  gboolean help = FALSE;
  const GOptionEntry common[] = {
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &data, where, "FOLDER" },
    { "format", 0, 0, G_OPTION_ARG_STRING, &format, how, "FORMAT" },
    { "help", 'h', 0, G_OPTION_ARG_NONE, &help, "Show this help", NULL },
    G_OPTION_ENTRY_NULL,
  };

  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_set_summary (context, command->summary);
  if (entries != NULL)
    g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_add_main_entries (context, common, NULL);

  *code = CDL_EXIT_USAGE;
  if (!g_option_context_parse (context, argc, argv, &error))
    {
      cdl_cli_fail (CDL_EXIT_USAGE, "%s; see “%s --help”", error->message, name);
      return FALSE;
    }
  if (help)
    {
      g_autofree char *program = g_strdup (g_get_prgname ());
      g_autofree char *full = g_strdup_printf ("%s %s", program, name);
      g_autofree char *text = NULL;

      g_set_prgname (full); /* the help names the whole command */
      text = g_option_context_get_help (context, TRUE, NULL);
      g_set_prgname (program);

      g_print ("%s", text);
      *code = CDL_EXIT_OK;
      return FALSE;
    }
  /* "--" has done its work. */
  if (*argc > 1 && strcmp ((*argv)[1], "--") == 0)
    {
      memmove (*argv + 1, *argv + 2, (gsize) (*argc - 1) * sizeof **argv);
      (*argc)--;
    }
  if (*argc - 1 < min || (max >= 0 && *argc - 1 > max))
    {
      cdl_cli_fail (CDL_EXIT_USAGE, "%s takes %s; see “%s --help”", name,
                    *command->args != '\0' ? command->args : "no arguments", name);
      return FALSE;
    }
  if (data != NULL)
    cdl_cli_set_data_folder (data);

  return read_format (formats, format, output);
}

int
cdl_cli_fail (CdlExitCode code, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  g_printerr ("chandelier-cli: %s\n", message);

  return (int) code;
}

int
cdl_cli_fail_error (GError *error)
{
  CdlExitCode code = CDL_EXIT_FAILED;

  if (g_error_matches (error, CDL_LAB_ERROR, CDL_LAB_ERROR_BUSY)
      || g_error_matches (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_BUSY)
      || g_error_matches (error, CDL_SESSION_ERROR, CDL_SESSION_ERROR_BUSY))
    code = CDL_EXIT_BUSY;
  else if (g_error_matches (error, CDL_LAB_ERROR, CDL_LAB_ERROR_CANCELLED)
           || g_error_matches (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_CANCELLED)
           || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    code = CDL_EXIT_CANCELLED;
  else if (g_error_matches (error, CDL_LAB_ERROR, CDL_LAB_ERROR_REQUEST)
           || g_error_matches (error, CDL_SESSION_ERROR, CDL_SESSION_ERROR_INVALID))
    code = CDL_EXIT_USAGE;
  cdl_cli_fail (code, "%s", error->message);
  g_error_free (error);

  return (int) code;
}

int
cdl_cli_print_diagnostics (const char *file, const CdlDiagnostics *diagnostics)
{
  g_autofree char *text = cdl_diagnostics_format (diagnostics);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (char **line = lines; *line != NULL; line++)
    if (**line != '\0')
      g_printerr ("%s: %s\n", file, *line);

  return cdl_diagnostics_errors (diagnostics) > 0 ? CDL_EXIT_USAGE : CDL_EXIT_OK;
}

void
cdl_cli_print_json (CdlJsonWriter *writer)
{
  g_autofree char *text = cdl_json_writer_steal (writer);

  fputs (text, stdout);
  if (!g_str_has_suffix (text, "\n"))
    fputs ("\n", stdout);
}

void
cdl_cli_set_data_folder (const char *folder)
{
  g_free (data_folder);
  data_folder = g_canonicalize_filename (folder, NULL);
}

char *
cdl_cli_data_folder (void)
{
  return data_folder != NULL ? g_strdup (data_folder) : cdl_data_root ();
}

CdlArchive *
cdl_cli_archive (void)
{
  g_autofree char *root = cdl_cli_data_folder ();

  return cdl_archive_new (root);
}

/* The file of the store, in a folder that is there; newly allocated. */
static char *
store_path (GError **error)
{
  g_autofree char *root = cdl_cli_data_folder ();

  if (g_mkdir_with_parents (root, 0755) == 0)
    return g_build_filename (root, "store.sqlite", NULL);
  g_set_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_FAILED, "cannot make the folder %s", root);

  return NULL;
}

CdlStore *
cdl_cli_local_store (GError **error)
{
  g_autofree char *path = store_path (error);

  return path != NULL ? cdl_local_store_new (path, error) : NULL;
}

CdlStore *
cdl_cli_store (GError **error)
{
  g_autofree char *path = store_path (error);
  CdlStore *store = path != NULL ? cdl_open_store (path, error) : NULL;

  if (store != NULL)
    g_set_object (&opened_store, store);

  return store;
}

void
cdl_cli_end_store (gboolean tell)
{
  g_autoptr (CdlStore) store = g_steal_pointer (&opened_store);
  g_autoptr (CdlSyncStatus) status = NULL;
  g_autofree char *waiting = NULL;

  if (store == NULL || (status = cdl_synced_store_get_status (store)) == NULL)
    return;
  if (status->waiting > 0 && cdl_open_store_wait (store, END_PATIENCE_MS))
    cdl_synced_store_retry (store);
  if (cdl_synced_store_flush (store, END_PATIENCE_MS, NULL) || !tell)
    return;
  cdl_sync_status_free (status);
  status = cdl_synced_store_get_status (store);
  if (status->waiting == 0)
    return;
  waiting = cdl_text_count (status->waiting, "change");
  g_printerr ("The SurrealDB server does not have %s yet%s%s; “chandelier-cli db sync” does "
              "that.\n",
              waiting, status->error != NULL ? ": " : "",
              status->error != NULL ? status->error : "");
}

gboolean
cdl_cli_time (const char *option, const char *text, gint64 *time_ms)
{
  if (text == NULL || cdl_time_parse (text, time_ms))
    return TRUE;
  cdl_cli_fail (CDL_EXIT_USAGE,
                "%s: “%s” is not a time: write it like 2022-06-15 or "
                "2022-06-15T03:00 (UTC)",
                option, text);

  return FALSE;
}

gboolean
cdl_cli_market (const char *text, CdlMarket *market)
{
  if (text == NULL || cdl_market_parse (text, market))
    return TRUE;
  cdl_cli_fail (CDL_EXIT_USAGE, "--market: “%s” is not a market: spot, or um for USD-M futures",
                text);

  return FALSE;
}

gboolean
cdl_cli_interval (const char *option, const char *text, CdlInterval *interval)
{
  if (text == NULL || cdl_interval_parse (text, interval))
    return TRUE;
  cdl_cli_fail (CDL_EXIT_USAGE,
                "%s: “%s” is not an interval: 1s 1m 3m 5m 15m 30m 1h 2h 4h 6h 8h 12h 1d 3d 1w 1M",
                option, text);

  return FALSE;
}

gboolean
cdl_cli_number (const char *option, const char *text, double min, double max, double *value)
{
  char low[CDL_NUMBER_SIZE], high[CDL_NUMBER_SIZE];
  double number;

  if (text == NULL)
    return TRUE;
  if (cdl_number_parse (text, &number) && number >= min && number <= max)
    {
      *value = number;
      return TRUE;
    }
  cdl_cli_fail (CDL_EXIT_USAGE, "%s: “%s” is not a number from %s to %s", option, text,
                cdl_number_format (min, low), cdl_number_format (max, high));

  return FALSE;
}
