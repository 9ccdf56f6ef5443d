#pragma once

#include "cdl-random.h"

G_BEGIN_DECLS

/* Random numbers of one part of the market, whatever else was drawn: they depend on the seed, the
 * name of the part ("BTCUSDT/spot/prints") and a number (a day) alone. */
void cdl_sim_random_init (CdlRandom *random, guint64 seed, const char *part, gint64 number);

G_END_DECLS
