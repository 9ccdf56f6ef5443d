#pragma once

#include <gio/gio.h>

#include "cdl-surreal-settings.h"

G_BEGIN_DECLS

/* A SurrealDB server of a test's own, that can fail and crash and come back with what it had: the
 * 3.x engine behind tests/surreal/front.mjs, on a folder. */
typedef struct _CdlTestServer CdlTestServer;

/* NULL if there is no engine, and *missing says what is needed. It is not started. */
CdlTestServer *cdl_test_server_new (const char **missing);
void cdl_test_server_free (CdlTestServer *self);

/* Statements longer than this are refused from the next start on; 0: as usual. */
void cdl_test_server_set_limit (CdlTestServer *self, guint bytes);

/* On the same port each time. */
void cdl_test_server_start (CdlTestServer *self);

/* As a crash does. */
void cdl_test_server_kill (CdlTestServer *self);

/* Asks for a failure (tests/surreal/faults.mjs; "{}": none any more); returns how often the one
 * before has struck. */
guint cdl_test_server_fault (CdlTestServer *self, const char *json);

/* For its one database, with a root user. */
CdlSurrealSettings *cdl_test_server_settings (CdlTestServer *self);

/* "node", the path of the front and which engine, 2 or 3, if all are there; else NULL, and
 * *missing.
 */
char **cdl_test_server_command (guint major, const char **missing);

/* The URL in the first line that a front says; newly allocated. */
char *cdl_test_server_url_of (GSubprocess *process);

#define CDL_TEST_SERVER_USER     "root"
#define CDL_TEST_SERVER_PASSWORD "chandelier tests"

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlTestServer, cdl_test_server_free)

G_END_DECLS
