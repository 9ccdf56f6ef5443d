#include <string.h>

#include "cdl-rows-private.h"

/* What columns 1 to 5 are called, in any case, wherever a header names them. */
static const char *const names[] = { "open", "high", "low", "close", "volume" };

/* A cell's text without blanks and one pair of quotes. */
static CdlCell
trim (const char *start, const char *end)
{
  while (start < end && (*start == ' ' || *start == '\t'))
    start++;
  while (start < end && (end[-1] == ' ' || end[-1] == '\t'))
    end--;
  if (end - start >= 2 && *start == '"' && end[-1] == '"')
    {
      start++;
      end--;
    }

  return (CdlCell){ start, (gsize) (end - start) };
}

/* Cells of a line; more than CDL_ROW_MAX_CELLS are counted but not kept. */
static guint
split (const char *line, gsize length, CdlCell cells[CDL_ROW_MAX_CELLS])
{
  const char *end = line + length;
  guint n = 0;

  for (;;)
    {
      const char *comma = memchr (line, ',', (gsize) (end - line));
      const char *stop = comma != NULL ? comma : end;

      if (n < CDL_ROW_MAX_CELLS)
        cells[n] = trim (line, stop);
      n++;
      if (comma == NULL)
        return n;
      line = comma + 1;
    }
}

/* A header has words where rows have prices. */
static gboolean
is_header (const CdlCell cells[CDL_ROW_MAX_CELLS])
{
  for (int i = 1; i <= 4; i++)
    if (cells[i].length == 0 || !g_ascii_isalpha (*cells[i].text))
      return FALSE;

  return g_ascii_strncasecmp (cells[1].text, "nan", 3) != 0;
}

static gboolean
check_header (const CdlCell cells[CDL_ROW_MAX_CELLS], GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const CdlCell *cell = &cells[i + 1];
      g_autofree char *text = g_strndup (cell->text, MIN (cell->length, 40));
      g_autofree char *shown = g_utf8_make_valid (text, -1);

      if (g_ascii_strcasecmp (text, names[i]) == 0)
        continue;
      g_set_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_FORMAT,
                   "its header names column %" G_GSIZE_FORMAT " “%s”, where “%s” is expected",
                   i + 2, shown, names[i]);
      return FALSE;
    }

  return TRUE;
}

static gboolean
no_klines (GError **error)
{
  g_set_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_FORMAT,
               "it holds no klines: rows of 12 columns (Binance) or 6 (time, open, high, low, "
               "close, volume) are needed");

  return FALSE;
}

gboolean
cdl_rows_parse_csv (const char *text,
                    gsize size,
                    GArray *rows,
                    guint *n_fields,
                    CdlBadRowFunc bad,
                    gpointer data,
                    GError **error)
{
  static const char mark[] = "\xef\xbb\xbf"; /* of UTF-8, as some editors write it */
  const char *end = text + size;
  CdlCell cells[CDL_ROW_MAX_CELLS] = { { NULL, 0 } };
  guint line_number = 0, columns = 0;

  if (size >= 3 && memcmp (text, mark, 3) == 0)
    text += 3;
  for (const char *line = text; line < end; line_number++)
    {
      const char *start = line, *newline = memchr (line, '\n', (gsize) (end - line));
      gsize length = (gsize) ((newline != NULL ? newline : end) - line);
      CdlRow row = { .line = line_number + 1 };
      g_autofree char *reason = NULL;
      guint n;

      line = newline != NULL ? newline + 1 : end;
      if (length > 0 && start[length - 1] == '\r')
        length--;
      if (length == 0)
        continue;

      n = split (start, length, cells);
      if (columns == 0)
        {
          columns = n;
          *n_fields = cdl_row_fields (n);
          if (*n_fields == 0)
            return no_klines (error);
          if (is_header (cells))
            {
              if (!check_header (cells, error))
                return FALSE;
              continue;
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

  return columns > 0 || no_klines (error);
}
