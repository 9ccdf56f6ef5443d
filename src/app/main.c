#include <glib/gi18n.h>
#include <locale.h>

#include "cdl-application.h"

int
main (int argc, char **argv)
{
  const char *catalogs = g_getenv ("CHANDELIER_LOCALE_DIR"); /* of a build that is not installed */
  g_autoptr (AdwApplication) application = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain ("chandelier", catalogs != NULL ? catalogs : CDL_LOCALE_DIR);
  bind_textdomain_codeset ("chandelier", "UTF-8");
  textdomain ("chandelier");

  application = cdl_application_new ();

  return g_application_run (G_APPLICATION (application), argc, argv);
}
