#include "cdl-surreal-listing-private.h"

#include "cdl-json-reader-private.h"
#include "cdl-local-text-private.h"
#include "cdl-surreal-literal-private.h"
#include "cdl-surreal-private.h"

/* So many marked runs are packed; lists read fewer one by one. */
#define MIN_PACKED 150

/* Parts that are read at once. */
#define PARTS 256

/* Of a run in a part, as a statement: what a packed run takes at most, roughly. */
#define RUN_LENGTH 1000

static void
append_mark (GString *sql, const char *run, const char *old)
{
  g_string_append (sql, " { UPSERT ");
  cdl_surreal_record (sql, "unlisted", run);
  g_string_append (sql, " CONTENT { rid: ");
  cdl_surreal_text (sql, run);
  g_string_append (sql, ", run: ");
  cdl_surreal_record (sql, "run", run);
  g_string_append_printf (sql, ", v: rand::string(16), old: %s } RETURN NONE }", old);
}

/* What is in a LET after something was written does not show in what is written then (3.0): only IF
 * sees it. */
void
cdl_surreal_unlist_put (GString *sql, const char *run)
{
  g_string_append (sql, "LET $marked = (SELECT VALUE old FROM ONLY ");
  cdl_surreal_record (sql, "unlisted", run);
  g_string_append (sql, ");\nIF $marked = true OR ($marked = NONE AND $old != NONE)");
  append_mark (sql, run, "true");
  g_string_append (sql, " ELSE");
  append_mark (sql, run, "false");
  g_string_append (sql, ";\n");
}

/* --- Packing --- */

/* Marked runs: their marks, and the records of those that were not deleted. */
static JsonNode *
read_marked (CdlStore *store, GCancellable *cancellable, GError **error)
{
  g_autofree char *sql = g_strdup_printf (
      "{ LET $marks = (SELECT * FROM unlisted LIMIT %d);\n"
      "RETURN { marks: $marks, rows: (SELECT * FROM $marks.run WHERE rid != NONE) } }",
      (int) CLAMP (cdl_surreal_max_length (store) / RUN_LENGTH, 1, CDL_SURREAL_BLOCK_RUNS));

  return cdl_surreal_run (store, sql, cancellable, error);
}

static void
append_part (GString *sql, const char *name, const char *data)
{
  g_string_append_printf (sql, "CREATE listing:[\"%s\", $k] SET k = $k, data = ", name);
  cdl_surreal_text (sql, data);
  g_string_append (sql, " RETURN NONE;\n");
}

/* [unlisted:`a`, unlisted:`b`] or the like, of what objects have as rid. */
static gboolean
append_records (GString *sql, const char *table, JsonArray *objects, GError **error)
{
  g_string_append_c (sql, '[');
  for (guint i = 0; i < json_array_get_length (objects); i++)
    {
      const char *id;

      if (!cdl_json_get_string (json_array_get_object_element (objects, i), "rid", &id, error))
        return FALSE;
      cdl_surreal_item (sql);
      cdl_surreal_record (sql, table, id);
    }
  g_string_append_c (sql, ']');

  return TRUE;
}

/* Nothing is done if a mark is not as it was: the run has changed meanwhile, or another client was
 * faster. */
static gboolean
append_marks (GString *sql, JsonArray *marks, GArray *gone, GError **error)
{
  g_autoptr (GString) versions = g_string_new ("[");

  for (guint i = 0; i < json_array_get_length (marks); i++)
    {
      JsonObject *mark = json_array_get_object_element (marks, i);
      const char *id, *version;
      gboolean old;

      if (!cdl_json_get_string (mark, "rid", &id, error)
          || !cdl_json_get_string (mark, "v", &version, error)
          || !cdl_json_get_bool (mark, "old", &old, error))
        return FALSE;
      cdl_surreal_item (versions);
      cdl_surreal_text (versions, version);
      if (old)
        {
          guint64 key = cdl_surreal_run_key (id);

          g_array_append_val (gone, key);
        }
    }
  g_string_append (sql, "{ LET $marks = ");
  if (!append_records (sql, "unlisted", marks, error))
    return FALSE;
  g_string_append_printf (sql,
                          ";\nIF (SELECT VALUE v FROM $marks) != %s] { RETURN false };\n"
                          "LET $k = (SELECT VALUE parts FROM ONLY listed:main) ?? 0;\n"
                          "UPSERT listed:main SET parts = $k + 1 RETURN NONE;\n",
                          versions->str);

  return TRUE;
}

/* TRUE if there may be more to pack. */
static gboolean
pack_some (CdlStore *store, GCancellable *cancellable, GError **error)
{
  gboolean all[CDL_N_COLUMNS];
  g_autoptr (JsonNode) node = read_marked (store, cancellable, error), done = NULL;
  g_autoptr (GString) sql = g_string_new (NULL);
  g_autoptr (GArray) gone = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_autoptr (CdlSurrealBlock) block = NULL;
  g_autofree char *keys = NULL, *gone_keys = NULL;
  JsonObject *answer
      = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  JsonArray *marks, *rows;

  for (guint column = 0; column < CDL_N_COLUMNS; column++)
    all[column] = TRUE;
  if (answer == NULL || !cdl_json_get_array (answer, "marks", &marks, error)
      || !cdl_json_get_array (answer, "rows", &rows, error)
      || json_array_get_length (marks) < MIN_PACKED)
    return FALSE;
  block = cdl_surreal_block_of_rows (rows, all, error);
  if (block == NULL || !append_marks (sql, marks, gone, error))
    return FALSE;

  keys = cdl_surreal_keys_pack (block->keys, block->n);
  gone_keys = cdl_surreal_keys_pack ((const guint64 *) gone->data, gone->len);
  append_part (sql, "key", keys);
  append_part (sql, "gone", gone_keys);
  for (guint column = 0; column < CDL_N_COLUMNS; column++)
    {
      g_autofree char *packed = cdl_surreal_block_pack (block, column);

      append_part (sql, cdl_surreal_column_name (column), packed);
    }
  g_string_append (sql, "CREATE listing:[\"run\", $k] SET k = $k, data = ");
  if (!append_records (sql, "run", rows, error))
    return FALSE;
  g_string_append (sql, " RETURN NONE;\nDELETE $marks RETURN NONE;\nRETURN true }");
  done = cdl_surreal_run (store, sql->str, cancellable, error);

  return done != NULL && JSON_NODE_HOLDS_VALUE (done) && json_node_get_boolean (done);
}

void
cdl_surreal_pack (CdlStore *store, guint64 n)
{
  g_autoptr (GError) error = NULL;

  if (!cdl_surreal_pack_is_due (store, n))
    return;
  while (pack_some (store, NULL, &error))
    ;
  if (error != NULL)
    g_debug ("Runs are not packed: %s", error->message);
}

/* --- Reading --- */

typedef struct
{
  CdlStore *store;
  const gboolean *wanted;
  CdlSurrealScanFunc func;
  gpointer data;
  GHashTable *gone; /* gint64: keys that count no more in parts before */
  GCancellable *cancellable;
} Scan;

static void
add_gone (Scan *self, guint64 key)
{
  gint64 *copy = g_new (gint64, 1);

  *copy = (gint64) key;
  g_hash_table_add (self->gone, copy);
}

static gboolean
scan_block (Scan *self, const CdlSurrealBlock *block, gint64 part, JsonArray *rows, GError **error)
{
  g_autofree gboolean *alive = g_new0 (gboolean, block->n + 1);
  gboolean some = g_hash_table_size (self->gone) > 0;

  for (guint i = 0; i < block->n; i++)
    {
      gint64 key = (gint64) block->keys[i];

      alive[i] = part < 0 || !some || !g_hash_table_contains (self->gone, &key);
    }

  return self->func (block, alive, part, rows, self->data, error);
}

/* The runs that are not packed yet, and how many parts there are beside them. */
static gboolean
scan_unlisted (Scan *self, gint64 *n_parts, GError **error)
{
  g_autoptr (JsonNode) node = cdl_surreal_run (
      self->store,
      "{ LET $marks = (SELECT * FROM unlisted);\n"
      "RETURN { parts: (SELECT VALUE parts FROM ONLY listed:main) ?? 0, marks: $marks,"
      " rows: (SELECT * FROM $marks.run WHERE rid != NONE) } }",
      self->cancellable, error);
  g_autoptr (CdlSurrealBlock) block = NULL;
  JsonObject *answer;
  JsonArray *marks, *rows;

  if (node == NULL)
    return FALSE;
  answer = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  if (answer == NULL || !cdl_json_get_array (answer, "marks", &marks, error)
      || !cdl_json_get_array (answer, "rows", &rows, error)
      || !cdl_json_get_int (answer, "parts", 0, G_MAXINT32, n_parts, error))
    return cdl_local_damaged ("list", "of runs", error);
  block = cdl_surreal_block_of_rows (rows, self->wanted, error);
  if (block == NULL || !scan_block (self, block, -1, rows, error))
    return FALSE;
  for (guint i = 0; i < json_array_get_length (marks); i++)
    {
      JsonObject *mark = json_array_get_object_element (marks, i);
      const char *id;

      if (!cdl_json_get_string (mark, "rid", &id, error))
        return cdl_local_damaged ("list", "of runs", error);
      if (json_object_get_boolean_member_with_default (mark, "old", FALSE))
        add_gone (self, cdl_surreal_run_key (id));
    }

  return TRUE;
}

static void
append_column (GString *sql, const char *name, gint64 from, gint64 to)
{
  cdl_surreal_item (sql);
  g_string_append_printf (sql,
                          "(SELECT VALUE [k, data] FROM listing:[\"%s\", %" G_GINT64_FORMAT
                          "]..[\"%s\", %" G_GINT64_FORMAT "])",
                          name, from, name, to);
}

/* The text of a part in the column that stands at a place of the answer; NULL if it is not there:
 * the part was packed before the statistic came. */
static const char *
packed_at (JsonArray *columns, guint place, gint64 part)
{
  JsonNode *node = json_array_get_element (columns, place);
  JsonArray *pairs = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  guint low = 0, high = pairs != NULL ? json_array_get_length (pairs) : 0;

  while (low < high)
    {
      guint middle = (low + high) / 2;
      JsonArray *pair = json_array_get_array_element (pairs, middle);
      gint64 k;

      if (pair == NULL || json_array_get_length (pair) != 2
          || !cdl_json_node_int (json_array_get_element (pair, 0), &k))
        return NULL;
      if (k == part)
        return cdl_json_node_string (json_array_get_element (pair, 1));
      if (k < part)
        low = middle + 1;
      else
        high = middle;
    }

  return NULL;
}

static gboolean
scan_part (Scan *self, JsonArray *columns, gint64 part, GError **error)
{
  g_autoptr (CdlSurrealBlock) block = g_new0 (CdlSurrealBlock, 1);
  const char *keys = packed_at (columns, 0, part), *gone = packed_at (columns, 1, part);
  g_autofree guint64 *gone_keys = NULL;
  guint place = 2, n_gone;

  if (keys == NULL || gone == NULL)
    return cdl_local_damaged ("list", "of runs", error);
  block->keys = cdl_surreal_keys_unpack (keys, &block->n, error);
  gone_keys = cdl_surreal_keys_unpack (gone, &n_gone, error);
  if (block->keys == NULL || gone_keys == NULL)
    return FALSE;
  for (guint column = 0; column < CDL_N_COLUMNS; column++)
    if (self->wanted[column])
      {
        const char *packed = packed_at (columns, place++, part);

        if (packed != NULL && !cdl_surreal_block_unpack (block, column, packed, error))
          return FALSE;
      }
  if (!scan_block (self, block, part, NULL, error))
    return FALSE;
  for (guint k = 0; k < n_gone; k++)
    add_gone (self, gone_keys[k]);

  return TRUE;
}

static gboolean
scan_parts (Scan *self, gint64 from, gint64 to, GError **error)
{
  g_autoptr (GString) sql = g_string_new ("RETURN [");
  g_autoptr (JsonNode) node = NULL;
  JsonArray *columns;

  append_column (sql, "key", from, to);
  append_column (sql, "gone", from, to);
  for (guint column = 0; column < CDL_N_COLUMNS; column++)
    if (self->wanted[column])
      append_column (sql, cdl_surreal_column_name (column), from, to);
  g_string_append_c (sql, ']');
  node = cdl_surreal_run (self->store, sql->str, self->cancellable, error);
  if (node == NULL)
    return FALSE;
  columns = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  if (columns == NULL)
    return cdl_local_damaged ("list", "of runs", error);
  for (gint64 part = to - 1; part >= from; part--)
    if (!scan_part (self, columns, part, error))
      return FALSE;

  return TRUE;
}

gboolean
cdl_surreal_scan (CdlStore *store,
                  const gboolean *wanted,
                  CdlSurrealScanFunc func,
                  gpointer data,
                  GCancellable *cancellable,
                  GError **error)
{
  g_autoptr (GHashTable) gone = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  Scan scan = { store, wanted, func, data, gone, cancellable };
  gint64 n_parts = 0;

  if (!scan_unlisted (&scan, &n_parts, error))
    return FALSE;
  for (gint64 to = n_parts; to > 0; to -= PARTS)
    if (!scan_parts (&scan, MAX (to - PARTS, 0), to, error))
      return FALSE;

  return TRUE;
}
