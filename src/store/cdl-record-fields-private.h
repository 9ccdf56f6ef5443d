#pragma once

#include "cdl-run-details.h"

G_BEGIN_DECLS

/* What trades, setups and points of equity are made of: one table each, for JSON, CSV and stored
 * columns alike. New fields go to the end: stored columns are read by their place. */

typedef enum
{
  CDL_FIELD_UINT,
  CDL_FIELD_TIME, /* gint64; CDL_TIME_NONE is null */
  CDL_FIELD_DOUBLE,
  CDL_FIELD_BOOL,
  CDL_FIELD_SIDE,
  CDL_FIELD_ENTRY_TYPE,
  CDL_FIELD_EXIT_REASON,
  CDL_FIELD_FATE,
  CDL_FIELD_PROOF,
  CDL_FIELD_NAME,   /* of the setup definition; the field is its index. Written only */
  CDL_FIELD_SYMBOL, /* of the run; no field. Written only */
} CdlFieldKind;

typedef struct
{
  const char *name;
  CdlFieldKind kind;
  gsize offset;
} CdlField;

typedef struct
{
  const char *what; /* "trade" */
  gsize size;       /* of the struct */
  const CdlField *fields;
  guint n_fields;
} CdlFieldTable;

extern const CdlFieldTable cdl_trade_fields;
extern const CdlFieldTable cdl_setup_fields;
extern const CdlFieldTable cdl_equity_fields;

/* Whether the field is part of the struct, and not said by something else. */
gboolean cdl_field_is_stored (const CdlField *field);

/* Values of an enumeration, and the name of each; 0 and NULL for other kinds. Sides count from
 * short = 0 to long = 1. */
guint cdl_field_n_values (CdlFieldKind kind);
const char *cdl_field_value_name (CdlFieldKind kind, guint value);

/* An enumeration, side or boolean of a row, as a number below cdl_field_n_values() (booleans: 0 or
 * 1). */
guint cdl_field_get_value (const CdlField *field, gconstpointer row);
void cdl_field_set_value (const CdlField *field, gpointer row, guint value);

/* A row as cdl_field tables know them before anything is read: no time, no number, zero. */
void cdl_field_table_clear_row (const CdlFieldTable *table, gpointer row);

G_END_DECLS
