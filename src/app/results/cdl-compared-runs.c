#include "cdl-compared-runs.h"

static void
details_free (gpointer data)
{
  if (data != NULL)
    cdl_run_details_free (data);
}

void
cdl_compared_runs_free (CdlComparedRuns *self)
{
  g_clear_pointer (&self->comparison, cdl_run_comparison_free);
  g_ptr_array_unref (self->runs);
  g_ptr_array_unref (self->details);
  g_free (self);
}

static gpointer
load (CdlStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (CdlComparedRuns) self = g_new0 (CdlComparedRuns, 1);

  self->runs = g_ptr_array_new_with_free_func ((GDestroyNotify) cdl_run_record_free);
  self->details = g_ptr_array_new_with_free_func (details_free);
  for (char **id = data; *id != NULL; id++)
    {
      CdlRunDetails *details = NULL;
      CdlRunRecord *run = cdl_store_get_run (store, *id, &details, cancellable, error);

      if (run == NULL)
        return NULL;
      g_ptr_array_add (self->runs, run);
      g_ptr_array_add (self->details, details);
    }
  self->comparison = cdl_run_comparison_new (self->runs);

  return g_steal_pointer (&self);
}

void
cdl_compared_runs_load_async (CdlStore *store,
                              const char *const *ids,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  cdl_store_call_async (store, load, g_strdupv ((char **) ids), (GDestroyNotify) g_strfreev,
                        (GDestroyNotify) cdl_compared_runs_free, cancellable, callback, user_data);
}

CdlComparedRuns *
cdl_compared_runs_load_finish (CdlStore *store, GAsyncResult *result, GError **error)
{
  return cdl_store_call_finish (store, result, error);
}
