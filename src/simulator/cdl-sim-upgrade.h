#pragma once

#include "cdl-sim-exchange.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* Makes a websocket connection of a request for one, whatever its path: /ws, /ws/NAME[/NAME...],
 * /stream?streams=NAME[/NAME...] are spot; the same below /market, /public, /private are futures,
 * and below /legacy futures at the address they had before the split. FALSE if it is no such
 * request; message is not answered then. where: path?query, for faults. */
gboolean cdl_sim_upgrade (CdlSimExchange *exchange,
                          SoupServerMessage *message,
                          const char *path,
                          GHashTable *query,
                          const char *where);

G_END_DECLS
