#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Seeded random numbers that are the same on every machine and GLib: xoshiro256** by Blackman and
 * Vigna, seeded by splitmix64. For synthetic markets, random sweeps and property tests. */
typedef struct
{
  guint64 state[4];
} CdlRandom;

void cdl_random_init (CdlRandom *self, guint64 seed);
guint64 cdl_random_next (CdlRandom *self);

/* Uniform in [0, 1), 53 bits. */
double cdl_random_double (CdlRandom *self);

/* Uniform in [0, n); n > 0. */
guint64 cdl_random_below (CdlRandom *self, guint64 n);

/* Standard normal (Box-Muller). */
double cdl_random_normal (CdlRandom *self);

G_END_DECLS
