#include "cdl-store-export.h"

#include <string.h>

#include "cdl-line-reader-private.h"
#include "cdl-run-json-private.h"
#include "cdl-session-json-private.h"
#include "cdl-record-json-private.h"

/* Runs are put together, as long as they take no more lines or bytes than this. */
#define BATCH_LINES 500
#define BATCH_BYTES (16 * 1024 * 1024)

/* An import in progress. */
typedef struct
{
  CdlStore *store;
  GArray *items;        /* CdlRunItem, owned */
  gsize bytes;          /* of their lines */
  GPtrArray *trials;    /* CdlTrial */
  GHashTable *datasets; /* fingerprint -> CdlDatasetRecord, those that runs have named */
  GCancellable *cancellable;
} Import;

static void
item_clear (gpointer data)
{
  CdlRunItem *item = data;

  cdl_run_record_free ((CdlRunRecord *) item->run);
  if (item->details != NULL)
    cdl_run_details_free ((CdlRunDetails *) item->details);
}

/* Puts what was collected. */
static gboolean
flush (Import *self, GError **error)
{
  gboolean ok = (self->items->len == 0
                 || cdl_store_put_runs (self->store, (const CdlRunItem *) self->items->data,
                                        self->items->len, self->cancellable, error))
                && (self->trials->len == 0
                    || cdl_store_put_trials (self->store, self->trials, self->cancellable, error));

  g_array_set_size (self->items, 0);
  g_ptr_array_set_size (self->trials, 0);
  self->bytes = 0;

  return ok;
}

/* TRUE, with error unset, if *error says that there is no such record. */
static gboolean
is_missing (GError **error)
{
  if (!g_error_matches (*error, CDL_STORE_ERROR, CDL_STORE_ERROR_NOT_FOUND))
    return FALSE;
  g_clear_error (error);

  return TRUE;
}

/* A revision that is new becomes the latest of its name. */
static gboolean
import_strategy (Import *self, JsonObject *object, GError **error)
{
  g_autoptr (CdlStrategyRecord) strategy = cdl_strategy_read_json (object, error);
  g_autoptr (CdlStrategyRecord) present = NULL;
  g_autoptr (GError) local_error = NULL;

  if (strategy == NULL)
    return FALSE;
  present = cdl_store_get_strategy (self->store, strategy->name, strategy->revision,
                                    self->cancellable, &local_error);
  if (present != NULL)
    return TRUE;
  if (is_missing (&local_error))
    return cdl_store_put_strategy (self->store, strategy, self->cancellable, error);
  g_propagate_error (error, g_steal_pointer (&local_error));

  return FALSE;
}

static gboolean
import_dataset (Import *self, JsonObject *object, GError **error)
{
  g_autoptr (CdlDatasetRecord) dataset = cdl_dataset_read_json (object, error);

  return dataset != NULL && cdl_store_put_dataset (self->store, dataset, self->cancellable, error);
}

static gboolean
import_test (Import *self, JsonObject *object, GError **error)
{
  g_autoptr (CdlTestRecord) test = cdl_test_read_json (object, error);
  g_autoptr (CdlTestRecord) present = NULL;
  g_autoptr (GError) local_error = NULL;

  if (test == NULL)
    return FALSE;
  present = cdl_store_get_test (self->store, test->id, self->cancellable, &local_error);
  if (present != NULL)
    return TRUE;
  if (is_missing (&local_error))
    return cdl_store_put_test (self->store, test, self->cancellable, error);
  g_propagate_error (error, g_steal_pointer (&local_error));

  return FALSE;
}

static gboolean
import_trial (Import *self, JsonObject *object, GError **error)
{
  const char *dataset, *run;
  gint64 from, to;

  if (!cdl_json_get_string (object, "dataset", &dataset, error)
      || !cdl_json_get_string (object, "run", &run, error)
      || !cdl_json_get_int (object, "from", G_MININT64, G_MAXINT64, &from, error)
      || !cdl_json_get_int (object, "to", G_MININT64, G_MAXINT64, &to, error))
    return FALSE;
  g_ptr_array_add (self->trials, cdl_trial_new (dataset, from, to, run));

  return self->trials->len < BATCH_LINES || flush (self, error);
}

/* A line names dataset and strategy only: they stand in lines before it, or in the store. The
 * strategy is left to the store, which needs no text of one it has. */
static gboolean
find_dataset (Import *self, CdlRunRecord *run, GError **error)
{
  CdlDatasetRecord *dataset = g_hash_table_lookup (self->datasets, run->dataset->fingerprint);

  if (*run->dataset->symbol != '\0')
    return TRUE;
  if (dataset == NULL)
    {
      dataset = cdl_store_get_dataset (self->store, run->dataset->fingerprint, self->cancellable,
                                       error);
      if (dataset == NULL)
        return FALSE;
      g_hash_table_insert (self->datasets, g_strdup (dataset->fingerprint), dataset);
    }
  cdl_dataset_record_unref (run->dataset);
  run->dataset = cdl_dataset_record_ref (dataset);

  return TRUE;
}

static gboolean
import_run (Import *self, JsonObject *object, gsize bytes, GError **error)
{
  g_autoptr (CdlRunDetails) details = NULL;
  g_autoptr (CdlRunRecord) run = cdl_run_read_json (object, &details, error);
  CdlRunItem item;

  if (run == NULL || !find_dataset (self, run, error))
    return FALSE;
  item = (CdlRunItem){ g_steal_pointer (&run), g_steal_pointer (&details) };
  g_array_append_val (self->items, item);
  self->bytes += bytes;

  return (self->items->len < BATCH_LINES && self->bytes < BATCH_BYTES) || flush (self, error);
}

static gboolean
import_link (Import *self, JsonObject *object, GError **error)
{
  CdlRunEdit edit = CDL_RUN_EDIT_NONE;
  g_auto (GStrv) ids = NULL;
  JsonArray *runs;

  if (!cdl_json_get_string (object, "test", &edit.test, error)
      || !cdl_json_get_array (object, "runs", &runs, error))
    return FALSE;
  ids = cdl_texts_read (runs, error);

  return ids != NULL
         && cdl_store_edit_runs (self->store, (const char *const *) ids, g_strv_length (ids), &edit,
                                 self->cancellable, error);
}

static gboolean
import_session (Import *self, JsonObject *object, GError **error)
{
  g_autoptr (CdlSessionRecord) session = cdl_session_read_json (object, error);
  g_autoptr (CdlSessionRecord) present = NULL;
  g_autoptr (GError) local_error = NULL;

  if (session == NULL)
    return FALSE;
  present = cdl_store_get_session (self->store, session->id, self->cancellable, &local_error);
  if (present != NULL)
    return TRUE;
  if (is_missing (&local_error))
    return cdl_store_put_session (self->store, session, self->cancellable, error);
  g_propagate_error (error, g_steal_pointer (&local_error));

  return FALSE;
}

static gboolean
import_session_trade (Import *self, JsonObject *object, GError **error)
{
  CdlSessionTrade trade;
  const char *session;
  gboolean ok;

  if (!cdl_json_get_string (object, "session", &session, error))
    return FALSE;
  ok = cdl_session_trade_read_json (object, &trade, error)
       && cdl_store_journal (self->store, session, &trade, 1, NULL, 0, self->cancellable, error);
  cdl_session_trade_clear (&trade);

  return ok;
}

static gboolean
import_session_event (Import *self, JsonObject *object, GError **error)
{
  CdlSessionEvent event;
  const char *session;
  gboolean ok;

  if (!cdl_json_get_string (object, "session", &session, error))
    return FALSE;
  ok = cdl_session_event_read_json (object, &event, error)
       && cdl_store_journal (self->store, session, NULL, 0, &event, 1, self->cancellable, error);
  cdl_session_event_clear (&event);

  return ok;
}

/* Kinds of lines beside runs and trials, which are collected. What they refer to must be there by
 * then. */
static const struct
{
  const char *type;
  gboolean (*import) (Import *self, JsonObject *object, GError **error);
} types[] = {
  { "strategy", import_strategy },
  { "dataset", import_dataset },
  { "test", import_test },
  { "link", import_link },
  { "session", import_session },
  { "session_trade", import_session_trade },
  { "session_event", import_session_event },
};

static gboolean
import_line (Import *self, const char *line, gsize length, GError **error)
{
  g_autoptr (JsonNode) node = cdl_json_parse (line, length, error);
  const char *type = "run";
  JsonObject *object;

  if (node == NULL)
    return FALSE;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      g_set_error_literal (error, CDL_STORE_ERROR, CDL_STORE_ERROR_INVALID,
                           "a line must be a JSON object");
      return FALSE;
    }
  object = json_node_get_object (node);
  if (json_object_has_member (object, "type")
      && !cdl_json_get_string (object, "type", &type, error))
    return FALSE;

  if (g_str_equal (type, "run"))
    return import_run (self, object, length, error);
  if (g_str_equal (type, "trial"))
    return import_trial (self, object, error);
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (g_str_equal (type, types[i].type))
      return flush (self, error) && types[i].import (self, object, error);
  g_set_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_INVALID, "“type” cannot be “%s”", type);

  return FALSE;
}

static gboolean
import_lines (Import *self,
              CdlLineReader *reader,
              CdlStoreProgress progress,
              gpointer data,
              GError **error)
{
  for (guint64 number = 1;; number++)
    {
      gsize length;
      gboolean end;
      const char *line = cdl_line_reader_next (reader, &length, &end, self->cancellable, error);

      if (line == NULL && end)
        break;
      if (line == NULL || (length > 0 && !import_line (self, line, length, error)))
        {
          g_prefix_error (error, "Line %" G_GUINT64_FORMAT ": ", number);
          return FALSE;
        }
      if (progress != NULL)
        progress (number, data);
    }

  return flush (self, error);
}

gboolean
cdl_store_import (CdlStore *self,
                  GInputStream *stream,
                  CdlStoreProgress progress,
                  gpointer data,
                  GCancellable *cancellable,
                  GError **error)
{
  g_autoptr (CdlLineReader) reader = cdl_line_reader_new (stream);
  g_autoptr (GArray) items = g_array_new (FALSE, FALSE, sizeof (CdlRunItem));
  g_autoptr (GPtrArray) trials = g_ptr_array_new_with_free_func ((GDestroyNotify) cdl_trial_free);
  g_autoptr (GHashTable) datasets = g_hash_table_new_full (
      g_str_hash, g_str_equal, g_free, (GDestroyNotify) cdl_dataset_record_unref);
  Import import = { self, items, 0, trials, datasets, cancellable };

  g_array_set_clear_func (items, item_clear);

  return import_lines (&import, reader, progress, data, error);
}
