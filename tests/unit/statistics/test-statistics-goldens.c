/* Trades of runs that an independent implementation computed, and the statistics that it computed
 * of them. Those that need the equity curve are compared where whole runs are. */

#include <gio/gio.h>
#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

#include "cdl-number.h"
#include "cdl-statistics.h"

static const CdlStat of_trades[] = {
  CDL_STAT_START,
  CDL_STAT_FINAL,
  CDL_STAT_NET,
  CDL_STAT_GROSS_GAIN,
  CDL_STAT_GROSS_LOSS,
  CDL_STAT_FEES,
  CDL_STAT_FUNDING,
  CDL_STAT_RETURN_PCT,
  CDL_STAT_TURNOVER,
  CDL_STAT_PROFIT_FACTOR,
  CDL_STAT_TRADES,
  CDL_STAT_LONG,
  CDL_STAT_SHORT,
  CDL_STAT_WIN_RATE,
  CDL_STAT_AVERAGE_GAIN,
  CDL_STAT_AVERAGE_LOSS,
  CDL_STAT_MEDIAN_GAIN,
  CDL_STAT_MEDIAN_LOSS,
  CDL_STAT_PAYOFF,
  CDL_STAT_EXPECTANCY,
  CDL_STAT_EXPECTANCY_R,
  CDL_STAT_SQN,
  CDL_STAT_WINNING_STREAK,
  CDL_STAT_LOSING_STREAK,
  CDL_STAT_AVERAGE_HOLDING_MS,
  CDL_STAT_MAE_PCT,
  CDL_STAT_MFE_PCT,
  CDL_STAT_KELLY,
  CDL_STAT_T_MEAN_R,
};

static JsonParser *
load (const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) stream = G_INPUT_STREAM (g_file_read (file, NULL, &error));
  JsonParser *parser = json_parser_new ();

  g_assert_no_error (error);
  if (g_str_has_suffix (path, ".gz"))
    {
      g_autoptr (GZlibDecompressor) unzip = g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP);
      GInputStream *plain = g_converter_input_stream_new (stream, G_CONVERTER (unzip));

      g_object_unref (stream);
      stream = plain;
    }
  json_parser_load_from_stream (parser, stream, NULL, &error);
  g_assert_no_error (error);

  return parser;
}

static CdlTrade
read_trade (JsonObject *object)
{
  const char *reason = json_object_get_string_member (object, "exit_reason");
  CdlTrade trade = {
    .side = strcmp (json_object_get_string_member (object, "side"), "long") == 0 ? CDL_SIDE_LONG
                                                                                 : CDL_SIDE_SHORT,
    .entry_time = json_object_get_int_member (object, "entry_time"),
    .exit_time = json_object_get_int_member (object, "exit_time"),
    .exit_price = json_object_get_double_member (object, "exit_price"),
    .qty = json_object_get_double_member (object, "qty"),
    .notional = json_object_get_double_member (object, "notional"),
    .fee_entry = json_object_get_double_member (object, "fee_entry"),
    .fee_exit = json_object_get_double_member (object, "fee_exit"),
    .funding = json_object_get_double_member (object, "funding"),
    .pnl = json_object_get_double_member (object, "pnl"),
    .r = json_object_get_double_member (object, "r"),
    .mae = json_object_get_double_member (object, "mae"),
    .mfe = json_object_get_double_member (object, "mfe"),
    .observed_slippage = CDL_NAN,
  };

  while (strcmp (cdl_exit_reason_name (trade.exit_reason), reason) != 0)
    trade.exit_reason++;

  return trade;
}

static void
compare (const char *name, JsonObject *run)
{
  JsonArray *array = json_object_get_array_member (run, "trades");
  JsonObject *expected = json_object_get_object_member (run, "statistics");
  JsonObject *reasons = json_object_get_object_member (run, "exit_reasons");
  gsize n = json_array_get_length (array);
  g_autofree CdlTrade *trades = g_new0 (CdlTrade, n);
  g_autoptr (CdlStatisticsBuilder) builder = NULL;
  CdlSettings settings;
  CdlStatistics statistics;

  cdl_settings_init (&settings, CDL_MARKET_UM);
  settings.capital = json_object_get_double_member (expected, "start");
  builder = cdl_statistics_builder_new (&settings);
  for (guint i = 0; i < n; i++)
    trades[i] = read_trade (json_array_get_object_element (array, i));
  cdl_statistics_builder_finish (builder, trades, n, NULL, 0, &statistics);

  for (guint i = 0; i < G_N_ELEMENTS (of_trades); i++)
    {
      CdlStat stat = of_trades[i];
      JsonNode *node = json_object_get_member (expected, cdl_stat_info (stat)->name);
      double value = statistics.value[stat];

      g_assert_nonnull (node);
      if (json_node_is_null (node) ? !isnan (value)
                                   : !(fabs (value - json_node_get_double (node))
                                       <= 1e-9 * fabs (json_node_get_double (node))))
        g_error ("%s: %s is %.17g, not %s", name, cdl_stat_info (stat)->name, value,
                 json_node_is_null (node) ? "undefined" : json_to_string (node, FALSE));
    }
  for (int i = 0; i < CDL_N_EXIT_REASONS; i++)
    {
      const char *reason = cdl_exit_reason_name ((CdlExitReason) i);

      g_assert_cmpint (statistics.exits[i], ==,
                       json_object_get_int_member_with_default (reasons, reason, 0));
    }
}

static void
test_goldens (void)
{
  const char *folder = g_getenv ("CHANDELIER_TEST_GOLDENS");
  g_autoptr (GDir) dir = folder != NULL ? g_dir_open (folder, 0, NULL) : NULL;
  const char *name;
  guint runs = 0;

  if (dir == NULL)
    {
      g_test_skip ("no goldens: CHANDELIER_TEST_GOLDENS names no folder");
      return;
    }
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autoptr (JsonParser) parser = NULL;
      JsonObject *object;

      if (strstr (name, ".json") == NULL)
        continue;
      parser = load (path);
      object = json_node_get_object (json_parser_get_root (parser));
      if (!json_object_has_member (object, "pessimistic")) /* a strategy */
        continue;
      compare (name, json_object_get_object_member (object, "pessimistic"));
      compare (name, json_object_get_object_member (object, "optimistic"));
      runs += 2;
    }
  g_assert_cmpuint (runs, >, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/statistics/goldens", test_goldens);

  return g_test_run ();
}
