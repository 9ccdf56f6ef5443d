#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* So many MB of blanks, gzipped. */
GBytes *cdl_gzip_bomb (gsize megabytes);

G_END_DECLS
