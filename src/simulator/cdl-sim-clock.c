#include "cdl-sim-clock.h"

#include <math.h>

struct _CdlSimClock
{
  double speed;
  double base;  /* exchange's ms at `since` */
  gint64 since; /* monotonic us */
  guint jumps;
};

CdlSimClock *
cdl_sim_clock_new (gint64 now, double speed)
{
  CdlSimClock *self = g_new0 (CdlSimClock, 1);

  self->speed = speed;
  self->base = (double) now;
  self->since = g_get_monotonic_time ();

  return self;
}

void
cdl_sim_clock_free (CdlSimClock *self)
{
  g_free (self);
}

static double
exact_now (const CdlSimClock *self)
{
  if (isinf (self->speed))
    return self->base;

  return self->base + (double) (g_get_monotonic_time () - self->since) / 1000 * self->speed;
}

gint64
cdl_sim_clock_now (const CdlSimClock *self)
{
  return (gint64) exact_now (self);
}

double
cdl_sim_clock_speed (const CdlSimClock *self)
{
  return self->speed;
}

static void
rebase (CdlSimClock *self, double now)
{
  self->base = now;
  self->since = g_get_monotonic_time ();
}

void
cdl_sim_clock_set_speed (CdlSimClock *self, double speed)
{
  rebase (self, exact_now (self));
  self->speed = speed;
}

void
cdl_sim_clock_advance (CdlSimClock *self, gint64 ms)
{
  self->base += (double) ms;
}

void
cdl_sim_clock_jump (CdlSimClock *self, gint64 now)
{
  rebase (self, (double) now);
  self->jumps++;
}

guint
cdl_sim_clock_jumps (const CdlSimClock *self)
{
  return self->jumps;
}
