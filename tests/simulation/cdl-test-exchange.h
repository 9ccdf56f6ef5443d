#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A chandelier-exchange of one's own, on a free port, that ends with this process. The program is
 * named by CHANDELIER_EXCHANGE. */
typedef struct _CdlTestExchange CdlTestExchange;

/* options: NULL-terminated, beside --port and --until-eof. */
CdlTestExchange *cdl_test_exchange_new (const char *const *options);
void cdl_test_exchange_free (CdlTestExchange *self);

const char *cdl_test_exchange_http (const CdlTestExchange *self);      /* "http://127.0.0.1:1234" */
const char *cdl_test_exchange_websocket (const CdlTestExchange *self); /* "ws://..." */

const char *cdl_test_exchange_pid (const CdlTestExchange *self);

/* The body of what path answers; asserts that there is one. Newly allocated. */
char *cdl_test_exchange_get (CdlTestExchange *self, const char *path);

/* Tells it what to do: "fault?name=stream-reset&count=1" (see CONTROL in chandelier-exchange(1)).
 */
void cdl_test_exchange_control (CdlTestExchange *self, const char *order);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlTestExchange, cdl_test_exchange_free)

G_END_DECLS
