#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* SHA-256 of length bytes (-1: a string) as 64 lower-case hex digits; newly allocated. */
char *cdl_sha256 (const void *data, gssize length);

G_END_DECLS
