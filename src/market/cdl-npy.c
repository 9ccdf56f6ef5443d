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
  char text[CDL_NPY_HEADER_SIZE];
  int length
      = g_snprintf (text, sizeof text,
                    "{'descr': '%s', 'fortran_order': False, 'shape': (%" G_GSIZE_FORMAT ",), }",
                    descr (type), n);

  memset (header, ' ', CDL_NPY_HEADER_SIZE);
  memcpy (header, MAGIC, MAGIC_SIZE);
  header[MAGIC_SIZE] = (guint8) (size & 0xff);
  header[MAGIC_SIZE + 1] = (guint8) (size >> 8);
  memcpy (header + MAGIC_SIZE + 2, text, (gsize) length);
  header[CDL_NPY_HEADER_SIZE - 1] = '\n';
}

gboolean
cdl_npy_header_read (const guint8 *data, gsize size, CdlNpyType type, gsize *n, gsize *offset)
{
  g_autofree char *text = NULL;
  g_autofree char *wanted = NULL;
  const char *shape;
  char *end;
  gsize length;

  if (size < MAGIC_SIZE + 2 || memcmp (data, MAGIC, MAGIC_SIZE) != 0)
    return FALSE;
  length = (gsize) data[MAGIC_SIZE] | (gsize) data[MAGIC_SIZE + 1] << 8;
  *offset = MAGIC_SIZE + 2 + length;
  if (size < *offset || *offset % CDL_NPY_ITEM_SIZE != 0)
    return FALSE;

  text = g_strndup ((const char *) data + MAGIC_SIZE + 2, length);
  wanted = g_strdup_printf ("'descr': '%s'", descr (type));
  shape = strstr (text, "'shape': (");
  if (strstr (text, wanted) == NULL || strstr (text, "'fortran_order': False") == NULL
      || shape == NULL)
    return FALSE;
  shape += strlen ("'shape': (");
  if (!g_ascii_isdigit (*shape))
    return FALSE;
  errno = 0;
  *n = (gsize) g_ascii_strtoull (shape, &end, 10);

  return errno == 0 && g_str_has_prefix (end, ",)");
}

gboolean
cdl_npy_map (const char *path, CdlNpyType type, CdlNpyMap *map, GError **error)
{
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, error);
  const guint8 *data;
  gsize size, offset;

  if (file == NULL)
    return FALSE;

  data = (const guint8 *) g_mapped_file_get_contents (file);
  size = g_mapped_file_get_length (file);
  if (data == NULL || !cdl_npy_header_read (data, size, type, &map->n, &offset)
      || map->n > (size - offset) / CDL_NPY_ITEM_SIZE)
    {
      g_set_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_DAMAGED,
                   "%s is damaged: its header and its size do not agree", path);
      return FALSE;
    }
  map->items = data + offset;
  map->file = g_steal_pointer (&file);

  return TRUE;
}

void
cdl_npy_unmap (CdlNpyMap *map)
{
  g_clear_pointer (&map->file, g_mapped_file_unref);
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

gboolean
cdl_npy_write (const char *path, gsize from, const void *items, gsize n, GError **error)
{
  int fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  off_t at = (off_t) (CDL_NPY_HEADER_SIZE + from * CDL_NPY_ITEM_SIZE);
  gsize size = n * CDL_NPY_ITEM_SIZE;
  gboolean good;

  if (fd < 0)
    return fail (path, error);

  good = write_all (fd, items, size, at) && ftruncate (fd, at + (off_t) size) == 0
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
  guint8 header[CDL_NPY_HEADER_SIZE];
  gboolean good;

  if (fd < 0)
    return fail (path, error);

  cdl_npy_header_write (type, n, header);
  good = write_all (fd, header, sizeof header, 0) && fdatasync (fd) == 0;
  if (!good)
    fail (path, error);
  close (fd);

  return good;
}
