#include "cdl-session-parity.h"

#include <gio/gio.h>

#include "cdl-session-fetch.h"

static void
remove_tree (GFile *file)
{
  g_autoptr (GFileEnumerator) children = g_file_enumerate_children (
      file, G_FILE_ATTRIBUTE_STANDARD_NAME, G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, NULL, NULL);
  GFile *child;

  while (children != NULL && g_file_enumerator_iterate (children, NULL, &child, NULL, NULL)
         && child != NULL)
    remove_tree (child);
  g_file_delete (file, NULL, NULL);
}

CdlSessionParity *
cdl_session_parity_check_downloaded (const char *folder,
                                     gint64 to,
                                     CdlStore *store,
                                     GCancellable *cancellable,
                                     GError **error)
{
  g_autoptr (CdlSessionPlan) plan = cdl_session_plan_load (folder, error);
  g_autofree char *root = plan != NULL ? g_dir_make_tmp ("chandelier-parity-XXXXXX", error) : NULL;
  g_autoptr (GFile) tree = root != NULL ? g_file_new_for_path (root) : NULL;
  g_autoptr (CdlArchive) archive = root != NULL ? cdl_archive_new (root) : NULL;
  CdlSessionParity *parity = NULL;

  if (root == NULL)
    return NULL;
  if (cdl_session_fetch_market (root, plan, to, cancellable, error))
    parity = cdl_session_parity_check (folder, archive, store, error);
  remove_tree (tree);

  return parity;
}
