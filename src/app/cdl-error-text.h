#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What went wrong, for people; newly allocated. Messages of the rooms below are English, as those
 * of the command line: in another language, what kind of error it is stands before them. */
char *cdl_error_text (const GError *error);

G_END_DECLS
