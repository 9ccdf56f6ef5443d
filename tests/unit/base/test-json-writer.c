#include "cdl-json-writer.h"

#include <math.h>

#include "cdl-time.h"

static char *
steal (CdlJsonWriter *json)
{
  char *text = cdl_json_writer_steal (json);

  g_assert_true (g_utf8_validate (text, -1, NULL));

  return text;
}

/* RFC 8785, section 3.2.2. */
static void
test_rfc_numbers_and_strings (void)
{
  static const double numbers[]
      = { 333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001 };
  g_autoptr (CdlJsonWriter) json = cdl_json_writer_new (CDL_JSON_CANONICAL);
  g_autofree char *text = NULL;

  cdl_json_begin_object (json);
  cdl_json_name (json, "numbers");
  cdl_json_begin_array (json);
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    cdl_json_double (json, numbers[i]);
  cdl_json_end_array (json);
  cdl_json_member_string (json, "string", "\u20ac$\x0f\nA'B\"\\\\\"/");
  cdl_json_name (json, "literals");
  cdl_json_begin_array (json);
  cdl_json_null (json);
  cdl_json_bool (json, TRUE);
  cdl_json_bool (json, FALSE);
  cdl_json_end_array (json);
  cdl_json_end_object (json);

  text = steal (json);
  g_assert_cmpstr (text, ==,
                   "{\"literals\":[null,true,false],"
                   "\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
                   "\"string\":\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
}

/* Readers take whole numbers of 19 digits and more for integers, which they do not fit. */
static void
test_exact (void)
{
  static const double numbers[] = { 5, -0.0, 0x1p53, 5.7e20, -1e30, NAN };
  g_autoptr (CdlJsonWriter) json = cdl_json_writer_new (CDL_JSON_CANONICAL);
  g_autofree char *text = NULL;

  cdl_json_begin_array (json);
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    cdl_json_exact (json, numbers[i]);
  cdl_json_end_array (json);
  text = steal (json);
  g_assert_cmpstr (text, ==, "[5,-0.0,9007199254740992.0,570000000000000000000.0,-1e+30,null]");
}

/* RFC 8785, section 3.2.3: by UTF-16 code units, so an emoji (a surrogate pair) comes before a
 * Hebrew ligature. */
static void
test_rfc_sorting (void)
{
  g_autoptr (CdlJsonWriter) json = cdl_json_writer_new (CDL_JSON_CANONICAL);
  g_autofree char *text = NULL;

  cdl_json_begin_object (json);
  cdl_json_member_string (json, "\u20ac", "Euro Sign");
  cdl_json_member_string (json, "\r", "Carriage Return");
  cdl_json_member_string (json, "\ufb33", "Hebrew Letter Dalet With Dagesh");
  cdl_json_member_string (json, "1", "One");
  cdl_json_member_string (json, "\U0001f600", "Emoji: Grinning Face");
  cdl_json_member_string (json, "\xc2\x80", "Control");
  cdl_json_member_string (json, "\u00f6", "Latin Small Letter O With Diaeresis");
  cdl_json_end_object (json);

  text = steal (json);
  g_assert_cmpstr (text, ==,
                   "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\xc2\x80\":\"Control\","
                   "\"\u00f6\":\"Latin Small Letter O With Diaeresis\",\"\u20ac\":\"Euro Sign\","
                   "\"\U0001f600\":\"Emoji: Grinning Face\","
                   "\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}");
}

/* Members are sorted at every depth, with all that hangs on them; arrays keep their order. */
static void
test_nested (void)
{
  g_autoptr (CdlJsonWriter) json = cdl_json_writer_new (CDL_JSON_CANONICAL);
  g_autofree char *text = NULL;

  cdl_json_begin_object (json);
  cdl_json_name (json, "z");
  cdl_json_begin_array (json);
  cdl_json_int (json, 2);
  cdl_json_begin_object (json);
  cdl_json_member_int (json, "b", G_MININT64);
  cdl_json_member_bool (json, "a", TRUE);
  cdl_json_end_object (json);
  cdl_json_int (json, 1);
  cdl_json_end_array (json);
  cdl_json_name (json, "m");
  cdl_json_begin_object (json);
  cdl_json_end_object (json);
  cdl_json_name (json, "aa");
  cdl_json_raw (json, "{\"x\":[]}");
  cdl_json_member_double (json, "a", -0.0);
  cdl_json_member_time (json, "never", CDL_TIME_NONE);
  cdl_json_member_time (json, "epoch", 0);
  cdl_json_end_object (json);

  text = steal (json);
  g_assert_cmpstr (text, ==,
                   "{\"a\":0,\"aa\":{\"x\":[]},\"epoch\":0,\"m\":{},\"never\":null,"
                   "\"z\":[2,{\"a\":true,\"b\":-9223372036854775808},1]}");
}

static void
write_sample (CdlJsonWriter *json)
{
  cdl_json_begin_object (json);
  cdl_json_member_string (json, "b", NULL);
  cdl_json_name (json, "a");
  cdl_json_begin_array (json);
  cdl_json_double (json, 0.1);
  cdl_json_begin_array (json);
  cdl_json_end_array (json);
  cdl_json_double (json, (double) NAN);
  cdl_json_double (json, (double) -INFINITY);
  cdl_json_end_array (json);
  cdl_json_end_object (json);
}

static void
test_styles (void)
{
  g_autoptr (CdlJsonWriter) compact = cdl_json_writer_new (CDL_JSON_COMPACT);
  g_autoptr (CdlJsonWriter) pretty = cdl_json_writer_new (CDL_JSON_PRETTY);
  g_autofree char *first = NULL, *second = NULL, *again = NULL;

  write_sample (compact);
  write_sample (pretty);
  first = steal (compact);
  second = steal (pretty);
  g_assert_cmpstr (first, ==, "{\"b\":null,\"a\":[0.1,[],null,null]}");
  g_assert_cmpstr (
      second, ==,
      "{\n  \"b\": null,\n  \"a\": [\n    0.1,\n    [],\n    null,\n    null\n  ]\n}\n");

  /* The writer is empty again. */
  cdl_json_string (compact, "x");
  again = steal (compact);
  g_assert_cmpstr (again, ==, "\"x\"");
}

static void
test_escapes (void)
{
  g_autoptr (CdlJsonWriter) json = cdl_json_writer_new (CDL_JSON_COMPACT);
  g_autofree char *text = NULL;

  cdl_json_string (json, "\b\f\n\r\t\"\\/\x01\x1f\x7f\u2028é漢");
  text = steal (json);
  g_assert_cmpstr (text, ==, "\"\\b\\f\\n\\r\\t\\\"\\\\/\\u0001\\u001f\x7f\u2028é漢\"");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json-writer/exact", test_exact);
  g_test_add_func ("/json-writer/rfc-numbers-and-strings", test_rfc_numbers_and_strings);
  g_test_add_func ("/json-writer/rfc-sorting", test_rfc_sorting);
  g_test_add_func ("/json-writer/nested", test_nested);
  g_test_add_func ("/json-writer/styles", test_styles);
  g_test_add_func ("/json-writer/escapes", test_escapes);

  return g_test_run ();
}
