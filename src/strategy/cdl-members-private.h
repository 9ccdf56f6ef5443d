#pragma once

#include "cdl-decimal.h"
#include "cdl-diagnostics.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* What a member of an object may hold, and what becomes of it. */
typedef enum
{
  CDL_MEMBER_TEXT,      /* a text -> char * */
  CDL_MEMBER_NUMBER,    /* a number -> CdlDecimal, and a gboolean that it is there */
  CDL_MEMBER_FLAG,      /* true or false -> gboolean */
  CDL_MEMBER_FORMULA,   /* a number or an expression -> char * */
  CDL_MEMBER_CONDITION, /* true, false or an expression -> char * */
  CDL_MEMBER_ANY,       /* a number, true, false or an expression -> char * */
  CDL_MEMBER_WORD,      /* one of words -> int, its value */
  CDL_MEMBER_OBJECT,    /* checked only; the caller reads it */
  CDL_MEMBER_ARRAY,
  CDL_MEMBER_SKIP, /* anything; the caller reads it */
} CdlMemberKind;

/* A row of the table that describes an object. */
typedef struct
{
  const char *name;
  CdlMemberKind kind;
  gsize offset;             /* into the structure that is filled */
  gsize has_offset;         /* CDL_MEMBER_NUMBER only; 0: none */
  const char *const *words; /* NULL-terminated */
  const int *values;        /* of the words; NULL: 0, 1, 2, ... */
  const char *example;      /* how it is written, for messages; NULL: it may be missing */
} CdlMember;

/* Reads the members of object into base by their table; path is the object's. What is wrong, the
 * unknown and the missing go to diagnostics; base keeps what it had for them. */
void cdl_members_read (CdlDiagnostics *diagnostics,
                       JsonObject *object,
                       const char *path,
                       const CdlMember *members,
                       guint n_members,
                       gpointer base);

/* The text of a value of one of the kinds that give char *; NULL with a diagnostic if it is none.
 * Numbers become their shortest text. */
char *cdl_members_text (CdlDiagnostics *diagnostics,
                        JsonNode *node,
                        const char *path,
                        CdlMemberKind kind);

/* The object or array that a member holds, or NULL if it is not there or is something else. */
JsonObject *cdl_members_object (JsonObject *object, const char *name);
JsonArray *cdl_members_array (JsonObject *object, const char *name);

/* "did you mean “side”?", or NULL; newly allocated. words: NULL-terminated. */
char *cdl_members_suggest (const char *word, const char *const *words);

G_END_DECLS
