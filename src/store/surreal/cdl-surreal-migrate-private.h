#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Brings runs of a schema before 4 into the form of this one, and lists them; store is a CdlStore.
 * May be done again, whatever was done before. */
gboolean cdl_surreal_migrate (gpointer store, GCancellable *cancellable, GError **error);

G_END_DECLS
