#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A new random id that sorts by the time it was made: UUID version 7 (RFC 9562), 36 lower-case
 * characters; newly allocated. For tests and sessions. */
char *cdl_uuid_v7_new (void);

G_END_DECLS
