#include "cdl-json-reader-private.h"
#include "cdl-local-text-private.h"
#include "cdl-surreal-listing-private.h"
#include "cdl-surreal-literal-private.h"
#include "cdl-surreal-private.h"
#include "cdl-time.h"

/* Tests of the queue, and what strategies cost to compute. */

#define TEST_FIELDS                                                                                \
  "tid, name, request, asked_by, state, priority, place, runs, runs_done, work, work_done,"        \
  " estimate_ms, created_at, started_at, finished_at, elapsed_ms, error"

gboolean
cdl_surreal_put_test (CdlStore *self,
                      const CdlTestRecord *test,
                      GCancellable *cancellable,
                      GError **error)
{
  g_autoptr (GString) sql = g_string_new ("UPSERT ");

  cdl_surreal_record (sql, "test", test->id);
  g_string_append (sql, " CONTENT {");
  cdl_surreal_member_text (sql, "tid", test->id);
  cdl_surreal_member_text (sql, "name", test->name);
  cdl_surreal_member_text (sql, "request", test->request);
  cdl_surreal_member_text (sql, "asked_by", test->asked_by);
  cdl_surreal_member_text (sql, "state", cdl_test_state_name (test->state));
  cdl_surreal_member_int (sql, "priority", test->priority);
  cdl_surreal_member_int (sql, "place", test->place);
  cdl_surreal_member_int (sql, "runs", (gint64) test->runs);
  cdl_surreal_member_int (sql, "runs_done", (gint64) test->runs_done);
  cdl_surreal_member_double (sql, "work", test->work);
  cdl_surreal_member_double (sql, "work_done", test->work_done);
  cdl_surreal_member_double (sql, "estimate_ms", test->estimate_ms);
  cdl_surreal_member_time (sql, "created_at", test->created_at);
  cdl_surreal_member_time (sql, "started_at", test->started_at);
  cdl_surreal_member_time (sql, "finished_at", test->finished_at);
  cdl_surreal_member_int (sql, "elapsed_ms", test->elapsed_ms);
  cdl_surreal_member_text (sql, "error", test->error);
  g_string_append (sql, "} RETURN NONE");

  return cdl_surreal_do (self, sql->str, cancellable, error);
}

static gboolean
read_numbers (JsonObject *row, CdlTestRecord *test, GError **error)
{
  gint64 priority, runs, runs_done;

  if (!cdl_json_get_int (row, "priority", G_MININT32, G_MAXINT32, &priority, error)
      || !cdl_json_get_int (row, "runs", 0, G_MAXINT64, &runs, error)
      || !cdl_json_get_int (row, "runs_done", 0, G_MAXINT64, &runs_done, error))
    return FALSE;
  test->priority = (int) priority;
  test->runs = (guint64) runs;
  test->runs_done = (guint64) runs_done;

  return cdl_json_get_int (row, "place", G_MININT64, G_MAXINT64, &test->place, error)
         && cdl_json_get_int (row, "elapsed_ms", G_MININT64, G_MAXINT64, &test->elapsed_ms, error)
         && cdl_json_get_double (row, "work", &test->work, error)
         && cdl_json_get_double (row, "work_done", &test->work_done, error)
         && cdl_json_get_double (row, "estimate_ms", &test->estimate_ms, error)
         && cdl_json_get_time (row, "started_at", &test->started_at, error)
         && cdl_json_get_time (row, "finished_at", &test->finished_at, error);
}

static CdlTestRecord *
read_test (JsonObject *row, GError **error)
{
  g_autoptr (CdlTestRecord) test = NULL;
  const char *id, *name, *request, *asked_by, *state, *failure;
  gint64 created_at;

  if (!cdl_json_get_string (row, "tid", &id, error)
      || !cdl_json_get_string (row, "name", &name, error)
      || !cdl_json_get_string (row, "request", &request, error)
      || !cdl_json_get_string (row, "asked_by", &asked_by, error)
      || !cdl_json_get_string (row, "state", &state, error)
      || !cdl_json_get_nullable (row, "error", &failure, error)
      || !cdl_json_get_time (row, "created_at", &created_at, error))
    return NULL;
  test = cdl_test_record_new (id, name, request, asked_by, created_at);
  test->error = g_strdup (failure);
  if (!cdl_test_state_parse (state, &test->state))
    {
      g_set_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_INVALID, "“%s” is not a state", state);
      return NULL;
    }

  return read_numbers (row, test, error) ? g_steal_pointer (&test) : NULL;
}

static GPtrArray *
select_tests (CdlStore *self, const char *sql, GCancellable *cancellable, GError **error)
{
  g_autoptr (JsonNode) rows = cdl_surreal_select (self, sql, cancellable, error);
  g_autoptr (GPtrArray) tests
      = g_ptr_array_new_with_free_func ((GDestroyNotify) cdl_test_record_free);

  if (rows == NULL)
    return NULL;
  for (guint i = 0; i < cdl_surreal_n_rows (rows); i++)
    {
      CdlTestRecord *test = read_test (cdl_surreal_row (rows, i), error);

      if (test == NULL)
        {
          cdl_local_damaged ("test", "of a list", error);
          return NULL;
        }
      g_ptr_array_add (tests, test);
    }

  return g_steal_pointer (&tests);
}

GPtrArray *
cdl_surreal_list_tests (CdlStore *self,
                        guint states,
                        const char *before,
                        guint limit,
                        GCancellable *cancellable,
                        GError **error)
{
  g_autoptr (GString) sql = g_string_new ("SELECT " TEST_FIELDS " FROM test WHERE true");

  for (guint i = 0; states != 0 && i < CDL_N_TEST_STATES; i++)
    if ((states & (1u << i)) == 0)
      g_string_append_printf (sql, " AND state != \"%s\"", cdl_test_state_name ((CdlTestState) i));
  if (before != NULL)
    {
      g_string_append (sql, " AND tid < ");
      cdl_surreal_text (sql, before);
    }
  g_string_append_printf (sql, " ORDER BY tid DESC LIMIT %u", limit);

  return select_tests (self, sql->str, cancellable, error);
}

CdlTestRecord *
cdl_surreal_get_test (CdlStore *self, const char *id, GCancellable *cancellable, GError **error)
{
  g_autoptr (GString) sql = g_string_new ("SELECT " TEST_FIELDS " FROM ");
  g_autoptr (GPtrArray) tests = NULL;

  cdl_surreal_record (sql, "test", id);
  tests = select_tests (self, sql->str, cancellable, error);
  if (tests == NULL)
    return NULL;
  if (tests->len == 1)
    return g_ptr_array_steal_index (tests, 0);
  g_set_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_NOT_FOUND, "There is no test %s", id);

  return NULL;
}

/* At most so many that a transaction holds them. */
static gboolean
unlink_some (CdlStore *self,
             const char *test,
             const char *const *runs,
             gsize n,
             GCancellable *cancellable,
             GError **error)
{
  g_autoptr (GString) sql = g_string_new ("{ LET $t = ");

  cdl_surreal_text (sql, test);
  g_string_append (sql, ";\n");
  cdl_surreal_unlist (sql, runs, n, TRUE);
  g_string_append (sql, "UPDATE $runs SET tests = array::complement(tests, [$t]), "
                        "test = IF test = $t { "
                        "array::sort(array::complement(tests, [$t]))[0] ?? NULL } "
                        "ELSE { test } WHERE rid != NONE RETURN NONE; RETURN true }");
  if (!cdl_surreal_do (self, sql->str, cancellable, error))
    return FALSE;
  cdl_surreal_pack (self, n);

  return TRUE;
}

gboolean
cdl_surreal_delete_test (CdlStore *self, const char *id, GCancellable *cancellable, GError **error)
{
  g_autoptr (GString) sql = g_string_new ("DELETE ");
  g_autoptr (CdlRunFilter) filter = cdl_run_filter_new ();
  g_auto (GStrv) runs = NULL;
  gsize n;

  filter->test = g_strdup (id);
  runs = cdl_surreal_find_ids (self, filter, cancellable, error);
  if (runs == NULL)
    return FALSE;
  n = g_strv_length (runs);
  for (gsize i = 0; i < n; i += CDL_SURREAL_MAX_CHANGED)
    if (!unlink_some (self, id, (const char *const *) runs + i,
                      MIN (n - i, CDL_SURREAL_MAX_CHANGED), cancellable, error))
      return FALSE;
  cdl_surreal_record (sql, "test", id);
  g_string_append (sql, " RETURN NONE");

  return cdl_surreal_do (self, sql->str, cancellable, error);
}

/* cost:["machine", "revision"] */
static void
append_cost_id (GString *sql, const char *machine, const char *revision)
{
  g_string_append (sql, "cost:[");
  cdl_surreal_text (sql, machine);
  cdl_surreal_item (sql);
  cdl_surreal_text (sql, revision);
  g_string_append_c (sql, ']');
}

gboolean
cdl_surreal_put_cost (CdlStore *self,
                      const CdlCostRecord *cost,
                      GCancellable *cancellable,
                      GError **error)
{
  g_autoptr (GString) sql = g_string_new ("UPSERT ");

  append_cost_id (sql, cost->machine, cost->revision);
  g_string_append (sql, " CONTENT {");
  cdl_surreal_member_text (sql, "machine", cost->machine);
  cdl_surreal_member_text (sql, "revision", cost->revision);
  cdl_surreal_member_double (sql, "ns_per_unit", cost->ns_per_unit);
  cdl_surreal_member_double (sql, "error_pct", cost->error_pct);
  cdl_surreal_member_int (sql, "samples", (gint64) cost->samples);
  cdl_surreal_member_int (sql, "updated_at", cost->updated_at);
  g_string_append (sql, "} RETURN NONE");

  return cdl_surreal_do (self, sql->str, cancellable, error);
}

CdlCostRecord *
cdl_surreal_get_cost (CdlStore *self,
                      const char *machine,
                      const char *revision,
                      GCancellable *cancellable,
                      GError **error)
{
  g_autoptr (GString) sql
      = g_string_new ("SELECT ns_per_unit, error_pct, samples, updated_at FROM ");
  g_autoptr (JsonNode) rows = NULL;
  gint64 samples, updated_at;
  double ns_per_unit, error_pct;
  CdlCostRecord *cost;
  JsonObject *row;

  append_cost_id (sql, machine, revision);
  rows = cdl_surreal_select (self, sql->str, cancellable, error);
  if (rows == NULL)
    return NULL;
  if (cdl_surreal_n_rows (rows) == 0)
    {
      g_set_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_NOT_FOUND,
                   "What revision %s costs on machine %s is not known yet", revision, machine);
      return NULL;
    }
  row = cdl_surreal_row (rows, 0);
  if (!cdl_json_get_double (row, "ns_per_unit", &ns_per_unit, error)
      || !cdl_json_get_double (row, "error_pct", &error_pct, error)
      || !cdl_json_get_int (row, "samples", 0, G_MAXINT64, &samples, error)
      || !cdl_json_get_int (row, "updated_at", G_MININT64, G_MAXINT64, &updated_at, error))
    {
      cdl_local_damaged ("cost of revision", revision, error);
      return NULL;
    }
  cost = cdl_cost_record_new (machine, revision, ns_per_unit, (guint64) samples, updated_at);
  cost->error_pct = error_pct;

  return cost;
}
