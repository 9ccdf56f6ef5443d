#include "cdl-cli-strategy.h"

#include <gio/gio.h>
#include <string.h>

#include "cdl-cli-text.h"
#include "cdl-cli.h"
#include "cdl-diagnostics-json.h"
#include "cdl-json-scan.h"
#include "cdl-strategy-check.h"
#include "cdl-strategy-reader.h"

/* The bytes of a file, or the first of one that is too large to be a strategy; with a NUL behind
 * them. */
static char *
read_text (const char *path, gsize *length, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, error);
  g_autofree char *text = g_malloc0 (CDL_STRATEGY_MAX_BYTES + 2);

  if (stream == NULL
      || !g_input_stream_read_all (G_INPUT_STREAM (stream), text, CDL_STRATEGY_MAX_BYTES + 1,
                                   length, NULL, error))
    return NULL;

  return g_realloc (g_steal_pointer (&text), *length + 1);
}

CdlStrategyFile *
cdl_strategy_file_read (const char *path, GError **error)
{
  gsize length;
  char *text = read_text (path, &length, error);
  CdlStrategyFile *self;

  if (text == NULL)
    {
      g_prefix_error (error, "cannot read the strategy: ");
      return NULL;
    }
  self = g_new0 (CdlStrategyFile, 1);
  self->path = g_filename_display_name (path);
  self->text = text;
  self->diagnostics = cdl_diagnostics_new ();
  self->strategy = cdl_strategy_check (text, (gssize) length, self->diagnostics);

  return self;
}

void
cdl_strategy_file_free (CdlStrategyFile *self)
{
  g_free (self->path);
  g_free (self->text);
  cdl_diagnostics_free (self->diagnostics);
  g_clear_pointer (&self->strategy, cdl_strategy_free);
  g_free (self);
}

/* The text in which places can be found; NULL if it is none. */
static const char *
text_with_places (const CdlStrategyFile *self)
{
  static const char mark[] = "\xef\xbb\xbf";

  if (!g_utf8_validate (self->text, -1, NULL))
    return NULL;

  return g_str_has_prefix (self->text, mark) ? self->text + strlen (mark) : self->text;
}

void
cdl_strategy_file_print_problems (const CdlStrategyFile *self)
{
  const char *text = text_with_places (self);

  for (guint i = 0; i < cdl_diagnostics_count (self->diagnostics); i++)
    {
      const CdlDiagnostic *item = cdl_diagnostics_get (self->diagnostics, i);
      g_autofree char *where = NULL;
      g_autofree char *line = NULL;
      g_autofree char *printable = NULL;
      CdlJsonPlace place;

      if (text != NULL)
        {
          cdl_json_locate (text, item, &place);
          where = g_strdup_printf (":%d:%d", place.line, place.column);
        }
      line = g_strdup_printf (
          "%s%s: %s: %s%s%s%s%s", self->path, where != NULL ? where : "",
          item->is_error ? "error" : "warning", strcmp (item->path, "$") != 0 ? item->path : "",
          strcmp (item->path, "$") != 0 ? ": " : "", item->message,
          item->remedy != NULL ? "; " : "", item->remedy != NULL ? item->remedy : "");
      printable = cdl_text_printable (line);
      g_printerr ("%s\n", printable);
    }
}

void
cdl_strategy_file_write_problems (const CdlStrategyFile *self, CdlJsonWriter *writer)
{
  cdl_diagnostics_write_json (writer, self->diagnostics, text_with_places (self));
}

CdlStrategyFile *
cdl_cli_strategy (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CdlStrategyFile) self = cdl_strategy_file_read (path, &error);

  if (self == NULL)
    {
      cdl_cli_fail (CDL_EXIT_USAGE, "%s", error->message);
      return NULL;
    }
  cdl_strategy_file_print_problems (self);

  return self->strategy != NULL ? g_steal_pointer (&self) : NULL;
}

const char *
cdl_cli_examples (void)
{
  static const char here[] = "data/strategies";

  return g_file_test (here, G_FILE_TEST_IS_DIR) ? here : CDL_DATA_DIR "/strategies";
}
