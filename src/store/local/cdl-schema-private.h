#pragma once

#include "cdl-connection-private.h"
#include "cdl-run-query.h"

G_BEGIN_DECLS

/* Brings the file to the schema of this version, in one transaction; a new file gets all of it. A
 * file of a newer version or of another program is refused (CDL_STORE_ERROR_VERSION) untouched. */
gboolean cdl_schema_apply (CdlConnection *connection, GError **error);

/* Column of a statistic in table run: "s_sharpe". Owned by the schema. */
const char *cdl_schema_stat_column (CdlStat stat);

/* Whether an index gives runs in this order. */
gboolean cdl_schema_is_indexed (CdlSortKey key, CdlStat stat);

G_END_DECLS
