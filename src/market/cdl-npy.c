#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "cdl-market-error.h"
#include "cdl-npy-private.h"

#define MAGIC      "\x93NUMPY\x01\x00"
#define MAGIC_SIZE 8

static const char *
descr (CdlNpyType type)
{
  return type == CDL_NPY_INT64 ? "<i8" : "<f8";
}

void
cdl_npy_header_write (CdlNpyType type, gsize n, guint8 header[CDL_NPY_HEADER_SIZE])
{
  guint16 size = CDL_NPY_HEADER_SIZE - MAGIC_SIZE - 2;
  char start[CDL_NPY_LENGTH_AT], end[CDL_NPY_HEADER_SIZE - CDL_NPY_LENGTH_AT];
  int start_length = g_snprintf (
      start, sizeof start, "{'descr': '%s', 'fortran_order': False, 'shape': (", descr (type));
  int end_length = g_snprintf (end, sizeof end, "%16" G_GSIZE_FORMAT ",), }", n);

  memset (header, ' ', CDL_NPY_HEADER_SIZE);
  memcpy (header, MAGIC, MAGIC_SIZE);
  header[MAGIC_SIZE] = (guint8) (size & 0xff);
  header[MAGIC_SIZE + 1] = (guint8) (size >> 8);
  memcpy (header + MAGIC_SIZE + 2, start, (gsize) start_length);
  memcpy (header + CDL_NPY_LENGTH_AT, end, (gsize) end_length);
  header[CDL_NPY_HEADER_SIZE - 1] = '\n';
}

gboolean
cdl_npy_header_read (const guint8 *data, gsize size, CdlNpyType type, gsize *n)
{
  char text[CDL_NPY_HEADER_SIZE - MAGIC_SIZE - 2 + 1];
  g_autofree char *wanted = NULL;
  const char *shape;
  guint64 length;
  char *end;

  if (size < CDL_NPY_HEADER_SIZE || memcmp (data, MAGIC, MAGIC_SIZE) != 0
      || (data[MAGIC_SIZE] | data[MAGIC_SIZE + 1] << 8) != CDL_NPY_HEADER_SIZE - MAGIC_SIZE - 2)
    return FALSE;

  memcpy (text, data + MAGIC_SIZE + 2, sizeof text - 1);
  text[sizeof text - 1] = '\0';
  wanted = g_strdup_printf ("'descr': '%s'", descr (type));
  shape = strstr (text, "'shape': (");
  if (strstr (text, wanted) == NULL || strstr (text, "'fortran_order': False") == NULL
      || shape == NULL)
    return FALSE;
  shape += strlen ("'shape': (");
  shape += strspn (shape, " ");
  if (!g_ascii_isdigit (*shape))
    return FALSE;
  errno = 0;
  length = g_ascii_strtoull (shape, &end, 10);
  *n = (gsize) length;

  return errno == 0 && length <= G_MAXSSIZE / CDL_NPY_ITEM_SIZE && g_str_has_prefix (end, ",)");
}

void
cdl_npy_unmap (CdlNpyMap *map)
{
  g_clear_pointer (&map->file, g_mapped_file_unref);
}

/* The header is read before the size is taken: a file that grows meanwhile has room for what its
 * header said before. */
static gboolean
map_open_file (int fd, CdlNpyType type, CdlNpyMap *map)
{
  guint8 header[CDL_NPY_HEADER_SIZE];

  if (pread (fd, header, sizeof header, 0) != (ssize_t) sizeof header
      || !cdl_npy_header_read (header, sizeof header, type, &map->n))
    return FALSE;
  map->file = g_mapped_file_new_from_fd (fd, FALSE, NULL);
  if (map->file == NULL || g_mapped_file_get_length (map->file) < CDL_NPY_HEADER_SIZE)
    {
      cdl_npy_unmap (map);
      return FALSE;
    }
  map->items = g_mapped_file_get_contents (map->file) + CDL_NPY_HEADER_SIZE;
  map->room = (g_mapped_file_get_length (map->file) - CDL_NPY_HEADER_SIZE) / CDL_NPY_ITEM_SIZE;

  return TRUE;
}

gboolean
cdl_npy_map (int dir,
             const char *folder,
             const char *file,
             CdlNpyType type,
             CdlNpyMap *map,
             GError **error)
{
  int fd = openat (dir, file, O_RDONLY | O_CLOEXEC);
  gboolean good;

  if (fd < 0)
    {
      int code = errno;

      g_set_error (error, CDL_MARKET_ERROR,
                   code == ENOENT ? CDL_MARKET_ERROR_NOT_FOUND : CDL_MARKET_ERROR_FAILED,
                   "cannot read %s/%s: %s", folder, file, g_strerror (code));
      return FALSE;
    }
  good = map_open_file (fd, type, map);
  close (fd);
  if (!good)
    g_set_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_DAMAGED,
                 "%s/%s is damaged: it does not begin like a column of %s", folder, file,
                 type == CDL_NPY_INT64 ? "int64" : "float64");

  return good;
}

static gboolean
fail (const char *path, GError **error)
{
  int code = errno;

  g_set_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_FAILED, "cannot write %s: %s", path,
               g_strerror (code));

  return FALSE;
}

static gboolean
write_all (int fd, const void *data, gsize size, off_t at)
{
  const char *bytes = data;

  while (size > 0)
    {
      ssize_t written = pwrite (fd, bytes, size, at);

      if (written < 0 && errno == EINTR)
        continue;
      if (written <= 0)
        return FALSE;
      bytes += written;
      size -= (gsize) written;
      at += written;
    }

  return TRUE;
}

static gboolean
write_header (int fd, CdlNpyType type, gsize n)
{
  guint8 header[CDL_NPY_HEADER_SIZE];

  cdl_npy_header_write (type, n, header);

  return write_all (fd, header, sizeof header, 0);
}

/* A killed writer may have left a header that counts items which are about to be cut off. */
static gboolean
lower_header (int fd, CdlNpyType type, gsize n)
{
  guint8 header[CDL_NPY_HEADER_SIZE];
  gsize present;

  if (pread (fd, header, sizeof header, 0) == (ssize_t) sizeof header
      && cdl_npy_header_read (header, sizeof header, type, &present) && present <= n)
    return TRUE;

  return write_header (fd, type, n);
}

gboolean
cdl_npy_write (const char *path,
               CdlNpyType type,
               gsize from,
               const void *items,
               gsize n,
               gboolean commit,
               GError **error)
{
  int fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  off_t at = (off_t) (CDL_NPY_HEADER_SIZE + from * CDL_NPY_ITEM_SIZE);
  gsize size = n * CDL_NPY_ITEM_SIZE;
  gboolean good;

  if (fd < 0)
    return fail (path, error);

  good = lower_header (fd, type, from) && write_all (fd, items, size, at)
         && ftruncate (fd, at + (off_t) size) == 0 && (!commit || write_header (fd, type, from + n))
         && fdatasync (fd) == 0;
  if (!good)
    fail (path, error);
  close (fd);

  return good;
}

gboolean
cdl_npy_commit (const char *path, CdlNpyType type, gsize n, GError **error)
{
  int fd = g_open (path, O_RDWR | O_CLOEXEC, 0644);
  gboolean good;

  if (fd < 0)
    return fail (path, error);

  good = write_header (fd, type, n) && fdatasync (fd) == 0;
  if (!good)
    fail (path, error);
  close (fd);

  return good;
}

void
cdl_npy_revert (const char *path, CdlNpyType type, gsize n)
{
  int fd = g_open (path, O_RDWR | O_CLOEXEC, 0644);

  if (fd < 0)
    return;
  if (!lower_header (fd, type, n))
    g_debug ("%s: its header still counts what was written in vain", path);
  if (ftruncate (fd, (off_t) (CDL_NPY_HEADER_SIZE + n * CDL_NPY_ITEM_SIZE)) != 0)
    g_debug ("%s: what was written in vain could not be cut off", path);
  close (fd);
}
