#include "cdl-test-session.h"

guint
test_session_fields (const CdlKlines *klines)
{
  guint fields = 0;

  for (int f = 0; f < CDL_N_FIELDS; f++)
    fields |= klines->field[f] != NULL ? 1u << f : 0;

  return fields;
}

CdlFeedEvent
test_session_kline (const CdlKlines *path, gsize i, gboolean whole)
{
  CdlFeedEvent event = {
    .type = CDL_FEED_EVENT_KLINE,
    .symbol = TEST_SYMBOL,
    .received_at = cdl_klines_close_time (path, i) + 1,
    .kline = { .row = { .open_time = path->open_time[i] }, .whole = whole },
  };

  for (int f = 0; f < CDL_N_FIELDS; f++)
    event.kline.row.field[f] = path->field[f] != NULL ? path->field[f][i] : 0.0;

  return event;
}

CdlFeedEvent
test_session_print (CdlPrint print)
{
  return (CdlFeedEvent){
    .type = CDL_FEED_EVENT_PRINT,
    .symbol = TEST_SYMBOL,
    .received_at = print.time + 1,
    .print = print,
  };
}

const CdlPrint *
test_session_prints_of (const TestMarket *market, gsize j, gsize *n)
{
  guint first = j > 0 ? g_array_index (market->ends, guint, j - 1) : 0;

  *n = g_array_index (market->ends, guint, j) - first;

  return &g_array_index (market->prints, CdlPrint, first);
}

CdlSessionSymbol *
test_session_new (const TestWorld *world, CdlSessionFactFunc func, gpointer data)
{
  const CdlKlines *path = cdl_columns_view (world->market->path);
  CdlSessionSymbol *session = cdl_session_symbol_new (
      TEST_SYMBOL, world->plan->program, &world->plan->settings, CDL_INTERVAL_1M,
      test_session_fields (path), path->open_time[0], TRUE, func, data);

  for (gsize i = 0; i < world->n_funding; i++)
    {
      CdlFeedEvent event = {
        .type = CDL_FEED_EVENT_FUNDING,
        .symbol = TEST_SYMBOL,
        .funding = world->funding[i],
      };

      g_assert_true (cdl_session_symbol_take (session, &event));
    }

  return session;
}
