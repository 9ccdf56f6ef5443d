#include "cdl-heat-scale.h"

#include <math.h>

/* Of this many values a fiftieth on either side may be extremes. */
#define MANY_VALUES 50

/* What the worst value of one sign has of its colour, to be told from no run at all. */
#define LEAST 0.08

static int
by_value (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

gboolean
cdl_heat_scale_init (CdlHeatScale *self, const CdlHeatMap *map, gboolean higher_is_better)
{
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (double));
  double least, most;
  guint cut;

  for (gsize i = 0; i < map->n_x * map->n_y; i++)
    if (isfinite (map->cells[i].value))
      g_array_append_val (values, map->cells[i].value);
  if (values->len == 0)
    return FALSE;

  g_array_sort (values, by_value);
  cut = values->len >= MANY_VALUES ? values->len / 50 : 0;
  least = g_array_index (values, double, 0);
  most = g_array_index (values, double, values->len - 1);
  *self = (CdlHeatScale){ .low = g_array_index (values, double, cut),
                          .high = g_array_index (values, double, values->len - 1 - cut),
                          .higher_is_better = higher_is_better };
  if (least < 0.0)
    {
      self->diverges = TRUE;
      self->low = MIN (self->low, 0.0);
      self->high = MAX (self->high, 0.0);
    }
  self->low_cut = least < self->low;
  self->high_cut = most > self->high;

  return TRUE;
}

static GdkRGBA
mix (guint from, guint to, double share)
{
  GdkRGBA colour = { .alpha = 1.0f };

  colour.red = (float) (((from >> 16 & 0xff) * (1 - share) + (to >> 16 & 0xff) * share) / 255.0);
  colour.green = (float) (((from >> 8 & 0xff) * (1 - share) + (to >> 8 & 0xff) * share) / 255.0);
  colour.blue = (float) (((from & 0xff) * (1 - share) + (to & 0xff) * share) / 255.0);

  return colour;
}

/* Over a colour halfway, so that the steps between pale and full are seen. */
static GdkRGBA
ramp (guint none, guint half, guint full, double share)
{
  return share < 0.5 ? mix (none, half, 2.0 * share) : mix (half, full, 2.0 * share - 1.0);
}

GdkRGBA
cdl_heat_scale_color (const CdlHeatScale *self, double value, gboolean dark)
{
  double range = self->diverges ? MAX (-self->low, self->high) : self->high - self->low;
  double share = self->diverges ? value : value - self->low;

  share = range > 0.0 ? CLAMP (share / range, -1.0, 1.0) : self->diverges ? 0.0 : 1.0;
  if (!self->higher_is_better)
    share = self->diverges ? -share : 1.0 - share;
  if (!self->diverges)
    share = LEAST + (1.0 - LEAST) * MAX (share, 0.0);

  if (share < 0.0)
    return dark ? ramp (0x38383a, 0x8f4a12, 0xff9a3d, -share)
                : ramp (0xf4f4f4, 0xffbe6f, 0xc64600, -share);

  return dark ? ramp (0x38383a, 0x1f5a9e, 0x8fc3ff, share)
              : ramp (0xf4f4f4, 0x8fbcee, 0x154a8c, share);
}

GdkRGBA
cdl_heat_scale_text (const GdkRGBA *fill)
{
  float light = 0.299f * fill->red + 0.587f * fill->green + 0.114f * fill->blue;

  return light > 0.55f ? (GdkRGBA){ 0.0f, 0.0f, 0.0f, 0.87f }
                       : (GdkRGBA){ 1.0f, 1.0f, 1.0f, 0.95f };
}
