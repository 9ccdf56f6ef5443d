#include "cdl-histogram.h"

#include "cdl-chart-drawing-private.h"
#include "cdl-text.h"

#define MARGIN      12.0
#define AXIS_HEIGHT 22.0
#define HEAD        20.0

struct _CdlHistogram
{
  GtkWidget parent_instance;
  CdlRDistribution r;
  CdlChartPalette palette;
};

G_DEFINE_FINAL_TYPE (CdlHistogram, cdl_histogram, GTK_TYPE_WIDGET)

static void
draw_axis (CdlDrawing *self, const CdlAxis *axis, double y)
{
  double step = cdl_axis_step (axis->value_to - axis->value_from,
                               MAX ((axis->pixel_to - axis->pixel_from) / 60.0, 2.0));

  for (double value = ceil (axis->value_from / step - 1e-9) * step;
       value <= axis->value_to + step * 1e-9; value += step)
    {
      double shown = fabs (value) < step * 1e-9 ? 0.0 : value;
      g_autofree char *number = cdl_text_number (shown, cdl_axis_places (step));
      g_autofree char *words = g_strconcat (number, " R", NULL);
      double x = cdl_axis_pixel (axis, value);

      cdl_drawing_text (self, words, &self->theme->dim, x, y + AXIS_HEIGHT / 2.0,
                        x < axis->pixel_from + 16.0 ? 0.0 : 0.5);
      cdl_drawing_fill (self, &self->theme->text, floor (x), y, 1.0, 4.0);
    }
}

void
cdl_histogram_draw (GtkSnapshot *snapshot,
                    const CdlRDistribution *r,
                    double width,
                    double height,
                    const CdlChartTheme *theme,
                    PangoContext *pango)
{
  g_autoptr (PangoLayout) text = cdl_drawing_text_new (pango);
  CdlDrawing self = { .snapshot = snapshot, .theme = theme, .text = text };
  double bottom = height - AXIS_HEIGHT, top = HEAD;
  CdlAxis axis = { r->first, r->first + r->n_bins * r->width, MARGIN, width - MARGIN, FALSE };

  cdl_drawing_fill (&self, &theme->background, 0.0, 0.0, width, height);
  if (r->n_bins == 0 || bottom <= top || width <= 4.0 * MARGIN)
    return;

  draw_axis (&self, &axis, bottom);
  cdl_drawing_fill (&self, &theme->text, MARGIN, bottom, width - 2.0 * MARGIN, 1.0);
  for (guint i = 0; i < r->n_bins; i++)
    {
      double from = r->first + i * r->width, bar = (bottom - top) * r->count[i] / r->most;
      double x = floor (cdl_axis_pixel (&axis, from));
      double end = floor (cdl_axis_pixel (&axis, from + r->width));
      g_autofree char *count = g_strdup_printf ("%u", r->count[i]);

      if (r->count[i] == 0)
        continue;
      bar = MAX (bar, 1.0);
      cdl_drawing_fill (&self, from < -r->width / 2.0 ? &theme->loss : &theme->gain, x + 1.0,
                        bottom - bar, MAX (end - x - 2.0, 1.0), bar);
      if (end - x >= 18.0)
        cdl_drawing_text (&self, count, &theme->text, (x + end) / 2.0, bottom - bar - 9.0, 0.5);
    }
}

static void
cdl_histogram_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  CdlHistogram *self = CDL_HISTOGRAM (widget);
  gboolean dark = FALSE;

  g_object_get (gtk_widget_get_settings (widget), "gtk-application-prefer-dark-theme", &dark, NULL);
  cdl_histogram_draw (snapshot, &self->r, gtk_widget_get_width (widget),
                      gtk_widget_get_height (widget), cdl_chart_theme (dark, self->palette),
                      gtk_widget_get_pango_context (widget));
}

static void
cdl_histogram_class_init (CdlHistogramClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  widget_class->snapshot = cdl_histogram_snapshot;
  gtk_widget_class_set_css_name (widget_class, "histogram");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
cdl_histogram_init (CdlHistogram *self)
{
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
  gtk_widget_set_vexpand (GTK_WIDGET (self), TRUE);
  gtk_widget_set_size_request (GTK_WIDGET (self), 240, 120);
}

/* "-1.00 R: 12, …": every bar in words. */
static char *
describe (const CdlRDistribution *r)
{
  GString *words = g_string_new (NULL);

  for (guint i = 0; i < r->n_bins; i++)
    {
      g_autofree char *from = cdl_text_signed (r->first + i * r->width, 2);

      if (r->count[i] > 0)
        g_string_append_printf (words, "%s%s R: %u", words->len > 0 ? ", " : "", from, r->count[i]);
    }

  return g_string_free (words, FALSE);
}

void
cdl_histogram_set (CdlHistogram *self, const CdlRDistribution *r, const char *label)
{
  g_autofree char *words = NULL;

  g_return_if_fail (CDL_IS_HISTOGRAM (self));

  self->r = *r;
  words = describe (r);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words, -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
cdl_histogram_set_palette (CdlHistogram *self, CdlChartPalette palette)
{
  g_return_if_fail (CDL_IS_HISTOGRAM (self));

  self->palette = palette;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
