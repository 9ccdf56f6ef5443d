#include "cdl-heat-grid.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>

#include "cdl-chart-theme.h"
#include "cdl-heat-drawing.h"
#include "cdl-number.h"
#include "cdl-run-text.h"

typedef struct
{
  gsize x, y;
} Place;

struct _CdlHeatGrid
{
  GtkWidget parent_instance;

  CdlHeatMap *map; /* NULL: nothing to show */
  char *x_name, *y_name;
  CdlHeatPicture picture;
  CdlHeatLayout layout;
  GskRenderNode *drawn; /* all but the cursor; NULL: to be drawn anew */

  Place cursor, hovered;
  gboolean hovers;
};

G_DEFINE_FINAL_TYPE (CdlHeatGrid, cdl_heat_grid, GTK_TYPE_WIDGET)

static guint activated;

static const CdlHeatCell *
cell_at (CdlHeatGrid *self, Place place)
{
  return &self->map->cells[place.y * self->map->n_x + place.x];
}

/* "fast 10, slow 50: 3.21 %, 4 runs" */
static char *
reading (CdlHeatGrid *self, Place place)
{
  const CdlHeatCell *cell = cell_at (self, place);
  char x[CDL_NUMBER_SIZE], y[CDL_NUMBER_SIZE];
  g_autofree char *value = cdl_stat_value_text (self->picture.stat, cell->value);
  g_autofree char *runs
      = g_strdup_printf (ngettext ("%u run", "%u runs", cell->count), cell->count);

  cdl_number_format (self->map->x[place.x], x);
  cdl_number_format (self->map->y[place.y], y);

  return g_strdup_printf ("%s %s, %s %s: %s, %s", self->x_name, x, self->y_name, y, value,
                          isnan (cell->value) ? _ ("no run") : runs);
}

static void
tell_cursor (CdlHeatGrid *self)
{
  g_autofree char *words = reading (self, self->cursor);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words,
                                  -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* --- Drawing --- */

static void
forget_drawn (CdlHeatGrid *self)
{
  g_clear_pointer (&self->drawn, gsk_render_node_unref);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
draw (CdlHeatGrid *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  PangoContext *pango = gtk_widget_get_pango_context (widget);

  self->layout = cdl_heat_layout (&self->picture, pango, gtk_widget_get_width (widget),
                                  gtk_widget_get_height (widget));
  cdl_heat_draw (snapshot, &self->picture, &self->layout, pango,
                 adw_style_manager_get_dark (adw_style_manager_get_default ()));
  self->drawn = gtk_snapshot_free_to_node (snapshot);
}

static void
draw_border (GtkSnapshot *snapshot,
             const graphene_rect_t *place,
             float width,
             const GdkRGBA *colour)
{
  const float widths[] = { width, width, width, width };
  const GdkRGBA colours[] = { *colour, *colour, *colour, *colour };
  GskRoundedRect outline;

  gsk_rounded_rect_init_from_rect (&outline, place, 2.0f);
  gtk_snapshot_append_border (snapshot, &outline, widths, colours);
}

/* Two lines, one of which stands out from whatever colour the cell has. */
static void
draw_frame (CdlHeatGrid *self, GtkSnapshot *snapshot, Place place, float thickness, float alpha)
{
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  graphene_rect_t cell = cdl_heat_layout_cell (&self->layout, self->map, place.x, place.y);
  GdkRGBA outer = cdl_chart_theme (dark, CDL_CHART_GREEN_RED)->text;
  GdkRGBA inner = cdl_chart_theme (dark, CDL_CHART_GREEN_RED)->background;

  outer.alpha = inner.alpha = alpha;
  draw_border (snapshot, &cell, 1.0f, &inner);
  graphene_rect_inset (&cell, -thickness, -thickness);
  draw_border (snapshot, &cell, thickness, &outer);
}

static void
cdl_heat_grid_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  CdlHeatGrid *self = CDL_HEAT_GRID (widget);

  if (self->map == NULL)
    return;
  if (self->drawn == NULL)
    draw (self);
  if (self->drawn != NULL)
    gtk_snapshot_append_node (snapshot, self->drawn);
  if (self->hovers)
    draw_frame (self, snapshot, self->hovered, 1.0f, 0.7f);
  draw_frame (self, snapshot, self->cursor, 2.0f, gtk_widget_has_focus (widget) ? 1.0f : 0.6f);
}

static void
cdl_heat_grid_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  forget_drawn (CDL_HEAT_GRID (widget));
}

/* --- Pointer and keys --- */

static gboolean
find_cell (CdlHeatGrid *self, double x, double y, Place *place)
{
  const CdlHeatLayout *layout = &self->layout;
  double column, row;

  if (self->map == NULL || layout->cell_width <= 0.0 || layout->cell_height <= 0.0)
    return FALSE;
  column = floor ((x - layout->left) / layout->cell_width);
  row = floor ((y - layout->top) / layout->cell_height);
  if (column < 0.0 || row < 0.0 || column >= (double) self->map->n_x
      || row >= (double) self->map->n_y)
    return FALSE;
  *place = (Place){ (gsize) column, self->map->n_y - 1 - (gsize) row };

  return TRUE;
}

static void
on_motion (CdlHeatGrid *self, double x, double y)
{
  Place place = self->hovered;
  gboolean hovers = find_cell (self, x, y, &place);

  if (hovers == self->hovers && place.x == self->hovered.x && place.y == self->hovered.y)
    return;
  self->hovers = hovers;
  self->hovered = place;
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self),
                                   hovers && cell_at (self, place)->run != NULL ? "pointer" : NULL);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_leave (CdlHeatGrid *self)
{
  self->hovers = FALSE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
activate_cursor (CdlHeatGrid *self)
{
  const char *run = self->map != NULL ? cell_at (self, self->cursor)->run : NULL;

  if (run != NULL)
    g_signal_emit (self, activated, 0, run);
}

static void
on_released (CdlHeatGrid *self, int n_presses, double x, double y)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (!find_cell (self, x, y, &self->cursor))
    return;
  tell_cursor (self);
  activate_cursor (self);
}

static gboolean
cdl_heat_grid_query_tooltip (GtkWidget *widget,
                             int x,
                             int y,
                             gboolean keyboard,
                             GtkTooltip *tooltip)
{
  CdlHeatGrid *self = CDL_HEAT_GRID (widget);
  Place place = self->cursor;
  g_autofree char *words = NULL;
  graphene_rect_t cell;

  if (self->map == NULL || (!keyboard && !find_cell (self, x, y, &place)))
    return FALSE;
  words = reading (self, place);
  cell = cdl_heat_layout_cell (&self->layout, self->map, place.x, place.y);
  gtk_tooltip_set_text (tooltip, words);
  gtk_tooltip_set_tip_area (tooltip,
                            &(GdkRectangle){ (int) cell.origin.x, (int) cell.origin.y,
                                             (int) cell.size.width, (int) cell.size.height });

  return TRUE;
}

static gboolean
on_move (GtkWidget *widget, GVariant *args, gpointer data)
{
  CdlHeatGrid *self = CDL_HEAT_GRID (widget);
  gint64 x, y;
  int dx, dy;

  if (self->map == NULL)
    return FALSE;
  g_variant_get (args, "(ii)", &dx, &dy);
  x = CLAMP ((gint64) self->cursor.x + dx, 0, (gint64) self->map->n_x - 1);
  y = CLAMP ((gint64) self->cursor.y + dy, 0, (gint64) self->map->n_y - 1);
  self->cursor = (Place){ (gsize) x, (gsize) y };
  tell_cursor (self);

  return TRUE;
}

static gboolean
on_enter (GtkWidget *widget, GVariant *args, gpointer data)
{
  activate_cursor (CDL_HEAT_GRID (widget));

  return TRUE;
}

/* --- Map --- */

static Place
best_cell (CdlHeatGrid *self)
{
  double direction = self->picture.scale.higher_is_better ? 1.0 : -1.0, best = -INFINITY;
  Place place = { 0, 0 };

  for (gsize y = 0; y < self->map->n_y; y++)
    for (gsize x = 0; x < self->map->n_x; x++)
      {
        double value = direction * cell_at (self, (Place){ x, y })->value;

        if (value > best)
          {
            best = value;
            place = (Place){ x, y };
          }
      }

  return place;
}

static void
clear (CdlHeatGrid *self)
{
  g_clear_pointer (&self->map, cdl_heat_map_free);
  g_clear_pointer (&self->x_name, g_free);
  g_clear_pointer (&self->y_name, g_free);
  self->hovers = FALSE;
}

void
cdl_heat_grid_set_map (CdlHeatGrid *self,
                       CdlHeatMap *map,
                       const char *x_name,
                       const char *y_name,
                       CdlStat stat)
{
  g_autoptr (CdlHeatMap) taken = map;
  const CdlStatInfo *info = cdl_stat_info (stat);
  g_autofree char *label = NULL;

  g_return_if_fail (CDL_IS_HEAT_GRID (self));

  clear (self);
  forget_drawn (self);
  if (map == NULL || !cdl_heat_scale_init (&self->picture.scale, map, info->higher_is_better))
    return;

  self->map = g_steal_pointer (&taken);
  self->x_name = g_strdup (x_name);
  self->y_name = g_strdup (y_name);
  self->picture.map = self->map;
  self->picture.stat = stat;
  self->picture.x_name = self->x_name;
  self->picture.y_name = self->y_name;
  self->cursor = best_cell (self);
  label = g_strdup_printf (_ ("Heat map: %s over %s and %s"), _ (info->title), x_name, y_name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  tell_cursor (self);
}

static void
cdl_heat_grid_finalize (GObject *object)
{
  CdlHeatGrid *self = CDL_HEAT_GRID (object);

  clear (self);
  g_clear_pointer (&self->drawn, gsk_render_node_unref);
  G_OBJECT_CLASS (cdl_heat_grid_parent_class)->finalize (object);
}

static void
add_move (GtkWidgetClass *class, guint key, guint keypad, int dx, int dy)
{
  gtk_widget_class_add_binding (class, key, 0, on_move, "(ii)", dx, dy);
  gtk_widget_class_add_binding (class, keypad, 0, on_move, "(ii)", dx, dy);
}

static void
cdl_heat_grid_class_init (CdlHeatGridClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  const int far = CDL_HEAT_MAP_MAX_CELLS;

  G_OBJECT_CLASS (class)->finalize = cdl_heat_grid_finalize;
  widget_class->snapshot = cdl_heat_grid_snapshot;
  widget_class->size_allocate = cdl_heat_grid_size_allocate;
  widget_class->query_tooltip = cdl_heat_grid_query_tooltip;
  activated = g_signal_new ("activated", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL,
                            NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_css_name (widget_class, "heatmap");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  add_move (widget_class, GDK_KEY_Left, GDK_KEY_KP_Left, -1, 0);
  add_move (widget_class, GDK_KEY_Right, GDK_KEY_KP_Right, 1, 0);
  add_move (widget_class, GDK_KEY_Up, GDK_KEY_KP_Up, 0, 1);
  add_move (widget_class, GDK_KEY_Down, GDK_KEY_KP_Down, 0, -1);
  add_move (widget_class, GDK_KEY_Home, GDK_KEY_KP_Home, -far, 0);
  add_move (widget_class, GDK_KEY_End, GDK_KEY_KP_End, far, 0);
  add_move (widget_class, GDK_KEY_Page_Up, GDK_KEY_KP_Page_Up, 0, far);
  add_move (widget_class, GDK_KEY_Page_Down, GDK_KEY_KP_Page_Down, 0, -far);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Return, 0, on_enter, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_KP_Enter, 0, on_enter, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_space, 0, on_enter, NULL);
}

static void
cdl_heat_grid_init (CdlHeatGrid *self)
{
  GtkGesture *click = gtk_gesture_click_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();

  g_signal_connect_swapped (click, "released", G_CALLBACK (on_released), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  g_signal_connect_swapped (motion, "enter", G_CALLBACK (on_motion), self);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (on_motion), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (on_leave), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  gtk_widget_set_size_request (GTK_WIDGET (self), 240, 160);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (forget_drawn), self, G_CONNECT_SWAPPED);
}
