#include "cdl-dataset-row.h"

#include "cdl-absent.h"
#include "cdl-time.h"

struct _CdlDatasetRow
{
  GObject parent_instance;
  CdlDatasetName name;
  gboolean mark;
  CdlDatasetCheck *check;
  CdlFreshness freshness;
  GPtrArray *sources;
  char *error;
};

G_DEFINE_FINAL_TYPE (CdlDatasetRow, cdl_dataset_row, G_TYPE_OBJECT)

static void
cdl_dataset_row_finalize (GObject *object)
{
  CdlDatasetRow *self = CDL_DATASET_ROW (object);

  g_clear_pointer (&self->check, cdl_dataset_check_free);
  g_clear_pointer (&self->sources, g_ptr_array_unref);
  g_free (self->error);
  G_OBJECT_CLASS (cdl_dataset_row_parent_class)->finalize (object);
}

static void
cdl_dataset_row_class_init (CdlDatasetRowClass *class)
{
  G_OBJECT_CLASS (class)->finalize = cdl_dataset_row_finalize;
}

static void
cdl_dataset_row_init (CdlDatasetRow *self)
{
}

CdlDatasetRow *
cdl_dataset_row_read (CdlArchive *archive,
                      const CdlServerClock *clock,
                      const CdlDatasetName *name,
                      gboolean mark)
{
  CdlDatasetRow *self = g_object_new (CDL_TYPE_DATASET_ROW, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (CdlDataset) dataset = cdl_archive_open (archive, name, &error);
  g_autoptr (GArray) absent = NULL;

  self->name = *name;
  self->mark = mark;
  self->freshness.data_time = CDL_TIME_NONE;
  if (dataset == NULL)
    {
      self->error = g_strdup (error->message);
      self->sources = g_ptr_array_new ();
      return self;
    }
  self->check = cdl_dataset_check (cdl_dataset_klines (dataset));
  absent = cdl_absent_load (archive, name);
  cdl_absent_mark (absent, self->check);
  self->freshness
      = cdl_freshness_of_klines (cdl_dataset_klines (dataset), cdl_server_clock_now (clock));
  self->sources = cdl_archive_sources (archive, dataset);

  return self;
}

const CdlDatasetName *
cdl_dataset_row_name (CdlDatasetRow *self)
{
  return &self->name;
}

gboolean
cdl_dataset_row_is_mark (CdlDatasetRow *self)
{
  return self->mark;
}

char *
cdl_dataset_row_title (CdlDatasetRow *self)
{
  return cdl_dataset_name_format (&self->name);
}

const CdlDatasetCheck *
cdl_dataset_row_check (CdlDatasetRow *self)
{
  return self->check;
}

const CdlFreshness *
cdl_dataset_row_freshness (CdlDatasetRow *self)
{
  return &self->freshness;
}

const char *
cdl_dataset_row_error (CdlDatasetRow *self)
{
  return self->error;
}

const GPtrArray *
cdl_dataset_row_sources (CdlDatasetRow *self)
{
  return self->sources;
}

static void
read_all (GListStore *rows,
          CdlArchive *archive,
          const CdlServerClock clocks[CDL_N_MARKETS],
          gboolean mark,
          GCancellable *cancellable)
{
  g_autoptr (GArray) names = cdl_archive_list (archive);

  for (guint i = 0; i < names->len && !g_cancellable_is_cancelled (cancellable); i++)
    {
      const CdlDatasetName *name = &g_array_index (names, CdlDatasetName, i);
      g_autoptr (CdlDatasetRow) row
          = cdl_dataset_row_read (archive, &clocks[name->market], name, mark);

      g_list_store_append (rows, row);
    }
}

static void
load (GTask *task, gpointer source, gpointer root, GCancellable *cancellable)
{
  g_autoptr (CdlArchive) klines = cdl_archive_new (root);
  g_autoptr (CdlArchive) mark = cdl_archive_new_mark (root);
  GListStore *rows = g_list_store_new (CDL_TYPE_DATASET_ROW);
  CdlServerClock clocks[CDL_N_MARKETS];

  for (guint i = 0; i < CDL_N_MARKETS; i++)
    cdl_server_clock_load (&clocks[i], root, i);
  read_all (rows, klines, clocks, FALSE, cancellable);
  read_all (rows, mark, clocks, TRUE, cancellable);
  g_task_return_pointer (task, rows, g_object_unref);
}

void
cdl_dataset_rows_load_async (const char *root,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_task_data (task, g_strdup (root), g_free);
  g_task_run_in_thread (task, load);
}

GListStore *
cdl_dataset_rows_load_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
