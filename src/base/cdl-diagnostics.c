#include "cdl-diagnostics.h"

#include <string.h>

struct _CdlDiagnostics
{
  GArray *items; /* CdlDiagnostic */
};

static void
diagnostic_clear (gpointer data)
{
  CdlDiagnostic *item = data;

  g_free (item->path);
  g_free (item->message);
  g_free (item->remedy);
}

CdlDiagnostics *
cdl_diagnostics_new (void)
{
  CdlDiagnostics *self = g_new0 (CdlDiagnostics, 1);

  self->items = g_array_new (FALSE, FALSE, sizeof (CdlDiagnostic));
  g_array_set_clear_func (self->items, diagnostic_clear);

  return self;
}

void
cdl_diagnostics_free (CdlDiagnostics *self)
{
  g_array_unref (self->items);
  g_free (self);
}

guint
cdl_diagnostics_count (const CdlDiagnostics *self)
{
  return self->items->len;
}

guint
cdl_diagnostics_errors (const CdlDiagnostics *self)
{
  guint errors = 0;

  for (guint i = 0; i < self->items->len; i++)
    errors += cdl_diagnostics_get (self, i)->is_error ? 1 : 0;

  return errors;
}

const CdlDiagnostic *
cdl_diagnostics_get (const CdlDiagnostics *self, guint i)
{
  return &g_array_index (self->items, CdlDiagnostic, i);
}

void
cdl_diagnostics_add (CdlDiagnostics *self,
                     gboolean is_error,
                     const char *path,
                     int line,
                     int column,
                     int length,
                     const char *message,
                     const char *remedy)
{
  CdlDiagnostic item = {
    .is_error = is_error,
    .path = g_strdup (path),
    .line = line,
    .column = column,
    .length = length,
    .message = g_strdup (message),
    .remedy = g_strdup (remedy),
  };

  g_array_append_val (self->items, item);
}

void
cdl_diagnostics_error (CdlDiagnostics *self,
                       const char *path,
                       const char *remedy,
                       const char *format,
                       ...)
{
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  cdl_diagnostics_add (self, TRUE, path, 0, 0, 0, message, remedy);
}

char *
cdl_diagnostics_format (const CdlDiagnostics *self)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->items->len; i++)
    {
      const CdlDiagnostic *item = cdl_diagnostics_get (self, i);

      g_string_append_printf (text, "%s: %s", item->is_error ? "error" : "warning", item->path);
      if (item->line > 0)
        g_string_append_printf (text, ", line %d, column %d", item->line, item->column);
      g_string_append_printf (text, ": %s", item->message);
      if (item->remedy != NULL)
        g_string_append_printf (text, "; %s", item->remedy);
      g_string_append_c (text, '\n');
    }

  return g_string_free (text, FALSE);
}

/* Levenshtein distance; words longer than 63 letters are far from everything. */
static guint
edit_distance (const char *a, const char *b)
{
  guint row[64];
  gsize n = strlen (a), m = strlen (b);

  if (n > 63 || m > 63)
    return G_MAXUINT;
  for (guint j = 0; j <= m; j++)
    row[j] = j;

  for (guint i = 1; i <= n; i++)
    {
      guint diagonal = row[0];

      row[0] = i;
      for (guint j = 1; j <= m; j++)
        {
          guint substitution = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);

          diagonal = row[j];
          row[j] = MIN (substitution, MIN (row[j], row[j - 1]) + 1);
        }
    }

  return row[m];
}

const char *
cdl_nearest_word (const char *word, const char *const *candidates)
{
  guint limit = (guint) MAX (strlen (word) / 3, 1), best = limit + 1;
  const char *nearest = NULL;

  for (; *candidates != NULL; candidates++)
    {
      guint distance = edit_distance (word, *candidates);

      if (distance < best)
        {
          best = distance;
          nearest = *candidates;
        }
    }

  return nearest;
}
