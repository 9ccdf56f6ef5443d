#pragma once

#include <json-glib/json-glib.h>

#include "cdl-run-record.h"

G_BEGIN_DECLS

/* Appends members strategies, datasets and settings of an answer: what the runs in $runs refer to.
 * with_json: the texts of strategies too. */
void cdl_surreal_append_shared (GString *sql, gboolean with_json);

/* Reads runs of one answer, which share what they refer to. */
typedef struct
{
  GHashTable *strategies; /* "name\nrevision" -> CdlStrategyRecord */
  GHashTable *datasets;   /* fingerprint -> CdlDatasetRecord */
  GHashTable *settings;   /* hash -> text */
} CdlSurrealReader;

/* Empty tables, unless there are some. */
void cdl_surreal_reader_begin (CdlSurrealReader *self);

/* Adds what is in an answer: an object with the members of cdl_surreal_append_shared(). */
gboolean cdl_surreal_reader_init (CdlSurrealReader *self, JsonObject *answer, GError **error);
void cdl_surreal_reader_clear (CdlSurrealReader *self);

/* CDL_STORE_ERROR_DAMAGED names the run. */
CdlRunRecord *cdl_surreal_reader_run (CdlSurrealReader *self, JsonObject *row, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CdlSurrealReader, cdl_surreal_reader_clear)

G_END_DECLS
