#include "cdl-lab-lock.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "cdl-time.h"

struct _CdlLabLock
{
  int fd;
};

/* The file says who holds it: two lines, time and what. */
static void
set_busy (const char *path, GError **error)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (g_file_get_contents (path, &text, NULL, NULL))
    lines = g_strsplit (text, "\n", 3);
  if (lines != NULL && g_strv_length (lines) >= 2)
    g_set_error (error, CDL_LAB_ERROR, CDL_LAB_ERROR_BUSY,
                 "busy: a test is running since %s UTC (%s); try again when it is done", lines[0],
                 lines[1]);
  else
    g_set_error (error, CDL_LAB_ERROR, CDL_LAB_ERROR_BUSY,
                 "busy: a test is running; try again when it is done");
}

CdlLabLock *
cdl_lab_lock_take (const char *root, const char *what, GError **error)
{
  g_autofree char *path = g_build_filename (root, "test.lock", NULL);
  g_autofree char *since = cdl_time_format_short (g_get_real_time () / 1000);
  g_autofree char *text = g_strdup_printf ("%s\n%s\n", since, what);
  CdlLabLock *self;
  int fd;

  if (g_mkdir_with_parents (root, 0755) != 0
      || (fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0644)) < 0)
    {
      int code = errno;

      g_set_error (error, CDL_LAB_ERROR, CDL_LAB_ERROR_FAILED, "cannot write in %s: %s", root,
                   g_strerror (code));
      return NULL;
    }
  if (flock (fd, LOCK_EX | LOCK_NB) != 0)
    {
      set_busy (path, error);
      close (fd);
      return NULL;
    }
  if (ftruncate (fd, 0) != 0 || pwrite (fd, text, strlen (text), 0) < 0)
    g_debug ("%s: not written", path);

  self = g_new0 (CdlLabLock, 1);
  self->fd = fd;

  return self;
}

void
cdl_lab_lock_release (CdlLabLock *self)
{
  close (self->fd);
  g_free (self);
}
