#include "cdl-curves.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "cdl-app-settings.h"
#include "cdl-axis.h"
#include "cdl-chart-theme.h"
#include "cdl-text.h"
#include "cdl-time-text.h"
#include "cdl-time-ticks.h"

#define MARGIN        8.0
#define AXIS_WIDTH    64.0
#define AXIS_HEIGHT   22.0
#define TICK_DISTANCE 60.0 /* about, of values */
#define TIME_DISTANCE 110.0

typedef struct
{
  gint64 *times;
  double *percents;
  gsize n;
} Curve;

struct _CdlCurves
{
  GtkWidget parent_instance;
  GArray *curves;
  gint64 from, to;
  double low, high; /* percent */
};

G_DEFINE_FINAL_TYPE (CdlCurves, cdl_curves, GTK_TYPE_WIDGET)

/* Apart for every kind of colour vision as far as eight can be (after Okabe and Ito). */
static const char *const light_colours[CDL_CURVES_MAX] = {
  "#0072b2", "#d55e00", "#009e73", "#a0408a", "#806000", "#241f31", "#3a9ad9", "#b01c2e",
};
static const char *const dark_colours[CDL_CURVES_MAX] = {
  "#56b4e9", "#ff9248", "#33d6a0", "#e39ac8", "#f0e442", "#deddda", "#4f8fff", "#ff6b70",
};

const char *
cdl_curves_colour (guint i, gboolean dark)
{
  return (dark ? dark_colours : light_colours)[i % CDL_CURVES_MAX];
}

static void
append_rgba (GtkSnapshot *snapshot, const GdkRGBA *colour, double x, double y, double w, double h)
{
  gtk_snapshot_append_color (snapshot, colour,
                             &GRAPHENE_RECT_INIT ((float) x, (float) y, (float) w, (float) h));
}

static void
append_text (CdlCurves *self,
             GtkSnapshot *snapshot,
             const char *text,
             const GdkRGBA *colour,
             double x,
             double y)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) x, (float) y));
  gtk_snapshot_append_layout (snapshot, layout, colour);
  gtk_snapshot_restore (snapshot);
}

static void
draw_values (CdlCurves *self,
             GtkSnapshot *snapshot,
             const CdlAxis *axis,
             double right,
             const CdlChartTheme *theme)
{
  double step
      = cdl_axis_step (self->high - self->low, (axis->pixel_from - axis->pixel_to) / TICK_DISTANCE);

  for (double value = step * (double) (gint64) (self->low / step); value <= self->high;
       value += step)
    {
      double y = floor (cdl_axis_pixel (axis, value));
      g_autofree char *number = cdl_text_number (value, cdl_axis_places (step));
      g_autofree char *text = g_strdup_printf ("%s %%", number);

      if (y > axis->pixel_from || y < axis->pixel_to)
        continue;
      append_rgba (snapshot, &theme->grid, MARGIN, y, right - MARGIN, 1.0);
      append_text (self, snapshot, text, &theme->text, right + 6.0, y - 9.0);
    }
}

static void
draw_times (CdlCurves *self,
            GtkSnapshot *snapshot,
            const CdlAxis *axis,
            double bottom,
            const CdlChartTheme *theme)
{
  g_autoptr (GTimeZone) zone
      = cdl_app_settings_get_boolean ("local-time") ? g_time_zone_new_local () : NULL;
  g_autoptr (GArray) ticks = cdl_time_ticks (self->from, self->to, zone,
                                             (axis->pixel_to - axis->pixel_from) / TIME_DISTANCE);

  for (guint i = 0; i < ticks->len; i++)
    {
      const CdlTimeTick *tick = &g_array_index (ticks, CdlTimeTick, i);
      double x = floor (cdl_axis_pixel (axis, (double) tick->time));

      append_rgba (snapshot, &theme->grid, x, MARGIN, 1.0, bottom - MARGIN);
      if (x + 60.0 < axis->pixel_to)
        append_text (self, snapshot, tick->text, tick->major ? &theme->text : &theme->dim, x + 3.0,
                     bottom + 2.0);
    }
}

/* What a curve does within one column of pixels, as four points at most: however many it has, there
 * is no more to draw than columns. */
static void
trace_column (cairo_t *cr, double x, double first, double top, double bottom, double last)
{
  cairo_line_to (cr, x, first);
  if (top < bottom)
    {
      cairo_line_to (cr, x, top);
      cairo_line_to (cr, x, bottom);
      cairo_line_to (cr, x, last);
    }
}

static void
trace (cairo_t *cr, const Curve *curve, const CdlAxis *x, const CdlAxis *y)
{
  double column = (double) NAN, first = 0.0, top = 0.0, bottom = 0.0, last = 0.0;

  for (gsize i = 0; i < curve->n; i++)
    {
      double at = floor (cdl_axis_pixel (x, (double) curve->times[i]));
      double value = cdl_axis_pixel (y, curve->percents[i]);

      if (at == column)
        {
          top = MIN (top, value);
          bottom = MAX (bottom, value);
          last = value;
          continue;
        }
      if (i > 0)
        trace_column (cr, column, first, top, bottom, last);
      column = at;
      first = top = bottom = last = value;
    }
  if (curve->n > 0)
    trace_column (cr, column, first, top, bottom, last);
}

static void
draw_curve (cairo_t *cr, const Curve *curve, const CdlAxis *x, const CdlAxis *y, const char *colour)
{
  GdkRGBA rgba;

  gdk_rgba_parse (&rgba, colour);
  gdk_cairo_set_source_rgba (cr, &rgba);
  cairo_set_line_width (cr, 1.5);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  trace (cr, curve, x, y);
  cairo_stroke (cr);
}

static void
cdl_curves_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  CdlCurves *self = CDL_CURVES (widget);
  double width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  double right = width - AXIS_WIDTH, bottom = height - AXIS_HEIGHT;
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  const CdlChartTheme *theme = cdl_chart_theme (dark, CDL_CHART_GREEN_RED);
  CdlAxis x = { (double) self->from, (double) self->to, MARGIN, right };
  CdlAxis y = { self->low, self->high, bottom - 4.0, MARGIN };
  cairo_t *cr;

  append_rgba (snapshot, &theme->background, 0.0, 0.0, width, height);
  if (self->curves->len == 0 || self->to <= self->from || right < 50.0 || bottom < 50.0)
    return;

  draw_values (self, snapshot, &y, right, theme);
  draw_times (self, snapshot, &x, bottom, theme);
  cr = gtk_snapshot_append_cairo (snapshot,
                                  &GRAPHENE_RECT_INIT (0.0f, 0.0f, (float) right, (float) bottom));
  for (guint i = 0; i < self->curves->len; i++)
    draw_curve (cr, &g_array_index (self->curves, Curve, i), &x, &y, cdl_curves_colour (i, dark));
  cairo_destroy (cr);
}

/* What there is to see, for those who do not. */
static void
update_description (CdlCurves *self)
{
  g_autofree char *from = cdl_date_text (self->from), *to = cdl_date_text (self->to);
  g_autoptr (GString) words = g_string_new (NULL);

  g_string_append_printf (words, _ ("From %s to %s."), from, to);
  for (guint i = 0; i < self->curves->len; i++)
    {
      const Curve *curve = &g_array_index (self->curves, Curve, i);
      g_autofree char *number = cdl_text_number (curve->percents[curve->n - 1], 2);

      g_string_append_printf (words, " %c: %s %%.", (int) ('A' + i), number);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  words->str, -1);
}

void
cdl_curves_clear (CdlCurves *self)
{
  g_return_if_fail (CDL_IS_CURVES (self));

  g_array_set_size (self->curves, 0);
  self->from = G_MAXINT64;
  self->to = G_MININT64;
  self->low = self->high = 0.0;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
cdl_curves_add (CdlCurves *self, const CdlEquityPoint *points, gsize n, double capital)
{
  Curve curve = { g_new (gint64, n + 1), g_new (double, n + 1), n };

  g_return_if_fail (CDL_IS_CURVES (self) && n > 0);

  for (gsize i = 0; i < n; i++)
    {
      curve.times[i] = points[i].time;
      curve.percents[i] = 100.0 * (points[i].equity / capital - 1.0);
      self->low = MIN (self->low, curve.percents[i]);
      self->high = MAX (self->high, curve.percents[i]);
    }
  self->from = MIN (self->from, curve.times[0]);
  self->to = MAX (self->to, curve.times[n - 1]);
  if (self->high <= self->low)
    self->high = self->low + 1.0;
  g_array_append_val (self->curves, curve);
  update_description (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
curve_clear (gpointer data)
{
  Curve *curve = data;

  g_free (curve->times);
  g_free (curve->percents);
}

static void
cdl_curves_finalize (GObject *object)
{
  g_array_unref (CDL_CURVES (object)->curves);
  G_OBJECT_CLASS (cdl_curves_parent_class)->finalize (object);
}

static void
cdl_curves_class_init (CdlCurvesClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = cdl_curves_finalize;
  widget_class->snapshot = cdl_curves_snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
cdl_curves_init (CdlCurves *self)
{
  self->curves = g_array_new (FALSE, FALSE, sizeof (Curve));
  g_array_set_clear_func (self->curves, curve_clear);
  cdl_curves_clear (self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Equity of the compared runs"), -1);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
}
