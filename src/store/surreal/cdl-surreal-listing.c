#include "cdl-surreal-listing-private.h"

#include "cdl-json-reader-private.h"
#include "cdl-local-text-private.h"
#include "cdl-surreal-literal-private.h"
#include "cdl-surreal-private.h"

/* So many marked runs are packed; lists read fewer one by one. */
#define MIN_PACKED 150

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

static void
append_keys (GString *sql, const char *keys, const char *gone)
{
  g_string_append (sql, "CREATE listing:[\"key\", $k] SET k = $k, v = rand::string(16), gone = ");
  cdl_surreal_text (sql, gone);
  g_string_append (sql, ", data = ");
  cdl_surreal_text (sql, keys);
  g_string_append (sql, " RETURN NONE;\n");
}

/* Nothing is done if a mark is not as it was: the run has changed meanwhile, or another client was
 * faster. */
static gboolean
append_marks (GString *sql, JsonArray *marks, GArray *gone, GError **error)
{
  g_autoptr (GString) versions = g_string_new ("[");
  g_autoptr (GString) records = g_string_new ("[");

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
      cdl_surreal_item (records);
      cdl_surreal_record (records, "unlisted", id);
      if (old)
        {
          guint64 key = cdl_surreal_run_key (id);

          g_array_append_val (gone, key);
        }
    }
  g_string_append_printf (sql,
                          "{ LET $marks = %s];\n"
                          "IF (SELECT VALUE v FROM $marks) != %s] { RETURN false };\n"
                          "LET $k = (SELECT VALUE parts FROM ONLY listed:main) ?? 0;\n"
                          "UPSERT listed:main SET parts = $k + 1 RETURN NONE;\n",
                          records->str, versions->str);

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
  append_keys (sql, keys, gone_keys);
  for (guint column = 0; column < CDL_N_COLUMNS; column++)
    {
      g_autofree char *packed = cdl_surreal_block_pack (block, column);

      append_part (sql, cdl_surreal_column_name (column), packed);
    }
  g_string_append (sql, "DELETE $marks RETURN NONE;\nRETURN true }");
  done = cdl_surreal_run (store, sql->str, cancellable, error);

  return done != NULL && JSON_NODE_HOLDS_VALUE (done) && json_node_get_boolean (done);
}

gboolean
cdl_surreal_pack_all (CdlStore *store, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  while (pack_some (store, cancellable, &local_error))
    ;
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));

  return FALSE;
}

void
cdl_surreal_pack (CdlStore *store, guint64 n)
{
  g_autoptr (GError) error = NULL;

  if (cdl_surreal_pack_is_due (store, n) && !cdl_surreal_pack_all (store, NULL, &error))
    g_debug ("Runs are not packed: %s", error->message);
}
