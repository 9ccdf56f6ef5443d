#include "cdl-uuid.h"

#include <sys/random.h>

char *
cdl_uuid_v7_new (void)
{
  gint64 now_ms = g_get_real_time () / 1000;
  guint8 b[16];
  gsize filled = 0;

  while (filled < sizeof b)
    {
      gssize n = getrandom (b + filled, sizeof b - filled, 0);

      if (n > 0)
        filled += (gsize) n;
    }
  for (guint i = 0; i < 6; i++)
    b[i] = (guint8) (now_ms >> (40 - 8 * i));
  b[6] = (guint8) (0x70 | (b[6] & 0x0f)); /* version 7 */
  b[8] = (guint8) (0x80 | (b[8] & 0x3f)); /* variant of RFC 9562 */

  return g_strdup_printf ("%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x",
                          b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11],
                          b[12], b[13], b[14], b[15]);
}
