#include <string.h>

#include "cdl-csv-private.h"
#include "cdl-record-fields-private.h"
#include "cdl-store-export.h"

static void
append_cell (GString *csv,
             const CdlField *field,
             gconstpointer row,
             const CdlRunRecord *run,
             const CdlRunDetails *details)
{
  switch (field->kind)
    {
    case CDL_FIELD_UINT:
      g_string_append_printf (csv, "%u", G_STRUCT_MEMBER (guint, row, field->offset));
      break;
    case CDL_FIELD_TIME:
      cdl_csv_append_time (csv, G_STRUCT_MEMBER (gint64, row, field->offset));
      break;
    case CDL_FIELD_DOUBLE:
      cdl_csv_append_double (csv, G_STRUCT_MEMBER (double, row, field->offset));
      break;
    case CDL_FIELD_BOOL:
      g_string_append (csv, cdl_field_get_value (field, row) != 0 ? "true" : "false");
      break;
    case CDL_FIELD_NAME:
      cdl_csv_append_text (
          csv, cdl_run_details_name (details, G_STRUCT_MEMBER (guint, row, field->offset)));
      break;
    case CDL_FIELD_SYMBOL:
      cdl_csv_append_text (csv, run->dataset->symbol);
      break;
    case CDL_FIELD_SIDE:
    case CDL_FIELD_ENTRY_TYPE:
    case CDL_FIELD_EXIT_REASON:
    case CDL_FIELD_FATE:
    case CDL_FIELD_PROOF:
    default:
      cdl_csv_append_text (csv,
                           cdl_field_value_name (field->kind, cdl_field_get_value (field, row)));
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
