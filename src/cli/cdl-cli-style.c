#include "cdl-cli-style.h"

#include <unistd.h>

static gboolean
can_style (void)
{
  const char *terminal = g_getenv ("TERM");
  const char *refused = g_getenv ("NO_COLOR");

  return isatty (STDOUT_FILENO) && terminal != NULL && !g_str_equal (terminal, "dumb")
         && (refused == NULL || *refused == '\0');
}

const char *
cdl_cli_style (CdlStyle style)
{
  static const char *const escapes[] = {
    [CDL_STYLE_PLAIN] = "\033[0m",
    [CDL_STYLE_BOLD] = "\033[1m",
    [CDL_STYLE_GOOD] = "\033[32m",
    [CDL_STYLE_BAD] = "\033[31m",
  };

  return can_style () ? escapes[style] : "";
}
