#include "cdl-sync-worker-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <unistd.h>

#include "cdl-outbox-private.h"
#include "cdl-sync-send-private.h"
#include "cdl-time.h"

/* Entries looked at at once. */
#define READ_AHEAD 1000

/* How often an entry is tried that fails for no reason that is known, before it is set aside. */
#define MAX_TRIES 3

/* Between two looks at whether another program still sends, and while someone waits for it. */
#define LOOK_MS 200

/* Between two tries to lock, where the file system does not let one. */
#define NO_LOCK_MS 10000

struct _CdlSyncWorker
{
  CdlStore *local;
  CdlSyncServer *server;
  char *lock_path;
  CdlSyncChanged changed;
  gpointer data;
  GCancellable *cancellable;
  gint64 alone; /* of the thread: entries up to this seq are sent one by one */
  guint tries;  /* of the thread: failures of the first entry in a row */

  GMutex mutex; /* guards what follows */
  GCond cond;
  GThread *thread; /* NULL: not started */
  gboolean stopping, woken;
  CdlSyncStatus status;
};

/* Takes the text of the error. */
static void
set_status (CdlSyncWorker *self, CdlSyncState state, GError *error, gint64 next_try)
{
  CdlOutboxCount count = { 0 };
  gboolean counted = cdl_outbox_count (self->local, G_MAXINT64, &count, NULL);

  g_mutex_lock (&self->mutex);
  self->status.state = state;
  if (counted)
    {
      self->status.waiting = count.waiting;
      self->status.refused = count.refused;
    }
  g_free (self->status.error);
  self->status.error = g_strdup (error != NULL ? error->message : count.why);
  self->status.next_try = next_try;
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);
  g_free (count.why);

  self->changed (self->data);
}

/* Sleeps until then (monotonic us), or until it is woken or stopped; FALSE if stopped. */
static gboolean
sleep_until (CdlSyncWorker *self, gint64 until)
{
  gboolean go_on;

  g_mutex_lock (&self->mutex);
  while (!self->stopping && !self->woken
         && (until == 0 ? (g_cond_wait (&self->cond, &self->mutex), TRUE)
                        : g_cond_wait_until (&self->cond, &self->mutex, until)))
    ;
  self->woken = FALSE;
  go_on = !self->stopping;
  g_mutex_unlock (&self->mutex);

  return go_on;
}

static gboolean
is_stopping (CdlSyncWorker *self)
{
  gboolean stopping;

  g_mutex_lock (&self->mutex);
  stopping = self->stopping;
  g_mutex_unlock (&self->mutex);

  return stopping;
}

/* The server cannot be used: sleeps until its next try. What is added meanwhile has to wait too,
 * but is counted. */
static gboolean
rest (CdlSyncWorker *self, GError *error)
{
  for (;;)
    {
      gint64 now = g_get_monotonic_time (), until = cdl_sync_server_next_try (self->server);

      if (until <= now)
        return !is_stopping (self);
      set_status (self, CDL_SYNC_AWAY, error, (g_get_real_time () + until - now) / 1000);
      if (!sleep_until (self, until))
        return FALSE;
    }
}

static gboolean
is_final (const GError *error)
{
  return g_error_matches (error, CDL_STORE_ERROR, CDL_STORE_ERROR_EXISTS)
         || g_error_matches (error, CDL_STORE_ERROR, CDL_STORE_ERROR_INVALID)
         || g_error_matches (error, CDL_STORE_ERROR, CDL_STORE_ERROR_DAMAGED);
}

/* What n entries at the front failed with. */
static gboolean
handle_failure (CdlSyncWorker *self,
                const CdlOutboxEntry *const *entries,
                guint n,
                GError *error,
                GError **local_error)
{
  if (cdl_sync_server_failed (self->server, error))
    return rest (self, error);
  if (n > 1)
    {
      /* One of them is refused: which, shows when each goes alone. */
      self->alone = entries[n - 1]->seq;
      return TRUE;
    }
  if (!is_final (error) && ++self->tries < MAX_TRIES)
    return sleep_until (self, g_get_monotonic_time () + LOOK_MS * 1000);
  self->tries = 0;

  return cdl_outbox_refuse (self->local, entries[0], error->message, local_error);
}

/* Sends the entries, which are those at the front of the outbox. FALSE: stopped, or with an error
 * of the local store. */
static gboolean
send_entries (CdlSyncWorker *self, GPtrArray *all, GError **error)
{
  const CdlOutboxEntry *const *entries = (const CdlOutboxEntry *const *) all->pdata;

  for (guint i = 0, taken = 0; i < all->len; i += taken)
    {
      g_autoptr (GError) local_error = NULL;
      g_autoptr (CdlStore) server
          = cdl_sync_server_get (self->server, self->cancellable, &local_error);

      if (is_stopping (self))
        return FALSE;
      if (server == NULL)
        return rest (self, local_error);
      set_status (self, CDL_SYNC_SENDING, NULL, CDL_TIME_NONE);
      if (!cdl_sync_send (self->local, server, entries + i,
                          entries[i]->seq <= self->alone ? 1 : all->len - i, &taken,
                          self->cancellable, &local_error))
        return !is_stopping (self) && handle_failure (self, entries + i, taken, local_error, error);

      cdl_sync_server_worked (self->server);
      self->tries = 0;
      if (!cdl_outbox_remove (self->local, entries + i, taken, error))
        return FALSE;
      g_mutex_lock (&self->mutex);
      self->status.sent += taken;
      g_mutex_unlock (&self->mutex);
    }

  return TRUE;
}

/* Until nothing waits. The local store may fail too: its disk is full, another program holds it.
 * Then what was sent stays in the outbox, and is sent once more. */
static gboolean
drain (CdlSyncWorker *self)
{
  for (;;)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) entries = cdl_outbox_read (self->local, READ_AHEAD, &error);

      if (entries != NULL && entries->len == 0)
        return TRUE;
      if (entries == NULL || !send_entries (self, entries, &error))
        {
          if (is_stopping (self))
            return FALSE;
          if (error == NULL)
            continue;
          set_status (self, CDL_SYNC_AWAY, error, g_get_real_time () / 1000 + 1000);
          if (!sleep_until (self, g_get_monotonic_time () + G_USEC_PER_SEC))
            return FALSE;
        }
    }
}

/* The file that says who sends, locked; -1: another program has it, or, with an error, there is no
 * locking. */
static int
lock_file (const char *path, GError **error)
{
  int fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  int failure;

  if (fd >= 0 && flock (fd, LOCK_EX | LOCK_NB) == 0)
    return fd;
  failure = errno;
  if (fd >= 0)
    close (fd);
  if (fd < 0 || failure != EWOULDBLOCK)
    g_set_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_FAILED,
                 "Nothing is sent to the server: “%s”, which keeps two programs from sending at "
                 "once, cannot be %s: %s",
                 path, fd < 0 ? "opened" : "locked", g_strerror (failure));

  return -1;
}

static gpointer
work (gpointer data)
{
  CdlSyncWorker *self = data;

  /* Another try for what was refused when a program last ran. */
  cdl_outbox_retry_refused (self->local, NULL);
  for (;;)
    {
      g_autoptr (GError) error = NULL;
      int fd = lock_file (self->lock_path, &error);
      gboolean go_on = fd < 0 || drain (self);
      gint64 rest_ms = error != NULL ? NO_LOCK_MS : LOOK_MS;
      CdlOutboxCount count = { 0 };

      if (fd >= 0)
        close (fd);
      if (!go_on)
        break;
      cdl_outbox_count (self->local, G_MAXINT64, &count, NULL);
      g_free (count.why);
      if (count.waiting > 0 && error != NULL)
        set_status (self, CDL_SYNC_AWAY, error, g_get_real_time () / 1000 + rest_ms);
      else
        set_status (self, count.waiting == 0 ? CDL_SYNC_DONE : CDL_SYNC_ELSEWHERE, NULL,
                    CDL_TIME_NONE);
      if (!sleep_until (self, count.waiting == 0 ? 0 : g_get_monotonic_time () + rest_ms * 1000))
        break;
    }

  return NULL;
}

CdlSyncWorker *
cdl_sync_worker_new (CdlStore *local,
                     CdlSyncServer *server,
                     const char *lock,
                     CdlSyncChanged changed,
                     gpointer data)
{
  CdlSyncWorker *self = g_new0 (CdlSyncWorker, 1);
  CdlOutboxCount count = { 0 };

  self->local = g_object_ref (local);
  self->server = server;
  self->lock_path = g_strdup (lock);
  self->changed = changed;
  self->data = data;
  self->cancellable = g_cancellable_new ();
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  self->status.next_try = CDL_TIME_NONE;
  if (cdl_outbox_count (local, G_MAXINT64, &count, NULL))
    {
      self->status.waiting = count.waiting;
      self->status.refused = count.refused;
      self->status.error = count.why;
    }

  return self;
}

void
cdl_sync_worker_free (CdlSyncWorker *self)
{
  g_mutex_lock (&self->mutex);
  self->stopping = TRUE;
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);
  g_cancellable_cancel (self->cancellable);
  if (self->thread != NULL)
    g_thread_join (self->thread);

  g_object_unref (self->cancellable);
  g_object_unref (self->local);
  g_free (self->lock_path);
  g_free (self->status.error);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_free (self);
}

void
cdl_sync_worker_retry (CdlSyncWorker *self)
{
  /* What kept it away is not known to do so any more: who waits must not be told that. */
  g_mutex_lock (&self->mutex);
  if (self->status.state == CDL_SYNC_AWAY)
    self->status.state = CDL_SYNC_SENDING;
  g_mutex_unlock (&self->mutex);
  cdl_sync_worker_wake (self);
}

void
cdl_sync_worker_wake (CdlSyncWorker *self)
{
  g_mutex_lock (&self->mutex);
  if (self->thread == NULL)
    self->thread = g_thread_new ("cdl-sync", work, self);
  self->woken = TRUE;
  if (self->status.state == CDL_SYNC_DONE)
    self->status.state = CDL_SYNC_SENDING;
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);
}

CdlSyncStatus *
cdl_sync_worker_status (CdlSyncWorker *self)
{
  CdlSyncStatus *status;

  g_mutex_lock (&self->mutex);
  status = cdl_sync_status_copy (&self->status);
  g_mutex_unlock (&self->mutex);

  return status;
}

gboolean
cdl_sync_worker_wait (CdlSyncWorker *self, gint64 seq, gint64 until, GCancellable *cancellable)
{
  for (;;)
    {
      CdlOutboxCount count;
      gint64 now = g_get_monotonic_time ();
      gboolean away;

      if (!cdl_outbox_count (self->local, seq, &count, NULL))
        return FALSE;
      g_free (count.why);
      if (count.waiting == 0)
        return TRUE;

      g_mutex_lock (&self->mutex);
      away = self->status.state == CDL_SYNC_AWAY;
      if (!away && now < until)
        g_cond_wait_until (&self->cond, &self->mutex, MIN (until, now + LOOK_MS * 1000));
      g_mutex_unlock (&self->mutex);
      if (away || now >= until || g_cancellable_is_cancelled (cancellable))
        return FALSE;
    }
}
