#include "cdl-session-lock.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

struct _CdlSessionLock
{
  int fd;
};

/* Of the open file, so that it goes with it and can be asked about without being taken. */
static int
lock_call (int fd, int command, struct flock *lock)
{
  *lock = (struct flock){ .l_type = F_WRLCK, .l_whence = SEEK_SET };

  return fcntl (fd, command, lock);
}

CdlSessionLock *
cdl_session_lock_take (const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, "lock", NULL);
  CdlSessionLock *self;
  struct flock lock;
  int fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);

  if (fd < 0)
    {
      int code = errno;

      g_set_error (error, CDL_SESSION_ERROR, CDL_SESSION_ERROR_FAILED, "cannot write in %s: %s",
                   folder, g_strerror (code));
      return NULL;
    }
  if (lock_call (fd, F_OFD_SETLK, &lock) != 0)
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

gboolean
cdl_session_lock_is_held (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "lock", NULL);
  int fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  struct flock lock;
  gboolean held;

  if (fd < 0)
    return FALSE;
  held = lock_call (fd, F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
  close (fd);

  return held;
}
