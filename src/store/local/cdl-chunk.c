#include "cdl-chunk-private.h"

#include <string.h>

#include "cdl-store-error.h"

#define MAGIC       "CDLC"
#define VERSION     1
#define HEADER_SIZE 24

static gsize
width (const CdlField *field)
{
  switch (field->kind)
    {
    case CDL_FIELD_TIME:
    case CDL_FIELD_DOUBLE:
      return 8;
    case CDL_FIELD_UINT:
      return 4;
    case CDL_FIELD_NAME:
    case CDL_FIELD_SYMBOL:
      return 0;
    case CDL_FIELD_BOOL:
    case CDL_FIELD_SIDE:
    case CDL_FIELD_ENTRY_TYPE:
    case CDL_FIELD_EXIT_REASON:
    case CDL_FIELD_FATE:
    case CDL_FIELD_PROOF:
    default:
      return 1;
    }
}

static guint64
fnv1a (const guint8 *data, gsize size)
{
  guint64 hash = G_GUINT64_CONSTANT (0xcbf29ce484222325);

  for (gsize i = 0; i < size; i++)
    hash = (hash ^ data[i]) * G_GUINT64_CONSTANT (0x100000001b3);

  return hash;
}

/* Numbers of the first n_columns stored fields, and what a row of them takes. */
static gsize
row_width (const CdlFieldTable *table, guint n_columns)
{
  gsize sum = 0;

  for (guint i = 0; i < table->n_fields && n_columns > 0; i++)
    if (cdl_field_is_stored (&table->fields[i]))
      {
        sum += width (&table->fields[i]);
        n_columns--;
      }

  return sum;
}

static guint
count_columns (const CdlFieldTable *table)
{
  guint n = 0;

  for (guint i = 0; i < table->n_fields; i++)
    n += cdl_field_is_stored (&table->fields[i]) ? 1 : 0;

  return n;
}

static void
put (const CdlField *field, gconstpointer row, guint8 *to)
{
  guint64 wide;
  guint32 word;

  switch (width (field))
    {
    case 8:
      memcpy (&wide, G_STRUCT_MEMBER_P (row, field->offset), sizeof wide);
      wide = GUINT64_TO_LE (wide);
      memcpy (to, &wide, sizeof wide);
      break;
    case 4:
      memcpy (&word, G_STRUCT_MEMBER_P (row, field->offset), sizeof word);
      word = GUINT32_TO_LE (word);
      memcpy (to, &word, sizeof word);
      break;
    default:
      *to = (guint8) cdl_field_get_value (field, row);
    }
}

static gboolean
take (const CdlField *field, gpointer row, const guint8 *from)
{
  guint64 wide;
  guint32 word;

  switch (width (field))
    {
    case 8:
      memcpy (&wide, from, sizeof wide);
      wide = GUINT64_FROM_LE (wide);
      memcpy (G_STRUCT_MEMBER_P (row, field->offset), &wide, sizeof wide);
      return TRUE;
    case 4:
      memcpy (&word, from, sizeof word);
      word = GUINT32_FROM_LE (word);
      memcpy (G_STRUCT_MEMBER_P (row, field->offset), &word, sizeof word);
      return TRUE;
    default:
      cdl_field_set_value (field, row, *from);
      return *from < (field->kind == CDL_FIELD_BOOL ? 2 : cdl_field_n_values (field->kind));
    }
}

GByteArray *
cdl_chunk_encode (const CdlFieldTable *table, gconstpointer rows, gsize n_rows)
{
  guint n_columns = count_columns (table);
  gsize row_size = row_width (table, n_columns);
  gsize size = HEADER_SIZE + n_rows * row_size;
  GByteArray *blob = g_byte_array_sized_new ((guint) size);
  guint16 version = GUINT16_TO_LE (VERSION), columns = GUINT16_TO_LE ((guint16) n_columns);
  guint32 row_size_le = GUINT32_TO_LE ((guint32) row_size);
  guint32 n_rows_le = GUINT32_TO_LE ((guint32) n_rows);
  guint64 hash;
  guint8 *to;

  g_assert (n_rows <= CDL_CHUNK_MAX_ROWS);

  g_byte_array_set_size (blob, (guint) size);
  to = blob->data + HEADER_SIZE;
  for (guint i = 0; i < table->n_fields; i++)
    {
      const CdlField *field = &table->fields[i];

      if (!cdl_field_is_stored (field))
        continue;
      for (gsize row = 0; row < n_rows; row++)
        {
          put (field, (const guint8 *) rows + row * table->size, to);
          to += width (field);
        }
    }

  hash = GUINT64_TO_LE (fnv1a (blob->data + HEADER_SIZE, size - HEADER_SIZE));
  memcpy (blob->data, MAGIC, 4);
  memcpy (blob->data + 4, &version, 2);
  memcpy (blob->data + 6, &columns, 2);
  memcpy (blob->data + 8, &row_size_le, 4);
  memcpy (blob->data + 12, &n_rows_le, 4);
  memcpy (blob->data + 16, &hash, 8);

  return blob;
}

static gboolean
damaged (const CdlFieldTable *table, const char *how, GError **error)
{
  g_set_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_DAMAGED, "a stored block of %ss %s",
               table->what, how);

  return FALSE;
}

gboolean
cdl_chunk_decode (const CdlFieldTable *table,
                  gconstpointer data,
                  gsize size,
                  GArray *rows,
                  GError **error)
{
  const guint8 *from = data;
  guint old_length = rows->len;
  guint16 version, columns;
  guint32 row_size, n_rows;
  guint64 hash;

  if (size < HEADER_SIZE || memcmp (from, MAGIC, 4) != 0)
    return damaged (table, "has no header", error);
  memcpy (&version, from + 4, 2);
  memcpy (&columns, from + 6, 2);
  memcpy (&row_size, from + 8, 4);
  memcpy (&n_rows, from + 12, 4);
  memcpy (&hash, from + 16, 8);
  columns = GUINT16_FROM_LE (columns);
  n_rows = GUINT32_FROM_LE (n_rows);
  row_size = GUINT32_FROM_LE (row_size);

  if (GUINT16_FROM_LE (version) != VERSION || columns > count_columns (table))
    {
      g_set_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_VERSION,
                   "a stored block of %ss was written by a newer version of this program",
                   table->what);
      return FALSE;
    }
  if (n_rows > CDL_CHUNK_MAX_ROWS || row_size != row_width (table, columns)
      || size != HEADER_SIZE + (gsize) n_rows * row_size)
    return damaged (table, "has the wrong length", error);
  if (GUINT64_FROM_LE (hash) != fnv1a (from + HEADER_SIZE, size - HEADER_SIZE))
    return damaged (table, "does not match its checksum", error);

  g_array_set_size (rows, old_length + n_rows);
  for (guint32 row = 0; row < n_rows; row++)
    cdl_field_table_clear_row (table, rows->data + (old_length + row) * table->size);
  from += HEADER_SIZE;
  for (guint i = 0; i < table->n_fields && columns > 0; i++)
    {
      const CdlField *field = &table->fields[i];

      if (!cdl_field_is_stored (field))
        continue;
      for (guint32 row = 0; row < n_rows; row++)
        {
          if (!take (field, rows->data + (old_length + row) * table->size, from))
            {
              g_array_set_size (rows, old_length);
              return damaged (table, "holds a value that does not exist", error);
            }
          from += width (field);
        }
      columns--;
    }

  return TRUE;
}
