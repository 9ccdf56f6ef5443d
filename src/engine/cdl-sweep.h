#pragma once

#include "cdl-diagnostics.h"
#include "cdl-strategy.h"

G_BEGIN_DECLS

/* Which variants of a strategy a test tries: a list of exact values for each swept parameter, the
 * others as written; all combinations (grid) or a seeded sample of them (random). Variants are
 * numbered in grid order, the last parameter of the strategy changing fastest, whatever the order
 * in which the lists were given. */
typedef struct _CdlSweep CdlSweep;

#define CDL_SWEEP_DEFAULT_LIMIT (G_GUINT64_CONSTANT (1000000))

/* The one variant of written values. strategy must outlive the sweep. */
CdlSweep *cdl_sweep_new (const CdlStrategy *strategy);
void cdl_sweep_free (CdlSweep *self);

/* Gives the parameter its values: items with commas between, each a number ("2") or a range
 * "min:max:step" ("1:4:0.5"; "1:4" takes the step the strategy declares). Values come in the order
 * written, a repeated one counts once. FALSE with diagnostics (path "$.params.NAME", the column is
 * the place in values): unknown parameter or one given twice, not a number, empty or endless range,
 * outside the parameter's min and max. */
gboolean
cdl_sweep_set (CdlSweep *self, const char *name, const char *values, CdlDiagnostics *diagnostics);

/* The same of one text "name=values", as after --set. */
gboolean cdl_sweep_set_text (CdlSweep *self, const char *text, CdlDiagnostics *diagnostics);

/* Chooses "grid" (the default) or "random:N" for cdl_sweep_plan(). FALSE with diagnostics (path
 * "$.sampling") on another text. */
gboolean cdl_sweep_set_sampling (CdlSweep *self,
                                 const char *text,
                                 guint64 seed,
                                 CdlDiagnostics *diagnostics);

/* Ends the setting up: fixes the variants. A random sample has no variant twice; one of at least
 * as many as there are combinations is the grid. FALSE with diagnostics if there are more than
 * limit (which bounds the memory of a sample too). */
gboolean cdl_sweep_plan (CdlSweep *self, guint64 limit, CdlDiagnostics *diagnostics);

/* After cdl_sweep_plan(): the number of variants, and variant i's value of each parameter of the
 * strategy, in their order. May be asked from any thread. */
guint64 cdl_sweep_count (const CdlSweep *self);
void cdl_sweep_variant (const CdlSweep *self, guint64 i, double *values);

/* The values that a parameter takes: n of them, owned by self. */
const double *cdl_sweep_values (const CdlSweep *self, guint param, guint *n);

/* "2/8": the third of eight shares (from 0, as cluster schedulers count). FALSE with diagnostics
 * (path "$.shard") unless 0 <= index < n. */
gboolean
cdl_shard_parse (const char *text, guint64 *index, guint64 *n, CdlDiagnostics *diagnostics);

/* The variants [from, to) of a share: neighbours stay together, since they share detection, and no
 * share has more than one variant above another. */
void cdl_shard_range (guint64 count, guint64 index, guint64 n, guint64 *from, guint64 *to);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlSweep, cdl_sweep_free)

G_END_DECLS
