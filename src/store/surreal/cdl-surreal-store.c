#include "cdl-surreal-store.h"

#include "cdl-json-reader-private.h"
#include "cdl-store-backend.h"
#include "cdl-surreal-client-private.h"
#include "cdl-surreal-listing-private.h"
#include "cdl-surreal-literal-private.h"
#include "cdl-surreal-migrate-private.h"
#include "cdl-surreal-parts-private.h"
#include "cdl-surreal-private.h"
#include "cdl-surreal-schema-private.h"

struct _CdlSurrealStore
{
  CdlStore parent_instance;

  CdlSurrealClient *client;
  CdlSurrealParts *parts;
  gint64 unpacked; /* runs marked since that was seen to; guarded by mutex */
  GMutex mutex;
};

/* Runs that are marked before it is seen whether there are enough to pack; others may have marked
 * some, too. */
#define PACK_EVERY 100

#define CDL_TYPE_SURREAL_STORE (cdl_surreal_store_get_type ())
G_DECLARE_FINAL_TYPE (CdlSurrealStore, cdl_surreal_store, CDL, SURREAL_STORE, CdlStore)
G_DEFINE_FINAL_TYPE (CdlSurrealStore, cdl_surreal_store, CDL_TYPE_STORE)

static void
cdl_surreal_store_finalize (GObject *object)
{
  CdlSurrealStore *self = CDL_SURREAL_STORE (object);

  g_clear_pointer (&self->client, cdl_surreal_client_free);
  g_clear_pointer (&self->parts, cdl_surreal_parts_free);
  g_mutex_clear (&self->mutex);

  G_OBJECT_CLASS (cdl_surreal_store_parent_class)->finalize (object);
}

static void
cdl_surreal_store_class_init (CdlSurrealStoreClass *klass)
{
  CdlStoreClass *store_class = CDL_STORE_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = cdl_surreal_store_finalize;

  store_class->put_runs = cdl_surreal_put_runs;
  store_class->has_runs = cdl_surreal_has_runs;
  store_class->list_runs = cdl_surreal_list_runs;
  store_class->count_runs = cdl_surreal_count_runs;
  store_class->get_run = cdl_surreal_get_run;
  store_class->group_runs = cdl_surreal_group_runs;
  store_class->heat_map = cdl_surreal_heat_map;
  store_class->edit_runs = cdl_surreal_edit_runs;
  store_class->delete_runs = cdl_surreal_delete_runs;
  store_class->delete_matching = cdl_surreal_delete_matching;
  store_class->count_trials = cdl_surreal_count_trials;
  store_class->list_trials = cdl_surreal_list_trials;
  store_class->put_trials = cdl_surreal_put_trials;
  store_class->put_strategy = cdl_surreal_put_strategy;
  store_class->get_strategy = cdl_surreal_get_strategy;
  store_class->list_strategies = cdl_surreal_list_strategies;
  store_class->put_dataset = cdl_surreal_put_dataset;
  store_class->get_dataset = cdl_surreal_get_dataset;
  store_class->list_datasets = cdl_surreal_list_datasets;
  store_class->put_test = cdl_surreal_put_test;
  store_class->get_test = cdl_surreal_get_test;
  store_class->list_tests = cdl_surreal_list_tests;
  store_class->delete_test = cdl_surreal_delete_test;
  store_class->put_cost = cdl_surreal_put_cost;
  store_class->get_cost = cdl_surreal_get_cost;
  store_class->put_session = cdl_surreal_put_session;
  store_class->get_session = cdl_surreal_get_session;
  store_class->list_sessions = cdl_surreal_list_sessions;
  store_class->delete_session = cdl_surreal_delete_session;
  store_class->journal = cdl_surreal_journal;
  store_class->list_session_trades = cdl_surreal_list_session_trades;
  store_class->list_session_events = cdl_surreal_list_session_events;
}

static void
cdl_surreal_store_init (CdlSurrealStore *self)
{
  g_mutex_init (&self->mutex);
  self->unpacked = PACK_EVERY;
  self->parts = cdl_surreal_parts_new ();
}

/* Takes the client. */
static CdlStore *
store_of (CdlSurrealClient *client)
{
  CdlSurrealStore *self = g_object_new (CDL_TYPE_SURREAL_STORE, NULL);

  self->client = client;

  return CDL_STORE (self);
}

CdlStore *
cdl_surreal_store_new (const CdlSurrealSettings *settings,
                       GCancellable *cancellable,
                       GError **error)
{
  g_autoptr (CdlSurrealClient) client = cdl_surreal_client_new (settings, error);

  if (client == NULL || !cdl_surreal_client_check (client, cancellable, error)
      || !cdl_surreal_schema_check (client, cancellable, error))
    return NULL;

  return store_of (g_steal_pointer (&client));
}

gboolean
cdl_surreal_store_set_up (const CdlSurrealSettings *settings,
                          GCancellable *cancellable,
                          GError **error)
{
  g_autoptr (CdlSurrealClient) client = cdl_surreal_client_new (settings, error);
  g_autoptr (CdlStore) store = NULL;

  if (client == NULL || !cdl_surreal_client_check (client, cancellable, error))
    return FALSE;
  store = store_of (g_steal_pointer (&client));

  return cdl_surreal_schema_apply (CDL_SURREAL_STORE (store)->client, settings, cdl_surreal_migrate,
                                   store, cancellable, error);
}

gboolean
cdl_surreal_store_set_user (const CdlSurrealSettings *owner,
                            const char *user,
                            const char *password,
                            GCancellable *cancellable,
                            GError **error)
{
  g_autoptr (CdlSurrealClient) client = cdl_surreal_client_new (owner, error);
  g_autoptr (GString) sql = g_string_new (NULL);
  g_autoptr (JsonNode) node = NULL;

  if (client == NULL)
    return FALSE;
  g_string_append_printf (sql, "DEFINE USER OVERWRITE `%s` ON DATABASE PASSWORD ", user);
  cdl_surreal_text (sql, password);
  g_string_append (sql, " ROLES EDITOR DURATION FOR TOKEN 1h, FOR SESSION 12h");
  node = cdl_surreal_client_run (client, sql->str, cancellable, error);
  explicit_bzero (sql->str, sql->len);

  return node != NULL;
}

CdlSurrealParts *
cdl_surreal_get_parts (CdlStore *store)
{
  return CDL_SURREAL_STORE (store)->parts;
}

gsize
cdl_surreal_max_length (CdlStore *store)
{
  return cdl_surreal_client_max_length (CDL_SURREAL_STORE (store)->client);
}

gboolean
cdl_surreal_pack_is_due (CdlStore *store, guint64 n)
{
  CdlSurrealStore *self = CDL_SURREAL_STORE (store);
  gboolean due;

  g_mutex_lock (&self->mutex);
  self->unpacked += (gint64) MIN (n, G_MAXINT32);
  due = self->unpacked >= PACK_EVERY;
  if (due)
    self->unpacked = 0;
  g_mutex_unlock (&self->mutex);

  return due;
}

/* What a statement threw, or that it was too long, as callers of a store know it. */
static void
convert_error (GError **error)
{
  static const struct
  {
    const char *word;
    CdlStoreError code;
  } thrown[] = {
    { "missing ", CDL_STORE_ERROR_NOT_FOUND },
    { "exists ", CDL_STORE_ERROR_EXISTS },
  };
  g_autoptr (GError) from = g_steal_pointer (error);
  CdlStoreError code = CDL_STORE_ERROR_FAILED;
  const char *message = from->message;

  if (from->code == CDL_SURREAL_ERROR_TOO_LARGE)
    {
      g_set_error (error, CDL_STORE_ERROR, code,
                   "%s: raise SURREAL_HTTP_MAX_SQL_BODY_SIZE where it is started", message);
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (thrown); i++)
    if (g_str_has_prefix (message, thrown[i].word))
      {
        code = thrown[i].code;
        message += strlen (thrown[i].word);
        break;
      }
  g_set_error_literal (error, CDL_STORE_ERROR, code, message);
}

JsonNode *
cdl_surreal_run (CdlStore *store, const char *sql, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  JsonNode *node
      = cdl_surreal_client_run (CDL_SURREAL_STORE (store)->client, sql, cancellable, &local_error);

  if (node != NULL)
    return node;
  if (local_error->domain == CDL_SURREAL_ERROR)
    convert_error (&local_error);
  g_propagate_error (error, g_steal_pointer (&local_error));

  return NULL;
}

gboolean
cdl_surreal_do (CdlStore *store, const char *sql, GCancellable *cancellable, GError **error)
{
  g_autoptr (JsonNode) node = cdl_surreal_run (store, sql, cancellable, error);

  return node != NULL;
}

JsonNode *
cdl_surreal_select (CdlStore *store, const char *sql, GCancellable *cancellable, GError **error)
{
  g_autoptr (JsonNode) node = cdl_surreal_run (store, sql, cancellable, error);
  gboolean ok = node != NULL && JSON_NODE_HOLDS_ARRAY (node);

  for (guint i = 0; ok && i < cdl_surreal_n_rows (node); i++)
    ok = JSON_NODE_HOLDS_OBJECT (json_array_get_element (json_node_get_array (node), i));
  if (ok)
    return g_steal_pointer (&node);
  if (node != NULL)
    g_set_error_literal (error, CDL_STORE_ERROR, CDL_STORE_ERROR_DAMAGED,
                         "The SurrealDB server did not answer with records");

  return NULL;
}

guint
cdl_surreal_n_rows (JsonNode *rows)
{
  return json_array_get_length (json_node_get_array (rows));
}

JsonObject *
cdl_surreal_row (JsonNode *rows, guint i)
{
  return json_array_get_object_element (json_node_get_array (rows), i);
}
