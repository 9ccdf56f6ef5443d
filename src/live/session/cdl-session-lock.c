#include "cdl-session-lock.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <unistd.h>

struct _CdlSessionLock
{
  int fd;
};

CdlSessionLock *
cdl_session_lock_take (const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, "lock", NULL);
  CdlSessionLock *self;
  int fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);

  if (fd < 0)
    {
      int code = errno;

      g_set_error (error, CDL_SESSION_ERROR, CDL_SESSION_ERROR_FAILED, "cannot write in %s: %s",
                   folder, g_strerror (code));
      return NULL;
    }
  if (flock (fd, LOCK_EX | LOCK_NB) != 0)
    {
      g_set_error (error, CDL_SESSION_ERROR, CDL_SESSION_ERROR_BUSY,
                   "another process runs this session");
      close (fd);
      return NULL;
    }

  self = g_new0 (CdlSessionLock, 1);
  self->fd = fd;

  return self;
}

void
cdl_session_lock_release (CdlSessionLock *self)
{
  close (self->fd);
  g_free (self);
}
