#include <math.h>
#include <string.h>

#include "cdl-number.h"
#include "cdl-record-fields-private.h"
#include "cdl-store-export.h"
#include "cdl-time.h"

/* RFC 4180: quoted where a reader would take it apart. */
static void
append_text (GString *csv, const char *text)
{
  if (strpbrk (text, ",\"\r\n") == NULL)
    {
      g_string_append (csv, text);
      return;
    }

  g_string_append_c (csv, '"');
  for (const char *c = text; *c != '\0'; c++)
    {
      if (*c == '"')
        g_string_append_c (csv, '"');
      g_string_append_c (csv, *c);
    }
  g_string_append_c (csv, '"');
}

/* A time that there is not, and a number that is not defined, are empty cells. */
static void
append_cell (GString *csv,
             const CdlField *field,
             gconstpointer row,
             const CdlRunRecord *run,
             const CdlRunDetails *details)
{
  char number[CDL_NUMBER_SIZE];
  double value;
  gint64 time_ms;

  switch (field->kind)
    {
    case CDL_FIELD_UINT:
      g_string_append_printf (csv, "%u", G_STRUCT_MEMBER (guint, row, field->offset));
      break;
    case CDL_FIELD_TIME:
      time_ms = G_STRUCT_MEMBER (gint64, row, field->offset);
      if (time_ms != CDL_TIME_NONE)
        g_string_append_printf (csv, "%" G_GINT64_FORMAT, time_ms);
      break;
    case CDL_FIELD_DOUBLE:
      value = G_STRUCT_MEMBER (double, row, field->offset);
      if (isfinite (value))
        g_string_append (csv, cdl_number_format (value, number));
      break;
    case CDL_FIELD_BOOL:
      g_string_append (csv, cdl_field_get_value (field, row) != 0 ? "true" : "false");
      break;
    case CDL_FIELD_NAME:
      append_text (csv,
                   cdl_run_details_name (details, G_STRUCT_MEMBER (guint, row, field->offset)));
      break;
    case CDL_FIELD_SYMBOL:
      append_text (csv, run->dataset->symbol);
      break;
    case CDL_FIELD_SIDE:
    case CDL_FIELD_ENTRY_TYPE:
    case CDL_FIELD_EXIT_REASON:
    case CDL_FIELD_FATE:
    case CDL_FIELD_PROOF:
    default:
      append_text (csv, cdl_field_value_name (field->kind, cdl_field_get_value (field, row)));
      break;
    }
}

/* All fields of the table but the index of the setup definition, which its name stands for. */
static char *
write_csv (const CdlFieldTable *table,
           const GArray *rows,
           const CdlRunRecord *run,
           const CdlRunDetails *details)
{
  GString *csv = g_string_new (NULL);
  guint n = 0;

  for (guint k = 0; k < table->n_fields; k++)
    if (strcmp (table->fields[k].name, "def") != 0)
      g_string_append_printf (csv, "%s%s", n++ > 0 ? "," : "", table->fields[k].name);
  g_string_append (csv, "\r\n");

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      gconstpointer row = rows->data + i * table->size;

      n = 0;
      for (guint k = 0; k < table->n_fields; k++)
        {
          if (strcmp (table->fields[k].name, "def") == 0)
            continue;
          if (n++ > 0)
            g_string_append_c (csv, ',');
          append_cell (csv, &table->fields[k], row, run, details);
        }
      g_string_append (csv, "\r\n");
    }

  return g_string_free (csv, FALSE);
}

char *
cdl_run_trades_csv (const CdlRunRecord *run, const CdlRunDetails *details)
{
  return write_csv (&cdl_trade_fields, details->trades, run, details);
}

char *
cdl_run_setups_csv (const CdlRunRecord *run, const CdlRunDetails *details)
{
  return write_csv (&cdl_setup_fields, details->setups, run, details);
}

char *
cdl_run_equity_csv (const CdlRunRecord *run, const CdlRunDetails *details)
{
  return write_csv (&cdl_equity_fields, details->equity, run, details);
}
