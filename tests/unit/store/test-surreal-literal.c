#include "cdl-number.h"
#include "cdl-store-error.h"
#include "cdl-surreal-answer-private.h"
#include "cdl-surreal-literal-private.h"
#include "cdl-surreal-settings.h"
#include "cdl-time.h"

#include <math.h>

/* What goes to a SurrealDB server and what comes back, without one. */

static void
test_texts (void)
{
  static const struct
  {
    const char *text;
    const char *literal;
  } rows[] = {
    { NULL, "NULL" },
    { "", "\"\"" },
    { "plain", "\"plain\"" },
    { "a\"b\\c", "\"a\\\"b\\\\c\"" },
    { "1\n2\r3\t4", "\"1\\n2\\r3\\t4\"" },
    { "\001\037\177", "\"\\u0001\\u001f\\u007f\"" },
    { "it's `é` 🚀 / $x {", "\"it's `é` 🚀 / $x {\"" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GString) sql = g_string_new (NULL);

      cdl_surreal_text (sql, rows[i].text);
      g_assert_cmpstr (sql->str, ==, rows[i].literal);
    }
}

static void
test_doubles (void)
{
  static const struct
  {
    double value;
    const char *literal;
  } rows[] = {
    { 0.0, "0.0" },
    { -0.0, "-0.0" },
    { 1.0, "1.0" },
    { -3.0, "-3.0" },
    { 0.1, "0.1" },
    { 1e21, "1e+21" },
    { 123456789012345680000.0, "123456789012345680000.0" },
    { 5e-324, "5e-324" },
    { 1.7976931348623157e308, "1.7976931348623157e+308" },
    { CDL_NAN, "NULL" },
    { INFINITY, "NULL" },
    { -INFINITY, "NULL" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GString) sql = g_string_new (NULL);

      cdl_surreal_double (sql, rows[i].value);
      g_assert_cmpstr (sql->str, ==, rows[i].literal);
    }
}

static void
test_objects (void)
{
  static const char *const texts[] = { "{", "b", NULL };
  g_autoptr (GString) sql = g_string_new ("UPSERT ");

  cdl_surreal_record (sql, "run", "0191-a_B");
  g_string_append (sql, " CONTENT {");
  cdl_surreal_member_text (sql, "text", "{");
  cdl_surreal_member_double (sql, "number", 2.0);
  cdl_surreal_member_int (sql, "whole", G_MININT64);
  cdl_surreal_member_bool (sql, "yes", TRUE);
  cdl_surreal_member_time (sql, "never", CDL_TIME_NONE);
  cdl_surreal_member_time (sql, "then", 1655262000000);
  cdl_surreal_member_record (sql, "of", "test", "x");
  cdl_surreal_name (sql, "texts");
  cdl_surreal_texts (sql, texts, -1);
  cdl_surreal_name (sql, "none");
  cdl_surreal_texts (sql, texts, 0);
  g_string_append_c (sql, '}');
  g_assert_cmpstr (sql->str, ==,
                   "UPSERT run:`0191-a_B` CONTENT {text: \"{\", number: 2.0, whole: "
                   "-9223372036854775808, yes: true, never: NULL, then: 1655262000000, of: "
                   "test:`x`, texts: [\"{\", \"b\"], none: []}");
}

/* Texts as 2.6 and 3.0 write them. */
static void
test_answers (void)
{
  static const struct
  {
    guint status;
    const char *body;
    CdlSurrealVerdict verdict;
    int code; /* of CDL_STORE_ERROR; -1 - code: of CDL_SURREAL_ERROR */
  } rows[] = {
    { 200, "[{\"result\":7,\"status\":\"OK\",\"time\":\"1µs\",\"type\":null}]", CDL_SURREAL_DONE,
      0 },
    { 200, "[{\"time\":\"1µs\",\"status\":\"OK\",\"result\":null}]", CDL_SURREAL_DONE, 0 },
    { 200,
      "[{\"status\":\"ERR\",\"result\":\"Failed to commit transaction due to a read or write "
      "conflict. This transaction can be retried\"}]",
      CDL_SURREAL_RETRY, CDL_STORE_ERROR_BUSY },
    { 200,
      "[{\"kind\":\"Query\",\"status\":\"ERR\",\"result\":\"Transaction conflict: Resource busy: . "
      "This transaction can be retried\"}]",
      CDL_SURREAL_RETRY, CDL_STORE_ERROR_BUSY },
    { 200, "[{\"status\":\"ERR\",\"result\":\"An error occurred: exists x\"}]", CDL_SURREAL_REFUSED,
      -1 - CDL_SURREAL_ERROR_THROWN },
    { 200,
      "[{\"status\":\"ERR\",\"result\":\"The query was not executed because it exceeded the "
      "timeout\"}]",
      CDL_SURREAL_REFUSED, CDL_STORE_ERROR_BUSY },
    { 200,
      "[{\"status\":\"ERR\",\"result\":\"IAM error: Not enough permissions to perform this "
      "action\"}]",
      CDL_SURREAL_REFUSED, CDL_STORE_ERROR_DENIED },
    { 200,
      "[{\"status\":\"ERR\",\"result\":\"The datastore is in read-and-deletion-only mode due to "
      "disk space\"}]",
      CDL_SURREAL_REFUSED, CDL_STORE_ERROR_FULL },
    { 200, "[{\"status\":\"ERR\",\"result\":\"The table 'run' does not exist\"}]",
      CDL_SURREAL_REFUSED, CDL_STORE_ERROR_FAILED },
    { 200, "[{\"status\":\"ERR\"}]", CDL_SURREAL_RETRY, CDL_STORE_ERROR_AWAY },
    { 200, "[{\"status\":\"OK\",\"result\":[1,2", CDL_SURREAL_RETRY, CDL_STORE_ERROR_AWAY },
    { 200, "", CDL_SURREAL_RETRY, CDL_STORE_ERROR_AWAY },
    { 200, "[]", CDL_SURREAL_RETRY, CDL_STORE_ERROR_AWAY },
    { 200, "<html>welcome</html>", CDL_SURREAL_RETRY, CDL_STORE_ERROR_AWAY },
    { 401, "There was a problem with authentication", CDL_SURREAL_SIGN_IN, CDL_STORE_ERROR_DENIED },
    { 403, "{\"code\":403,\"details\":\"Forbidden\",\"information\":\"Anonymous access\"}",
      CDL_SURREAL_REFUSED, CDL_STORE_ERROR_DENIED },
    { 400, "{\"code\":400,\"information\":\"Parse error: Unexpected token\"}", CDL_SURREAL_REFUSED,
      CDL_STORE_ERROR_FAILED },
    { 415, "", CDL_SURREAL_REFUSED, CDL_STORE_ERROR_FAILED },
    { 413, "length limit exceeded", CDL_SURREAL_REFUSED, -1 - CDL_SURREAL_ERROR_TOO_LARGE },
    { 307, "", CDL_SURREAL_REFUSED, CDL_STORE_ERROR_FAILED },
    { 429, "slow down", CDL_SURREAL_RETRY, CDL_STORE_ERROR_AWAY },
    { 500, "\xff\xfe", CDL_SURREAL_RETRY, CDL_STORE_ERROR_AWAY },
    { 503, "", CDL_SURREAL_RETRY, CDL_STORE_ERROR_AWAY },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (JsonNode) result = NULL;
      g_autoptr (GError) error = NULL;
      CdlSurrealVerdict verdict = cdl_surreal_read_answer (rows[i].status, rows[i].body,
                                                           strlen (rows[i].body), &result, &error);

      g_assert_cmpint (verdict, ==, rows[i].verdict);
      g_assert_true ((verdict == CDL_SURREAL_DONE) == (result != NULL));
      if (verdict == CDL_SURREAL_DONE)
        g_assert_no_error (error);
      else if (rows[i].code < 0)
        g_assert_error (error, CDL_SURREAL_ERROR, -1 - rows[i].code);
      else
        g_assert_error (error, CDL_STORE_ERROR, rows[i].code);
    }
}

static void
test_tokens (void)
{
  static const struct
  {
    const char *body;
    const char *token;
  } rows[] = {
    { "{\"code\":200,\"token\":\"abc.def\"}", "abc.def" },
    { "{\"token\":{\"access\":\"abc\",\"refresh\":\"r\"}}", "abc" },
    { "{\"token\":null}", NULL },
    { "{\"token\":\"a\\r\\nX: y\"}", NULL },
    { "", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *token = NULL;
      g_autoptr (GError) error = NULL;

      cdl_surreal_read_token (200, rows[i].body, strlen (rows[i].body), &token, &error);
      g_assert_cmpstr (token, ==, rows[i].token);
      g_assert_true ((token == NULL) == (error != NULL));
    }
}

static void
test_versions (void)
{
  static const struct
  {
    const char *text;
    gboolean good;
  } rows[] = {
    { "surrealdb-3.0.2", TRUE },     { "surrealdb-2.1.0", TRUE },     { "surrealdb-2.0.4", FALSE },
    { "surrealdb-1.5.4", FALSE },    { "surrealdb-10.0.0\n", TRUE },  { "surrealdb-nightly", TRUE },
    { "surrealdb-3.2+build", TRUE }, { "<html>nginx</html>", FALSE }, { "", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_true (cdl_surreal_check_version (rows[i].text, strlen (rows[i].text), &error)
                     == rows[i].good);
      if (!rows[i].good)
        g_assert_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_VERSION);
    }
}

static void
test_settings (void)
{
  static const struct
  {
    const char *url, *ns, *db;
    gboolean allow_plain, good;
  } rows[] = {
    { "http://127.0.0.1:8000", "chandelier", "main", FALSE, TRUE },
    { "http://localhost:8000/", "a", "b", FALSE, TRUE },
    { "http://[::1]:8000", "a", "b", FALSE, TRUE },
    { "https://results.example.org", "a", "b_1", FALSE, TRUE },
    { "http://results.example.org", "a", "b", FALSE, FALSE },
    { "http://127.0.0.1.example.org", "a", "b", FALSE, FALSE },
    { "http://results.example.org", "a", "b", TRUE, TRUE },
    { "https://me:hunter2@example.org", "a", "b", TRUE, FALSE },
    { "https://me:hunter2@[", "a", "b", TRUE, FALSE },
    { "https://example.org/path", "a", "b", TRUE, FALSE },
    { "https://example.org?x=1", "a", "b", TRUE, FALSE },
    { "ws://127.0.0.1:8000", "a", "b", TRUE, FALSE },
    { "127.0.0.1:8000", "a", "b", TRUE, FALSE },
    { "", "a", "b", TRUE, FALSE },
    { "http://127.0.0.1", "", "b", TRUE, FALSE },
    { "http://127.0.0.1", "a", "b\r\nX: y", TRUE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (CdlSurrealSettings) settings
          = cdl_surreal_settings_new (rows[i].url, rows[i].ns, rows[i].db);
      g_autoptr (GError) error = NULL;

      settings->allow_plain = rows[i].allow_plain;
      g_assert_true (cdl_surreal_settings_check (settings, &error) == rows[i].good);
      if (rows[i].good)
        continue;
      g_assert_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_INVALID);
      g_assert_null (strstr (error->message, "hunter2"));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/surreal/literal/texts", test_texts);
  g_test_add_func ("/store/surreal/literal/doubles", test_doubles);
  g_test_add_func ("/store/surreal/literal/objects", test_objects);
  g_test_add_func ("/store/surreal/answers", test_answers);
  g_test_add_func ("/store/surreal/tokens", test_tokens);
  g_test_add_func ("/store/surreal/versions", test_versions);
  g_test_add_func ("/store/surreal/settings", test_settings);

  return g_test_run ();
}
