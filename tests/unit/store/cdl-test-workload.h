#pragma once

#include "cdl-random.h"
#include "cdl-store.h"
#include "cdl-test-server.h"

G_BEGIN_DECLS

/* A program's work with a store: runs put, put again, edited and deleted; tests, sessions and their
 * journals, strategies, datasets, trials. Every operation must go well. */
void cdl_test_work (CdlStore *store, CdlRandom *random, guint operations);

/* A synced store on "store.sqlite" in the folder. */
CdlStore *cdl_test_open_synced (const char *folder, const CdlSurrealSettings *settings);

/* What waits is sent, within a minute; nothing was refused. */
void cdl_test_flush (CdlStore *synced);

/* The server holds what the file in the folder holds, no more and no less. */
void cdl_test_assert_equal (const char *folder, const CdlSurrealSettings *settings);

/* A started server with the schema; NULL: the test is skipped. */
CdlTestServer *cdl_test_server_ready (void);

G_END_DECLS
