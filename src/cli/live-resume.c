#include "cdl-cli-live-run.h"
#include "cdl-cli-live.h"
#include "cdl-cli.h"

/* The sessions that are named or, if none is, all that nobody runs. */
static GPtrArray *
find_sessions (CdlStore *store, int argc, char **argv, GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) all = NULL;

  for (int i = 1; i < argc; i++)
    {
      g_autoptr (CdlSessionRecord) record = cdl_cli_find_session (store, argv[i], error);

      if (record == NULL)
        return NULL;
      g_ptr_array_add (ids, g_strdup (record->id));
    }
  if (argc > 1)
    return g_steal_pointer (&ids);

  all = cdl_store_list_sessions (store, 1u << CDL_SESSION_RUNNING, NULL, error);
  if (all == NULL)
    return NULL;
  for (guint i = 0; i < all->len; i++)
    {
      const CdlSessionRecord *record = all->pdata[i];
      g_autofree char *root = cdl_cli_data_folder ();

      if (!cdl_live_session_is_owned (root, record->id))
        g_ptr_array_add (ids, g_strdup (record->id));
    }

  return g_steal_pointer (&ids);
}

static int
run (int argc, char **argv)
{
  g_autoptr (CdlLiveRun) live = NULL;
  g_autoptr (CdlStore) store = NULL;
  g_autoptr (GPtrArray) ids = NULL;
  g_autoptr (GError) error = NULL;
  int code, failed = CDL_EXIT_OK;
  CdlOutput output;

  if (!cdl_cli_parse (&cdl_command_live_resume, NULL, &argc, &argv, 0, -1, &output, &code))
    return code;
  store = cdl_cli_store (&error);
  if (store == NULL || (ids = find_sessions (store, argc, argv, &error)) == NULL)
    return cdl_cli_fail_error (g_steal_pointer (&error));
  if (ids->len == 0 && !output.json)
    g_print ("No session was left: “live list” shows all.\n");

  live = cdl_live_run_new (store, output.json);
  for (guint i = 0; i < ids->len; i++)
    {
      const char *id = ids->pdata[i];

      /* One that cannot go on does not keep the others. */
      if (!cdl_session_manager_resume (cdl_live_run_manager (live), id, &error))
        {
          g_prefix_error (&error, "session %.*s: ", CDL_CLI_SESSION_ID, id);
          failed = cdl_cli_fail_error (g_steal_pointer (&error));
        }
      else if (!output.json)
        g_print ("Session %.*s goes on.\n", CDL_CLI_SESSION_ID, id);
    }
  code = cdl_live_run_wait (live, 0);

  return code != CDL_EXIT_OK ? code : failed;
}

const CdlCommand cdl_command_live_resume = {
  .noun = "live",
  .verb = "resume",
  .args = "[SESSION…]",
  .summary = "Go on with sessions that their process left: some, or all",
  .run = run,
};
