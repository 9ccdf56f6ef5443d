#include <math.h>
#include <string.h>

#include "cdl-number.h"
#include "cdl-rows-private.h"
#include "cdl-time.h"

#define MAX_COLUMNS 12

gboolean
cdl_row_number (const char *text, gsize length, double *value)
{
  static const double powers[]
      = { 1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
          1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22 };
  char copy[64];
  guint64 mantissa = 0;
  gsize i = 0, places = 0, digits = 0;
  gboolean point = FALSE, negative = length > 0 && text[0] == '-';

  /* Up to 2^53 the digits are exact, and so is the power of ten: one division rounds right. */
  for (i = negative ? 1 : 0; i < length; i++)
    {
      if (text[i] == '.' && !point)
        point = TRUE;
      else if (g_ascii_isdigit (text[i]) && mantissa < (G_GUINT64_CONSTANT (1) << 53) / 10 - 1)
        {
          mantissa = mantissa * 10 + (guint64) (text[i] - '0');
          places += point ? 1 : 0;
          digits++;
        }
      else
        break;
    }
  if (i == length && digits > 0 && places < G_N_ELEMENTS (powers))
    {
      *value = (double) mantissa / powers[places] * (negative ? -1.0 : 1.0);
      return TRUE;
    }

  if (length >= sizeof copy)
    return FALSE;
  memcpy (copy, text, length);
  copy[length] = '\0';

  return cdl_number_parse (copy, value);
}

gboolean
cdl_row_time (const char *text, gsize length, gint64 *time_ms)
{
  char copy[40];

  if (length >= sizeof copy)
    return FALSE;
  memcpy (copy, text, length);
  copy[length] = '\0';

  return cdl_time_parse (copy, time_ms);
}

typedef struct
{
  const char *text;
  gsize length;
} Cell;

/* Cells of a line; more than MAX_COLUMNS are counted but not kept. */
static guint
split (const char *line, gsize length, Cell cells[MAX_COLUMNS])
{
  guint n = 0;
  const char *end = line + length;

  for (;;)
    {
      const char *comma = memchr (line, ',', (gsize) (end - line));
      const char *stop = comma != NULL ? comma : end;

      if (n < MAX_COLUMNS)
        {
          cells[n] = (Cell){ line, (gsize) (stop - line) };
          while (cells[n].length > 0 && *cells[n].text == ' ')
            {
              cells[n].text++;
              cells[n].length--;
            }
        }
      n++;
      if (comma == NULL)
        return n;
      line = comma + 1;
    }
}

/* Which cell holds which field, of a row of 12 or 6 cells. */
static const int place[CDL_N_FIELDS] = { 1, 2, 3, 4, 5, 7, 8, 9, 10 };

static gboolean
parse_row (const Cell *cells, guint n_fields, CdlRow *row, char **reason)
{
  if (!cdl_row_time (cells[0].text, cells[0].length, &row->open_time))
    {
      *reason = g_strdup_printf ("“%.*s” is not a time", (int) MIN (cells[0].length, 40),
                                 cells[0].text);
      return FALSE;
    }
  row->close_time = CDL_TIME_NONE;
  if (n_fields > 5 && !cdl_row_time (cells[6].text, cells[6].length, &row->close_time))
    {
      *reason = g_strdup ("its close time is not a time");
      return FALSE;
    }
  for (guint f = 0; f < n_fields; f++)
    {
      const Cell *cell = &cells[place[f]];

      if (!cdl_row_number (cell->text, cell->length, &row->value[f]))
        {
          *reason = g_strdup_printf ("%s “%.*s” is not a number", cdl_field_name ((CdlField) f),
                                     (int) MIN (cell->length, 40), cell->text);
          return FALSE;
        }
    }

  return TRUE;
}

static gboolean
is_header (const Cell *cell)
{
  return cell->length > 0 && !g_ascii_isdigit (*cell->text) && *cell->text != '-';
}

gboolean
cdl_rows_parse_csv (const char *text,
                    gsize size,
                    GArray *rows,
                    guint *n_fields,
                    CdlBadRowFunc bad,
                    gpointer data)
{
  const char *end = text + size;
  guint line_number = 0, columns = 0;

  for (const char *line = text; line < end; line_number++)
    {
      const char *newline = memchr (line, '\n', (gsize) (end - line));
      gsize length = (gsize) ((newline != NULL ? newline : end) - line);
      Cell cells[MAX_COLUMNS];
      CdlRow row = { .line = line_number + 1 };
      g_autofree char *reason = NULL;
      const char *start = line;
      guint n;

      line = newline != NULL ? newline + 1 : end;
      if (length > 0 && start[length - 1] == '\r')
        length--;
      if (length == 0)
        continue;

      n = split (start, length, cells);
      if (columns == 0)
        {
          if (n != 6 && n != 11 && n != 12)
            return FALSE;
          columns = n;
          *n_fields = n == 6 ? 5 : CDL_N_FIELDS;
          if (is_header (&cells[0]))
            continue;
        }
      if (n != columns)
        reason = g_strdup_printf ("it has %u columns, the first row %u", n, columns);
      else if (parse_row (cells, *n_fields, &row, &reason))
        {
          g_array_append_val (rows, row);
          continue;
        }
      if (!bad (row.line, reason, data))
        return TRUE;
    }

  return columns > 0;
}
