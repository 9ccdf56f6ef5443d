#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a strategy revision costs on a machine: for the time estimate. Plain data. */
typedef struct
{
  char *machine;      /* id of the machine: letters, digits, - and _ */
  char *revision;     /* of the strategy */
  double ns_per_unit; /* of work: kline x variant */
  double error_pct;   /* mean absolute error of past estimates; NaN: none yet */
  guint64 samples;    /* finished runs behind it */
  gint64 updated_at;  /* ms UTC */
} CdlCostRecord;

/* Strings are copied; error unknown. */
CdlCostRecord *cdl_cost_record_new (const char *machine,
                                    const char *revision,
                                    double ns_per_unit,
                                    guint64 samples,
                                    gint64 updated_at);
void cdl_cost_record_free (CdlCostRecord *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlCostRecord, cdl_cost_record_free)

G_END_DECLS
