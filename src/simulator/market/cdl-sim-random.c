#include "cdl-sim-random.h"

void
cdl_sim_random_init (CdlRandom *random, guint64 seed, const char *part, gint64 number)
{
  guint64 hash = G_GUINT64_CONSTANT (0xcbf29ce484222325); /* FNV-1a */

  for (const char *p = part; *p; p++)
    hash = (hash ^ (guint8) *p) * G_GUINT64_CONSTANT (0x100000001b3);
  hash ^= (guint64) number * G_GUINT64_CONSTANT (0xd6e8feb86659fd93);

  cdl_random_init (random, seed * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15) ^ hash);
}
