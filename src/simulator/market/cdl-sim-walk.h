#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where the value of an asset stands at any time: a seeded random walk from day to day, whose
 * volatility wanders, with a bridge of minutes inside each day. Spot and futures of the asset trade
 * around the same walk; the mark price is the walk itself. Any day can be asked for without the
 * ones before it. */
typedef struct _CdlSimWalk CdlSimWalk;

/* price: at first_day (days since 1970); volatility: of a year, a fraction. */
CdlSimWalk *cdl_sim_walk_new (guint64 seed,
                              const char *name,
                              gint64 first_day,
                              double price,
                              double volatility);
/* A walk that is known: fill writes a day's values, as cdl_sim_walk_day() returns them. */
typedef void (*CdlSimWalkFill) (gint64 day, double *log_values, gpointer data);
CdlSimWalk *cdl_sim_walk_new_filled (CdlSimWalkFill fill, gpointer data);
void cdl_sim_walk_free (CdlSimWalk *self);

#define CDL_SIM_DAY_MINUTES 1440

/* Natural logarithms of the value at each minute of day, the next day's first included
 * (CDL_SIM_DAY_MINUTES + 1 values). Moves when another day is asked for. */
const double *cdl_sim_walk_day (CdlSimWalk *self, gint64 day);

/* The value at time_ms, straight in the logarithm from minute to minute. */
double cdl_sim_walk_value (CdlSimWalk *self, gint64 time_ms);

/* Standard deviation of the logarithm over one minute. */
double cdl_sim_walk_minute_sigma (const CdlSimWalk *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlSimWalk, cdl_sim_walk_free)

G_END_DECLS
