#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The demo's market: klines that never were, made by a seed. The simulated exchange serves them on
 * the loopback interface, and the real queue downloads them. */

/* "BTCUSDT", "SOLUSDT": NULL-terminated, newly allocated. */
char **cdl_demo_market_symbols (void);

/* When trading begins, ms UTC. */
gint64 cdl_demo_market_start (void);

/* Whether the data folder has that seed's market, or none: one folder cannot hold two of them, nor
 * real klines beside it. FALSE with a message. */
gboolean cdl_demo_market_check (guint64 seed);

/* Downloads what is missing of so many days into the data folder; an exit code. */
int cdl_demo_market_download (guint64 seed, int days);

G_END_DECLS
