#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* An HTTP server that says what a test tells it to, byte by byte: also what no server should. It
 * takes one request per connection, one after the other. */
typedef struct _CdlTestHttp CdlTestHttp;

/* The n-th request (from 0), with its head and body. Returns the bytes to answer, newly allocated;
 * NULL closes the connection without. Called in the server's thread. */
typedef char *(*CdlTestReply) (guint n, const char *head, const char *body, gpointer data);

CdlTestHttp *cdl_test_http_new (CdlTestReply reply, gpointer data);
void cdl_test_http_free (CdlTestHttp *self);

/* "http://127.0.0.1:PORT", owned by the server. */
const char *cdl_test_http_url (CdlTestHttp *self);

/* A whole answer; newly allocated. */
char *cdl_test_http_answer (guint status, const char *body);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlTestHttp, cdl_test_http_free)

G_END_DECLS
