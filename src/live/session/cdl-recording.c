#include "cdl-recording-private.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#include "cdl-recording-block-private.h"

char *
cdl_recording_file (const char *folder, guint number)
{
  g_autofree char *name = g_strdup_printf ("recording-%06u.rec", number);

  return g_build_filename (folder, name, NULL);
}

guint
cdl_recording_last (const char *folder, gint64 *bytes)
{
  guint number = 0;

  *bytes = 0;
  for (;;)
    {
      g_autofree char *path = cdl_recording_file (folder, number + 1);
      GStatBuf info;

      if (g_stat (path, &info) != 0)
        return number;
      *bytes += info.st_size;
      number++;
    }
}

/* A block's bytes as they were; NULL if it is not whole. */
static GByteArray *
inflate (const guint8 *bytes, gsize size)
{
  g_autoptr (GZlibDecompressor) zlib = g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB);
  g_autoptr (GByteArray) out = g_byte_array_new ();
  GConverterResult result = G_CONVERTER_CONVERTED;
  gsize read = 0, length = 0;

  while (result != G_CONVERTER_FINISHED)
    {
      gsize taken, given;

      if (length + 1 > out->len)
        {
          if (out->len >= CDL_RECORDING_MAX_BLOCK)
            return NULL;
          g_byte_array_set_size (out, MAX (out->len * 2, 64 * 1024));
        }
      result
          = g_converter_convert (G_CONVERTER (zlib), bytes + read, size - read, out->data + length,
                                 out->len - length, G_CONVERTER_INPUT_AT_END, &taken, &given, NULL);
      if (result == G_CONVERTER_ERROR)
        return NULL;
      read += taken;
      length += given;
    }
  if (read != size)
    return NULL;
  g_byte_array_set_size (out, (guint) length);

  return g_steal_pointer (&out);
}

gboolean
cdl_recording_play_bytes (const guint8 *bytes,
                          gsize size,
                          const char *const *symbols,
                          CdlFeedSink sink,
                          gpointer data,
                          GError **error)
{
  gsize magic = strlen (CDL_RECORDING_MAGIC), at = magic;

  /* The very beginning may be torn, too. */
  if (size == 0)
    return TRUE;
  if (memcmp (bytes, CDL_RECORDING_MAGIC, MIN (size, magic)) != 0)
    {
      g_set_error (error, CDL_SESSION_ERROR, CDL_SESSION_ERROR_RECORDING, "this is no recording");
      return FALSE;
    }

  while (at < size && size - at >= 4)
    {
      g_autoptr (GByteArray) raw = NULL;
      guint32 length;

      memcpy (&length, bytes + at, 4);
      length = GUINT32_FROM_LE (length);
      if (length > size - at - 4)
        return TRUE;

      raw = inflate (bytes + at + 4, length);
      at += 4 + length;
      if (raw == NULL && at == size)
        return TRUE;
      if (raw == NULL)
        {
          g_set_error (error, CDL_SESSION_ERROR, CDL_SESSION_ERROR_RECORDING,
                       "the block that ends at byte %" G_GSIZE_FORMAT " is damaged", at);
          return FALSE;
        }
      if (!cdl_recording_block_read (raw->data, raw->len, symbols, sink, data, error))
        return FALSE;
    }

  return TRUE;
}

gboolean
cdl_recording_play (const char *folder,
                    const char *const *symbols,
                    CdlFeedSink sink,
                    gpointer data,
                    GError **error)
{
  gint64 total;
  guint n = cdl_recording_last (folder, &total);

  for (guint i = 1; i <= n; i++)
    {
      g_autofree char *path = cdl_recording_file (folder, i);
      g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, error);

      if (file == NULL)
        return FALSE;
      if (!cdl_recording_play_bytes ((const guint8 *) g_mapped_file_get_contents (file),
                                     g_mapped_file_get_length (file), symbols, sink, data, error))
        {
          g_prefix_error (error, "%s: ", path);
          return FALSE;
        }
    }

  return TRUE;
}

static void
take (const CdlFeedEvent *event, gpointer data)
{
  cdl_session_take (data, event);
}

CdlSession *
cdl_recording_replay (const char *folder,
                      const CdlSessionPlan *plan,
                      CdlSessionFactFunc func,
                      gpointer data,
                      GError **error)
{
  g_autoptr (CdlSession) session = cdl_session_plan_begin (plan, func, data, error);
  g_autofree const char **symbols = g_new0 (const char *, plan->symbols->len + 1);

  if (session == NULL)
    return NULL;
  for (guint i = 0; i < plan->symbols->len; i++)
    symbols[i] = g_array_index (plan->symbols, CdlSessionPlanSymbol, i).symbol;

  return cdl_recording_play (folder, symbols, take, session, error) ? g_steal_pointer (&session)
                                                                    : NULL;
}
