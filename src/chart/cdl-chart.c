#include "cdl-chart.h"

#include <math.h>

#include "cdl-chart-draw.h"
#include "cdl-chart-glide-private.h"
#include "cdl-chart-readout.h"
#include "cdl-time.h"

#define ZOOM_STEP 1.2

/* Up to so many, those that come in make room for themselves where all are in sight. */
#define FEW_KLINES 120

/* A press that moves less than this is a click. */
#define CLICK_PX 4.0

enum
{
  PROP_SHOW_VOLUME = 1,
  PROP_SHOW_TRADES,
  PROP_SHOW_SETUPS,
  PROP_SHOW_LINES,
  PROP_LOGARITHMIC,
  PROP_LOCAL_TIME,
  PROP_COLOR_BLIND_SAFE,
  N_PROPS
};

static GParamSpec *props[N_PROPS];
static guint trade_clicked;

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

  CdlChartLayers hidden;
  gboolean logarithmic;
  GTimeZone *zone; /* NULL: UTC */
  CdlChartPalette palette;
  const char *const *setup_words;

  gboolean has_cursor;
  double cursor_x, cursor_y;
  CdlChartView drag_view; /* when the drag began */
  CdlGlide glide;
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

/* What is under the cursor; newly allocated, NULL if nothing. */
static char *
cursor_text (const CdlChart *self)
{
  gsize i = kline_at_cursor (self);

  return i < self->data.klines.n ? cdl_chart_readout (&self->data, i) : NULL;
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
  const CdlChartTheme *theme = cdl_chart_theme (dark, self->palette);

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

  cdl_glide_stop (&self->glide);
  if (dx != 0.0 || (state & GDK_SHIFT_MASK))
    cdl_chart_view_pan (&view, (dx != 0.0 ? dx : dy) * 0.1);
  else
    cdl_chart_view_zoom (&view, pow (ZOOM_STEP, dy),
                         time_at (self, self->has_cursor ? self->cursor_x : width / 2.0));
  set_view (self, view);

  return TRUE;
}

static void
pan_pixels (CdlChart *self, double pixels)
{
  CdlChartView view = self->view;

  cdl_chart_view_pan (&view, pixels / MAX (self->frame.layout.plot_right, 1.0));
  set_view (self, view);
}

static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  CdlChart *self = CDL_CHART (widget);
  double moved = cdl_glide_step (&self->glide, gdk_frame_clock_get_frame_time (clock));

  if (moved != 0.0 && self->has_data)
    pan_pixels (self, moved);
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
  cdl_chart_view_pan (&view, -dx / MAX (self->frame.layout.plot_right, 1.0));
  set_view (self, view);
}

static void
on_drag_end (GtkGestureDrag *gesture, double dx, double dy, CdlChart *self)
{
  double x, y;

  if (!self->has_data)
    return;
  if (hypot (dx, dy) < CLICK_PX && gtk_gesture_drag_get_start_point (gesture, &x, &y))
    g_signal_emit (self, trade_clicked, 0, cdl_chart_trade_at (&self->data, &self->frame, x, y));
  else
    start_glide (self, -cdl_glide_speed (&self->glide, g_get_monotonic_time ()));
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
  g_clear_pointer (&CDL_CHART (object)->zone, g_time_zone_unref);
  G_OBJECT_CLASS (cdl_chart_parent_class)->dispose (object);
}

/* How data is shown is the widget's, whatever data comes. */
static void
apply_options (CdlChart *self)
{
  self->data.hidden = self->hidden;
  self->data.logarithmic = self->logarithmic;
  self->data.zone = self->zone;
  self->data.setup_words = self->setup_words;
  invalidate (self);
}

static CdlChartLayers
layer_of (guint id)
{
  switch (id)
    {
    case PROP_SHOW_VOLUME:
      return CDL_CHART_VOLUME;
    case PROP_SHOW_TRADES:
      return CDL_CHART_TRADES;
    case PROP_SHOW_SETUPS:
      return CDL_CHART_SETUPS;
    default:
      return CDL_CHART_LINES;
    }
}

static void
cdl_chart_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  CdlChart *self = CDL_CHART (object);

  switch (id)
    {
    case PROP_LOGARITHMIC:
      g_value_set_boolean (value, self->logarithmic);
      break;
    case PROP_LOCAL_TIME:
      g_value_set_boolean (value, self->zone != NULL);
      break;
    case PROP_COLOR_BLIND_SAFE:
      g_value_set_boolean (value, self->palette == CDL_CHART_BLUE_ORANGE);
      break;
    default:
      g_value_set_boolean (value, (self->hidden & layer_of (id)) == 0);
      break;
    }
}

static void
cdl_chart_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  CdlChart *self = CDL_CHART (object);
  gboolean on = g_value_get_boolean (value);

  switch (id)
    {
    case PROP_LOGARITHMIC:
      self->logarithmic = on;
      break;
    case PROP_LOCAL_TIME:
      g_clear_pointer (&self->zone, g_time_zone_unref);
      self->zone = on ? g_time_zone_new_local () : NULL;
      break;
    case PROP_COLOR_BLIND_SAFE:
      self->palette = on ? CDL_CHART_BLUE_ORANGE : CDL_CHART_GREEN_RED;
      break;
    default:
      self->hidden = on ? self->hidden & ~layer_of (id) : self->hidden | layer_of (id);
      break;
    }
  apply_options (self);
}

static void
install_properties (GObjectClass *class)
{
  static const struct
  {
    const char *name;
    gboolean usual;
  } rows[N_PROPS] = {
    [PROP_SHOW_VOLUME] = { "show-volume", TRUE },
    [PROP_SHOW_TRADES] = { "show-trades", TRUE },
    [PROP_SHOW_SETUPS] = { "show-setups", TRUE },
    [PROP_SHOW_LINES] = { "show-lines", TRUE },
    [PROP_LOGARITHMIC] = { "logarithmic", FALSE },
    [PROP_LOCAL_TIME] = { "local-time", FALSE },
    [PROP_COLOR_BLIND_SAFE] = { "color-blind-safe", FALSE },
  };

  for (guint id = 1; id < N_PROPS; id++)
    props[id] = g_param_spec_boolean (rows[id].name, NULL, NULL, rows[id].usual,
                                      G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (class, N_PROPS, props);
}

static void
cdl_chart_class_init (CdlChartClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = cdl_chart_dispose;
  G_OBJECT_CLASS (class)->get_property = cdl_chart_get_property;
  G_OBJECT_CLASS (class)->set_property = cdl_chart_set_property;
  install_properties (G_OBJECT_CLASS (class));
  trade_clicked = g_signal_new ("trade-clicked", CDL_TYPE_CHART, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  widget_class->snapshot = cdl_chart_snapshot;
  gtk_widget_class_set_css_name (widget_class, "chart");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
cdl_chart_init (CdlChart *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *scroll = gtk_event_controller_scroll_new (
      GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES | GTK_EVENT_CONTROLLER_SCROLL_KINETIC);
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkGesture *drag = gtk_gesture_drag_new ();

  g_signal_connect (motion, "motion", G_CALLBACK (on_motion), self);
  g_signal_connect (motion, "leave", G_CALLBACK (on_leave), self);
  g_signal_connect (scroll, "scroll", G_CALLBACK (on_scroll), self);
  g_signal_connect (scroll, "decelerate", G_CALLBACK (on_decelerate), self);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), self);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (on_drag_update), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (on_drag_end), self);
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
      cdl_glide_stop (&self->glide);
      apply_options (self);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                      -1);
    }
  describe (self);
  invalidate (self);
}

void
cdl_chart_follow_data (CdlChart *self,
                       const CdlChartData *data,
                       const char *title,
                       gpointer owner,
                       GDestroyNotify owner_free)
{
  CdlChartView view, before, after;

  g_return_if_fail (CDL_IS_CHART (self));

  if (!self->has_data)
    {
      cdl_chart_set_data (self, data, title, owner, owner_free);
      return;
    }
  view = self->view;
  cdl_chart_view_all (&before, &self->data);
  cdl_chart_view_all (&after, data);
  if (view.from <= before.from && view.to >= before.to && data->klines.n <= FEW_KLINES)
    view = after;
  else if (view.to >= before.to)
    view = (CdlChartView){ view.from + after.to - view.to, after.to };
  drop_data (self);
  self->data = *data;
  self->has_data = TRUE;
  self->owner = owner;
  self->owner_free = owner_free;
  self->title = g_strdup (title);
  apply_options (self);
  set_view (self, view);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  describe (self);
}

void
cdl_chart_show_last (CdlChart *self, guint n)
{
  CdlChartView view;

  g_return_if_fail (CDL_IS_CHART (self));

  if (!self->has_data)
    return;
  cdl_chart_view_all (&view, &self->data);
  view.from = view.to - (gint64) n * cdl_interval_ms (self->data.klines.interval);
  set_view (self, view);
}

void
cdl_chart_set_setup_words (CdlChart *self, const char *const *words)
{
  g_return_if_fail (CDL_IS_CHART (self));

  self->setup_words = words;
  apply_options (self);
}

gboolean
cdl_chart_get_shown (CdlChart *self,
                     CdlChartData *data,
                     CdlChartView *view,
                     const CdlChartTheme **theme)
{
  g_return_val_if_fail (CDL_IS_CHART (self), FALSE);

  *data = self->data;
  *view = self->view;
  *theme = cdl_chart_theme (is_dark (GTK_WIDGET (self)), self->palette);

  return self->has_data;
}

void
cdl_chart_show_setup (CdlChart *self, const CdlSetup *setup)
{
  CdlChartView view;

  g_return_if_fail (CDL_IS_CHART (self));

  if (!self->has_data)
    return;
  self->data.selected_setup = setup->seq;
  cdl_chart_view_show_span (&view, MAX (setup->first_kline, 0), setup->fate_at);
  set_view (self, view);
}

void
cdl_chart_mark_trade (CdlChart *self, int i)
{
  g_return_if_fail (CDL_IS_CHART (self));

  if (!self->has_data || i >= (int) self->data.n_trades)
    return;
  self->data.selected_trade = i;
  invalidate (self);
}

void
cdl_chart_select_trade (CdlChart *self, int i)
{
  CdlChartView view;

  g_return_if_fail (CDL_IS_CHART (self));

  cdl_chart_mark_trade (self, i);
  if (!self->has_data || i < 0 || i >= (int) self->data.n_trades)
    return;
  cdl_chart_view_show_span (&view, self->data.trades[i].created_at, self->data.trades[i].exit_time);
  set_view (self, view);
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
