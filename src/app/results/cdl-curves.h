#pragma once

#include <gtk/gtk.h>

#include "cdl-trade.h"

G_BEGIN_DECLS

/* At most this many curves, each with a colour of its own. */
#define CDL_CURVES_MAX 8

/* Equity curves of several runs over one another, in percent of their start capitals. */
#define CDL_TYPE_CURVES (cdl_curves_get_type ())
G_DECLARE_FINAL_TYPE (CdlCurves, cdl_curves, CDL, CURVES, GtkWidget)

/* Takes away all curves. */
void cdl_curves_clear (CdlCurves *self);

/* Adds a curve; its points are copied. capital: equity before the first point. */
void cdl_curves_add (CdlCurves *self, const CdlEquityPoint *points, gsize n, double capital);

/* Colour i, apart from the others in light and in dark: "#1a5fb4". */
const char *cdl_curves_colour (guint i, gboolean dark);

G_END_DECLS
