#include <math.h>

#include "cdl-chart-private.h"

#define ZOOM_STEP 1.2

/* Share of what is in sight that a notch of the wheel, and a page, moves. */
#define NOTCH 0.1
#define PAGE  0.8

/* A press that moves less than this is a click. */
#define CLICK_PX 4.0

static double
plot_width (const CdlChart *self)
{
  return MAX (self->frame.layout.plot_right, 1.0);
}

static gint64
time_at (const CdlChart *self, double x)
{
  return (gint64) cdl_axis_value (&self->frame.time, x);
}

static void
pan (CdlChart *self, double share)
{
  CdlChartView view = self->view;

  if (!self->has_data)
    return;
  cdl_chart_view_pan (&view, share);
  cdl_chart_set_view (self, view);
}

static void
zoom (CdlChart *self, double factor, gint64 anchor)
{
  CdlChartView view = self->view;

  if (!self->has_data)
    return;
  cdl_chart_view_zoom (&view, factor, anchor);
  cdl_chart_set_view (self, view);
}

/* --- Pointer --- */

static void
on_motion (GtkEventControllerMotion *controller, double x, double y, CdlChart *self)
{
  cdl_chart_move_cursor (self, x, y);
}

static void
on_leave (GtkEventControllerMotion *controller, CdlChart *self)
{
  cdl_chart_hide_cursor (self);
}

static gboolean
on_scroll (GtkEventControllerScroll *controller, double dx, double dy, CdlChart *self)
{
  GdkModifierType state
      = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller));

  if (!self->has_data)
    return FALSE;

  cdl_glide_stop (&self->glide);
  if (dx != 0.0 || (state & GDK_SHIFT_MASK))
    pan (self, (dx != 0.0 ? dx : dy) * NOTCH);
  else
    zoom (self, pow (ZOOM_STEP, dy),
          time_at (self, self->has_cursor ? self->cursor_x : plot_width (self) / 2.0));

  return TRUE;
}

static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  CdlChart *self = CDL_CHART (widget);
  double moved = cdl_glide_step (&self->glide, gdk_frame_clock_get_frame_time (clock));

  if (moved != 0.0)
    pan (self, moved / plot_width (self));
  if (cdl_glide_moves (&self->glide))
    return G_SOURCE_CONTINUE;
  self->glide.tick = 0;

  return G_SOURCE_REMOVE;
}

/* Goes on moving at a speed, px/s, and slows down; not where people want no animations. */
static void
start_glide (CdlChart *self, double speed)
{
  gboolean animate = TRUE;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-enable-animations", &animate,
                NULL);
  if (!animate || !cdl_glide_start (&self->glide, speed) || self->glide.tick != 0)
    return;
  self->glide.tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_tick, NULL, NULL);
}

static void
on_decelerate (GtkEventControllerScroll *controller, double dx, double dy, CdlChart *self)
{
  if (fabs (dx) > fabs (dy))
    start_glide (self, dx);
}

static void
on_drag_begin (GtkGestureDrag *gesture, double x, double y, CdlChart *self)
{
  self->drag_view = self->view;
  cdl_glide_stop (&self->glide);
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

static void
on_drag_update (GtkGestureDrag *gesture, double dx, double dy, CdlChart *self)
{
  CdlChartView view = self->drag_view;

  if (!self->has_data)
    return;
  cdl_glide_sample (&self->glide, g_get_monotonic_time (), dx);
  cdl_chart_view_pan (&view, -dx / plot_width (self));
  cdl_chart_set_view (self, view);
}

static void
on_drag_end (GtkGestureDrag *gesture, double dx, double dy, gpointer trade_clicked)
{
  CdlChart *self = CDL_CHART (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture)));
  double x, y;

  if (!self->has_data)
    return;
  if (hypot (dx, dy) < CLICK_PX && gtk_gesture_drag_get_start_point (gesture, &x, &y))
    g_signal_emit (self, GPOINTER_TO_UINT (trade_clicked), 0,
                   cdl_chart_trade_at (&self->data, &self->frame, x, y));
  else
    start_glide (self, -cdl_glide_speed (&self->glide, g_get_monotonic_time ()));
}

static void
on_pinch_begin (GtkGesture *gesture, GdkEventSequence *sequence, CdlChart *self)
{
  self->drag_view = self->view;
  cdl_glide_stop (&self->glide);
}

static void
on_pinch (GtkGestureZoom *gesture, double scale, CdlChart *self)
{
  CdlChartView view = self->drag_view;
  double x, y;

  if (!self->has_data || !(scale > 0.0)
      || !gtk_gesture_get_bounding_box_center (GTK_GESTURE (gesture), &x, &y))
    return;
  cdl_chart_view_zoom (&view, 1.0 / scale,
                       view.from
                           + (gint64) ((double) (view.to - view.from) * x / plot_width (self)));
  cdl_chart_set_view (self, view);
}

/* --- Keys --- */

static void
action_zoom (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CdlChart *self = CDL_CHART (widget);
  gint64 anchor
      = self->has_cursor ? time_at (self, self->cursor_x) : (self->view.from + self->view.to) / 2;

  zoom (self, pow (ZOOM_STEP, g_variant_get_int32 (parameter)), anchor);
}

static void
action_pan (GtkWidget *widget, const char *name, GVariant *parameter)
{
  pan (CDL_CHART (widget), PAGE * g_variant_get_int32 (parameter));
}

static void
action_all (GtkWidget *widget, const char *name, GVariant *parameter)
{
  cdl_chart_show_all (CDL_CHART (widget));
}

static void
action_end (GtkWidget *widget, const char *name, GVariant *parameter)
{
  pan (CDL_CHART (widget), 1e6);
}

/* The cursor goes bars further, and takes the view along at its ends. */
static void
action_cursor (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CdlChart *self = CDL_CHART (widget);
  const CdlKlines *klines = &self->data.klines;
  const CdlChartLayout *layout = &self->frame.layout;
  CdlChartBar bar;
  gint64 middle, target;

  if (!self->has_data || klines->n == 0 || layout->plot_right <= 0.0)
    return;
  middle
      = self->has_cursor ? time_at (self, self->cursor_x) : (self->view.from + self->view.to) / 2;
  cdl_chart_bar_at (klines, self->data.pyramid, self->frame.interval, middle, &bar);
  target = cdl_interval_add (self->frame.interval, bar.open, g_variant_get_int32 (parameter));
  target = CLAMP (target, klines->open_time[0], klines->open_time[klines->n - 1]);
  cdl_chart_bar_at (klines, self->data.pyramid, self->frame.interval, target, &bar);
  target = bar.open + (bar.end - bar.open) / 2;
  if (target < self->view.from || target >= self->view.to)
    {
      gint64 half = (self->view.to - self->view.from) / 2;

      cdl_chart_set_view (self, (CdlChartView){ target - half, target + half });
    }
  cdl_chart_move_cursor (self, cdl_axis_pixel (&self->frame.time, (double) target),
                         self->has_cursor ? self->cursor_y
                                          : (layout->price_top + layout->price_bottom) / 2.0);
}

void
cdl_chart_class_init_input (GtkWidgetClass *widget_class)
{
  static const struct
  {
    guint key;
    GdkModifierType modifiers;
    const char *action;
    int value;
  } keys[] = {
    { GDK_KEY_Left, 0, "view.cursor", -1 },
    { GDK_KEY_Right, 0, "view.cursor", 1 },
    { GDK_KEY_Left, GDK_CONTROL_MASK, "view.cursor", -10 },
    { GDK_KEY_Right, GDK_CONTROL_MASK, "view.cursor", 10 },
    { GDK_KEY_plus, 0, "view.zoom", -1 },
    { GDK_KEY_plus, GDK_SHIFT_MASK, "view.zoom", -1 },
    { GDK_KEY_equal, 0, "view.zoom", -1 },
    { GDK_KEY_KP_Add, 0, "view.zoom", -1 },
    { GDK_KEY_minus, 0, "view.zoom", 1 },
    { GDK_KEY_KP_Subtract, 0, "view.zoom", 1 },
    { GDK_KEY_Page_Up, 0, "view.pan", -1 },
    { GDK_KEY_Page_Down, 0, "view.pan", 1 },
  };

  gtk_widget_class_install_action (widget_class, "view.cursor", "i", action_cursor);
  gtk_widget_class_install_action (widget_class, "view.zoom", "i", action_zoom);
  gtk_widget_class_install_action (widget_class, "view.pan", "i", action_pan);
  gtk_widget_class_install_action (widget_class, "view.all", NULL, action_all);
  gtk_widget_class_install_action (widget_class, "view.end", NULL, action_end);
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding_action (widget_class, keys[i].key, keys[i].modifiers,
                                         keys[i].action, "i", keys[i].value);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Home, 0, "view.all", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_End, 0, "view.end", NULL);
}

void
cdl_chart_init_input (CdlChart *self, guint trade_clicked)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *scroll = gtk_event_controller_scroll_new (
      GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES | GTK_EVENT_CONTROLLER_SCROLL_KINETIC);
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkGesture *pinch = gtk_gesture_zoom_new ();

  g_signal_connect (motion, "enter", G_CALLBACK (on_motion), self);
  g_signal_connect (motion, "motion", G_CALLBACK (on_motion), self);
  g_signal_connect (motion, "leave", G_CALLBACK (on_leave), self);
  g_signal_connect (scroll, "scroll", G_CALLBACK (on_scroll), self);
  g_signal_connect (scroll, "decelerate", G_CALLBACK (on_decelerate), self);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (on_drag_update), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (on_drag_end), GUINT_TO_POINTER (trade_clicked));
  g_signal_connect (pinch, "begin", G_CALLBACK (on_pinch_begin), self);
  g_signal_connect (pinch, "scale-changed", G_CALLBACK (on_pinch), self);
  gtk_widget_add_controller (widget, motion);
  gtk_widget_add_controller (widget, scroll);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (pinch));
  gtk_widget_set_focusable (widget, TRUE);
}
