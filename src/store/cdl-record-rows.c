#include "cdl-record-rows-private.h"

#include "cdl-store-error.h"

void
cdl_row_write_json (CdlJsonWriter *writer,
                    const CdlFieldTable *table,
                    gconstpointer row,
                    const char *name,
                    const char *symbol)
{
  cdl_json_begin_object (writer);
  for (guint i = 0; i < table->n_fields; i++)
    {
      const CdlField *field = &table->fields[i];

      switch (field->kind)
        {
        case CDL_FIELD_UINT:
          cdl_json_member_int (writer, field->name, G_STRUCT_MEMBER (guint, row, field->offset));
          break;
        case CDL_FIELD_TIME:
          cdl_json_member_time (writer, field->name, G_STRUCT_MEMBER (gint64, row, field->offset));
          break;
        case CDL_FIELD_DOUBLE:
          cdl_json_member_exact (writer, field->name, G_STRUCT_MEMBER (double, row, field->offset));
          break;
        case CDL_FIELD_BOOL:
          cdl_json_member_bool (writer, field->name, cdl_field_get_value (field, row) != 0);
          break;
        case CDL_FIELD_NAME:
          cdl_json_member_string (writer, field->name, name);
          break;
        case CDL_FIELD_SYMBOL:
          cdl_json_member_string (writer, field->name, symbol);
          break;
        case CDL_FIELD_SIDE:
        case CDL_FIELD_ENTRY_TYPE:
        case CDL_FIELD_EXIT_REASON:
        case CDL_FIELD_FATE:
        case CDL_FIELD_PROOF:
        default:
          cdl_json_member_string (
              writer, field->name,
              cdl_field_value_name (field->kind, cdl_field_get_value (field, row)));
        }
    }
  cdl_json_end_object (writer);
}

/* An enumeration by its name. */
static gboolean
read_value (JsonObject *object, const CdlField *field, gpointer row, GError **error)
{
  const char *text;

  if (!cdl_json_get_string (object, field->name, &text, error))
    return FALSE;
  for (guint i = 0; i < cdl_field_n_values (field->kind); i++)
    if (g_str_equal (text, cdl_field_value_name (field->kind, i)))
      {
        cdl_field_set_value (field, row, i);
        return TRUE;
      }
  g_set_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_INVALID, "“%s” cannot be “%s”", field->name,
               text);

  return FALSE;
}

static gboolean
read_field (JsonObject *object, const CdlField *field, gpointer row, GError **error)
{
  gboolean flag;
  gint64 whole;

  switch (field->kind)
    {
    case CDL_FIELD_UINT:
      if (!cdl_json_get_int (object, field->name, 0, G_MAXUINT, &whole, error))
        return FALSE;
      G_STRUCT_MEMBER (guint, row, field->offset) = (guint) whole;
      return TRUE;
    case CDL_FIELD_TIME:
      return cdl_json_get_time (object, field->name, &G_STRUCT_MEMBER (gint64, row, field->offset),
                                error);
    case CDL_FIELD_DOUBLE:
      return cdl_json_get_double (object, field->name,
                                  &G_STRUCT_MEMBER (double, row, field->offset), error);
    case CDL_FIELD_BOOL:
      if (!cdl_json_get_bool (object, field->name, &flag, error))
        return FALSE;
      cdl_field_set_value (field, row, flag ? 1 : 0);
      return TRUE;
    case CDL_FIELD_NAME:
    case CDL_FIELD_SYMBOL:
      return TRUE;
    case CDL_FIELD_SIDE:
    case CDL_FIELD_ENTRY_TYPE:
    case CDL_FIELD_EXIT_REASON:
    case CDL_FIELD_FATE:
    case CDL_FIELD_PROOF:
    default:
      return read_value (object, field, row, error);
    }
}

gboolean
cdl_row_read_json (JsonObject *object, const CdlFieldTable *table, gpointer row, GError **error)
{
  cdl_field_table_clear_row (table, row);
  for (guint i = 0; i < table->n_fields; i++)
    if (!read_field (object, &table->fields[i], row, error))
      {
        g_prefix_error (error, "a %s: ", table->what);
        return FALSE;
      }

  return TRUE;
}
