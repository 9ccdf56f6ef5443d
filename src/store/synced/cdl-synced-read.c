#include "cdl-outbox-private.h"
#include "cdl-synced-private.h"

/* Reading results: from the server, once it has what was written here. */

/* How long that may take before the local copy has to do. */
#define PATIENCE_US (10 * G_USEC_PER_SEC)

/* Entries that are not worth waiting for: it would take longer. */
#define FAR_BEHIND 2000

gboolean
cdl_synced_has_caught_up (CdlSyncedStore *self, GCancellable *cancellable)
{
  gint64 last, now = g_get_monotonic_time ();
  CdlOutboxCount count;
  gboolean reached;

  if (!cdl_outbox_last (self->local, &last, NULL)
      || !cdl_outbox_count (self->local, last, &count, NULL))
    return FALSE;
  g_free (count.why);
  if (count.waiting > 0)
    cdl_sync_worker_wake (self->worker);
  reached = count.waiting == 0
            || (count.waiting < FAR_BEHIND
                && cdl_sync_worker_wait (self->worker, last,
                                         g_atomic_int_get (&self->behind) ? now : now + PATIENCE_US,
                                         cancellable));
  /* Who has waited in vain does not wait again, until it has caught up. */
  g_atomic_int_set (&self->behind, !reached);

  return reached;
}

gboolean
cdl_synced_next_source (CdlSyncedSource *self)
{
  CdlSyncedStore *synced = self->synced;

  if (self->store == NULL)
    {
      if (cdl_synced_has_caught_up (synced, self->cancellable))
        self->store = cdl_sync_server_get (synced->server, self->cancellable, NULL);
      if (self->store == NULL)
        self->store = g_object_ref (synced->local);
      return TRUE;
    }
  if (self->error == NULL || self->store == synced->local
      || !cdl_sync_server_failed (synced->server, self->error))
    return FALSE;
  g_clear_error (&self->error);
  g_set_object (&self->store, synced->local);

  return TRUE;
}

void
cdl_synced_end_source (CdlSyncedSource *self, GError **error)
{
  g_clear_object (&self->store);
  if (self->error != NULL)
    g_propagate_error (error, g_steal_pointer (&self->error));
}

/* A cursor says which store it is from, and its pages come from there to the last: the two order
 * equal runs each in its own way. */
#define FROM_SERVER 's'
#define FROM_LOCAL  'l'

/* The first page, from wherever it can be had; is_local tells. */
static CdlRunPage *
list_first (CdlSyncedStore *self,
            const CdlRunQuery *query,
            gboolean *is_local,
            GCancellable *cancellable,
            GError **error)
{
  CdlSyncedSource source = { self, cancellable };
  CdlRunPage *page = NULL;

  while (cdl_synced_next_source (&source))
    {
      page = cdl_store_list_runs (source.store, query, cancellable, &source.error);
      *is_local = source.store == self->local;
    }
  cdl_synced_end_source (&source, error);

  return page;
}

static CdlRunPage *
list_next (CdlSyncedStore *self,
           const CdlRunQuery *query,
           gboolean *is_local,
           GCancellable *cancellable,
           GError **error)
{
  CdlRunQuery inner = *query;
  g_autoptr (CdlStore) store = NULL;

  *is_local = *query->cursor == FROM_LOCAL;
  inner.cursor++;
  store = *is_local ? g_object_ref (self->local)
                    : cdl_sync_server_get (self->server, cancellable, error);

  return store != NULL ? cdl_store_list_runs (store, &inner, cancellable, error) : NULL;
}

CdlRunPage *
cdl_synced_list_runs (CdlStore *store,
                      const CdlRunQuery *query,
                      GCancellable *cancellable,
                      GError **error)
{
  CdlSyncedStore *self = CDL_SYNCED_STORE (store);
  g_autofree char *next = NULL;
  gboolean is_local = FALSE;
  CdlRunPage *page;

  if (query->cursor != NULL && *query->cursor != FROM_SERVER && *query->cursor != FROM_LOCAL)
    {
      g_set_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_INVALID,
                   "“%s” is not the cursor of a page of runs", query->cursor);
      return NULL;
    }
  page = (query->cursor == NULL ? list_first : list_next) (self, query, &is_local, cancellable,
                                                           error);
  if (page == NULL || page->next == NULL)
    return page;
  next = g_strdup_printf ("%c%s", is_local ? FROM_LOCAL : FROM_SERVER, page->next);
  g_free (page->next);
  page->next = g_steal_pointer (&next);

  return page;
}

gboolean
cdl_synced_count_runs (CdlStore *store,
                       const CdlRunFilter *filter,
                       guint64 *count,
                       GCancellable *cancellable,
                       GError **error)
{
  CdlSyncedSource source = { CDL_SYNCED_STORE (store), cancellable };
  gboolean ok = FALSE;

  while (cdl_synced_next_source (&source))
    ok = cdl_store_count_runs (source.store, filter, count, cancellable, &source.error);
  cdl_synced_end_source (&source, error);

  return ok;
}

CdlRunRecord *
cdl_synced_get_run (CdlStore *store,
                    const char *id,
                    CdlRunDetails **details,
                    GCancellable *cancellable,
                    GError **error)
{
  CdlSyncedSource source = { CDL_SYNCED_STORE (store), cancellable };
  CdlRunRecord *run = NULL;

  while (cdl_synced_next_source (&source))
    {
      run = cdl_store_get_run (source.store, id, details, cancellable, &source.error);
      /* Here it may wait, or be one that the server does not take. */
      if (run == NULL && source.store != source.synced->local
          && g_error_matches (source.error, CDL_STORE_ERROR, CDL_STORE_ERROR_NOT_FOUND))
        {
          g_clear_error (&source.error);
          run = cdl_store_get_run (source.synced->local, id, details, cancellable, &source.error);
        }
    }
  cdl_synced_end_source (&source, error);

  return run;
}

GPtrArray *
cdl_synced_group_runs (CdlStore *store,
                       const CdlRunFilter *filter,
                       CdlGroupKey key,
                       CdlStat stat,
                       GCancellable *cancellable,
                       GError **error)
{
  CdlSyncedSource source = { CDL_SYNCED_STORE (store), cancellable };
  GPtrArray *groups = NULL;

  while (cdl_synced_next_source (&source))
    groups = cdl_store_group_runs (source.store, filter, key, stat, cancellable, &source.error);
  cdl_synced_end_source (&source, error);

  return groups;
}

CdlHeatMap *
cdl_synced_heat_map (CdlStore *store,
                     const CdlRunFilter *filter,
                     const char *x,
                     const char *y,
                     CdlStat stat,
                     CdlCellValue shown,
                     GCancellable *cancellable,
                     GError **error)
{
  CdlSyncedSource source = { CDL_SYNCED_STORE (store), cancellable };
  CdlHeatMap *map = NULL;

  while (cdl_synced_next_source (&source))
    map = cdl_store_heat_map (source.store, filter, x, y, stat, shown, cancellable, &source.error);
  cdl_synced_end_source (&source, error);

  return map;
}

gboolean
cdl_synced_count_trials (CdlStore *store,
                         const char *dataset,
                         gint64 from,
                         gint64 to,
                         guint64 *count,
                         GCancellable *cancellable,
                         GError **error)
{
  CdlSyncedSource source = { CDL_SYNCED_STORE (store), cancellable };
  gboolean ok = FALSE;

  while (cdl_synced_next_source (&source))
    ok = cdl_store_count_trials (source.store, dataset, from, to, count, cancellable,
                                 &source.error);
  cdl_synced_end_source (&source, error);

  return ok;
}

GPtrArray *
cdl_synced_list_trials (CdlStore *store,
                        const CdlTrial *after,
                        guint limit,
                        GCancellable *cancellable,
                        GError **error)
{
  CdlSyncedSource source = { CDL_SYNCED_STORE (store), cancellable };
  GPtrArray *trials = NULL;

  while (cdl_synced_next_source (&source))
    trials = cdl_store_list_trials (source.store, after, limit, cancellable, &source.error);
  cdl_synced_end_source (&source, error);

  return trials;
}
