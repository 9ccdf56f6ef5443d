#include "cdl-chart-draw.h"
#include "cdl-synthetic.h"
#include "cdl-time.h"

/* Charts are drawn without a display, and what was drawn is looked at pixel by pixel. */

#define WIDTH  600
#define HEIGHT 400

static PangoContext *
new_pango (void)
{
  return pango_font_map_create_context (pango_cairo_font_map_get_default ());
}

/* How many pixels have the colour, in the picture of a chart. */
static guint
count_pixels (GskRenderNode *node, const GdkRGBA *color)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
  cairo_t *cairo = cairo_create (surface);
  const guint8 wanted[3]
      = { (guint8) (color->blue * 255.0f + 0.5f), (guint8) (color->green * 255.0f + 0.5f),
          (guint8) (color->red * 255.0f + 0.5f) };
  guint count = 0;

  gsk_render_node_draw (node, cairo);
  cairo_surface_flush (surface);
  for (int y = 0; y < HEIGHT; y++)
    for (int x = 0; x < WIDTH; x++)
      {
        const guint8 *pixel = cairo_image_surface_get_data (surface)
                              + y * cairo_image_surface_get_stride (surface) + 4 * x;
        gboolean same = TRUE;

        for (int c = 0; c < 3; c++)
          same = same && ABS ((int) pixel[c] - (int) wanted[c]) <= 1;
        count += same ? 1 : 0;
      }
  cairo_destroy (cairo);
  cairo_surface_destroy (surface);

  return count;
}

/* Primitives of a drawing. */
static guint
count_nodes (GskRenderNode *node)
{
  guint count = 0;

  switch ((int) gsk_render_node_get_node_type (node))
    {
    case GSK_CONTAINER_NODE:
      for (guint i = 0; i < gsk_container_node_get_n_children (node); i++)
        count += count_nodes (gsk_container_node_get_child (node, i));
      return count;
    case GSK_CLIP_NODE:
      return count_nodes (gsk_clip_node_get_child (node));
    case GSK_TRANSFORM_NODE:
      return count_nodes (gsk_transform_node_get_child (node));
    default:
      return 1;
    }
}

static GskRenderNode *
draw (const CdlChartData *data, const CdlChartView *view, gboolean dark)
{
  PangoContext *pango = new_pango ();
  GtkSnapshot *snapshot = gtk_snapshot_new ();

  cdl_chart_draw (snapshot, data, view, WIDTH, HEIGHT, cdl_chart_theme (dark), pango, NULL);
  g_object_unref (pango);

  return gtk_snapshot_free_to_node (snapshot);
}

typedef struct
{
  CdlColumns *columns;
  CdlPyramid *pyramid;
  CdlTrade trade;
  CdlEquityPoint equity[3];
  CdlChartData data;
} Market;

static void
market_init (Market *market, gsize n)
{
  CdlSyntheticOptions options;
  const CdlKlines *klines;

  cdl_synthetic_options_init (&options, 11);
  market->columns = cdl_synthetic_klines (&options, n);
  klines = cdl_columns_view (market->columns);
  market->pyramid = cdl_pyramid_new (klines);
  market->trade = (CdlTrade){ .side = CDL_SIDE_LONG,
                              .created_at = klines->open_time[n / 4],
                              .entry_time = klines->open_time[n / 4],
                              .exit_time = klines->open_time[n / 2],
                              .entry_price = klines->field[CDL_FIELD_CLOSE][n / 4],
                              .exit_price = klines->field[CDL_FIELD_CLOSE][n / 2],
                              .stop_loss = klines->field[CDL_FIELD_CLOSE][n / 4] * 0.999,
                              .take_profit = klines->field[CDL_FIELD_CLOSE][n / 4] * 1.001,
                              .pnl = 5.0 };
  market->equity[0] = (CdlEquityPoint){ klines->open_time[0], 1000.0, 1000.0 };
  market->equity[1] = (CdlEquityPoint){ klines->open_time[n / 3], 900.0, 900.0 };
  market->equity[2] = (CdlEquityPoint){ klines->open_time[n / 2], 1100.0, 1100.0 };
  market->data = (CdlChartData){ .klines = *klines,
                                 .pyramid = market->pyramid,
                                 .trades = &market->trade,
                                 .n_trades = 1,
                                 .selected_trade = 0,
                                 .equity = market->equity,
                                 .n_equity = 3,
                                 .capital = 1000.0 };
}

static void
market_clear (Market *market)
{
  cdl_pyramid_free (market->pyramid);
  cdl_columns_free (market->columns);
}

/* Every layer leaves its colour, in both themes. */
static void
test_layers (void)
{
  for (int dark = 0; dark < 2; dark++)
    {
      const CdlChartTheme *theme = cdl_chart_theme (dark);
      CdlChartView view;
      Market market;
      GskRenderNode *node;

      market_init (&market, 200);
      cdl_chart_view_all (&view, &market.data);
      node = draw (&market.data, &view, dark);
      g_assert_cmpuint (count_pixels (node, &theme->background), >, WIDTH * HEIGHT / 3);
      g_assert_cmpuint (count_pixels (node, &theme->up), >, 50);
      g_assert_cmpuint (count_pixels (node, &theme->down), >, 50);
      g_assert_cmpuint (count_pixels (node, &theme->gain), >, 20);
      g_assert_cmpuint (count_pixels (node, &theme->equity), >, 100);
      gsk_render_node_unref (node);

      /* Without its trade, the marks of one are gone. */
      market.data.n_trades = 0;
      market.data.selected_trade = -1;
      node = draw (&market.data, &view, dark);
      g_assert_cmpuint (count_pixels (node, &theme->gain), ==, 0);
      gsk_render_node_unref (node);
      market_clear (&market);
    }
}

/* A hundred times the klines do not make more to draw. */
static void
test_level_of_detail (void)
{
  guint nodes[2];

  for (int i = 0; i < 2; i++)
    {
      CdlChartView view;
      Market market;
      GskRenderNode *node;

      market_init (&market, i == 0 ? 2000 : 200000);
      cdl_chart_view_all (&view, &market.data);
      node = draw (&market.data, &view, FALSE);
      nodes[i] = count_nodes (node);
      gsk_render_node_unref (node);
      market_clear (&market);
    }
  g_assert_cmpuint (nodes[1], <=, 4 * WIDTH);
  g_assert_cmpuint (nodes[0], <=, 4 * WIDTH);
}

/* Nothing to show, or hardly any room, is no reason to fall over. */
static void
test_edges (void)
{
  static const int sizes[][2] = { { 1, 1 }, { 40, 20 }, { 100, 30 }, { 76, 400 }, { 3000, 40 } };
  PangoContext *pango = new_pango ();
  CdlChartView view;
  Market market;

  market_init (&market, 12);
  cdl_chart_view_all (&view, &market.data);
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      GtkSnapshot *snapshot = gtk_snapshot_new ();
      GskRenderNode *node;

      cdl_chart_draw (snapshot, &market.data, &view, sizes[i][0], sizes[i][1],
                      cdl_chart_theme (FALSE), pango, NULL);
      node = gtk_snapshot_free_to_node (snapshot);
      g_assert_nonnull (node);
      gsk_render_node_unref (node);
    }

  market.data.klines.n = 0;
  market.data.n_equity = 0;
  market.data.n_trades = 0;
  market.data.selected_trade = -1;
  gsk_render_node_unref (draw (&market.data, &view, FALSE));
  g_object_unref (pango);
  market_clear (&market);
}

int
main (int argc, char **argv)
{
  gtk_init_check (); /* registers the render nodes; a display is not needed */
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/chart-draw/layers", test_layers);
  g_test_add_func ("/chart-draw/level-of-detail", test_level_of_detail);
  g_test_add_func ("/chart-draw/edges", test_edges);

  return g_test_run ();
}
