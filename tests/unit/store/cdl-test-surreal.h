#pragma once

#include "cdl-surreal-settings.h"

G_BEGIN_DECLS

/* A SurrealDB server for the program: the one of CHANDELIER_TEST_SURREAL_URL (with
 * CHANDELIER_SURREAL_USER and _PASS), or the engine behind tests/surreal/front.mjs, started on a
 * free port and ended with the program. NULL: there is none, and *missing says what is needed. */
const char *cdl_test_surreal_url (const char **missing);

/* For a database of a test's own, not there yet, and a user who may make it. */
CdlSurrealSettings *cdl_test_surreal_settings (void);

/* Removes the database. */
void cdl_test_surreal_remove (const CdlSurrealSettings *settings);

G_END_DECLS
