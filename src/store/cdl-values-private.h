#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Values of a statistic over some runs, and which run has the best: of equal ones the smallest
 * id, so that every backend names the same. */
typedef struct
{
  gboolean higher_is_better;
  GArray *numbers; /* double, defined ones */
  double best;
  char *best_run; /* NULL while there is no number */
} CdlValues;

void cdl_values_init (CdlValues *self, gboolean higher_is_better);
void cdl_values_clear (CdlValues *self);

/* NaN is passed over. */
void cdl_values_add (CdlValues *self, double value, const char *run);

/* NaN without numbers. Median and mean sort the numbers: the sum does not depend on the order in
 * which they came. */
double cdl_values_best (CdlValues *self);
double cdl_values_worst (CdlValues *self);
double cdl_values_median (CdlValues *self);
double cdl_values_mean (CdlValues *self);

G_END_DECLS
