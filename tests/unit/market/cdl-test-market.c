#include "cdl-test-market.h"

#include "cdl-synthetic.h"

#include <archive.h>
#include <archive_entry.h>
#include <glib/gstdio.h>
#include <string.h>

void
cdl_test_market_set_up (CdlTestMarket *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  /* In memory where there is such a folder: the archive syncs its files often. */
  self->folder = g_strdup ("/dev/shm/chandelier-market-XXXXXX");
  if (g_mkdtemp (self->folder) == NULL)
    {
      g_free (self->folder);
      self->folder = g_dir_make_tmp ("chandelier-market-XXXXXX", &error);
      g_assert_no_error (error);
    }
  self->root = g_build_filename (self->folder, "data", NULL);
  self->archive = cdl_archive_new (self->root);
}

void
cdl_test_remove (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        cdl_test_remove (path);
      else
        g_unlink (path);
    }
  g_rmdir (folder);
}

void
cdl_test_market_tear_down (CdlTestMarket *self, gconstpointer data)
{
  cdl_archive_free (self->archive);
  cdl_test_remove (self->folder);
  g_free (self->root);
  g_free (self->folder);
}

char *
cdl_test_file (CdlTestMarket *self, const char *name, const void *data, gssize length)
{
  char *path = g_build_filename (self->folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, data, length, &error);
  g_assert_no_error (error);

  return path;
}

static void
add_entry (struct archive *writer, const char *name, const char *text)
{
  struct archive_entry *entry = archive_entry_new ();

  archive_entry_set_pathname (entry, name);
  archive_entry_set_size (entry, (la_int64_t) strlen (text));
  archive_entry_set_filetype (entry, AE_IFREG);
  archive_entry_set_perm (entry, 0644);
  g_assert_cmpint (archive_write_header (writer, entry), ==, ARCHIVE_OK);
  g_assert_cmpint (archive_write_data (writer, text, strlen (text)), ==,
                   (la_ssize_t) strlen (text));
  archive_entry_free (entry);
}

char *
cdl_test_container (CdlTestMarket *self,
                    const char *name,
                    const char *format,
                    const char *filter,
                    const char *const *members)
{
  char *path = g_build_filename (self->folder, name, NULL);
  struct archive *writer = archive_write_new ();

  if (strcmp (filter, "none") != 0)
    g_assert_cmpint (archive_write_add_filter_by_name (writer, filter), ==, ARCHIVE_OK);
  if (strcmp (format, "tar") == 0)
    archive_write_set_format_pax_restricted (writer);
  else
    g_assert_cmpint (archive_write_set_format_by_name (writer, format), ==, ARCHIVE_OK);
  archive_write_set_bytes_in_last_block (writer, 1);
  g_assert_cmpint (archive_write_open_filename (writer, path), ==, ARCHIVE_OK);
  for (guint i = 0; members[i] != NULL; i += 2)
    add_entry (writer, members[i], members[i + 1]);
  g_assert_cmpint (archive_write_close (writer), ==, ARCHIVE_OK);
  archive_write_free (writer);

  return path;
}

static int
compare_strings (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
digest_folder (const char *folder, GString *digest)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_build_filename (folder, name, NULL));
  g_ptr_array_sort (names, compare_strings);
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *sum = NULL;
      g_autofree char *bytes = NULL;
      gsize size;

      if (g_str_has_suffix (names->pdata[i], ".lock"))
        continue;
      if (g_file_get_contents (names->pdata[i], &bytes, &size, NULL))
        sum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) bytes, size);
      g_string_append_printf (digest, "%s %s\n", (char *) names->pdata[i],
                              sum != NULL ? sum : "folder");
      if (sum == NULL)
        digest_folder (names->pdata[i], digest);
    }
}

char *
cdl_test_digest (CdlTestMarket *self)
{
  GString *digest = g_string_new (NULL);

  digest_folder (self->root, digest);

  return g_string_free (digest, FALSE);
}

CdlColumns *
cdl_test_klines (gsize n)
{
  CdlSyntheticOptions options;

  cdl_synthetic_options_init (&options, 11);
  options.interval = CDL_INTERVAL_1M;

  return cdl_synthetic_klines (&options, n);
}

CdlDatasetName
cdl_test_name (const char *symbol, CdlInterval interval)
{
  CdlDatasetName name;

  g_assert_true (cdl_dataset_name_init (&name, CDL_MARKET_SPOT, symbol, interval));

  return name;
}

CdlWriteResult
cdl_test_write (CdlTestMarket *self,
                const CdlDatasetName *name,
                const CdlKlines *klines,
                gboolean replace)
{
  CdlSourceFile source = { "test.csv", "0000" };
  g_autoptr (GError) error = NULL;
  CdlWriteResult result;

  cdl_archive_write (self->archive, name, klines, &source, replace, &result, &error);
  g_assert_no_error (error);

  return result;
}

void
cdl_test_assert_klines (const CdlKlines *klines, const CdlKlines *expected)
{
  g_assert_cmpint (klines->interval, ==, expected->interval);
  g_assert_cmpmem (klines->open_time, klines->n * sizeof (gint64), expected->open_time,
                   expected->n * sizeof (gint64));
  for (int f = 0; f < CDL_N_FIELDS; f++)
    {
      g_assert_cmpint (klines->field[f] != NULL, ==, expected->field[f] != NULL);
      if (klines->field[f] != NULL)
        g_assert_cmpmem (klines->field[f], klines->n * sizeof (double), expected->field[f],
                         expected->n * sizeof (double));
    }
}

void
cdl_test_assert_stored (CdlTestMarket *self, const CdlDatasetName *name, const CdlKlines *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CdlDataset) dataset = cdl_archive_open (self->archive, name, &error);

  g_assert_no_error (error);
  cdl_test_assert_klines (cdl_dataset_klines (dataset), expected);
}

char *
cdl_test_data (const char *file)
{
  const char *folder = g_getenv ("CHANDELIER_TEST_DATA");
  g_autofree char *path = folder != NULL ? g_build_filename (folder, file, NULL) : NULL;

  if (path != NULL && g_file_test (path, G_FILE_TEST_EXISTS))
    return g_steal_pointer (&path);
  g_test_skip ("no real market data: CHANDELIER_TEST_DATA names no folder that has it");

  return NULL;
}

CdlImportResult
cdl_test_import (CdlTestMarket *self, const char *path, const char *symbol)
{
  CdlImportOptions options
      = { .market = strstr (path, "um_") != NULL ? CDL_MARKET_UM : CDL_MARKET_SPOT,
          .symbol = symbol,
          .now_ms = CDL_TEST_NOW };
  g_autoptr (GError) error = NULL;
  CdlImportResult result;

  cdl_import_klines (self->archive, path, &options, &result, &error);
  g_assert_no_error (error);

  return result;
}
