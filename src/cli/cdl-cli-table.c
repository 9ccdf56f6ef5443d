#include "cdl-cli-table.h"

#include <math.h>
#include <string.h>

struct _CdlTable
{
  guint n;
  GPtrArray *cells; /* char *, row by row, titles first */
  gboolean *right;
};

CdlTable *
cdl_table_new (const char *const *titles)
{
  CdlTable *self = g_new0 (CdlTable, 1);

  self->n = g_strv_length ((char **) titles);
  self->cells = g_ptr_array_new_with_free_func (g_free);
  self->right = g_new0 (gboolean, self->n);
  for (guint i = 0; i < self->n; i++)
    {
      self->right[i] = titles[i][0] == '>';
      g_ptr_array_add (self->cells, g_strdup (titles[i] + (self->right[i] ? 1 : 0)));
    }

  return self;
}

void
cdl_table_free (CdlTable *self)
{
  g_ptr_array_unref (self->cells);
  g_free (self->right);
  g_free (self);
}

void
cdl_table_add (CdlTable *self, const char *const *cells)
{
  for (guint i = 0; i < self->n; i++)
    g_ptr_array_add (self->cells, g_strdup (cells[i]));
}

static void
append_cell (GString *line, const char *text, guint width, gboolean right)
{
  int pad = (int) (width - (guint) g_utf8_strlen (text, -1));

  if (right)
    g_string_append_printf (line, "%*s%s  ", pad, "", text);
  else
    g_string_append_printf (line, "%s%*s  ", text, pad, "");
}

void
cdl_table_print (const CdlTable *self)
{
  g_autofree guint *width = g_new0 (guint, self->n);

  for (guint i = 0; i < self->cells->len; i++)
    width[i % self->n]
        = MAX (width[i % self->n], (guint) g_utf8_strlen (self->cells->pdata[i], -1));

  for (guint i = 0; i < self->cells->len; i += self->n)
    {
      g_autoptr (GString) line = g_string_new (NULL);

      for (guint column = 0; column < self->n; column++)
        append_cell (line, self->cells->pdata[i + column], width[column], self->right[column]);
      g_print ("%s\n", g_strchomp (line->str));
    }
}
