#include "cdl-line-reader-private.h"

#include <string.h>

#include "cdl-store-error.h"

#define BLOCK 65536

struct _CdlLineReader
{
  GInputStream *stream;
  GByteArray *buffer;
  gsize line;    /* where the next line begins in buffer */
  gsize scanned; /* bytes of it that hold no line end */
  gboolean at_end;
};

CdlLineReader *
cdl_line_reader_new (GInputStream *stream)
{
  CdlLineReader *self = g_new0 (CdlLineReader, 1);

  self->stream = g_object_ref (stream);
  self->buffer = g_byte_array_sized_new (BLOCK);

  return self;
}

void
cdl_line_reader_free (CdlLineReader *self)
{
  g_object_unref (self->stream);
  g_byte_array_unref (self->buffer);
  g_free (self);
}

/* Reads another block behind what is left of the buffer. */
static gboolean
fill (CdlLineReader *self, GCancellable *cancellable, GError **error)
{
  gsize left;
  gssize n;

  if (self->line > 0)
    g_byte_array_remove_range (self->buffer, 0, (guint) self->line);
  self->line = 0;
  left = self->buffer->len;
  if (left > CDL_LINE_MAX)
    {
      g_set_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_INVALID,
                   "longer than %d MB: this is no export", CDL_LINE_MAX / (1024 * 1024));
      return FALSE;
    }
  g_byte_array_set_size (self->buffer, (guint) left + BLOCK);
  n = g_input_stream_read (self->stream, self->buffer->data + left, BLOCK, cancellable, error);
  g_byte_array_set_size (self->buffer, (guint) (left + (gsize) MAX (n, 0)));
  self->at_end = n == 0;

  return n >= 0;
}

const char *
cdl_line_reader_next (CdlLineReader *self,
                      gsize *length,
                      gboolean *end,
                      GCancellable *cancellable,
                      GError **error)
{
  *end = FALSE;
  for (;;)
    {
      guint8 *line = self->buffer->data + self->line;
      gsize available = self->buffer->len - self->line;
      guint8 *found = available > self->scanned
                          ? memchr (line + self->scanned, '\n', available - self->scanned)
                          : NULL;

      if (found != NULL || (self->at_end && available > 0))
        {
          *length = found != NULL ? (gsize) (found - line) : available;
          self->line += *length + (found != NULL ? 1 : 0);
          self->scanned = 0;
          if (*length > 0 && line[*length - 1] == '\r')
            (*length)--;
          return (const char *) line;
        }
      if (self->at_end)
        {
          *end = TRUE;
          return NULL;
        }
      self->scanned = available;
      if (!fill (self, cancellable, error))
        return NULL;
    }
}
