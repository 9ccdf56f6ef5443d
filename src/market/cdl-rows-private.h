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

/* A text of length bytes as a finite number, correctly rounded; FALSE for anything else. */
gboolean cdl_row_number (const char *text, gsize length, double *value);

/* Epoch ms or us, or an ISO time. */
gboolean cdl_row_time (const char *text, gsize length, gint64 *time_ms);

/* Parsers: append CdlRow to rows; bad ones are told to `bad` (line, reason), which returns FALSE to
 * stop. n_fields: 4 + what the columns are: 5 or 9. FALSE with FORMAT if it is no such file. */
typedef gboolean (*CdlBadRowFunc) (guint line, const char *reason, gpointer data);

gboolean cdl_rows_parse_csv (const char *text,
                             gsize size,
                             GArray *rows,
                             guint *n_fields,
                             CdlBadRowFunc bad,
                             gpointer data);
gboolean cdl_rows_parse_json (const char *text,
                              gsize size,
                              GArray *rows,
                              guint *n_fields,
                              CdlBadRowFunc bad,
                              gpointer data,
                              GError **error);

G_END_DECLS
