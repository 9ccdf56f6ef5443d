#include "cdl-test-store.h"

#include <math.h>
#include <string.h>

#include "cdl-number.h"
#include "cdl-run-json.h"
#include "cdl-store-export.h"
#include "cdl-time.h"

static char *
export_lines (CdlStore *store, const CdlRunFilter *filter)
{
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();
  g_autoptr (GError) error = NULL;

  cdl_store_export (store, filter, stream, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_output_stream_write_all (stream, "", 1, NULL, NULL, NULL);
  g_output_stream_close (stream, NULL, NULL);

  return g_memory_output_stream_steal_data (G_MEMORY_OUTPUT_STREAM (stream));
}

static gboolean
import_lines (CdlStore *store, const char *text, GError **error)
{
  g_autoptr (GInputStream) stream
      = g_memory_input_stream_new_from_data (text, (gssize) strlen (text), NULL);

  return cdl_store_import (store, stream, NULL, NULL, NULL, error);
}

static void
fill (CdlStore *store, CdlRandom *random)
{
  g_autoptr (GPtrArray) runs = cdl_test_fill (store, random, 40);
  g_autoptr (CdlStrategyRecord) unused = cdl_strategy_record_new ("Unused", "ab12", "{}", 5);
  g_autoptr (CdlTestRecord) test
      = cdl_test_record_new ("0191-test-1", "Été", "{ \"a\":\n1.50 }", "cli", 12);
  g_autoptr (CdlSessionRecord) session = cdl_session_record_new ();
  const CdlRunRecord *first = g_ptr_array_index (runs, 0);
  CdlSessionTrade trade = { 3, (char *) "BTCUSDT", (char *) "long", TRUE, { 0 } };
  CdlSessionEvent events[]
      = { { 1, 5, NULL, (char *) "connected", NULL },
          { 2, 6, (char *) "ÉTH", (char *) "entry", (char *) "{\"p\": 1.0}" } };
  CdlRunEdit edit = CDL_RUN_EDIT_NONE;

  for (guint i = 0; i < 6; i++)
    {
      const CdlRunRecord *run = g_ptr_array_index (runs, i);
      g_autoptr (CdlRunDetails) details = cdl_test_details (random, 1 + 500 * i, 300 * i);

      if (i == 3)
        g_clear_pointer (&details->setups, g_array_unref);
      cdl_test_put (store, run, details);
    }
  cdl_store_put_strategy (store, unused, NULL, NULL);
  test->state = CDL_TEST_FAILED;
  test->error = g_strdup ("disk “full”");
  test->work = 1e21;
  cdl_store_put_test (store, test, NULL, NULL);
  edit.test = "0191-test-2";
  cdl_store_edit_runs (store, (const char *const *) &first->id, 1, &edit, NULL, NULL);
  cdl_store_delete_runs (store, (const char *const *) &first->id, 1, NULL, NULL, NULL);

  session->id = g_strdup ("0191-session");
  session->strategy = cdl_strategy_record_ref (first->strategy);
  session->settings = g_strdup ("{\"capital\":1}");
  cdl_session_record_add_param (session, "gap", -0.0);
  g_strfreev (session->symbols);
  session->symbols = g_strsplit ("BTCUSDT,ÉTH", ",", -1);
  cdl_store_put_session (store, session, NULL, NULL);
  cdl_test_trade (random, 1, &trade.trade);
  g_assert_true (
      cdl_store_journal (store, session->id, &trade, 1, events, G_N_ELEMENTS (events), NULL, NULL));
}

/* All that a store holds moves to another, to the bit, and again changes nothing: what the second
 * store writes is what the first wrote. */
static void
test_moves (const CdlTestBackend *backend)
{
  CdlStore *store = backend->create (), *other = backend->create ();
  g_autofree char *lines = NULL, *again = NULL, *third = NULL;
  g_autoptr (GError) error = NULL;
  CdlRandom random;

  cdl_random_init (&random, 31);
  fill (store, &random);
  lines = export_lines (store, NULL);
  g_assert_nonnull (strstr (lines, "\"type\":\"session_event\""));
  g_assert_nonnull (strstr (lines, "\"type\":\"trial\""));
  for (guint i = 0; i < 2; i++)
    {
      import_lines (other, lines, &error);
      g_assert_no_error (error);
    }
  again = export_lines (other, NULL);
  g_assert_cmpstr (again, ==, lines);

  third = export_lines (store, NULL);
  g_assert_cmpstr (third, ==, lines);

  backend->destroy (store);
  backend->destroy (other);
}

static void
test_run_to_the_bit (const CdlTestBackend *backend)
{
  CdlStore *store = backend->create (), *other = backend->create ();
  g_autoptr (CdlRunRecord) run = NULL, read = NULL;
  g_autoptr (CdlRunDetails) details = NULL, read_details = NULL;
  g_autofree char *lines = NULL;
  g_autoptr (GError) error = NULL;
  CdlRandom random;

  cdl_random_init (&random, 32);
  run = cdl_test_run (&random, 1);
  details = cdl_test_details (&random, 3000, 1500);
  cdl_test_put (store, run, details);
  lines = export_lines (store, NULL);
  import_lines (other, lines, &error);
  g_assert_no_error (error);
  read = cdl_store_get_run (other, run->id, &read_details, NULL, &error);
  g_assert_no_error (error);
  cdl_test_assert_run (read, run);
  cdl_test_assert_details (read_details, details);

  backend->destroy (store);
  backend->destroy (other);
}

/* With a filter: the runs, what they refer to, and no more. */
static void
test_filtered (const CdlTestBackend *backend)
{
  CdlStore *store = backend->create (), *other = backend->create ();
  g_autoptr (CdlRunFilter) filter = cdl_run_filter_new ();
  g_autofree char *lines = NULL;
  g_autoptr (GPtrArray) strategies = NULL;
  g_autoptr (GError) error = NULL;
  CdlRandom random;
  guint64 expected, count;

  cdl_random_init (&random, 33);
  fill (store, &random);
  filter->symbol = g_strdup ("ETHUSDT");
  lines = export_lines (store, filter);
  import_lines (other, lines, &error);
  g_assert_no_error (error);
  g_assert_true (cdl_store_count_runs (store, filter, &expected, NULL, NULL));
  g_assert_cmpuint (expected, >, 0);
  g_assert_true (cdl_store_count_runs (other, NULL, &count, NULL, NULL));
  g_assert_cmpuint (count, ==, expected);
  strategies = cdl_store_list_strategies (other, "Unused", NULL, NULL);
  g_assert_cmpuint (strategies->len, ==, 0);

  backend->destroy (store);
  backend->destroy (other);
}

/* One run, self-contained, is enough for another store. */
static void
test_self_contained (const CdlTestBackend *backend)
{
  CdlStore *store = backend->create ();
  g_autoptr (CdlRunRecord) run = NULL, read = NULL;
  g_autoptr (CdlRunDetails) details = NULL, read_details = NULL;
  g_autoptr (CdlJsonWriter) writer = cdl_json_writer_new (CDL_JSON_COMPACT);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  CdlRandom random;

  cdl_random_init (&random, 34);
  run = cdl_test_run (&random, 1);
  details = cdl_test_details (&random, 2, 2);
  cdl_run_write_json (writer, run, details, TRUE);
  text = cdl_json_writer_steal (writer);
  import_lines (store, text, &error);
  g_assert_no_error (error);
  read = cdl_store_get_run (store, run->id, &read_details, NULL, &error);
  g_assert_no_error (error);
  read->strategy->created_at = run->strategy->created_at;
  cdl_test_assert_run (read, run);
  cdl_test_assert_details (read_details, details);

  backend->destroy (store);
}

/* A line that cannot be read is named, and what stood before it is there. */
static void
test_bad_lines (const CdlTestBackend *backend)
{
  static const struct
  {
    const char *line;
    const char *message;
  } bad[] = {
    { "{", "not JSON" },
    { "[]", "object" },
    { "{\"type\":5}", "type" },
    { "{\"type\":\"other\"}", "other" },
    { "{\"type\":\"strategy\",\"name\":\"x\"}", "revision" },
    { "{\"type\":\"strategy\",\"name\":\"a\\u0000b\",\"revision\":\"1\"}", "zero" },
    { "{\"type\":\"strategy\",\"name\":\"\xff\"}", "UTF-8" },
    { "{\"type\":\"trial\",\"dataset\":\"x\",\"run\":\"a b\",\"from\":0,\"to\":1}", "run id" },
    { "{\"type\":\"trial\",\"dataset\":\"x\",\"run\":\"r\",\"from\":0.5,\"to\":1}", "from" },
    { "{\"type\":\"dataset\",\"fingerprint\":\"f\",\"market\":\"moon\"}", "moon" },
    { "{\"type\":\"link\",\"test\":\"t\",\"runs\":[\"nowhere\"]}", "nowhere" },
    { "{\"type\":\"session_event\",\"session\":\"none\",\"seq\":1,\"time\":1,\"kind\":\"k\"}",
      "none" },
    { "{\"id\":\"r\",\"fingerprint\":\"f\"}", "note" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      CdlStore *store = backend->create ();
      g_autofree char *lines = g_strdup_printf (
          "{\"type\":\"strategy\",\"name\":\"Before\",\"revision\":\"r\",\"created_at\":1,"
          "\"json\":\"{}\"}\r\n\n%s\n",
          bad[i].line);
      g_autoptr (CdlStrategyRecord) before = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_false (import_lines (store, lines, &error));
      g_assert_true (error->domain == CDL_STORE_ERROR);
      g_assert_nonnull (strstr (error->message, bad[i].message));
      if (!g_str_has_prefix (bad[i].line, "{\"type\":\"trial\""))
        g_assert_true (g_str_has_prefix (error->message, "Line 3: "));
      before = cdl_store_get_strategy (store, "Before", NULL, NULL, NULL);
      g_assert_nonnull (before);

      backend->destroy (store);
    }
}

/* A text nested a hundred thousand deep is refused before anything recurses into it. */
static void
test_deep_nesting (const CdlTestBackend *backend)
{
  CdlStore *store = backend->create ();
  g_autofree char *deep = g_strnfill (100000, '[');
  g_autoptr (GError) error = NULL;

  g_assert_false (import_lines (store, deep, &error));
  g_assert_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "nested"));

  backend->destroy (store);
}

static guint
count_cells (const char *line)
{
  gboolean quoted = FALSE;
  guint n = 1;

  for (; *line != '\0'; line++)
    {
      quoted = *line == '"' ? !quoted : quoted;
      n += *line == ',' && !quoted ? 1 : 0;
    }

  return n;
}

static void
test_csv (const CdlTestBackend *backend)
{
  static const char header[]
      = "id,fingerprint,strategy,revision,symbol,market,interval,from,to,params.strength,"
        "params.gap,params._odd1,start,final,net,";
  CdlStore *store = backend->create ();
  g_autoptr (GPtrArray) runs = NULL;
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();
  CdlRunQuery query = { .key = CDL_SORT_STAT, .stat = CDL_STAT_NET, .descending = TRUE };
  g_auto (GStrv) lines = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  CdlRandom random;

  cdl_random_init (&random, 35);
  runs = cdl_test_fill (store, &random, 30);
  for (guint i = 0; i < runs->len; i++)
    {
      const CdlRunRecord *run = g_ptr_array_index (runs, i);
      CdlRunEdit edit = CDL_RUN_EDIT_NONE;

      edit.note = "one line, \"quoted\"";
      cdl_store_edit_runs (store, (const char *const *) &run->id, 1, &edit, NULL, &error);
    }
  cdl_store_export_runs_csv (store, &query, stream, NULL, &error);
  g_assert_no_error (error);
  g_output_stream_write_all (stream, "", 1, NULL, NULL, NULL);
  g_output_stream_close (stream, NULL, NULL);
  text = g_memory_output_stream_steal_data (G_MEMORY_OUTPUT_STREAM (stream));
  lines = g_strsplit (text, "\r\n", -1);

  g_assert_cmpuint (g_strv_length (lines), ==, runs->len + 2);
  g_assert_true (g_str_has_prefix (lines[0], header));
  for (guint i = 1; i <= runs->len; i++)
    {
      g_assert_cmpuint (count_cells (lines[i]), ==, count_cells (lines[0]));
      g_assert_nonnull (strstr (lines[i], "\"one line, \"\"quoted\"\"\""));
      g_assert_null (strstr (lines[i], "nan"));
      g_assert_null (strstr (lines[i], "null"));
    }

  backend->destroy (store);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  cdl_test_store_add ("exchange/moves", test_moves);
  cdl_test_store_add ("exchange/run-to-the-bit", test_run_to_the_bit);
  cdl_test_store_add ("exchange/filtered", test_filtered);
  cdl_test_store_add ("exchange/self-contained", test_self_contained);
  cdl_test_store_add ("exchange/bad-lines", test_bad_lines);
  cdl_test_store_add ("exchange/deep-nesting", test_deep_nesting);
  cdl_test_store_add ("exchange/csv", test_csv);

  return g_test_run ();
}
