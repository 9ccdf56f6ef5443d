#include "cdl-hash.h"

#include <string.h>

char *
cdl_sha256 (const void *data, gssize length)
{
  gsize n = length >= 0 ? (gsize) length : strlen (data);

  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, data, n);
}
