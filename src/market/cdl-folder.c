#include "cdl-folder-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

gboolean
cdl_folder_fail (GError **error, const char *what, const char *path)
{
  int code = errno;

  g_set_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_FAILED, "cannot %s %s: %s", what, path,
               g_strerror (code));

  return FALSE;
}

int
cdl_folder_lock (const char *folder, const char *what, GError **error)
{
  g_autofree char *path = g_strconcat (folder, ".lock", NULL);
  g_autofree char *parent = g_path_get_dirname (folder);
  char pid[32];
  int fd;

  if (g_mkdir_with_parents (parent, 0755) != 0)
    {
      cdl_folder_fail (error, "make", parent);
      return -1;
    }
  fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (fd < 0)
    {
      cdl_folder_fail (error, "open", path);
      return -1;
    }
  if (flock (fd, LOCK_EX | LOCK_NB) != 0)
    {
      g_autofree char *owner = NULL;

      g_file_get_contents (path, &owner, NULL, NULL);
      g_set_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_BUSY,
                   "%s is being written by another program (%s): try again when it is done", what,
                   owner != NULL ? g_strstrip (owner) : "unknown");
      close (fd);
      return -1;
    }

  /* The name of the owner is only for the message above: a full disk must not stop the writer here.
   */
  g_snprintf (pid, sizeof pid, "process %ld\n", (long) getpid ());
  if (ftruncate (fd, 0) != 0 || pwrite (fd, pid, strlen (pid), 0) < 0)
    g_debug ("%s: owner not written", path);

  return fd;
}

static char *
next_path (const char *folder)
{
  return g_strconcat (folder, ".new", NULL);
}

void
cdl_folder_abandon (const char *folder)
{
  g_autofree char *next = next_path (folder);
  g_autoptr (GDir) dir = g_dir_open (next, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (next, name, NULL);

      g_unlink (path);
    }
  g_rmdir (next);
}

char *
cdl_folder_begin (const char *folder, GError **error)
{
  g_autofree char *next = next_path (folder);

  cdl_folder_abandon (folder);
  if (g_mkdir_with_parents (next, 0755) != 0)
    {
      cdl_folder_fail (error, "make", next);
      return NULL;
    }

  return g_steal_pointer (&next);
}

static gboolean
sync_folder (const char *folder, GError **error)
{
  int fd = cdl_folder_open (folder);
  gboolean good = fd >= 0 && fsync (fd) == 0;

  if (!good)
    cdl_folder_fail (error, "sync", folder);
  if (fd >= 0)
    close (fd);

  return good;
}

/* Gives the new generation the folder's name, and the old one, if there is one, the other name. */
static gboolean
swap (const char *next, const char *folder, GError **error)
{
  if (!g_file_test (folder, G_FILE_TEST_IS_DIR))
    return g_rename (next, folder) == 0 || cdl_folder_fail (error, "replace", folder);
  if (renameat2 (AT_FDCWD, next, AT_FDCWD, folder, RENAME_EXCHANGE) == 0)
    return TRUE;
  if (errno != EINVAL && errno != ENOSYS)
    return cdl_folder_fail (error, "replace", folder);

  /* Two renames would leave a moment without any folder, for readers and for a crash. */
  g_set_error (
      error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_FAILED,
      "cannot replace %s: its file system does not exchange folders; keep the archive on a "
      "local disk (ext4, xfs, btrfs)",
      folder);

  return FALSE;
}

gboolean
cdl_folder_commit (const char *folder, GError **error)
{
  g_autofree char *next = next_path (folder);
  g_autofree char *parent = g_path_get_dirname (folder);

  if (!sync_folder (next, error) || !swap (next, folder, error))
    {
      cdl_folder_abandon (folder);
      return FALSE;
    }
  cdl_folder_abandon (folder); /* which is the old generation now */

  return sync_folder (parent, error);
}

int
cdl_folder_open (const char *folder)
{
  return g_open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
}

gboolean
cdl_folder_is_current (int dir, const char *folder)
{
  GStatBuf opened, present;

  return fstat (dir, &opened) == 0 && g_stat (folder, &present) == 0
         && opened.st_dev == present.st_dev && opened.st_ino == present.st_ino;
}
