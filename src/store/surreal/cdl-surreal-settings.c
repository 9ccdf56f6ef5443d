#include "cdl-surreal-settings.h"

#include <gio/gio.h>
#include <string.h>

#include "cdl-store-error.h"

#define MAX_NAME 64

/* Longer ones do not fit into what servers take at sign-in. */
#define MAX_CREDENTIAL 200

static void
free_secret (char *secret)
{
  if (secret != NULL)
    explicit_bzero (secret, strlen (secret));
  g_free (secret);
}

CdlSurrealSettings *
cdl_surreal_settings_new (const char *url, const char *ns, const char *db)
{
  CdlSurrealSettings *self = g_new0 (CdlSurrealSettings, 1);

  self->url = g_strdup (url);
  self->ns = g_strdup (ns);
  self->db = g_strdup (db);
  self->timeout_s = 30;
  self->attempts = 6;
  cdl_surreal_settings_set_user (self, g_getenv ("CHANDELIER_SURREAL_USER"),
                                 g_getenv ("CHANDELIER_SURREAL_PASS"));

  return self;
}

CdlSurrealSettings *
cdl_surreal_settings_copy (const CdlSurrealSettings *self)
{
  CdlSurrealSettings *copy = g_memdup2 (self, sizeof *self);

  copy->url = g_strdup (self->url);
  copy->ns = g_strdup (self->ns);
  copy->db = g_strdup (self->db);
  copy->user = g_strdup (self->user);
  copy->password = g_strdup (self->password);

  return copy;
}

void
cdl_surreal_settings_free (CdlSurrealSettings *self)
{
  g_free (self->url);
  g_free (self->ns);
  g_free (self->db);
  g_free (self->user);
  free_secret (self->password);
  g_free (self);
}

void
cdl_surreal_settings_set_user (CdlSurrealSettings *self, const char *user, const char *password)
{
  g_free (self->user);
  free_secret (self->password);
  self->user = g_strdup (user);
  self->password = g_strdup (password);
}

static gboolean
is_loopback (const char *host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  if (address != NULL)
    return g_inet_address_get_is_loopback (address);

  return g_ascii_strcasecmp (host, "localhost") == 0;
}

gboolean
cdl_surreal_settings_is_local (const CdlSurrealSettings *self)
{
  g_autoptr (GUri) uri = g_uri_parse (self->url, G_URI_FLAGS_NONE, NULL);

  return is_loopback (g_uri_get_host (uri));
}

static gboolean
invalid (GError **error, const char *what, const char *why)
{
  g_set_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_INVALID, "%s %s", what, why);

  return FALSE;
}

static gboolean
check_url (const CdlSurrealSettings *self, GError **error)
{
  g_autoptr (GUri) uri
      = g_uri_parse (self->url, G_URI_FLAGS_HAS_PASSWORD | G_URI_FLAGS_SCHEME_NORMALIZE, NULL);
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;
  g_autofree char *shown = NULL;
  gboolean https;

  /* A URL that does not parse may still hold a password: it is not shown. */
  if (host == NULL || *host == '\0')
    return invalid (error, "The address of the SurrealDB server",
                    "is not a URL such as http://127.0.0.1:8000");
  if (g_uri_get_userinfo (uri) != NULL)
    return invalid (error, "The address of the SurrealDB server",
                    "must not hold a user or password: give them in CHANDELIER_SURREAL_USER and "
                    "CHANDELIER_SURREAL_PASS");

  shown = g_strdup_printf ("“%s”", self->url);
  https = g_str_equal (g_uri_get_scheme (uri), "https");
  if (!https && !g_str_equal (g_uri_get_scheme (uri), "http"))
    return invalid (error, shown, "must begin with https:// or http://");
  if ((*g_uri_get_path (uri) != '\0' && !g_str_equal (g_uri_get_path (uri), "/"))
      || g_uri_get_query (uri) != NULL || g_uri_get_fragment (uri) != NULL)
    return invalid (error, shown, "must end with the host or port");
  if (!https && !self->allow_plain && !is_loopback (host))
    return invalid (error, shown,
                    "is another machine over plain HTTP, where password and results can be read on "
                    "the way: use https://, or allow it");

  return TRUE;
}

static gboolean
check_name (const char *what, const char *name, GError **error)
{
  gsize length = name != NULL ? strlen (name) : 0;
  gboolean ok = length >= 1 && length <= MAX_NAME;

  for (gsize i = 0; ok && i < length; i++)
    ok = g_ascii_isalnum (name[i]) || name[i] == '_';

  return ok || invalid (error, what, "must be 1 to 64 letters, digits and _");
}

static gboolean
check_credential (const char *what, const char *text, GError **error)
{
  if (text == NULL || (g_utf8_validate (text, -1, NULL) && strlen (text) <= MAX_CREDENTIAL))
    return TRUE;

  return invalid (error, what, "for SurrealDB must be UTF-8 of at most 200 bytes");
}

gboolean
cdl_surreal_settings_check (const CdlSurrealSettings *self, GError **error)
{
  return check_url (self, error) && check_name ("The namespace on the server", self->ns, error)
         && check_name ("The database on the server", self->db, error)
         && check_credential ("The user", self->user, error)
         && check_credential ("The password", self->password, error);
}
