#include "cdl-cli.h"
#include "cdl-server-config.h"
#include "cdl-surreal-store.h"

static void
print_set_up (const CdlOutput *output, const CdlSurrealSettings *settings, const char *path)
{
  g_autoptr (CdlJsonWriter) writer = NULL;

  if (!output->json)
    {
      g_print ("The database %s/%s on %s is set up, and named in %s.\nThe password is not kept: "
               "give it in CHANDELIER_SURREAL_PASS.\n",
               settings->ns, settings->db, settings->url, path);
      return;
    }
  writer = cdl_json_writer_new (CDL_JSON_PRETTY);
  cdl_json_begin_object (writer);
  cdl_json_member_string (writer, "url", settings->url);
  cdl_json_member_string (writer, "namespace", settings->ns);
  cdl_json_member_string (writer, "database", settings->db);
  cdl_json_member_string (writer, "settings", path);
  cdl_json_end_object (writer);
  cdl_cli_print_json (writer);
}

static int
run (int argc, char **argv)
{
  g_autofree char *url = NULL, *ns = NULL, *db = NULL, *user = NULL;
  gboolean allow_plain = FALSE;
  const GOptionEntry entries[] = {
    { "url", 0, 0, G_OPTION_ARG_STRING, &url, "Of the server: http://127.0.0.1:8000", "URL" },
    { "namespace", 0, 0, G_OPTION_ARG_STRING, &ns, "On it (chandelier)", "NAME" },
    { "database", 0, 0, G_OPTION_ARG_STRING, &db, "In the namespace (results)", "NAME" },
    { "user", 0, 0, G_OPTION_ARG_STRING, &user, "Who signs in", "NAME" },
    { "allow-plain", 0, 0, G_OPTION_ARG_NONE, &allow_plain,
      "Also over plain HTTP to another machine, where it can be read on the way", NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (CdlSurrealSettings) settings = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  CdlOutput output;
  int code;

  if (!cdl_cli_parse (&cdl_command_db_init, entries, &argc, &argv, 0, 0, &output, &code))
    return code;
  if (url == NULL)
    return cdl_cli_fail (CDL_EXIT_USAGE, "--url must name the server, such as "
                                         "http://127.0.0.1:8000");

  settings
      = cdl_surreal_settings_new (url, ns != NULL ? ns : "chandelier", db != NULL ? db : "results");
  if (user != NULL)
    cdl_surreal_settings_set_user (settings, user, g_getenv ("CHANDELIER_SURREAL_PASS"));
  settings->allow_plain = allow_plain;
  path = cdl_server_config_path ();
  if (!cdl_surreal_store_set_up (settings, NULL, &error)
      || !cdl_server_config_save (settings, &error))
    return cdl_cli_fail_error (g_steal_pointer (&error));
  print_set_up (&output, settings, path);

  return CDL_EXIT_OK;
}

const CdlCommand cdl_command_db_init = {
  "db", "init", "", "Set a SurrealDB server up for results, and use it from now on", NULL, run
};
