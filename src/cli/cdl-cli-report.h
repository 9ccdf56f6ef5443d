#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* FALSE where the program that draws reports was not built or installed. */
gboolean cdl_cli_can_report (void);

/* Writes the report of stored runs (of char *: whole ids, 1..100) into a file; returns an exit
 * code, with a message on stderr if it is not CDL_EXIT_OK. Charts are drawn by a program of its
 * own, so that this one starts without loading GTK. */
int cdl_cli_report (GPtrArray *ids, const char *path);

G_END_DECLS
