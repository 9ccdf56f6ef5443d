#include "cdl-server-job.h"

#include "cdl-credentials.h"
#include "cdl-local-store.h"
#include "cdl-server-config.h"
#include "cdl-server-user.h"
#include "cdl-surreal-store.h"
#include "cdl-synced-store.h"

/* Somebody waits in front of it. */
#define TEST_TIMEOUT_S 8

typedef struct
{
  CdlSurrealSettings *settings; /* nullable */
  char *path;
  gboolean keep_password;
  gboolean own_user;
} Job;

static void
job_free (gpointer data)
{
  Job *self = data;

  g_clear_pointer (&self->settings, cdl_surreal_settings_free);
  g_free (self->path);
  g_free (self);
}

static Job *
job_new (const CdlSurrealSettings *settings)
{
  Job *self = g_new0 (Job, 1);

  self->settings = settings != NULL ? cdl_surreal_settings_copy (settings) : NULL;

  return self;
}

static void
start (gpointer source,
       Job *job,
       GTaskThreadFunc work,
       GCancellable *cancellable,
       GAsyncReadyCallback callback,
       gpointer data)
{
  g_autoptr (GTask) task = g_task_new (source, cancellable, callback, data);

  if (job != NULL)
    g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, work);
}

/* --- What is configured --- */

void
cdl_server_state_free (CdlServerState *self)
{
  g_clear_pointer (&self->settings, cdl_surreal_settings_free);
  g_free (self->problem);
  g_free (self);
}

static void
load (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  CdlServerState *state = g_new0 (CdlServerState, 1);

  state->settings = cdl_server_config_load (&error);
  state->problem = error != NULL ? g_strdup (error->message) : NULL;
  state->has_keyring = cdl_credentials_can_keep (NULL);
  if (state->settings != NULL && state->has_keyring)
    cdl_credentials_complete (state->settings, NULL, NULL);
  g_task_return_pointer (task, state, (GDestroyNotify) cdl_server_state_free);
}

void
cdl_server_load_async (gpointer source, GAsyncReadyCallback callback, gpointer data)
{
  start (source, NULL, load, NULL, callback, data);
}

CdlServerState *
cdl_server_load_finish (GAsyncResult *result)
{
  return g_task_propagate_pointer (G_TASK (result), NULL);
}

/* --- What answers --- */

static void
test (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *job = data;
  GError *error = NULL;
  CdlSurrealProbe *probe;

  job->settings->timeout_s = TEST_TIMEOUT_S;
  job->settings->attempts = 2;
  probe = cdl_surreal_probe_new (job->settings, cancellable, &error);
  if (probe != NULL)
    g_task_return_pointer (task, probe, (GDestroyNotify) cdl_surreal_probe_free);
  else
    g_task_return_error (task, error);
}

void
cdl_server_test_async (gpointer source,
                       const CdlSurrealSettings *settings,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer data)
{
  start (source, job_new (settings), test, cancellable, callback, data);
}

CdlSurrealProbe *
cdl_server_test_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- What changes something --- */

static void
return_boolean (GTask *task, gboolean ok, GError *error)
{
  if (ok)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
set_up (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Job *job = data;
  g_autoptr (CdlSurrealSettings) settings = cdl_surreal_settings_copy (job->settings);
  GError *error = NULL;

  if (cdl_surreal_store_set_up (job->settings, cancellable, &error)
      && (!job->own_user
          || cdl_server_make_user (settings, job->settings, NULL, NULL, cancellable, &error)))
    g_task_return_pointer (task, g_steal_pointer (&settings),
                           (GDestroyNotify) cdl_surreal_settings_free);
  else
    g_task_return_error (task, error);
}

void
cdl_server_set_up_async (gpointer source,
                         const CdlSurrealSettings *settings,
                         gboolean own_user,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer data)
{
  Job *job = job_new (settings);

  job->own_user = own_user;
  start (source, job, set_up, cancellable, callback, data);
}

CdlSurrealSettings *
cdl_server_set_up_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Nothing can be said of a password that stays in the keyring, and nothing is lost by it. */
static gboolean
forget_server (const char *path, gboolean keep_password, GError **error)
{
  g_autoptr (CdlSurrealSettings) settings = cdl_server_config_load (NULL);
  g_autoptr (CdlStore) local = NULL;

  if (!cdl_server_config_remove (error))
    return FALSE;
  if (settings != NULL && keep_password)
    cdl_credentials_forget (settings, NULL, NULL);
  local = cdl_local_store_new (path, error);

  return local != NULL && cdl_synced_store_forget_server (local, error);
}

static gboolean
save_password (const CdlSurrealSettings *settings, GError **error)
{
  if (settings->user != NULL && settings->password != NULL)
    return cdl_credentials_save (settings, NULL, error);

  return cdl_credentials_forget (settings, NULL, error);
}

static void
save (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *job = data;
  GError *error = NULL;
  gboolean ok;

  if (job->settings == NULL)
    ok = forget_server (job->path, job->keep_password, &error);
  else
    ok = cdl_surreal_settings_check (job->settings, &error)
         && (!job->keep_password || save_password (job->settings, &error))
         && cdl_server_config_save (job->settings, &error);
  return_boolean (task, ok, error);
}

void
cdl_server_save_async (gpointer source,
                       const CdlSurrealSettings *settings,
                       const char *path,
                       gboolean keep_password,
                       GAsyncReadyCallback callback,
                       gpointer data)
{
  Job *job = job_new (settings);

  job->path = g_strdup (path);
  job->keep_password = keep_password;
  start (source, job, save, NULL, callback, data);
}

gboolean
cdl_server_save_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
