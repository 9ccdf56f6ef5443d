#include "cdl-chart-drawing-private.h"

#define ARROW_ROWS 5

void
cdl_drawing_fill (CdlDrawing *self,
                  const GdkRGBA *color,
                  double x,
                  double y,
                  double width,
                  double height)
{
  if (width > 0.0 && height > 0.0)
    gtk_snapshot_append_color (
        self->snapshot, color,
        &GRAPHENE_RECT_INIT ((float) x, (float) y, (float) width, (float) height));
}

void
cdl_drawing_line (CdlDrawing *self,
                  const GdkRGBA *color,
                  double x,
                  double y,
                  double end_x,
                  double end_y,
                  double thickness)
{
  double length = hypot (end_x - x, end_y - y);

  if (!(length > 0.0))
    return;
  gtk_snapshot_save (self->snapshot);
  gtk_snapshot_translate (self->snapshot, &GRAPHENE_POINT_INIT ((float) x, (float) y));
  gtk_snapshot_rotate (self->snapshot, (float) (atan2 (end_y - y, end_x - x) * 180.0 / G_PI));
  /* A little longer: pieces of a curve leave no gaps where they bend. */
  cdl_drawing_fill (self, color, -0.4, -thickness / 2.0, length + 0.8, thickness);
  gtk_snapshot_restore (self->snapshot);
}

void
cdl_drawing_arrow (CdlDrawing *self, const GdkRGBA *color, double x, double y, gboolean up)
{
  for (int row = 0; row < ARROW_ROWS; row++)
    cdl_drawing_fill (self, color, floor (x) - row, floor (y) + (up ? row : -1 - row),
                      2.0 * row + 1.0, 1.0);
}

double
cdl_drawing_text (CdlDrawing *self, const char *words, double x, double y, double align)
{
  g_autoptr (PangoLayout) layout = pango_layout_new (self->pango);
  int width, height;

  pango_layout_set_text (layout, words, -1);
  pango_layout_get_pixel_size (layout, &width, &height);
  gtk_snapshot_save (self->snapshot);
  gtk_snapshot_translate (self->snapshot, &GRAPHENE_POINT_INIT ((float) (x - align * width),
                                                                (float) (y - height / 2.0)));
  gtk_snapshot_append_layout (self->snapshot, layout, &self->theme->text);
  gtk_snapshot_restore (self->snapshot);

  return width;
}

void
cdl_drawing_clip (CdlDrawing *self, double top, double bottom)
{
  gtk_snapshot_push_clip (
      self->snapshot, &GRAPHENE_RECT_INIT (0.0f, (float) top, (float) self->frame.layout.plot_right,
                                           (float) (bottom - top)));
}

void
cdl_column_set_init (CdlColumnSet *self, double width)
{
  self->n = (gsize) MAX (width, 0.0) + 1;
  self->taken = g_new0 (guint8, self->n);
}

void
cdl_column_set_clear (CdlColumnSet *self)
{
  g_clear_pointer (&self->taken, g_free);
}

gboolean
cdl_column_set_take (CdlColumnSet *self, double x, guint bit, gsize neighbours)
{
  gsize column, first, last;

  if (!(x >= 0.0) || x >= (double) self->n)
    return FALSE;
  column = (gsize) x;
  if (self->taken[column] & 1u << bit)
    return FALSE;
  first = column - MIN (neighbours, column);
  last = MIN (column + neighbours, self->n - 1);
  for (gsize i = first; i <= last; i++)
    self->taken[i] = (guint8) (self->taken[i] | 1u << bit);

  return TRUE;
}

/* Where a curve is thinner than that, it is hard to see. */
#define CURVE 2.0

void
cdl_drawing_end_column (CdlDrawing *self, CdlColumn *column, const GdkRGBA *color, double x)
{
  if (isnan (column->x))
    return;
  cdl_drawing_fill (self, color, column->x, column->top, 1.0, column->bottom - column->top + CURVE);
  cdl_drawing_fill (self, color, column->x + 1.0, column->last, x - column->x - 1.0, CURVE);
}

void
cdl_drawing_column (CdlDrawing *self,
                    CdlColumn *column,
                    const GdkRGBA *color,
                    double x,
                    double top,
                    double bottom,
                    double last)
{
  x = floor (x);
  top = floor (top);
  bottom = floor (bottom);
  last = floor (last);
  if (x != column->x)
    {
      cdl_drawing_end_column (self, column, color, x);
      if (!isnan (column->x))
        {
          top = MIN (top, column->last);
          bottom = MAX (bottom, column->last);
        }
      *column = (CdlColumn){ x, top, bottom, last };
      return;
    }
  column->top = MIN (column->top, top);
  column->bottom = MAX (column->bottom, bottom);
  column->last = last;
}
