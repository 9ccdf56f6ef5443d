#include <adwaita.h>

#include "cdl-chart-private.h"
#include "cdl-synthetic.h"
#include "cdl-time.h"

/* The chart as a widget: however one got there, it shows what a fresh drawing would. */

#define N_KLINES 20000
#define N_TRADES 40
#define N_STEPS  150

typedef struct
{
  CdlColumns *columns;
  CdlPyramid *pyramid[2]; /* of half of the klines, and of all */
  CdlTrade trades[N_TRADES];
  CdlEquityPoint equity[N_TRADES];
  CdlChart *chart;
  GtkWidget *window;
} Fixture;

/* The klines as far as they have come in. */
static CdlChartData
data_until (Fixture *fixture, gboolean all)
{
  const CdlKlines *klines = cdl_columns_view (fixture->columns);

  return (CdlChartData){ .klines = cdl_klines_slice (klines, 0, all ? N_KLINES : N_KLINES / 2),
                         .pyramid = fixture->pyramid[all],
                         .trades = fixture->trades,
                         .n_trades = N_TRADES,
                         .selected_trade = -1,
                         .equity = fixture->equity,
                         .n_equity = N_TRADES,
                         .capital = 1000.0 };
}

static void
set_up (Fixture *fixture, gconstpointer unused)
{
  CdlSyntheticOptions options;
  const CdlKlines *klines;
  CdlChartData data;

  cdl_synthetic_options_init (&options, 6);
  fixture->columns = cdl_synthetic_klines (&options, N_KLINES);
  klines = cdl_columns_view (fixture->columns);
  for (gsize i = 0; i < N_TRADES; i++)
    {
      gsize at = 100 + i * 200;

      fixture->trades[i] = (CdlTrade){ .seq = (guint) i + 1,
                                       .side = i % 2 ? CDL_SIDE_SHORT : CDL_SIDE_LONG,
                                       .created_at = klines->open_time[at],
                                       .entry_time = klines->open_time[at + 1],
                                       .exit_time = klines->open_time[at + 60],
                                       .entry_price = klines->field[CDL_FIELD_CLOSE][at + 1],
                                       .exit_price = klines->field[CDL_FIELD_CLOSE][at + 60],
                                       .stop_loss = klines->field[CDL_FIELD_CLOSE][at] * 0.99,
                                       .take_profit = klines->field[CDL_FIELD_CLOSE][at] * 1.01,
                                       .pnl = i % 3 ? 5.0 : -4.0,
                                       .r = i % 3 ? 1.25 : -1.0 };
      fixture->equity[i] = (CdlEquityPoint){ fixture->trades[i].exit_time,
                                             1000.0 + 5.0 * (double) (i % 9), 1000.0 };
    }
  for (int all = 0; all < 2; all++)
    {
      data = data_until (fixture, all);
      fixture->pyramid[all] = cdl_pyramid_new (&data.klines);
    }

  data = data_until (fixture, FALSE);
  fixture->chart = CDL_CHART (cdl_chart_new ());
  cdl_chart_set_data (fixture->chart, &data, "a market", NULL, NULL);
  fixture->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 700, 480);
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->chart));
  gtk_window_present (GTK_WINDOW (fixture->window));
  while (fixture->chart->frame.layout.plot_right <= 0.0)
    g_main_context_iteration (NULL, TRUE);
}

static void
tear_down (Fixture *fixture, gconstpointer unused)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  cdl_pyramid_free (fixture->pyramid[0]);
  cdl_pyramid_free (fixture->pyramid[1]);
  cdl_columns_free (fixture->columns);
}

static GBytes *
serialize (GtkSnapshot *snapshot)
{
  GskRenderNode *node = gtk_snapshot_free_to_node (snapshot);
  GBytes *bytes = gsk_render_node_serialize (node);

  gsk_render_node_unref (node);

  return bytes;
}

/* What the widget gives the screen. */
static GBytes *
shown_by (CdlChart *chart)
{
  GtkSnapshot *snapshot = gtk_snapshot_new ();

  GTK_WIDGET_GET_CLASS (chart)->snapshot (GTK_WIDGET (chart), snapshot);

  return serialize (snapshot);
}

/* What whoever asks it what it shows would draw. */
static GBytes *
drawn_anew (CdlChart *chart)
{
  GtkWidget *widget = GTK_WIDGET (chart);
  PangoContext *pango = gtk_widget_get_pango_context (widget);
  GtkSnapshot *snapshot = gtk_snapshot_new (), *kept = gtk_snapshot_new ();
  GskRenderNode *node;
  const CdlChartTheme *theme;
  CdlChartData data, wordless;
  CdlChartView view;
  CdlChartFrame frame;

  g_assert_true (cdl_chart_get_shown (chart, &data, &view, &theme));
  wordless = data;
  wordless.hidden |= CDL_CHART_WORDS;
  cdl_chart_draw (kept, &wordless, &view, gtk_widget_get_width (widget),
                  gtk_widget_get_height (widget), theme, pango, &frame);
  node = gtk_snapshot_free_to_node (kept);
  gtk_snapshot_append_node (snapshot, node);
  gsk_render_node_unref (node);
  cdl_chart_draw_words (snapshot, &data, &frame,
                        chart->has_cursor ? (gint64) cdl_axis_value (&frame.time, chart->cursor_x)
                                          : view.to,
                        theme, pango);
  if (chart->has_cursor)
    cdl_chart_draw_cursor (snapshot, &data, &frame, chart->cursor_x, chart->cursor_y, theme, pango);

  return serialize (snapshot);
}

/* One thing that a person, or new data, can do to it. */
static void
step (Fixture *fixture)
{
  static const char *const switches[]
      = { "logarithmic", "local-time", "color-blind-safe", "show-volume", "show-trades" };
  GtkWidget *widget = GTK_WIDGET (fixture->chart);
  CdlChartData data;
  gboolean on;
  const char *name;

  switch (g_test_rand_int_range (0, 8))
    {
    case 0:
    case 1:
      gtk_widget_activate_action (widget, "view.zoom", "i", g_test_rand_int_range (-6, 5));
      break;
    case 2:
      gtk_widget_activate_action (widget, "view.pan", "i", g_test_rand_int_range (-2, 3));
      break;
    case 3:
      gtk_widget_activate_action (widget, "view.cursor", "i", g_test_rand_int_range (-40, 41));
      break;
    case 4:
      gtk_widget_activate_action (widget, g_test_rand_bit () ? "view.all" : "view.end", NULL);
      break;
    case 5:
      name = switches[g_test_rand_int_range (0, G_N_ELEMENTS (switches))];
      g_object_get (widget, name, &on, NULL);
      g_object_set (widget, name, !on, NULL);
      break;
    case 6:
      cdl_chart_select_trade (fixture->chart, g_test_rand_int_range (-1, N_TRADES));
      break;
    default:
      data = data_until (fixture, g_test_rand_bit ());
      cdl_chart_follow_data (fixture->chart, &data, "a market", NULL, NULL);
      break;
    }
}

static void
test_walk (Fixture *fixture, gconstpointer unused)
{
  for (int i = 0; i < N_STEPS; i++)
    {
      g_autoptr (GBytes) shown = NULL, again = NULL, fresh = NULL;

      step (fixture);
      shown = shown_by (fixture->chart);
      again = shown_by (fixture->chart); /* from what it kept */
      fresh = drawn_anew (fixture->chart);
      g_assert_true (g_bytes_equal (shown, fresh));
      g_assert_true (g_bytes_equal (again, fresh));
    }
}

/* Only what follows the cursor is drawn again when it moves. */
static void
test_overlay (Fixture *fixture, gconstpointer unused)
{
  GtkWidget *widget = GTK_WIDGET (fixture->chart);
  GskRenderNode *kept;

  g_bytes_unref (shown_by (fixture->chart));
  kept = fixture->chart->node;
  g_assert_nonnull (kept);
  for (int i = 0; i < 10; i++)
    {
      gtk_widget_activate_action (widget, "view.cursor", "i", -1);
      g_bytes_unref (shown_by (fixture->chart));
      g_assert_true (fixture->chart->has_cursor);
      g_assert_true (fixture->chart->node == kept);
    }
}

/* Each step of the cursor is a bar, and says which. */
static void
test_cursor (Fixture *fixture, gconstpointer unused)
{
  GtkWidget *widget = GTK_WIDGET (fixture->chart);
  const CdlChartFrame *frame = &fixture->chart->frame;
  gint64 last = G_MAXINT64;

  for (int i = 0; i < 300; i++)
    {
      CdlChartBar bar;

      gtk_widget_activate_action (widget, "view.cursor", "i", -1);
      g_bytes_unref (shown_by (fixture->chart));
      cdl_chart_bar_at (&fixture->chart->data.klines, fixture->chart->data.pyramid, frame->interval,
                        (gint64) cdl_axis_value (&frame->time, fixture->chart->cursor_x), &bar);
      if (last != G_MAXINT64 && last > fixture->chart->data.klines.open_time[0])
        g_assert_cmpint (bar.open, ==, cdl_interval_add (frame->interval, last, -1));
      last = bar.open;
    }
}

/* The end stays in sight as long as one looks at it, and else what one looks at does. */
static void
test_follow (Fixture *fixture, gconstpointer unused)
{
  GtkWidget *widget = GTK_WIDGET (fixture->chart);
  CdlChartData all = data_until (fixture, TRUE), half = data_until (fixture, FALSE);
  const CdlKlines *klines = &all.klines;
  CdlChartView before;

  cdl_chart_show_last (fixture->chart, 100);
  before = fixture->chart->view;
  cdl_chart_follow_data (fixture->chart, &all, "a market", NULL, NULL);
  g_assert_cmpint (fixture->chart->view.to, >=, cdl_klines_close_time (klines, klines->n - 1));
  g_assert_cmpint (fixture->chart->view.to - fixture->chart->view.from, ==,
                   before.to - before.from);

  cdl_chart_follow_data (fixture->chart, &half, "a market", NULL, NULL);
  cdl_chart_show_last (fixture->chart, 100);
  gtk_widget_activate_action (widget, "view.pan", "i", -3);
  before = fixture->chart->view;
  cdl_chart_follow_data (fixture->chart, &all, "a market", NULL, NULL);
  g_assert_cmpint (fixture->chart->view.from, ==, before.from);
  g_assert_cmpint (fixture->chart->view.to, ==, before.to);
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "Asia/Tokyo", TRUE);
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add ("/chart/walk", Fixture, NULL, set_up, test_walk, tear_down);
  g_test_add ("/chart/overlay", Fixture, NULL, set_up, test_overlay, tear_down);
  g_test_add ("/chart/cursor", Fixture, NULL, set_up, test_cursor, tear_down);
  g_test_add ("/chart/follow", Fixture, NULL, set_up, test_follow, tear_down);

  return g_test_run ();
}
