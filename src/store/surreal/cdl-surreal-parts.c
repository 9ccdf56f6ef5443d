#include "cdl-surreal-parts-private.h"

#include "cdl-json-reader-private.h"
#include "cdl-local-text-private.h"
#include "cdl-surreal-literal-private.h"
#include "cdl-surreal-private.h"

/* What is kept at most between two lists, more or less: a column of 100,000 numbers takes 0.8 MB.
 */
#define MAX_KEPT (64 * 1024 * 1024)

static void
forget_block (CdlSurrealPart *part)
{
  g_clear_pointer (&part->block, cdl_surreal_block_free);
  memset (part->loaded, 0, sizeof part->loaded);
}

static void
part_free (gpointer data)
{
  CdlSurrealPart *part = data;

  forget_block (part);
  g_free (part->gone);
  g_free (part->version);
  g_free (part);
}

CdlSurrealParts *
cdl_surreal_parts_new (void)
{
  CdlSurrealParts *self = g_new0 (CdlSurrealParts, 1);

  g_mutex_init (&self->mutex);
  self->parts = g_ptr_array_new_with_free_func (part_free);
  self->unlisted.gone = g_array_new (FALSE, FALSE, sizeof (guint64));

  return self;
}

void
cdl_surreal_parts_clear (CdlSurrealParts *self)
{
  g_ptr_array_set_size (self->parts, 0);
  g_clear_pointer (&self->unlisted.block, cdl_surreal_block_free);
  g_clear_pointer (&self->unlisted.version, g_free);
  g_array_set_size (self->unlisted.gone, 0);
  cdl_surreal_reader_clear (&self->shared);
}

void
cdl_surreal_parts_free (CdlSurrealParts *self)
{
  cdl_surreal_parts_clear (self);
  g_ptr_array_unref (self->parts);
  g_array_unref (self->unlisted.gone);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

CdlSurrealPart *
cdl_surreal_parts_get (const CdlSurrealParts *self, gint64 part)
{
  return g_ptr_array_index (self->parts, part);
}

gint64
cdl_surreal_parts_last (const CdlSurrealParts *self)
{
  gint64 last = (gint64) self->parts->len - 1;

  while (last >= 0 && cdl_surreal_parts_get (self, last)->version == NULL)
    last--;

  return last;
}

void
cdl_surreal_parts_resize (CdlSurrealParts *self, gint64 n)
{
  while (self->parts->len < n)
    g_ptr_array_add (self->parts, g_new0 (CdlSurrealPart, 1));
}

static gsize
size_of_all (const CdlSurrealParts *self)
{
  gsize size = 0;

  for (guint i = 0; i < self->parts->len; i++)
    {
      const CdlSurrealPart *part = cdl_surreal_parts_get (self, i);

      if (part->block != NULL)
        size += cdl_surreal_block_size (part->block);
    }

  return size;
}

/* Forgets the column that was not wanted for the longest time; FALSE if there is none. */
static gboolean
forget_column (CdlSurrealParts *self, const gboolean *wanted)
{
  guint oldest = CDL_N_COLUMNS;

  for (guint column = 0; column < CDL_N_COLUMNS; column++)
    if (!wanted[column] && self->used[column] > 0
        && (oldest == CDL_N_COLUMNS || self->used[column] < self->used[oldest]))
      oldest = column;
  if (oldest == CDL_N_COLUMNS)
    return FALSE;

  self->used[oldest] = 0;
  for (guint i = 0; i < self->parts->len; i++)
    {
      CdlSurrealPart *part = cdl_surreal_parts_get (self, i);

      if (part->block != NULL)
        cdl_surreal_block_forget (part->block, oldest);
      part->loaded[oldest] = FALSE;
    }

  return TRUE;
}

void
cdl_surreal_parts_trim (CdlSurrealParts *self, const gboolean *wanted, gint64 from, gint64 to)
{
  gsize size = size_of_all (self);

  for (; size > MAX_KEPT && forget_column (self, wanted); size = size_of_all (self))
    ;
  for (gint64 part = from; size > MAX_KEPT && part < to; part++)
    forget_block (cdl_surreal_parts_get (self, part));
}

/* --- Reading --- */

static gboolean
damaged (GError **error)
{
  return cdl_local_damaged ("list", "of runs", error);
}

/* [k, ...]: the part it is about; NULL if it is none of from..to-1. */
static CdlSurrealPart *
part_of (CdlSurrealParts *self, JsonNode *node, gint64 from, gint64 to, JsonArray **values)
{
  gint64 k;

  if (!JSON_NODE_HOLDS_ARRAY (node))
    return NULL;
  *values = json_node_get_array (node);
  if (json_array_get_length (*values) < 2
      || !cdl_json_node_int (json_array_get_element (*values, 0), &k) || k < from || k >= to)
    return NULL;

  return cdl_surreal_parts_get (self, k);
}

/* [k, data, gone, v] */
static gboolean
read_keys (CdlSurrealPart *part, JsonArray *values, GError **error)
{
  const char *texts[3] = { NULL };
  g_autoptr (CdlSurrealBlock) block = g_new0 (CdlSurrealBlock, 1);

  for (guint i = 0; i < G_N_ELEMENTS (texts) && i + 1 < json_array_get_length (values); i++)
    texts[i] = cdl_json_node_string (json_array_get_element (values, i + 1));
  if (texts[0] == NULL || texts[1] == NULL || texts[2] == NULL)
    return damaged (error);

  block->keys = cdl_surreal_keys_unpack (texts[0], &block->n, error);
  if (block->keys == NULL)
    return FALSE;
  g_free (part->gone);
  part->gone = cdl_surreal_keys_unpack (texts[1], &part->n_gone, error);
  if (part->gone == NULL)
    return FALSE;
  g_free (part->version);
  part->version = g_strdup (texts[2]);
  part->block = g_steal_pointer (&block);

  return TRUE;
}

/* [k, data] */
static gboolean
read_column (CdlSurrealPart *part, guint column, JsonArray *values, GError **error)
{
  const char *data = cdl_json_node_string (json_array_get_element (values, 1));

  if (part->block == NULL || data == NULL)
    return damaged (error);
  if (!part->loaded[column] && !cdl_surreal_block_unpack (part->block, column, data, error))
    return FALSE;
  part->loaded[column] = TRUE;

  return TRUE;
}

/* Of parts from..to-1, those of which something is missing, and all between; FALSE: none. column
 * CDL_N_COLUMNS: the keys. */
static gboolean
find_missing (CdlSurrealParts *self, guint column, gint64 *from, gint64 *to)
{
  gint64 first = *to, end = *from;

  for (gint64 k = *from; k < *to; k++)
    {
      const CdlSurrealPart *part = cdl_surreal_parts_get (self, k);

      if (part->block != NULL && (column == CDL_N_COLUMNS || part->loaded[column]))
        continue;
      first = MIN (first, k);
      end = k + 1;
    }
  *from = first;
  *to = end;

  return first < end;
}

/* FALSE: nothing is missing. */
static gboolean
append_missing (CdlSurrealParts *self, GString *sql, guint column, gint64 from, gint64 to)
{
  const char *name = column < CDL_N_COLUMNS ? cdl_surreal_column_name (column) : "key";

  if (!find_missing (self, column, &from, &to))
    return FALSE;
  cdl_surreal_item (sql);
  g_string_append_printf (sql,
                          "(SELECT VALUE [k, data%s] FROM listing:[\"%s\", %" G_GINT64_FORMAT
                          "]..[\"%s\", %" G_GINT64_FORMAT "])",
                          column < CDL_N_COLUMNS ? "" : ", gone, v", name, from, name, to);

  return TRUE;
}

static gboolean
read_answer (CdlSurrealParts *self,
             JsonNode *node,
             guint column,
             gint64 from,
             gint64 to,
             GError **error)
{
  JsonArray *rows = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; rows != NULL && i < json_array_get_length (rows); i++)
    {
      JsonArray *values = NULL;
      CdlSurrealPart *part = part_of (self, json_array_get_element (rows, i), from, to, &values);

      if (part == NULL)
        return damaged (error);
      if (column < CDL_N_COLUMNS && !read_column (part, column, values, error))
        return FALSE;
      if (column == CDL_N_COLUMNS && part->block == NULL && !read_keys (part, values, error))
        return FALSE;
    }

  /* A part that was packed before a statistic came does not hold it: all of its runs lack it. */
  for (gint64 k = from; rows != NULL && k < to; k++)
    {
      CdlSurrealPart *part = cdl_surreal_parts_get (self, k);

      if (part->block == NULL)
        return damaged (error);
      if (column < CDL_N_COLUMNS)
        part->loaded[column] = TRUE;
    }

  return rows != NULL || damaged (error);
}

gboolean
cdl_surreal_parts_load (CdlSurrealParts *self,
                        CdlStore *store,
                        const gboolean *wanted,
                        gint64 from,
                        gint64 to,
                        GCancellable *cancellable,
                        GError **error)
{
  g_autoptr (GString) sql = g_string_new ("RETURN [");
  g_autoptr (GArray) asked = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (JsonNode) node = NULL;
  JsonArray *answers;

  self->clock++;
  for (guint i = 0; i <= CDL_N_COLUMNS; i++)
    {
      /* The keys come first: they say how many runs there are. */
      guint column = i == 0 ? CDL_N_COLUMNS : i - 1;

      if (column < CDL_N_COLUMNS && !wanted[column])
        continue;
      if (column < CDL_N_COLUMNS)
        self->used[column] = self->clock;
      if (append_missing (self, sql, column, from, to))
        g_array_append_val (asked, column);
    }
  if (asked->len == 0)
    return TRUE;
  g_string_append_c (sql, ']');

  node = cdl_surreal_run (store, sql->str, cancellable, error);
  if (node == NULL)
    return FALSE;
  answers = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  if (answers == NULL || json_array_get_length (answers) != asked->len)
    return damaged (error);
  for (guint i = 0; i < asked->len; i++)
    if (!read_answer (self, json_array_get_element (answers, i), g_array_index (asked, guint, i),
                      from, to, error))
      return FALSE;

  return TRUE;
}

gboolean
cdl_surreal_parts_load_ids (CdlSurrealParts *self,
                            CdlStore *store,
                            const gint64 *parts,
                            guint n,
                            GCancellable *cancellable,
                            GError **error)
{
  g_autoptr (GString) sql = g_string_new ("SELECT VALUE [k, data] FROM array::distinct([");
  g_autoptr (JsonNode) node = NULL;
  gboolean some = FALSE;

  self->used[CDL_COLUMN_ID] = ++self->clock;
  for (guint i = 0; i < n; i++)
    if (!cdl_surreal_parts_get (self, parts[i])->loaded[CDL_COLUMN_ID])
      {
        cdl_surreal_item (sql);
        g_string_append_printf (sql, "listing:[\"%s\", %" G_GINT64_FORMAT "]",
                                cdl_surreal_column_name (CDL_COLUMN_ID), parts[i]);
        some = TRUE;
      }
  if (!some)
    return TRUE;
  g_string_append (sql, "]) WHERE k != NONE");
  node = cdl_surreal_run (store, sql->str, cancellable, error);
  if (node == NULL)
    return FALSE;

  for (guint i = 0; JSON_NODE_HOLDS_ARRAY (node) && i < cdl_surreal_n_rows (node); i++)
    {
      JsonArray *values = NULL;
      CdlSurrealPart *part = part_of (self, json_array_get_element (json_node_get_array (node), i),
                                      0, self->parts->len, &values);

      if (part == NULL)
        return damaged (error);
      if (!read_column (part, CDL_COLUMN_ID, values, error))
        return FALSE;
    }
  for (guint i = 0; i < n; i++)
    if (!cdl_surreal_parts_get (self, parts[i])->loaded[CDL_COLUMN_ID])
      return damaged (error);

  return TRUE;
}
