#include "cdl-local-private.h"
#include "cdl-local-text-private.h"
#include "cdl-time.h"

/* Tests of the queue, and what strategies cost to compute. */

#define TEST_COLUMNS                                                                               \
  "id, name, request, asked_by, state, priority, place, runs, runs_done, work, work_done,"         \
  " estimate_ms, created_at, started_at, finished_at, elapsed_ms, error"

gboolean
cdl_local_put_test (CdlStore *self,
                    const CdlTestRecord *test,
                    GCancellable *cancellable,
                    GError **error)
{
  CdlConnection *connection = cdl_local_begin_write (self, cancellable, error);
  sqlite3_stmt *statement;
  gboolean ok;

  if (connection == NULL)
    return FALSE;
  statement
      = cdl_connection_prepare (connection,
                                "INSERT OR REPLACE INTO test (" TEST_COLUMNS
                                ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                                error);
  ok = statement != NULL;
  if (ok)
    {
      cdl_bind_text (statement, 1, test->id);
      cdl_bind_text (statement, 2, test->name);
      cdl_bind_text (statement, 3, test->request);
      cdl_bind_text (statement, 4, test->asked_by);
      cdl_bind_text (statement, 5, cdl_test_state_name (test->state));
      sqlite3_bind_int (statement, 6, test->priority);
      sqlite3_bind_int64 (statement, 7, test->place);
      sqlite3_bind_int64 (statement, 8, (gint64) test->runs);
      sqlite3_bind_int64 (statement, 9, (gint64) test->runs_done);
      sqlite3_bind_double (statement, 10, test->work);
      sqlite3_bind_double (statement, 11, test->work_done);
      cdl_bind_double (statement, 12, test->estimate_ms);
      sqlite3_bind_int64 (statement, 13, test->created_at);
      cdl_bind_time (statement, 14, test->started_at);
      cdl_bind_time (statement, 15, test->finished_at);
      sqlite3_bind_int64 (statement, 16, test->elapsed_ms);
      cdl_bind_text (statement, 17, test->error);
      ok = cdl_connection_run (connection, statement, error);
    }

  return cdl_local_end_write (self, connection, ok, error);
}

static CdlTestRecord *
test_of_row (sqlite3_stmt *row, GError **error)
{
  const char *id = (const char *) sqlite3_column_text (row, 0);
  const char *state = (const char *) sqlite3_column_text (row, 4);
  g_autoptr (CdlTestRecord) test = cdl_test_record_new (
      id, (const char *) sqlite3_column_text (row, 1), (const char *) sqlite3_column_text (row, 2),
      (const char *) sqlite3_column_text (row, 3), sqlite3_column_int64 (row, 12));

  if (!cdl_test_state_parse (state, &test->state))
    {
      g_set_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_DAMAGED,
                   "The stored test %s cannot be read: “%s” is not a state", id, state);
      return NULL;
    }
  test->priority = sqlite3_column_int (row, 5);
  test->place = sqlite3_column_int64 (row, 6);
  test->runs = (guint64) sqlite3_column_int64 (row, 7);
  test->runs_done = (guint64) sqlite3_column_int64 (row, 8);
  test->work = sqlite3_column_double (row, 9);
  test->work_done = sqlite3_column_double (row, 10);
  test->estimate_ms = cdl_column_double (row, 11);
  test->started_at = cdl_column_time (row, 13);
  test->finished_at = cdl_column_time (row, 14);
  test->elapsed_ms = sqlite3_column_int64 (row, 15);
  test->error = cdl_column_text (row, 16);

  return g_steal_pointer (&test);
}

/* Tests in one of the states (bits), with an id before or equal to the one given. */
static GPtrArray *
list_tests (CdlConnection *connection,
            guint states,
            const char *before,
            const char *equal,
            guint limit,
            GError **error)
{
  g_autoptr (GPtrArray) tests
      = g_ptr_array_new_with_free_func ((GDestroyNotify) cdl_test_record_free);
  g_autoptr (GString) sql = g_string_new ("SELECT " TEST_COLUMNS " FROM test"
                                          " WHERE (?1 IS NULL OR id < ?1)"
                                          " AND (?2 IS NULL OR id = ?2)");
  sqlite3_stmt *statement;
  gboolean row = TRUE;

  for (guint i = 0; states != 0 && i < CDL_N_TEST_STATES; i++)
    if ((states & (1u << i)) == 0)
      g_string_append_printf (sql, " AND state <> '%s'", cdl_test_state_name ((CdlTestState) i));
  g_string_append (sql, " ORDER BY id DESC LIMIT ?3");

  statement = cdl_connection_prepare (connection, sql->str, error);
  if (statement == NULL)
    return NULL;
  cdl_bind_text (statement, 1, before);
  cdl_bind_text (statement, 2, equal);
  sqlite3_bind_int64 (statement, 3, limit);
  while (row)
    {
      CdlTestRecord *test;

      if (!cdl_connection_step (connection, statement, &row, error))
        return NULL;
      if (!row)
        break;
      test = test_of_row (statement, error);
      if (test == NULL)
        return NULL;
      g_ptr_array_add (tests, test);
    }

  return g_steal_pointer (&tests);
}

GPtrArray *
cdl_local_list_tests (CdlStore *self,
                      guint states,
                      const char *before,
                      guint limit,
                      GCancellable *cancellable,
                      GError **error)
{
  CdlConnection *connection = cdl_local_begin_read (self, cancellable, error);
  GPtrArray *tests;

  if (connection == NULL)
    return NULL;
  tests = list_tests (connection, states, before, NULL, limit, error);
  cdl_local_end_read (self, connection);

  return tests;
}

CdlTestRecord *
cdl_local_get_test (CdlStore *self, const char *id, GCancellable *cancellable, GError **error)
{
  CdlConnection *connection = cdl_local_begin_read (self, cancellable, error);
  g_autoptr (GPtrArray) tests = NULL;

  if (connection == NULL)
    return NULL;
  tests = list_tests (connection, 0, NULL, id, 1, error);
  cdl_local_end_read (self, connection);

  if (tests == NULL)
    return NULL;
  if (tests->len == 0)
    {
      g_set_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_NOT_FOUND, "There is no test %s", id);
      return NULL;
    }

  return g_ptr_array_steal_index (tests, 0);
}

static gboolean
run_with_id (CdlConnection *connection, const char *sql, const char *id, GError **error)
{
  sqlite3_stmt *statement = cdl_connection_prepare (connection, sql, error);

  if (statement == NULL)
    return FALSE;
  cdl_bind_text (statement, 1, id);

  return cdl_connection_run (connection, statement, error);
}

gboolean
cdl_local_delete_test (CdlStore *self, const char *id, GCancellable *cancellable, GError **error)
{
  CdlConnection *connection = cdl_local_begin_write (self, cancellable, error);
  gboolean ok;

  if (connection == NULL)
    return FALSE;
  ok = run_with_id (connection,
                    "UPDATE run SET test = (SELECT test FROM run_test WHERE run = key"
                    " AND test <> ?1) WHERE key IN (SELECT run FROM run_test WHERE test = ?1)"
                    " AND test = ?1",
                    id, error)
       && run_with_id (connection, "DELETE FROM run_test WHERE test = ?", id, error)
       && run_with_id (connection, "DELETE FROM test WHERE id = ?", id, error);

  return cdl_local_end_write (self, connection, ok, error);
}

gboolean
cdl_local_put_cost (CdlStore *self,
                    const CdlCostRecord *cost,
                    GCancellable *cancellable,
                    GError **error)
{
  CdlConnection *connection = cdl_local_begin_write (self, cancellable, error);
  sqlite3_stmt *statement;
  gboolean ok;

  if (connection == NULL)
    return FALSE;
  statement = cdl_connection_prepare (
      connection,
      "INSERT OR REPLACE INTO cost (machine, revision, ns_per_unit, error_pct, samples, updated_at)"
      " VALUES (?, ?, ?, ?, ?, ?)",
      error);
  ok = statement != NULL;
  if (ok)
    {
      cdl_bind_text (statement, 1, cost->machine);
      cdl_bind_text (statement, 2, cost->revision);
      sqlite3_bind_double (statement, 3, cost->ns_per_unit);
      cdl_bind_double (statement, 4, cost->error_pct);
      sqlite3_bind_int64 (statement, 5, (gint64) cost->samples);
      sqlite3_bind_int64 (statement, 6, cost->updated_at);
      ok = cdl_connection_run (connection, statement, error);
    }

  return cdl_local_end_write (self, connection, ok, error);
}

static CdlCostRecord *
get_cost (CdlConnection *connection, const char *machine, const char *revision, GError **error)
{
  sqlite3_stmt *statement
      = cdl_connection_prepare (connection,
                                "SELECT ns_per_unit, samples, updated_at, error_pct FROM cost"
                                " WHERE machine = ? AND revision = ?",
                                error);
  CdlCostRecord *cost;
  gboolean row;

  if (statement == NULL)
    return NULL;
  cdl_bind_text (statement, 1, machine);
  cdl_bind_text (statement, 2, revision);
  if (!cdl_connection_step (connection, statement, &row, error))
    return NULL;
  if (!row)
    {
      g_set_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_NOT_FOUND,
                   "What revision %s costs on machine %s is not known yet", revision, machine);
      return NULL;
    }
  cost = cdl_cost_record_new (machine, revision, sqlite3_column_double (statement, 0),
                              (guint64) sqlite3_column_int64 (statement, 1),
                              sqlite3_column_int64 (statement, 2));
  cost->error_pct = cdl_column_double (statement, 3);

  return cost;
}

CdlCostRecord *
cdl_local_get_cost (CdlStore *self,
                    const char *machine,
                    const char *revision,
                    GCancellable *cancellable,
                    GError **error)
{
  CdlConnection *connection = cdl_local_begin_read (self, cancellable, error);
  CdlCostRecord *cost;

  if (connection == NULL)
    return NULL;
  cost = get_cost (connection, machine, revision, error);
  cdl_local_end_read (self, connection);

  return cost;
}
