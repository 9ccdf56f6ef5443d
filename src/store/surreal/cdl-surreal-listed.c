#include "cdl-json-reader-private.h"
#include "cdl-local-text-private.h"
#include "cdl-surreal-row-private.h"
#include "cdl-surreal-library-private.h"
#include "cdl-surreal-listing-private.h"
#include "cdl-surreal-literal-private.h"
#include "cdl-surreal-parts-private.h"
#include "cdl-surreal-private.h"

/* The runs of a list, from their records and what they share. That is kept, up to so many. */
#define MAX_SHARED 5000

/* What is not known of strategies, datasets and settings. */
typedef struct
{
  GString *strategies, *datasets, *settings; /* lists of records, without their end */
  GHashTable *asked;                         /* names in them */
} Missing;

/* Whether it has to be asked for, the first time that it is met. */
static gboolean
is_missing (Missing *self, GHashTable *known, char *name)
{
  g_autofree char *own = name;

  return !g_hash_table_contains (known, name)
         && g_hash_table_add (self->asked, g_steal_pointer (&own));
}

static gboolean
add_missing (Missing *self,
             const CdlSurrealReader *shared,
             const CdlSurrealRow *row,
             GError **error)
{
  const char *name, *revision, *fingerprint, *hash;

  if (!cdl_json_get_string (row->lasting, "strategy", &name, error)
      || !cdl_json_get_string (row->lasting, "revision", &revision, error)
      || !cdl_json_get_string (row->lasting, "dataset", &fingerprint, error)
      || !cdl_json_get_string (row->lasting, "settings_hash", &hash, error))
    return cdl_local_damaged ("run", "of a list", error);
  if (is_missing (self, shared->strategies, g_strjoin ("\n", name, revision, NULL)))
    {
      cdl_surreal_item (self->strategies);
      cdl_surreal_strategy_id (self->strategies, name, revision);
    }
  if (is_missing (self, shared->datasets, g_strdup (fingerprint)))
    {
      cdl_surreal_item (self->datasets);
      cdl_surreal_record (self->datasets, "dataset", fingerprint);
    }
  if (is_missing (self, shared->settings, g_strdup (hash)))
    {
      cdl_surreal_item (self->settings);
      cdl_surreal_record (self->settings, "settings", hash);
    }

  return TRUE;
}

static gboolean
ask_for_missing (CdlStore *store,
                 CdlSurrealReader *shared,
                 const Missing *missing,
                 gboolean with_json,
                 GCancellable *cancellable,
                 GError **error)
{
  g_autofree char *sql = g_strdup_printf (
      "RETURN { strategies: (SELECT " CDL_SURREAL_STRATEGY_FIELDS "%s FROM %s] WHERE name != NONE),"
      " datasets: (SELECT " CDL_SURREAL_DATASET_FIELDS " FROM %s] WHERE fingerprint != NONE),"
      " settings: (SELECT hash, json FROM %s] WHERE hash != NONE) }",
      with_json ? ", json" : "", missing->strategies->str, missing->datasets->str,
      missing->settings->str);
  g_autoptr (JsonNode) node = NULL;

  if (g_hash_table_size (missing->asked) == 0)
    return TRUE;
  node = cdl_surreal_run (store, sql, cancellable, error);
  if (node == NULL)
    return FALSE;

  return (JSON_NODE_HOLDS_OBJECT (node)
          && cdl_surreal_reader_init (shared, json_node_get_object (node), error))
         || cdl_local_damaged ("list", "of runs", error);
}

gboolean
cdl_surreal_reader_complete (CdlSurrealReader *self,
                             CdlStore *store,
                             const CdlSurrealRows *rows,
                             gboolean with_json,
                             GCancellable *cancellable,
                             GError **error)
{
  g_autoptr (GString) strategies = g_string_new ("["), datasets = g_string_new ("[");
  g_autoptr (GString) settings = g_string_new ("[");
  g_autoptr (GHashTable) asked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Missing missing = { strategies, datasets, settings, asked };

  cdl_surreal_reader_begin (self);
  if (g_hash_table_size (self->strategies) + g_hash_table_size (self->datasets)
          + g_hash_table_size (self->settings)
      > MAX_SHARED)
    {
      cdl_surreal_reader_clear (self);
      cdl_surreal_reader_begin (self);
    }
  for (guint i = 0; i < rows->n; i++)
    if (!add_missing (&missing, self, &rows->rows[i], error))
      return FALSE;

  return ask_for_missing (store, self, &missing, with_json, cancellable, error);
}

gboolean
cdl_surreal_read_listed (CdlStore *store,
                         JsonArray *answer,
                         GPtrArray *runs,
                         GCancellable *cancellable,
                         GError **error)
{
  CdlSurrealParts *parts = cdl_surreal_get_parts (store);
  g_autoptr (CdlSurrealRows) rows = cdl_surreal_rows_read (answer, error);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&parts->mutex);

  if (rows == NULL
      || !cdl_surreal_reader_complete (&parts->shared, store, rows, FALSE, cancellable, error))
    return FALSE;
  for (guint i = 0; i < rows->n; i++)
    {
      CdlRunRecord *run = cdl_surreal_reader_run (&parts->shared, &rows->rows[i], error);

      if (run == NULL)
        return FALSE;
      g_ptr_array_add (runs, run);
    }

  return TRUE;
}
