#include <math.h>

#include "cdl-cli-journal.h"
#include "cdl-cli-live.h"
#include "cdl-cli-style.h"
#include "cdl-cli-table.h"
#include "cdl-cli-text.h"
#include "cdl-cli.h"
#include "cdl-number.h"
#include "cdl-text.h"
#include "cdl-time.h"
#include "cdl-trade-json.h"

/* Lines of the journal, and closed trades, that a person is shown; more with --log. */
#define LINES 10

#define PAGE 5000

static void
print_title (const char *title)
{
  g_print ("\n%s%s%s\n", cdl_cli_style (CDL_STYLE_BOLD), title, cdl_cli_style (CDL_STYLE_PLAIN));
}

/* --- What is now --- */

static void
add_pending (CdlTable *table, const char *symbol, JsonArray *pending)
{
  for (guint i = 0; i < json_array_get_length (pending); i++)
    {
      JsonObject *row = json_array_get_object_element (pending, i);
      JsonObject *setup = json_object_get_object_member (row, "setup");
      g_autofree char *name = cdl_text_printable (cdl_cli_json_text (setup, "name"));
      g_autofree char *entry = cdl_cli_json_number (setup, "entry", -1);
      g_autofree char *distance = cdl_cli_json_number (row, "distance_pct", 2);
      g_autofree char *stop = cdl_cli_json_number (setup, "stop_loss", -1);
      g_autofree char *target = cdl_cli_json_number (setup, "take_profit", -1);
      const char *cells[] = { symbol,
                              name,
                              cdl_cli_json_text (setup, "side"),
                              cdl_cli_json_text (setup, "entry_type"),
                              entry,
                              distance,
                              stop,
                              target,
                              NULL };

      cdl_table_add (table, cells);
    }
}

static void
add_open (CdlTable *table, const char *symbol, JsonArray *open)
{
  for (guint i = 0; i < json_array_get_length (open); i++)
    {
      JsonObject *row = json_array_get_object_element (open, i);
      JsonObject *trade = json_object_get_object_member (row, "trade");
      g_autofree char *name = cdl_text_printable (cdl_cli_json_text (trade, "name"));
      g_autofree char *since = cdl_time_format_short (
          json_object_get_int_member_with_default (trade, "entry_time", 0));
      g_autofree char *entry = cdl_cli_json_number (trade, "entry_price", -1);
      g_autofree char *stop = cdl_cli_json_number (trade, "stop_loss", -1);
      g_autofree char *target = cdl_cli_json_number (trade, "take_profit", -1);
      g_autofree char *running = cdl_cli_json_number (row, "running", 2);
      const char *cells[]
          = { symbol,  name, cdl_cli_json_text (trade, "side"), since, entry, stop, target,
              running, NULL };

      cdl_table_add (table, cells);
    }
}

/* now: 0 if no process runs the session: whatever was so then, its data comes no more. why: then,
 * instead of what the status says. */
static void
print_symbol (CdlTable *table, JsonObject *symbol, gint64 now, const char *why)
{
  g_autofree char *price = cdl_cli_json_number (symbol, "price", -1);
  g_autofree char *equity = cdl_text_number (
      json_object_get_double_member_with_default (symbol, "equity", (double) NAN), 2);
  g_autofree char *reason = cdl_text_printable (cdl_cli_json_text (symbol, "reason"));
  gint64 time = json_object_get_int_member_with_default (symbol, "data_time", CDL_TIME_NONE);
  g_autofree char *age = time != CDL_TIME_NONE && now > 0
                             ? cdl_duration_format (MAX (now - time, 0))
                             : g_strdup ("–");
  const char *cells[] = { cdl_cli_json_text (symbol, "symbol"),
                          now > 0 ? cdl_cli_json_text (symbol, "state") : "offline",
                          age,
                          price,
                          equity,
                          now > 0 ? reason : why,
                          NULL };

  cdl_table_add (table, cells);
}

static void
add_statistic (GStrvBuilder *row, JsonObject *values, CdlStat stat, double scale, int places)
{
  JsonNode *node = json_object_get_member (values, cdl_stat_info (stat)->name);
  double value
      = node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_double (node) : (double) NAN;
  g_autofree char *text = cdl_text_number (scale * value, places);

  g_strv_builder_add (row, text);
}

/* What came of a session that was stopped. */
static void
print_results (JsonArray *symbols)
{
  static const char *const titles[]
      = { "Symbol",          ">Trades",        ">Won %", ">Net",     ">Return %",
          ">Max drawdown %", ">Profit factor", ">Fees",  ">Funding", NULL };
  g_autoptr (CdlTable) table = cdl_table_new (titles);
  guint n = 0;

  for (guint i = 0; i < json_array_get_length (symbols); i++)
    {
      JsonObject *symbol = json_array_get_object_element (symbols, i);
      JsonNode *node = json_object_get_member (symbol, "statistics");
      JsonObject *values
          = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
      g_autoptr (GStrvBuilder) row = g_strv_builder_new ();
      g_auto (GStrv) cells = NULL;

      if (values == NULL)
        continue;
      g_strv_builder_add (row, cdl_cli_json_text (symbol, "symbol"));
      add_statistic (row, values, CDL_STAT_TRADES, 1.0, 0);
      add_statistic (row, values, CDL_STAT_WIN_RATE, 100.0, 1);
      add_statistic (row, values, CDL_STAT_NET, 1.0, 2);
      add_statistic (row, values, CDL_STAT_RETURN_PCT, 1.0, 2);
      add_statistic (row, values, CDL_STAT_MAX_DRAWDOWN_PCT, 1.0, 2);
      add_statistic (row, values, CDL_STAT_PROFIT_FACTOR, 1.0, 2);
      add_statistic (row, values, CDL_STAT_FEES, 1.0, 2);
      add_statistic (row, values, CDL_STAT_FUNDING, 1.0, 2);
      cells = g_strv_builder_end (row);
      cdl_table_add (table, (const char *const *) cells);
      n++;
    }
  if (n == 0)
    return;
  print_title ("Results");
  cdl_table_print (table);
}

/* why: nothing is followed; NULL: it is. */
static void
print_status (JsonObject *status, const char *why)
{
  static const char *const symbol_titles[]
      = { "Symbol", "Data", ">Age", ">Price", ">Equity", "", NULL };
  static const char *const pending_titles[]
      = { "Symbol",  "Setup",      "Side",         "Entry", ">Price",
          ">Away %", ">Stop loss", ">Take profit", NULL };
  static const char *const open_titles[]
      = { "Symbol",     "Setup",        "Side",    "Since (UTC)", ">Entry",
          ">Stop loss", ">Take profit", ">Result", NULL };
  JsonArray *symbols = json_object_get_array_member (status, "symbols");
  g_autoptr (CdlTable) table = cdl_table_new (symbol_titles);
  g_autoptr (CdlTable) pending = cdl_table_new (pending_titles);
  g_autoptr (CdlTable) open = cdl_table_new (open_titles);
  gint64 now = json_object_get_int_member_with_default (status, "updated_at", 0);
  g_autofree char *when = cdl_time_format_short (now / CDL_SECOND_MS * CDL_SECOND_MS);
  g_autofree char *title = g_strdup_printf ("Symbols, at %s UTC", when);
  guint n_pending = 0, n_open = 0;

  for (guint i = 0; symbols != NULL && i < json_array_get_length (symbols); i++)
    {
      JsonObject *symbol = json_array_get_object_element (symbols, i);
      JsonArray *rows = json_object_get_array_member (symbol, "pending");

      print_symbol (table, symbol, why == NULL ? now : 0, why);
      n_pending += json_array_get_length (rows);
      add_pending (pending, cdl_cli_json_text (symbol, "symbol"), rows);
      rows = json_object_get_array_member (symbol, "open");
      n_open += json_array_get_length (rows);
      add_open (open, cdl_cli_json_text (symbol, "symbol"), rows);
    }
  print_title (title);
  cdl_table_print (table);
  if (n_pending > 0)
    {
      print_title ("Pending setups");
      cdl_table_print (pending);
    }
  if (n_open > 0)
    {
      print_title ("Open trades");
      cdl_table_print (open);
    }
  if (symbols != NULL)
    print_results (symbols);
}

/* --- What was --- */

static void
print_trades (GArray *trades)
{
  static const char *const titles[]
      = { ">#",     "Symbol", "Setup", "Side", "Entered (UTC)", ">Entry", "Closed (UTC)", ">Exit",
          "Reason", ">Net",   "",      NULL };
  g_autoptr (CdlTable) table = cdl_table_new (titles);
  guint n = 0;

  for (guint i = trades->len > LINES ? trades->len - LINES : 0; i < trades->len; i++)
    {
      const CdlSessionTrade *trade = &g_array_index (trades, CdlSessionTrade, i);
      g_autofree char *number = g_strdup_printf ("%" G_GUINT64_FORMAT, trade->seq);
      g_autofree char *name = cdl_text_printable (trade->name);
      g_autofree char *entered = cdl_time_format_short (trade->trade.entry_time);
      g_autofree char *net = cdl_text_signed (trade->trade.pnl, 2);
      char entry[CDL_NUMBER_SIZE], exit[CDL_NUMBER_SIZE];
      g_autofree char *closed = NULL;

      if (trade->trade.exit_reason == CDL_EXIT_NONE)
        continue;
      closed = cdl_time_format_short (trade->trade.exit_time);
      {
        const char *cells[] = { number,
                                trade->symbol,
                                name,
                                cdl_side_name (trade->trade.side),
                                entered,
                                cdl_number_format (trade->trade.entry_price, entry),
                                closed,
                                cdl_number_format (trade->trade.exit_price, exit),
                                cdl_exit_reason_name (trade->trade.exit_reason),
                                net,
                                trade->reconstructed ? "reconstructed" : "",
                                NULL };

        cdl_table_add (table, cells);
        n++;
      }
    }
  if (n == 0)
    return;
  print_title (trades->len > LINES ? "Last closed trades" : "Closed trades");
  cdl_table_print (table);
}

static void
print_log (GArray *events, guint lines)
{
  print_title (events->len > lines ? "End of the log" : "Log");
  for (guint i = events->len > lines ? events->len - lines : 0; i < events->len; i++)
    {
      const CdlSessionEvent *event = &g_array_index (events, CdlSessionEvent, i);
      g_autofree char *time = cdl_time_format_short (event->time);
      g_autofree char *text = cdl_cli_event_text (event);

      g_print ("%s  %-9s %s %s\n", time, event->kind, event->symbol != NULL ? event->symbol : "",
               text);
    }
}

/* The last of the journal's trades (trades TRUE) or events, page by page. */
static GArray *
load (CdlStore *store, const char *id, gboolean trades, guint last, GError **error)
{
  GArray *all = NULL;
  guint64 after = 0;
  guint n;

  do
    {
      GArray *page = trades ? cdl_store_list_session_trades (store, id, after, PAGE, NULL, error)
                            : cdl_store_list_session_events (store, id, after, PAGE, NULL, error);

      if (page == NULL)
        {
          g_clear_pointer (&all, g_array_unref);
          return NULL;
        }
      n = page->len;
      if (n > 0)
        after = trades ? g_array_index (page, CdlSessionTrade, n - 1).seq
                       : g_array_index (page, CdlSessionEvent, n - 1).seq;
      if (all == NULL)
        {
          all = page;
          continue;
        }
      /* What the page holds moves over. */
      g_array_append_vals (all, page->data, n);
      g_array_set_clear_func (page, NULL);
      g_array_unref (page);
      if (all->len > last)
        g_array_remove_range (all, 0, all->len - last);
    }
  while (n == PAGE);

  return all;
}

/* --- All of it --- */

static void
print_json (const CdlSessionRecord *record, JsonNode *status, GArray *trades, GArray *events)
{
  g_autoptr (CdlJsonWriter) writer = cdl_json_writer_new (CDL_JSON_PRETTY);
  g_autofree char *now = status != NULL ? json_to_string (status, FALSE) : NULL;

  cdl_json_begin_object (writer);
  cdl_json_member_string (writer, "id", record->id);
  cdl_json_member_string (writer, "name", record->note);
  cdl_json_member_string (writer, "strategy", record->strategy->name);
  cdl_json_member_string (writer, "revision", record->strategy->revision);
  cdl_json_member_string (writer, "market", cdl_market_name (record->market));
  cdl_json_member_string (writer, "state", cdl_cli_session_state (record));
  cdl_json_member_int (writer, "created_at", record->created_at);
  cdl_json_member_time (writer, "stopped_at", record->stopped_at);
  cdl_json_name (writer, "settings");
  cdl_json_raw (writer, record->settings);
  cdl_json_name (writer, "status");
  if (now != NULL)
    cdl_json_raw (writer, now);
  else
    cdl_json_null (writer);
  cdl_json_name (writer, "trades");
  cdl_json_begin_array (writer);
  for (guint i = 0; i < trades->len; i++)
    {
      const CdlSessionTrade *trade = &g_array_index (trades, CdlSessionTrade, i);

      cdl_json_begin_object (writer);
      cdl_json_member_int (writer, "seq", (gint64) trade->seq);
      cdl_json_member_bool (writer, "reconstructed", trade->reconstructed);
      cdl_json_name (writer, "trade");
      cdl_trade_write_json (writer, &trade->trade, trade->name, trade->symbol);
      cdl_json_end_object (writer);
    }
  cdl_json_end_array (writer);
  cdl_json_name (writer, "log");
  cdl_json_begin_array (writer);
  for (guint i = 0; i < events->len; i++)
    {
      const CdlSessionEvent *event = &g_array_index (events, CdlSessionEvent, i);

      cdl_json_begin_object (writer);
      cdl_json_member_int (writer, "seq", (gint64) event->seq);
      cdl_json_member_int (writer, "time", event->time);
      cdl_json_member_string (writer, "symbol", event->symbol);
      cdl_json_member_string (writer, "kind", event->kind);
      cdl_json_name (writer, "data");
      if (event->data != NULL)
        cdl_json_raw (writer, event->data);
      else
        cdl_json_null (writer);
      cdl_json_end_object (writer);
    }
  cdl_json_end_array (writer);
  cdl_json_end_object (writer);
  cdl_cli_print_json (writer);
}

/* Why no data comes; NULL: it does, or should. */
static const char *
not_followed (const char *state)
{
  if (g_str_equal (state, "running"))
    return NULL;

  return g_str_equal (state, "left") ? "left by its process" : "the session has ended";
}

static void
print_text (const CdlSessionRecord *record,
            JsonNode *status,
            GArray *trades,
            GArray *events,
            gboolean log)
{
  g_autofree char *title = cdl_cli_session_title (record);
  g_autofree char *strategy = cdl_text_printable (record->strategy->name);
  g_autofree char *started
      = cdl_time_format_short (record->created_at / CDL_SECOND_MS * CDL_SECOND_MS);
  g_autofree char *symbols = g_strjoinv (" ", record->symbols);
  g_autofree char *wrapped = cdl_text_wrap (symbols, 80, 0);
  const char *state = cdl_cli_session_state (record);

  g_print ("%s%s%s  %s\n", cdl_cli_style (CDL_STYLE_BOLD), title, cdl_cli_style (CDL_STYLE_PLAIN),
           record->id);
  g_print ("%s, %s %s klines, started %s UTC: %s\n%s\n", strategy, cdl_market_name (record->market),
           cdl_interval_name (record->interval), started, state, wrapped);
  if (g_str_equal (state, "left"))
    g_print ("No process runs it: “live resume” goes on with it.\n");
  if (record->stopped_at != CDL_TIME_NONE)
    {
      g_autofree char *ended
          = cdl_time_format_short (record->stopped_at / CDL_SECOND_MS * CDL_SECOND_MS);

      g_print ("It ended at %s UTC, and follows no market any more.\n", ended);
    }
  if (record->error != NULL)
    g_print ("It could not go on: %s.\n", record->error);
  if (status != NULL)
    print_status (json_node_get_object (status), not_followed (state));
  print_trades (trades);
  print_log (events, log ? G_MAXUINT : LINES);
}

static int
run (int argc, char **argv)
{
  gboolean log = FALSE;
  const GOptionEntry entries[] = {
    { "log", 0, 0, G_OPTION_ARG_NONE, &log, "The whole journal, not only its end", NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (CdlSessionRecord) record = NULL;
  g_autoptr (CdlStore) store = NULL;
  g_autoptr (JsonNode) status = NULL;
  g_autoptr (GArray) trades = NULL;
  g_autoptr (GArray) events = NULL;
  g_autoptr (GError) error = NULL;
  CdlOutput output;
  int code;

  if (!cdl_cli_parse (&cdl_command_live_show, entries, &argc, &argv, 1, 1, &output, &code))
    return code;
  store = cdl_cli_store (&error);
  /* One more than is shown: there are others before. */
  if (store == NULL || (record = cdl_cli_find_session (store, argv[1], &error)) == NULL
      || (trades = load (store, record->id, TRUE, output.json ? G_MAXUINT : LINES + 1, &error))
             == NULL
      || (events
          = load (store, record->id, FALSE, output.json || log ? G_MAXUINT : LINES + 1, &error))
             == NULL)
    return cdl_cli_fail_error (g_steal_pointer (&error));
  status = cdl_cli_session_status (record->id);
  if (output.json)
    print_json (record, status, trades, events);
  else
    print_text (record, status, trades, events, log);

  return CDL_EXIT_OK;
}

const CdlCommand cdl_command_live_show = {
  .noun = "live",
  .verb = "show",
  .args = "SESSION",
  .summary = "How a session stands: data, setups, trades, log",
  .run = run,
};
