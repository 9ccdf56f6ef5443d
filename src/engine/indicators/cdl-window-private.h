#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Functions of the last n values of x, for the klines [from, to): out[0 .. to - from). Each result
 * is computed from its window alone, oldest value first; it is CDL_NAN where x has less than n
 * values or a NaN among them. x is read from from - (n - 1) on (0 if that is negative). */

/* First index that a window of n values ending at from needs. */
static inline gsize
cdl_window_start (gsize from, gsize n)
{
  return from >= n - 1 ? from - (n - 1) : 0;
}

/* ((x[n-1] + x[n-2]) + ..) + x[0], in the language's notation: x[n-1] is the oldest. */
void cdl_window_sum (const double *x, gsize n, gsize from, gsize to, double *out);

/* The same of weight * x, where the oldest value weighs first and each later one step more. */
void cdl_window_weighted (const double *x,
                          gsize n,
                          double first,
                          double step,
                          gsize from,
                          gsize to,
                          double *out);

/* Sum of (x - mean)² and of |x - mean|, mean[0 .. to - from) being those of the windows. */
void cdl_window_squares (const double *x,
                         const double *mean,
                         gsize n,
                         gsize from,
                         gsize to,
                         double *out);
void cdl_window_distances (const double *x,
                           const double *mean,
                           gsize n,
                           gsize from,
                           gsize to,
                           double *out);

/* Greatest and least value; of equal ones (0 and -0) the oldest. */
void cdl_window_highest (const double *x, gsize n, gsize from, gsize to, double *out);
void cdl_window_lowest (const double *x, gsize n, gsize from, gsize to, double *out);

/* Klines since the greatest and least value, 0 .. n - 1; of equal ones the latest. */
void cdl_window_highest_age (const double *x, gsize n, gsize from, gsize to, double *out);
void cdl_window_lowest_age (const double *x, gsize n, gsize from, gsize to, double *out);

G_END_DECLS
