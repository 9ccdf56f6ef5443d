#include "cdl-store-export.h"

#include <string.h>

#include "cdl-run-json-private.h"
#include "cdl-session-json-private.h"

#define PAGE 500

/* An export in progress. */
typedef struct
{
  CdlStore *store;
  GOutputStream *stream;
  CdlJsonWriter *writer;
  GHashTable *written; /* strategies ("name\nrevision") and datasets that have their line */
  CdlStoreProgress progress;
  gpointer data;
  guint64 lines;
  GCancellable *cancellable;
} Export;

static void
begin_line (Export *self, const char *type)
{
  cdl_json_begin_object (self->writer);
  cdl_json_member_string (self->writer, "type", type);
}

static gboolean
end_line (Export *self, GError **error)
{
  g_autofree char *text = NULL;

  cdl_json_end_object (self->writer);
  text = cdl_json_writer_steal (self->writer);
  self->lines++;
  if (self->progress != NULL)
    self->progress (self->lines, self->data);

  return g_output_stream_write_all (self->stream, text, strlen (text), NULL, self->cancellable,
                                    error)
         && g_output_stream_write_all (self->stream, "\n", 1, NULL, self->cancellable, error);
}

static gboolean
write_strategy (Export *self, const char *name, const char *revision, GError **error)
{
  g_autofree char *key = g_strdup_printf ("%s\n%s", name, revision);
  g_autoptr (CdlStrategyRecord) strategy = NULL;

  if (g_hash_table_contains (self->written, key))
    return TRUE;
  strategy = cdl_store_get_strategy (self->store, name, revision, self->cancellable, error);
  if (strategy == NULL)
    return FALSE;
  begin_line (self, "strategy");
  cdl_strategy_write_members (self->writer, strategy);
  g_hash_table_add (self->written, g_steal_pointer (&key));

  return end_line (self, error);
}

static gboolean
write_dataset (Export *self, const CdlDatasetRecord *dataset, GError **error)
{
  if (!g_hash_table_add (self->written, g_strdup (dataset->fingerprint)))
    return TRUE;
  begin_line (self, "dataset");
  cdl_dataset_write_members (self->writer, dataset);

  return end_line (self, error);
}

/* Every revision, the latest of a name last: so it is the latest again where it is read. */
static gboolean
write_strategies (Export *self, GError **error)
{
  g_autoptr (GPtrArray) latest
      = cdl_store_list_strategies (self->store, NULL, self->cancellable, error);

  for (guint i = 0; latest != NULL && i < latest->len; i++)
    {
      const CdlStrategyRecord *one = g_ptr_array_index (latest, i);
      g_autoptr (GPtrArray) revisions
          = cdl_store_list_strategies (self->store, one->name, self->cancellable, error);

      if (revisions == NULL)
        return FALSE;
      for (guint k = revisions->len; k > 0; k--)
        {
          const CdlStrategyRecord *revision = g_ptr_array_index (revisions, k - 1);

          if (!write_strategy (self, revision->name, revision->revision, error))
            return FALSE;
        }
    }

  return latest != NULL;
}

static gboolean
write_datasets (Export *self, GError **error)
{
  g_autoptr (GPtrArray) datasets = cdl_store_list_datasets (self->store, self->cancellable, error);

  for (guint i = 0; datasets != NULL && i < datasets->len; i++)
    if (!write_dataset (self, g_ptr_array_index (datasets, i), error))
      return FALSE;

  return datasets != NULL;
}

static gboolean
write_tests (Export *self, GError **error)
{
  g_autofree char *before = NULL;
  guint n;

  do
    {
      g_autoptr (GPtrArray) tests
          = cdl_store_list_tests (self->store, 0, before, PAGE, self->cancellable, error);

      if (tests == NULL)
        return FALSE;
      for (guint i = 0; i < tests->len; i++)
        {
          const CdlTestRecord *test = g_ptr_array_index (tests, i);

          begin_line (self, "test");
          cdl_test_write_members (self->writer, test);
          if (!end_line (self, error))
            return FALSE;
          g_free (before);
          before = g_strdup (test->id);
        }
      n = tests->len;
    }
  while (n == PAGE);

  return TRUE;
}

static gboolean
write_trials (Export *self, GError **error)
{
  g_autoptr (GPtrArray) trials = NULL;
  guint n;

  do
    {
      const CdlTrial *after = trials != NULL ? g_ptr_array_index (trials, trials->len - 1) : NULL;
      GPtrArray *next = cdl_store_list_trials (self->store, after, PAGE, self->cancellable, error);

      g_clear_pointer (&trials, g_ptr_array_unref);
      trials = next;
      if (trials == NULL)
        return FALSE;
      for (guint i = 0; i < trials->len; i++)
        {
          const CdlTrial *trial = g_ptr_array_index (trials, i);

          begin_line (self, "trial");
          cdl_json_member_string (self->writer, "dataset", trial->dataset);
          cdl_json_member_int (self->writer, "from", trial->from);
          cdl_json_member_int (self->writer, "to", trial->to);
          cdl_json_member_string (self->writer, "run", trial->run);
          if (!end_line (self, error))
            return FALSE;
        }
      n = trials->len;
    }
  while (n == PAGE);

  return TRUE;
}

typedef gboolean (*PageFunc) (Export *self, const CdlRunPage *page, gpointer data, GError **error);

/* Pages of the runs of a filter, oldest first. */
static gboolean
for_each_page (Export *self,
               const CdlRunFilter *filter,
               PageFunc func,
               gpointer data,
               GError **error)
{
  g_autofree char *cursor = NULL;

  do
    {
      CdlRunQuery query = { .filter = filter, .limit = PAGE, .cursor = cursor };
      g_autoptr (CdlRunPage) page
          = cdl_store_list_runs (self->store, &query, self->cancellable, error);

      if (page == NULL || !func (self, page, data, error))
        return FALSE;
      g_free (cursor);
      cursor = g_steal_pointer (&page->next);
    }
  while (cursor != NULL);

  return TRUE;
}

static gboolean
write_run (Export *self, const CdlRunRecord *listed, GError **error)
{
  g_autoptr (CdlRunRecord) whole = NULL;
  g_autoptr (CdlRunDetails) details = NULL;

  if (!write_strategy (self, listed->strategy->name, listed->strategy->revision, error)
      || !write_dataset (self, listed->dataset, error))
    return FALSE;
  if (listed->detailed)
    {
      whole = cdl_store_get_run (self->store, listed->id, &details, self->cancellable, error);
      if (whole == NULL)
        return FALSE;
    }
  begin_line (self, "run");
  cdl_run_write_members (self->writer, listed, details, CDL_RUN_PARTS_ALL, FALSE);

  return end_line (self, error);
}

static gboolean
write_page (Export *self, const CdlRunPage *page, gpointer data, GError **error)
{
  for (guint i = 0; i < page->runs->len; i++)
    if (!write_run (self, g_ptr_array_index (page->runs, i), error))
      return FALSE;

  return TRUE;
}

/* data: id of the test. */
static gboolean
write_links_page (Export *self, const CdlRunPage *page, gpointer data, GError **error)
{
  if (page->runs->len == 0)
    return TRUE;
  begin_line (self, "link");
  cdl_json_member_string (self->writer, "test", data);
  cdl_json_name (self->writer, "runs");
  cdl_json_begin_array (self->writer);
  for (guint i = 0; i < page->runs->len; i++)
    cdl_json_string (self->writer, ((CdlRunRecord *) g_ptr_array_index (page->runs, i))->id);
  cdl_json_end_array (self->writer);

  return end_line (self, error);
}

/* A run may belong to more tests than the one in its record. */
static gboolean
write_links (Export *self, const CdlRunFilter *filter, GError **error)
{
  g_autoptr (GPtrArray) tests = cdl_store_group_runs (self->store, filter, CDL_GROUP_TEST,
                                                      CDL_STAT_NET, self->cancellable, error);

  for (guint i = 0; tests != NULL && i < tests->len; i++)
    {
      const CdlRunGroup *test = g_ptr_array_index (tests, i);
      g_autoptr (CdlRunFilter) of_test
          = filter != NULL ? cdl_run_filter_copy (filter) : cdl_run_filter_new ();

      /* With a test in the filter the runs of another one are not all of the filter's. */
      if (of_test->test != NULL && !g_str_equal (of_test->test, test->key))
        continue;
      g_free (of_test->test);
      of_test->test = g_strdup (test->key);
      if (!for_each_page (self, of_test, write_links_page, test->key, error))
        return FALSE;
    }

  return tests != NULL;
}

static gboolean
write_session_trades (Export *self, const char *session, GError **error)
{
  guint64 after = 0;
  guint n;

  do
    {
      g_autoptr (GArray) trades = cdl_store_list_session_trades (self->store, session, after, PAGE,
                                                                 self->cancellable, error);

      if (trades == NULL)
        return FALSE;
      for (guint i = 0; i < trades->len; i++)
        {
          const CdlSessionTrade *trade = &g_array_index (trades, CdlSessionTrade, i);

          begin_line (self, "session_trade");
          cdl_json_member_string (self->writer, "session", session);
          cdl_session_trade_write_members (self->writer, trade);
          if (!end_line (self, error))
            return FALSE;
          after = trade->seq;
        }
      n = trades->len;
    }
  while (n == PAGE);

  return TRUE;
}

static gboolean
write_session_events (Export *self, const char *session, GError **error)
{
  guint64 after = 0;
  guint n;

  do
    {
      g_autoptr (GArray) events = cdl_store_list_session_events (self->store, session, after, PAGE,
                                                                 self->cancellable, error);

      if (events == NULL)
        return FALSE;
      for (guint i = 0; i < events->len; i++)
        {
          const CdlSessionEvent *event = &g_array_index (events, CdlSessionEvent, i);

          begin_line (self, "session_event");
          cdl_json_member_string (self->writer, "session", session);
          cdl_session_event_write_members (self->writer, event);
          if (!end_line (self, error))
            return FALSE;
          after = event->seq;
        }
      n = events->len;
    }
  while (n == PAGE);

  return TRUE;
}

static gboolean
write_sessions (Export *self, GError **error)
{
  g_autoptr (GPtrArray) sessions
      = cdl_store_list_sessions (self->store, 0, self->cancellable, error);

  for (guint i = 0; sessions != NULL && i < sessions->len; i++)
    {
      const CdlSessionRecord *session = g_ptr_array_index (sessions, i);

      begin_line (self, "session");
      cdl_session_write_members (self->writer, session);
      if (!end_line (self, error) || !write_session_trades (self, session->id, error)
          || !write_session_events (self, session->id, error))
        return FALSE;
    }

  return sessions != NULL;
}

gboolean
cdl_store_export (CdlStore *self,
                  const CdlRunFilter *filter,
                  GOutputStream *stream,
                  CdlStoreProgress progress,
                  gpointer data,
                  GCancellable *cancellable,
                  GError **error)
{
  g_autoptr (CdlJsonWriter) writer = cdl_json_writer_new (CDL_JSON_COMPACT);
  g_autoptr (GOutputStream) buffered = g_buffered_output_stream_new_sized (stream, 1 << 16);
  g_autoptr (GHashTable) written = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Export export = { self, buffered, writer, written, progress, data, 0, cancellable };
  gboolean whole = filter == NULL;

  g_filter_output_stream_set_close_base_stream (G_FILTER_OUTPUT_STREAM (buffered), FALSE);

  return (!whole
          || (write_strategies (&export, error) && write_datasets (&export, error)
              && write_tests (&export, error) && write_trials (&export, error)))
         && for_each_page (&export, filter, write_page, NULL, error)
         && write_links (&export, filter, error) && (!whole || write_sessions (&export, error))
         && g_output_stream_flush (buffered, cancellable, error);
}
