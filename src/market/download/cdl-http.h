#pragma once

#include <glib.h>

#include "cdl-market-error.h"

G_BEGIN_DECLS

/* GET requests of libcurl, many at a time, driven by a main context; for the thread that runs it.
 * TLS is verified, and no redirect is followed. */
typedef struct _CdlHttp CdlHttp;
typedef struct _CdlHttpCall CdlHttpCall;

/* When an answer is given up. */
typedef struct
{
  int connect_ms;
  int low_speed;   /* bytes per second */
  int low_speed_s; /* that it may be below it */
  int whole_ms;    /* of an answer that is kept in memory */
} CdlHttpLimits;

#define CDL_HTTP_LIMITS ((CdlHttpLimits){ 10000, 100, 20, 60000 })

typedef struct
{
  char *problem;     /* why no whole answer came, in a sentence; NULL: one did */
  gboolean hopeless; /* with problem: asking again would not help */
  gboolean local;    /* with problem: this machine could not keep what came */
  guint status;
  GBytes *body;          /* NULL if it went to a file */
  char *sha256;          /* of a body that went to a file */
  gint64 retry_after_ms; /* -1: it does not say, or cannot be read */
  gint64 used_weight;    /* -1: it does not say */
  gint64 date_ms; /* when the host says that it answered, whole seconds UTC; -1: it does not */
  gint64 sent_at; /* cdl_steady_ms() */
  gint64 received_at;
} CdlHttpAnswer;

/* answer is the caller's for the time of the call. */
typedef void (*CdlHttpFunc) (const CdlHttpAnswer *answer, gpointer data);

/* Called with every piece that arrives: its bytes. */
typedef void (*CdlHttpBytesFunc) (gsize bytes, gpointer data);

/* weight_header: lower case, or NULL. */
CdlHttp *cdl_http_new (GMainContext *context,
                       const CdlHttpLimits *limits,
                       const char *weight_header,
                       CdlHttpBytesFunc bytes,
                       gpointer data);

/* Forgets all calls without calling back. */
void cdl_http_free (CdlHttp *self);

/* Asks for url. path: file that the body goes to, or NULL; max_bytes: a longer body is a problem.
 * done is called once, unless the call is cancelled, never from within. The call ends with it. */
CdlHttpCall *cdl_http_get (CdlHttp *self,
                           const char *url,
                           const char *path,
                           gsize max_bytes,
                           CdlHttpFunc done,
                           gpointer data);
void cdl_http_cancel (CdlHttpCall *call);

/* How long to wait by a Retry-After: seconds, or a date of HTTP; -1 if it is neither. now_ms: by
 * the host's clock. */
gint64 cdl_http_retry_after (const char *text, gint64 now_ms);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlHttp, cdl_http_free)

G_END_DECLS
