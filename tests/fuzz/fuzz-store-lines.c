#include "cdl-fuzz.h"

#include <string.h>

#include "cdl-record-check-private.h"
#include "cdl-run-json-private.h"
#include "cdl-session-json-private.h"
#include "cdl-store.h"

static const CdlFuzzSeed seeds[] = {
  CDL_FUZZ_SEED ("{\"name\":\"É\",\"revision\":\"ab\",\"created_at\":1,\"json\":\"{}\"}"),
  CDL_FUZZ_SEED ("{\"fingerprint\":\"f\",\"market\":\"um\",\"symbol\":\"B\",\"interval\":\"1m\","
                 "\"from\":0,\"to\":9,\"rows\":1,\"holes\":0,\"quality_pct\":null,\"sources\":"
                 "[{\"name\":\"a\",\"checksum\":\"b\"}]}"),
  CDL_FUZZ_SEED (
      "{\"seq\":1,\"time\":5,\"symbol\":null,\"kind\":\"k\",\"data\":\"{\\\"p\\\":1}\"}"),
  CDL_FUZZ_SEED ("{\"id\":\"a\",\"name\":\"\",\"request\":\"{}\",\"asked_by\":\"cli\",\"state\":"
                 "\"done\",\"error\":null,\"created_at\":1,\"priority\":0,\"place\":0,\"runs\":1,"
                 "\"runs_done\":1,\"work\":1.5,\"work_done\":1e3,\"estimate_ms\":null,"
                 "\"started_at\":null,\"finished_at\":2,\"elapsed_ms\":3}"),
  CDL_FUZZ_SEED ("{\"id\":\"s\",\"strategy\":\"n\",\"revision\":\"r\",\"params\":{\"a\":-0.0},"
                 "\"market\":\"spot\",\"symbols\":[\"B\"],\"interval\":\"4h\",\"settings\":\"{}\","
                 "\"state\":\"running\",\"created_at\":1,\"stopped_at\":null,\"note\":\"\","
                 "\"error\":null}"),
  CDL_FUZZ_SEED ("{\"id\":\"r\",\"fingerprint\":\"f\",\"strategy\":\"s\",\"revision\":\"v\","
                 "\"params\":{\"a\":0.3},\"interval\":\"1h\",\"from\":0,\"to\":1,\"settings\":{},"
                 "\"note\":\"\",\"test\":null,\"path_interval\":\"1m\",\"favourite\":false,"
                 "\"created_at\":1,\"finished_at\":2,\"elapsed_us\":3,\"dataset\":\"d\"}"),
  CDL_FUZZ_SEED ("[[[[[[[[{\"a\":\"\\u0000\"}]]]]]]]]"),
};

/* A run that is read and passes the checks is written, and read again as the same text. */
static void
read_run (JsonObject *object)
{
  g_autoptr (CdlRunDetails) details = NULL, again_details = NULL;
  g_autoptr (CdlRunRecord) run = cdl_run_read_json (object, &details, NULL), again = NULL;
  g_autoptr (CdlJsonWriter) writer = cdl_json_writer_new (CDL_JSON_COMPACT);
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *text = NULL, *second = NULL;
  CdlRunItem item = { run, details };

  if (run == NULL || !cdl_check_run (&item, NULL, NULL))
    return;
  cdl_run_write_json (writer, run, details, TRUE);
  text = cdl_json_writer_steal (writer);
  node = cdl_json_parse (text, strlen (text), NULL);
  g_assert_nonnull (node);
  again = cdl_run_read_json (json_node_get_object (node), &again_details, NULL);
  g_assert_nonnull (again);
  cdl_run_write_json (writer, again, again_details, TRUE);
  second = cdl_json_writer_steal (writer);
  g_assert_cmpstr (second, ==, text);
}

/* A line of an import as any record: each reader takes it or says why not. */
static int
fuzz_store_lines (const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = cdl_json_parse ((const char *) data, size, &error);
  g_autoptr (CdlStrategyRecord) strategy = NULL;
  g_autoptr (CdlDatasetRecord) dataset = NULL;
  g_autoptr (CdlTestRecord) test = NULL;
  g_autoptr (CdlSessionRecord) session = NULL;
  g_autofree char *canonical = NULL;
  CdlSessionTrade trade;
  CdlSessionEvent event;
  JsonObject *object;

  g_assert_true ((node == NULL) == (error != NULL));
  if (node == NULL)
    return 0;
  canonical = cdl_json_canonical (node);
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return 0;

  object = json_node_get_object (node);
  read_run (object);
  strategy = cdl_strategy_read_json (object, NULL);
  if (strategy != NULL)
    cdl_check_strategy (strategy, NULL);
  dataset = cdl_dataset_read_json (object, NULL);
  if (dataset != NULL)
    cdl_check_dataset (dataset, NULL);
  test = cdl_test_read_json (object, NULL);
  if (test != NULL)
    cdl_check_test (test, NULL);
  session = cdl_session_read_json (object, NULL);
  if (session != NULL)
    cdl_check_session (session, NULL);
  if (cdl_session_trade_read_json (object, &trade, NULL))
    cdl_check_session_trade (&trade, NULL);
  cdl_session_trade_clear (&trade);
  if (cdl_session_event_read_json (object, &event, NULL))
    cdl_check_session_event (&event, NULL);
  cdl_session_event_clear (&event);

  return 0;
}

CDL_FUZZ_TARGET ("store-lines", fuzz_store_lines, seeds);
