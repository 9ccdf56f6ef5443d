#include "cdl-chart-glide-private.h"

#include <math.h>

/* Speed falls to 1/e in this time, s. */
#define FADE 0.325

#define MIN_SPEED 20.0
#define WINDOW_US 100000

void
cdl_glide_sample (CdlGlide *self, gint64 time_us, double at)
{
  self->time[self->n % CDL_GLIDE_SAMPLES] = time_us;
  self->at[self->n % CDL_GLIDE_SAMPLES] = at;
  self->n++;
}

double
cdl_glide_speed (const CdlGlide *self, gint64 time_us)
{
  guint kept = MIN (self->n, CDL_GLIDE_SAMPLES), newest, oldest;

  if (kept < 2)
    return 0.0;
  newest = (self->n - 1) % CDL_GLIDE_SAMPLES;
  oldest = newest;
  for (guint back = 1; back < kept; back++)
    {
      guint i = (self->n - 1 - back) % CDL_GLIDE_SAMPLES;

      if (time_us - self->time[i] <= WINDOW_US)
        oldest = i;
    }
  /* Holding still before letting go is no speed. */
  if (self->time[newest] <= self->time[oldest] || time_us - self->time[newest] > WINDOW_US)
    return 0.0;

  return (self->at[newest] - self->at[oldest]) * 1e6
         / (double) (self->time[newest] - self->time[oldest]);
}

gboolean
cdl_glide_start (CdlGlide *self, double speed)
{
  self->speed = fabs (speed) >= MIN_SPEED ? speed : 0.0;
  self->last = 0;
  self->n = 0;

  return cdl_glide_moves (self);
}

double
cdl_glide_step (CdlGlide *self, gint64 time_us)
{
  double seconds = self->last == 0 ? 0.0 : (double) (time_us - self->last) / 1e6;
  double before = self->speed;

  self->last = time_us;
  self->speed *= exp (-seconds / FADE);
  if (fabs (self->speed) < MIN_SPEED)
    self->speed = 0.0;

  return FADE * (before - before * exp (-seconds / FADE));
}

gboolean
cdl_glide_moves (const CdlGlide *self)
{
  return self->speed != 0.0;
}

void
cdl_glide_stop (CdlGlide *self)
{
  self->speed = 0.0;
  self->last = 0;
  self->n = 0;
}
