#pragma once

#include "cdl-rows.h"

G_BEGIN_DECLS

/* A row as it was written, not yet judged. */
typedef struct
{
  guint line; /* of the file, from 1; of JSON the element */
  gint64 open_time;
  gint64 close_time; /* CDL_TIME_NONE: not given */
  double value[CDL_N_FIELDS];
} CdlRow;

#define CDL_ROW_MAX_CELLS 12

/* A cell of a row: its text, without blanks and quotes around it, in the bytes of the file. */
typedef struct
{
  const char *text;
  gsize length;
} CdlCell;

/* Epoch ms or us of at most 16 digits, if `exchange`; else epoch s, ms or us by their digits, or an
 * ISO time. */
gboolean cdl_row_time (const char *text, gsize length, gboolean exchange, gint64 *time_ms);

/* Fields of a row of n_cells: 5 of 6 cells (time and OHLCV), all of 11 or 12 (the exchange's), 0 of
 * any other number: no kline. */
guint cdl_row_fields (guint n_cells);

/* Reads the cells of a row of n_fields (see cdl_row_fields()); FALSE with the reason, newly
 * allocated. */
gboolean cdl_row_read (const CdlCell *cells, guint n_fields, CdlRow *row, char **reason);

/* Parsers: append CdlRow to rows; bad ones are told to `bad` (line, reason), which returns FALSE to
 * stop. n_fields: see cdl_row_fields(). FALSE with FORMAT, without the file's name, if it is no
 * such file. */
typedef gboolean (*CdlBadRowFunc) (guint line, const char *reason, gpointer data);

gboolean cdl_rows_parse_csv (const char *text,
                             gsize size,
                             GArray *rows,
                             guint *n_fields,
                             CdlBadRowFunc bad,
                             gpointer data,
                             GError **error);
gboolean cdl_rows_parse_json (const char *text,
                              gsize size,
                              GArray *rows,
                              guint *n_fields,
                              CdlBadRowFunc bad,
                              gpointer data,
                              GError **error);

G_END_DECLS
