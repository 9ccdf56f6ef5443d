#pragma once

#include <gdk/gdk.h>

#include "cdl-heat-map.h"

G_BEGIN_DECLS

/* Colours of the cells of a heat map, apart for every kind of colour vision: blue is better, orange
 * worse than nothing. */
typedef struct
{
  double low, high; /* beyond them colours stay the same */
  gboolean low_cut; /* values below low are there: a few extremes leave the others their colours */
  gboolean high_cut;
  gboolean diverges; /* some values are below zero, which has no colour and is in the range */
  gboolean higher_is_better;
} CdlHeatScale;

/* FALSE: there is no value. */
gboolean cdl_heat_scale_init (CdlHeatScale *self, const CdlHeatMap *map, gboolean higher_is_better);

/* value: not NaN. */
GdkRGBA cdl_heat_scale_color (const CdlHeatScale *self, double value, gboolean dark);

/* Of text upon that colour. */
GdkRGBA cdl_heat_scale_text (const GdkRGBA *fill);

G_END_DECLS
