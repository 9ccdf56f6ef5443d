#pragma once

#include "cdl-detector.h"
#include "cdl-klines.h"

G_BEGIN_DECLS

/* What must hold of every strategy, shown on given klines (spec "Proofs"). */
typedef enum
{
  CDL_LAW_NO_LOOK_AHEAD, /* the setups on every prefix equal those of the whole, cut there */
  CDL_LAW_STREAM,        /* klines taken in by chunks give what they give at once */
  CDL_LAW_RESET,         /* patterns found afresh in a window equal those kept of the whole */
  CDL_LAW_DEPTH,         /* klines beyond the look-back change nothing, bit for bit */
} CdlLaw;

#define CDL_N_LAWS 4

typedef struct
{
  guint64 comparisons;   /* closes looked at twice; 0: nothing could be tested on these klines */
  char *counter_example; /* a sentence; NULL if it holds */
} CdlProofResult;

typedef struct
{
  gsize klines; /* of the strategy's interval, from `first` on, to the end of the last one */
  gint64 first, end;
  gsize setups; /* found on all klines: a proof about none says little */
  CdlProofResult result[CDL_N_LAWS];
} CdlProofs;

/* "no look-ahead", "batch equals stream", "reset equals afresh", "depth". */
const char *cdl_law_name (CdlLaw law);

/* Tries to refute them for a program. views by program interval, all klines there are; seed chooses
 * the places where long data is cut. Takes some thirty times as long as detection once. Pure. */
CdlProofs *
cdl_proofs_run (CdlProgram *program, const CdlKlines *views, CdlDecimal tick, guint64 seed);

/* The same on synthetic klines with holes and quiet times, enough of them for the look-back of all
 * but the most far-sighted programs. */
CdlProofs *cdl_proofs_run_synthetic (CdlProgram *program, guint64 seed);
void cdl_proofs_free (CdlProofs *self);

/* TRUE if none is refuted. */
gboolean cdl_proofs_hold (const CdlProofs *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlProofs, cdl_proofs_free)

G_END_DECLS
