#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The CSS class for a return: "gain-1" .. "gain-4" or "loss-1" .. "loss-4", up to 1, 3 and 10 % and
 * beyond; NULL for none. */
const char *cdl_return_shade (double return_pct);

G_END_DECLS
