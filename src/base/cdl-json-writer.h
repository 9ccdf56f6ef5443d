#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Writes JSON into a string, without a tree. Canonical form is RFC 8785: no blanks, members
 * sorted by UTF-16 code units, ECMAScript numbers. NaN and infinity are written as null. */
typedef struct _CdlJsonWriter CdlJsonWriter;

typedef enum
{
  CDL_JSON_COMPACT,
  CDL_JSON_PRETTY,
  CDL_JSON_CANONICAL,
} CdlJsonStyle;

CdlJsonWriter *cdl_json_writer_new (CdlJsonStyle style);
void cdl_json_writer_free (CdlJsonWriter *self);

/* Ends the document and hands over its text; the writer is empty afterwards. Every object and
 * array must have been ended (else it is a programming error). */
char *cdl_json_writer_steal (CdlJsonWriter *self);

void cdl_json_begin_object (CdlJsonWriter *self);
void cdl_json_end_object (CdlJsonWriter *self);
void cdl_json_begin_array (CdlJsonWriter *self);
void cdl_json_end_array (CdlJsonWriter *self);
void cdl_json_name (CdlJsonWriter *self, const char *name);

/* text must be UTF-8; NULL writes null. */
void cdl_json_string (CdlJsonWriter *self, const char *text);
void cdl_json_double (CdlJsonWriter *self, double value);

/* A number that comes back to the bit: -0 keeps its sign, and whole numbers too large for an
 * integer keep a point. */
void cdl_json_exact (CdlJsonWriter *self, double value);
void cdl_json_int (CdlJsonWriter *self, gint64 value);
void cdl_json_bool (CdlJsonWriter *self, gboolean value);
void cdl_json_null (CdlJsonWriter *self);

/* Writes text, which must be one whole JSON value already, as it is. */
void cdl_json_raw (CdlJsonWriter *self, const char *text);

/* name and value in one call. */
void cdl_json_member_string (CdlJsonWriter *self, const char *name, const char *text);
void cdl_json_member_double (CdlJsonWriter *self, const char *name, double value);
void cdl_json_member_exact (CdlJsonWriter *self, const char *name, double value);
void cdl_json_member_int (CdlJsonWriter *self, const char *name, gint64 value);
void cdl_json_member_bool (CdlJsonWriter *self, const char *name, gboolean value);

/* UTC in milliseconds; CDL_TIME_NONE writes null. */
void cdl_json_member_time (CdlJsonWriter *self, const char *name, gint64 time_ms);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlJsonWriter, cdl_json_writer_free)

G_END_DECLS
