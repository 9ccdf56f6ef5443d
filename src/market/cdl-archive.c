#include "cdl-archive-private.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "cdl-folder-private.h"
#include "cdl-npy-private.h"

struct _CdlArchive
{
  char *root;
};

CdlArchive *
cdl_archive_new (const char *root)
{
  CdlArchive *self = g_new0 (CdlArchive, 1);

  self->root = g_strdup (root);

  return self;
}

CdlArchive *
cdl_archive_new_mark (const char *root)
{
  g_autofree char *mark = g_build_filename (root, "mark", NULL);

  return cdl_archive_new (mark);
}

void
cdl_archive_free (CdlArchive *self)
{
  g_free (self->root);
  g_free (self);
}

const char *
cdl_archive_root (const CdlArchive *self)
{
  return self->root;
}

char *
cdl_data_root (void)
{
  return g_build_filename (g_get_user_data_dir (), "chandelier", NULL);
}

char *
cdl_archive_folder (const CdlArchive *self, const CdlDatasetName *name)
{
  return g_build_filename (self->root, "klines", cdl_market_name (name->market), name->symbol,
                           cdl_interval_name (name->interval), NULL);
}

CdlDataset *
cdl_archive_open (CdlArchive *self, const CdlDatasetName *name, GError **error)
{
  g_autofree char *folder = cdl_archive_folder (self, name);
  g_autofree char *commit = g_build_filename (folder, "open_time.npy", NULL);

  if (!g_file_test (commit, G_FILE_TEST_EXISTS))
    {
      g_autofree char *text = cdl_dataset_name_format (name);

      g_set_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_NOT_FOUND,
                   "there are no klines of %s: import some with “data import”", text);
      return NULL;
    }

  return cdl_dataset_open (name, folder, error);
}

static int
compare_strings (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Names in a folder, sorted; none if it cannot be read. */
static GPtrArray *
names_in (const char *folder)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_strings);

  return names;
}

GArray *
cdl_archive_list (CdlArchive *self)
{
  GArray *list = g_array_new (FALSE, FALSE, sizeof (CdlDatasetName));

  for (int market = 0; market < CDL_N_MARKETS; market++)
    {
      g_autofree char *market_folder
          = g_build_filename (self->root, "klines", cdl_market_name ((CdlMarket) market), NULL);
      g_autoptr (GPtrArray) symbols = names_in (market_folder);

      for (guint s = 0; s < symbols->len; s++)
        for (int interval = 0; interval < CDL_N_INTERVALS; interval++)
          {
            CdlDatasetName name;
            g_autofree char *folder = NULL;
            g_autofree char *commit = NULL;

            if (!cdl_dataset_name_init (&name, (CdlMarket) market, symbols->pdata[s],
                                        (CdlInterval) interval))
              continue;
            folder = cdl_archive_folder (self, &name);
            commit = g_build_filename (folder, "open_time.npy", NULL);
            if (g_file_test (commit, G_FILE_TEST_EXISTS))
              g_array_append_val (list, name);
          }
    }

  return list;
}

static char *
column_path (const char *folder, int field)
{
  g_autofree char *file
      = g_strconcat (field < 0 ? "open_time" : cdl_field_name ((CdlField) field), ".npy", NULL);

  return g_build_filename (folder, file, NULL);
}

/* Writes the columns, all but the length of open_time.npy, and the list of sources. */
static gboolean
prepare_rows (const char *folder,
              gsize from,
              const CdlKlines *klines,
              GPtrArray *sources,
              GError **error)
{
  g_autofree char *time_path = column_path (folder, -1);

  for (int f = 0; f < CDL_N_FIELDS; f++)
    if (klines->field[f] != NULL)
      {
        g_autofree char *path = column_path (folder, f);

        if (!cdl_npy_write (path, CDL_NPY_DOUBLE, from, klines->field[f], klines->n, TRUE, error))
          return FALSE;
      }

  return cdl_npy_write (time_path, CDL_NPY_INT64, from, klines->open_time, klines->n, FALSE, error)
         && cdl_sources_save (sources, folder, error);
}

/* Writes klines as rows [from, from + n) of the columns in folder. The length in open_time.npy is
 * the commit and the last step; FALSE before it leaves all columns as they were. */
static gboolean
write_rows (const char *folder,
            gsize from,
            const CdlKlines *klines,
            GPtrArray *sources,
            GError **error)
{
  g_autofree char *time_path = column_path (folder, -1);

  if (prepare_rows (folder, from, klines, sources, error))
    return cdl_npy_commit (time_path, CDL_NPY_INT64, from + klines->n, error);

  cdl_npy_revert (time_path, CDL_NPY_INT64, from);
  for (int f = 0; f < CDL_N_FIELDS; f++)
    {
      g_autofree char *path = column_path (folder, f);

      cdl_npy_revert (path, CDL_NPY_DOUBLE, from);
    }

  return FALSE;
}

/* A whole new generation of the folder. */
static gboolean
write_generation (const char *folder, const CdlKlines *klines, GPtrArray *sources, GError **error)
{
  g_autofree char *next = cdl_folder_begin (folder, error);

  if (next == NULL)
    return FALSE;
  if (!write_rows (next, 0, klines, sources, error))
    {
      cdl_folder_abandon (folder);
      return FALSE;
    }

  return cdl_folder_commit (folder, error);
}

static gboolean
same_columns (const CdlKlines *a, const CdlKlines *b)
{
  for (int f = 0; f < CDL_N_FIELDS; f++)
    if ((a->field[f] == NULL) != (b->field[f] == NULL))
      return FALSE;

  return TRUE;
}

/* Where klines that are being written came from: one file, or what another dataset was made of. */
typedef struct
{
  const CdlSourceFile *file;
  const GPtrArray *sources; /* CdlSource, or NULL */
} Origin;

static void
add_origin (GPtrArray *sources, const Origin *origin, const CdlKlines *klines, gsize length)
{
  if (origin->file != NULL)
    cdl_sources_add (sources, origin->file, klines, length);
  else
    cdl_sources_add_all (sources, origin->sources, length);
}

static gboolean
merge_into (CdlArchive *self,
            const CdlDatasetName *name,
            const char *folder,
            const CdlKlines *klines,
            const Origin *origin,
            gboolean replace,
            CdlWriteResult *result,
            GError **error)
{
  g_autoptr (GError) missing = NULL;
  g_autoptr (CdlDataset) dataset = cdl_archive_open (self, name, &missing);
  g_autoptr (CdlColumns) merged = NULL;
  g_autoptr (GPtrArray) sources = NULL;
  const CdlKlines *stored;

  if (dataset == NULL && !g_error_matches (missing, CDL_MARKET_ERROR, CDL_MARKET_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&missing));
      return FALSE;
    }
  stored = dataset != NULL ? cdl_dataset_klines (dataset) : NULL;
  sources = cdl_sources_load (folder, stored != NULL ? stored->n : 0);
  if (stored == NULL || stored->n == 0)
    {
      result->added = klines->n;
      add_origin (sources, origin, klines, klines->n);
      return write_generation (folder, klines, sources, error);
    }

  if (klines->open_time[0] > stored->open_time[stored->n - 1] && same_columns (stored, klines))
    {
      result->added = klines->n;
      add_origin (sources, origin, klines, stored->n + klines->n);
      return write_rows (folder, stored->n, klines, sources, error);
    }

  merged = cdl_klines_merge (stored, klines, replace, result, error);
  if (merged == NULL)
    return FALSE;
  if (result->added + result->replaced + result->completed == 0)
    return TRUE;

  add_origin (sources, origin, klines, cdl_columns_view (merged)->n);
  return write_generation (folder, cdl_columns_view (merged), sources, error);
}

static gboolean
write_klines (CdlArchive *self,
              const CdlDatasetName *name,
              const CdlKlines *klines,
              const Origin *origin,
              gboolean replace,
              CdlWriteResult *result,
              GError **error)
{
  g_autofree char *folder = cdl_archive_folder (self, name);
  g_autofree char *what = cdl_dataset_name_format (name);
  gboolean good;
  int lock;

  *result = (CdlWriteResult){ 0 };
  if (klines->n == 0)
    return TRUE;

  lock = cdl_folder_lock (folder, what, error);
  if (lock < 0)
    return FALSE;
  good = merge_into (self, name, folder, klines, origin, replace, result, error);
  close (lock);

  return good;
}

gboolean
cdl_archive_write (CdlArchive *self,
                   const CdlDatasetName *name,
                   const CdlKlines *klines,
                   const CdlSourceFile *source,
                   gboolean replace,
                   CdlWriteResult *result,
                   GError **error)
{
  const Origin origin = { source, NULL };

  return write_klines (self, name, klines, &origin, replace, result, error);
}

/* The commit point first: what a crash leaves behind it is no dataset. */
static gboolean
remove_dataset (CdlArchive *self, const CdlDatasetName *name, GError **error)
{
  g_autofree char *folder = cdl_archive_folder (self, name);
  g_autofree char *what = cdl_dataset_name_format (name);
  g_autofree char *commit = column_path (folder, -1);
  g_autoptr (GPtrArray) files = names_in (folder);
  int lock = cdl_folder_lock (folder, what, error);
  gboolean good;

  if (lock < 0)
    return FALSE;
  good = g_unlink (commit) == 0 || cdl_folder_fail (error, "remove", commit);
  for (guint i = 0; good && i < files->len; i++)
    {
      g_autofree char *path = g_build_filename (folder, files->pdata[i], NULL);

      g_unlink (path);
    }
  if (good)
    g_rmdir (folder);
  close (lock);

  return good;
}

gboolean
cdl_archive_absorb (CdlArchive *self,
                    CdlArchive *other,
                    const CdlDatasetName *name,
                    CdlWriteResult *result,
                    GError **error)
{
  g_autoptr (CdlDataset) dataset = cdl_archive_open (other, name, error);
  g_autoptr (GPtrArray) sources = NULL;
  Origin origin = { NULL, NULL };

  if (dataset == NULL)
    return FALSE;
  sources = cdl_archive_sources (other, dataset);
  origin.sources = sources;

  return write_klines (self, name, cdl_dataset_klines (dataset), &origin, FALSE, result, error)
         && remove_dataset (other, name, error);
}

GPtrArray *
cdl_archive_sources (CdlArchive *self, const CdlDataset *dataset)
{
  g_autofree char *folder = cdl_archive_folder (self, cdl_dataset_name (dataset));

  return cdl_sources_load (folder, cdl_dataset_klines (dataset)->n);
}
