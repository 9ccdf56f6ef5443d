#include "cdl-test-example.h"

#include <string.h>

const char cdl_test_example[]
    = "{\n"
      "  \"format\": 1,\n"
      "  \"name\": \"Example\",\n"
      "  \"description\": \"Says what it does.\",\n"
      "  \"interval\": \"15m\",\n"
      "  \"keep_pending\": true,\n"
      "  \"params\": {\n"
      "    \"strength\": { \"value\": 5, \"min\": 2, \"max\": 12, \"step\": 1, \"help\": \"h\" },\n"
      "    \"gap\": { \"value\": 0.8 }\n"
      "  },\n"
      "  \"let\": { \"line\": \"ema(close, 50)@4h\", \"busy\": true, \"two\": 2 },\n"
      "  \"setups\": [\n"
      "    { \"name\": \"up\", \"side\": \"long\",\n"
      "      \"pattern\": { \"name\": \"double_bottom\", \"strength\": \"strength\","
      " \"tolerance\": 0.3 },\n"
      "      \"when\": \"close > line\",\n"
      "      \"entry\": { \"type\": \"stop\", \"price\": \"neckline\" },\n"
      "      \"stop_loss\": \"bottom\", \"take_profit\": \"entry + 2\",\n"
      "      \"expires\": 24, \"max_pending\": 3 },\n"
      "    { \"side\": \"short\", \"when\": false, \"entry\": { \"type\": \"market\" },\n"
      "      \"stop_loss\": 70000, \"take_profit\": 5e4 }\n"
      "  ],\n"
      "  \"filters\": { \"min_gap\": \"gap\", \"max_loss\": 3 },\n"
      "  \"money\": { \"mode\": \"risk\", \"risk\": 1, \"max_leverage\": 10, \"compound\": false "
      "}\n"
      "}\n";

char *
cdl_test_edit (const char *text, const char *find, const char *replace)
{
  const char *at = strstr (text, find);

  g_assert_nonnull (at);

  return g_strdup_printf ("%.*s%s%s", (int) (at - text), text, replace, at + strlen (find));
}
