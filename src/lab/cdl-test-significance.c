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

/* The share of the variants of a part that this test holds. */
static guint64
part_count (const CdlTestPart *part)
{
  return part->to - part->from;
}

/* PBO over the daily returns of a part's runs, if they were all computed now and cover the same
 * days. */
static double
overfitting (const CdlTest *self, const CdlTestPart *part)
{
  g_autofree double *returns = NULL;
  gsize days = 0, n = part_count (part);
  GArray **daily = (GArray **) self->daily->pdata + part->first;

  if (self->daily->len < part->first + n)
    return CDL_NAN;

  for (gsize v = 0; v < n; v++)
    {
      if (daily[v] == NULL || (v > 0 && daily[v]->len != days))
        return CDL_NAN;
      days = daily[v]->len;
    }
  returns = g_new (double, days *n + 1);
  for (gsize v = 0; v < n; v++)
    for (gsize t = 0; t < days; t++)
      returns[t * n + v] = g_array_index (daily[v], double, t);

  return cdl_pbo (returns, days, n, PBO_BLOCKS);
}

/* The run with the highest Sharpe ratio; -1 if none has one. */
static gint64
find_best (GPtrArray *runs)
{
  gint64 best = -1;

  for (guint i = 0; i < runs->len; i++)
    {
      double sharpe = daily_sharpe (runs->pdata[i]);

      if (!isnan (sharpe) && (best < 0 || sharpe > daily_sharpe (runs->pdata[best])))
        best = i;
    }

  return best;
}

/* Variance of the daily Sharpe ratios of the n runs from first on that have one: count of them. */
static double
sharpe_variance (GPtrArray *runs, guint64 first, guint64 n, double *count)
{
  double sum = 0.0, squares = 0.0, mean;

  *count = 0.0;
  for (guint64 i = first; i < first + n; i++)
    {
      double sharpe = daily_sharpe (runs->pdata[i]);

      sum += isnan (sharpe) ? 0.0 : sharpe;
      *count += isnan (sharpe) ? 0.0 : 1.0;
    }
  mean = sum / *count;
  for (guint64 i = first; i < first + n; i++)
    {
      double d = daily_sharpe (runs->pdata[i]) - mean;

      squares += isnan (d) ? 0.0 : d * d;
    }

  return squares / (*count - 1.0);
}

gboolean
cdl_test_significance (CdlTest *self,
                       CdlStore *store,
                       GPtrArray *runs,
                       CdlTestSignificance *significance,
                       GError **error)
{
  gint64 found = find_best (runs);
  const CdlTestPart *part;
  const CdlRunRecord *best;
  const double *value;
  double variance, count;
  guint64 variant;

  *significance = (CdlTestSignificance){ .dsr = CDL_NAN, .pbo = CDL_NAN };
  if (found < 0)
    return FALSE;

  significance->best = (guint64) found;
  part = cdl_test_part (self, significance->best, &variant);
  variance = sharpe_variance (runs, part->first, part_count (part), &count);
  if (count < 2.0)
    return FALSE;

  best = runs->pdata[found];
  /* The window of the data, not of the run: variants that need more history begin later in it. */
  if (!cdl_store_count_trials (store, best->dataset->fingerprint, best->dataset->from,
                               best->dataset->to, &significance->trials, NULL, error))
    return FALSE;

  significance->trials = MAX (significance->trials, (guint64) count);
  value = best->statistics.value;
  significance->dsr
      = cdl_dsr (daily_sharpe (best), variance, (double) significance->trials, value[CDL_STAT_DAYS],
                 value[CDL_STAT_SKEWNESS], value[CDL_STAT_KURTOSIS]);
  significance->pbo = overfitting (self, part);

  return TRUE;
}
