#include <gio/gunixinputstream.h>
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
  GInputStream *stream;
  goffset size; /* 0: not known */
  guint64 lines;
  gint64 started;
} Import;

static void
on_line (guint64 lines, gpointer data)
{
  Import *self = data;
  goffset read = self->size > 0 ? g_seekable_tell (G_SEEKABLE (self->stream)) : 0;
  gint64 elapsed_ms = (g_get_monotonic_time () - self->started) / 1000;
  double fraction = self->size > 0 ? MIN (1.0, (double) read / (double) self->size) : 0.0;
  g_autofree char *detail = cdl_text_count (lines, "record");

  self->lines = lines;
  if (cdl_cli_interrupted ())
    g_cancellable_cancel (self->cancellable);
  cdl_progress_bar_set (
      self->bar, fraction,
      fraction > 0.0 ? (gint64) ((double) elapsed_ms * (1.0 - fraction) / fraction) : -1, detail);
}

/* The file, or standard input; size gets its bytes. */
static GInputStream *
open_input (const char *path, goffset *size, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInfo) info = NULL;

  if (strcmp (path, "-") == 0)
    return g_unix_input_stream_new (STDIN_FILENO, FALSE);
  info = g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_SIZE, G_FILE_QUERY_INFO_NONE, NULL,
                            NULL);
  *size = info != NULL ? g_file_info_get_size (info) : 0;

  return (GInputStream *) g_file_read (file, NULL, error);
}

static int
run (int argc, char **argv)
{
  g_autoptr (CdlStore) store = NULL;
  g_autoptr (CdlProgressBar) bar = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *count = NULL;
  gboolean ok;
  Import import = { .cancellable = cancellable, .started = g_get_monotonic_time () };
  CdlOutput output;
  int code;

  if (!cdl_cli_parse (&cdl_command_db_import, NULL, &argc, &argv, 1, 1, &output, &code))
    return code;
  cdl_cli_catch_interrupt ();
  stream = open_input (argv[1], &import.size, &error);
  if (stream == NULL || (store = cdl_cli_store (&error)) == NULL)
    return cdl_cli_fail_error (g_steal_pointer (&error));

  bar = cdl_progress_bar_new ("Reading");
  import.bar = bar;
  import.stream = stream;
  ok = cdl_store_import (store, stream, on_line, &import, cancellable, &error);
  g_clear_pointer (&bar, cdl_progress_bar_free);
  if (!ok)
    {
      g_prefix_error (&error, "%s: ", argv[1]);
      return cdl_cli_fail_error (g_steal_pointer (&error));
    }
  count = cdl_text_count (import.lines, "record");
  if (output.json)
    g_print ("{ \"records\": %" G_GUINT64_FORMAT " }\n", import.lines);
  else
    g_print ("Read %s.\n", count);

  return CDL_EXIT_OK;
}

const CdlCommand cdl_command_db_import = {
  .noun = "db",
  .verb = "import",
  .args = "FILE",
  .summary = "Read what “db export” wrote (-: standard input); what is there stays",
  .run = run,
};
