#pragma once

#include <gtk/gtk.h>

#include "cdl-chart-theme.h"
#include "cdl-r-distribution.h"

G_BEGIN_DECLS

/* How the results of trades are spread, in R: bars, losses and gains in their colours. What it
 * shows is its accessible description. */
#define CDL_TYPE_HISTOGRAM (cdl_histogram_get_type ())
G_DECLARE_FINAL_TYPE (CdlHistogram, cdl_histogram, CDL, HISTOGRAM, GtkWidget)

/* label names it for those who do not see it. */
void cdl_histogram_set (CdlHistogram *self, const CdlRDistribution *r, const char *label);

void cdl_histogram_set_palette (CdlHistogram *self, CdlChartPalette palette);

/* The drawing alone; pure, as cdl_chart_draw(). */
void cdl_histogram_draw (GtkSnapshot *snapshot,
                         const CdlRDistribution *r,
                         double width,
                         double height,
                         const CdlChartTheme *theme,
                         PangoContext *pango);

G_END_DECLS
