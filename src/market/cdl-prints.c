#include "cdl-prints.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "cdl-folder-private.h"
#include "cdl-hash.h"
#include "cdl-json-load.h"
#include "cdl-json-writer.h"
#include "cdl-npy-private.h"
#include "cdl-time.h"

/* The header of prints.npy, NumPy's format 1.0: records of a time and a price, which are the bytes
 * of CdlPrint. It is as long whatever their number. */
#define HEADER_SIZE 128
#define MAGIC       "\x93NUMPY\x01\x00"
#define MAGIC_SIZE  8

G_STATIC_ASSERT (sizeof (CdlPrint) == 16);

struct _CdlPrintDay
{
  GMappedFile *file;
  const CdlPrint *prints;
  gsize n;
};

static void
write_header (gsize n, char header[HEADER_SIZE])
{
  guint16 size = HEADER_SIZE - MAGIC_SIZE - 2;
  g_autofree char *text
      = g_strdup_printf ("{'descr': [('time', '<i8'), ('price', '<f8')], 'fortran_order': False, "
                         "'shape': (%" G_GSIZE_FORMAT ",), }",
                         n);

  memset (header, ' ', HEADER_SIZE);
  memcpy (header, MAGIC, MAGIC_SIZE);
  header[MAGIC_SIZE] = (char) (size & 0xff);
  header[MAGIC_SIZE + 1] = (char) (size >> 8);
  memcpy (header + MAGIC_SIZE + 2, text, strlen (text));
  header[HEADER_SIZE - 1] = '\n';
}

static char *
folder_of (const char *root, CdlMarket market, const char *symbol)
{
  return g_build_filename (root, "prints", cdl_market_name (market), symbol, NULL);
}

static char *
day_folder (const char *root, CdlMarket market, const char *symbol, gint64 day_ms)
{
  g_autofree char *iso = cdl_time_format_iso (day_ms);
  g_autofree char *day = g_strndup (iso, strlen ("2024-01-31"));
  g_autofree char *folder = folder_of (root, market, symbol);

  return g_build_filename (folder, day, NULL);
}

static gboolean
damaged (const char *path, GError **error)
{
  g_set_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_DAMAGED, "%s is damaged", path);

  return FALSE;
}

CdlPrintDay *
cdl_print_day_open (const char *root,
                    CdlMarket market,
                    const char *symbol,
                    gint64 day_ms,
                    GError **error)
{
  g_autofree char *folder = day_folder (root, market, symbol, day_ms);
  g_autofree char *path = g_build_filename (folder, "prints.npy", NULL);
  g_autoptr (CdlPrintDay) self = NULL;
  char header[HEADER_SIZE];
  gsize size;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return NULL;
  self = g_new0 (CdlPrintDay, 1);
  self->file = g_mapped_file_new (path, FALSE, error);
  if (self->file == NULL)
    return NULL;
  size = g_mapped_file_get_length (self->file);
  self->n = size >= HEADER_SIZE ? (size - HEADER_SIZE) / sizeof (CdlPrint) : 0;
  write_header (self->n, header);
  if (size != HEADER_SIZE + self->n * sizeof (CdlPrint)
      || memcmp (g_mapped_file_get_contents (self->file), header, HEADER_SIZE) != 0)
    {
      damaged (path, error);
      return NULL;
    }
  self->prints
      = (const CdlPrint *) (gpointer) (g_mapped_file_get_contents (self->file) + HEADER_SIZE);

  return g_steal_pointer (&self);
}

void
cdl_print_day_free (CdlPrintDay *self)
{
  g_clear_pointer (&self->file, g_mapped_file_unref);
  g_free (self);
}

const CdlPrint *
cdl_print_day_prints (const CdlPrintDay *self, gsize *n)
{
  *n = self->n;

  return self->prints;
}

/* A file and its bytes on the disk. */
static gboolean
write_synced (const char *path, const void *data, gsize size, GError **error)
{
  return g_file_set_contents_full (path, data, (gssize) size, G_FILE_SET_CONTENTS_DURABLE, 0644,
                                   error);
}

/* prints.npy; returns the SHA-256 of its bytes, newly allocated. */
static char *
write_prints (const char *folder, const GArray *prints, GError **error)
{
  g_autofree char *path = g_build_filename (folder, "prints.npy", NULL);
  gsize size = HEADER_SIZE + prints->len * sizeof (CdlPrint);
  g_autofree char *bytes = g_malloc (size);

  write_header (prints->len, bytes);
  for (guint i = 0; i < prints->len; i++)
    memcpy (bytes + HEADER_SIZE + i * sizeof (CdlPrint),
            &g_array_index (prints, CdlTradePrint, i).print, sizeof (CdlPrint));

  return write_synced (path, bytes, size, error) ? cdl_sha256 (bytes, (gssize) size) : NULL;
}

static gboolean
write_columns (const char *folder, const GArray *prints, GError **error)
{
  g_autofree char *id_path = g_build_filename (folder, "id.npy", NULL);
  g_autofree char *quantity_path = g_build_filename (folder, "quantity.npy", NULL);
  g_autofree gint64 *ids = g_new (gint64, prints->len);
  g_autofree double *quantities = g_new (double, prints->len);

  for (guint i = 0; i < prints->len; i++)
    {
      ids[i] = g_array_index (prints, CdlTradePrint, i).id;
      quantities[i] = g_array_index (prints, CdlTradePrint, i).quantity;
    }

  return cdl_npy_write (id_path, CDL_NPY_INT64, 0, ids, prints->len, TRUE, error)
         && cdl_npy_write (quantity_path, CDL_NPY_DOUBLE, 0, quantities, prints->len, TRUE, error);
}

static gboolean
write_origin (const char *folder, const char *source, const char *sha256, GError **error)
{
  g_autofree char *path = g_build_filename (folder, "day.json", NULL);
  g_autoptr (CdlJsonWriter) writer = cdl_json_writer_new (CDL_JSON_PRETTY);
  g_autofree char *text = NULL;

  cdl_json_begin_object (writer);
  cdl_json_member_string (writer, "source", source);
  cdl_json_member_string (writer, "sha256", sha256);
  cdl_json_member_int (writer, "written_at", g_get_real_time () / 1000);
  cdl_json_end_object (writer);
  text = cdl_json_writer_steal (writer);

  return write_synced (path, text, strlen (text), error);
}

static gboolean
write_day (const char *folder, const GArray *prints, const char *source, GError **error)
{
  g_autofree char *next = cdl_folder_begin (folder, error);
  g_autofree char *sha256 = NULL;

  if (next == NULL)
    return FALSE;
  sha256 = write_prints (next, prints, error);
  if (sha256 != NULL && write_columns (next, prints, error)
      && write_origin (next, source, sha256, error))
    return cdl_folder_commit (folder, error);
  cdl_folder_abandon (folder);

  return FALSE;
}

gboolean
cdl_print_day_store (const char *root,
                     CdlMarket market,
                     const char *symbol,
                     gint64 day_ms,
                     const GArray *prints,
                     const char *source,
                     GError **error)
{
  g_autofree char *folder = day_folder (root, market, symbol, day_ms);
  g_autofree char *all = folder_of (root, market, symbol);
  g_autofree char *what = g_strdup_printf ("the prints of %s", symbol);
  int lock = cdl_folder_lock (all, what, error);
  gboolean good;

  if (lock < 0)
    return FALSE;
  good = write_day (folder, prints, source, error);
  close (lock);

  return good;
}

static int
compare_days (gconstpointer a, gconstpointer b)
{
  gint64 first = *(const gint64 *) a, second = *(const gint64 *) b;

  return first < second ? -1 : first > second;
}

GArray *
cdl_print_days (const char *root, CdlMarket market, const char *symbol)
{
  g_autofree char *folder = folder_of (root, market, symbol);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  GArray *days = g_array_new (FALSE, FALSE, sizeof (gint64));
  const char *name;

  /* Names with a dot are what a writer is making. */
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      gint64 day;

      if (strlen (name) == strlen ("2024-01-31") && cdl_time_parse (name, &day))
        g_array_append_val (days, day);
    }
  g_array_sort (days, compare_days);

  return days;
}

static int
compare_strings (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

char **
cdl_print_symbols (const char *root, CdlMarket market)
{
  g_autofree char *folder = g_build_filename (root, "prints", cdl_market_name (market), NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GPtrArray) symbols = g_ptr_array_new ();
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      CdlDatasetName symbol;

      if (cdl_dataset_name_init (&symbol, market, name, CDL_INTERVAL_1M))
        g_ptr_array_add (symbols, g_strdup (name));
    }
  g_ptr_array_sort (symbols, compare_strings);
  g_ptr_array_add (symbols, NULL);

  return (char **) g_ptr_array_steal (symbols, NULL);
}

char *
cdl_print_day_sha256 (const char *root, CdlMarket market, const char *symbol, gint64 day_ms)
{
  g_autofree char *folder = day_folder (root, market, symbol, day_ms);
  g_autofree char *path = g_build_filename (folder, "day.json", NULL);
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) node = NULL;
  gsize size;

  if (!g_file_get_contents (path, &text, &size, NULL))
    return NULL;
  node = cdl_json_load (text, size, path, NULL);
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return NULL;

  return g_strdup (cdl_loaded_string (json_node_get_object (node), "sha256"));
}
