#include "cdl-surreal-answer-private.h"

#include <stdlib.h>
#include <string.h>

#include "cdl-json-reader-private.h"
#include "cdl-store-error.h"

/* Of what a server says, in an error message. */
#define MAX_SHOWN 300

#define THROWN "An error occurred: "

G_DEFINE_QUARK (cdl - surreal - error - quark, cdl_surreal_error)

/* Says what part of a server's text is worth showing; newly allocated. */
static char *
shown (const char *text, gsize length)
{
  g_autofree char *valid
      = length > 0 ? g_utf8_make_valid (text, (gssize) MIN (length, MAX_SHOWN)) : g_strdup ("");

  return g_strdup (g_strstrip (valid));
}

/* The reason in an answer that is not 200: JSON, or plain text from what stands before. */
static char *
reason_of (const char *body, gsize length)
{
  g_autoptr (JsonNode) node = cdl_json_parse (length > 0 ? body : "", length, NULL);
  const char *information = NULL;

  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObject *object = json_node_get_object (node);

      if (!cdl_json_get_string (object, "information", &information, NULL))
        cdl_json_get_string (object, "details", &information, NULL);
    }
  if (information != NULL)
    return shown (information, strlen (information));

  return shown (body, length);
}

static CdlSurrealVerdict
verdict_of_status (guint status, const char *body, gsize length, GError **error)
{
  g_autofree char *reason = reason_of (body, length);

  if (status == 401)
    {
      g_set_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_DENIED,
                   "The SurrealDB server does not accept user and password, or its token has ended "
                   "(%s)",
                   reason);
      return CDL_SURREAL_SIGN_IN;
    }
  if (status == 413)
    {
      g_set_error (error, CDL_SURREAL_ERROR, CDL_SURREAL_ERROR_TOO_LARGE,
                   "The SurrealDB server does not take so much at once (%s)", reason);
      return CDL_SURREAL_REFUSED;
    }
  if (status == 403)
    {
      g_set_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_DENIED,
                   "The SurrealDB server does not allow it: %s", reason);
      return CDL_SURREAL_REFUSED;
    }
  if (status == 429 || status >= 500)
    {
      g_set_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_AWAY,
                   "The SurrealDB server cannot answer now (status %u): %s", status, reason);
      return CDL_SURREAL_RETRY;
    }
  g_set_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_FAILED,
               "The SurrealDB server refused a request (status %u): %s", status, reason);

  return CDL_SURREAL_REFUSED;
}

/* What a statement that failed says, by what its text holds: kinds and details differ between
 * versions, these words do not. */
static CdlSurrealVerdict
verdict_of_error (const char *text, GError **error)
{
  static const struct
  {
    const char *part;
    CdlSurrealVerdict verdict;
    CdlStoreError code;
  } known[] = {
    { "can be retried", CDL_SURREAL_RETRY, CDL_STORE_ERROR_BUSY },
    { "exceeded the timeout", CDL_SURREAL_REFUSED, CDL_STORE_ERROR_BUSY },
    { "due to disk space", CDL_SURREAL_REFUSED, CDL_STORE_ERROR_FULL },
    { "No space left on device", CDL_SURREAL_REFUSED, CDL_STORE_ERROR_FULL },
    { "Not enough permissions", CDL_SURREAL_REFUSED, CDL_STORE_ERROR_DENIED },
  };
  g_autofree char *reason = shown (text, strlen (text));

  if (g_str_has_prefix (text, THROWN))
    {
      const char *thrown = text;

      /* Once for each block that it left. */
      while (g_str_has_prefix (thrown, THROWN))
        thrown += strlen (THROWN);
      g_set_error_literal (error, CDL_SURREAL_ERROR, CDL_SURREAL_ERROR_THROWN, thrown);
      return CDL_SURREAL_REFUSED;
    }
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (strstr (text, known[i].part) != NULL)
      {
        g_set_error (error, CDL_STORE_ERROR, known[i].code, "SurrealDB: %s", reason);
        return known[i].verdict;
      }
  g_set_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_FAILED, "SurrealDB: %s", reason);

  return CDL_SURREAL_REFUSED;
}

/* An answer that was cut, or written by something between: the server may have done it or not. */
static CdlSurrealVerdict
unreadable (GError **error, const char *why)
{
  /* json-glib may quote half a character. */
  g_autofree char *reason = shown (why, strlen (why));

  g_set_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_AWAY,
               "The answer of the SurrealDB server cannot be read: %s", reason);

  return CDL_SURREAL_RETRY;
}

CdlSurrealVerdict
cdl_surreal_read_answer (guint status,
                         const char *body,
                         gsize length,
                         JsonNode **result,
                         GError **error)
{
  g_autoptr (GError) parse_error = NULL;
  g_autoptr (JsonNode) node = NULL;
  JsonArray *entries;
  JsonObject *entry;
  const char *state, *text;

  if (status != 200)
    return verdict_of_status (status, body, length, error);
  node = cdl_json_parse (length > 0 ? body : "", length, &parse_error);
  if (node == NULL)
    return unreadable (error, parse_error->message);
  entries = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  if (entries == NULL || json_array_get_length (entries) != 1
      || !JSON_NODE_HOLDS_OBJECT (json_array_get_element (entries, 0)))
    return unreadable (error, "it is not that of one statement");
  entry = json_array_get_object_element (entries, 0);
  if (!cdl_json_get_string (entry, "status", &state, NULL)
      || !json_object_has_member (entry, "result"))
    return unreadable (error, "status or result is missing");

  if (!g_str_equal (state, "OK"))
    return verdict_of_error (
        cdl_json_get_string (entry, "result", &text, NULL) ? text : "it does not say why", error);
  *result = json_object_dup_member (entry, "result");

  return CDL_SURREAL_DONE;
}

CdlSurrealVerdict
cdl_surreal_read_token (guint status, const char *body, gsize length, char **token, GError **error)
{
  g_autoptr (JsonNode) node = NULL;
  const char *text = NULL;

  if (status != 200)
    return verdict_of_status (status, body, length, error);
  node = cdl_json_parse (length > 0 ? body : "", length, NULL);
  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObject *object = json_node_get_object (node), *pair;

      /* 3.x with refresh tokens: { access, refresh }. */
      if (!cdl_json_get_string (object, "token", &text, NULL)
          && cdl_json_get_object (object, "token", &pair, NULL))
        cdl_json_get_string (pair, "access", &text, NULL);
    }
  if (text == NULL)
    return unreadable (error, "it signed in without a token");
  for (const char *p = text; *p != '\0'; p++)
    if (!g_ascii_isgraph (*p))
      return unreadable (error, "its token is not one");
  *token = g_strdup (text);

  return CDL_SURREAL_DONE;
}

gboolean
cdl_surreal_check_version (const char *body, gsize length, GError **error)
{
  g_autofree char *text = shown (body, length);
  char *end;
  gulong major, minor;

  if (!g_str_has_prefix (text, "surrealdb-"))
    {
      g_set_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_VERSION,
                   "What answers is not a SurrealDB server: it calls itself “%.60s”", text);
      return FALSE;
    }
  major = strtoul (text + strlen ("surrealdb-"), &end, 10);
  minor = *end == '.' ? strtoul (end + 1, NULL, 10) : 0;
  /* Nightly builds have no number, and are new. */
  if (!g_ascii_isdigit (text[strlen ("surrealdb-")]) || major > 2 || (major == 2 && minor >= 1))
    return TRUE;
  g_set_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_VERSION,
               "The server is %.60s; Chandelier needs SurrealDB 2.1 or newer", text);

  return FALSE;
}
