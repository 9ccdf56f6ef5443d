#pragma once

#include <json-glib/json-glib.h>

#include "cdl-store.h"
#include "cdl-surreal-row-private.h"

G_BEGIN_DECLS

/* Reads runs of one answer, which share what they refer to. */
typedef struct
{
  GHashTable *strategies; /* "name\nrevision" -> CdlStrategyRecord */
  GHashTable *datasets;   /* fingerprint -> CdlDatasetRecord */
  GHashTable *settings;   /* hash -> text */
} CdlSurrealReader;

/* Empty tables, unless there are some. */
void cdl_surreal_reader_begin (CdlSurrealReader *self);

/* Adds what is in an answer: rows in members strategies, datasets and settings. */
gboolean cdl_surreal_reader_init (CdlSurrealReader *self, JsonObject *answer, GError **error);
void cdl_surreal_reader_clear (CdlSurrealReader *self);

/* Asks for what rows of runs refer to and self does not have. with_json: the texts of
 * strategies too. */
gboolean cdl_surreal_reader_complete (CdlSurrealReader *self,
                                      CdlStore *store,
                                      const CdlSurrealRows *rows,
                                      gboolean with_json,
                                      GCancellable *cancellable,
                                      GError **error);

/* CDL_STORE_ERROR_DAMAGED names the run. */
CdlRunRecord *
cdl_surreal_reader_run (CdlSurrealReader *self, const CdlSurrealRow *row, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CdlSurrealReader, cdl_surreal_reader_clear)

G_END_DECLS
