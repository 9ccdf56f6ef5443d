#include "cdl-binance-private.h"

#include "cdl-number.h"
#include "cdl-rows-private.h"

#include <string.h>

/* Columns of a bulk file: id, price, quantity, first and last id of its trades, time, and whether
 * the buyer was the maker; spot has one more. */
#define MIN_CELLS 7
#define MAX_CELLS 8

gboolean
cdl_binance_add_print (GArray *prints, const CdlTradePrint *print, const char **reason)
{
  const CdlTradePrint *last
      = prints->len > 0 ? &g_array_index (prints, CdlTradePrint, prints->len - 1) : NULL;

  if (!(print->print.price > 0.0))
    *reason = "its price is not above 0";
  else if (!(print->quantity >= 0.0))
    *reason = "its quantity is negative";
  else if (print->id < 0)
    *reason = "its id is negative";
  else if (last != NULL && print->id <= last->id)
    *reason = "its id is not after that of the row before";
  else if (last != NULL && print->print.time < last->print.time)
    *reason = "it is earlier than the row before";
  else
    g_array_append_val (prints, *print);

  return *reason == NULL;
}

gboolean
cdl_binance_prints (const char *text, gsize size, GArray *prints, GError **error)
{
  g_autoptr (JsonNode) root = NULL;
  JsonArray *rows = cdl_binance_list (text, size, &root, error);
  guint before = prints->len;

  for (guint i = 0; rows != NULL && i < json_array_get_length (rows); i++)
    {
      JsonNode *node = json_array_get_element (rows, i);
      JsonObject *row = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
      const char *reason = NULL;
      CdlTradePrint print;

      if (row == NULL || !cdl_binance_int (json_object_get_member (row, "a"), &print.id)
          || !cdl_binance_number (json_object_get_member (row, "p"), &print.print.price)
          || !cdl_binance_number (json_object_get_member (row, "q"), &print.quantity)
          || !cdl_binance_time (json_object_get_member (row, "T"), &print.print.time))
        reason = "“a”, “p”, “q” and “T” of the right types are needed";
      else
        cdl_binance_add_print (prints, &print, &reason);
      if (reason != NULL)
        {
          g_array_set_size (prints, before);
          return cdl_binance_bad_row (error, i, reason);
        }
    }

  return rows != NULL;
}

/* Cells of a line; more than MAX_CELLS are counted but not kept. */
static guint
split (const char *line, const char *end, CdlCell cells[MAX_CELLS])
{
  guint n = 0;

  for (;;)
    {
      const char *comma = memchr (line, ',', (gsize) (end - line));
      const char *stop = comma != NULL ? comma : end;

      if (n < MAX_CELLS)
        cells[n] = (CdlCell){ line, (gsize) (stop - line) };
      n++;
      if (comma == NULL)
        return n;
      line = comma + 1;
    }
}

static gboolean
read_id (const CdlCell *cell, gint64 *id)
{
  *id = 0;
  if (cell->length == 0 || cell->length > 18)
    return FALSE;
  for (gsize i = 0; i < cell->length; i++)
    {
      if (!g_ascii_isdigit (cell->text[i]))
        return FALSE;
      *id = *id * 10 + (cell->text[i] - '0');
    }

  return TRUE;
}

static const char *
read_line (const char *line, const char *end, GArray *prints)
{
  CdlCell cells[MAX_CELLS] = { { NULL, 0 } };
  guint n = split (line, end, cells);
  const char *reason = NULL;
  CdlTradePrint print;

  if (n < MIN_CELLS || n > MAX_CELLS)
    return "7 or 8 columns are needed";
  if (!read_id (&cells[0], &print.id))
    return "its id is not a number";
  if (!cdl_number_parse_bytes (cells[1].text, cells[1].length, &print.print.price)
      || !cdl_number_parse_bytes (cells[2].text, cells[2].length, &print.quantity))
    return "its price or quantity is not a number";
  if (!cdl_row_time (cells[5].text, cells[5].length, TRUE, &print.print.time))
    return "its time is not a time";
  cdl_binance_add_print (prints, &print, &reason);

  return reason;
}

gboolean
cdl_binance_print_file (const char *text, gsize size, GArray *prints, GError **error)
{
  const char *end = text + size;
  guint number = 0;

  for (const char *line = text; line < end;)
    {
      const char *newline = memchr (line, '\n', (gsize) (end - line));
      const char *stop = newline != NULL ? newline : end;
      const char *next = newline != NULL ? newline + 1 : end;
      const char *reason = NULL;

      number++;
      if (stop > line && stop[-1] == '\r')
        stop--;
      /* A header has words where rows have ids. */
      if (stop > line && !(number == 1 && g_ascii_isalpha (*line)))
        reason = read_line (line, stop, prints);
      if (reason != NULL)
        {
          g_set_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_ROW, "line %u: %s", number,
                       reason);
          return FALSE;
        }
      line = next;
    }

  return TRUE;
}
