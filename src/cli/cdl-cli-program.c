#include "cdl-cli-program.h"

char *
cdl_cli_program_folder (void)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);

  return self != NULL ? g_path_get_dirname (self) : g_strdup (".");
}

char *
cdl_cli_program (const char *name, const char *room, const char *installed)
{
  g_autofree char *folder = cdl_cli_program_folder ();
  char *paths[] = { g_build_filename (folder, "..", room, name, NULL),
                    g_build_filename (installed, name, NULL) };
  char *found = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      if (found == NULL && g_file_test (paths[i], G_FILE_TEST_IS_EXECUTABLE))
        found = g_steal_pointer (&paths[i]);
      g_free (paths[i]);
    }

  return found;
}
