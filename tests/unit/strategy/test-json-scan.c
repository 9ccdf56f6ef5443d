#include "cdl-diagnostics-json.h"
#include "cdl-json-scan.h"

#include <string.h>

static void
test_good (void)
{
  static const char *const texts[] = {
    "{}",
    "[]",
    " [ 1 , 2 ] \r\n\t",
    "0",
    "-0",
    "-12.50e+3",
    "1E5",
    "123456789012345678",
    "1e308",
    "true",
    "null",
    "\"\"",
    "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00\"",
    "\"é €\"",
    "{\"a\":{\"a\":1},\"b\":{\"a\":1}}",
    "[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();

      g_test_message ("%s", texts[i]);
      g_assert_true (cdl_json_scan (texts[i], diagnostics));
      g_assert_cmpuint (cdl_diagnostics_count (diagnostics), ==, 0);
    }
}

static void
test_bad (void)
{
  static const struct
  {
    const char *text;
    int line, column;
    const char *message;
  } table[] = {
    { "", 1, 1, "the text ends too early" },
    { " \n ", 2, 2, "the text ends too early" },
    { "{", 1, 2, "the text ends too early" },
    { "[1", 1, 3, "the text ends too early" },
    { "[1,", 1, 4, "the text ends too early" },
    { "{\"a\"", 1, 5, "the text ends too early" },
    { "{\"a\":", 1, 6, "the text ends too early" },
    { "{\"a\":1", 1, 7, "the text ends too early" },
    { "{\"a\":1,", 1, 8, "the text ends too early" },
    { "{\n  \"a\" 1 }", 2, 7, "a colon is expected after “a”" },
    { "{\n  \"a\": 1\n  \"b\": 2 }", 3, 3, "a comma or } is expected here" },
    { "[1 2]", 1, 4, "a comma or ] is expected here" },
    { "[1}", 1, 3, "a comma or ] is expected here" },
    { "[1,]", 1, 4, "nothing stands between the comma and ]" },
    { "{\"é\":1,}", 1, 8, "nothing stands between the comma and }" },
    { "[,1]", 1, 2, "a value is expected here" },
    { "]", 1, 1, "a value is expected here" },
    { "{a: 1}", 1, 2, "the name of a member is expected here, in double quotes" },
    { "{1: 1}", 1, 2, "the name of a member is expected here, in double quotes" },
    { "{\"a\": 1, \"b\": 2, \"a\": 3}", 1, 18, "“a” is given twice" },
    { "{\"a\": 1, \"\\u0061\": 3}", 1, 10, "“a” is given twice" },
    { "{} {}", 1, 4, "there is more after the end of the value" },
    { "1 // one", 1, 3, "there is more after the end of the value" },
    { "[ // one\n1]", 1, 3, "JSON has no comments" },
    { "[ /* one */ 1]", 1, 3, "JSON has no comments" },
    { "[ # one\n1]", 1, 3, "JSON has no comments" },
    { "'a'", 1, 1, "a text in single quotes" },
    { "True", 1, 1, "“True” is not a JSON value" },
    { "[NaN]", 1, 2, "“NaN” is not a JSON value" },
    { "nul", 1, 1, "“nul” is not a JSON value" },
    { "truefalse", 1, 1, "“truefalse” is not a JSON value" },
    { "long", 1, 1, "“long” is not a JSON value" },
    { "-Infinity", 1, 1, "“-” is not a number" },
    { "010", 1, 1, "“010” is not a number" },
    { "0x10", 1, 1, "“0x10” is not a number" },
    { "+1", 1, 1, "“+1” is not a number" },
    { ".5", 1, 1, "“.5” is not a number" },
    { "1.", 1, 1, "“1.” is not a number" },
    { "1.e5", 1, 1, "“1.e5” is not a number" },
    { "1e", 1, 1, "“1e” is not a number" },
    { "1e+", 1, 1, "“1e+” is not a number" },
    { "--1", 1, 1, "“--1” is not a number" },
    { "1_000", 1, 1, "“1_000” is not a number" },
    { "1.2.3", 1, 1, "“1.2.3” is not a number" },
    { "1e999", 1, 1, "this number is too large" },
    { "1234567890123456789", 1, 1, "this number is too large" },
    { "[\"abc]", 1, 2, "this text has no end" },
    { "\"a\nb\"", 1, 1, "this text has no end" },
    { "\"\\", 1, 2, "a backslash that begins no escape" },
    { "\"é\\q\"", 1, 3, "a backslash that begins no escape" },
    { "\"a\tb\"", 1, 3, "a control character in a text" },
    { "\"\\u12g4\"", 1, 2, "this escape is not whole" },
    { "\"\\u12", 1, 2, "this escape is not whole" },
    { "\"\\u0000\"", 1, 2, "this escape does not name a character" },
    { "\"\\ud83d\"", 1, 2, "this escape does not name a character" },
    { "\"\\ude00\\ud83d\"", 1, 2, "this escape does not name a character" },
    { "[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]", 1, 17, "nested deeper than 16 levels" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();
      const CdlDiagnostic *item;

      g_test_message ("%s", table[i].text);
      g_assert_false (cdl_json_scan (table[i].text, diagnostics));
      g_assert_cmpuint (cdl_diagnostics_count (diagnostics), ==, 1);
      item = cdl_diagnostics_get (diagnostics, 0);
      g_assert_cmpstr (item->message, ==, table[i].message);
      g_assert_cmpstr (item->path, ==, "$");
      g_assert_cmpint (item->line, ==, table[i].line);
      g_assert_cmpint (item->column, ==, table[i].column);
    }
}

static void
test_locate (void)
{
  static const char text[] = "{\n"
                             "  \"name\": \"é\",\n"
                             "  \"setups\": [\n"
                             "    { \"when\": \"a >\\n\\tb \\u00e9 \\ud83d\\ude00c\" },\n"
                             "    { \"stop\": 12.5 }\n"
                             "  ]\n"
                             "}\n";
  static const struct
  {
    const char *path;
    int line, column, length; /* of the diagnostic */
    const char *stretch;      /* NULL: the whole */
    int at_line, at_column;
  } table[] = {
    { "$", 0, 0, 0, NULL, 1, 1 },
    { "$", 2, 11, 3, "\"é\"", 2, 11 },
    { "$.name", 0, 0, 0, "\"é\"", 2, 11 },
    { "$.nam", 0, 0, 0, NULL, 1, 1 },
    { "$.money.mode", 0, 0, 0, NULL, 1, 1 },
    { "$.setups[1]", 0, 0, 0, "{ \"stop\": 12.5 }", 5, 5 },
    { "$.setups[1].stop", 0, 0, 0, "12.5", 5, 15 },
    { "$.setups[1].stop", 1, 1, 4, "12.5", 5, 15 },
    { "$.setups[1].entry.price", 0, 0, 0, "{ \"stop\": 12.5 }", 5, 5 },
    { "$.setups[0].when", 1, 1, 1, "a", 4, 16 },
    { "$.setups[0].when", 1, 3, 1, ">", 4, 18 },
    { "$.setups[0].when", 2, 1, 2, "\\tb", 4, 21 },
    { "$.setups[0].when", 2, 4, 1, "\\u00e9", 4, 25 },
    { "$.setups[0].when", 2, 6, 2, "\\ud83d\\ude00c", 4, 32 },
    { "$.setups[0].when", 9, 9, 9, "", 4, 45 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      CdlDiagnostic diagnostic = { .path = (char *) table[i].path,
                                   .line = table[i].line,
                                   .column = table[i].column,
                                   .length = table[i].length };
      g_autofree char *stretch = NULL;
      CdlJsonPlace place;

      g_test_message ("%s %d:%d", table[i].path, table[i].line, table[i].column);
      cdl_json_locate (text, &diagnostic, &place);
      g_assert_cmpuint (place.start, <=, place.end);
      g_assert_cmpuint (place.end, <=, strlen (text));
      stretch = g_strndup (text + place.start, place.end - place.start);
      if (table[i].stretch != NULL)
        g_assert_cmpstr (stretch, ==, table[i].stretch);
      g_assert_cmpint (place.line, ==, table[i].at_line);
      g_assert_cmpint (place.column, ==, table[i].at_column);
    }
}

/* Diagnostics as JSON: places in the value as they are, in the file where its text is known. */
static void
test_problems (void)
{
  static const char text[] = "{\n  \"when\": \"closse > 1\"\n}";
  static const char wanted[]
      = "[{\"severity\":\"error\",\"path\":\"$.when\",\"line\":1,\"column\":3,"
        "\"length\":6,\"message\":\"no \\\"such\\\" name\",\"remedy\":null,"
        "\"file_line\":2,\"file_column\":14},"
        "{\"severity\":\"warning\",\"path\":\"$\",\"line\":0,\"column\":0,\"length\":0,"
        "\"message\":\"odd\",\"remedy\":\"even\",\"file_line\":1,\"file_column\":1}]";
  g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();
  g_autoptr (CdlJsonWriter) writer = cdl_json_writer_new (CDL_JSON_COMPACT);
  g_autofree char *with = NULL;
  g_autofree char *without = NULL;

  cdl_diagnostics_add (diagnostics, TRUE, "$.when", 1, 3, 6, "no \"such\" name", NULL);
  cdl_diagnostics_add (diagnostics, FALSE, "$", 0, 0, 0, "odd", "even");
  cdl_diagnostics_write_json (writer, diagnostics, text);
  with = cdl_json_writer_steal (writer);
  g_assert_cmpstr (with, ==, wanted);
  cdl_diagnostics_write_json (writer, diagnostics, NULL);
  without = cdl_json_writer_steal (writer);
  g_assert_null (strstr (without, "file_"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json-scan/problems", test_problems);
  g_test_add_func ("/json-scan/good", test_good);
  g_test_add_func ("/json-scan/bad", test_bad);
  g_test_add_func ("/json-scan/locate", test_locate);

  return g_test_run ();
}
