#include "cdl-gzip-bomb.h"

#include <gio/gio.h>
#include <string.h>

GBytes *
cdl_gzip_bomb (gsize megabytes)
{
  static const gsize megabyte = 1024 * 1024;
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GZlibCompressor) gzip = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 9);
  g_autoptr (GOutputStream) stream = g_converter_output_stream_new (memory, G_CONVERTER (gzip));
  g_autofree char *blanks = g_malloc (megabyte);

  memset (blanks, ' ', megabyte);
  for (gsize i = 0; i < megabytes; i++)
    g_output_stream_write_all (stream, blanks, megabyte, NULL, NULL, NULL);
  g_output_stream_close (stream, NULL, NULL);

  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
}
