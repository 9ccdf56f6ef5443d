#include "cdl-graph-private.h"

CdlGraph *
cdl_graph_new (void)
{
  CdlGraph *graph = g_new0 (CdlGraph, 1);

  graph->nodes = g_array_new (FALSE, TRUE, sizeof (CdlNode));

  return graph;
}

void
cdl_graph_free (CdlGraph *graph)
{
  g_array_unref (graph->nodes);
  g_free (graph);
}

void
cdl_graph_need (CdlGraph *graph, CdlInterval interval, gsize lookback, guint fields)
{
  graph->intervals |= 1u << interval;
  graph->lookback[interval] = MAX (graph->lookback[interval], lookback);
  graph->reads[interval] |= fields;
}

const char *const *
cdl_field_words (void)
{
  static const char *const words[CDL_N_SOURCES + 1] = {
    [CDL_FIELD_OPEN] = "open",
    [CDL_FIELD_HIGH] = "high",
    [CDL_FIELD_LOW] = "low",
    [CDL_FIELD_CLOSE] = "close",
    [CDL_FIELD_VOLUME] = "volume",
    [CDL_FIELD_QUOTE_VOLUME] = "quote_volume",
    [CDL_FIELD_TRADES] = "trades",
    [CDL_FIELD_TAKER_BUY_BASE] = "taker_buy",
    [CDL_FIELD_TAKER_BUY_QUOTE] = "taker_buy_quote",
    [CDL_SOURCE_HL2] = "hl2",
    [CDL_SOURCE_HLC3] = "hlc3",
    [CDL_SOURCE_OHLC4] = "ohlc4",
    [CDL_SOURCE_TIME] = "time",
    [CDL_SOURCE_HOUR] = "hour",
    [CDL_SOURCE_WEEKDAY] = "weekday",
  };

  return words;
}
