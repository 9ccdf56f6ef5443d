#include "cdl-chart-drawing-private.h"

#define SMALLEST 4.0
#define LARGEST  14.0

void
cdl_crowds_init (CdlCrowds *self, double width, guint n_kinds)
{
  self->n_columns = (guint) (MAX (width, 0.0) / CDL_CROWD_WIDTH) + 1;
  self->n_kinds = n_kinds;
  self->crowd = g_new0 (CdlCrowd, (gsize) self->n_columns * n_kinds);
}

void
cdl_crowds_clear (CdlCrowds *self)
{
  g_clear_pointer (&self->crowd, g_free);
}

void
cdl_crowds_add (CdlCrowds *self, guint kind, double x, double y, double sum)
{
  CdlCrowd *crowd;

  if (!(x >= 0.0) || x >= self->n_columns * CDL_CROWD_WIDTH || !isfinite (y))
    return;
  crowd = &self->crowd[(gsize) (x / CDL_CROWD_WIDTH) * self->n_kinds + kind];
  crowd->highest = crowd->count == 0 ? y : MIN (crowd->highest, y);
  crowd->lowest = crowd->count == 0 ? y : MAX (crowd->lowest, y);
  crowd->sum += isfinite (sum) ? sum : 0.0;
  crowd->count++;
}

const CdlCrowd *
cdl_crowds_get (const CdlCrowds *self, guint kind, guint column)
{
  const CdlCrowd *crowd = &self->crowd[(gsize) column * self->n_kinds + kind];

  return crowd->count > 0 ? crowd : NULL;
}

double
cdl_crowd_size (const CdlCrowd *self)
{
  return MIN (SMALLEST + 2.0 * floor (log2 (self->count)), LARGEST);
}
