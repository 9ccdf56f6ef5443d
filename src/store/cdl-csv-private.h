#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Cells of a CSV line (RFC 4180): a text in quotes where a reader would take it apart; a time that
 * there is not, and a number that is not defined, are empty. */
void cdl_csv_append_text (GString *csv, const char *text);
void cdl_csv_append_double (GString *csv, double value);
void cdl_csv_append_time (GString *csv, gint64 time_ms);

G_END_DECLS
