#include "cdl-cli-report.h"

#include "cdl-cli-program.h"
#include "cdl-cli.h"

#define PROGRAM "chandelier-report"

static char *
find_program (void)
{
  return cdl_cli_program (PROGRAM, "report", CDL_LIBEXEC_DIR);
}

gboolean
cdl_cli_can_report (void)
{
  g_autofree char *program = find_program ();

  return program != NULL;
}

int
cdl_cli_report (GPtrArray *ids, const char *path)
{
  g_autofree char *program = find_program ();
  g_autofree char *folder = cdl_cli_data_folder ();
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;

  if (program == NULL)
    return cdl_cli_fail (CDL_EXIT_FAILED,
                         "reports need %s, which draws their charts with GTK 4: build with GTK 4 "
                         "and libadwaita there (Debian: libgtk-4-dev, libadwaita-1-dev), or "
                         "install the whole of Chandelier",
                         PROGRAM);

  g_ptr_array_add (argv, program);
  g_ptr_array_add (argv, folder);
  g_ptr_array_add (argv, (gpointer) path);
  g_ptr_array_extend (argv, ids, NULL, NULL);
  g_ptr_array_add (argv, NULL);
  process = g_subprocess_newv ((const char *const *) argv->pdata, G_SUBPROCESS_FLAGS_NONE, &error);
  if (process == NULL || !g_subprocess_wait (process, NULL, &error))
    return cdl_cli_fail_error (g_steal_pointer (&error));
  if (!g_subprocess_get_if_exited (process))
    return cdl_cli_fail (CDL_EXIT_FAILED, "%s ended by a signal", PROGRAM);

  return g_subprocess_get_exit_status (process);
}
