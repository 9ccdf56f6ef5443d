#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What the programs of a user must know of their server, in a file for this user's eyes only. */
typedef struct
{
  guint16 port;
  char *password;
} CdlManagedState;

void cdl_managed_state_clear (CdlManagedState *self);

/* CDL_STORE_ERROR_INVALID. */
gboolean cdl_managed_state_load (CdlManagedState *self, const char *folder, GError **error);
gboolean cdl_managed_state_save (const CdlManagedState *self, const char *folder, GError **error);

/* Whether a server could listen there now; port 0: a free one, which it gets. */
gboolean cdl_managed_state_try_port (guint16 *port, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CdlManagedState, cdl_managed_state_clear)

G_END_DECLS
