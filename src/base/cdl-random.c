#include "cdl-random.h"

#include <math.h>

static guint64
rotate (guint64 x, int k)
{
  return (x << k) | (x >> (64 - k));
}

void
cdl_random_init (CdlRandom *self, guint64 seed)
{
  for (int i = 0; i < 4; i++)
    {
      guint64 z = (seed += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15));

      z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
      z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
      self->state[i] = z ^ (z >> 31);
    }
}

guint64
cdl_random_next (CdlRandom *self)
{
  guint64 *s = self->state;
  guint64 result = rotate (s[1] * 5, 7) * 9, t = s[1] << 17;

  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= t;
  s[3] = rotate (s[3], 45);

  return result;
}

double
cdl_random_double (CdlRandom *self)
{
  return (double) (cdl_random_next (self) >> 11) * 0x1.0p-53;
}

guint64
cdl_random_below (CdlRandom *self, guint64 n)
{
  guint64 limit = G_MAXUINT64 - G_MAXUINT64 % n, value;

  do
    value = cdl_random_next (self);
  while (value >= limit); /* no value more likely than another */

  return value % n;
}

double
cdl_random_normal (CdlRandom *self)
{
  double u = 1.0 - cdl_random_double (self); /* never 0 */
  double v = cdl_random_double (self);

  return sqrt (-2.0 * log (u)) * cos (2.0 * G_PI * v);
}
