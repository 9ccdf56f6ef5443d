#include "cdl-managed-state-private.h"

#include <string.h>

#include "cdl-store-error.h"

#define GROUP "server"

static char *
state_path (const char *folder)
{
  return g_build_filename (folder, "state.ini", NULL);
}

void
cdl_managed_state_clear (CdlManagedState *self)
{
  if (self->password != NULL)
    explicit_bzero (self->password, strlen (self->password));
  g_clear_pointer (&self->password, g_free);
}

gboolean
cdl_managed_state_load (CdlManagedState *self, const char *folder, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *path = state_path (folder);
  g_autoptr (GError) cause = NULL;
  int port = 0;

  if (g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, &cause))
    {
      port = g_key_file_get_integer (file, GROUP, "port", NULL);
      self->password = g_key_file_get_string (file, GROUP, "password", &cause);
    }
  if (port > 0 && port <= G_MAXUINT16 && self->password != NULL)
    {
      self->port = (guint16) port;
      return TRUE;
    }
  cdl_managed_state_clear (self);
  g_set_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_INVALID,
               "“%s” does not say how to reach this machine's own SurrealDB server (%s): "
               "“chandelier-cli db init --managed” makes one",
               path, cause != NULL ? cause->message : "it names no port");

  return FALSE;
}

gboolean
cdl_managed_state_save (const CdlManagedState *self, const char *folder, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *path = state_path (folder);
  g_autofree char *text = NULL;
  gboolean ok;

  g_key_file_set_integer (file, GROUP, "port", self->port);
  g_key_file_set_string (file, GROUP, "password", self->password);
  text = g_key_file_to_data (file, NULL, NULL);
  ok = g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, error);
  explicit_bzero (text, strlen (text));

  return ok;
}

gboolean
cdl_managed_state_try_port (guint16 *port, GError **error)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, *port);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GSocket) socket
      = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, error);

  if (socket == NULL || !g_socket_bind (socket, address, TRUE, error)
      || (bound = g_socket_get_local_address (socket, error)) == NULL)
    return FALSE;
  *port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));

  return TRUE;
}
