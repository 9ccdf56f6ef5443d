#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A strategy file with everything the format has; it reads, but is not meant to compile. */
extern const char cdl_test_example[];

/* text with the first stretch `find`, which must be there, replaced; newly allocated. */
char *cdl_test_edit (const char *text, const char *find, const char *replace);

G_END_DECLS
