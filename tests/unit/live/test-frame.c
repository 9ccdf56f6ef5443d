#include "cdl-frame.h"

#include <locale.h>
#include <string.h>

#define PRINT                                                                                      \
  "{\"e\":\"aggTrade\",\"E\":1700000000123,\"s\":\"BTCUSDT\",\"a\":26129,\"p\":\"37000.10\","      \
  "\"q\":\"0.00200000\",\"f\":100,\"l\":105,\"T\":1700000000100,\"m\":true,\"M\":true}"
#define KLINE                                                                                      \
  "{\"e\":\"kline\",\"E\":1700000040265,\"s\":\"BTCUSDT\",\"k\":{\"t\":1699999980000,"             \
  "\"T\":1700000039999,\"s\":\"BTCUSDT\",\"i\":\"1m\",\"f\":100,\"L\":200,\"o\":\"37000.10\","     \
  "\"c\":\"37010.00\",\"h\":\"37020.00\",\"l\":\"36990.00\",\"v\":\"1000\",\"n\":101,"             \
  "\"x\":true,\"q\":\"1.0000\",\"V\":\"500\",\"Q\":\"0.500\",\"B\":\"123456\"}}"
#define MARK                                                                                       \
  "{\"e\":\"markPriceUpdate\",\"E\":1700000000000,\"s\":\"BTCUSDT\",\"p\":\"37001.5\","            \
  "\"i\":\"37000\",\"P\":\"37002\",\"r\":\"-0.00038167\",\"T\":1700006400000,\"st\":1}"

/* text with the first `from` replaced; newly allocated. */
static char *
edit (const char *text, const char *from, const char *to)
{
  const char *at = strstr (text, from);

  g_assert_nonnull (at);

  return g_strdup_printf ("%.*s%s%s", (int) (at - text), text, to, at + strlen (from));
}

static gboolean
read_text (const char *text, CdlFrame *frame, const char **reason)
{
  gsize length = strlen (text);
  g_autofree char *exact = g_memdup2 (text, length + 1); /* ends where the sanitizer sees it */

  return cdl_frame_read (exact, length, frame, reason);
}

static void
test_fields (void)
{
  const char *reason;
  CdlFrame frame;

  g_assert_true (read_text (PRINT, &frame, &reason));
  g_assert_cmpint (frame.type, ==, CDL_FRAME_PRINT);
  g_assert_cmpstr (frame.symbol, ==, "BTCUSDT");
  g_assert_cmpint (frame.event_time, ==, 1700000000123);
  g_assert_cmpint (frame.print.id, ==, 26129);
  g_assert_cmpint (frame.print.first_id, ==, 100);
  g_assert_cmpint (frame.print.last_id, ==, 105);
  g_assert_cmpint (frame.print.time, ==, 1700000000100);
  g_assert_cmpfloat (frame.print.price, ==, 37000.10);
  g_assert_cmpfloat (frame.print.qty, ==, 0.002);

  g_assert_true (read_text (KLINE, &frame, &reason));
  g_assert_cmpint (frame.type, ==, CDL_FRAME_KLINE);
  g_assert_true (frame.kline.closed);
  g_assert_cmpint (frame.kline.interval, ==, CDL_INTERVAL_1M);
  g_assert_cmpint (frame.kline.row.open_time, ==, 1699999980000);
  g_assert_cmpint (frame.kline.last_id, ==, 200);
  g_assert_cmpfloat (frame.kline.row.field[CDL_FIELD_HIGH], ==, 37020.0);
  g_assert_cmpfloat (frame.kline.row.field[CDL_FIELD_TRADES], ==, 101.0);
  g_assert_cmpfloat (frame.kline.row.field[CDL_FIELD_TAKER_BUY_QUOTE], ==, 0.5);

  g_assert_true (read_text (MARK, &frame, &reason));
  g_assert_cmpint (frame.type, ==, CDL_FRAME_MARK);
  g_assert_cmpfloat (frame.mark.price, ==, 37001.5);
  g_assert_cmpfloat (frame.mark.rate, ==, -0.00038167);
  g_assert_cmpint (frame.mark.next_funding, ==, 1700006400000);
}

/* What is taken, and as what. */
static void
test_accepted (void)
{
  static const struct
  {
    const char *text;
    const char *from, *to; /* NULL: as it is */
    CdlFrameType type;
  } cases[] = {
    { "{\"stream\":\"btcusdt@aggTrade\",\"data\":" PRINT "}", NULL, NULL, CDL_FRAME_PRINT },
    { "{\"stream\":\"btcusdt@kline_1m\",\"data\":" KLINE "}", NULL, NULL, CDL_FRAME_KLINE },
    { "{\"stream\":\"btcusdt@markPrice\",\"data\":" MARK "}", NULL, NULL, CDL_FRAME_MARK },
    { "{\"stream\":\"btcusdt@markPrice@1s\",\"data\":" MARK "}", NULL, NULL, CDL_FRAME_MARK },
    { PRINT, "\"M\":true", "\"nq\":\"1\",\"st\":[{\"a\":{}}]", CDL_FRAME_PRINT },
    { PRINT, "{", " \t{\r\n", CDL_FRAME_PRINT },
    { KLINE, "\"x\":true", "\"x\":false", CDL_FRAME_KLINE },
    { KLINE, "\"f\":100,\"L\":200", "\"f\":-1,\"L\":-1", CDL_FRAME_KLINE },
    { KLINE, "\"v\":\"1000\"", "\"v\":\"0\"", CDL_FRAME_KLINE },
    { MARK, "\"-0.00038167\"", "\"\"", CDL_FRAME_MARK },
    { "{\"result\":null,\"id\":3}", NULL, NULL, CDL_FRAME_ANSWER },
    { "{\"result\":[\"btcusdt@aggTrade\"],\"id\":3}", NULL, NULL, CDL_FRAME_ANSWER },
    { "{\"code\":2,\"msg\":\"Invalid request: \\\"x\\\"\",\"id\":3}", NULL, NULL, CDL_FRAME_ERROR },
    { "{\"error\":{\"code\":2,\"msg\":\"no\"},\"id\":null}", NULL, NULL, CDL_FRAME_ERROR },
    { "{\"e\":\"serverShutdown\",\"E\":1770123456789}", NULL, NULL, CDL_FRAME_SHUTDOWN },
    { "{\"stream\":\"!serverShutdown\",\"data\":{\"e\":\"serverShutdown\",\"E\":1770123456789}}",
      NULL, NULL, CDL_FRAME_SHUTDOWN },
    { "{\"u\":1,\"s\":\"BTCUSDT\",\"b\":\"1\"}", NULL, NULL, CDL_FRAME_OTHER },
    { "{\"e\":\"depthUpdate\",\"b\":[[\"1\",\"2\"],[]],\"a\":[]}", NULL, NULL, CDL_FRAME_OTHER },
    { "{}", NULL, NULL, CDL_FRAME_OTHER },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = cases[i].from != NULL
                                  ? edit (cases[i].text, cases[i].from, cases[i].to)
                                  : g_strdup (cases[i].text);
      const char *reason;
      CdlFrame frame;

      if (!read_text (text, &frame, &reason))
        g_error ("%s: %s", text, reason);
      g_assert_cmpint (frame.type, ==, cases[i].type);
    }
}

/* One change each that makes a good message one that is refused. */
static void
test_refused (void)
{
  static const struct
  {
    const char *text, *from, *to;
    const char *reason;
  } cases[] = {
    /* JSON */
    { PRINT, "{", "", "object" },
    { PRINT, "{", "\xef\xbb\xbf{", "object" },
    { PRINT, "{", "[{", "object" },
    { PRINT, "{", "<html>{", "object" },
    { PRINT, ",\"M\":true}", "", "breaks off" },
    { PRINT, "true}", "true}{}", "follows" },
    { PRINT, "true}", "true,}", "name" },
    { PRINT, "\"M\":true", "\"a\":26129", "twice" },
    { PRINT, "\"M\":true", "\"M\":True", "JSON" },
    { PRINT, "\"M\":true", "\"M\":01", "comma" },
    { PRINT, "\"M\":true", "\"M\":.5", "JSON" },
    { PRINT, "\"M\":true", "\"M\":\"\\x\"", "escape" },
    { PRINT, "\"M\":true", "\"M\":\"\n\"", "control" },
    { PRINT, "\"M\":true", "'M':true", "name" },
    { PRINT, "\"M\":true", "\"M\":[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]", "deep" },
    { PRINT, "\"M\":true", "\"M\":{\"a\":1,}", "name" },
    /* types */
    { PRINT, "\"37000.10\"", "37000.10", "price" },
    { PRINT, "\"37000.10\"", "null", "price" },
    { PRINT, "\"0.00200000\"", "0.002", "amount" },
    { PRINT, "\"p\"", "\"P\"", "price" },
    { PRINT, "1700000000100", "\"1700000000100\"", "time" },
    { PRINT, "1700000000100", "1700000000100.5", "time" },
    { PRINT, "1700000000100", "17e11", "time" },
    { PRINT, "26129", "26129.0", "id" },
    { PRINT, "26129", "-1", "id" },
    { PRINT, "26129", "9223372036854775807", "id" },
    { PRINT, "26129", "99999999999999999999999999", "id" },
    { PRINT, "\"f\":100", "\"f\":106", "first trade" },
    { PRINT, "\"aggTrade\"", "7", "kind" },
    { KLINE, "\"k\":{", "\"k\":[],\"z\":{", "kline" },
    { KLINE, "\"k\":{", "\"z\":{", "kline" },
    { KLINE, "\"x\":true", "\"x\":1", "closed" },
    { KLINE, "\"n\":101", "\"n\":101.5", "id" },
    { KLINE, "\"n\":101", "\"n\":101,\"n\":101", "twice" },
    /* values */
    { PRINT, "37000.10", "NaN", "price" },
    { PRINT, "37000.10", "Infinity", "price" },
    { PRINT, "37000.10", "-1", "price" },
    { PRINT, "37000.10", "0", "price" },
    { PRINT, "37000.10", "0.000", "price" },
    { PRINT, "37000.10", "1e309", "price" },
    { PRINT, "37000.10", "1e-400", "price" },
    { PRINT, "37000.10", "1e5", "price" },
    { PRINT, "37000.10", "", "price" },
    { PRINT, "37000.10", "1,5", "price" },
    { PRINT, "37000.10", "0x10", "price" },
    { PRINT, "37000.10", "+1", "price" },
    { PRINT, "37000.10", " 1", "price" },
    { PRINT, "37000.10", "1.", "price" },
    { PRINT, "37000.10", ".5", "price" },
    { PRINT, "37000.10", "1.2.3", "price" },
    { PRINT, "37000.10", "1000000000000000", "price" },
    { PRINT, "37000.10", "11111111111111111111111111111111111111111.1", "price" },
    { PRINT, "0.00200000", "-0.002", "amount" },
    { KLINE, "\"h\":\"37020.00\"", "\"h\":\"37005.00\"", "between" },
    { KLINE, "\"l\":\"36990.00\"", "\"l\":\"37005.00\"", "between" },
    { KLINE, "\"l\":\"36990.00\"", "\"l\":\"37030.00\"", "between" },
    { KLINE, "\"v\":\"1000\"", "\"v\":\"-1000\"", "amount" },
    { MARK, "-0.00038167", "--1", "rate" },
    /* times and units */
    { PRINT, "1700000000100", "1700000000", "time" },
    { PRINT, "1700000000100", "1700000000100000", "time" },
    { PRINT, "1700000000123", "1700000000123000", "time" },
    { KLINE, "1699999980000", "1699999980001", "interval" },
    { KLINE, "1700000039999", "1700000040000", "interval" },
    { KLINE, "\"1m\"", "\"5m\"", "interval" },
    { KLINE, "\"1m\"", "\"7m\"", "interval" },
    { KLINE, "\"1m\"", "\"1m1m1m1m\"", "interval" },
    /* who it is about */
    { PRINT, "BTCUSDT", "btcusdt", "symbol" },
    { PRINT, "BTCUSDT", "", "symbol" },
    { PRINT, "BTCUSDT", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "symbol" },
    { KLINE, "\"s\":\"BTCUSDT\"", "\"s\":\"ETHUSDT\"", "two symbols" },
    { "{\"stream\":\"ethusdt@aggTrade\",\"data\":" PRINT "}", "e", "e", "stream" },
    { "{\"stream\":\"btcusdt@kline_1m\",\"data\":" PRINT "}", "e", "e", "stream" },
    { "{\"stream\":\"btcusdt@kline_5m\",\"data\":" KLINE "}", "e", "e", "stream" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = edit (cases[i].text, cases[i].from, cases[i].to);
      const char *reason = NULL;
      CdlFrame frame;

      if (read_text (text, &frame, &reason))
        g_error ("taken: %s", text);
      g_assert_nonnull (reason);
      if (strstr (reason, cases[i].reason) == NULL)
        g_error ("%s: “%s” says nothing of “%s”", text, reason, cases[i].reason);
    }
}

/* No start of a message is one. */
static void
test_truncated (void)
{
  static const char *const texts[] = { PRINT, KLINE, MARK };

  for (gsize t = 0; t < G_N_ELEMENTS (texts); t++)
    for (gsize length = 0; length < strlen (texts[t]); length++)
      {
        g_autofree char *exact = g_memdup2 (texts[t], length);
        const char *reason = NULL;
        CdlFrame frame;

        g_assert_false (cdl_frame_read (exact, length, &frame, &reason));
        g_assert_nonnull (reason);
      }
}

static void
test_locale (void)
{
  const char *reason;
  CdlFrame frame;

  if (setlocale (LC_NUMERIC, "de_DE.UTF-8") == NULL
      && setlocale (LC_NUMERIC, "fr_FR.UTF-8") == NULL)
    {
      g_test_skip ("no locale with a decimal comma is installed");
      return;
    }
  g_assert_true (read_text (PRINT, &frame, &reason));
  g_assert_cmpfloat (frame.print.price, ==, 37000.10);
  setlocale (LC_NUMERIC, "C");
}

/* What the exchange really sent: every message is well formed, and the events are taken. */
static void
test_recorded (void)
{
  static const struct
  {
    const char *file;
    guint prints, klines, closed;
  } cases[] = {
    { "cryptofeed_BINANCE.ws.1.0.gz", 2, 2, 0 },
    { "cryptofeed_BINANCE_FUTURES.ws.1.0.gz", 91, 67, 4 },
    { "cryptofeed_BINANCE_TR.ws.1.0.gz", 0, 8, 4 },
    { "cryptofeed_BINANCE_US.ws.1.0.gz", 11, 5, 1 },
  };
  const char *folder = g_getenv ("CHANDELIER_TEST_DATA");

  if (folder == NULL)
    {
      g_test_skip ("CHANDELIER_TEST_DATA is not set");
      return;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_build_filename (folder, "ws_recorded", cases[i].file, NULL);
      g_autofree char *quoted = g_shell_quote (path);
      g_autofree char *command = g_strdup_printf ("gzip -dc %s", quoted);
      g_autofree char *content = NULL;
      g_auto (GStrv) lines = NULL;
      guint n[CDL_N_FRAME_TYPES] = { 0 }, closed = 0;

      g_assert_true (g_spawn_command_line_sync (command, &content, NULL, NULL, NULL));
      lines = g_strsplit (content, "\n", -1);
      for (char **line = lines; *line != NULL; line++)
        {
          const char *text = strstr (*line, ": {"), *reason;
          CdlFrame frame;

          if (text == NULL)
            continue;
          if (!read_text (text + 2, &frame, &reason))
            g_error ("%s: %s", text + 2, reason);
          n[frame.type]++;
          closed += frame.type == CDL_FRAME_KLINE && frame.kline.closed;
        }
      g_assert_cmpuint (n[CDL_FRAME_PRINT], ==, cases[i].prints);
      g_assert_cmpuint (n[CDL_FRAME_KLINE], ==, cases[i].klines);
      g_assert_cmpuint (closed, ==, cases[i].closed);
      g_assert_cmpuint (n[CDL_FRAME_OTHER], >, 0);
    }
}

static void
test_speed (void)
{
  const int rounds = 200000;
  const char *reason;
  CdlFrame frame;

  g_test_timer_start ();
  for (int i = 0; i < rounds; i++)
    g_assert_true (cdl_frame_read (PRINT, strlen (PRINT), &frame, &reason));
  g_test_message ("%d ns a print", (int) (g_test_timer_elapsed () / rounds * 1e9));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/live/frame/fields", test_fields);
  g_test_add_func ("/live/frame/accepted", test_accepted);
  g_test_add_func ("/live/frame/refused", test_refused);
  g_test_add_func ("/live/frame/truncated", test_truncated);
  g_test_add_func ("/live/frame/locale", test_locale);
  g_test_add_func ("/live/frame/recorded", test_recorded);
  if (g_test_perf ())
    g_test_add_func ("/live/frame/speed", test_speed);

  return g_test_run ();
}
