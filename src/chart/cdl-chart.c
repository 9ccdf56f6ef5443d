#include "cdl-chart-private.h"
#include "cdl-chart-readout.h"

/* Up to so many, those that come in make room for themselves where all are in sight. */
#define FEW_KLINES 120

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

G_DEFINE_FINAL_TYPE (CdlChart, cdl_chart, GTK_TYPE_WIDGET)

static void
invalidate (CdlChart *self)
{
  g_clear_pointer (&self->node, gsk_render_node_unref);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* The time that words are about: where the cursor is, or the last one in sight. */
static gint64
time_of_words (const CdlChart *self)
{
  return self->has_cursor ? (gint64) cdl_axis_value (&self->frame.time, self->cursor_x)
                          : self->view.to;
}

static void
describe (CdlChart *self)
{
  g_autofree char *words = NULL;
  CdlChartBar bar;

  if (self->has_data && self->has_cursor && self->data.klines.n > 0)
    {
      cdl_chart_bar_at (&self->data.klines, self->data.pyramid, self->frame.interval,
                        time_of_words (self), &bar);
      words = cdl_chart_readout (&self->data, self->frame.interval, &bar);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  words != NULL ? words : "", -1);
}

void
cdl_chart_set_view (CdlChart *self, CdlChartView view)
{
  cdl_chart_view_clamp (&view, &self->data);
  self->view = view;
  cdl_chart_frame_set_view (&self->frame, &self->data.klines, &view);
  if (self->has_cursor)
    describe (self); /* what moved under it */
  invalidate (self);
}

void
cdl_chart_move_cursor (CdlChart *self, double x, double y)
{
  self->has_cursor = x < self->frame.layout.plot_right;
  self->cursor_x = x;
  self->cursor_y = y;
  describe (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
cdl_chart_hide_cursor (CdlChart *self)
{
  self->has_cursor = FALSE;
  describe (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
is_dark (GtkWidget *widget)
{
  GtkSettings *settings = gtk_widget_get_settings (widget);
  gboolean dark = FALSE;

  g_object_get (settings, "gtk-application-prefer-dark-theme", &dark, NULL);

  return dark;
}

/* The drawing without words and cursor, which is kept until it changes. */
static GskRenderNode *
draw_node (CdlChart *self, int width, int height, const CdlChartTheme *theme)
{
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  CdlChartData wordless = self->data;

  wordless.hidden |= CDL_CHART_WORDS;
  cdl_chart_draw (snapshot, &wordless, &self->view, width, height, theme,
                  gtk_widget_get_pango_context (GTK_WIDGET (self)), &self->frame);

  return gtk_snapshot_free_to_node (snapshot);
}

/* What follows the pointer lies over the chart, which is not drawn again for it. */
static void
cdl_chart_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  CdlChart *self = CDL_CHART (widget);
  PangoContext *pango = gtk_widget_get_pango_context (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  gboolean dark = is_dark (widget);
  const CdlChartTheme *theme = cdl_chart_theme (dark, self->palette);

  if (!self->has_data || width < 1 || height < 1)
    return;

  if (self->node == NULL || self->node_width != width || self->node_height != height
      || self->node_dark != dark)
    {
      g_clear_pointer (&self->node, gsk_render_node_unref);
      self->node = draw_node (self, width, height, theme);
      self->node_width = width;
      self->node_height = height;
      self->node_dark = dark;
    }
  if (self->node != NULL)
    gtk_snapshot_append_node (snapshot, self->node);
  cdl_chart_draw_words (snapshot, &self->data, &self->frame, time_of_words (self), theme, pango);
  if (self->has_cursor)
    cdl_chart_draw_cursor (snapshot, &self->data, &self->frame, self->cursor_x, self->cursor_y,
                           theme, pango);
}

static void
cdl_chart_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (cdl_chart_parent_class)->css_changed (widget, change);
  invalidate (CDL_CHART (widget)); /* the font may be another */
}

static void
drop_data (CdlChart *self)
{
  self->has_data = FALSE;
  g_clear_pointer (&self->node, gsk_render_node_unref);
  if (self->owner_free != NULL && self->owner != NULL)
    self->owner_free (self->owner);
  self->owner = NULL;
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
  self->data.words = self->words;
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
  widget_class->css_changed = cdl_chart_css_changed;
  gtk_widget_class_set_css_name (widget_class, "chart");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  cdl_chart_class_init_input (widget_class);
}

static void
cdl_chart_init (CdlChart *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  cdl_chart_init_input (self, trade_clicked);
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
      cdl_chart_view_all (&self->view, data);
      cdl_glide_stop (&self->glide);
      apply_options (self);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                      -1);
    }
  describe (self);
  invalidate (self);
}

static gint64
last_close (const CdlKlines *klines)
{
  return klines->n > 0 ? cdl_klines_close_time (klines, klines->n - 1) : 0;
}

void
cdl_chart_follow_data (CdlChart *self,
                       const CdlChartData *data,
                       const char *title,
                       gpointer owner,
                       GDestroyNotify owner_free)
{
  CdlChartView view, all;
  gint64 end, new_end;

  g_return_if_fail (CDL_IS_CHART (self));

  if (!self->has_data)
    {
      cdl_chart_set_data (self, data, title, owner, owner_free);
      return;
    }
  view = self->view;
  cdl_chart_view_all (&all, &self->data);
  end = last_close (&self->data.klines);
  new_end = last_close (&data->klines);
  if (view.from <= all.from && view.to >= end && data->klines.n <= FEW_KLINES)
    cdl_chart_view_all (&view, data);
  else if (view.to >= end)
    view = (CdlChartView){ view.from + new_end - end, view.to + new_end - end };
  drop_data (self);
  self->data = *data;
  self->has_data = TRUE;
  self->owner = owner;
  self->owner_free = owner_free;
  apply_options (self);
  cdl_chart_set_view (self, view);
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
  /* What is beyond the end is brought back to it. */
  view.from = last_close (&self->data.klines);
  view.to = view.from + (gint64) n * cdl_interval_ms (self->data.klines.interval);
  cdl_chart_set_view (self, view);
}

void
cdl_chart_set_words (CdlChart *self, const CdlChartWords *words)
{
  g_return_if_fail (CDL_IS_CHART (self));

  self->words = words;
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
  cdl_chart_set_view (self, view);
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
  cdl_chart_set_view (self, view);
}

void
cdl_chart_show_all (CdlChart *self)
{
  CdlChartView view;

  g_return_if_fail (CDL_IS_CHART (self));

  if (!self->has_data)
    return;
  cdl_chart_view_all (&view, &self->data);
  cdl_chart_set_view (self, view);
}
