#include "cdl-chart.h"

#include <math.h>

#include "cdl-chart-draw.h"
#include "cdl-time.h"

#define ZOOM_STEP 1.2

struct _CdlChart
{
  GtkWidget parent_instance;

  CdlChartData data;
  gboolean has_data;
  char *title;
  gpointer owner;
  GDestroyNotify owner_free;

  CdlChartView view;
  CdlChartFrame frame;
  GskRenderNode *node; /* the chart as drawn last; NULL: to be drawn anew */
  int node_width, node_height;
  gboolean node_dark;

  gboolean has_cursor;
  double cursor_x, cursor_y;
  CdlChartView drag_view; /* when the drag began */
};

G_DEFINE_FINAL_TYPE (CdlChart, cdl_chart, GTK_TYPE_WIDGET)

static void
invalidate (CdlChart *self)
{
  g_clear_pointer (&self->node, gsk_render_node_unref);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
set_view (CdlChart *self, CdlChartView view)
{
  cdl_chart_view_clamp (&view, &self->data);
  self->view = view;
  invalidate (self);
}

static gint64
time_at (const CdlChart *self, double x)
{
  return (gint64) cdl_axis_value (&self->frame.time, x);
}

/* Index of the kline under the cursor; n if there is none. */
static gsize
kline_at_cursor (const CdlChart *self)
{
  const CdlKlines *klines = &self->data.klines;
  gsize i;

  if (!self->has_data || !self->has_cursor || klines->n == 0)
    return klines->n;
  i = cdl_klines_find (klines, time_at (self, self->cursor_x) + 1);

  return i > 0 ? i - 1 : 0;
}

/* "2022-06-15 03:00  O 21985.85  H …": what is under the cursor; newly allocated, NULL if nothing.
 */
static char *
cursor_text (const CdlChart *self)
{
  const CdlKlines *klines = &self->data.klines;
  gsize i = kline_at_cursor (self);
  g_autofree char *time = NULL;
  char number[5][G_ASCII_DTOSTR_BUF_SIZE];
  static const CdlField fields[]
      = { CDL_FIELD_OPEN, CDL_FIELD_HIGH, CDL_FIELD_LOW, CDL_FIELD_CLOSE, CDL_FIELD_VOLUME };

  if (i >= klines->n)
    return NULL;
  time = cdl_time_format_short (klines->open_time[i]);
  for (gsize f = 0; f < G_N_ELEMENTS (fields); f++)
    {
      double value = klines->field[fields[f]] != NULL ? klines->field[fields[f]][i] : 0.0;

      g_ascii_formatd (number[f], sizeof number[f], "%.8g", value);
    }

  return g_strdup_printf ("%s  O %s  H %s  L %s  C %s  V %s", time, number[0], number[1], number[2],
                          number[3], number[4]);
}

static void
describe (CdlChart *self)
{
  g_autofree char *words = cursor_text (self);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  words != NULL ? words : "", -1);
}

static void
move_cursor (CdlChart *self, double x, double y)
{
  self->has_cursor = TRUE;
  self->cursor_x = x;
  self->cursor_y = y;
  describe (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* The crosshair and its values lie over the chart, which is not drawn again for them. */
static void
snapshot_cursor (CdlChart *self, GtkSnapshot *snapshot, const CdlChartTheme *theme)
{
  const CdlChartLayout *layout = &self->frame.layout;
  g_autofree char *words = cursor_text (self);
  g_autoptr (PangoLayout) text = NULL;
  int width, height;

  if (words == NULL || self->cursor_x > layout->plot_right)
    return;

  gtk_snapshot_append_color (snapshot, &theme->crosshair,
                             &GRAPHENE_RECT_INIT ((float) floor (self->cursor_x),
                                                  (float) layout->price_top, 1.0f,
                                                  (float) (layout->axis_top - layout->price_top)));
  gtk_snapshot_append_color (
      snapshot, &theme->crosshair,
      &GRAPHENE_RECT_INIT (0.0f, (float) floor (self->cursor_y), (float) layout->plot_right, 1.0f));
  text = gtk_widget_create_pango_layout (GTK_WIDGET (self), words);
  pango_layout_get_pixel_size (text, &width, &height);
  gtk_snapshot_append_color (
      snapshot, &theme->background,
      &GRAPHENE_RECT_INIT (4.0f, 4.0f, (float) width + 8.0f, (float) height + 4.0f));
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (8.0f, 6.0f));
  gtk_snapshot_append_layout (snapshot, text, &theme->text);
  gtk_snapshot_restore (snapshot);
}

static gboolean
is_dark (GtkWidget *widget)
{
  GtkSettings *settings = gtk_widget_get_settings (widget);
  gboolean dark = FALSE;

  g_object_get (settings, "gtk-application-prefer-dark-theme", &dark, NULL);

  return dark;
}

static void
cdl_chart_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  CdlChart *self = CDL_CHART (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  gboolean dark = is_dark (widget);
  const CdlChartTheme *theme = cdl_chart_theme (dark);

  if (!self->has_data || width < 1 || height < 1)
    return;

  if (self->node == NULL || self->node_width != width || self->node_height != height
      || self->node_dark != dark)
    {
      GtkSnapshot *fresh = gtk_snapshot_new ();

      g_clear_pointer (&self->node, gsk_render_node_unref);
      cdl_chart_draw (fresh, &self->data, &self->view, width, height, theme,
                      gtk_widget_get_pango_context (widget), &self->frame);
      self->node = gtk_snapshot_free_to_node (fresh);
      self->node_width = width;
      self->node_height = height;
      self->node_dark = dark;
    }
  if (self->node != NULL)
    gtk_snapshot_append_node (snapshot, self->node);
  snapshot_cursor (self, snapshot, theme);
}

static void
on_motion (GtkEventControllerMotion *controller, double x, double y, CdlChart *self)
{
  move_cursor (self, x, y);
}

static void
on_leave (GtkEventControllerMotion *controller, CdlChart *self)
{
  self->has_cursor = FALSE;
  describe (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
on_scroll (GtkEventControllerScroll *controller, double dx, double dy, CdlChart *self)
{
  GdkModifierType state
      = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller));
  CdlChartView view = self->view;
  double width = MAX (self->frame.layout.plot_right, 1.0);

  if (!self->has_data)
    return FALSE;

  if (dx != 0.0 || (state & GDK_SHIFT_MASK))
    cdl_chart_view_pan (&view, (dx != 0.0 ? dx : dy) * 0.1);
  else
    cdl_chart_view_zoom (&view, pow (ZOOM_STEP, dy),
                         time_at (self, self->has_cursor ? self->cursor_x : width / 2.0));
  set_view (self, view);

  return TRUE;
}

static void
on_drag_begin (GtkGestureDrag *gesture, double x, double y, CdlChart *self)
{
  self->drag_view = self->view;
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

static void
on_drag_update (GtkGestureDrag *gesture, double dx, double dy, CdlChart *self)
{
  CdlChartView view = self->drag_view;

  if (!self->has_data)
    return;
  cdl_chart_view_pan (&view, -dx / MAX (self->frame.layout.plot_right, 1.0));
  set_view (self, view);
}

/* The cursor goes a kline (with Ctrl ten) further, and takes the view along at its ends. */
static void
step_cursor (CdlChart *self, int steps)
{
  const CdlKlines *klines = &self->data.klines;
  const CdlChartLayout *layout = &self->frame.layout;
  gsize i = kline_at_cursor (self);
  gint64 middle, target;

  if (i >= klines->n)
    i = cdl_klines_find (klines, (self->view.from + self->view.to) / 2);
  i = (gsize) CLAMP ((gssize) i + steps, 0, (gssize) klines->n - 1);
  target = klines->open_time[i];
  if (target < self->view.from || target >= self->view.to)
    {
      CdlChartView view = self->view;

      middle = (view.to - view.from) / 2;
      view = (CdlChartView){ target - middle, target + middle };
      set_view (self, view);
      self->frame.time.value_from = (double) self->view.from;
      self->frame.time.value_to = (double) self->view.to;
    }
  move_cursor (self,
               cdl_axis_pixel (&self->frame.time,
                               (double) target + (double) cdl_interval_ms (klines->interval) / 2.0),
               self->has_cursor ? self->cursor_y
                                : (layout->price_top + layout->price_bottom) / 2.0);
}

static gboolean
on_key (GtkEventControllerKey *controller,
        guint key,
        guint code,
        GdkModifierType state,
        CdlChart *self)
{
  CdlChartView view = self->view;
  int step = state & GDK_CONTROL_MASK ? 10 : 1;

  if (!self->has_data)
    return FALSE;

  switch (key)
    {
    case GDK_KEY_Left:
    case GDK_KEY_Right:
      step_cursor (self, key == GDK_KEY_Left ? -step : step);
      return TRUE;
    case GDK_KEY_plus:
    case GDK_KEY_equal:
    case GDK_KEY_KP_Add:
    case GDK_KEY_minus:
    case GDK_KEY_KP_Subtract:
      cdl_chart_view_zoom (
          &view, key == GDK_KEY_minus || key == GDK_KEY_KP_Subtract ? ZOOM_STEP : 1.0 / ZOOM_STEP,
          (view.from + view.to) / 2);
      break;
    case GDK_KEY_Page_Up:
    case GDK_KEY_Page_Down:
      cdl_chart_view_pan (&view, key == GDK_KEY_Page_Up ? -0.8 : 0.8);
      break;
    case GDK_KEY_Home:
      cdl_chart_view_all (&view, &self->data);
      break;
    default:
      return FALSE;
    }
  set_view (self, view);

  return TRUE;
}

static void
drop_data (CdlChart *self)
{
  self->has_data = FALSE;
  g_clear_pointer (&self->node, gsk_render_node_unref);
  if (self->owner_free != NULL && self->owner != NULL)
    self->owner_free (self->owner);
  self->owner = NULL;
  g_clear_pointer (&self->title, g_free);
}

static void
cdl_chart_dispose (GObject *object)
{
  drop_data (CDL_CHART (object));
  G_OBJECT_CLASS (cdl_chart_parent_class)->dispose (object);
}

static void
cdl_chart_class_init (CdlChartClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = cdl_chart_dispose;
  widget_class->snapshot = cdl_chart_snapshot;
  gtk_widget_class_set_css_name (widget_class, "chart");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
cdl_chart_init (CdlChart *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *scroll
      = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkGesture *drag = gtk_gesture_drag_new ();

  g_signal_connect (motion, "motion", G_CALLBACK (on_motion), self);
  g_signal_connect (motion, "leave", G_CALLBACK (on_leave), self);
  g_signal_connect (scroll, "scroll", G_CALLBACK (on_scroll), self);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), self);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (on_drag_update), self);
  gtk_widget_add_controller (widget, motion);
  gtk_widget_add_controller (widget, scroll);
  gtk_widget_add_controller (widget, keys);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (drag));
  gtk_widget_set_focusable (widget, TRUE);
  gtk_widget_set_hexpand (widget, TRUE);
  gtk_widget_set_vexpand (widget, TRUE);
  gtk_widget_set_size_request (widget, 320, 240);
}

GtkWidget *
cdl_chart_new (void)
{
  return g_object_new (CDL_TYPE_CHART, NULL);
}

void
cdl_chart_set_data (CdlChart *self,
                    const CdlChartData *data,
                    const char *title,
                    gpointer owner,
                    GDestroyNotify owner_free)
{
  g_return_if_fail (CDL_IS_CHART (self));

  drop_data (self);
  self->owner = owner;
  self->owner_free = owner_free;
  if (data != NULL)
    {
      self->data = *data;
      self->has_data = TRUE;
      self->title = g_strdup (title);
      cdl_chart_view_all (&self->view, data);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                      -1);
    }
  describe (self);
  invalidate (self);
}

void
cdl_chart_select_trade (CdlChart *self, int i)
{
  g_return_if_fail (CDL_IS_CHART (self));

  if (!self->has_data || i >= (int) self->data.n_trades)
    return;
  self->data.selected_trade = i;
  if (i >= 0)
    {
      CdlChartView view;

      cdl_chart_view_show (&view, &self->data.trades[i]);
      set_view (self, view);
    }
  invalidate (self);
}

void
cdl_chart_show_all (CdlChart *self)
{
  CdlChartView view;

  g_return_if_fail (CDL_IS_CHART (self));

  if (!self->has_data)
    return;
  cdl_chart_view_all (&view, &self->data);
  set_view (self, view);
}
