#include "cdl-sync-send-private.h"

/* Sent at once: runs, of which one with details counts for as many as its rows take; anything
 * else. */
#define MAX_WEIGHT    200
#define ROWS_A_WEIGHT 50

typedef struct
{
  CdlStore *local, *server;
  const CdlOutboxEntry *const *entries;
  guint n;
  GCancellable *cancellable;
} Batch;

/* What is read here and is not there is no error: found gets NULL. */
static gboolean
is_absent (GError **local_error, GError **error)
{
  if (*local_error == NULL)
    return TRUE;
  if (g_error_matches (*local_error, CDL_STORE_ERROR, CDL_STORE_ERROR_NOT_FOUND))
    {
      g_clear_error (local_error);
      return TRUE;
    }
  g_propagate_error (error, g_steal_pointer (local_error));

  return FALSE;
}

static gboolean
send_strategy (const Batch *self, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (CdlStrategyRecord) strategy = cdl_store_get_strategy (
      self->local, self->entries[0]->id, self->entries[0]->part, self->cancellable, &local_error);

  if (strategy == NULL)
    return is_absent (&local_error, error);

  return cdl_store_put_strategy (self->server, strategy, self->cancellable, error);
}

static gboolean
send_dataset (const Batch *self, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (CdlDatasetRecord) dataset
      = cdl_store_get_dataset (self->local, self->entries[0]->id, self->cancellable, &local_error);

  if (dataset == NULL)
    return is_absent (&local_error, error);

  return cdl_store_put_dataset (self->server, dataset, self->cancellable, error);
}

static gboolean
send_test (const Batch *self, GError **error)
{
  const CdlOutboxEntry *entry = self->entries[0];
  g_autoptr (GError) local_error = NULL;
  g_autoptr (CdlTestRecord) test
      = cdl_store_get_test (self->local, entry->id, self->cancellable, &local_error);

  if (test == NULL && !is_absent (&local_error, error))
    return FALSE;
  if (entry->gone && !cdl_store_delete_test (self->server, entry->id, self->cancellable, error))
    return FALSE;

  return test == NULL || cdl_store_put_test (self->server, test, self->cancellable, error);
}

static gboolean
send_cost (const Batch *self, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (CdlCostRecord) cost = cdl_store_get_cost (
      self->local, self->entries[0]->id, self->entries[0]->part, self->cancellable, &local_error);

  if (cost == NULL)
    return is_absent (&local_error, error);

  return cdl_store_put_cost (self->server, cost, self->cancellable, error);
}

static gboolean
send_session (const Batch *self, GError **error)
{
  const CdlOutboxEntry *entry = self->entries[0];
  g_autoptr (GError) local_error = NULL;
  g_autoptr (CdlSessionRecord) session
      = cdl_store_get_session (self->local, entry->id, self->cancellable, &local_error);

  if (session == NULL && !is_absent (&local_error, error))
    return FALSE;
  if (entry->gone && !cdl_store_delete_session (self->server, entry->id, self->cancellable, error))
    return FALSE;

  return session == NULL || cdl_store_put_session (self->server, session, self->cancellable, error);
}

static gboolean
send_trials (const Batch *self, GError **error)
{
  g_autoptr (GPtrArray) trials = cdl_outbox_trials (self->local, self->entries[0]->id, error);

  return trials != NULL && cdl_store_put_trials (self->server, trials, self->cancellable, error);
}

/* How many entries at the front go with the first: of one kind and, with same_id, of one id. */
static guint
count_alike (const Batch *self, gboolean same_id)
{
  const CdlOutboxEntry *first = self->entries[0];
  guint n = 1;

  for (; n < self->n && n < MAX_WEIGHT; n++)
    {
      const CdlOutboxEntry *entry = self->entries[n];

      if (entry->kind != first->kind || (same_id && !g_str_equal (entry->id, first->id)))
        break;
    }

  return n;
}

/* The trades or events of one session that the entries name; an empty array if the session is not
 * here any more, which tells so itself. */
static GArray *
read_journal (const Batch *self, guint n, gboolean is_trades, GError **error)
{
  g_autoptr (GArray) all
      = g_array_new (FALSE, FALSE, is_trades ? sizeof (CdlSessionTrade) : sizeof (CdlSessionEvent));

  g_array_set_clear_func (all, is_trades ? cdl_session_trade_clear : cdl_session_event_clear);
  for (guint i = 0; i < n; i++)
    {
      guint64 seq = g_ascii_strtoull (self->entries[i]->part, NULL, 10);
      g_autoptr (GError) local_error = NULL;
      g_autoptr (GArray) one
          = (is_trades ? cdl_store_list_session_trades : cdl_store_list_session_events) (
              self->local, self->entries[0]->id, seq - 1, 1, self->cancellable, &local_error);

      if (one == NULL && !is_absent (&local_error, error))
        return NULL;
      if (one == NULL)
        break;
      g_array_append_vals (all, one->data, one->len);
      g_array_set_clear_func (one, NULL);
    }

  return g_steal_pointer (&all);
}

static gboolean
send_journal (const Batch *self, guint *taken, GError **error)
{
  const char *session = self->entries[0]->id;
  gboolean is_trades = self->entries[0]->kind == CDL_OUTBOX_SESSION_TRADE;
  g_autoptr (GArray) all = NULL;

  *taken = count_alike (self, TRUE);
  all = read_journal (self, *taken, is_trades, error);
  if (all == NULL)
    return FALSE;

  for (gboolean again = FALSE;; again = TRUE)
    {
      g_autoptr (GError) local_error = NULL;

      if (all->len == 0
          || cdl_store_journal (
              self->server, session, is_trades ? (const CdlSessionTrade *) all->data : NULL,
              is_trades ? all->len : 0, is_trades ? NULL : (const CdlSessionEvent *) all->data,
              is_trades ? 0 : all->len, self->cancellable, &local_error))
        return TRUE;
      /* The session is here: someone has deleted it there, or it was not taken before. */
      if (!again && g_error_matches (local_error, CDL_STORE_ERROR, CDL_STORE_ERROR_NOT_FOUND))
        {
          if (!send_session (self, error))
            return FALSE;
          continue;
        }
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
}

static CdlRunEdit
edit_of (const CdlOutboxEntry *entry)
{
  CdlRunEdit edit = CDL_RUN_EDIT_NONE;

  if (g_str_equal (entry->part, "tag"))
    edit.tag = entry->value;
  else if (g_str_equal (entry->part, "untag"))
    edit.untag = entry->value;
  else if (g_str_equal (entry->part, "note"))
    edit.note = entry->value;
  else if (g_str_equal (entry->part, "test"))
    edit.test = entry->value;
  else
    edit.favourite = g_str_equal (entry->value, "1");

  return edit;
}

typedef struct
{
  CdlRunRecord *run;
  CdlRunDetails *details;
} LoadedRun;

static void
loaded_run_clear (gpointer data)
{
  LoadedRun *loaded = data;

  g_clear_pointer (&loaded->run, cdl_run_record_free);
  g_clear_pointer (&loaded->details, cdl_run_details_free);
}

/* loaded->run NULL: it is not here. */
static gboolean
load_run (const Batch *self, const char *id, LoadedRun *loaded, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  loaded->details = NULL;
  loaded->run
      = cdl_store_get_run (self->local, id, &loaded->details, self->cancellable, &local_error);

  return loaded->run != NULL || is_absent (&local_error, error);
}

static guint
weigh (const CdlRunDetails *details)
{
  guint rows = 0;

  if (details != NULL)
    rows = details->trades->len + (details->setups != NULL ? details->setups->len : 0);

  return 1 + rows / ROWS_A_WEIGHT;
}

/* The run of the first entry goes from the server; if it is here, it is put again. Trials stay.
 * What is not here, but was not deleted yet when it was told, is followed by its deletion. */
static gboolean
send_gone (const Batch *self, const LoadedRun *loaded, GError **error)
{
  CdlRunItem item = { loaded->run, loaded->details };

  return cdl_store_delete_runs (self->server, (const char *const *) &self->entries[0]->id, 1, NULL,
                                self->cancellable, error)
         && send_trials (self, error)
         && (loaded->run == NULL
             || cdl_store_put_runs (self->server, &item, 1, self->cancellable, error));
}

/* Runs that are here, as one batch; or one that is gone. */
static gboolean
send_runs (const Batch *self, guint *taken, GError **error)
{
  g_autoptr (GArray) runs = g_array_new (FALSE, FALSE, sizeof (LoadedRun));
  g_autoptr (GArray) items = g_array_new (FALSE, FALSE, sizeof (CdlRunItem));
  guint most = count_alike (self, FALSE), weight = 0;

  g_array_set_clear_func (runs, loaded_run_clear);
  while (runs->len < most && weight < MAX_WEIGHT)
    {
      const CdlOutboxEntry *entry = self->entries[runs->len];
      LoadedRun loaded;
      CdlRunItem item;

      if (entry->gone && runs->len > 0)
        break;
      if (!load_run (self, entry->id, &loaded, error))
        {
          *taken = runs->len + 1;
          return FALSE;
        }
      if (loaded.run == NULL && runs->len > 0)
        break;
      g_array_append_val (runs, loaded);
      item = (CdlRunItem){ loaded.run, loaded.details };
      g_array_append_val (items, item);
      weight += weigh (loaded.details);
      if (loaded.run == NULL || entry->gone)
        {
          *taken = 1;
          return !entry->gone || send_gone (self, &g_array_index (runs, LoadedRun, 0), error);
        }
    }
  *taken = runs->len;

  return cdl_store_put_runs (self->server, (const CdlRunItem *) items->data, items->len,
                             self->cancellable, error);
}

/* A run that is not there is put, if it is here: it may be one that was not taken before. Else
 * there is nothing to be edited. */
static gboolean
send_edit (const Batch *self, const char *id, const CdlRunEdit *edit, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  LoadedRun loaded = { NULL, NULL };
  CdlRunItem item;
  gboolean ok;

  if (cdl_store_edit_runs (self->server, &id, 1, edit, self->cancellable, &local_error))
    return TRUE;
  if (!is_absent (&local_error, error) || !load_run (self, id, &loaded, error))
    return FALSE;
  item = (CdlRunItem){ loaded.run, loaded.details };
  ok = loaded.run == NULL
       || (cdl_store_put_runs (self->server, &item, 1, self->cancellable, error)
           && cdl_store_edit_runs (self->server, &id, 1, edit, self->cancellable, error));
  loaded_run_clear (&loaded);

  return ok;
}

/* The same edit of many runs at once. */
static gboolean
send_edits (const Batch *self, guint *taken, GError **error)
{
  const CdlOutboxEntry *first = self->entries[0];
  CdlRunEdit edit = edit_of (first);
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  g_autoptr (GError) local_error = NULL;

  while (ids->len < self->n && ids->len < MAX_WEIGHT)
    {
      const CdlOutboxEntry *entry = self->entries[ids->len];

      if (entry->kind != CDL_OUTBOX_EDIT || !g_str_equal (entry->part, first->part)
          || !g_str_equal (entry->value, first->value))
        break;
      g_ptr_array_add (ids, entry->id);
    }
  *taken = ids->len;

  if (cdl_store_edit_runs (self->server, (const char *const *) ids->pdata, ids->len, &edit,
                           self->cancellable, &local_error))
    return TRUE;
  if (!is_absent (&local_error, error))
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    if (!send_edit (self, g_ptr_array_index (ids, i), &edit, error))
      return FALSE;

  return TRUE;
}

gboolean
cdl_sync_send (CdlStore *local,
               CdlStore *server,
               const CdlOutboxEntry *const *entries,
               guint n,
               guint *taken,
               GCancellable *cancellable,
               GError **error)
{
  const Batch batch = { local, server, entries, n, cancellable };

  *taken = 1;
  switch (entries[0]->kind)
    {
    case CDL_OUTBOX_STRATEGY:
      return send_strategy (&batch, error);
    case CDL_OUTBOX_DATASET:
      return send_dataset (&batch, error);
    case CDL_OUTBOX_TEST:
      return send_test (&batch, error);
    case CDL_OUTBOX_RUN:
      return send_runs (&batch, taken, error);
    case CDL_OUTBOX_EDIT:
      return send_edits (&batch, taken, error);
    case CDL_OUTBOX_TRIAL:
      return send_trials (&batch, error);
    case CDL_OUTBOX_COST:
      return send_cost (&batch, error);
    case CDL_OUTBOX_SESSION:
      return send_session (&batch, error);
    case CDL_OUTBOX_SESSION_TRADE:
    case CDL_OUTBOX_SESSION_EVENT:
      return send_journal (&batch, taken, error);
    case CDL_N_OUTBOX_KINDS:
    default:
      g_set_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_VERSION,
                   "The outbox was written by a newer version of Chandelier");
      return FALSE;
    }
}
