#include "cdl-recorder.h"

#include <gio/gio.h>
#include <string.h>

#include "cdl-recording-block-private.h"
#include "cdl-recording-private.h"

/* Raw bytes that are worth a block. */
#define BLOCK_SIZE (64 * 1024)

/* Fast: the gain of the higher levels is small here. */
#define LEVEL 1

/* Compressed bytes that may wait for room on the disk. */
#define MOST_WAITING (16 * 1024 * 1024)

struct _CdlRecorder
{
  char *folder;
  gint64 cap;
  gint64 total; /* bytes of all files */
  guint number; /* of the present file */
  gint64 size;  /* of it */
  GOutputStream *file;
  CdlRecordingBlock block;
  GQueue waiting; /* GByteArray: blocks as they stand in a file */
  gsize waiting_size;
  GError *problem; /* nothing is written any more */
};

/* A file that cannot even begin is not left behind. */
static gboolean
begin_file (CdlRecorder *self, GError **error)
{
  g_autofree char *path = cdl_recording_file (self->folder, self->number + 1);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileOutputStream) stream = NULL;

  g_clear_object (&self->file);
  stream = g_file_create (file, G_FILE_CREATE_NONE, NULL, error);
  if (stream == NULL)
    return FALSE;
  if (!g_output_stream_write_all (G_OUTPUT_STREAM (stream), CDL_RECORDING_MAGIC,
                                  strlen (CDL_RECORDING_MAGIC), NULL, NULL, error))
    {
      g_file_delete (file, NULL, NULL);
      return FALSE;
    }
  self->file = G_OUTPUT_STREAM (g_steal_pointer (&stream));
  self->number++;
  self->size = (gint64) strlen (CDL_RECORDING_MAGIC);
  self->total += self->size;

  return TRUE;
}

CdlRecorder *
cdl_recorder_new (const char *folder, gint64 cap, GError **error)
{
  g_autoptr (CdlRecorder) self = g_new0 (CdlRecorder, 1);

  self->folder = g_strdup (folder);
  self->cap = cap > 0 ? cap : CDL_RECORDING_CAP;
  self->number = cdl_recording_last (folder, &self->total);
  cdl_recording_block_init (&self->block);
  if (!begin_file (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

void
cdl_recorder_free (CdlRecorder *self)
{
  if (self->file != NULL)
    cdl_recorder_flush (self, NULL);
  g_clear_object (&self->file);
  cdl_recording_block_clear (&self->block);
  g_queue_clear_full (&self->waiting, (GDestroyNotify) g_byte_array_unref);
  g_clear_error (&self->problem);
  g_free (self->folder);
  g_free (self);
}

/* The block as it stands in the file: its length, and zlib. */
static GByteArray *
compress (const GByteArray *raw, GError **error)
{
  g_autoptr (GZlibCompressor) zlib = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB, LEVEL);
  /* zlib grows what cannot be compressed by a thousandth and some bytes. */
  gsize room = raw->len + raw->len / 100 + 128, read = 0, length = 0;
  g_autoptr (GByteArray) out = g_byte_array_sized_new ((guint) room + 4);
  GConverterResult result = G_CONVERTER_CONVERTED;
  guint32 head;

  g_byte_array_set_size (out, (guint) room + 4);
  while (result != G_CONVERTER_FINISHED)
    {
      gsize taken, given;

      result = g_converter_convert (G_CONVERTER (zlib), raw->data + read, raw->len - read,
                                    out->data + 4 + length, room - length, G_CONVERTER_INPUT_AT_END,
                                    &taken, &given, error);
      if (result == G_CONVERTER_ERROR)
        return NULL;
      read += taken;
      length += given;
    }
  head = GUINT32_TO_LE ((guint32) length);
  memcpy (out->data, &head, 4);
  g_byte_array_set_size (out, (guint) length + 4);

  return g_steal_pointer (&out);
}

/* Writes a block that was compressed. What is written of one that does not fit is taken back, or
 * stays as the torn end of its file. */
static gboolean
write_block (CdlRecorder *self, const GByteArray *bytes, GError **error)
{
  if (self->total + (gint64) bytes->len > self->cap)
    {
      g_set_error (error, CDL_SESSION_ERROR, CDL_SESSION_ERROR_RECORDING,
                   "the recording is full: it has %" G_GINT64_FORMAT
                   " bytes of at most %" G_GINT64_FORMAT,
                   self->total, self->cap);
      return FALSE;
    }
  if ((self->file == NULL || self->size >= CDL_RECORDING_FILE_SIZE) && !begin_file (self, error))
    return FALSE;
  if (!g_output_stream_write_all (self->file, bytes->data, bytes->len, NULL, NULL, error))
    {
      if (!g_seekable_truncate (G_SEEKABLE (self->file), self->size, NULL, NULL)
          || !g_seekable_seek (G_SEEKABLE (self->file), self->size, G_SEEK_SET, NULL, NULL))
        g_clear_object (&self->file);
      return FALSE;
    }
  self->size += bytes->len;
  self->total += bytes->len;

  return TRUE;
}

/* Blocks in the order they came, as far as it goes. */
static gboolean
write_waiting (CdlRecorder *self, GError **error)
{
  GByteArray *bytes;

  while ((bytes = g_queue_peek_head (&self->waiting)) != NULL)
    {
      if (!write_block (self, bytes, error))
        return FALSE;
      self->waiting_size -= bytes->len;
      g_byte_array_unref (g_queue_pop_head (&self->waiting));
    }

  return TRUE;
}

static void
put_block (CdlRecorder *self)
{
  GByteArray *bytes = compress (self->block.bytes, &self->problem);

  cdl_recording_block_reset (&self->block);
  if (bytes == NULL)
    return;
  self->waiting_size += bytes->len;
  g_queue_push_tail (&self->waiting, bytes);
}

gboolean
cdl_recorder_flush (CdlRecorder *self, GError **error)
{
  g_autoptr (GError) trouble = NULL;

  if (self->problem == NULL && self->block.bytes->len > 0)
    put_block (self);
  if (self->problem == NULL && write_waiting (self, &trouble))
    return TRUE;

  if (self->problem == NULL
      && (g_error_matches (trouble, CDL_SESSION_ERROR, CDL_SESSION_ERROR_RECORDING)
          || self->waiting_size > MOST_WAITING))
    {
      self->problem = g_error_copy (trouble);
      g_queue_clear_full (&self->waiting, (GDestroyNotify) g_byte_array_unref);
    }
  if (error != NULL)
    *error = g_error_copy (self->problem != NULL ? self->problem : trouble);

  return FALSE;
}

gboolean
cdl_recorder_add (CdlRecorder *self, guint symbol, const CdlFeedEvent *event, GError **error)
{
  if (event->type == CDL_FEED_EVENT_FORMING)
    return TRUE;
  if (self->problem == NULL)
    cdl_recording_block_add (&self->block, symbol, event);

  return (self->problem == NULL && self->block.bytes->len < BLOCK_SIZE)
         || cdl_recorder_flush (self, error);
}
