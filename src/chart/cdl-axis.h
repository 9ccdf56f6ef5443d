#pragma once

#include <glib.h>
#include <math.h>

G_BEGIN_DECLS

/* A scale from values to pixels: straight, or logarithmic, whose values are above zero. */
typedef struct
{
  double value_from, value_to;
  double pixel_from, pixel_to;
  gboolean logarithmic;
} CdlAxis;

/* Where value stands between the ends of the scale: 0 at one, 1 at the other. */
static inline double
cdl_axis_share (const CdlAxis *self, double value)
{
  if (self->logarithmic)
    return log (MAX (value, G_MINDOUBLE) / self->value_from)
           / log (self->value_to / self->value_from);

  return (value - self->value_from) / (self->value_to - self->value_from);
}

static inline double
cdl_axis_pixel (const CdlAxis *self, double value)
{
  return self->pixel_from + cdl_axis_share (self, value) * (self->pixel_to - self->pixel_from);
}

static inline double
cdl_axis_value (const CdlAxis *self, double pixel)
{
  double share = (pixel - self->pixel_from) / (self->pixel_to - self->pixel_from);

  if (self->logarithmic)
    return self->value_from * pow (self->value_to / self->value_from, share);

  return self->value_from + share * (self->value_to - self->value_from);
}

/* Step of round ticks (1, 2 or 5 times a power of ten) of which about `count` fit in span. */
double cdl_axis_step (double span, double count);

/* Places after the point that values so far apart need. */
int cdl_axis_places (double step);

G_END_DECLS
