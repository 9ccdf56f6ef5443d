#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Asks for a password at the terminal, which does not show it; from_stdin: takes the first line of
 * standard input instead. Newly allocated; NULL after a message on stderr: nobody is there to be
 * asked, or Ctrl+C. */
char *cdl_cli_ask_password (const char *whose, gboolean from_stdin);

G_END_DECLS
