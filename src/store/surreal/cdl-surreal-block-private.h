#pragma once

#include <json-glib/json-glib.h>

#include "cdl-run-query.h"

G_BEGIN_DECLS

/* What runs are listed by, in columns: of the run records that are not listed yet, or of a part of
 * the listing, which packs some hundred runs. A scan of 100,000 records takes a server a second or
 * more, reading a column of them in packed parts some milliseconds. */

typedef enum
{
  CDL_COLUMN_CREATED_AT = CDL_N_STATS, /* statistics come first, by CdlStat */
  CDL_COLUMN_FINISHED_AT,
  CDL_COLUMN_ELAPSED,
  CDL_COLUMN_INTERVAL, /* ms */
  CDL_COLUMN_FROM,
  CDL_COLUMN_TO,
  CDL_COLUMN_NET_PESSIMISTIC,
  CDL_COLUMN_NET_OPTIMISTIC,
  CDL_COLUMN_FAVOURITE, /* 1 or 0 */
  CDL_COLUMN_STRATEGY,  /* texts from here on */
  CDL_COLUMN_REVISION,
  CDL_COLUMN_SYMBOL,
  CDL_COLUMN_MARKET,
  CDL_COLUMN_DATASET,
  CDL_COLUMN_TESTS, /* sets from here on: see cdl_surreal_set_contains() */
  CDL_COLUMN_TAGS,
  CDL_COLUMN_SEARCH, /* what is searched for words */
  CDL_COLUMN_PARAMS, /* see cdl_surreal_number_find() */
  CDL_COLUMN_ID,
  CDL_N_COLUMNS
} CdlSurrealColumn;

/* As in the ids of the listing: "s_sharpe", "strategy". */
const char *cdl_surreal_column_name (guint column);

/* Appends "rid, lasting, stats" or the like: the fields of table run that hold the columns that
 * wanted flags. */
void cdl_surreal_append_fields (GString *sql, const gboolean *wanted);

static inline gboolean
cdl_surreal_column_is_text (guint column)
{
  return column >= CDL_COLUMN_STRATEGY;
}

typedef struct
{
  double *numbers; /* n, NaN: undefined; or of texts: */
  guint16 *codes;  /* n, into words */
  GPtrArray *words;
} CdlSurrealValues;

typedef struct
{
  guint n;
  guint64 *keys; /* of the runs: cdl_surreal_run_key() */
  CdlSurrealValues columns[CDL_N_COLUMNS];
} CdlSurrealBlock;

/* At most so many runs. */
#define CDL_SURREAL_BLOCK_RUNS 500

/* Runs with equal values are in the order of this: 64 bits of the hash of the run's id. */
guint64 cdl_surreal_run_key (const char *id);

/* The columns that wanted flags, of rows of table run. */
CdlSurrealBlock *
cdl_surreal_block_of_rows (JsonArray *answer, const gboolean *wanted, GError **error);
void cdl_surreal_block_free (CdlSurrealBlock *self);

/* What it takes, more or less, in bytes. */
gsize cdl_surreal_block_size (const CdlSurrealBlock *self);

/* Frees one column. */
void cdl_surreal_block_forget (CdlSurrealBlock *self, guint column);

/* Packs a column, or keys, as a text; newly allocated. */
char *cdl_surreal_block_pack (const CdlSurrealBlock *self, guint column);
char *cdl_surreal_keys_pack (const guint64 *keys, guint n);

/* Reads one back; FALSE with CDL_STORE_ERROR_DAMAGED. The keys of a block come first: they say how
 * many runs there are. */
guint64 *cdl_surreal_keys_unpack (const char *text, guint *n, GError **error);
gboolean
cdl_surreal_block_unpack (CdlSurrealBlock *self, guint column, const char *text, GError **error);

/* A run's text in a column; "" if the block has not got it. */
static inline const char *
cdl_surreal_block_text (const CdlSurrealBlock *self, guint column, guint i)
{
  const CdlSurrealValues *values = &self->columns[column];

  return values->codes != NULL ? g_ptr_array_index (values->words, values->codes[i]) : "";
}

gboolean cdl_surreal_set_contains (const char *set, const char *text);

/* The next member of a set, which is not terminated, and where it ends; NULL at the end. */
const char *cdl_surreal_set_next (const char **set, gsize *length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlSurrealBlock, cdl_surreal_block_free)

G_END_DECLS
