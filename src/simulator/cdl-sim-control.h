#pragma once

#include "cdl-sim-exchange.h"

G_BEGIN_DECLS

/* What tests do to the exchange while it runs, below /control/ (see chandelier-exchange(1)).
 * members: parameters of the query and of a JSON body, all as text. NULL if there is no such path
 * for that method. */
CdlSimReply *cdl_sim_control (CdlSimExchange *exchange,
                              const char *method,
                              const char *path,
                              GHashTable *members);

/* Adds the members of a JSON object to members. FALSE if body is none. */
gboolean cdl_sim_control_body (GHashTable *members, const char *body, gsize length);

G_END_DECLS
