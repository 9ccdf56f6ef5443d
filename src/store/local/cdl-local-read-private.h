#pragma once

#include "cdl-connection-private.h"
#include "cdl-run-details.h"
#include "cdl-run-record.h"

G_BEGIN_DECLS

/* Turns rows of table run into records, inside a transaction; what runs share is read once. */
typedef struct
{
  CdlConnection *connection;
  gboolean with_json; /* strategy texts */
  GHashTable *strategies;
  GHashTable *datasets;
  GHashTable *settings;
} CdlLocalReader;

void cdl_local_reader_init (CdlLocalReader *self, CdlConnection *connection, gboolean with_json);
void cdl_local_reader_clear (CdlLocalReader *self);

/* What to select from "run AS r" for cdl_local_reader_run(). The first column is the key. Owned by
 * the function. */
const char *cdl_local_run_columns (void);

CdlRunRecord *cdl_local_reader_run (CdlLocalReader *self, sqlite3_stmt *row, GError **error);

/* Details of a run; details is NULL if it has none. */
gboolean cdl_local_read_details (CdlConnection *connection,
                                 gint64 key,
                                 const char *id,
                                 CdlRunDetails **details,
                                 GError **error);

/* Tags of a run, sorted. */
char **cdl_local_read_tags (CdlConnection *connection, gint64 key, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CdlLocalReader, cdl_local_reader_clear)

G_END_DECLS
