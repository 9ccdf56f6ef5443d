#include "cdl-picture.h"

static cairo_status_t
append (void *data, const unsigned char *bytes, unsigned int n)
{
  g_byte_array_append (data, bytes, n);

  return CAIRO_STATUS_SUCCESS;
}

/* Fonts of their own: those of the window are in use meanwhile. */
static PangoContext *
new_pango (void)
{
  g_autoptr (PangoFontMap) fonts = pango_cairo_font_map_new ();
  PangoContext *pango = pango_font_map_create_context (fonts);
  g_autoptr (PangoFontDescription) font = pango_font_description_from_string ("Cantarell, Sans 11");

  pango_context_set_font_description (pango, font);

  return pango;
}

/* A chart that is to be drawn, and what comes of it. */
typedef struct
{
  const CdlChartData *data;
  const CdlChartView *view;
  int width, height;
  const CdlChartTheme *theme;
  GskRenderNode *node;
  gboolean drawn;
  GMutex mutex;
  GCond cond;
} Drawing;

static gboolean
draw_node (gpointer data)
{
  Drawing *self = data;
  PangoContext *pango = new_pango ();
  GtkSnapshot *snapshot = gtk_snapshot_new ();

  cdl_chart_draw (snapshot, self->data, self->view, self->width, self->height, self->theme, pango,
                  NULL);
  g_object_unref (pango);
  g_mutex_lock (&self->mutex);
  self->node = gtk_snapshot_free_to_node (snapshot);
  self->drawn = TRUE;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);

  return G_SOURCE_REMOVE;
}

/* GTK is the main thread's alone: there a chart takes a few milliseconds, as it does in the window.
 * What takes long, pixels and their compression, is done by whoever asks. NULL: there is nothing to
 * be seen. */
static GskRenderNode *
draw (Drawing *self)
{
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  g_main_context_invoke (NULL, draw_node, self);
  g_mutex_lock (&self->mutex);
  while (!self->drawn)
    g_cond_wait (&self->cond, &self->mutex);
  g_mutex_unlock (&self->mutex);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);

  return self->node;
}

GBytes *
cdl_picture_chart (const CdlChartData *data,
                   const CdlChartView *view,
                   int width,
                   int height,
                   int scale,
                   const CdlChartTheme *theme,
                   GError **error)
{
  Drawing drawing
      = { .data = data, .view = view, .width = width, .height = height, .theme = theme };
  g_autoptr (GskRenderNode) node = draw (&drawing);
  g_autoptr (GByteArray) png = g_byte_array_new ();
  cairo_surface_t *surface
      = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width * scale, height * scale);
  cairo_t *cairo = cairo_create (surface);
  cairo_status_t status;

  cairo_scale (cairo, scale, scale);
  if (node != NULL)
    gsk_render_node_draw (node, cairo);
  status = cairo_status (cairo);
  cairo_destroy (cairo);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_write_to_png_stream (surface, append, png);
  cairo_surface_destroy (surface);
  if (status != CAIRO_STATUS_SUCCESS)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "the chart cannot be drawn: %s",
                   cairo_status_to_string (status));
      return NULL;
    }

  return g_byte_array_free_to_bytes (g_steal_pointer (&png));
}
