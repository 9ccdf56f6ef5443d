#pragma once

#include "cdl-decimal.h"
#include "cdl-function.h"
#include "cdl-program.h"

G_BEGIN_DECLS

/* A setup that detection found at a close, not yet judged. */
typedef struct
{
  guint def;          /* index of the setup definition */
  gint64 created_at;  /* close_time of the kline that created it */
  gint64 first_kline; /* open_time of the oldest kline it was derived from */
  CdlEntryType type;  /* touch already resolved to stop or limit */
  double entry;       /* tick-rounded; market: the last close, unrounded. May be NaN */
  double stop_loss;   /* tick-rounded */
  double take_profit; /* tick-rounded */
  double height;      /* of the pattern, in price; NaN without pattern */
  double close;       /* of the kline that created it */
} CdlCandidate;

/* Evaluates a program over klines that may grow: batch and stream are the same code. One object
 * per run; not shared between threads. */
typedef struct _CdlDetector CdlDetector;

CdlDetector *cdl_detector_new (CdlProgram *program, CdlDecimal tick);
void cdl_detector_free (CdlDetector *self);

/* The tick of what is detected from now on. */
void cdl_detector_set_tick (CdlDetector *self, CdlDecimal tick);

/* Takes in klines: views[] by program interval, starting at each interval's first loaded kline.
 * Columns may have moved since the last call, but rows only grow and never change. Of higher
 * intervals only klines with close_time <= the strategy kline's are read, so it does not matter
 * when later ones are added. Computes all series up to the new ends. */
void cdl_detector_extend (CdlDetector *self, const CdlKlines *views);

/* How many of the first klines of the program's interval k nothing will read again, if detection
 * goes on after the last strategy kline: all but the look-back. */
gsize cdl_detector_spare (const CdlDetector *self, guint k);

/* Forgets the first rows[] klines by program interval, at most the spare ones, and what was
 * computed of them: klines are counted from the first that is left. The views' columns may go once
 * the next cdl_detector_extend() has views that begin there. No result changes by it. */
void cdl_detector_forget (CdlDetector *self, const gsize *rows);

/* Appends to candidates (of CdlCandidate) what the close of strategy kline i creates, in order of
 * definition: only setups with first_kline > window_start (CDL_TIME_NONE: all). */
void cdl_detector_detect (CdlDetector *self, gsize i, gint64 window_start, GArray *candidates);

/* The first strategy kline from i on at which detection may find something; how many there are, if
 * none. Definitions with a pattern, which has to be looked for, may find something anywhere. */
gsize cdl_detector_next (CdlDetector *self, gsize i);

/* Whether the pattern of definition def is confirmed at i regardless of `when`; for charts and
 * proofs. */
gboolean cdl_detector_pattern (CdlDetector *self, guint def, gsize i, gint64 *first_kline);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlDetector, cdl_detector_free)

/* For tests, charts and the editor's preview: compiles one expression over params of strategy and
 * returns its value at each strategy kline (NaN, 1 and 0 for conditions), or NULL with
 * diagnostics. views as above, intervals found by cdl_expression_intervals(). */
typedef struct _CdlExpression CdlExpression;

CdlExpression *
cdl_expression_new (const CdlStrategy *strategy, const char *text, CdlDiagnostics *diagnostics);
void cdl_expression_free (CdlExpression *self);
guint cdl_expression_n_intervals (const CdlExpression *self);
CdlInterval cdl_expression_interval (const CdlExpression *self, guint i);
CdlType cdl_expression_type (const CdlExpression *self);
gsize cdl_expression_lookback (const CdlExpression *self, guint i);

/* Extends to the ends of views; the values of all strategy klines so far, owned by self. */
const double *cdl_expression_extend (CdlExpression *self, const CdlKlines *views);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlExpression, cdl_expression_free)

G_END_DECLS
