#pragma once

#include <gio/gio.h>

#include "cdl-surreal-settings.h"

G_BEGIN_DECLS

/* What answers at a server, before it is used. */
typedef struct
{
  char *version;   /* "3.0.2" */
  gint64 schema;   /* of the database; 0: it is not set up */
  gboolean is_set; /* the schema is the one that stores need */
} CdlSurrealProbe;

/* Signs in and looks; changes nothing. NULL with CDL_STORE_ERROR_INVALID (settings), _AWAY, _DENIED
 * or _VERSION (the server is too old, or none; the schema is newer than this program). */
CdlSurrealProbe *cdl_surreal_probe_new (const CdlSurrealSettings *settings,
                                        GCancellable *cancellable,
                                        GError **error);
void cdl_surreal_probe_free (CdlSurrealProbe *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlSurrealProbe, cdl_surreal_probe_free)

G_END_DECLS
