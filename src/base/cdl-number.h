#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CDL_NUMBER_SIZE 32

/* Shortest text that reads back to the same double, in the form ECMAScript prints it (RFC 8785):
 * 1e21 and above and below 1e-6 with exponent, -0 as 0. buffer holds CDL_NUMBER_SIZE bytes and is
 * returned. NaN and infinity give "null": JSON has no word for them. No locale. */
const char *cdl_number_format (double value, char *buffer);

/* Reads the whole of text as a finite decimal number (no hex, no "nan", no "inf", no blanks). */
gboolean cdl_number_parse (const char *text, double *value);

/* The same of length bytes that no NUL need follow, in a fraction of the time: for files and frames
 * full of numbers. */
gboolean cdl_number_parse_bytes (const char *text, gsize length, double *value);

/* Reads the whole of text as an integer. */
gboolean cdl_number_parse_int (const char *text, gint64 *value);

/* NaN as the engine writes it: one bit pattern everywhere, so that bytes compare. */
#define CDL_NAN (__builtin_nan (""))

G_END_DECLS
