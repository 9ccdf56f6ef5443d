#pragma once

#include <adwaita.h>

#include "cdl-store.h"

G_BEGIN_DECLS

/* Above the pages while the SurrealDB server does not have what is stored here: why, how much
 * waits, and what can be done. It comes and goes by itself. For a local store alone it is there
 * only if that should have a server. Signal "caught-up" (no arguments): the server was away, and
 * has everything now. */
#define CDL_TYPE_STORE_BANNER (cdl_store_banner_get_type ())
G_DECLARE_FINAL_TYPE (CdlStoreBanner, cdl_store_banner, CDL, STORE_BANNER, GtkWidget)

void cdl_store_banner_set_store (CdlStoreBanner *self, CdlStore *store);

G_END_DECLS
