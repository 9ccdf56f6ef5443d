#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How text looks where stdout is a terminal that can, and nobody has set NO_COLOR. */
typedef enum
{
  CDL_STYLE_PLAIN, /* ends every other */
  CDL_STYLE_BOLD,
  CDL_STYLE_GOOD,
  CDL_STYLE_BAD,
} CdlStyle;

/* What to print for text to look so from here on: "" elsewhere. */
const char *cdl_cli_style (CdlStyle style);

G_END_DECLS
