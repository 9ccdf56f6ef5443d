#include <math.h>

#include "cdl-number.h"
#include "cdl-significance.h"
#include "cdl-test-private.h"

/* Blocks of cross-validation: 12,870 splits. */
#define PBO_BLOCKS 16

/* The daily Sharpe ratio of a stored run; NaN if it has none. */
static double
daily_sharpe (const CdlRunRecord *run)
{
  return run->statistics.value[CDL_STAT_SHARPE] / sqrt (365.0);
}

/* PBO over the daily returns of all runs, if they were all computed now and cover the same days. */
static double
overfitting (const CdlTest *self)
{
  g_autofree double *returns = NULL;
  gsize days = 0, n = self->daily->len;

  for (gsize v = 0; v < n; v++)
    {
      const GArray *daily = self->daily->pdata[v];

      if (daily == NULL || (v > 0 && daily->len != days))
        return CDL_NAN;
      days = daily->len;
    }
  returns = g_new (double, days *n + 1);
  for (gsize v = 0; v < n; v++)
    for (gsize t = 0; t < days; t++)
      returns[t * n + v] = g_array_index ((GArray *) self->daily->pdata[v], double, t);

  return cdl_pbo (returns, days, n, PBO_BLOCKS);
}

gboolean
cdl_test_significance (CdlTest *self,
                       CdlStore *store,
                       GPtrArray *runs,
                       CdlTestSignificance *significance,
                       GError **error)
{
  double sum = 0.0, squares = 0.0, best_sharpe = (double) -INFINITY, mean, count = 0.0;
  const CdlRunRecord *best = NULL;
  const double *value;

  *significance = (CdlTestSignificance){ .dsr = CDL_NAN, .pbo = CDL_NAN };
  if (self->parts->len != 1 || runs->len < 2)
    return FALSE;

  for (guint i = 0; i < runs->len; i++)
    {
      double sharpe = daily_sharpe (runs->pdata[i]);

      if (isnan (sharpe))
        continue;
      sum += sharpe;
      count += 1.0;
      if (sharpe > best_sharpe)
        {
          best_sharpe = sharpe;
          best = runs->pdata[i];
          significance->best = i;
        }
    }
  if (best == NULL || count < 2.0)
    return FALSE;

  mean = sum / count;
  for (guint i = 0; i < runs->len; i++)
    {
      double d = daily_sharpe (runs->pdata[i]) - mean;

      squares += isnan (d) ? 0.0 : d * d;
    }
  if (!cdl_store_count_trials (store, best->dataset->fingerprint, best->from, best->to,
                               &significance->trials, NULL, error))
    return FALSE;

  value = best->statistics.value;
  significance->dsr = cdl_dsr (
      best_sharpe, squares / (count - 1.0), (double) MAX (significance->trials, (guint64) count),
      value[CDL_STAT_DAYS], value[CDL_STAT_SKEWNESS], value[CDL_STAT_KURTOSIS]);
  significance->pbo = self->daily->len == runs->len ? overfitting (self) : CDL_NAN;

  return TRUE;
}
