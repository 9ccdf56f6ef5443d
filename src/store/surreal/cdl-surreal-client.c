#include "cdl-surreal-client-private.h"

#include "cdl-json-writer.h"
#include "cdl-store-error.h"
#include "cdl-surreal-exchange-private.h"

/* Half of what servers take by default, and the least that is worth sending. */
#define MAX_LENGTH (512 * 1024)
#define MIN_LENGTH (16 * 1024)

/* Waits before another attempt: at random up to the first, then twice that, up to the last. */
#define FIRST_WAIT_MS 20
#define LAST_WAIT_MS  2000

/* Where a user may be defined. Which it is cannot be asked: it is tried from the least powerful. */
typedef enum
{
  LEVEL_DATABASE,
  LEVEL_NAMESPACE,
  LEVEL_ROOT,
  N_LEVELS,
} Level;

struct _CdlSurrealClient
{
  CdlSurrealSettings *settings;
  CdlSurrealExchange *exchange;
  GMutex mutex; /* guards what follows, and is held while signing in */
  char *token;
  Level level;
  gsize max_length; /* as far as it is known */
  gsize ceiling;    /* what it may grow to again */
};

CdlSurrealClient *
cdl_surreal_client_new (const CdlSurrealSettings *settings, GError **error)
{
  CdlSurrealClient *self;
  g_autofree char *url = NULL;

  if (!cdl_surreal_settings_check (settings, error))
    return NULL;

  self = g_new0 (CdlSurrealClient, 1);
  self->settings = cdl_surreal_settings_copy (settings);
  url = g_strdup (settings->url);
  if (g_str_has_suffix (url, "/"))
    url[strlen (url) - 1] = '\0';
  self->exchange = cdl_surreal_exchange_new (url, settings->timeout_s,
                                             cdl_surreal_settings_is_local (settings));
  g_mutex_init (&self->mutex);
  self->max_length = self->ceiling = MAX_LENGTH;

  return self;
}

void
cdl_surreal_client_free (CdlSurrealClient *self)
{
  cdl_surreal_exchange_free (self->exchange);
  cdl_surreal_settings_free (self->settings);
  g_mutex_clear (&self->mutex);
  g_free (self->token);
  g_free (self);
}

gsize
cdl_surreal_client_max_length (CdlSurrealClient *self)
{
  gsize length;

  g_mutex_lock (&self->mutex);
  length = self->max_length;
  g_mutex_unlock (&self->mutex);

  return length;
}

/* What no answer means. A silent server is not asked again: each time would take as long. */
static CdlSurrealVerdict
verdict_of_loss (CdlSurrealClient *self, GError *cause, GError **error)
{
  gboolean silent = g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);

  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, g_error_copy (cause));
      return CDL_SURREAL_REFUSED;
    }
  if (cause->domain == G_TLS_ERROR)
    {
      g_set_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_DENIED,
                   "The SurrealDB server %s is not trusted: %s", self->settings->url,
                   cause->message);
      return CDL_SURREAL_REFUSED;
    }
  g_set_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_AWAY,
               "The SurrealDB server %s cannot be reached: %s", self->settings->url,
               cause->message);

  return silent ? CDL_SURREAL_REFUSED : CDL_SURREAL_RETRY;
}

/* The body of a sign-in at a level; newly allocated. */
static char *
credentials (CdlSurrealClient *self, Level level)
{
  g_autoptr (CdlJsonWriter) writer = cdl_json_writer_new (CDL_JSON_COMPACT);

  cdl_json_begin_object (writer);
  cdl_json_member_string (writer, "user", self->settings->user);
  cdl_json_member_string (writer, "pass",
                          self->settings->password != NULL ? self->settings->password : "");
  if (level != LEVEL_ROOT)
    cdl_json_member_string (writer, "ns", self->settings->ns);
  if (level == LEVEL_DATABASE)
    cdl_json_member_string (writer, "db", self->settings->db);
  cdl_json_end_object (writer);

  return cdl_json_writer_steal (writer);
}

static CdlSurrealVerdict
sign_in_at (CdlSurrealClient *self, Level level, GCancellable *cancellable, GError **error)
{
  static const CdlSurrealHeader headers[] = { { "Accept", "application/json" } };
  g_autofree char *body = credentials (self, level);
  g_autoptr (GError) cause = NULL;
  g_autoptr (GBytes) answer = NULL;
  g_autofree char *token = NULL;
  CdlSurrealVerdict verdict;
  guint status;

  answer = cdl_surreal_exchange_send (self->exchange, "/signin", body, strlen (body), headers,
                                      G_N_ELEMENTS (headers), &status, cancellable, &cause);
  explicit_bzero (body, strlen (body));
  if (answer == NULL)
    return verdict_of_loss (self, cause, error);
  verdict = cdl_surreal_read_token (status, g_bytes_get_data (answer, NULL),
                                    g_bytes_get_size (answer), &token, error);
  if (verdict == CDL_SURREAL_DONE)
    {
      g_free (self->token);
      self->token = g_steal_pointer (&token);
      self->level = level;
    }

  return verdict;
}

/* token gets what to send, newly allocated; NULL for no user. refused (nullable): one that is not
 * good any more; if another thread has replaced it, that will do. */
static CdlSurrealVerdict
get_token (CdlSurrealClient *self,
           const char *refused,
           char **token,
           GCancellable *cancellable,
           GError **error)
{
  CdlSurrealVerdict verdict = CDL_SURREAL_DONE;

  if (self->settings->user == NULL)
    return CDL_SURREAL_DONE;

  g_mutex_lock (&self->mutex);
  if (self->token == NULL || g_strcmp0 (self->token, refused) == 0)
    {
      Level first = self->level;

      g_clear_pointer (&self->token, g_free);
      verdict = sign_in_at (self, first, cancellable, error);
      for (Level level = 0; verdict == CDL_SURREAL_SIGN_IN && level < N_LEVELS; level++)
        if (level != first)
          {
            g_clear_error (error);
            verdict = sign_in_at (self, level, cancellable, error);
          }
    }
  *token = g_strdup (self->token);
  g_mutex_unlock (&self->mutex);

  return verdict == CDL_SURREAL_SIGN_IN ? CDL_SURREAL_REFUSED : verdict;
}

/* After a statement of that length. A server may refuse one while it is being sent, and hang up:
 * then all that is seen is a lost connection, and a shorter one may pass. */
static void
learn_length (CdlSurrealClient *self, gsize length, guint status)
{
  g_mutex_lock (&self->mutex);
  if (status == 413)
    self->ceiling = MAX (MIN_LENGTH, MIN (self->ceiling, length / 2));
  if (status == 413 || (status == 0 && length > MIN_LENGTH))
    self->max_length = MAX (MIN_LENGTH, MIN (self->max_length, length / 2));
  else if (status == 200 && self->max_length < self->ceiling && length > self->max_length / 2)
    self->max_length = MIN (2 * self->max_length, self->ceiling);
  g_mutex_unlock (&self->mutex);
}

static CdlSurrealVerdict
send_statement (CdlSurrealClient *self,
                const char *sql,
                const char *token,
                JsonNode **result,
                GCancellable *cancellable,
                GError **error)
{
  g_autofree char *bearer = token != NULL ? g_strconcat ("Bearer ", token, NULL) : NULL;
  const CdlSurrealHeader headers[] = {
    { "Accept", "application/json" },
    { "Surreal-NS", self->settings->ns },
    { "Surreal-DB", self->settings->db },
    { "Authorization", bearer },
  };
  gsize length = strlen (sql);
  g_autoptr (GError) cause = NULL;
  g_autoptr (GBytes) answer = NULL;
  guint status;

  answer = cdl_surreal_exchange_send (self->exchange, "/sql", sql, length, headers,
                                      G_N_ELEMENTS (headers), &status, cancellable, &cause);
  learn_length (self, length, answer != NULL ? status : 0);
  if (answer == NULL)
    return verdict_of_loss (self, cause, error);

  return cdl_surreal_read_answer (status, g_bytes_get_data (answer, NULL),
                                  g_bytes_get_size (answer), result, error);
}

/* One attempt, with a new sign-in if the token has ended. */
static CdlSurrealVerdict
try_statement (CdlSurrealClient *self,
               const char *sql,
               JsonNode **result,
               GCancellable *cancellable,
               GError **error)
{
  g_autofree char *token = NULL, *renewed = NULL;
  CdlSurrealVerdict verdict = get_token (self, NULL, &token, cancellable, error);

  if (verdict != CDL_SURREAL_DONE)
    return verdict;
  verdict = send_statement (self, sql, token, result, cancellable, error);
  if (verdict != CDL_SURREAL_SIGN_IN || token == NULL)
    return verdict;

  g_clear_error (error);
  verdict = get_token (self, token, &renewed, cancellable, error);

  return verdict == CDL_SURREAL_DONE
             ? send_statement (self, sql, renewed, result, cancellable, error)
             : verdict;
}

/* Waits as long, or until cancelled. */
static void
wait_ms (guint ms, GCancellable *cancellable)
{
  GPollFD poll;

  if (cancellable == NULL || !g_cancellable_make_pollfd (cancellable, &poll))
    {
      g_usleep ((gulong) ms * 1000);
      return;
    }
  g_poll (&poll, 1, (gint) ms);
  g_cancellable_release_fd (cancellable);
}

JsonNode *
cdl_surreal_client_run (CdlSurrealClient *self,
                        const char *sql,
                        GCancellable *cancellable,
                        GError **error)
{
  guint most_ms = FIRST_WAIT_MS;

  for (guint attempt = 1;; attempt++)
    {
      g_autoptr (GError) local_error = NULL;
      JsonNode *result = NULL;
      CdlSurrealVerdict verdict = try_statement (self, sql, &result, cancellable, &local_error);

      if (verdict == CDL_SURREAL_DONE)
        return result;
      if (verdict != CDL_SURREAL_RETRY || attempt >= self->settings->attempts)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return NULL;
        }

      /* All of the wait at random: those who met in a conflict do not meet again. */
      wait_ms ((guint) g_random_int_range (1, (gint32) most_ms + 1), cancellable);
      most_ms = MIN (2 * most_ms, LAST_WAIT_MS);
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
    }
}

char *
cdl_surreal_client_version (CdlSurrealClient *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) cause = NULL;
  g_autoptr (GBytes) answer = NULL;
  const char *text;
  gsize length;
  guint status;

  answer = cdl_surreal_exchange_send (self->exchange, "/version", NULL, 0, NULL, 0, &status,
                                      cancellable, &cause);
  if (answer == NULL)
    {
      verdict_of_loss (self, cause, error);
      return NULL;
    }
  if (status != 200)
    {
      g_set_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_AWAY,
                   "What answers at %s does not say its version (status %u)", self->settings->url,
                   status);
      return NULL;
    }
  text = g_bytes_get_data (answer, &length);

  return cdl_surreal_check_version (text, length, error) ? g_strndup (text, length) : NULL;
}

gboolean
cdl_surreal_client_check (CdlSurrealClient *self, GCancellable *cancellable, GError **error)
{
  g_autofree char *version = cdl_surreal_client_version (self, cancellable, error);

  return version != NULL;
}
