#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* ms of a clock that nobody sets, and that goes on while the machine sleeps: for pauses, ages, and
 * what another clock has told. Its beginning means nothing. */
gint64 cdl_steady_ms (void);

G_END_DECLS
