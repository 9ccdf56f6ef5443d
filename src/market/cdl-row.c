#include <string.h>

#include "cdl-number.h"
#include "cdl-rows-private.h"
#include "cdl-time.h"

/* From here on a number of the exchange's is in us: as ms it is the year 5138. */
#define FIRST_US G_GINT64_CONSTANT (100000000000000)

/* A whole number of 1..16 digits. */
static gboolean
read_digits (const char *text, gsize length, gint64 *value)
{
  *value = 0;
  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isdigit (text[i]))
        return FALSE;
      *value = *value * 10 + (text[i] - '0');
      if (i == 16)
        return FALSE;
    }

  return length > 0;
}

gboolean
cdl_row_time (const char *text, gsize length, gboolean exchange, gint64 *time_ms)
{
  char copy[40];
  gint64 number;

  if (exchange && read_digits (text, length, &number))
    {
      *time_ms = number >= FIRST_US ? number / 1000 : number;
      return TRUE;
    }
  if (length >= sizeof copy)
    return FALSE;
  memcpy (copy, text, length);
  copy[length] = '\0';

  return strlen (copy) == length && cdl_time_parse (copy, time_ms);
}

guint
cdl_row_fields (guint n_cells)
{
  if (n_cells == 6)
    return CDL_FIELD_VOLUME + 1;

  return n_cells == 11 || n_cells == 12 ? CDL_N_FIELDS : 0;
}

static char *
no_such (const char *what, const CdlCell *cell, const char *kind)
{
  g_autofree char *text = g_strndup (cell->text, MIN (cell->length, 40));
  g_autofree char *shown = g_utf8_make_valid (text, -1);

  if (cell->length == 0)
    return g_strdup_printf ("%s is empty", what);

  return g_strdup_printf ("%s “%s” is not a %s", what, shown, kind);
}

gboolean
cdl_row_read (const CdlCell *cells, guint n_fields, CdlRow *row, char **reason)
{
  /* Which cell holds which field; cell 6 of the exchange's is the close time. */
  static const int place[CDL_N_FIELDS] = { 1, 2, 3, 4, 5, 7, 8, 9, 10 };
  gboolean exchange = n_fields == CDL_N_FIELDS;

  row->close_time = CDL_TIME_NONE;
  if (!cdl_row_time (cells[0].text, cells[0].length, exchange, &row->open_time))
    *reason = no_such ("open time", &cells[0], "time");
  else if (exchange && !cdl_row_time (cells[6].text, cells[6].length, TRUE, &row->close_time))
    *reason = no_such ("close time", &cells[6], "time");
  for (guint f = 0; f < n_fields && *reason == NULL; f++)
    {
      const CdlCell *cell = &cells[place[f]];

      if (!cdl_number_parse_bytes (cell->text, cell->length, &row->value[f]))
        *reason = no_such (cdl_field_name ((CdlField) f), cell, "number");
    }

  return *reason == NULL;
}
