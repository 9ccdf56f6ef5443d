#pragma once

#include "cdl-decimal.h"
#include "cdl-interval.h"

G_BEGIN_DECLS

/* A strategy as it was written: texts of expressions and exact numbers, nothing computed. The
 * strategy room reads and writes it as JSON; cdl_program_new() compiles it. */

typedef enum
{
  CDL_SIDE_LONG = 1,
  CDL_SIDE_SHORT = -1,
} CdlSide;

typedef enum
{
  CDL_ENTRY_TOUCH, /* stop if the level is at or above the last close, else limit (short mirrors) */
  CDL_ENTRY_STOP,
  CDL_ENTRY_LIMIT,
  CDL_ENTRY_MARKET,
} CdlEntryType;

#define CDL_N_ENTRY_TYPES 4

/* Filters, in the order in which they are applied (after them: liquidation_before_stop,
 * min_notional). */
typedef enum
{
  CDL_FILTER_MIN_GAP,
  CDL_FILTER_MIN_GAIN,
  CDL_FILTER_MAX_GAIN,
  CDL_FILTER_MIN_LOSS,
  CDL_FILTER_MAX_LOSS,
  CDL_FILTER_MAX_LEVERAGE,
  CDL_FILTER_MAX_OPEN_TRADES,
} CdlFilter;

#define CDL_N_FILTERS 7

typedef enum
{
  CDL_MONEY_FIXED,    /* amount in quote */
  CDL_MONEY_PERCENT,  /* of capital */
  CDL_MONEY_LEVERAGE, /* L x capital */
  CDL_MONEY_RISK,     /* the L that makes the stop lose exactly r % of capital */
  CDL_MONEY_TARGET,   /* the L that makes the target gain exactly g % */
} CdlMoneyMode;

#define CDL_N_MONEY_MODES 5

typedef struct
{
  char *name;
  CdlDecimal value;
  CdlDecimal min, max, step;
  gboolean has_min, has_max, has_step;
  char *help; /* NULL if none */
} CdlParam;

typedef struct
{
  char *name;
  char *text; /* an expression */
} CdlNamedText;

typedef struct
{
  char *name;
  CdlSide side;
  char *pattern;        /* NULL if none */
  GArray *pattern_args; /* CdlNamedText */
  char *when;           /* NULL: at each confirmation of the pattern */
  CdlEntryType entry_type;
  char *entry_price; /* NULL for market */
  char *stop_loss;
  char *take_profit;
  char *expires;     /* NULL: never */
  char *max_pending; /* NULL: unlimited with a pattern, 1 without */
} CdlSetupDef;

typedef struct
{
  char *name;
  char *description; /* NULL if none */
  CdlInterval interval;
  gboolean keep_pending;
  GArray *params;              /* CdlParam, as written */
  GArray *lets;                /* CdlNamedText */
  GArray *setups;              /* CdlSetupDef */
  char *filter[CDL_N_FILTERS]; /* expressions over parameters; NULL if absent */
  CdlMoneyMode money_mode;
  char *money_amount;       /* expression over parameters: the mode's field */
  char *money_max_leverage; /* NULL if absent */
  gboolean compound;
} CdlStrategy;

/* An empty strategy: touch nothing but its fields; the arrays exist and free what they hold. */
CdlStrategy *cdl_strategy_new (void);
void cdl_strategy_free (CdlStrategy *self);

/* An empty array of CdlNamedText that frees what it holds. */
GArray *cdl_named_texts_new (void);

const char *cdl_side_name (CdlSide side);
const char *cdl_entry_type_name (CdlEntryType type);
const char *cdl_filter_name (CdlFilter filter);
const char *cdl_money_mode_name (CdlMoneyMode mode);

/* Index of a parameter by name; -1 if there is none. */
int cdl_strategy_param (const CdlStrategy *self, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlStrategy, cdl_strategy_free)

G_END_DECLS
