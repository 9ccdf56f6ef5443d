#include "cdl-surreal-listing-private.h"

#include "cdl-json-reader-private.h"
#include "cdl-local-text-private.h"
#include "cdl-surreal-literal-private.h"
#include "cdl-surreal-private.h"

/* So many marked runs are packed; lists read fewer one by one. */
#define MIN_PACKED 150

/* Of a run in a part, as a statement: what a packed run takes at most, roughly. */
#define RUN_LENGTH 1200

void
cdl_surreal_unlist (GString *sql, const char *const *ids, gsize n, gboolean listed)
{
  g_string_append (sql, "LET $runs = [");
  for (gsize i = 0; i < n; i++)
    {
      cdl_surreal_item (sql);
      cdl_surreal_record (sql, "run", ids[i]);
    }
  g_string_append (sql, "];\nCREATE unlisted SET v = rand::string(16), runs = $runs, ids = ");
  cdl_surreal_texts (sql, ids, (gssize) n);
  g_string_append_printf (sql, ", old = %s RETURN NONE;\n",
                          listed ? "(SELECT VALUE rid FROM $runs WHERE rid != NONE)" : "[]");
}

/* --- Packing --- */

/* What is to be packed: runs, and what becomes of their marks. */
typedef struct
{
  gint64 n_parts;   /* before */
  GHashTable *runs; /* ids, borrowed from the answer */
  GHashTable *gone; /* of them, those that parts may hold */
  GString *done;    /* versions of marks that are of no others, as a list without its end */
  GString *rest;    /* of marks that are of others, too */
  guint n_done, n_rest;
} Choice;

static void
choice_clear (Choice *self)
{
  g_hash_table_unref (self->runs);
  g_hash_table_unref (self->gone);
  g_string_free (self->done, TRUE);
  g_string_free (self->rest, TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Choice, choice_clear)

static const char *
text_at (JsonArray *array, guint i)
{
  return cdl_json_node_string (json_array_get_element (array, i));
}

static gboolean
read_mark (JsonArray *marks,
           guint i,
           const char **version,
           JsonArray **ids,
           JsonArray **old,
           GError **error)
{
  JsonNode *node = json_array_get_element (marks, i);
  JsonObject *mark = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  gboolean ok = mark != NULL && cdl_json_get_string (mark, "v", version, error)
                && cdl_json_get_array (mark, "ids", ids, error)
                && cdl_json_get_array (mark, "old", old, error);

  for (guint k = 0; ok && k < json_array_get_length (*ids); k++)
    ok = text_at (*ids, k) != NULL;
  for (guint k = 0; ok && k < json_array_get_length (*old); k++)
    ok = text_at (*old, k) != NULL;

  return ok || cdl_local_damaged ("list", "of changed runs", error);
}

/* Runs are chosen, not marks: one that two marks are of is packed once. */
static gboolean
choose (Choice *self, JsonArray *marks, guint most, GError **error)
{
  const char *version;
  JsonArray *ids, *old;

  for (guint i = 0; i < json_array_get_length (marks); i++)
    {
      if (!read_mark (marks, i, &version, &ids, &old, error))
        return FALSE;
      for (guint k = 0; k < json_array_get_length (ids); k++)
        if (g_hash_table_size (self->runs) < most)
          g_hash_table_add (self->runs, (gpointer) text_at (ids, k));
    }
  for (guint i = 0; i < json_array_get_length (marks); i++)
    {
      guint n = 0;

      read_mark (marks, i, &version, &ids, &old, NULL);
      for (guint k = 0; k < json_array_get_length (old); k++)
        if (g_hash_table_contains (self->runs, text_at (old, k)))
          g_hash_table_add (self->gone, (gpointer) text_at (old, k));
      for (guint k = 0; k < json_array_get_length (ids); k++)
        n += g_hash_table_contains (self->runs, text_at (ids, k)) ? 1 : 0;
      if (n == 0)
        continue;
      cdl_surreal_item (n == json_array_get_length (ids) ? self->done : self->rest);
      cdl_surreal_text (n == json_array_get_length (ids) ? self->done : self->rest, version);
      *(n == json_array_get_length (ids) ? &self->n_done : &self->n_rest) += 1;
    }

  return TRUE;
}

/* FALSE without error: there are not enough. */
static gboolean
find_choice (CdlStore *store,
             Choice *choice,
             JsonNode **answer,
             GCancellable *cancellable,
             GError **error)
{
  guint most
      = (guint) CLAMP (cdl_surreal_max_length (store) / RUN_LENGTH, 1, CDL_SURREAL_BLOCK_RUNS);
  JsonArray *marks;

  *answer = cdl_surreal_run (store,
                             "RETURN { parts: (SELECT VALUE parts FROM ONLY listed:main) ?? 0,"
                             " marks: (SELECT v, ids, old FROM unlisted) }",
                             cancellable, error);
  if (*answer == NULL)
    return FALSE;
  if (!JSON_NODE_HOLDS_OBJECT (*answer)
      || !cdl_json_get_int (json_node_get_object (*answer), "parts", 0, G_MAXINT32,
                            &choice->n_parts, error)
      || !cdl_json_get_array (json_node_get_object (*answer), "marks", &marks, error))
    return cdl_local_damaged ("list", "of changed runs", error);

  return choose (choice, marks, most, error) && g_hash_table_size (choice->runs) >= MIN_PACKED;
}

/* The records of those that were not deleted. */
static JsonNode *
read_chosen (CdlStore *store, const Choice *choice, GCancellable *cancellable, GError **error)
{
  g_autoptr (GString) sql = g_string_new ("SELECT * FROM [");
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, choice->runs);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    {
      cdl_surreal_item (sql);
      cdl_surreal_record (sql, "run", id);
    }
  g_string_append (sql, "] WHERE rid != NONE");

  return cdl_surreal_select (store, sql->str, cancellable, error);
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

/* The runs that are packed, as lists without their ends. */
static void
append_chosen (const Choice *choice, GString *ids, GString *runs)
{
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, choice->runs);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    {
      cdl_surreal_item (ids);
      cdl_surreal_text (ids, id);
      cdl_surreal_item (runs);
      cdl_surreal_record (runs, "run", id);
    }
}

/* Nothing is done if the marks are not as they were, or a part has come: another client was faster,
 * and may have packed what is newer here. What is changed meanwhile has a mark of its own. Marks
 * that are of other runs, too, are of them alone then. (What is in a LET after something was
 * written does not show in what is written then, in 3.0.) */
static void
append_claim (GString *sql, const Choice *choice)
{
  g_autoptr (GString) ids = g_string_new ("["), runs = g_string_new ("[");

  if (choice->n_rest > 0)
    append_chosen (choice, ids, runs);
  g_string_append_printf (
      sql,
      "{ LET $k = (SELECT VALUE parts FROM ONLY listed:main) ?? 0;\n"
      "LET $done = (SELECT VALUE id FROM unlisted WHERE v IN %s]);\n"
      "LET $rest = (SELECT VALUE id FROM unlisted WHERE v IN %s]);\n"
      "LET $ids = %s];\nLET $runs = %s];\n"
      "IF $k != %" G_GINT64_FORMAT " OR array::len($done) != %u OR array::len($rest) != %u"
      " { RETURN false };\n"
      "UPDATE $rest SET v = rand::string(16), ids = array::complement(ids, $ids),"
      " old = array::complement(old, $ids), runs = array::complement(runs, $runs)"
      " RETURN NONE;\nDELETE $done RETURN NONE;\n"
      "UPSERT listed:main SET parts = $k + 1 RETURN NONE;\n",
      choice->done->str, choice->rest->str, ids->str, runs->str, choice->n_parts, choice->n_done,
      choice->n_rest);
}

static char *
pack_gone (const Choice *choice)
{
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (guint64));
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, choice->gone);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    {
      guint64 key = cdl_surreal_run_key (id);

      g_array_append_val (keys, key);
    }

  return cdl_surreal_keys_pack ((const guint64 *) keys->data, keys->len);
}

static gboolean
pack_chosen (CdlStore *store, const Choice *choice, GCancellable *cancellable, GError **error)
{
  gboolean all[CDL_N_COLUMNS];
  g_autoptr (JsonNode) rows = read_chosen (store, choice, cancellable, error), done = NULL;
  g_autoptr (GString) sql = g_string_new (NULL);
  g_autoptr (CdlSurrealBlock) block = NULL;
  g_autofree char *keys = NULL, *gone = pack_gone (choice);

  for (guint column = 0; column < CDL_N_COLUMNS; column++)
    all[column] = TRUE;
  block = rows != NULL ? cdl_surreal_block_of_rows (json_node_get_array (rows), all, error) : NULL;
  if (block == NULL)
    return FALSE;

  keys = cdl_surreal_keys_pack (block->keys, block->n);
  append_claim (sql, choice);
  append_keys (sql, keys, gone);
  for (guint column = 0; column < CDL_N_COLUMNS; column++)
    {
      g_autofree char *packed = cdl_surreal_block_pack (block, column);

      append_part (sql, cdl_surreal_column_name (column), packed);
    }
  g_string_append (sql, "RETURN true }");
  done = cdl_surreal_run (store, sql->str, cancellable, error);

  return done != NULL && JSON_NODE_HOLDS_VALUE (done) && json_node_get_boolean (done);
}

/* TRUE if there may be more to pack. */
static gboolean
pack_some (CdlStore *store, GCancellable *cancellable, GError **error)
{
  g_auto (Choice) choice = { .runs = g_hash_table_new (g_str_hash, g_str_equal),
                             .gone = g_hash_table_new (g_str_hash, g_str_equal),
                             .done = g_string_new ("["),
                             .rest = g_string_new ("[") };
  g_autoptr (JsonNode) answer = NULL;

  return find_choice (store, &choice, &answer, cancellable, error)
         && pack_chosen (store, &choice, cancellable, error);
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
