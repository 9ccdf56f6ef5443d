#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* What a SurrealDB server said, and what to do about it. */

/* Between client and backend; never passed on. */
#define CDL_SURREAL_ERROR (cdl_surreal_error_quark ())

typedef enum
{
  CDL_SURREAL_ERROR_THROWN,    /* by THROW in the statement: the message is what was thrown */
  CDL_SURREAL_ERROR_TOO_LARGE, /* the statement is longer than the server takes */
} CdlSurrealError;

GQuark cdl_surreal_error_quark (void);

typedef enum
{
  CDL_SURREAL_DONE,
  CDL_SURREAL_RETRY,   /* nothing was done, or nobody knows: ask again */
  CDL_SURREAL_SIGN_IN, /* the token is not, or no longer, good */
  CDL_SURREAL_REFUSED, /* asking again would not help */
} CdlSurrealVerdict;

/* Reads the answer to a POST of one statement. result gets what the statement returned if DONE;
 * else error is CDL_STORE_ERROR or CDL_SURREAL_ERROR. body may be NULL if length is 0. Texts of
 * servers are in 2.x and in 3.x. */
CdlSurrealVerdict cdl_surreal_read_answer (guint status,
                                           const char *body,
                                           gsize length,
                                           JsonNode **result,
                                           GError **error);

/* The same for a sign-in: token is newly allocated. */
CdlSurrealVerdict
cdl_surreal_read_token (guint status, const char *body, gsize length, char **token, GError **error);

/* "surrealdb-3.0.2" and what may follow. CDL_STORE_ERROR_VERSION: not SurrealDB, or older than
 * 2.1. */
gboolean cdl_surreal_check_version (const char *body, gsize length, GError **error);

G_END_DECLS
