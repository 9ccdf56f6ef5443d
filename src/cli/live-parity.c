#include "cdl-cli-live.h"
#include "cdl-cli-style.h"
#include "cdl-cli-text.h"
#include "cdl-cli.h"
#include "cdl-live-session.h"
#include "cdl-session-parity.h"
#include "cdl-time.h"
#include "cdl-trade-json.h"

/* What is different in the data: lines that a person is shown. */
#define LINES 20

static void
write_side (CdlJsonWriter *writer,
            const char *name,
            gboolean there,
            const CdlTrade *trade,
            const CdlParityDifference *difference)
{
  cdl_json_name (writer, name);
  if (there)
    cdl_trade_write_json (writer, trade, difference->name, difference->symbol);
  else
    cdl_json_null (writer);
}

/* What was told otherwise. */
static void
write_data (CdlJsonWriter *writer, const GArray *data)
{
  cdl_json_name (writer, "data");
  cdl_json_begin_array (writer);
  for (guint i = 0; i < data->len; i++)
    {
      const CdlParityDatum *datum = &g_array_index (data, CdlParityDatum, i);

      cdl_json_begin_object (writer);
      cdl_json_member_string (writer, "symbol", datum->symbol);
      cdl_json_member_string (writer, "source", cdl_parity_source_name (datum->source));
      cdl_json_member_time (writer, "time", datum->time);
      cdl_json_member_string (writer, "text", datum->text);
      cdl_json_end_object (writer);
    }
  cdl_json_end_array (writer);
}

static void
print_json (const char *id, const CdlSessionParity *parity)
{
  g_autoptr (CdlJsonWriter) writer = cdl_json_writer_new (CDL_JSON_PRETTY);

  cdl_json_begin_object (writer);
  cdl_json_member_string (writer, "session", id);
  cdl_json_member_bool (writer, "good", cdl_session_parity_is_good (parity));
  cdl_json_member_string (writer, "recorded", parity->recorded);
  cdl_json_member_string (writer, "replayed", parity->replayed);
  cdl_json_member_int (writer, "trades", (gint64) parity->trades);
  cdl_json_member_int (writer, "compared", (gint64) parity->compared);
  cdl_json_member_int (writer, "klines", (gint64) parity->klines);
  cdl_json_member_int (writer, "klines_different", (gint64) parity->klines_different);
  cdl_json_member_int (writer, "klines_missing", (gint64) parity->klines_missing);
  cdl_json_member_int (writer, "prints", (gint64) parity->prints);
  cdl_json_member_int (writer, "prints_different", (gint64) parity->prints_different);
  write_data (writer, parity->data);
  cdl_json_name (writer, "differences");
  cdl_json_begin_array (writer);
  for (guint i = 0; i < parity->differences->len; i++)
    {
      const CdlParityDifference *difference
          = &g_array_index (parity->differences, CdlParityDifference, i);

      cdl_json_begin_object (writer);
      cdl_json_member_string (writer, "symbol", difference->symbol);
      cdl_json_member_string (writer, "cause", cdl_parity_cause_name (difference->cause));
      cdl_json_member_string (writer, "text", difference->text);
      write_side (writer, "live", difference->has_live, &difference->live, difference);
      write_side (writer, "backtest", difference->has_backtest, &difference->backtest, difference);
      cdl_json_end_object (writer);
    }
  cdl_json_end_array (writer);
  cdl_json_end_object (writer);
  cdl_cli_print_json (writer);
}

static void
print_prints (const CdlSessionParity *parity)
{
  g_autofree char *klines = cdl_text_count (parity->prints, "kline");

  if (parity->prints == 0)
    g_print ("  No prints are there to compare.\n");
  else if (parity->prints_different == 0)
    g_print ("  The prints of %s compared.\n", klines);
  else
    g_print ("  The prints of %s compared, those of %" G_GUINT64_FORMAT " are not what was told.\n",
             klines, parity->prints_different);
}

static void
print_data (const GArray *data)
{
  for (guint i = 0; i < MIN (data->len, LINES); i++)
    {
      const CdlParityDatum *datum = &g_array_index (data, CdlParityDatum, i);
      g_autofree char *when = cdl_time_format_short (datum->time);

      g_print ("    %s  %s %s: %s\n", when, datum->symbol, cdl_parity_source_name (datum->source),
               datum->text);
    }
  if (data->len > LINES)
    g_print ("    and %u more: --format json lists them\n", data->len - LINES);
}

static void
print_text (const CdlSessionParity *parity)
{
  gboolean same = g_str_equal (parity->recorded, parity->replayed);
  g_autofree char *trades = cdl_text_count (parity->compared, "trade");
  g_autofree char *klines = cdl_text_count (parity->klines, "kline");
  g_autofree char *differences = cdl_text_count (parity->differences->len, "difference");

  g_print ("%s%s%s\n", cdl_cli_style (same ? CDL_STYLE_GOOD : CDL_STYLE_BAD),
           same ? "The recording gives the same trades, to the bit."
                : "The recording does not give the trades of the journal.",
           cdl_cli_style (CDL_STYLE_PLAIN));
  g_print ("  journal    %s\n  recording  %s\n", parity->recorded, parity->replayed);
  g_print ("As a backtest: %s compared, %s.\n", trades, differences);
  g_print ("  %s compared", klines);
  if (parity->klines_different > 0)
    g_print (", %" G_GUINT64_FORMAT " are not what was told", parity->klines_different);
  if (parity->klines_missing > 0)
    g_print ("; %" G_GUINT64_FORMAT " are not there, and were taken from the recording",
             parity->klines_missing);
  g_print (".\n");
  print_prints (parity);
  print_data (parity->data);

  for (guint i = 0; i < parity->differences->len; i++)
    {
      const CdlParityDifference *difference
          = &g_array_index (parity->differences, CdlParityDifference, i);
      const CdlTrade *trade = difference->has_live ? &difference->live : &difference->backtest;
      g_autofree char *entered = cdl_time_format_short (trade->entry_time);
      g_autofree char *name = cdl_text_printable (difference->name);

      g_print ("  %s  %s “%s”: %s (%s)\n", entered, difference->symbol, name, difference->text,
               cdl_parity_cause_name (difference->cause));
    }
}

static int
run (int argc, char **argv)
{
  gboolean download = FALSE;
  const GOptionEntry entries[] = {
    { "download", 0, 0, G_OPTION_ARG_NONE, &download,
      "Compare with data that is downloaded for it, not with the archive's", NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (CdlSessionRecord) record = NULL;
  g_autoptr (CdlSessionParity) parity = NULL;
  g_autoptr (CdlArchive) archive = NULL;
  g_autoptr (CdlStore) store = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *root = NULL;
  g_autofree char *folder = NULL;
  CdlOutput output;
  int code;

  if (!cdl_cli_parse (&cdl_command_live_parity, entries, &argc, &argv, 1, 1, &output, &code))
    return code;
  root = cdl_cli_data_folder ();
  archive = cdl_cli_archive ();
  store = cdl_cli_store (&error);
  if (store == NULL || (record = cdl_cli_find_session (store, argv[1], &error)) == NULL)
    return cdl_cli_fail_error (g_steal_pointer (&error));
  folder = cdl_live_session_folder (root, record->id);
  parity = download ? cdl_session_parity_check_downloaded (folder, record->stopped_at, store, NULL,
                                                           &error)
                    : cdl_session_parity_check (folder, archive, store, &error);
  if (parity == NULL)
    return cdl_cli_fail_error (g_steal_pointer (&error));
  if (output.json)
    print_json (record->id, parity);
  else
    print_text (parity);

  return cdl_session_parity_is_good (parity) ? CDL_EXIT_OK : CDL_EXIT_FAILED;
}

const CdlCommand cdl_command_live_parity = {
  .noun = "live",
  .verb = "parity",
  .args = "SESSION",
  .summary = "Play a session again, and as a backtest: the same trades, or why not",
  .run = run,
};
