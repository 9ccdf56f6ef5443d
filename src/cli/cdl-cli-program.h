#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Another program of this project: in room's folder of the same build, or in the folder installed;
 * newly allocated, NULL if it is in neither place. */
char *cdl_cli_program (const char *name, const char *room, const char *installed);

/* The folder that this program is in; newly allocated. */
char *cdl_cli_program_folder (void);

G_END_DECLS
