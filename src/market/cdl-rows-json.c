#include <string.h>

#include "cdl-rows-private.h"

/* Lists of lists of numbers and texts, and nothing deeper: read without a tree, which would take
 * thirty times the bytes of the file. */
typedef struct
{
  const char *at;
  const char *end;
  guint element; /* of the outer list, from 1; 0: none yet */
  GError **error;
} Reader;

static gboolean
fail (Reader *self, const char *what)
{
  if (self->element == 0)
    g_set_error (self->error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_FORMAT,
                 "this JSON holds no klines: %s", what);
  else
    g_set_error (self->error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_FORMAT,
                 "this JSON is damaged in element %u: %s", self->element, what);

  return FALSE;
}

/* The same where the first row already is none. */
static gboolean
fail_shape (Reader *self, const char *what)
{
  if (self->element > 1)
    return fail (self, what);
  self->element = 0;

  return fail (self, "rows of numbers and texts are needed");
}

/* The next character that is no blank; 0 at the end. */
static char
next (Reader *self)
{
  while (self->at < self->end && strchr (" \t\r\n", *self->at) != NULL && *self->at != '\0')
    self->at++;

  return self->at < self->end ? *self->at : '\0';
}

static gboolean
read_text (Reader *self, CdlCell *cell)
{
  const char *start = ++self->at;

  while (self->at < self->end && *self->at != '"' && *self->at != '\\' && *self->at != '\n')
    self->at++;
  if (self->at == self->end || *self->at != '"')
    return fail (self, "a text has no end");
  *cell = (CdlCell){ start, (gsize) (self->at - start) };
  self->at++;

  return TRUE;
}

static gboolean
read_cell (Reader *self, CdlCell *cell)
{
  char first = next (self);
  const char *start = self->at;

  if (first == '"')
    return read_text (self, cell);
  if (first == '\0')
    return fail (self, "the file ends in the middle");
  while (
      self->at < self->end
      && (g_ascii_isalnum (*self->at) || *self->at == '-' || *self->at == '+' || *self->at == '.'))
    self->at++;
  if (self->at == start)
    return fail_shape (self, "a number or a text is expected");
  *cell = (CdlCell){ start, (gsize) (self->at - start) };

  return TRUE;
}

/* After a value of a list: a comma, or the list's end. */
static gboolean
read_separator (Reader *self, gboolean *more)
{
  char c = next (self);

  if (c == '\0')
    return fail (self, "the file ends in the middle");
  if (c != ',' && c != ']')
    return fail (self, "a comma or ] is expected");
  self->at++;
  *more = c == ',';

  return TRUE;
}

/* One row; more cells than CDL_ROW_MAX_CELLS are counted but not kept. */
static gboolean
read_row (Reader *self, CdlCell cells[CDL_ROW_MAX_CELLS], guint *n)
{
  gboolean more = TRUE;

  *n = 0;
  if (next (self) == '\0')
    return fail (self, "the file ends in the middle");
  if (*self->at != '[')
    return fail_shape (self, "a row is needed");
  self->at++;
  if (next (self) == ']')
    {
      self->at++;
      return TRUE;
    }
  while (more)
    {
      CdlCell ignored;

      if (!read_cell (self, *n < CDL_ROW_MAX_CELLS ? &cells[*n] : &ignored)
          || !read_separator (self, &more))
        return FALSE;
      (*n)++;
    }

  return TRUE;
}

gboolean
cdl_rows_parse_json (const char *text,
                     gsize size,
                     GArray *rows,
                     guint *n_fields,
                     CdlBadRowFunc bad,
                     gpointer data,
                     GError **error)
{
  Reader self = { text, text + size, 0, error };
  gboolean more = TRUE;
  guint columns = 0;

  if (next (&self) != '[')
    return fail (&self, "a list of rows is needed");
  self.at++;
  if (next (&self) == ']')
    {
      self.at++;
      more = FALSE;
    }
  while (more)
    {
      CdlCell cells[CDL_ROW_MAX_CELLS];
      g_autofree char *reason = NULL;
      CdlRow row = { .line = ++self.element };
      guint n;

      if (!read_row (&self, cells, &n) || !read_separator (&self, &more))
        return FALSE;
      if (columns == 0)
        {
          columns = n;
          *n_fields = cdl_row_fields (n);
          if (*n_fields == 0)
            {
              self.element = 0;
              return fail (&self, "rows of 12 or 6 columns are needed");
            }
        }
      if (n != columns)
        reason = g_strdup_printf ("it has %u columns, the first row %u", n, columns);
      else if (cdl_row_read (cells, *n_fields, &row, &reason))
        {
          g_array_append_val (rows, row);
          continue;
        }
      if (!bad (row.line, reason, data))
        return TRUE;
    }
  if (next (&self) != '\0' || self.at < self.end)
    return fail (&self, "something follows the end of the list");

  return TRUE;
}
