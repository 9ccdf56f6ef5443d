#include <string.h>

#include "cdl-cli-password.h"
#include "cdl-cli.h"
#include "cdl-credentials.h"
#include "cdl-local-store.h"
#include "cdl-managed-server.h"
#include "cdl-server-config.h"
#include "cdl-server-user.h"
#include "cdl-surreal-store.h"

/* For a server of this machine's own to begin. */
#define START_PATIENCE_MS 20000

typedef struct
{
  char *url;
  char *ns;
  char *db;
  char *owner; /* who makes database and user; NULL: they are there, or nobody signs in */
  char *user;
  gboolean from_stdin;
  gboolean allow_plain;
  gboolean managed;
} Options;

static void
options_clear (Options *self)
{
  g_free (self->url);
  g_free (self->ns);
  g_free (self->db);
  g_free (self->owner);
  g_free (self->user);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
is_user_name (const char *name)
{
  gsize length = strlen (name);

  return length >= 1 && length <= 64
         && strspn (name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_")
                == length;
}

static void
print_set_up (const CdlOutput *output,
              const CdlSurrealSettings *settings,
              gboolean in_keyring,
              const char *path)
{
  g_autoptr (CdlJsonWriter) writer = NULL;

  if (!output->json)
    {
      g_print ("Results go to %s, database %s/%s, from now on (%s says so).\n", settings->url,
               settings->ns, settings->db, path);
      if (settings->managed)
        g_print ("It runs while a program of Chandelier does.\n");
      else if (in_keyring)
        g_print ("The password of its user %s is in the keyring.\n", settings->user);
      else if (settings->user != NULL)
        g_print ("The password of its user %s is not kept: it is in CHANDELIER_SURREAL_PASS.\n",
                 settings->user);
      return;
    }
  writer = cdl_json_writer_new (CDL_JSON_PRETTY);
  cdl_json_begin_object (writer);
  cdl_json_member_string (writer, "url", settings->url);
  cdl_json_member_string (writer, "namespace", settings->ns);
  cdl_json_member_string (writer, "database", settings->db);
  cdl_json_member_string (writer, "user", settings->user);
  cdl_json_member_bool (writer, "keyring", in_keyring);
  cdl_json_member_string (writer, "settings", path);
  cdl_json_end_object (writer);
  cdl_cli_print_json (writer);
}

/* Namespace, database and tables, as the owner if one is named, whose password is asked and not
 * kept. */
static CdlSurrealSettings *
make_database (const Options *options, const CdlSurrealSettings *settings, GError **error)
{
  g_autoptr (CdlSurrealSettings) owner = cdl_surreal_settings_copy (settings);
  g_autofree char *password = NULL;

  if (options->owner != NULL)
    {
      password = cdl_cli_ask_password (options->owner, options->from_stdin);
      if (password == NULL)
        return NULL;
      cdl_surreal_settings_set_user (owner, options->owner, password);
      explicit_bzero (password, strlen (password));
    }

  return cdl_surreal_store_set_up (owner, NULL, error) ? g_steal_pointer (&owner) : NULL;
}

/* The user is there already: the password is that of the environment, or asked. */
static gboolean
know_user (const Options *options,
           CdlSurrealSettings *settings,
           gboolean *in_keyring,
           GError **error)
{
  g_autofree char *password = g_strdup (g_getenv ("CHANDELIER_SURREAL_PASS"));
  g_autoptr (CdlStore) store = NULL;

  *in_keyring = options->from_stdin || password == NULL;
  if (*in_keyring)
    {
      g_free (password);
      password = cdl_cli_ask_password (options->user, options->from_stdin);
      if (password == NULL)
        return FALSE;
    }
  cdl_surreal_settings_set_user (settings, options->user, password);
  explicit_bzero (password, strlen (password));
  store = cdl_surreal_store_new (settings, NULL, error);

  return store != NULL && (!*in_keyring || cdl_credentials_save (settings, NULL, error));
}

/* A server of this machine's own, started for as long as it takes to make the tables. */
static gboolean
make_managed (CdlSurrealSettings *settings, GError **error)
{
  g_autoptr (CdlStore) local = cdl_cli_local_store (error);
  g_autoptr (CdlManagedServer) managed = NULL;
  g_autofree char *folder = NULL;

  if (local == NULL)
    return FALSE;
  folder = cdl_managed_server_folder (cdl_local_store_path (local));
  if (!cdl_managed_server_create (folder, error)
      || (managed = cdl_managed_server_new (folder, settings, error)) == NULL)
    return FALSE;
  if (!cdl_managed_server_wait (managed, START_PATIENCE_MS))
    {
      g_set_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_FAILED,
                   "“surreal start” does not take connections; %s/surreal.log may say why", folder);
      return FALSE;
    }

  return cdl_surreal_store_set_up (settings, NULL, error);
}

static gboolean
set_up (const Options *options, CdlSurrealSettings *settings, gboolean *in_keyring, GError **error)
{
  g_autoptr (CdlSurrealSettings) owner = NULL;

  *in_keyring = FALSE;
  if (!cdl_surreal_settings_check (settings, error))
    return FALSE;
  if (options->managed)
    return make_managed (settings, error);
  if (options->owner == NULL && options->user != NULL)
    return know_user (options, settings, in_keyring, error);
  owner = make_database (options, settings, error);

  return owner != NULL
         && (options->owner == NULL
             || cdl_server_make_user (settings, owner, options->user, in_keyring, NULL, error));
}

static int
run (int argc, char **argv)
{
  g_auto (Options) options = { 0 };
  const GOptionEntry entries[] = {
    { "url", 0, 0, G_OPTION_ARG_STRING, &options.url, "Of the server: http://127.0.0.1:8000",
      "URL" },
    { "managed", 0, 0, G_OPTION_ARG_NONE, &options.managed,
      "This machine's own: “surreal” in PATH, run while it is needed", NULL },
    { "namespace", 0, 0, G_OPTION_ARG_STRING, &options.ns, "On it (chandelier)", "NAME" },
    { "database", 0, 0, G_OPTION_ARG_STRING, &options.db, "In the namespace (results)", "NAME" },
    { "owner", 0, 0, G_OPTION_ARG_STRING, &options.owner,
      "Who makes database, tables and user; not kept", "NAME" },
    { "user", 0, 0, G_OPTION_ARG_STRING, &options.user, "Who works with the database", "NAME" },
    { "password-stdin", 0, 0, G_OPTION_ARG_NONE, &options.from_stdin,
      "The password is the first line of standard input", NULL },
    { "allow-plain", 0, 0, G_OPTION_ARG_NONE, &options.allow_plain,
      "Also over plain HTTP to another machine, where it can be read on the way", NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (CdlSurrealSettings) settings = NULL;
  g_autofree char *path = cdl_server_config_path ();
  g_autoptr (GError) error = NULL;
  gboolean in_keyring;
  CdlOutput output;
  int code;

  if (!cdl_cli_parse (&cdl_command_db_init, entries, &argc, &argv, 0, 0, &output, &code))
    return code;
  if ((options.url == NULL) != options.managed)
    return cdl_cli_fail (CDL_EXIT_USAGE, "--url must name the server, such as "
                                         "http://127.0.0.1:8000; --managed needs none");
  if (options.managed && (options.owner != NULL || options.user != NULL))
    return cdl_cli_fail (CDL_EXIT_USAGE, "--managed makes its own user: --owner and --user are for "
                                         "a server with --url");
  if (options.user != NULL && !is_user_name (options.user))
    return cdl_cli_fail (CDL_EXIT_USAGE, "--user must be 1 to 64 letters, digits and _");

  settings = cdl_surreal_settings_new (options.managed ? "http://127.0.0.1" : options.url,
                                       options.ns != NULL ? options.ns : "chandelier",
                                       options.db != NULL ? options.db : "results");
  cdl_surreal_settings_set_user (settings, NULL, NULL);
  settings->allow_plain = options.allow_plain;
  settings->managed = options.managed;
  if (!set_up (&options, settings, &in_keyring, &error)
      || !cdl_server_config_save (settings, &error))
    return error != NULL ? cdl_cli_fail_error (g_steal_pointer (&error)) : CDL_EXIT_USAGE;
  print_set_up (&output, settings, in_keyring, path);

  return CDL_EXIT_OK;
}

const CdlCommand cdl_command_db_init = {
  "db", "init", "", "Set a SurrealDB server up for results, and use it from now on", NULL, run
};
