#include "cdl-local-store.h"

#include <errno.h>

#include "cdl-local-filter-private.h"
#include "cdl-local-private.h"
#include "cdl-run-columns-private.h"
#include "cdl-schema-private.h"
#include "cdl-store-backend.h"

/* Thousands of runs that a transaction packs on its way: more often than not none. */
#define MAX_PACKS 8

/* Connections that are kept for reading; more are opened, and closed again, when more threads read
 * at once. */
#define MAX_IDLE_READERS 4

struct _CdlLocalStore
{
  CdlStore parent_instance;

  char *path;
  GMutex write_mutex; /* held while a transaction writes */
  CdlConnection *writer;
  GMutex readers_mutex;
  GQueue readers; /* CdlConnection, idle */
};

#define CDL_TYPE_LOCAL_STORE (cdl_local_store_get_type ())
G_DECLARE_FINAL_TYPE (CdlLocalStore, cdl_local_store, CDL, LOCAL_STORE, CdlStore)
G_DEFINE_FINAL_TYPE (CdlLocalStore, cdl_local_store, CDL_TYPE_STORE)

static void
cdl_local_store_finalize (GObject *object)
{
  CdlLocalStore *self = CDL_LOCAL_STORE (object);

  g_queue_clear_full (&self->readers, (GDestroyNotify) cdl_connection_close);
  g_clear_pointer (&self->writer, cdl_connection_close);
  g_mutex_clear (&self->readers_mutex);
  g_mutex_clear (&self->write_mutex);
  g_free (self->path);

  G_OBJECT_CLASS (cdl_local_store_parent_class)->finalize (object);
}

static void
cdl_local_store_class_init (CdlLocalStoreClass *klass)
{
  CdlStoreClass *store_class = CDL_STORE_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = cdl_local_store_finalize;

  store_class->put_runs = cdl_local_put_runs;
  store_class->has_runs = cdl_local_has_runs;
  store_class->list_runs = cdl_local_list_runs;
  store_class->count_runs = cdl_local_count_runs;
  store_class->get_run = cdl_local_get_run;
  store_class->group_runs = cdl_local_group_runs;
  store_class->heat_map = cdl_local_heat_map;
  store_class->edit_runs = cdl_local_edit_runs;
  store_class->delete_runs = cdl_local_delete_runs;
  store_class->delete_matching = cdl_local_delete_matching;
  store_class->count_trials = cdl_local_count_trials;
  store_class->list_trials = cdl_local_list_trials;
  store_class->put_trials = cdl_local_put_trials;
  store_class->put_strategy = cdl_local_put_strategy;
  store_class->get_strategy = cdl_local_get_strategy;
  store_class->list_strategies = cdl_local_list_strategies;
  store_class->put_dataset = cdl_local_put_dataset;
  store_class->get_dataset = cdl_local_get_dataset;
  store_class->list_datasets = cdl_local_list_datasets;
  store_class->put_test = cdl_local_put_test;
  store_class->get_test = cdl_local_get_test;
  store_class->list_tests = cdl_local_list_tests;
  store_class->delete_test = cdl_local_delete_test;
  store_class->put_cost = cdl_local_put_cost;
  store_class->get_cost = cdl_local_get_cost;
  store_class->put_session = cdl_local_put_session;
  store_class->get_session = cdl_local_get_session;
  store_class->list_sessions = cdl_local_list_sessions;
  store_class->delete_session = cdl_local_delete_session;
  store_class->journal = cdl_local_journal;
  store_class->list_session_trades = cdl_local_list_session_trades;
  store_class->list_session_events = cdl_local_list_session_events;
}

static void
cdl_local_store_init (CdlLocalStore *self)
{
  g_mutex_init (&self->write_mutex);
  g_mutex_init (&self->readers_mutex);
  g_queue_init (&self->readers);
}

static CdlConnection *
open_connection (const char *path, GError **error)
{
  g_autoptr (CdlConnection) connection = cdl_connection_open (path, error);

  /* FULL: what a caller was told is on the disk survives a power cut. Mapped: a scan of all runs
   * copies no page, and needs no cache of their size. */
  if (connection == NULL || !cdl_schema_apply (connection, error)
      || !cdl_local_register_functions (connection, error)
      || !cdl_run_scan_register (connection, error)
      || !cdl_connection_exec (connection,
                               "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;"
                               "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16384;"
                               "PRAGMA mmap_size = 2147418112",
                               error))
    return NULL;

  return g_steal_pointer (&connection);
}

CdlStore *
cdl_local_store_new (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (CdlLocalStore) self = NULL;

  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      g_set_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_FAILED,
                   "The folder “%s” of the store cannot be made: %s", folder, g_strerror (errno));
      return NULL;
    }

  self = g_object_new (CDL_TYPE_LOCAL_STORE, NULL);
  self->path = g_strdup (path);
  self->writer = open_connection (path, error);
  if (self->writer == NULL)
    return NULL;

  return CDL_STORE (g_steal_pointer (&self));
}

char *
cdl_local_store_default_path (void)
{
  return g_build_filename (g_get_user_data_dir (), "chandelier", "store.sqlite", NULL);
}

const char *
cdl_local_store_path (CdlStore *self)
{
  return CDL_LOCAL_STORE (self)->path;
}

CdlConnection *
cdl_local_begin_read (CdlStore *store, GCancellable *cancellable, GError **error)
{
  CdlLocalStore *self = CDL_LOCAL_STORE (store);
  CdlConnection *connection;

  g_mutex_lock (&self->readers_mutex);
  connection = g_queue_pop_head (&self->readers);
  g_mutex_unlock (&self->readers_mutex);
  if (connection == NULL)
    connection = open_connection (self->path, error);
  if (connection == NULL)
    return NULL;

  connection->cancellable = cancellable;
  if (!cdl_connection_exec (connection, "BEGIN", error))
    {
      cdl_connection_close (connection);
      return NULL;
    }

  return connection;
}

void
cdl_local_end_read (CdlStore *store, CdlConnection *connection)
{
  CdlLocalStore *self = CDL_LOCAL_STORE (store);

  connection->cancellable = NULL;
  cdl_connection_rest (connection);
  if (!sqlite3_get_autocommit (connection->db))
    cdl_connection_exec (connection, "ROLLBACK", NULL);

  g_mutex_lock (&self->readers_mutex);
  if (self->readers.length < MAX_IDLE_READERS)
    g_queue_push_head (&self->readers, g_steal_pointer (&connection));
  g_mutex_unlock (&self->readers_mutex);
  g_clear_pointer (&connection, cdl_connection_close);
}

static void
release_writer (CdlLocalStore *self)
{
  self->writer->cancellable = NULL;
  if (!sqlite3_get_autocommit (self->writer->db))
    cdl_connection_exec (self->writer, "ROLLBACK", NULL);
  g_mutex_unlock (&self->write_mutex);
}

CdlConnection *
cdl_local_begin_write (CdlStore *store, GCancellable *cancellable, GError **error)
{
  CdlLocalStore *self = CDL_LOCAL_STORE (store);

  g_mutex_lock (&self->write_mutex);
  self->writer->cancellable = cancellable;
  if (cdl_connection_exec (self->writer, "BEGIN IMMEDIATE", error))
    return self->writer;
  release_writer (self);

  return NULL;
}

gboolean
cdl_local_end_write (CdlStore *store, CdlConnection *connection, gboolean ok, GError **error)
{
  cdl_connection_rest (connection);
  ok = ok && cdl_run_columns_pack (connection, MAX_PACKS, error)
       && cdl_connection_exec (connection, "COMMIT", error);
  release_writer (CDL_LOCAL_STORE (store));

  return ok;
}
