#include "cdl-fuzz.h"

#include "cdl-surreal-answer-private.h"
#include "cdl-surreal-literal-private.h"

#include <string.h>

static const CdlFuzzSeed seeds[] = {
  CDL_FUZZ_SEED ("[{\"result\":[1,2.5,null],\"status\":\"OK\",\"time\":\"1µs\",\"type\":null}]"),
  CDL_FUZZ_SEED ("[{\"status\":\"ERR\",\"result\":\"This transaction can be retried\"}]"),
  CDL_FUZZ_SEED ("[{\"status\":\"ERR\",\"result\":\"An error occurred: x\"}]"),
  CDL_FUZZ_SEED ("{\"code\":400,\"details\":\"d\",\"information\":\"Parse error: x\"}"),
  CDL_FUZZ_SEED ("{\"code\":200,\"token\":{\"access\":\"abc.def\",\"refresh\":\"r\"}}"),
  CDL_FUZZ_SEED ("surrealdb-3.0.2"),
  CDL_FUZZ_SEED ("a \"text\" with \\ and \n\r\t\001\177 é 🚀"),
};

/* What a text is that was written as a literal, by the rules of SurrealQL; newly allocated. */
static char *
read_literal (const char *literal)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const char *p = literal;

  g_assert_cmpint (*p++, ==, '"');
  while (*p != '"')
    {
      g_assert_cmpuint ((guchar) *p, >=, 0x20);
      if (*p != '\\')
        g_string_append_c (text, *p++);
      else if (p[1] == 'u')
        {
          g_autofree char *digits = g_strndup (p + 2, 4);

          g_assert_cmpuint (strlen (digits), ==, 4);
          g_string_append_c (text, (char) g_ascii_strtoull (digits, NULL, 16));
          p += 6;
        }
      else
        {
          const char *escape = strchr ("n\nr\rt\t\"\"\\\\", p[1]);

          g_assert_nonnull (escape);
          g_string_append_c (text, escape[1]);
          p += 2;
        }
    }
  g_assert_cmpstr (p, ==, "\"");

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Any text comes back from its literal; any answer is understood, or refused with a reason. */
static int
fuzz_surreal (const guint8 *data, gsize size)
{
  static const guint states[] = { 200, 400, 401, 413, 503 };
  g_autofree char *text = cdl_fuzz_utf8 (data, size);
  g_autoptr (GString) literal = g_string_new (NULL);
  g_autofree char *again = NULL, *token = NULL;

  cdl_surreal_text (literal, text);
  again = read_literal (literal->str);
  g_assert_cmpstr (again, ==, text);

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      g_autoptr (JsonNode) result = NULL;
      g_autoptr (GError) error = NULL;
      CdlSurrealVerdict verdict
          = cdl_surreal_read_answer (states[i], (const char *) data, size, &result, &error);

      g_assert_true ((verdict == CDL_SURREAL_DONE) == (result != NULL));
      g_assert_true ((verdict == CDL_SURREAL_DONE) == (error == NULL));
      g_assert_true (error == NULL || g_utf8_validate (error->message, -1, NULL));
    }
  if (cdl_surreal_read_token (200, (const char *) data, size, &token, NULL) == CDL_SURREAL_DONE)
    g_assert_true (strpbrk (token, " \r\n") == NULL);
  cdl_surreal_check_version ((const char *) data, size, NULL);

  return 0;
}

CDL_FUZZ_TARGET ("surreal", fuzz_surreal, seeds);
