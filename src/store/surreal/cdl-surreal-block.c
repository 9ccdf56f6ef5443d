#include "cdl-surreal-block-private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cdl-hash.h"
#include "cdl-json-kind.h"
#include "cdl-json-reader-private.h"
#include "cdl-local-write-private.h"
#include "cdl-number.h"
#include "cdl-record-json-private.h"
#include "cdl-schema-private.h"
#include "cdl-store-error.h"
#include "cdl-surreal-row-private.h"
#include "cdl-surreal-stats-private.h"

/* A packed column is a text: its kind, then base64 of little-endian items. Of texts, the items are
 * places in the words behind it, each as "LENGTH:WORD". A set is such words, too. Ids are hashes as
 * a rule, and then packed as their bytes. */
#define KIND_FLOATS  'f' /* 32 bits, where they hold every value */
#define KIND_DOUBLES 'd'
#define KIND_WORDS   'w'
#define KIND_KEYS    'k'
#define KIND_HASHES  'h'
#define END_OF_ITEMS ';'

#define HASH_LENGTH 64

const char *
cdl_surreal_column_name (guint column)
{
  /* As members are called in table run, and in its texts. */
  static const char *const names[CDL_N_COLUMNS - CDL_N_STATS] = {
    "created_at", "finished_at",     "elapsed_us",     "interval",  "from_ms",
    "to_ms",      "net_pessimistic", "net_optimistic", "favourite", "strategy",
    "revision",   "symbol",          "market",         "dataset",   "tests",
    "tags",       "search",          "params",         "rid",
  };

  return column < CDL_N_STATS ? cdl_schema_stat_column ((CdlStat) column)
                              : names[column - CDL_N_STATS];
}

void
cdl_surreal_append_fields (GString *sql, const gboolean *wanted)
{
  static const struct
  {
    guint first, last;
    const char *field;
  } fields[] = {
    { 0, CDL_N_STATS - 1, "stats" },
    { CDL_COLUMN_NET_PESSIMISTIC, CDL_COLUMN_NET_PESSIMISTIC, "net_pessimistic" },
    { CDL_COLUMN_NET_OPTIMISTIC, CDL_COLUMN_NET_OPTIMISTIC, "net_optimistic" },
    { CDL_COLUMN_FAVOURITE, CDL_COLUMN_FAVOURITE, "favourite" },
    { CDL_COLUMN_TESTS, CDL_COLUMN_TESTS, "tests" },
    { CDL_COLUMN_TAGS, CDL_COLUMN_SEARCH, "tags" },
    { CDL_COLUMN_SEARCH, CDL_COLUMN_SEARCH, "note" },
  };

  g_string_append (sql, "rid, lasting");
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      gboolean any = FALSE;

      for (guint column = fields[i].first; column <= fields[i].last; column++)
        any = any || wanted[column];
      if (any)
        g_string_append_printf (sql, ", %s", fields[i].field);
    }
}

guint64
cdl_surreal_run_key (const char *id)
{
  g_autofree char *hash = cdl_sha256 (id, -1);

  hash[16] = '\0';

  return g_ascii_strtoull (hash, NULL, 16);
}

static void
append_word (GString *text, const char *word)
{
  g_string_append_printf (text, "%zu:%s", strlen (word), word);
}

/* NULL on what is none, too. */
const char *
cdl_surreal_set_next (const char **text, gsize *length)
{
  char *end;
  const char *word;

  if (**text == '\0')
    return NULL;
  *length = g_ascii_strtoull (*text, &end, 10);
  if (*end != ':' || end == *text || strnlen (end + 1, *length) < *length)
    return NULL;
  word = end + 1;
  *text = word + *length;

  return word;
}

gboolean
cdl_surreal_set_contains (const char *set, const char *text)
{
  gsize length, wanted = strlen (text);
  const char *word;

  while ((word = cdl_surreal_set_next (&set, &length)) != NULL)
    if (length == wanted && memcmp (word, text, length) == 0)
      return TRUE;

  return FALSE;
}

/* --- Of records --- */

static JsonNode *
member_of (const CdlSurrealRow *row, const char *name)
{
  JsonNode *node = json_object_get_member (row->fields, name);

  return node != NULL ? node : json_object_get_member (row->lasting, name);
}

/* "" without it. */
static const char *
text_member (const CdlSurrealRow *row, const char *name)
{
  const char *text = cdl_json_node_string (member_of (row, name));

  return text != NULL ? text : "";
}

static double
number_of (const CdlSurrealRow *row, guint column)
{
  JsonNode *node;
  double number = CDL_NAN;

  if (column < CDL_N_STATS)
    {
      const char *stats = text_member (row, "stats");

      return cdl_surreal_stats_value (stats, &stats, (CdlStat) column);
    }
  node = member_of (row, cdl_surreal_column_name (column));
  if (cdl_json_holds (node, G_TYPE_BOOLEAN))
    return json_node_get_boolean (node);
  if (!cdl_json_node_double (node, &number))
    return CDL_NAN;

  return number;
}

/* Of an array; NULL-terminated, newly allocated. */
static char **
texts_of (const CdlSurrealRow *row, const char *name)
{
  JsonNode *node = member_of (row, name);
  char **texts = node != NULL && JSON_NODE_HOLDS_ARRAY (node)
                     ? cdl_texts_read (json_node_get_array (node), NULL)
                     : NULL;

  return texts != NULL ? texts : g_new0 (char *, 1);
}

static char *
set_of (const CdlSurrealRow *row, const char *name)
{
  g_auto (GStrv) members = texts_of (row, name);
  GString *set = g_string_new (NULL);

  for (char **member = members; *member != NULL; member++)
    append_word (set, *member);

  return g_string_free (set, FALSE);
}

static char *
search_of (const CdlSurrealRow *row)
{
  g_auto (GStrv) tags = texts_of (row, "tags");

  return cdl_local_search_text (text_member (row, "strategy"), text_member (row, "symbol"),
                                text_member (row, "rid"), (const char *const *) tags,
                                text_member (row, "note"));
}

static char *
params_of (const CdlSurrealRow *row)
{
  g_autoptr (GArray) params = cdl_run_params_new ();
  GString *text = g_string_new (NULL);
  JsonObject *object;

  if (cdl_json_get_object (row->lasting, "params", &object, NULL))
    cdl_params_read (object, params, NULL);
  for (guint i = 0; i < params->len; i++)
    cdl_surreal_number_append (text, g_array_index (params, CdlRunParam, i).name,
                               g_array_index (params, CdlRunParam, i).value);

  return g_string_free (text, FALSE);
}

static char *
text_of (const CdlSurrealRow *row, guint column)
{
  switch (column)
    {
    case CDL_COLUMN_TESTS:
    case CDL_COLUMN_TAGS:
      return set_of (row, cdl_surreal_column_name (column));
    case CDL_COLUMN_SEARCH:
      return search_of (row);
    case CDL_COLUMN_PARAMS:
      return params_of (row);
    default:
      return g_strdup (text_member (row, cdl_surreal_column_name (column)));
    }
}

static CdlSurrealBlock *
block_new (guint64 *keys, guint n)
{
  CdlSurrealBlock *self = g_new0 (CdlSurrealBlock, 1);

  self->n = n;
  self->keys = keys;

  return self;
}

static void
fill_texts (CdlSurrealBlock *self, guint column, const CdlSurrealRow *rows)
{
  CdlSurrealValues *values = &self->columns[column];
  g_autoptr (GHashTable) places = g_hash_table_new (g_str_hash, g_str_equal);

  values->codes = g_new (guint16, self->n);
  values->words = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < self->n; i++)
    {
      g_autofree char *text = text_of (&rows[i], column);
      gpointer place;

      if (!g_hash_table_lookup_extended (places, text, NULL, &place))
        {
          place = GUINT_TO_POINTER (values->words->len);
          g_ptr_array_add (values->words, text);
          g_hash_table_insert (places, g_steal_pointer (&text), place);
        }
      values->codes[i] = (guint16) GPOINTER_TO_UINT (place);
    }
}

static void
fill_numbers (CdlSurrealBlock *self, guint column, const CdlSurrealRow *rows)
{
  double *numbers = g_new (double, self->n);

  for (guint i = 0; i < self->n; i++)
    numbers[i] = number_of (&rows[i], column);
  self->columns[column].numbers = numbers;
}

CdlSurrealBlock *
cdl_surreal_block_of_rows (JsonArray *answer, const gboolean *wanted, GError **error)
{
  g_autoptr (CdlSurrealRows) rows = cdl_surreal_rows_read (answer, error);
  g_autoptr (CdlSurrealBlock) self = NULL;

  if (rows == NULL)
    return NULL;
  self = block_new (g_new (guint64, rows->n + 1), rows->n);
  for (guint i = 0; i < rows->n; i++)
    {
      const char *id;

      if (!cdl_json_get_string (rows->rows[i].fields, "rid", &id, error))
        {
          g_clear_error (error);
          g_set_error_literal (error, CDL_STORE_ERROR, CDL_STORE_ERROR_DAMAGED,
                               "A run on the server has no id");
          return NULL;
        }
      self->keys[i] = cdl_surreal_run_key (id);
    }
  for (guint column = 0; column < CDL_N_COLUMNS; column++)
    if (wanted[column] && cdl_surreal_column_is_text (column))
      fill_texts (self, column, rows->rows);
    else if (wanted[column])
      fill_numbers (self, column, rows->rows);

  return g_steal_pointer (&self);
}

void
cdl_surreal_block_forget (CdlSurrealBlock *self, guint column)
{
  CdlSurrealValues *values = &self->columns[column];

  g_clear_pointer (&values->numbers, g_free);
  g_clear_pointer (&values->codes, g_free);
  g_clear_pointer (&values->words, g_ptr_array_unref);
}

void
cdl_surreal_block_free (CdlSurrealBlock *self)
{
  for (guint column = 0; column < CDL_N_COLUMNS; column++)
    cdl_surreal_block_forget (self, column);
  g_free (self->keys);
  g_free (self);
}

gsize
cdl_surreal_block_size (const CdlSurrealBlock *self)
{
  gsize size = sizeof *self + self->n * sizeof *self->keys;

  for (guint column = 0; column < CDL_N_COLUMNS; column++)
    {
      const CdlSurrealValues *values = &self->columns[column];

      if (values->numbers != NULL)
        size += self->n * sizeof *values->numbers;
      if (values->codes != NULL)
        size += self->n * sizeof *values->codes;
      /* Words are short, but for ids and what is searched; each is an allocation of its own. */
      if (values->words != NULL)
        size += values->words->len * (column >= CDL_COLUMN_SEARCH ? 160 : 48);
    }

  return size;
}

/* --- Packed --- */

static char *
pack (char kind, gconstpointer items, gsize size)
{
  g_autofree char *text = g_base64_encode (items, size);

  return g_strdup_printf ("%c%s%c", kind, text, END_OF_ITEMS);
}

char *
cdl_surreal_keys_pack (const guint64 *keys, guint n)
{
  g_autofree guint64 *items = g_new (guint64, n + 1);

  for (guint i = 0; i < n; i++)
    items[i] = GUINT64_TO_LE (keys[i]);

  return pack (KIND_KEYS, items, n * sizeof *items);
}

static gboolean
fits_float (double number)
{
  return isnan (number)
         || (fabs (number) <= (double) G_MAXFLOAT && (double) (float) number == number);
}

static char *
pack_numbers (const double *numbers, guint n)
{
  g_autofree guint64 *doubles = g_new (guint64, n + 1);
  g_autofree guint32 *floats = g_new (guint32, n + 1);
  gboolean small = TRUE;

  for (guint i = 0; i < n; i++)
    {
      float number = (float) numbers[i];

      small = small && fits_float (numbers[i]);
      memcpy (&doubles[i], &numbers[i], sizeof *doubles);
      memcpy (&floats[i], &number, sizeof *floats);
      doubles[i] = GUINT64_TO_LE (doubles[i]);
      floats[i] = GUINT32_TO_LE (floats[i]);
    }

  return small ? pack (KIND_FLOATS, floats, n * sizeof *floats)
               : pack (KIND_DOUBLES, doubles, n * sizeof *doubles);
}

static gboolean
is_hash (const char *word)
{
  return strlen (word) == HASH_LENGTH && strspn (word, "0123456789abcdef") == HASH_LENGTH;
}

/* NULL unless all are hashes, each of another run. */
static char *
pack_hashes (const CdlSurrealValues *values, guint n)
{
  g_autofree guchar *bytes = g_new (guchar, n * HASH_LENGTH / 2 + 1);

  if (values->words->len != n)
    return NULL;
  for (guint i = 0; i < n; i++)
    {
      const char *word = g_ptr_array_index (values->words, i);

      if (values->codes[i] != i || !is_hash (word))
        return NULL;
      for (guint k = 0; k < HASH_LENGTH / 2; k++)
        bytes[i * HASH_LENGTH / 2 + k] = (guchar) (g_ascii_xdigit_value (word[2 * k]) << 4
                                                   | g_ascii_xdigit_value (word[2 * k + 1]));
    }

  return pack (KIND_HASHES, bytes, n * HASH_LENGTH / 2);
}

static char *
pack_texts (const CdlSurrealValues *values, guint n)
{
  g_autofree guint16 *items = g_new (guint16, n + 1);
  g_autofree char *codes = NULL;
  GString *text;

  for (guint i = 0; i < n; i++)
    items[i] = GUINT16_TO_LE (values->codes[i]);
  codes = pack (KIND_WORDS, items, n * sizeof *items);
  text = g_string_new (codes);
  for (guint i = 0; i < values->words->len; i++)
    append_word (text, g_ptr_array_index (values->words, i));

  return g_string_free (text, FALSE);
}

char *
cdl_surreal_block_pack (const CdlSurrealBlock *self, guint column)
{
  const CdlSurrealValues *values = &self->columns[column];
  char *hashes = column == CDL_COLUMN_ID ? pack_hashes (values, self->n) : NULL;

  if (hashes != NULL)
    return hashes;

  return cdl_surreal_column_is_text (column) ? pack_texts (values, self->n)
                                             : pack_numbers (values->numbers, self->n);
}

static gboolean
damaged (GError **error)
{
  g_set_error_literal (error, CDL_STORE_ERROR, CDL_STORE_ERROR_DAMAGED,
                       "The listing of runs on the server is damaged");

  return FALSE;
}

/* The items of a packed text, and what comes after them; NULL if it is none. */
static guchar *
unpack (const char *text, gsize *size, const char **rest)
{
  const char *end = *text != '\0' ? strchr (text + 1, END_OF_ITEMS) : NULL;
  g_autofree char *items = NULL;

  if (end == NULL)
    return NULL;
  *rest = end + 1;
  items = g_strndup (text + 1, (gsize) (end - text - 1));

  return g_base64_decode (items, size);
}

guint64 *
cdl_surreal_keys_unpack (const char *text, guint *n, GError **error)
{
  const char *rest;
  gsize size;
  g_autofree guchar *data = unpack (text, &size, &rest);
  guint64 *keys;

  if (data == NULL || *text != KIND_KEYS || size % sizeof *keys != 0)
    {
      damaged (error);
      return NULL;
    }
  *n = (guint) (size / sizeof *keys);
  keys = g_new (guint64, *n + 1);
  memcpy (keys, data, size);
  for (guint i = 0; i < *n; i++)
    keys[i] = GUINT64_FROM_LE (keys[i]);

  return keys;
}

static gboolean
unpack_numbers (CdlSurrealBlock *self, guint column, char kind, const guchar *data, gsize size)
{
  gsize width = kind == KIND_FLOATS ? sizeof (guint32) : sizeof (guint64);
  double *numbers;

  if (size != self->n * width)
    return FALSE;
  numbers = g_new (double, self->n + 1);
  for (guint i = 0; i < self->n; i++)
    if (kind == KIND_FLOATS)
      {
        guint32 bits;
        float number;

        memcpy (&bits, data + i * width, width);
        bits = GUINT32_FROM_LE (bits);
        memcpy (&number, &bits, width);
        numbers[i] = number;
      }
    else
      {
        guint64 bits;

        memcpy (&bits, data + i * width, width);
        bits = GUINT64_FROM_LE (bits);
        memcpy (&numbers[i], &bits, width);
      }
  self->columns[column].numbers = numbers;

  return TRUE;
}

static gboolean
unpack_texts (CdlSurrealBlock *self, guint column, const guchar *data, gsize size, const char *rest)
{
  CdlSurrealValues *values = &self->columns[column];
  const char *word;
  gsize length;

  if (size != self->n * sizeof (guint16))
    return FALSE;
  values->codes = g_new (guint16, self->n + 1);
  values->words = g_ptr_array_new_with_free_func (g_free);
  memcpy (values->codes, data, size);
  while ((word = cdl_surreal_set_next (&rest, &length)) != NULL)
    g_ptr_array_add (values->words, g_strndup (word, length));
  for (guint i = 0; i < self->n; i++)
    {
      values->codes[i] = GUINT16_FROM_LE (values->codes[i]);
      if (values->codes[i] >= values->words->len)
        return FALSE;
    }

  return *rest == '\0';
}

static gboolean
unpack_hashes (CdlSurrealBlock *self, guint column, const guchar *data, gsize size)
{
  static const char digits[] = "0123456789abcdef";
  CdlSurrealValues *values = &self->columns[column];

  if (size != self->n * HASH_LENGTH / 2)
    return FALSE;
  values->codes = g_new (guint16, self->n + 1);
  values->words = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < self->n; i++)
    {
      char *word = g_malloc (HASH_LENGTH + 1);

      for (guint k = 0; k < HASH_LENGTH / 2; k++, data++)
        {
          word[2 * k] = digits[*data >> 4];
          word[2 * k + 1] = digits[*data & 15];
        }
      word[HASH_LENGTH] = '\0';
      g_ptr_array_add (values->words, word);
      values->codes[i] = (guint16) i;
    }

  return TRUE;
}

gboolean
cdl_surreal_block_unpack (CdlSurrealBlock *self, guint column, const char *text, GError **error)
{
  const char *rest;
  gsize size;
  g_autofree guchar *data = unpack (text, &size, &rest);
  gboolean ok = FALSE;

  if (data != NULL && column == CDL_COLUMN_ID && *text == KIND_HASHES)
    ok = self->n <= G_MAXUINT16 && unpack_hashes (self, column, data, size);
  else if (data != NULL && cdl_surreal_column_is_text (column))
    ok = *text == KIND_WORDS && unpack_texts (self, column, data, size, rest);
  else if (data != NULL)
    ok = (*text == KIND_FLOATS || *text == KIND_DOUBLES)
         && unpack_numbers (self, column, *text, data, size);

  return ok || damaged (error);
}
