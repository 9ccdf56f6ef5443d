#include "cdl-credentials.h"

#include <libsecret/secret.h>
#include <string.h>
#include <unistd.h>

#include "cdl-store-error.h"

/* To read, and to write, which may mean that the user types the password of the keyring. */
#define READ_PATIENCE_MS  5000
#define WRITE_PATIENCE_MS 60000

static const SecretSchema schema = {
  "io.github.chandelier.Server",
  SECRET_SCHEMA_NONE,
  {
      { "server", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { "database", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { "user", SECRET_SCHEMA_ATTRIBUTE_STRING },
  },
};

char *
cdl_credentials_new_password (void)
{
  guint8 bytes[20];
  GString *text = g_string_new (NULL);

  if (getentropy (bytes, sizeof bytes) != 0)
    g_error ("The system gives no random numbers");
  for (gsize i = 0; i < sizeof bytes; i++)
    g_string_append_printf (text, "%02x", bytes[i]);

  return g_string_free (text, FALSE);
}

/* A request that is waited for, but not longer than it may take. */
typedef struct
{
  GMainContext *context;
  GSource *timer;
  GCancellable *cancellable;
  GCancellable *outer;
  gulong outer_id;
  GAsyncResult *result;
} Request;

static gboolean
on_late (gpointer data)
{
  g_cancellable_cancel (data);

  return G_SOURCE_REMOVE;
}

static void
on_cancelled (GCancellable *outer, gpointer data)
{
  g_cancellable_cancel (data);
}

static void
request_begin (Request *self, guint patience_ms, GCancellable *outer)
{
  self->context = g_main_context_new ();
  g_main_context_push_thread_default (self->context);
  self->cancellable = g_cancellable_new ();
  self->timer = g_timeout_source_new (patience_ms);
  g_source_set_callback (self->timer, on_late, self->cancellable, NULL);
  g_source_attach (self->timer, self->context);
  self->outer = outer;
  self->outer_id = outer != NULL ? g_cancellable_connect (outer, G_CALLBACK (on_cancelled),
                                                          self->cancellable, NULL)
                                 : 0;
  self->result = NULL;
}

static void
on_result (GObject *source, GAsyncResult *result, gpointer data)
{
  Request *self = data;

  self->result = g_object_ref (result);
}

static GAsyncResult *
request_wait (Request *self)
{
  while (self->result == NULL)
    g_main_context_iteration (self->context, TRUE);

  return self->result;
}

static void
request_end (Request *self)
{
  if (self->outer_id != 0)
    g_cancellable_disconnect (self->outer, self->outer_id);
  g_source_destroy (self->timer);
  g_source_unref (self->timer);
  g_object_unref (self->result);
  g_object_unref (self->cancellable);
  /* What GDBus lets go of, it frees from here. */
  while (g_main_context_iteration (self->context, FALSE))
    ;
  g_main_context_pop_thread_default (self->context);
  g_main_context_unref (self->context);
}

gboolean
cdl_credentials_can_keep (GCancellable *cancellable)
{
  SecretService *service;
  gboolean can;
  Request request;

  request_begin (&request, READ_PATIENCE_MS, cancellable);
  secret_service_get (SECRET_SERVICE_OPEN_SESSION, request.cancellable, on_result, &request);
  service = secret_service_get_finish (request_wait (&request), NULL);
  can = service != NULL;
  g_clear_object (&service);
  request_end (&request);

  return can;
}

static GHashTable *
attributes_of (const CdlSurrealSettings *settings)
{
  g_autofree char *database = g_strjoin ("/", settings->ns, settings->db, NULL);

  return secret_attributes_build (&schema, "server", settings->url, "database", database, "user",
                                  settings->user, NULL);
}

/* Says why the keyring did not do it: what it said, or that it said nothing. */
static gboolean
denied (const CdlSurrealSettings *settings, const GError *cause, GError **error)
{
  gboolean late = cause == NULL || g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  g_set_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_DENIED,
               "The keyring does not serve the password of “%s” on %s (%s): give it in "
               "CHANDELIER_SURREAL_PASS",
               settings->user, settings->url, late ? "it does not answer" : cause->message);

  return FALSE;
}

gboolean
cdl_credentials_save (const CdlSurrealSettings *settings, GCancellable *cancellable, GError **error)
{
  g_autoptr (GHashTable) attributes = attributes_of (settings);
  g_autofree char *label = g_strdup_printf ("Chandelier: %s at %s", settings->user, settings->url);
  g_autoptr (GError) cause = NULL;
  gboolean ok;
  Request request;

  request_begin (&request, WRITE_PATIENCE_MS, cancellable);
  secret_password_storev (&schema, attributes, SECRET_COLLECTION_DEFAULT, label,
                          settings->password != NULL ? settings->password : "", request.cancellable,
                          on_result, &request);
  ok = secret_password_store_finish (request_wait (&request), &cause);
  request_end (&request);

  return ok || denied (settings, cause, error);
}

/* The password of the first that was found; newly allocated, NULL with error. */
static char *
first_password (GList *found, const CdlSurrealSettings *settings, GError **error)
{
  SecretItem *item = found != NULL ? found->data : NULL;
  SecretValue *value = item != NULL ? secret_item_get_secret (item) : NULL;
  char *password = NULL;

  if (value != NULL)
    {
      password = g_strdup (secret_value_get_text (value));
      secret_value_unref (value);
    }
  if (password == NULL)
    g_set_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_DENIED,
                 item != NULL ? "The password of “%s” on %s is in the keyring, which is locked: "
                                "unlock it, or give it in CHANDELIER_SURREAL_PASS"
                              : "There is no password of “%s” on %s in the keyring: give it to "
                                "“chandelier-cli db init”, or in CHANDELIER_SURREAL_PASS",
                 settings->user, settings->url);

  return password;
}

gboolean
cdl_credentials_complete (CdlSurrealSettings *settings, GCancellable *cancellable, GError **error)
{
  g_autoptr (GHashTable) attributes = NULL;
  g_autoptr (GError) cause = NULL;
  g_autofree char *user = NULL, *password = NULL;
  GList *found;
  Request request;

  if (settings->user == NULL || settings->password != NULL)
    return TRUE;

  attributes = attributes_of (settings);
  request_begin (&request, READ_PATIENCE_MS, cancellable);
  /* Without unlocking: this may be any command, and nobody there to answer. */
  secret_service_search (NULL, &schema, attributes, SECRET_SEARCH_LOAD_SECRETS, request.cancellable,
                         on_result, &request);
  found = secret_service_search_finish (NULL, request_wait (&request), &cause);
  if (cause == NULL)
    password = first_password (found, settings, error);
  g_list_free_full (found, g_object_unref);
  request_end (&request);
  if (cause != NULL)
    return denied (settings, cause, error);
  if (password == NULL)
    return FALSE;
  user = g_strdup (settings->user);
  cdl_surreal_settings_set_user (settings, user, password);
  explicit_bzero (password, strlen (password));

  return TRUE;
}

gboolean
cdl_credentials_forget (const CdlSurrealSettings *settings,
                        GCancellable *cancellable,
                        GError **error)
{
  g_autoptr (GHashTable) attributes = NULL;
  g_autoptr (GError) cause = NULL;
  Request request;

  if (settings->user == NULL)
    return TRUE;

  attributes = attributes_of (settings);
  request_begin (&request, READ_PATIENCE_MS, cancellable);
  secret_password_clearv (&schema, attributes, request.cancellable, on_result, &request);
  secret_password_clear_finish (request_wait (&request), &cause);
  request_end (&request);

  return cause == NULL || denied (settings, cause, error);
}
