#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where a SurrealDB server is, and how to be let in. */
typedef struct
{
  char *url; /* "https://results.example.org:8000": scheme, host and port, nothing else */
  char *ns;  /* namespace and database on it: 1 to 64 letters, digits and _ */
  char *db;
  char *user; /* NULL: without signing in */
  char *password;
  gboolean managed; /* this machine's own (cdl-managed-server.h), which says url, user, password */
  gboolean allow_plain; /* http:// to another machine: what is sent can be read on the way */
  guint timeout_s;      /* silence after which a server counts as away */
  guint attempts;       /* at an operation that may be tried again, 1.. */
} CdlSurrealSettings;

/* Strings are copied. User and password come from the environment, CHANDELIER_SURREAL_USER and
 * CHANDELIER_SURREAL_PASS. 30 seconds, 6 attempts. */
CdlSurrealSettings *cdl_surreal_settings_new (const char *url, const char *ns, const char *db);
CdlSurrealSettings *cdl_surreal_settings_copy (const CdlSurrealSettings *self);
void cdl_surreal_settings_free (CdlSurrealSettings *self);

/* Replaces user and password; both are copied, and may be NULL. */
void
cdl_surreal_settings_set_user (CdlSurrealSettings *self, const char *user, const char *password);

/* CDL_STORE_ERROR_INVALID: a URL that is none, carries a password, or is http:// to another machine
 * without allow_plain; names that no server takes. The message never holds a password. */
gboolean cdl_surreal_settings_check (const CdlSurrealSettings *self, GError **error);

/* Whether the server is on this machine: for settings that were checked. */
gboolean cdl_surreal_settings_is_local (const CdlSurrealSettings *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlSurrealSettings, cdl_surreal_settings_free)

G_END_DECLS
