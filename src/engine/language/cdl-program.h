#pragma once

#include "cdl-diagnostics.h"
#include "cdl-strategy.h"

G_BEGIN_DECLS

/* A strategy compiled for one set of parameter values: immutable, shared by threads. */
typedef struct _CdlProgram CdlProgram;

/* What the broker must know of a setup definition. */
typedef struct
{
  const char *name;
  CdlSide side;
  CdlEntryType entry_type;
  guint expires;     /* strategy klines; 0: never */
  guint max_pending; /* 0: unlimited */
  gboolean has_pattern;
} CdlSetupRule;

/* What the broker must know of the whole strategy. */
typedef struct
{
  gboolean keep_pending;
  double filter[CDL_N_FILTERS]; /* NaN: absent; max_open_trades is always set (default 1) */
  CdlMoneyMode money_mode;
  double money_amount;       /* quote, %, L, %, % by mode */
  double money_max_leverage; /* NaN: none */
  gboolean compound;
} CdlRules;

/* Compiles strategy with values[] (one per parameter, in their order; NULL: the written values).
 * Everything wrong is added to diagnostics: syntax, unknown names with a suggestion, types, units,
 * cycles, lengths that are not whole numbers >= 1, impossible ranges. Returns NULL if there was an
 * error. Paths are those of the JSON file. */
CdlProgram *
cdl_program_new (const CdlStrategy *strategy, const double *values, CdlDiagnostics *diagnostics);

/* Reference counted (atomic). */
CdlProgram *cdl_program_ref (CdlProgram *self);
void cdl_program_unref (CdlProgram *self);

const CdlRules *cdl_program_rules (const CdlProgram *self);
guint cdl_program_n_setups (const CdlProgram *self);
const CdlSetupRule *cdl_program_setup (const CdlProgram *self, guint i);

/* Intervals that the program reads, shortest first: 0 is the strategy's own. */
guint cdl_program_n_intervals (const CdlProgram *self);
CdlInterval cdl_program_interval (const CdlProgram *self, guint i);

/* W of interval i: klines needed before the first one that counts. */
gsize cdl_program_lookback (const CdlProgram *self, guint i);

/* Bit mask of the kline fields that interval i's expressions and patterns read. */
guint cdl_program_reads (const CdlProgram *self, guint i);

/* Operations per strategy kline, roughly: the first guess of the time estimate. */
double cdl_program_cost (const CdlProgram *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlProgram, cdl_program_unref)

G_END_DECLS
