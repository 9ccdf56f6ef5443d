#include <gio/gunixoutputstream.h>
#include <string.h>
#include <unistd.h>

#include "cdl-cli-progress.h"
#include "cdl-cli-text.h"
#include "cdl-cli.h"
#include "cdl-store-export.h"

typedef struct
{
  CdlProgressBar *bar;
  GCancellable *cancellable;
  guint64 runs;  /* in the store: most of the lines */
  guint64 lines; /* so far */
  gint64 started;
} Export;

static void
on_line (guint64 lines, gpointer data)
{
  Export *self = data;
  double fraction = MIN (1.0, (double) lines / (double) MAX (self->runs, 1));
  gint64 elapsed_ms = (g_get_monotonic_time () - self->started) / 1000;
  g_autofree char *detail = cdl_text_count (lines, "record");

  self->lines = lines;
  if (cdl_cli_interrupted ())
    g_cancellable_cancel (self->cancellable);
  cdl_progress_bar_set (self->bar, fraction,
                        (gint64) ((double) elapsed_ms * (1.0 - fraction) / fraction), detail);
}

/* A file is there whole, or as it was before. */
static gboolean
export_to_file (Export *self, CdlStore *store, const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileOutputStream) stream
      = g_file_replace (file, NULL, FALSE, G_FILE_CREATE_NONE, NULL, error);
  g_autoptr (GCancellable) given_up = g_cancellable_new ();

  if (stream == NULL)
    return FALSE;
  if (cdl_store_export (store, NULL, G_OUTPUT_STREAM (stream), on_line, self, self->cancellable,
                        error))
    return g_output_stream_close (G_OUTPUT_STREAM (stream), NULL, error);
  /* Closed like this, it leaves the old file where it is. */
  g_cancellable_cancel (given_up);
  g_output_stream_close (G_OUTPUT_STREAM (stream), given_up, NULL);

  return FALSE;
}

static gboolean
export_to_stdout (Export *self, CdlStore *store, GError **error)
{
  g_autoptr (GOutputStream) stream = g_unix_output_stream_new (STDOUT_FILENO, FALSE);

  return cdl_store_export (store, NULL, stream, on_line, self, self->cancellable, error);
}

static int
run (int argc, char **argv)
{
  gboolean local = FALSE;
  const GOptionEntry entries[] = {
    { "local", 0, 0, G_OPTION_ARG_NONE, &local, "Only what is stored on this machine", NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (CdlStore) store = NULL;
  g_autoptr (CdlProgressBar) bar = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *count = NULL;
  gboolean ok, to_stdout;
  Export export = { .cancellable = cancellable, .started = g_get_monotonic_time () };
  CdlOutput output;
  int code;

  if (!cdl_cli_parse (&cdl_command_db_export, entries, &argc, &argv, 1, 1, &output, &code))
    return code;
  to_stdout = strcmp (argv[1], "-") == 0;
  cdl_cli_catch_interrupt ();
  store = local ? cdl_cli_local_store (&error) : cdl_cli_store (&error);
  if (store == NULL || !cdl_store_count_runs (store, NULL, &export.runs, NULL, &error))
    return cdl_cli_fail_error (g_steal_pointer (&error));

  bar = cdl_progress_bar_new ("Writing");
  export.bar = bar;
  ok = to_stdout ? export_to_stdout (&export, store, &error)
                 : export_to_file (&export, store, argv[1], &error);
  g_clear_pointer (&bar, cdl_progress_bar_free);
  if (!ok)
    return cdl_cli_fail_error (g_steal_pointer (&error));
  count = cdl_text_count (export.lines, "record");
  if (!to_stdout)
    g_print ("Wrote %s to %s.\n", count, argv[1]);

  return CDL_EXIT_OK;
}

static const char *const formats[] = { "jsonl", NULL };

const CdlCommand cdl_command_db_export = {
  .noun = "db",
  .verb = "export",
  .args = "FILE",
  .summary = "Write everything that is stored to a file (-: standard output)",
  .formats = formats,
  .run = run,
};
