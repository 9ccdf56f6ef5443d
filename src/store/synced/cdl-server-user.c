#include "cdl-server-user.h"

#include <string.h>

#include "cdl-credentials.h"
#include "cdl-surreal-store.h"

char *
cdl_server_usual_user (void)
{
  char *name = g_strdup_printf ("chandelier_%s_%s", g_get_user_name (), g_get_host_name ());

  g_strcanon (name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_", '_');

  return name;
}

gboolean
cdl_server_make_user (CdlSurrealSettings *settings,
                      const CdlSurrealSettings *owner,
                      const char *name,
                      gboolean *in_keyring,
                      GCancellable *cancellable,
                      GError **error)
{
  g_autofree char *user = name != NULL ? g_strdup (name) : cdl_server_usual_user ();
  g_autofree char *password = g_strdup (g_getenv ("CHANDELIER_SURREAL_PASS"));
  gboolean keep = password == NULL;

  if (in_keyring != NULL)
    *in_keyring = keep;
  if (keep)
    password = cdl_credentials_new_password ();
  cdl_surreal_settings_set_user (settings, user, password);
  explicit_bzero (password, strlen (password));

  return (!keep || cdl_credentials_save (settings, cancellable, error))
         && cdl_surreal_store_set_user (owner, settings->user, settings->password, cancellable,
                                        error);
}
