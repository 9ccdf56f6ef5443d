#include "cdl-coverage.h"

#include <glib/gi18n.h>

#include "cdl-time-text.h"

#define HEIGHT       12
#define MIN_WIDTH    120
#define MIN_HOLE_PX  2.0f
#define TROUGH_ALPHA 0.12f
#define EMPTY_ALPHA  0.45f

struct _CdlCoverage
{
  GtkWidget parent_instance;
  CdlInterval interval;
  GArray *stretches; /* CdlStretch */
  GArray *holes;     /* CdlHole: between them */
  gint64 from, to;
};

G_DEFINE_FINAL_TYPE (CdlCoverage, cdl_coverage, GTK_TYPE_WIDGET)

static float
place (const CdlCoverage *self, gint64 time, float width)
{
  return (float) ((double) (time - self->from) / (double) (self->to - self->from)) * width;
}

static GdkRGBA
theme_colour (GtkWidget *widget, const char *name)
{
  GdkRGBA colour;

  if (!gtk_style_context_lookup_color (gtk_widget_get_style_context (widget), name, &colour))
    gtk_style_context_get_color (gtk_widget_get_style_context (widget), &colour);

  return colour;
}

static void
fill (GtkSnapshot *snapshot, const GdkRGBA *colour, float left, float right, float height)
{
  gtk_snapshot_append_color (snapshot, colour,
                             &GRAPHENE_RECT_INIT (left, 0, MAX (right - left, 1), height));
}

/* The holes are drawn over the stretches, and never thinner than can be seen. One mark a pixel
 * column is enough, however many there are. */
static void
cdl_coverage_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  CdlCoverage *self = CDL_COVERAGE (widget);
  const float width = (float) gtk_widget_get_width (widget);
  const float height = (float) gtk_widget_get_height (widget);
  const GdkRGBA have = theme_colour (widget, "accent_bg_color");
  const GdkRGBA lack = theme_colour (widget, "warning_color");
  GdkRGBA trough = theme_colour (widget, "window_fg_color"), empty = trough;
  float marked = -1;

  trough.alpha *= TROUGH_ALPHA;
  empty.alpha *= EMPTY_ALPHA;
  fill (snapshot, &trough, 0, width, height);
  if (self->stretches->len == 0 || self->to <= self->from)
    return;

  fill (snapshot, &have, place (self, g_array_index (self->stretches, CdlStretch, 0).first, width),
        place (self, g_array_index (self->stretches, CdlStretch, self->stretches->len - 1).last,
               width),
        height);
  for (guint i = 1; i < self->stretches->len; i++)
    {
      const CdlStretch *before = &g_array_index (self->stretches, CdlStretch, i - 1);
      const CdlStretch *after = &g_array_index (self->stretches, CdlStretch, i);
      const float left = place (self, cdl_interval_next (self->interval, before->last), width);
      const float right = MAX (place (self, after->first, width), left + MIN_HOLE_PX);

      if (right <= marked)
        continue;
      fill (snapshot, g_array_index (self->holes, CdlHole, i - 1).confirmed ? &empty : &lack,
            MAX (left, marked), right, height);
      marked = right;
    }
}

static void
cdl_coverage_measure (GtkWidget *widget,
                      GtkOrientation orientation,
                      int for_size,
                      int *minimum,
                      int *natural,
                      int *minimum_baseline,
                      int *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? MIN_WIDTH : HEIGHT;
}

static void
cdl_coverage_finalize (GObject *object)
{
  g_array_unref (CDL_COVERAGE (object)->stretches);
  g_array_unref (CDL_COVERAGE (object)->holes);
  G_OBJECT_CLASS (cdl_coverage_parent_class)->finalize (object);
}

static void
cdl_coverage_class_init (CdlCoverageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = cdl_coverage_finalize;
  widget_class->snapshot = cdl_coverage_snapshot;
  widget_class->measure = cdl_coverage_measure;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_widget_class_set_css_name (widget_class, "coverage");
}

static void
cdl_coverage_init (CdlCoverage *self)
{
  self->stretches = g_array_new (FALSE, FALSE, sizeof (CdlStretch));
  self->holes = g_array_new (FALSE, FALSE, sizeof (CdlHole));
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
}

GtkWidget *
cdl_coverage_new (void)
{
  return g_object_new (CDL_TYPE_COVERAGE, NULL);
}

/* What the bar shows, in words. */
static char *
describe (const CdlDatasetCheck *check)
{
  g_autofree char *first = NULL;
  g_autofree char *last = NULL;

  if (check == NULL || check->rows == 0)
    return g_strdup (_ ("Nothing"));
  first = cdl_time_text (check->first);
  last = cdl_time_text (check->last);
  if (check->holes->len == 0)
    return g_strdup_printf (_ ("%s to %s, whole"), first, last);

  return g_strdup_printf (ngettext ("%s to %s, %u hole", "%s to %s, %u holes", check->holes->len),
                          first, last, check->holes->len);
}

void
cdl_coverage_set (CdlCoverage *self, const CdlDatasetCheck *check, gint64 from, gint64 to)
{
  g_autofree char *words = describe (check);

  g_array_set_size (self->stretches, 0);
  g_array_set_size (self->holes, 0);
  if (check != NULL)
    {
      g_array_append_vals (self->stretches, check->stretches->data, check->stretches->len);
      g_array_append_vals (self->holes, check->holes->data, check->holes->len);
      self->interval = check->interval;
    }
  self->from = from;
  self->to = to;
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
