#pragma once

#include "cdl-surreal-settings.h"

G_BEGIN_DECLS

/* A SurrealDB server for the program: the engine of version 2.x or 3.x behind
 * tests/surreal/front.mjs, started on a free port and ended with the program; or, in place of the
 * 3.x one, whatever CHANDELIER_TEST_SURREAL_URL names (with CHANDELIER_SURREAL_USER and _PASS).
 * NULL: there is none, and *missing says what is needed. */
const char *cdl_test_surreal_url (guint major, const char **missing);

/* For a database of a test's own, not there yet, and a user who may make it. */
CdlSurrealSettings *cdl_test_surreal_settings (guint major);

/* Removes the database. */
void cdl_test_surreal_remove (const CdlSurrealSettings *settings);

G_END_DECLS
