#include "cdl-store-error.h"
#include "cdl-surreal-client-private.h"
#include "cdl-test-http.h"

#include <string.h>

/* The client against servers that misbehave in every way that was seen. */

#define OK     "[{\"status\":\"OK\",\"result\":7}]"
#define BUSY   "[{\"status\":\"ERR\",\"result\":\"This transaction can be retried\"}]"
#define SECRET "hunter2 \"quoted\""

/* What a server does: how it signs in, and its answers to statements, one after the other. The last
 * one is repeated. */
typedef struct
{
  const char *level;              /* in a sign-in that is accepted: "\"db\"", "\"ns\"", "user" */
  const char *const *answers;     /* raw bytes; "" closes the connection */
  guint n_sign_ins, n_statements; /* seen so far */
  guint expires;                  /* statements that a token is good for; 0: no end */
  guint since;                    /* the last sign-in */
} Script;

static gboolean
starts (const char *head, const char *line)
{
  return strncmp (head, line, strlen (line)) == 0;
}

static char *
reply (guint n, const char *head, const char *body, gpointer data)
{
  Script *script = data;
  g_autofree char *bearer = g_strdup_printf ("Authorization: Bearer token-%u", script->n_sign_ins);
  const char *answer;
  char token[64];
  guint i = 0;

  if (starts (head, "GET /version "))
    return cdl_test_http_answer (200, "surrealdb-3.0.2");
  if (starts (head, "POST /signin "))
    {
      g_assert_nonnull (strstr (body, "hunter2 \\\"quoted\\\""));
      if (script->level == NULL || strstr (body, script->level) == NULL
          || (g_str_equal (script->level, "user") && strstr (body, "\"ns\"") != NULL)
          || (g_str_equal (script->level, "\"ns\"") && strstr (body, "\"db\"") != NULL))
        return cdl_test_http_answer (401, "There was a problem with authentication");
      script->since = 0;
      g_snprintf (token, sizeof token, "{\"token\":\"token-%u\"}", ++script->n_sign_ins);
      return cdl_test_http_answer (200, token);
    }

  g_assert_true (starts (head, "POST /sql "));
  g_assert_nonnull (strstr (head, "Surreal-NS: space"));
  g_assert_nonnull (strstr (head, "Surreal-DB: base"));
  g_assert_nonnull (strstr (head, "Accept: application/json\r\n"));
  g_assert_null (strstr (head, "hunter2"));
  if (script->expires > 0 && script->since++ >= script->expires)
    return cdl_test_http_answer (401, "The token has expired");
  if (strstr (head, bearer) == NULL)
    return cdl_test_http_answer (401, "There was a problem with authentication");
  while (i < script->n_statements && script->answers[i + 1] != NULL)
    i++;
  script->n_statements++;
  answer = script->answers[i];

  return *answer != '\0' ? g_strdup (answer) : NULL;
}

static CdlSurrealClient *
connect_to (const char *url)
{
  g_autoptr (CdlSurrealSettings) settings = cdl_surreal_settings_new (url, "space", "base");
  g_autoptr (GError) error = NULL;
  CdlSurrealClient *client;

  cdl_surreal_settings_set_user (settings, "app", SECRET);
  settings->timeout_s = 1;
  client = cdl_surreal_client_new (settings, &error);
  g_assert_no_error (error);

  return client;
}

static void
assert_seven (CdlSurrealClient *client)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) result = cdl_surreal_client_run (client, "RETURN 7", NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (json_node_get_int (result), ==, 7);
}

static char *
raw (guint status, const char *body)
{
  return cdl_test_http_answer (status, body);
}

/* Users of every level are found, at the first statement, and once. */
static void
test_levels (void)
{
  static const char *const levels[] = { "\"db\"", "\"ns\"", "user" };
  g_autofree char *ok = raw (200, OK);
  const char *const answers[] = { ok, NULL };

  for (guint i = 0; i < G_N_ELEMENTS (levels); i++)
    {
      Script script = { levels[i], answers };
      g_autoptr (CdlTestHttp) server = cdl_test_http_new (reply, &script);
      g_autoptr (CdlSurrealClient) client = connect_to (cdl_test_http_url (server));
      g_autoptr (GError) error = NULL;

      g_assert_true (cdl_surreal_client_check (client, NULL, &error));
      g_assert_no_error (error);
      for (guint k = 0; k < 3; k++)
        assert_seven (client);
      g_assert_cmpuint (script.n_sign_ins, ==, 1);
      g_assert_cmpuint (script.n_statements, ==, 3);
    }
}

/* Whatever passes, the statement is done in the end. */
static void
test_retries (void)
{
  g_autofree char *ok = raw (200, OK), *busy = raw (200, BUSY), *late = raw (503, "");
  g_autofree char *panic = raw (500, "Service panicked");
  static const char cut[] = "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n[{\"status\":";
  static const char short_json[] = "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n[{\"status\":";
  static const char noise[] = "SSH-2.0-OpenSSH_9.2\r\n\r\n";
  const char *const rows[][5] = {
    { busy, busy, ok }, { late, panic, ok }, { "", "", ok }, { cut, ok }, { short_json, noise, ok },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      Script script = { "\"db\"", rows[i] };
      g_autoptr (CdlTestHttp) server = cdl_test_http_new (reply, &script);
      g_autoptr (CdlSurrealClient) client = connect_to (cdl_test_http_url (server));

      assert_seven (client);
    }
}

/* A server that never recovers is given up, with an error that says what it was. */
static void
test_given_up (void)
{
  g_autofree char *busy = raw (200, BUSY), *late = raw (503, "starting"), *bad = raw (400, "{}");
  g_autofree char *moved
      = g_strdup ("HTTP/1.1 307 Moved\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n"
                  "Connection: close\r\n\r\n");
  const struct
  {
    const char *answers[2];
    int code;
    guint attempts;
  } rows[] = {
    { { busy }, CDL_STORE_ERROR_BUSY, 6 },    { { late }, CDL_STORE_ERROR_AWAY, 6 },
    { { "" }, CDL_STORE_ERROR_AWAY, 6 },      { { bad }, CDL_STORE_ERROR_FAILED, 1 },
    { { moved }, CDL_STORE_ERROR_FAILED, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      Script script = { "\"db\"", rows[i].answers };
      g_autoptr (CdlTestHttp) server = cdl_test_http_new (reply, &script);
      g_autoptr (CdlSurrealClient) client = connect_to (cdl_test_http_url (server));
      g_autoptr (GError) error = NULL;

      g_assert_null (cdl_surreal_client_run (client, "RETURN 7", NULL, &error));
      g_assert_error (error, CDL_STORE_ERROR, rows[i].code);
      g_assert_cmpuint (script.n_statements, ==, rows[i].attempts);
    }
}

/* A token that ends is renewed once, a password that is wrong tried once per level and never
 * told. */
static void
test_tokens (void)
{
  g_autofree char *ok = raw (200, OK);
  const char *const answers[] = { ok, NULL };
  Script expiring = { "user", answers, .expires = 2 }, wrong = { NULL, answers };
  g_autoptr (CdlTestHttp) server = cdl_test_http_new (reply, &expiring);
  g_autoptr (CdlTestHttp) refusing = cdl_test_http_new (reply, &wrong);
  g_autoptr (CdlSurrealClient) client = connect_to (cdl_test_http_url (server));
  g_autoptr (CdlSurrealClient) refused = connect_to (cdl_test_http_url (refusing));
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 6; i++)
    assert_seven (client);
  g_assert_cmpuint (expiring.n_sign_ins, ==, 3);
  g_assert_cmpuint (expiring.n_statements, ==, 6);

  g_assert_null (cdl_surreal_client_run (refused, "RETURN 7", NULL, &error));
  g_assert_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_DENIED);
  g_assert_null (strstr (error->message, "hunter2"));
  g_assert_cmpuint (wrong.n_statements, ==, 0);
}

/* 413 is not tried again: statements get shorter. */
static void
test_too_large (void)
{
  g_autofree char *large = raw (413, "length limit exceeded");
  g_autofree char *sql = g_strnfill (300 * 1024, ' ');
  const char *const answers[] = { large, NULL };
  Script script = { "\"db\"", answers };
  g_autoptr (CdlTestHttp) server = cdl_test_http_new (reply, &script);
  g_autoptr (CdlSurrealClient) client = connect_to (cdl_test_http_url (server));
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (cdl_surreal_client_max_length (client), ==, 512 * 1024);
  g_assert_null (cdl_surreal_client_run (client, sql, NULL, &error));
  g_assert_error (error, CDL_SURREAL_ERROR, CDL_SURREAL_ERROR_TOO_LARGE);
  g_assert_cmpuint (cdl_surreal_client_max_length (client), ==, 150 * 1024);
  for (guint i = 0; i < 8; i++)
    {
      g_autoptr (JsonNode) none = cdl_surreal_client_run (client, "x", NULL, NULL);

      g_assert_null (none);
    }
  g_assert_cmpuint (cdl_surreal_client_max_length (client), ==, 16 * 1024);
}

static char *
be_silent (guint n, const char *head, const char *body, gpointer data)
{
  g_usleep (2 * G_USEC_PER_SEC);

  return NULL;
}

/* Nobody there, and somebody who says nothing. */
static void
test_away (void)
{
  g_autofree char *gone = NULL;
  g_autoptr (GError) error = NULL;

  {
    g_autoptr (CdlTestHttp) server = cdl_test_http_new (be_silent, NULL);

    gone = g_strdup (cdl_test_http_url (server));
  }
  {
    g_autoptr (CdlSurrealClient) client = connect_to (gone);

    g_assert_null (cdl_surreal_client_run (client, "RETURN 7", NULL, &error));
    g_assert_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_AWAY);
    g_clear_error (&error);
    g_assert_false (cdl_surreal_client_check (client, NULL, &error));
    g_assert_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_AWAY);
    g_clear_error (&error);
  }
  {
    g_autoptr (CdlTestHttp) server = cdl_test_http_new (be_silent, NULL);
    g_autoptr (CdlSurrealClient) client = connect_to (cdl_test_http_url (server));
    gint64 began = g_get_monotonic_time ();

    g_assert_null (cdl_surreal_client_run (client, "RETURN 7", NULL, &error));
    g_assert_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_AWAY);
    g_assert_cmpint (g_get_monotonic_time () - began, <, 10 * G_USEC_PER_SEC);
  }
}

static gpointer
cancel_soon (gpointer data)
{
  g_usleep (100000);
  g_cancellable_cancel (data);

  return NULL;
}

/* Also while it waits for an answer, or for another attempt. */
static void
test_cancelled (void)
{
  g_autofree char *late = raw (503, "");
  const char *const answers[] = { late, NULL };
  Script script = { "\"db\"", answers };
  g_autoptr (CdlTestHttp) silent = cdl_test_http_new (be_silent, NULL);
  g_autoptr (CdlTestHttp) busy = cdl_test_http_new (reply, &script);
  const char *const urls[] = { cdl_test_http_url (silent), cdl_test_http_url (busy) };

  for (guint i = 0; i < G_N_ELEMENTS (urls); i++)
    {
      g_autoptr (CdlSurrealSettings) settings = cdl_surreal_settings_new (urls[i], "space", "base");
      g_autoptr (CdlSurrealClient) client = NULL;
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GError) error = NULL;
      GThread *thread;

      cdl_surreal_settings_set_user (settings, "app", SECRET);
      settings->attempts = G_MAXUINT;
      client = cdl_surreal_client_new (settings, NULL);
      thread = g_thread_new ("cancel", cancel_soon, cancellable);
      g_assert_null (cdl_surreal_client_run (client, "RETURN 7", cancellable, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_thread_join (thread);
    }
}

static gpointer
run_many (gpointer data)
{
  for (guint i = 0; i < 10; i++)
    assert_seven (data);

  return NULL;
}

/* From many threads at once: signed in once, until the token ends. */
static void
test_threads (void)
{
  g_autofree char *ok = raw (200, OK), *busy = raw (200, BUSY);
  const char *const answers[] = { ok, busy, ok, "", ok, NULL };
  Script script = { "\"db\"", answers, .expires = 15 };
  g_autoptr (CdlTestHttp) server = cdl_test_http_new (reply, &script);
  g_autoptr (CdlSurrealClient) client = connect_to (cdl_test_http_url (server));
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("run", run_many, client);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  g_assert_cmpuint (script.n_statements, ==, 42);
  g_assert_cmpuint (script.n_sign_ins, <=, 4);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/surreal/client/levels", test_levels);
  g_test_add_func ("/store/surreal/client/retries", test_retries);
  g_test_add_func ("/store/surreal/client/given-up", test_given_up);
  g_test_add_func ("/store/surreal/client/tokens", test_tokens);
  g_test_add_func ("/store/surreal/client/too-large", test_too_large);
  g_test_add_func ("/store/surreal/client/away", test_away);
  g_test_add_func ("/store/surreal/client/cancelled", test_cancelled);
  g_test_add_func ("/store/surreal/client/threads", test_threads);

  return g_test_run ();
}
