#include "cdl-json-reader-private.h"
#include "cdl-local-text-private.h"
#include "cdl-surreal-listing-private.h"
#include "cdl-surreal-literal-private.h"
#include "cdl-surreal-parts-private.h"
#include "cdl-surreal-private.h"

/* Parts that are read at once. */
#define WINDOW 256

typedef struct
{
  CdlStore *store;
  CdlSurrealParts *parts;
  const gboolean *wanted;
  CdlSurrealScanFunc func;
  gpointer data;
  GHashTable *gone; /* guint64, borrowed: keys that count no more in parts before */
  GCancellable *cancellable;
} Scan;

static void
add_gone (Scan *self, guint64 *keys, guint n)
{
  for (guint i = 0; i < n; i++)
    g_hash_table_add (self->gone, &keys[i]);
}

static gboolean
scan_block (Scan *self, const CdlSurrealBlock *block, gint64 part, GError **error)
{
  g_autofree gboolean *alive = g_new (gboolean, block->n + 1);
  gboolean all = part < 0 || g_hash_table_size (self->gone) == 0;

  for (guint i = 0; i < block->n; i++)
    alive[i] = all || !g_hash_table_contains (self->gone, &block->keys[i]);

  return self->func (block, alive, part, self->data, error);
}

static gboolean
damaged (GError **error)
{
  return cdl_local_damaged ("list", "of runs", error);
}

/* Whether the unlisted runs were read with all that is wanted now. */
static gboolean
knows_unlisted (const Scan *self)
{
  const CdlSurrealUnlisted *unlisted = &self->parts->unlisted;

  for (guint column = 0; column < CDL_N_COLUMNS; column++)
    if (self->wanted[column] && !unlisted->loaded[column])
      return FALSE;

  return unlisted->version != NULL;
}

/* What marks there are is said by a hash of their versions. If it is the one that is known, there
 * is nothing more to say. */
static char *
ask_for_unlisted (const Scan *self, gint64 last)
{
  GString *sql = g_string_new ("{ LET $all = (SELECT v, runs, old FROM unlisted);\n"
                               "LET $v = crypto::md5(array::join($all.v, \"\"));\n"
                               "LET $marks = IF $v = ");

  cdl_surreal_text (sql, knows_unlisted (self) ? self->parts->unlisted.version : "");
  g_string_append (sql, " { [] } ELSE { $all };\n"
                        "RETURN { v: $v, parts: (SELECT VALUE parts FROM ONLY listed:main) ?? 0, ");
  if (last >= 0)
    g_string_append_printf (
        sql, "last: (SELECT VALUE v FROM ONLY listing:[\"key\", %" G_GINT64_FORMAT "]), ", last);
  g_string_append (sql, "gone: array::flatten($marks.old), rows: (SELECT ");
  cdl_surreal_append_fields (sql, self->wanted);
  g_string_append (sql,
                   " FROM array::distinct(array::flatten($marks.runs)) WHERE rid != NONE) } }");

  return g_string_free (sql, FALSE);
}

static gboolean
read_unlisted (Scan *self, const char *version, JsonObject *answer, GError **error)
{
  CdlSurrealUnlisted *unlisted = &self->parts->unlisted;
  gboolean wanted[CDL_N_COLUMNS];
  JsonArray *gone, *rows;
  CdlSurrealBlock *block;

  memcpy (wanted, self->wanted, sizeof wanted);
  wanted[CDL_COLUMN_ID] = TRUE;
  if (!cdl_json_get_array (answer, "gone", &gone, error)
      || !cdl_json_get_array (answer, "rows", &rows, error))
    return damaged (error);
  block = cdl_surreal_block_of_rows (rows, wanted, error);
  if (block == NULL)
    return FALSE;

  g_clear_pointer (&unlisted->block, cdl_surreal_block_free);
  unlisted->block = block;
  memcpy (unlisted->loaded, wanted, sizeof wanted);
  g_array_set_size (unlisted->gone, 0);
  for (guint i = 0; i < json_array_get_length (gone); i++)
    {
      const char *id = cdl_json_node_string (json_array_get_element (gone, i));
      guint64 key = id != NULL ? cdl_surreal_run_key (id) : 0;

      if (id == NULL)
        return damaged (error);
      g_array_append_val (unlisted->gone, key);
    }
  g_free (unlisted->version);
  unlisted->version = g_strdup (version);

  return TRUE;
}

/* The runs that are not packed yet, and how many parts there are beside them. */
static gboolean
scan_unlisted (Scan *self, gint64 *n_parts, GError **error)
{
  CdlSurrealUnlisted *unlisted = &self->parts->unlisted;
  gint64 last = cdl_surreal_parts_last (self->parts);
  g_autofree char *sql = ask_for_unlisted (self, last);
  g_autoptr (JsonNode) node = cdl_surreal_run (self->store, sql, self->cancellable, error);
  const char *version;
  JsonObject *answer;

  if (node == NULL)
    return FALSE;
  answer = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  if (answer == NULL || !cdl_json_get_string (answer, "v", &version, error)
      || !cdl_json_get_int (answer, "parts", 0, G_MAXINT32, n_parts, error))
    return damaged (error);

  if (last >= 0
      && g_strcmp0 (cdl_surreal_parts_get (self->parts, last)->version,
                    cdl_json_node_string (json_object_get_member (answer, "last")))
             != 0)
    {
      gboolean known = knows_unlisted (self) && g_str_equal (unlisted->version, version);

      /* Another database: what it says of unlisted runs was said on what is forgotten now. */
      cdl_surreal_parts_clear (self->parts);
      if (known)
        return scan_unlisted (self, n_parts, error);
    }
  if (!(knows_unlisted (self) && g_str_equal (unlisted->version, version))
      && !read_unlisted (self, version, answer, error))
    return FALSE;
  if (!scan_block (self, unlisted->block, -1, error))
    return FALSE;
  add_gone (self, (guint64 *) unlisted->gone->data, unlisted->gone->len);

  return TRUE;
}

static gboolean
scan_window (Scan *self, gint64 from, gint64 to, GError **error)
{
  if (!cdl_surreal_parts_load (self->parts, self->store, self->wanted, from, to, self->cancellable,
                               error))
    return FALSE;
  for (gint64 k = to - 1; k >= from; k--)
    {
      const CdlSurrealPart *part = cdl_surreal_parts_get (self->parts, k);

      if (!scan_block (self, part->block, k, error))
        return FALSE;
      add_gone (self, part->gone, part->n_gone);
    }
  cdl_surreal_parts_trim (self->parts, self->wanted, from, to);

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
  CdlSurrealParts *parts = cdl_surreal_get_parts (store);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&parts->mutex);
  g_autoptr (GHashTable) gone = g_hash_table_new (g_int64_hash, g_int64_equal);
  Scan scan = { store, parts, wanted, func, data, gone, cancellable };
  gint64 n_parts = 0;

  if (!scan_unlisted (&scan, &n_parts, error))
    return FALSE;
  cdl_surreal_parts_resize (parts, n_parts);
  for (gint64 to = n_parts; to > 0; to -= WINDOW)
    if (!scan_window (&scan, MAX (to - WINDOW, 0), to, error))
      return FALSE;

  return TRUE;
}

char **
cdl_surreal_listed_ids (CdlStore *store,
                        const gint64 *parts,
                        const guint *places,
                        guint n,
                        GCancellable *cancellable,
                        GError **error)
{
  static const gboolean nothing[CDL_N_COLUMNS] = { FALSE };
  CdlSurrealParts *self = cdl_surreal_get_parts (store);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();

  for (guint i = 0; i < n; i++)
    {
      /* The keys are still there, unless there are very many parts. */
      if (parts[i] < self->parts->len
          && !cdl_surreal_parts_load (self, store, nothing, parts[i], parts[i] + 1, cancellable,
                                      error))
        return NULL;
      if (parts[i] >= self->parts->len
          || places[i] >= cdl_surreal_parts_get (self, parts[i])->block->n)
        {
          damaged (error);
          return NULL;
        }
    }
  if (!cdl_surreal_parts_load_ids (self, store, parts, n, cancellable, error))
    return NULL;
  for (guint i = 0; i < n; i++)
    {
      const CdlSurrealValues *values
          = &cdl_surreal_parts_get (self, parts[i])->block->columns[CDL_COLUMN_ID];

      g_strv_builder_add (ids, g_ptr_array_index (values->words, values->codes[places[i]]));
    }

  return g_strv_builder_end (ids);
}
