#include "cdl-gunzip-private.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define INPUT_SIZE  (64 * 1024)
#define OUTPUT_SIZE (256 * 1024)

struct _CdlGunzip
{
  int fd;
  GConverter *gzip;
  guint8 input[INPUT_SIZE];
  gsize input_at, input_end;
  gboolean input_ended;
  gboolean finished;
  guint64 position;
  guint8 output[OUTPUT_SIZE];
};

CdlGunzip *
cdl_gunzip_new (const char *path)
{
  CdlGunzip *self = g_new0 (CdlGunzip, 1);

  self->fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  self->gzip = G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP));

  return self;
}

void
cdl_gunzip_free (CdlGunzip *self)
{
  if (self->fd >= 0)
    close (self->fd);
  g_object_unref (self->gzip);
  g_free (self);
}

guint64
cdl_gunzip_position (const CdlGunzip *self)
{
  return self->position;
}

/* Moves what is left to the front and reads behind it. */
static gboolean
fill (CdlGunzip *self)
{
  ssize_t n;

  self->input_end -= self->input_at;
  memmove (self->input, self->input + self->input_at, self->input_end);
  self->input_at = 0;
  do
    n = read (self->fd, self->input + self->input_end, INPUT_SIZE - self->input_end);
  while (n < 0 && errno == EINTR);
  if (n < 0)
    return FALSE;

  self->input_ended = n == 0;
  self->input_end += (gsize) n;
  self->position += (guint64) n;

  return TRUE;
}

/* After the end of a gzip member another one may begin; zeros that fill the file up may not
 * matter. */
static gboolean
begin_next (CdlGunzip *self)
{
  if (self->input_end - self->input_at < 2 && !self->input_ended && !fill (self))
    return FALSE;
  if (self->input_at < self->input_end && self->input[self->input_at] == 0x1f)
    {
      g_converter_reset (self->gzip);
      return TRUE;
    }
  self->finished = TRUE;
  for (gsize i = self->input_at; i < self->input_end; i++)
    if (self->input[i] != 0)
      return FALSE;

  return TRUE;
}

static la_ssize_t
on_read (struct archive *reader, void *data, const void **block)
{
  CdlGunzip *self = data;

  *block = self->output;
  while (!self->finished)
    {
      g_autoptr (GError) problem = NULL;
      gsize taken, made;
      GConverterResult result = g_converter_convert (
          self->gzip, self->input + self->input_at, self->input_end - self->input_at, self->output,
          OUTPUT_SIZE, self->input_ended ? G_CONVERTER_INPUT_AT_END : G_CONVERTER_NO_FLAGS, &taken,
          &made, &problem);

      if (result == G_CONVERTER_ERROR
          && g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT) && !self->input_ended)
        {
          if (fill (self))
            continue;
          archive_set_error (reader, errno, "%s", g_strerror (errno));
          return -1;
        }
      if (result == G_CONVERTER_ERROR)
        {
          gboolean ended = g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT);

          archive_set_error (reader, EINVAL, "%s",
                             ended ? "the gzip data ends in the middle"
                                   : "the gzip data or its checksum is wrong");
          return -1;
        }
      self->input_at += taken;
      if (result == G_CONVERTER_FINISHED && !begin_next (self))
        {
          archive_set_error (reader, EINVAL, "something follows the end of the gzip data");
          return -1;
        }
      if (made > 0)
        return (la_ssize_t) made;
    }

  return 0;
}

int
cdl_gunzip_open (CdlGunzip *self, struct archive *reader)
{
  if (self->fd < 0)
    {
      archive_set_error (reader, ENOENT, "the file cannot be opened");
      return ARCHIVE_FATAL;
    }

  return archive_read_open (reader, self, NULL, on_read, NULL);
}

gboolean
cdl_gunzip_is_gzip (const char *path)
{
  int fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  guint8 magic[2] = { 0 };
  gboolean gzip;

  if (fd < 0)
    return FALSE;
  gzip = read (fd, magic, sizeof magic) == (ssize_t) sizeof magic && magic[0] == 0x1f
         && magic[1] == 0x8b;
  close (fd);

  return gzip;
}
