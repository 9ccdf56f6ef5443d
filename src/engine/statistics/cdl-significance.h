#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Of the standard normal distribution; the quantile of 0 and 1 is infinite, of others outside
 * (0, 1) NaN. */
double cdl_normal_cdf (double x);
double cdl_normal_quantile (double p);

/* Probabilistic Sharpe ratio against benchmark (Bailey and Lopez de Prado, 2012): per-period
 * Sharpe (sd with ddof 1), moments about the mean with ddof 0, kurtosis non-excess (3 for a normal
 * distribution), n periods. NaN where undefined. */
double cdl_psr (double sharpe, double benchmark, double n, double skewness, double kurtosis);

/* Expected maximum Sharpe of k trials with variance of their Sharpe ratios (Bailey and Lopez de
 * Prado, 2014). k >= 2, else 0. */
double cdl_expected_max_sharpe (double variance, double k);

/* Deflated Sharpe ratio: cdl_psr() against cdl_expected_max_sharpe(). */
double cdl_dsr (double sharpe, double variance, double k, double n, double skew, double kurt);

/* Probability of backtest overfitting by combinatorially symmetric cross-validation (Bailey et
 * al., 2015): returns is n_periods rows of n_variants, row-major; blocks even, >= 2. The share of
 * splits whose in-sample best (Sharpe) ranks at or below the median out of sample. NaN where
 * undefined (fewer than 2 variants, fewer than 2 periods a block, more than 20 blocks, a return
 * that is not finite). Ties with the median count as at it; a variant whose returns never move has
 * Sharpe 0. */
double cdl_pbo (const double *returns, gsize n_periods, gsize n_variants, guint blocks);

G_END_DECLS
