#include "cdl-outbox-private.h"
#include "cdl-synced-private.h"

/* Changing and deleting runs, of which some may be on the server only. */

/* Runs of a page of those that a rule deletes. */
#define PAGE 1000

/* Those of the ids that are not here: GPtrArray of borrowed ids. */
static GPtrArray *
find_elsewhere (CdlSyncedStore *self,
                const char *const *ids,
                gsize n,
                GCancellable *cancellable,
                GError **error)
{
  g_autoptr (GPtrArray) elsewhere = g_ptr_array_new ();
  g_autofree gboolean *here = g_new0 (gboolean, n);

  if (!cdl_store_has_runs (self->local, ids, n, here, cancellable, error))
    return NULL;
  for (gsize i = 0; i < n; i++)
    if (!here[i])
      g_ptr_array_add (elsewhere, (gpointer) ids[i]);

  return g_steal_pointer (&elsewhere);
}

/* Edits runs that are not here: all, or none. */
static gboolean
edit_elsewhere (CdlSyncedStore *self,
                GPtrArray *ids,
                const CdlRunEdit *edit,
                GCancellable *cancellable,
                GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (CdlStore) server = cdl_sync_server_get (self->server, cancellable, &local_error);
  gboolean ok = server != NULL
                && cdl_store_edit_runs (server, (const char *const *) ids->pdata, ids->len, edit,
                                        cancellable, &local_error);

  if (ok)
    return TRUE;
  cdl_sync_server_failed (self->server, local_error);
  if (!g_error_matches (local_error, CDL_STORE_ERROR, CDL_STORE_ERROR_NOT_FOUND))
    g_prefix_error (&local_error,
                    "Run %s is not on this machine: ", (const char *) g_ptr_array_index (ids, 0));
  g_propagate_error (error, g_steal_pointer (&local_error));

  return FALSE;
}

gboolean
cdl_synced_edit_runs (CdlStore *store,
                      const char *const *ids,
                      gsize n,
                      const CdlRunEdit *edit,
                      GCancellable *cancellable,
                      GError **error)
{
  CdlSyncedStore *self = CDL_SYNCED_STORE (store);
  g_autoptr (GPtrArray) here = g_ptr_array_new ();
  g_autoptr (GPtrArray) elsewhere = find_elsewhere (self, ids, n, cancellable, error);

  if (elsewhere == NULL)
    return FALSE;
  if (elsewhere->len > 0 && !edit_elsewhere (self, elsewhere, edit, cancellable, error))
    return FALSE;
  for (gsize i = 0, k = 0; i < n; i++)
    if (k < elsewhere->len && g_ptr_array_index (elsewhere, k) == ids[i])
      k++;
    else
      g_ptr_array_add (here, (gpointer) ids[i]);

  return cdl_synced_written (self,
                             cdl_store_edit_runs (self->local, (const char *const *) here->pdata,
                                                  here->len, edit, cancellable, error));
}

/* Runs that are not here: now, or when the server is back. */
static gboolean
delete_elsewhere (CdlSyncedStore *self,
                  GPtrArray *ids,
                  guint64 *deleted,
                  GCancellable *cancellable,
                  GError **error)
{
  g_autoptr (CdlStore) server = cdl_sync_server_get (self->server, cancellable, NULL);
  g_autoptr (GError) local_error = NULL;

  *deleted = 0;
  if (server != NULL
      && cdl_store_delete_runs (server, (const char *const *) ids->pdata, ids->len, deleted,
                                cancellable, &local_error))
    return TRUE;
  if (server != NULL && !cdl_sync_server_failed (self->server, local_error))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  return cdl_outbox_delete_runs (self->local, (const char *const *) ids->pdata, ids->len, error);
}

gboolean
cdl_synced_delete_runs (CdlStore *store,
                        const char *const *ids,
                        gsize n,
                        guint64 *deleted,
                        GCancellable *cancellable,
                        GError **error)
{
  CdlSyncedStore *self = CDL_SYNCED_STORE (store);
  g_autoptr (GPtrArray) elsewhere = find_elsewhere (self, ids, n, cancellable, error);
  guint64 there = 0, here = 0;

  if (elsewhere == NULL
      || (elsewhere->len > 0 && !delete_elsewhere (self, elsewhere, &there, cancellable, error))
      || !cdl_synced_written (
          self, cdl_store_delete_runs (self->local, ids, n, &here, cancellable, error)))
    return FALSE;
  if (deleted != NULL)
    *deleted = there + here;

  return TRUE;
}

/* Ids of all runs that match: GPtrArray of char, owned. */
static GPtrArray *
list_matching (CdlStore *store,
               const CdlRunFilter *filter,
               GCancellable *cancellable,
               GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  CdlRunQuery query = { .filter = filter, .limit = PAGE };
  g_autofree char *cursor = NULL;

  do
    {
      g_autoptr (CdlRunPage) page = NULL;

      query.cursor = cursor;
      page = cdl_store_list_runs (store, &query, cancellable, error);
      if (page == NULL)
        return NULL;
      for (guint i = 0; i < page->runs->len; i++)
        {
          const CdlRunRecord *run = g_ptr_array_index (page->runs, i);

          g_ptr_array_add (ids, g_strdup (run->id));
        }
      g_free (cursor);
      cursor = g_strdup (page->next);
    }
  while (cursor != NULL);

  return g_steal_pointer (&ids);
}

/* What matches where results are read, then what matches here and is not there yet. */
gboolean
cdl_synced_delete_matching (CdlStore *store,
                            const CdlRunFilter *filter,
                            guint64 *deleted,
                            GCancellable *cancellable,
                            GError **error)
{
  CdlSyncedStore *self = CDL_SYNCED_STORE (store);
  CdlSyncedSource source = { self, cancellable };
  g_autoptr (GPtrArray) ids = NULL;
  guint64 listed = 0, others = 0;

  while (cdl_synced_next_source (&source))
    ids = list_matching (source.store, filter, cancellable, &source.error);
  cdl_synced_end_source (&source, error);
  if (ids == NULL
      || !cdl_synced_delete_runs (store, (const char *const *) ids->pdata, ids->len, &listed,
                                  cancellable, error)
      || !cdl_synced_written (
          self, cdl_store_delete_matching (self->local, filter, &others, cancellable, error)))
    return FALSE;
  if (deleted != NULL)
    *deleted = listed + others;

  return TRUE;
}
