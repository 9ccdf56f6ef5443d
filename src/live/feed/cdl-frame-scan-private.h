#pragma once

#include <glib.h>
#include <string.h>

G_BEGIN_DECLS

/* JSON of the stream, read without a tree: thousands of small objects a second, of which few
 * members matter. Strict: RFC 8259, and no member twice in an object that is looked into. */

#define CDL_SCAN_MAX_MEMBERS 48
#define CDL_SCAN_MAX_DEPTH   16

typedef enum
{
  CDL_SCAN_NONE, /* there is no such member */
  CDL_SCAN_TEXT,
  CDL_SCAN_NUMBER,
  CDL_SCAN_TRUE,
  CDL_SCAN_FALSE,
  CDL_SCAN_NULL,
  CDL_SCAN_OBJECT,
  CDL_SCAN_ARRAY,
} CdlScanKind;

/* A value where it stands: of a text what is between the quotes, escapes as they are. */
typedef struct
{
  CdlScanKind kind;
  const char *text;
  gsize length;
} CdlScanValue;

typedef struct
{
  const char *name; /* as written */
  gsize length;
  CdlScanValue value;
} CdlScanMember;

typedef struct
{
  CdlScanMember member[CDL_SCAN_MAX_MEMBERS];
  guint n;
} CdlScanObject;

/* Reads length bytes that are one object and nothing else, blanks aside. *reason: what is wrong,
 * for people, static. */
gboolean
cdl_scan_object (const char *text, gsize length, CdlScanObject *object, const char **reason);

/* The value of a member; of kind NONE if there is none. */
CdlScanValue cdl_scan_member (const CdlScanObject *object, const char *name);

static inline gboolean
cdl_scan_equal (CdlScanValue value, const char *text, gsize length)
{
  return value.length == length && memcmp (value.text, text, length) == 0;
}

G_END_DECLS
