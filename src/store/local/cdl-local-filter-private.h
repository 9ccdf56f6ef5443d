#pragma once

#include "cdl-connection-private.h"
#include "cdl-run-query.h"

G_BEGIN_DECLS

/* SQL functions that conditions use: once per connection. */
gboolean cdl_local_register_functions (CdlConnection *connection, GError **error);

/* A filter as the condition of a statement on "run AS r". */
typedef struct
{
  GString *sql;      /* "TRUE" if there is none */
  gboolean is_empty; /* there is none */
  GArray *values;    /* of its parameters */
} CdlLocalWhere;

void cdl_local_where_init (CdlLocalWhere *self, const CdlRunFilter *filter);
void cdl_local_where_clear (CdlLocalWhere *self);

/* Binds its parameters from the place given, and returns the place after them. self must live until
 * the statement has run. */
int cdl_local_where_bind (const CdlLocalWhere *self, sqlite3_stmt *statement, int place);

/* Expression of what a query is sorted by, on "run AS r"; owned by the schema or static. */
const char *cdl_local_sort_column (CdlSortKey key, CdlStat stat);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CdlLocalWhere, cdl_local_where_clear)

G_END_DECLS
