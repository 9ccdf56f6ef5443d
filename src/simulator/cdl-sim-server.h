#pragma once

#include "cdl-sim-exchange.h"

G_BEGIN_DECLS

/* The exchange on a port of the loopback interface: REST, bulk files and websocket streams. */
typedef struct _CdlSimServer CdlSimServer;

/* port: 0 for a free one. */
CdlSimServer *cdl_sim_server_new (CdlSimExchange *exchange, guint port, GError **error);
void cdl_sim_server_free (CdlSimServer *self);

guint cdl_sim_server_port (const CdlSimServer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlSimServer, cdl_sim_server_free)

G_END_DECLS
