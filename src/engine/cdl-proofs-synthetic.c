#include "cdl-proofs.h"

#include <math.h>

#include "cdl-resample.h"
#include "cdl-synthetic.h"

#define MIN_KLINES 7000
#define MAX_KLINES 60000

/* Standard deviation of the logarithm of the price over all klines: beyond it a walk over many
 * years ends near a tick, where nothing moves any more. */
#define MAX_WANDERING 3.0

/* Strategy klines that the look-back covers, and twice as many to find setups in. */
static gsize
count_klines (const CdlProgram *program)
{
  double own = (double) cdl_interval_ms (cdl_program_interval (program, 0)), needed = 0.0;

  for (guint k = 0; k < cdl_program_n_intervals (program); k++)
    needed += (double) cdl_program_lookback (program, k)
              * (double) cdl_interval_ms (cdl_program_interval (program, k)) / own;

  return (gsize) CLAMP (3.0 * needed, MIN_KLINES, MAX_KLINES);
}

static CdlColumns *
make_klines (const CdlProgram *program, guint64 seed, CdlDecimal *tick)
{
  CdlInterval own = cdl_program_interval (program, 0);
  CdlSyntheticOptions options;
  gsize n = own == CDL_INTERVAL_1MO ? MAX_KLINES : count_klines (program);
  double years;

  cdl_synthetic_options_init (&options, seed);
  /* A month is no fixed length of time: those are made of days. */
  options.interval = own == CDL_INTERVAL_1MO ? CDL_INTERVAL_1D : own;
  options.start = cdl_interval_floor (own, options.start);
  years = (double) n * (double) cdl_interval_ms (options.interval) / (365.0 * 86400e3);
  options.volatility = fmin (1.2, MAX_WANDERING / sqrt (years));
  options.holes = 0.002;
  options.quiet = 0.002;
  *tick = options.tick;

  return cdl_synthetic_klines (&options, n);
}

CdlProofs *
cdl_proofs_run_synthetic (CdlProgram *program, guint64 seed)
{
  CdlDecimal tick;
  g_autoptr (CdlColumns) made = make_klines (program, seed, &tick);
  const CdlKlines *klines = cdl_columns_view (made);
  CdlColumns *columns[CDL_N_INTERVALS] = { NULL };
  CdlKlines views[CDL_N_INTERVALS] = { 0 };
  CdlProofs *self;

  for (guint k = 0; k < cdl_program_n_intervals (program); k++)
    {
      CdlInterval interval = cdl_program_interval (program, k);

      columns[k] = interval != klines->interval ? cdl_resample (klines, interval) : NULL;
      views[k] = columns[k] != NULL ? *cdl_columns_view (columns[k]) : *klines;
    }
  self = cdl_proofs_run (program, views, tick, seed);
  for (guint k = 0; k < cdl_program_n_intervals (program); k++)
    g_clear_pointer (&columns[k], cdl_columns_free);

  return self;
}
