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

  cdl_chart_draw (snapshot, data, view, WIDTH, HEIGHT, cdl_chart_theme (dark, CDL_CHART_GREEN_RED),
                  pango, NULL);
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
      const CdlChartTheme *theme = cdl_chart_theme (dark, CDL_CHART_GREEN_RED);
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

/* A setup of each fate, one after the other, and a line half way up. */
static void
test_setups_and_lines (void)
{
  static const CdlFate fates[CDL_CHART_N_SETUPS]
      = { CDL_FATE_ENTERED, CDL_FATE_EXPIRED, CDL_FATE_SL_FIRST, CDL_FATE_MIN_GAIN };
  const CdlChartTheme *theme = cdl_chart_theme (FALSE, CDL_CHART_GREEN_RED);
  CdlSetup setups[CDL_CHART_N_SETUPS];
  g_autofree double *values = g_new (double, 200);
  CdlChartLine line = { .name = "middle", .values = values };
  g_autoptr (CdlPyramid) series = NULL;
  CdlChartView view;
  Market market;

  market_init (&market, 200);
  line.klines = market.data.klines;
  for (int i = 0; i < CDL_CHART_N_SETUPS; i++)
    {
      gsize at = 20 + 40 * (gsize) i;
      double price = market.data.klines.field[CDL_FIELD_CLOSE][at];

      g_assert_cmpint (cdl_chart_setup_of (fates[i]), ==, i);
      setups[i] = (CdlSetup){ .seq = (guint) i + 1,
                              .side = CDL_SIDE_LONG,
                              .created_at = market.data.klines.open_time[at],
                              .entry = price,
                              .stop_loss = price * 0.999,
                              .take_profit = price * 1.001,
                              .fate = fates[i],
                              .fate_at = market.data.klines.open_time[at + 20] };
    }
  for (gsize i = 0; i < 200; i++)
    values[i] = i < 50 ? (double) NAN : market.data.klines.field[CDL_FIELD_CLOSE][100];
  series = cdl_pyramid_new_series (&line.klines, values);
  line.pyramid = series;
  market.data.setups = setups;
  market.data.n_setups = CDL_CHART_N_SETUPS;
  market.data.lines = &line;
  market.data.n_lines = 1;
  cdl_chart_view_all (&view, &market.data);

  /* All there, and gone where they are not wanted; the legend has its own. */
  for (int hidden = 0; hidden < 2; hidden++)
    {
      GskRenderNode *node;

      market.data.hidden = hidden ? CDL_CHART_SETUPS | CDL_CHART_LINES | CDL_CHART_WORDS
                                  : CDL_CHART_WORDS | CDL_CHART_TRADES;
      node = draw (&market.data, &view, FALSE);
      for (int i = 0; i < CDL_CHART_N_SETUPS - 1; i++) /* the last is not opaque */
        g_assert_cmpuint (count_pixels (node, &theme->setup[i]) > 20, ==, !hidden);
      g_assert_cmpuint (count_nodes (node), <, 4 * WIDTH);
      gsk_render_node_unref (node);
    }
  market_clear (&market);
}

/* Every layer alone, the others left out, at every distance: at most a primitive a pixel column. */
static void
test_layers_are_sparse (void)
{
  static const CdlChartLayers layers[]
      = { CDL_CHART_KLINES, CDL_CHART_VOLUME, CDL_CHART_TRADES,  CDL_CHART_SETUPS,
          CDL_CHART_LINES,  CDL_CHART_EQUITY, CDL_CHART_DRAWDOWN };
  const CdlChartLayers all = (CDL_CHART_DRAWDOWN << 1) - 1;
  const gsize n = 10000, n_klines = 40000;
  g_autofree CdlTrade *trades = g_new0 (CdlTrade, n);
  g_autofree CdlSetup *setups = g_new0 (CdlSetup, n);
  g_autofree CdlEquityPoint *equity = g_new0 (CdlEquityPoint, n);
  g_autoptr (CdlPyramid) series = NULL;
  CdlChartLine line = { .name = "close" };
  CdlChartView view;
  Market market;

  market_init (&market, n_klines);
  for (gsize i = 0; i < n; i++)
    {
      trades[i] = market.trade;
      trades[i].entry_time = market.data.klines.open_time[4 * i];
      trades[i].exit_time = trades[i].entry_time + CDL_MINUTE_MS;
      trades[i].pnl = i % 3 == 0 ? 1.0 : -1.0;
      trades[i].r = trades[i].pnl;
      setups[i] = (CdlSetup){ .seq = (guint) i + 1,
                              .created_at = trades[i].entry_time,
                              .fate_at = trades[i].exit_time,
                              .entry = trades[i].entry_price,
                              .stop_loss = trades[i].stop_loss,
                              .take_profit = trades[i].take_profit,
                              .fate = (CdlFate) (i % CDL_N_FATES) };
      equity[i] = (CdlEquityPoint){ trades[i].exit_time, 1000.0 + (double) (i % 7), 1000.0 };
    }
  line.klines = market.data.klines;
  line.values = market.data.klines.field[CDL_FIELD_CLOSE];
  series = cdl_pyramid_new_series (&line.klines, line.values);
  line.pyramid = series;
  market.data.trades = trades;
  market.data.n_trades = n;
  market.data.selected_trade = -1;
  market.data.setups = setups;
  market.data.n_setups = n;
  market.data.equity = equity;
  market.data.n_equity = n;
  market.data.lines = &line;
  market.data.n_lines = 1;

  cdl_chart_view_all (&view, &market.data);
  while (view.to - view.from > 15 * CDL_MINUTE_MS)
    {
      GskRenderNode *node;
      guint axes;

      market.data.hidden = all;
      node = draw (&market.data, &view, FALSE);
      axes = count_nodes (node);
      gsk_render_node_unref (node);
      for (gsize i = 0; i < G_N_ELEMENTS (layers); i++)
        {
          market.data.hidden = all & ~layers[i];
          node = draw (&market.data, &view, FALSE);
          /* A panel of its own has an axis of its own. */
          g_assert_cmpuint (count_nodes (node), <=, axes + WIDTH + 20);
          g_assert_cmpuint (count_nodes (node), >, axes);
          gsk_render_node_unref (node);
        }
      cdl_chart_view_zoom (&view, 0.8, view.from + (view.to - view.from) / 3);
      cdl_chart_view_clamp (&view, &market.data);
    }
  market_clear (&market);
}

/* Colour nodes of a drawing, each as its rectangle. */
static void
collect_rectangles (GskRenderNode *node, GArray *rectangles)
{
  switch ((int) gsk_render_node_get_node_type (node))
    {
    case GSK_CONTAINER_NODE:
      for (guint i = 0; i < gsk_container_node_get_n_children (node); i++)
        collect_rectangles (gsk_container_node_get_child (node, i), rectangles);
      break;
    case GSK_CLIP_NODE:
      collect_rectangles (gsk_clip_node_get_child (node), rectangles);
      break;
    case GSK_COLOR_NODE:
      {
        graphene_rect_t bounds;

        gsk_render_node_get_bounds (node, &bounds);
        g_array_append_val (rectangles, bounds);
        break;
      }
    default:
      break;
    }
}

/* Candles are sharp: whole pixels, bodies of one odd width. Moved by whole pixels they all move by
 * just that, none jitters. */
static void
test_candles (void)
{
  const CdlChartLayers hidden = ((CDL_CHART_DRAWDOWN << 1) - 1) & ~CDL_CHART_KLINES;
  double plot_right = 0.0;
  Market market;

  market_init (&market, 5000);
  market.data.hidden = hidden;
  for (int minutes = 60; minutes < 4000; minutes += 171)
    {
      GArray *found[2];
      const int by = 7;

      for (int moved = 0; moved < 2; moved++)
        {
          PangoContext *pango = new_pango ();
          GtkSnapshot *snapshot = gtk_snapshot_new ();
          CdlChartFrame frame;
          CdlChartView view;
          GskRenderNode *node;
          gint64 pixel = minutes * CDL_MINUTE_MS / 526; /* a whole number of ms each */

          view.from = market.data.klines.open_time[300] + moved * by * pixel;
          view.to = view.from + 526 * pixel;
          cdl_chart_draw (snapshot, &market.data, &view, WIDTH, HEIGHT,
                          cdl_chart_theme (FALSE, CDL_CHART_GREEN_RED), pango, &frame);
          plot_right = frame.layout.plot_right;
          node = gtk_snapshot_free_to_node (snapshot);
          found[moved] = g_array_new (FALSE, FALSE, sizeof (graphene_rect_t));
          collect_rectangles (node, found[moved]);
          gsk_render_node_unref (node);
          g_object_unref (pango);
        }
      g_assert_cmpfloat (plot_right, ==, 526.0);
      for (guint i = 0; i < found[0]->len; i++)
        {
          const graphene_rect_t *r = &g_array_index (found[0], graphene_rect_t, i);
          gboolean there = FALSE;

          g_assert_cmpfloat (r->origin.x, ==, floorf (r->origin.x));
          g_assert_cmpfloat (r->origin.y, ==, floorf (r->origin.y));
          g_assert_cmpfloat (r->size.width, ==, floorf (r->size.width));
          g_assert_cmpfloat (r->size.height, ==, floorf (r->size.height));
          /* Of grid and edges, and what leaves the plot, nothing is said. */
          if (r->size.width > 60.0f || r->size.height > 0.6f * HEIGHT || r->origin.x < 2.0f * by
              || r->origin.x > 500.0f)
            continue;
          for (guint k = 0; k < found[1]->len && !there; k++)
            {
              const graphene_rect_t *other = &g_array_index (found[1], graphene_rect_t, k);

              there = other->origin.x == r->origin.x - (float) by
                      && other->size.width == r->size.width;
            }
          g_assert_true (there);
        }
      g_array_unref (found[0]);
      g_array_unref (found[1]);
    }
  market_clear (&market);
}

/* However many values share a piece of a line, the one that is out of the ordinary is seen. */
static void
test_spike (void)
{
  const gsize n = 20000;
  g_autofree double *values = g_new (double, n);
  CdlChartLine line = { .name = "spike", .values = values };
  g_autoptr (CdlPyramid) series = NULL;
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (graphene_rect_t));
  PangoContext *pango = new_pango ();
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  GskRenderNode *node;
  CdlChartFrame frame;
  CdlChartView view;
  Market market;
  double low, high, x, y;
  gboolean seen = FALSE;

  market_init (&market, n);
  cdl_pyramid_range (market.pyramid, 0, n, &low, &high);
  for (gsize i = 0; i < n; i++)
    values[i] = i == 12345 ? high : low;
  line.klines = market.data.klines;
  series = cdl_pyramid_new_series (&line.klines, values);
  line.pyramid = series;
  market.data.lines = &line;
  market.data.n_lines = 1;
  market.data.hidden = ((CDL_CHART_DRAWDOWN << 1) - 1) & ~CDL_CHART_LINES;
  cdl_chart_view_all (&view, &market.data);
  cdl_chart_draw (snapshot, &market.data, &view, WIDTH, HEIGHT,
                  cdl_chart_theme (FALSE, CDL_CHART_GREEN_RED), pango, &frame);
  node = gtk_snapshot_free_to_node (snapshot);
  collect_rectangles (node, found);
  x = cdl_axis_pixel (&frame.time, (double) line.klines.open_time[12345]);
  y = cdl_axis_pixel (&frame.price, high);
  for (guint i = 0; i < found->len && !seen; i++)
    {
      const graphene_rect_t *r = &g_array_index (found, graphene_rect_t, i);

      seen = fabs ((double) r->origin.x - x) <= 3.0 && fabs ((double) r->origin.y - y) <= 1.0
             && (double) r->size.height >= cdl_axis_pixel (&frame.price, low) - y - 2.0;
    }
  g_assert_true (seen);
  gsk_render_node_unref (node);
  g_object_unref (pango);
  market_clear (&market);
}

/* A click on a mark finds its trade, one beside it none. */
static void
test_trade_at (void)
{
  PangoContext *pango = new_pango ();
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  GskRenderNode *node;
  CdlChartView view;
  CdlChartFrame frame;
  Market market;
  double x, y;

  market_init (&market, 200);
  cdl_chart_view_all (&view, &market.data);
  cdl_chart_draw (snapshot, &market.data, &view, WIDTH, HEIGHT,
                  cdl_chart_theme (FALSE, CDL_CHART_GREEN_RED), pango, &frame);
  node = gtk_snapshot_free_to_node (snapshot);
  x = cdl_axis_pixel (&frame.time, (double) market.trade.exit_time);
  y = cdl_axis_pixel (&frame.price, market.trade.exit_price);
  g_assert_cmpint (cdl_chart_trade_at (&market.data, &frame, x + 3.0, y - 4.0), ==, 0);
  g_assert_cmpint (cdl_chart_trade_at (&market.data, &frame, x + 60.0, y), ==, -1);
  market.data.hidden = CDL_CHART_TRADES;
  g_assert_cmpint (cdl_chart_trade_at (&market.data, &frame, x, y), ==, -1);
  gsk_render_node_unref (node);
  g_object_unref (pango);
  market_clear (&market);
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
                      cdl_chart_theme (FALSE, CDL_CHART_GREEN_RED), pango, NULL);
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
  g_test_add_func ("/chart-draw/setups-and-lines", test_setups_and_lines);
  g_test_add_func ("/chart-draw/layers-are-sparse", test_layers_are_sparse);
  g_test_add_func ("/chart-draw/candles", test_candles);
  g_test_add_func ("/chart-draw/spike", test_spike);
  g_test_add_func ("/chart-draw/trade-at", test_trade_at);
  g_test_add_func ("/chart-draw/level-of-detail", test_level_of_detail);
  g_test_add_func ("/chart-draw/edges", test_edges);

  return g_test_run ();
}
