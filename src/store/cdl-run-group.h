#pragma once

#include "cdl-statistics.h"

G_BEGIN_DECLS

typedef enum
{
  CDL_GROUP_STRATEGY,
  CDL_GROUP_SYMBOL,
  CDL_GROUP_MARKET,
  CDL_GROUP_INTERVAL,
  CDL_GROUP_TEST, /* runs of no test are left out; a run of two tests counts in both */
  CDL_GROUP_TAG,  /* in the same way */
} CdlGroupKey;

#define CDL_N_GROUP_KEYS 6

/* Runs that have something in common. */
typedef struct
{
  char *key; /* name of the strategy, symbol, ...; id of the test */
  guint64 count;
  guint64
      defined; /* of them with the statistic; if 0, all values below are NaN and best_run NULL */
  double best; /* by the registry's direction of the statistic */
  double worst;
  double median;  /* of an even number: mean of the middle two */
  double mean;    /* summed in rising order */
  char *best_run; /* id */
} CdlRunGroup;

/* Collects values into groups: for backends. */
typedef struct _CdlGrouping CdlGrouping;

CdlGrouping *cdl_grouping_new (gboolean higher_is_better);
void cdl_grouping_free (CdlGrouping *self);

/* value NaN: undefined. Strings are copied. */
void cdl_grouping_add (CdlGrouping *self, const char *key, double value, const char *run);

/* The groups, by the bytes of their keys: GPtrArray of CdlRunGroup; self is empty afterwards. */
GPtrArray *cdl_grouping_finish (CdlGrouping *self);

void cdl_run_group_free (CdlRunGroup *self);

const char *cdl_group_key_name (CdlGroupKey key);
gboolean cdl_group_key_parse (const char *name, CdlGroupKey *key);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlGrouping, cdl_grouping_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlRunGroup, cdl_run_group_free)

G_END_DECLS
