#include "cdl-loaded-run.h"

#include "cdl-time.h"

CdlLoadedRun *
cdl_loaded_run_ref (CdlLoadedRun *self)
{
  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

void
cdl_loaded_run_unref (CdlLoadedRun *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_pointer (&self->run, cdl_run_record_free);
  g_clear_pointer (&self->details, cdl_run_details_free);
  g_clear_pointer (&self->lines, cdl_run_lines_free);
  g_clear_pointer (&self->pyramid, cdl_pyramid_free);
  g_clear_pointer (&self->dataset, cdl_dataset_unref);
  g_free (self);
}

gboolean
cdl_loaded_run_chart_data (const CdlLoadedRun *self, CdlChartData *data)
{
  if (self->pyramid == NULL)
    return FALSE;

  *data = (CdlChartData){ .klines = self->klines,
                          .pyramid = self->pyramid,
                          .selected_trade = -1,
                          .capital = self->run->statistics.value[CDL_STAT_START] };
  if (self->lines != NULL)
    data->lines = cdl_run_lines_get (self->lines, &data->n_lines);
  if (self->details != NULL)
    {
      data->trades = (const CdlTrade *) (const void *) self->details->trades->data;
      data->n_trades = self->details->trades->len;
      if (self->details->setups != NULL)
        {
          data->setups = (const CdlSetup *) (const void *) self->details->setups->data;
          data->n_setups = self->details->setups->len;
        }
      data->equity = (const CdlEquityPoint *) (const void *) self->details->equity->data;
      data->n_equity = self->details->equity->len;
    }

  return TRUE;
}

/* Klines of the run's window. A run is worth showing without them. */
static void
map_klines (CdlLoadedRun *self, CdlArchive *archive)
{
  const CdlDatasetRecord *record = self->run->dataset;
  const CdlKlines *all;
  CdlDatasetName name;

  if (!cdl_dataset_name_init (&name, record->market, record->symbol, self->run->path_interval))
    return;
  self->dataset = cdl_archive_open (archive, &name, NULL);
  if (self->dataset == NULL)
    return;

  all = cdl_dataset_klines (self->dataset);
  self->klines = cdl_klines_slice (all, cdl_klines_find (all, self->run->from),
                                   cdl_klines_find (all, self->run->to));
  if (self->klines.n == 0)
    return;
  self->pyramid = cdl_pyramid_new (&self->klines);
  self->lines = cdl_run_lines_new (archive, self->run);
}

typedef struct
{
  char *root;
  char *id;
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  g_free (request->root);
  g_free (request->id);
  g_free (request);
}

CdlLoadedRun *
cdl_loaded_run_load (CdlStore *store,
                     const char *root,
                     const char *id,
                     GCancellable *cancellable,
                     GError **error)
{
  g_autoptr (CdlLoadedRun) self = g_new0 (CdlLoadedRun, 1);
  g_autoptr (CdlArchive) archive = cdl_archive_new (root);

  g_atomic_ref_count_init (&self->ref_count);
  self->run = cdl_store_get_run (store, id, &self->details, cancellable, error);
  if (self->run == NULL)
    return NULL;
  map_klines (self, archive);

  return g_steal_pointer (&self);
}

static gpointer
load (CdlStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  const Request *request = data;

  return cdl_loaded_run_load (store, request->root, request->id, cancellable, error);
}

void
cdl_loaded_run_load_async (CdlStore *store,
                           const char *root,
                           const char *id,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  Request *request = g_new0 (Request, 1);

  request->root = g_strdup (root);
  request->id = g_strdup (id);
  cdl_store_call_async (store, load, request, request_free, (GDestroyNotify) cdl_loaded_run_unref,
                        cancellable, callback, user_data);
}

CdlLoadedRun *
cdl_loaded_run_load_finish (CdlStore *store, GAsyncResult *result, GError **error)
{
  return cdl_store_call_finish (store, result, error);
}
