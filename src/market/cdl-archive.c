#include "cdl-archive-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

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

static gboolean
fail_errno (GError **error, const char *what, const char *path)
{
  int code = errno;

  g_set_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_FAILED, "cannot %s %s: %s", what, path,
               g_strerror (code));

  return FALSE;
}

/* Takes the dataset's lock; the descriptor to close, or -1. */
static int
lock_dataset (const char *folder, const CdlDatasetName *name, GError **error)
{
  g_autofree char *path = g_strconcat (folder, ".lock", NULL);
  g_autofree char *parent = g_path_get_dirname (folder);
  char pid[32];
  int fd;

  if (g_mkdir_with_parents (parent, 0755) != 0)
    {
      fail_errno (error, "make", parent);
      return -1;
    }
  fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (fd < 0)
    {
      fail_errno (error, "open", path);
      return -1;
    }
  if (flock (fd, LOCK_EX | LOCK_NB) != 0)
    {
      g_autofree char *text = cdl_dataset_name_format (name);
      g_autofree char *owner = NULL;

      g_file_get_contents (path, &owner, NULL, NULL);
      g_set_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_BUSY,
                   "%s is being written by another process (%s): try again when it is done", text,
                   owner != NULL ? g_strstrip (owner) : "unknown");
      close (fd);
      return -1;
    }

  g_snprintf (pid, sizeof pid, "process %ld\n", (long) getpid ());
  if (ftruncate (fd, 0) != 0 || pwrite (fd, pid, strlen (pid), 0) < 0)
    g_debug ("%s: owner not written", path);

  return fd;
}

static char *
column_path (const char *folder, int field)
{
  g_autofree char *file
      = g_strconcat (field < 0 ? "open_time" : cdl_field_name ((CdlField) field), ".npy", NULL);

  return g_build_filename (folder, file, NULL);
}

/* Writes klines as rows [from, from + n) of the columns in folder; the commit is the last step. */
static gboolean
write_rows (const char *folder, gsize from, const CdlKlines *klines, GError **error)
{
  for (int f = -1; f < CDL_N_FIELDS; f++)
    {
      g_autofree char *path = column_path (folder, f);
      const void *items = f < 0 ? (const void *) klines->open_time : klines->field[f];

      if (items != NULL && !cdl_npy_write (path, from, items, klines->n, error))
        return FALSE;
    }
  for (int f = CDL_N_FIELDS - 1; f >= -1; f--)
    {
      g_autofree char *path = column_path (folder, f);
      CdlNpyType type = f < 0 ? CDL_NPY_INT64 : CDL_NPY_DOUBLE;

      if ((f < 0 || klines->field[f] != NULL)
          && !cdl_npy_commit (path, type, from + klines->n, error))
        return FALSE;
    }

  return TRUE;
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GPtrArray) names = names_in (folder);

  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *path = g_build_filename (folder, names->pdata[i], NULL);

      g_unlink (path);
    }
  g_rmdir (folder);
}

static gboolean
sync_folder (const char *folder, GError **error)
{
  int fd = g_open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  gboolean good = fd >= 0 && fsync (fd) == 0;

  if (!good)
    fail_errno (error, "sync", folder);
  if (fd >= 0)
    close (fd);

  return good;
}

/* A whole new generation of the folder, which takes the old one's place in one step. What an
 * interrupted attempt left is in the way of nothing. */
static gboolean
write_generation (const char *folder, const CdlKlines *klines, GError **error)
{
  g_autofree char *next = g_strconcat (folder, ".new", NULL);
  g_autofree char *parent = g_path_get_dirname (folder);
  g_autofree char *sources = g_build_filename (folder, "dataset.json", NULL);
  g_autofree char *next_sources = g_build_filename (next, "dataset.json", NULL);
  g_autofree char *text = NULL;
  gboolean exists = g_file_test (folder, G_FILE_TEST_IS_DIR);

  remove_folder (next);
  if (g_mkdir_with_parents (next, 0755) != 0)
    return fail_errno (error, "make", next);
  if (g_file_get_contents (sources, &text, NULL, NULL)
      && !g_file_set_contents (next_sources, text, -1, error))
    return FALSE;
  if (!write_rows (next, 0, klines, error) || !sync_folder (next, error))
    return FALSE;

  if (exists ? renameat2 (AT_FDCWD, next, AT_FDCWD, folder, RENAME_EXCHANGE) != 0
             : g_rename (next, folder) != 0)
    return fail_errno (error, "replace", folder);
  if (exists)
    remove_folder (next);

  return sync_folder (parent, error);
}

static gboolean
same_columns (const CdlKlines *a, const CdlKlines *b)
{
  for (int f = 0; f < CDL_N_FIELDS; f++)
    if ((a->field[f] == NULL) != (b->field[f] == NULL))
      return FALSE;

  return TRUE;
}

static gboolean
merge_into (CdlArchive *self,
            const CdlDatasetName *name,
            const char *folder,
            const CdlKlines *klines,
            gboolean replace,
            CdlWriteResult *result,
            GError **error)
{
  g_autoptr (GError) missing = NULL;
  g_autoptr (CdlDataset) dataset = cdl_archive_open (self, name, &missing);
  g_autoptr (CdlColumns) merged = NULL;
  const CdlKlines *stored;

  if (dataset == NULL && !g_error_matches (missing, CDL_MARKET_ERROR, CDL_MARKET_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&missing));
      return FALSE;
    }
  if (dataset == NULL)
    {
      result->added = klines->n;
      return write_generation (folder, klines, error);
    }

  stored = cdl_dataset_klines (dataset);
  if (stored->n > 0 && klines->open_time[0] > stored->open_time[stored->n - 1]
      && same_columns (stored, klines))
    {
      result->added = klines->n;
      return write_rows (folder, stored->n, klines, error);
    }

  merged = cdl_klines_merge (stored, klines, replace, result, error);
  if (merged == NULL)
    return FALSE;
  if (result->added == 0 && result->replaced == 0 && same_columns (stored, klines))
    return TRUE;

  return write_generation (folder, cdl_columns_view (merged), error);
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
  g_autofree char *folder = cdl_archive_folder (self, name);
  gboolean good;
  int lock;

  *result = (CdlWriteResult){ 0 };
  if (klines->n == 0)
    return TRUE;

  lock = lock_dataset (folder, name, error);
  if (lock < 0)
    return FALSE;

  good = merge_into (self, name, folder, klines, replace, result, error);
  if (good && result->added + result->replaced > 0)
    good = cdl_sources_add (folder, source, klines, error);
  close (lock);

  return good;
}
