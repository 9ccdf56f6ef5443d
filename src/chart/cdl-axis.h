#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A straight scale from values to pixels. */
typedef struct
{
  double value_from, value_to;
  double pixel_from, pixel_to;
} CdlAxis;

static inline double
cdl_axis_pixel (const CdlAxis *self, double value)
{
  return self->pixel_from
         + (value - self->value_from) / (self->value_to - self->value_from)
               * (self->pixel_to - self->pixel_from);
}

static inline double
cdl_axis_value (const CdlAxis *self, double pixel)
{
  return self->value_from
         + (pixel - self->pixel_from) / (self->pixel_to - self->pixel_from)
               * (self->value_to - self->value_from);
}

/* Step of round ticks (1, 2 or 5 times a power of ten) of which about `count` fit in span. */
double cdl_axis_step (double span, double count);

/* Step of ticks of time, ms: round in minutes, hours or days. */
gint64 cdl_axis_time_step (gint64 span_ms, double count);

/* "07-15", "07-15 06:00" or "2022": as much of a time as ticks of that step need; newly allocated.
 */
char *cdl_axis_time_text (gint64 time_ms, gint64 step_ms);

/* A price with the places that the step needs; newly allocated. */
char *cdl_axis_value_text (double value, double step);

G_END_DECLS
