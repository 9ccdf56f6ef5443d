/* The chart of a long run, drawn as the cairo renderer does, and the window on an empty store.
 * --size: klines (five years of minutes). */
#include <adwaita.h>
#include <glib/gstdio.h>
#include <time.h>

#include "cdl-bench.h"
#include "cdl-chart-draw.h"
#include "cdl-local-store.h"
#include "cdl-synthetic.h"
#include "cdl-time.h"
#include "cdl-window.h"

#define FIVE_YEARS 2628000
#define WIDTH      1280
#define HEIGHT     720
#define FRAMES     240
#define N_TRADES   10000
#define N_EQUITY   2000
#define STARTS     7

typedef struct
{
  CdlColumns *columns;
  CdlPyramid *pyramid;
  CdlTrade *trades;
  CdlSetup *setups;
  CdlEquityPoint *equity;
  double *average;
  CdlChartLine line;
  CdlChartData data;
  CdlChartFrame frame;
  PangoContext *pango;
  cairo_surface_t *surface;
} Scene;

/* A run over all of them that traded as much as a busy strategy does. */
static void
add_run (Scene *self)
{
  const CdlKlines *klines = &self->data.klines;
  const double *close = klines->field[CDL_FIELD_CLOSE];
  gsize apart = MAX (klines->n / N_TRADES, 4);

  self->trades = g_new0 (CdlTrade, N_TRADES);
  self->setups = g_new0 (CdlSetup, N_TRADES);
  for (gsize i = 0; i < N_TRADES; i++)
    {
      gsize at = MIN (i * apart, klines->n - 4), end = MIN (at + apart / 2, klines->n - 1);

      self->trades[i] = (CdlTrade){ .seq = (guint) i + 1,
                                    .side = i % 2 ? CDL_SIDE_SHORT : CDL_SIDE_LONG,
                                    .created_at = klines->open_time[at],
                                    .entry_time = klines->open_time[at + 1],
                                    .exit_time = klines->open_time[end],
                                    .entry_price = close[at + 1],
                                    .exit_price = close[end],
                                    .stop_loss = close[at + 1] * 0.99,
                                    .take_profit = close[at + 1] * 1.01,
                                    .pnl = close[end] - close[at + 1] };
      self->setups[i] = (CdlSetup){ .seq = (guint) i + 1,
                                    .side = self->trades[i].side,
                                    .created_at = klines->open_time[at],
                                    .entry = close[at],
                                    .stop_loss = close[at] * 0.99,
                                    .take_profit = close[at] * 1.01,
                                    .fate = (CdlFate) (i % CDL_N_FATES),
                                    .fate_at = klines->open_time[at + 2] };
    }
  self->equity = g_new0 (CdlEquityPoint, N_EQUITY);
  for (gsize i = 0; i < N_EQUITY; i++)
    {
      gsize at = i * (klines->n - 1) / (N_EQUITY - 1);

      self->equity[i] = (CdlEquityPoint){ klines->open_time[at], close[at], close[at] };
    }
  self->average = g_new (double, klines->n);
  self->average[0] = close[0];
  for (gsize i = 1; i < klines->n; i++)
    self->average[i] = self->average[i - 1] + (close[i] - self->average[i - 1]) / 50.0;
  self->line = (CdlChartLine){ "ema(close, 99)", *klines, self->average,
                               cdl_pyramid_new_series (klines, self->average) };
}

static void
scene_init (Scene *self, guint n)
{
  CdlSyntheticOptions options;

  *self = (Scene){ 0 };
  cdl_synthetic_options_init (&options, 1);
  self->columns = cdl_synthetic_klines (&options, n);
  self->data.klines = *cdl_columns_view (self->columns);
  add_run (self);
  self->pango = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  self->surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);
}

static void
build_pyramid (gpointer data)
{
  Scene *self = data;

  g_clear_pointer (&self->pyramid, cdl_pyramid_free);
  self->pyramid = cdl_pyramid_new (&self->data.klines);
}

static void
scene_clear (Scene *self)
{
  cdl_pyramid_free (self->pyramid);
  cdl_pyramid_free ((CdlPyramid *) self->line.pyramid);
  cdl_columns_free (self->columns);
  g_free (self->trades);
  g_free (self->setups);
  g_free (self->equity);
  g_free (self->average);
  g_object_unref (self->pango);
  cairo_surface_destroy (self->surface);
}

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

/* Time of the processor, ms: drawing has one to itself, and other programs do not count. */
static double
processor_now (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);

  return (double) now.tv_sec * 1e3 + (double) now.tv_nsec / 1e6;
}

static GskRenderNode *
make_node (Scene *self, const CdlChartView *view)
{
  GtkSnapshot *snapshot = gtk_snapshot_new ();

  cdl_chart_draw (snapshot, &self->data, view, WIDTH, HEIGHT,
                  cdl_chart_theme (TRUE, CDL_CHART_GREEN_RED), self->pango, &self->frame);

  return gtk_snapshot_free_to_node (snapshot);
}

/* One frame from data to pixels; ms. */
static double
draw (Scene *self, const CdlChartView *view)
{
  double started = processor_now (), elapsed;
  cairo_t *cairo = cairo_create (self->surface);
  GskRenderNode *node = make_node (self, view);

  gsk_render_node_draw (node, cairo);
  cairo_destroy (cairo);
  elapsed = processor_now () - started;
  gsk_render_node_unref (node);

  return elapsed;
}

/* What a moving pointer costs: the words and the crosshair over a chart that stays; ms. */
static double
draw_cursor (Scene *self, double x)
{
  double started = processor_now ();
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  const CdlChartTheme *theme = cdl_chart_theme (TRUE, CDL_CHART_GREEN_RED);
  cairo_t *cairo = cairo_create (self->surface);
  GskRenderNode *node;

  cdl_chart_draw_words (snapshot, &self->data, &self->frame,
                        (gint64) cdl_axis_value (&self->frame.time, x), theme, self->pango);
  cdl_chart_draw_cursor (snapshot, &self->data, &self->frame, x, HEIGHT / 3.0, theme, self->pango);
  node = gtk_snapshot_free_to_node (snapshot);
  gsk_render_node_draw (node, cairo);
  cairo_destroy (cairo);
  gsk_render_node_unref (node);

  return processor_now () - started;
}

/* Pans over the data, so much of it in sight. */
static void
pan (CdlBench *bench, Scene *self, const char *what, gint64 span)
{
  double samples[FRAMES];
  CdlChartView all, view;
  gint64 way;

  cdl_chart_view_all (&all, &self->data);
  span = MIN (span, (all.to - all.from) / 2);
  way = all.to - all.from - span;
  for (guint i = 0; i < FRAMES; i++)
    {
      view.from = all.from + way / FRAMES * i;
      view.to = view.from + span;
      samples[i] = draw (self, &view);
    }
  cdl_bench_samples (bench, what, samples, FRAMES, "ms", CDL_BENCH_AT_MOST (1000.0 / 60.0, "gui"));
}

/* Zooms in on a place from the whole to a few klines. */
static void
zoom (CdlBench *bench, Scene *self)
{
  double samples[FRAMES];
  CdlChartView view;
  gint64 anchor;

  cdl_chart_view_all (&view, &self->data);
  anchor = view.from + (view.to - view.from) / 3;
  for (guint i = 0; i < FRAMES; i++)
    {
      cdl_chart_view_zoom (&view, 0.95, anchor);
      cdl_chart_view_clamp (&view, &self->data);
      samples[i] = draw (self, &view);
    }
  cdl_bench_samples (bench, "zooming in", samples, FRAMES, "ms",
                     CDL_BENCH_AT_MOST (1000.0 / 60.0, "gui"));
}

static void
hover (CdlBench *bench, Scene *self)
{
  double samples[FRAMES];
  CdlChartView view;

  cdl_chart_view_all (&view, &self->data);
  draw (self, &view);
  for (guint i = 0; i < FRAMES; i++)
    samples[i] = draw_cursor (self, self->frame.layout.plot_right * i / FRAMES);
  cdl_bench_samples (bench, "moving the pointer", samples, FRAMES, "ms",
                     CDL_BENCH_AT_MOST (1000.0 / 60.0, "gui"));
}

/* The most primitives a pixel column that a layer draws by itself, from the whole to a few klines.
 */
static void
count_layer (CdlBench *bench, Scene *self, const char *what, CdlChartLayers layer)
{
  const CdlChartLayers all = (CDL_CHART_DRAWDOWN << 1) - 1;
  CdlChartView view;
  double most = 0.0;

  cdl_chart_view_all (&view, &self->data);
  for (guint i = 0; i < FRAMES; i++)
    {
      guint count[2];

      for (int with = 0; with < 2; with++)
        {
          GskRenderNode *node;

          self->data.hidden = with ? all & ~layer : all;
          node = make_node (self, &view);
          count[with] = count_nodes (node);
          gsk_render_node_unref (node);
        }
      most = MAX (most, ((double) count[1] - count[0]) / self->frame.layout.plot_right);
      cdl_chart_view_zoom (&view, 0.95, view.from + (view.to - view.from) / 3);
      cdl_chart_view_clamp (&view, &self->data);
    }
  self->data.hidden = 0;
  /* A panel brings an axis of a dozen primitives. */
  cdl_bench_figure (bench, what, most, "", CDL_BENCH_AT_MOST (1.01, "gui"));
}

static void
first_paint (CdlBench *bench, Scene *self)
{
  CdlChartView view;

  cdl_chart_view_all (&view, &self->data);
  cdl_bench_figure (bench, "first paint, all in sight", draw (self, &view), "ms",
                    CDL_BENCH_AT_MOST (100, "gui"));
}

static void
chart_section (CdlBench *bench)
{
  Scene scene;

  scene_init (&scene, MAX (cdl_bench_size (bench), 100));
  cdl_bench_time (bench, "pyramid, off the main thread (wall)", 3, build_pyramid, &scene,
                  CDL_BENCH_NO_BAR);
  scene.data.pyramid = scene.pyramid;
  scene.data.selected_trade = N_TRADES / 2;
  scene.data.trades = scene.trades;
  scene.data.n_trades = N_TRADES;
  scene.data.setups = scene.setups;
  scene.data.n_setups = N_TRADES;
  scene.data.equity = scene.equity;
  scene.data.n_equity = N_EQUITY;
  scene.data.capital = scene.equity[0].equity;
  scene.data.lines = &scene.line;
  scene.data.n_lines = 1;

  first_paint (bench, &scene);
  pan (bench, &scene, "panning, two years in sight", 730 * CDL_DAY_MS);
  pan (bench, &scene, "panning, a month in sight", 30 * CDL_DAY_MS);
  pan (bench, &scene, "panning, a day in sight", CDL_DAY_MS);
  zoom (bench, &scene);
  hover (bench, &scene);
  count_layer (bench, &scene, "primitives a pixel column: klines", CDL_CHART_KLINES);
  count_layer (bench, &scene, "volume", CDL_CHART_VOLUME);
  count_layer (bench, &scene, "line", CDL_CHART_LINES);
  count_layer (bench, &scene, "setups", CDL_CHART_SETUPS);
  count_layer (bench, &scene, "trades", CDL_CHART_TRADES);
  count_layer (bench, &scene, "equity", CDL_CHART_EQUITY);
  count_layer (bench, &scene, "drawdown", CDL_CHART_DRAWDOWN);
  scene_clear (&scene);
}

static void
on_painted (GdkFrameClock *clock, gpointer data)
{
  _exit (0); /* what is measured is the start */
}

/* The window on an empty store, until it is on the screen. */
G_GNUC_NORETURN static void
show_window (const char *root)
{
  g_autofree char *path = g_build_filename (root, "store.sqlite", NULL);
  g_autoptr (CdlStore) store = NULL;
  g_autoptr (GError) error = NULL;
  GtkWindow *window;

  gtk_init ();
  adw_init ();
  store = cdl_local_store_new (path, &error);
  g_assert_no_error (error);
  window = cdl_window_new (NULL, root, store);
  gtk_widget_realize (GTK_WIDGET (window));
  g_signal_connect (gtk_widget_get_frame_clock (GTK_WIDGET (window)), "after-paint",
                    G_CALLBACK (on_painted), NULL);
  gtk_window_present (window);
  for (;;)
    g_main_context_iteration (NULL, TRUE);
}

static void
window_section (CdlBench *bench, const char *program)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *root = g_dir_make_tmp ("chandelier-bench-XXXXXX", &error);
  g_autofree char *path = g_build_filename (root, "store.sqlite", NULL);
  double samples[STARTS];

  for (int i = -1; i < STARTS; i++) /* the first one fills the caches */
    {
      double started = cdl_bench_now ();
      g_autoptr (GSubprocess) process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error,
                                                          program, "--window", root, NULL);

      g_assert_no_error (error);
      g_subprocess_wait (process, NULL, &error);
      g_assert_no_error (error);
      g_assert_true (g_subprocess_get_successful (process));
      if (i >= 0)
        samples[i] = (cdl_bench_now () - started) * 1000;
    }
  cdl_bench_samples (bench, "from start to first paint", samples, STARTS, "ms",
                     CDL_BENCH_AT_MOST (500, "gui"));
  g_unlink (path);
  g_rmdir (root);
}

int
main (int argc, char **argv)
{
  const char *program = argv[0];
  g_autofree char *title = NULL;
  CdlBench *bench;

  if (argc == 3 && g_str_equal (argv[1], "--window"))
    show_window (argv[2]);

  g_setenv ("GSK_RENDERER", "cairo", FALSE);
  bench = cdl_bench_new ("chart", FIVE_YEARS, &argc, &argv);
  title = g_strdup_printf ("chart of %u klines, %d trades and setups (time of the processor)",
                           cdl_bench_size (bench), N_TRADES);
  gtk_init_check ();
  if (cdl_bench_section (bench, title, NULL))
    chart_section (bench);
  if (cdl_bench_section (
          bench, "window",
          gdk_display_get_default () == NULL ? "no display: xvfb-run -a ./dev bench chart" : NULL))
    window_section (bench, program);

  return cdl_bench_finish (bench);
}
