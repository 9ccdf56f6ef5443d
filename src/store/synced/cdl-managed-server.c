#include "cdl-managed-server.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cdl-credentials.h"
#include "cdl-managed-state-private.h"
#include "cdl-store-error.h"

#define PROGRAM "surreal"
#define USER    "chandelier"

/* Between two looks at whether the program that has the child has ended. */
#define LOOK_MS 500

/* Waits before a child that ended is started again: the first, doubled up to the last. One that
 * lived longer than that begins anew. */
#define FIRST_WAIT_MS 500
#define LAST_WAIT_MS  (60 * 1000)

/* How long the child may take to end in good order. */
#define END_PATIENCE_MS 5000

struct _CdlManagedServer
{
  char *folder;
  CdlManagedState state;
  int lock; /* -1: another program has the child */
  GThread *thread;
  GMutex mutex; /* guards what follows */
  GCond cond;
  GPid pid; /* 0: no child now */
  gboolean stopping;
};

char *
cdl_managed_server_folder (const char *store_path)
{
  g_autofree char *folder = g_path_get_dirname (store_path);

  return g_build_filename (folder, "surreal", NULL);
}

gboolean
cdl_managed_server_create (const char *folder, GError **error)
{
  g_auto (CdlManagedState) state = { 0 };
  g_autofree char *program = g_find_program_in_path (PROGRAM);

  if (program == NULL)
    {
      g_set_error_literal (error, CDL_STORE_ERROR, CDL_STORE_ERROR_FAILED,
                           "There is no program “surreal” in PATH: install SurrealDB (one file, "
                           "no administrator needed), or name a server with --url");
      return FALSE;
    }
  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      g_set_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_FAILED,
                   "The folder “%s” cannot be made: %s", folder, g_strerror (errno));
      return FALSE;
    }
  if (cdl_managed_state_load (&state, folder, NULL))
    return TRUE;
  state.password = cdl_credentials_new_password ();

  return cdl_managed_state_try_port (&state.port, error)
         && cdl_managed_state_save (&state, folder, error);
}

/* Between fork and exec: the child ends with this program even if that is killed, and does not get
 * the Ctrl+C that is meant for it. */
static void
set_up_child (gpointer data)
{
  prctl (PR_SET_PDEATHSIG, SIGTERM);
  setpgid (0, 0);
}

/* FALSE: it cannot be started now. */
static gboolean
start_child (CdlManagedServer *self, GPid *pid)
{
  g_autofree char *bind = g_strdup_printf ("127.0.0.1:%u", self->state.port);
  g_autofree char *data = g_strdup_printf ("rocksdb:%s/db", self->folder);
  g_autofree char *log_path = g_build_filename (self->folder, "surreal.log", NULL);
  char *argv[] = {
    (char *) PROGRAM, (char *) "start", (char *) "--no-banner", (char *) "--bind", bind, data, NULL
  };
  g_auto (GStrv) env = g_get_environ ();
  int log = g_open (log_path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  gboolean ok;

  /* Not as arguments, which every user of the machine sees. */
  env = g_environ_unsetenv (env, "CHANDELIER_SURREAL_PASS");
  env = g_environ_setenv (env, "SURREAL_USER", USER, TRUE);
  env = g_environ_setenv (env, "SURREAL_PASS", self->state.password, TRUE);
  ok = g_spawn_async_with_fds (self->folder, argv, env,
                               G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD, set_up_child, NULL,
                               pid, -1, log, log, NULL);
  if (log >= 0)
    close (log);

  return ok;
}

/* FALSE: it is to stop. */
static gboolean
sleep_ms (CdlManagedServer *self, guint ms)
{
  gint64 until = g_get_monotonic_time () + 1000 * (gint64) ms;
  gboolean go_on;

  g_mutex_lock (&self->mutex);
  while (!self->stopping && g_cond_wait_until (&self->cond, &self->mutex, until))
    ;
  go_on = !self->stopping;
  g_mutex_unlock (&self->mutex);

  return go_on;
}

/* Starts the child, and waits until it has ended. */
static void
run_child (CdlManagedServer *self)
{
  GPid pid = 0;
  siginfo_t info;

  g_mutex_lock (&self->mutex);
  if (!self->stopping && start_child (self, &pid))
    self->pid = pid;
  g_mutex_unlock (&self->mutex);
  if (pid == 0)
    return;

  /* Its id must stay its own for as long as a signal may be sent to it. */
  while (waitid (P_PID, (id_t) pid, &info, WEXITED | WNOWAIT) != 0 && errno == EINTR)
    ;
  g_mutex_lock (&self->mutex);
  waitpid (pid, NULL, 0);
  self->pid = 0;
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);
}

static gboolean
take_lock (CdlManagedServer *self)
{
  g_autofree char *path = g_build_filename (self->folder, "lock", NULL);
  int fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

  if (fd >= 0 && flock (fd, LOCK_EX | LOCK_NB) == 0)
    self->lock = fd;
  else if (fd >= 0)
    close (fd);

  return self->lock >= 0;
}

static gpointer
watch (gpointer data)
{
  CdlManagedServer *self = data;
  guint wait = FIRST_WAIT_MS;

  while (self->lock < 0 && !take_lock (self))
    if (!sleep_ms (self, LOOK_MS))
      return NULL;
  for (;;)
    {
      gint64 started = g_get_monotonic_time ();

      run_child (self);
      if (g_get_monotonic_time () - started > 1000 * (gint64) LAST_WAIT_MS)
        wait = FIRST_WAIT_MS;
      if (!sleep_ms (self, wait))
        return NULL;
      wait = MIN (2 * wait, LAST_WAIT_MS);
    }
}

/* Where another program listens at the port by now, the server gets another one. */
static gboolean
check_port (CdlManagedServer *self, GError **error)
{
  if (cdl_managed_state_try_port (&self->state.port, NULL))
    return TRUE;
  self->state.port = 0;

  return cdl_managed_state_try_port (&self->state.port, error)
         && cdl_managed_state_save (&self->state, self->folder, error);
}

CdlManagedServer *
cdl_managed_server_new (const char *folder, CdlSurrealSettings *settings, GError **error)
{
  g_autoptr (CdlManagedServer) self = g_new0 (CdlManagedServer, 1);

  self->folder = g_strdup (folder);
  self->lock = -1;
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  if (!cdl_managed_state_load (&self->state, folder, error)
      || (take_lock (self) && !check_port (self, error)))
    return NULL;

  g_free (settings->url);
  settings->url = g_strdup_printf ("http://127.0.0.1:%u", self->state.port);
  cdl_surreal_settings_set_user (settings, USER, self->state.password);
  self->thread = g_thread_new ("cdl-managed", watch, self);

  return g_steal_pointer (&self);
}

void
cdl_managed_server_free (CdlManagedServer *self)
{
  gint64 until = g_get_monotonic_time () + 1000 * (gint64) END_PATIENCE_MS;

  g_mutex_lock (&self->mutex);
  self->stopping = TRUE;
  g_cond_broadcast (&self->cond);
  if (self->pid != 0)
    kill (self->pid, SIGTERM);
  while (self->pid != 0 && g_cond_wait_until (&self->cond, &self->mutex, until))
    ;
  if (self->pid != 0)
    kill (self->pid, SIGKILL);
  g_mutex_unlock (&self->mutex);
  if (self->thread != NULL)
    g_thread_join (self->thread);

  if (self->lock >= 0)
    close (self->lock);
  cdl_managed_state_clear (&self->state);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_free (self->folder);
  g_free (self);
}

gboolean
cdl_managed_server_wait (CdlManagedServer *self, guint timeout_ms)
{
  gint64 until = g_get_monotonic_time () + 1000 * (gint64) timeout_ms;
  g_autoptr (GSocketClient) client = g_socket_client_new ();

  g_socket_client_set_enable_proxy (client, FALSE);
  for (;;)
    {
      g_autoptr (GSocketConnection) connection
          = g_socket_client_connect_to_host (client, "127.0.0.1", self->state.port, NULL, NULL);

      if (connection != NULL)
        return TRUE;
      if (g_get_monotonic_time () >= until)
        return FALSE;
      g_usleep (50 * 1000);
    }
}
