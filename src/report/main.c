/* chandelier-report FOLDER FILE ID...: writes the report of stored runs. For “chandelier-cli run
 * report”, which has looked at what was asked. */

#include <gtk/gtk.h>

#include "cdl-report.h"
#include "cdl-server-config.h"

static int
fail (const GError *error)
{
  g_printerr ("chandelier-cli: %s\n", error->message);

  return 1;
}

int
main (int argc, char **argv)
{
  g_autoptr (GPtrArray) runs
      = g_ptr_array_new_with_free_func ((GDestroyNotify) cdl_loaded_run_unref);
  g_autoptr (CdlStore) store = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  g_autofree char *html = NULL;

  if (argc < 4)
    {
      g_printerr ("This is a part of chandelier-cli: see “chandelier-cli run report --help”.\n");
      return 2;
    }
  gtk_init_check (); /* registers what drawing needs; there may be no display */
  path = g_build_filename (argv[1], "store.sqlite", NULL);
  store = cdl_open_store (path, &error);
  for (int i = 3; store != NULL && i < argc; i++)
    {
      CdlLoadedRun *run = cdl_loaded_run_load (store, argv[1], argv[i], NULL, &error);

      if (run == NULL)
        return fail (error);
      g_ptr_array_add (runs, run);
    }
  if (store == NULL || (html = cdl_report_html (runs, NULL, &error)) == NULL
      || !g_file_set_contents_full (argv[2], html, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0666,
                                    &error))
    return fail (error);

  return 0;
}
