#pragma once

#include "cdl-columns.h"
#include "cdl-market-error.h"

G_BEGIN_DECLS

/* Reads klines out of the bytes of a file: Binance's 12-column CSV (header or none, ms or us, row
 * by row), 6-column CSV with ISO or epoch times, and JSON arrays of 12 or 6 columns, strings or
 * numbers. Rows are checked one by one: each must be possible, and come after the one before. */
typedef struct
{
  const char *file; /* for messages */
  gboolean has_interval;
  CdlInterval interval; /* else found: the shortest step between rows */
  gboolean skip_bad;    /* leave out bad rows instead of refusing the file */
  gint64 now_ms;        /* klines that close at or after it are still open, and left out */
} CdlRowsOptions;

typedef struct
{
  CdlColumns *columns; /* NULL: the file holds no klines */
  guint bad;           /* rows left out because they were bad */
  guint open;          /* rows left out because they were still open */
  guint odd_close;     /* rows whose close_time is not that of their interval: kept */
  char *first_bad;     /* why the first bad row was left out, or NULL */
} CdlRows;

/* FALSE with FORMAT or ROW, naming file, line (or element) and reason. */
gboolean cdl_rows_read (const char *data,
                        gsize size,
                        const CdlRowsOptions *options,
                        CdlRows *rows,
                        GError **error);
void cdl_rows_clear (CdlRows *rows);

G_END_DECLS
