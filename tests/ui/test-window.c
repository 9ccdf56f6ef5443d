#include <adwaita.h>
#include <glib/gstdio.h>

#include "cdl-bench-runs.h"
#include "cdl-chart.h"
#include "cdl-compare-row.h"
#include "cdl-compare-view.h"
#include "cdl-curves.h"
#include "cdl-filter-bar.h"
#include "cdl-filter-editor.h"
#include "cdl-local-store.h"
#include "cdl-run-table.h"
#include "cdl-selection-bar.h"
#include "cdl-strategy-check.h"
#include "cdl-synthetic.h"
#include "cdl-test.h"
#include "cdl-window.h"

/* The real window on a real store: results of a small test over a market that never was. */

#define TIMEOUT_S 20

static const char strategy_text[]
    = "{ \"format\": 1, \"name\": \"Crossing\", \"interval\": \"5m\","
      "  \"params\": { \"n\": { \"value\": 10, \"min\": 5, \"max\": 50, \"step\": 5 } },"
      "  \"setups\": [ { \"name\": \"long\", \"side\": \"long\","
      "    \"when\": \"crossover(close, sma(close, n))\", \"entry\": { \"type\": \"market\" },"
      "    \"stop_loss\": \"entry * 0.995\", \"take_profit\": \"entry * 1.005\" } ],"
      "  \"money\": { \"mode\": \"percent\", \"percent\": 50 } }";

typedef struct
{
  char *root;
  CdlStore *store;
  GtkWindow *window;
} Fixture;

static void
fill_archive (CdlArchive *archive)
{
  const CdlSourceFile source = { .file = "synthetic", .sha256 = "0" };
  CdlSyntheticOptions options;
  g_autoptr (CdlColumns) columns = NULL;
  g_autoptr (GError) error = NULL;
  CdlDatasetName name;
  CdlWriteResult result;

  cdl_synthetic_options_init (&options, 4);
  columns = cdl_synthetic_klines (&options, 10 * 1440);
  g_assert_true (cdl_dataset_name_init (&name, CDL_MARKET_SPOT, "SYNTHETIC", CDL_INTERVAL_1M));
  cdl_archive_write (archive, &name, cdl_columns_view (columns), &source, FALSE, &result, &error);
  g_assert_no_error (error);
}

static void
run_test (CdlArchive *archive, CdlStore *store)
{
  static const char *const sets[] = { "n=10,20,30", NULL };
  g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();
  g_autoptr (CdlTestRequest) request = cdl_test_request_new (CDL_MARKET_SPOT);
  g_autoptr (CdlTest) test = NULL;
  g_autoptr (GError) error = NULL;
  CdlStrategy *strategy = cdl_strategy_check (strategy_text, -1, diagnostics);

  g_assert_nonnull (strategy);
  cdl_test_request_add (request, strategy, strategy_text, sets);
  request->symbols = g_strsplit ("SYNTHETIC", ",", -1);
  test = cdl_test_new (archive, request, diagnostics, &error);
  g_assert_no_error (error);
  cdl_test_execute (test, store, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
}

/* The only strategy that the form offers. */
static void
save_strategy (const char *root)
{
  g_autofree char *folder = g_build_filename (root, "strategies", NULL);
  g_autofree char *path = g_build_filename (folder, "crossing.json", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir (folder, 0755), ==, 0);
  g_file_set_contents (path, strategy_text, -1, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (CdlArchive) archive = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;

  self->root = g_dir_make_tmp ("chandelier-window-XXXXXX", &error);
  g_assert_no_error (error);
  path = g_build_filename (self->root, "store.sqlite", NULL);
  archive = cdl_archive_new (self->root);
  self->store = cdl_local_store_new (path, &error);
  g_assert_no_error (error);
  fill_archive (archive);
  run_test (archive, self->store);
  save_strategy (self->root);
  self->window = cdl_window_new (NULL, self->root, self->store);
  gtk_window_present (self->window);
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        remove_tree (child);
      else
        g_unlink (child);
    }
  g_rmdir (path);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  gtk_window_destroy (self->window);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_assert_finalize_object (self->store);
  remove_tree (self->root);
  g_free (self->root);
}

/* The first widget of a type below another, by its id in the template if one is given. */
static GtkWidget *
find (GtkWidget *parent, GType type, gboolean mapped)
{
  for (GtkWidget *child = gtk_widget_get_first_child (parent); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found;

      if (G_TYPE_CHECK_INSTANCE_TYPE (child, type) && (!mapped || gtk_widget_get_mapped (child)))
        return child;
      found = find (child, type, mapped);
      if (found != NULL)
        return found;
    }

  return NULL;
}

static GtkColumnView *
table_in_sight (Fixture *self)
{
  return (GtkColumnView *) find (GTK_WIDGET (self->window), GTK_TYPE_COLUMN_VIEW, TRUE);
}

static guint
rows_in_sight (Fixture *self)
{
  GtkColumnView *view = table_in_sight (self);

  return view != NULL ? g_list_model_get_n_items (G_LIST_MODEL (gtk_column_view_get_model (view)))
                      : 0;
}

/* Sanitizers are slow. */
static guint
timeout_s (void)
{
  const char *patience = g_getenv ("CHANDELIER_TEST_PATIENCE");

  return TIMEOUT_S * (patience != NULL ? (guint) g_ascii_strtoull (patience, NULL, 10) : 1);
}

static gboolean
on_timeout (gpointer data)
{
  g_error ("not so after %u s: %s", timeout_s (), (const char *) data);

  return G_SOURCE_REMOVE;
}

#define WAIT_UNTIL(condition)                                                                      \
  G_STMT_START                                                                                     \
  {                                                                                                \
    guint timeout = g_timeout_add_seconds (timeout_s (), on_timeout, (gpointer) #condition);       \
                                                                                                   \
    while (!(condition))                                                                           \
      g_main_context_iteration (NULL, TRUE);                                                       \
    g_source_remove (timeout);                                                                     \
  }                                                                                                \
  G_STMT_END

static void
test_results (Fixture *self, gconstpointer data)
{
  GtkWidget *search;

  WAIT_UNTIL (rows_in_sight (self) == 3);

  search = find (GTK_WIDGET (self->window), GTK_TYPE_SEARCH_ENTRY, TRUE);
  gtk_editable_set_text (GTK_EDITABLE (search), "no such strategy");
  WAIT_UNTIL (find (GTK_WIDGET (self->window), ADW_TYPE_STATUS_PAGE, TRUE) != NULL);
  gtk_editable_set_text (GTK_EDITABLE (search), "cross");
  WAIT_UNTIL (rows_in_sight (self) == 3);
}

static void
test_open_run (Fixture *self, gconstpointer data)
{
  GtkWidget *chart;
  GtkSelectionModel *trades;
  gboolean shown = TRUE;

  WAIT_UNTIL (rows_in_sight (self) == 3);
  g_signal_emit_by_name (table_in_sight (self), "activate", 0);
  WAIT_UNTIL (find (GTK_WIDGET (self->window), CDL_TYPE_CHART, TRUE) != NULL
              && rows_in_sight (self) > 3);

  chart = find (GTK_WIDGET (self->window), CDL_TYPE_CHART, TRUE);
  g_assert_true (
      gtk_test_accessible_has_property (GTK_ACCESSIBLE (chart), GTK_ACCESSIBLE_PROPERTY_LABEL));
  trades = gtk_column_view_get_model (table_in_sight (self));
  gtk_selection_model_select_item (trades, 2, TRUE);
  g_assert_true (gtk_selection_model_is_selected (trades, 2));

  /* Pointing at another trade on the chart selects it in the table; at none, nothing. */
  g_signal_emit_by_name (chart, "trade-clicked", 1);
  g_assert_true (gtk_selection_model_is_selected (trades, 1));
  g_signal_emit_by_name (chart, "trade-clicked", -1);
  g_assert_false (gtk_selection_model_is_selected (trades, 1));

  /* Layers are switched by actions, as from the menu. */
  g_assert_true (gtk_widget_activate_action (chart, "chart.setups", NULL));
  g_object_get (chart, "show-setups", &shown, NULL);
  g_assert_false (shown);
  gtk_test_widget_wait_for_draw (chart);

  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.back", NULL);
  WAIT_UNTIL (rows_in_sight (self) == 3);
}

static GtkWidget *
find_button (GtkWidget *parent, const char *label)
{
  for (GtkWidget *child = gtk_widget_get_first_child (parent); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found;

      if (GTK_IS_BUTTON (child)
          && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (child)), label) == 0)
        return child;
      found = find_button (child, label);
      if (found != NULL)
        return found;
    }

  return NULL;
}

/* A label in sight that begins so. */
static GtkWidget *
find_label (GtkWidget *parent, const char *words)
{
  for (GtkWidget *child = gtk_widget_get_first_child (parent); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found;

      if (GTK_IS_LABEL (child) && gtk_widget_get_mapped (child)
          && g_str_has_prefix (gtk_label_get_label (GTK_LABEL (child)), words))
        return child;
      found = find_label (child, words);
      if (found != NULL)
        return found;
    }

  return NULL;
}

static CdlRunRow *
row_at (Fixture *self, guint i)
{
  return g_list_model_get_item (G_LIST_MODEL (gtk_column_view_get_model (table_in_sight (self))),
                                i);
}

/* The run as it is in the store, once the store has done what it was asked. */
static CdlRunRecord *
stored (Fixture *self, const char *id)
{
  g_autoptr (GError) error = NULL;
  CdlRunRecord *run = cdl_store_get_run (self->store, id, NULL, NULL, &error);

  g_assert_no_error (error);

  return run;
}

static gboolean
is_stored_favourite (Fixture *self, const char *id)
{
  g_autoptr (CdlRunRecord) run = stored (self, id);

  return run->favourite;
}

static guint64
stored_runs (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  guint64 count;

  cdl_store_count_runs (self->store, NULL, &count, NULL, &error);
  g_assert_no_error (error);

  return count;
}

/* A star, a tag and a note are written where the runs are, and are in the store. */
static void
test_edit (Fixture *self, gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (self->window), *bar, *entry;
  GtkTextBuffer *note;
  g_autoptr (CdlRunRow) row = NULL;
  g_autoptr (CdlRunRecord) run = NULL;
  const char *id;

  WAIT_UNTIL (rows_in_sight (self) == 3);
  row = row_at (self, 1);
  id = cdl_run_row_id (row);
  gtk_selection_model_select_item (gtk_column_view_get_model (table_in_sight (self)), 1, TRUE);
  bar = find (window, CDL_TYPE_SELECTION_BAR, TRUE);
  g_assert_nonnull (bar);
  gtk_widget_activate_action (bar, "results.star", NULL);
  g_assert_true (cdl_run_row_run (row)->favourite);
  WAIT_UNTIL (is_stored_favourite (self, id));

  gtk_widget_activate_action (bar, "results.tags", NULL);
  entry = find (bar, GTK_TYPE_ENTRY, FALSE);
  gtk_editable_set_text (GTK_EDITABLE (entry), " second look ");
  g_signal_emit_by_name (entry, "activate");
  g_assert_cmpstr (cdl_run_row_run (row)->tags[0], ==, "second look");
  gtk_popover_popdown (GTK_POPOVER (gtk_widget_get_ancestor (entry, GTK_TYPE_POPOVER)));

  gtk_widget_activate_action (bar, "results.note", NULL);
  note = gtk_text_view_get_buffer (GTK_TEXT_VIEW (find (bar, GTK_TYPE_TEXT_VIEW, FALSE)));
  gtk_text_buffer_insert_at_cursor (note, "too few trades\nto tell", -1);
  /* Without a window manager a popover may have closed by itself. */
  g_signal_emit_by_name (
      gtk_widget_get_ancestor (find (bar, GTK_TYPE_TEXT_VIEW, FALSE), GTK_TYPE_POPOVER), "closed");
  WAIT_UNTIL (g_str_equal (cdl_run_row_run (row)->note, "too few trades\nto tell"));

  /* The store works in order: when the star is taken away again, the others are written. */
  gtk_widget_activate_action (bar, "results.star", NULL);
  WAIT_UNTIL (!is_stored_favourite (self, id));
  run = stored (self, id);
  g_assert_cmpstr (run->tags[0], ==, "second look");
  g_assert_cmpstr (run->note, ==, "too few trades\nto tell");
}

/* Deleted runs come back if that was a mistake, and go for good once the toast has gone. */
static void
test_delete (Fixture *self, gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (self->window), *bar, *undo;

  WAIT_UNTIL (rows_in_sight (self) == 3);
  gtk_selection_model_select_range (gtk_column_view_get_model (table_in_sight (self)), 0, 2, TRUE);
  bar = find (window, CDL_TYPE_SELECTION_BAR, TRUE);
  gtk_widget_activate_action (bar, "results.delete", NULL);
  WAIT_UNTIL (rows_in_sight (self) == 1);
  g_assert_cmpuint (stored_runs (self), ==, 3);
  undo = find_button (window, "_Undo");
  g_assert_nonnull (undo);
  g_signal_emit_by_name (undo, "clicked");
  WAIT_UNTIL (rows_in_sight (self) == 3);

  gtk_selection_model_select_item (gtk_column_view_get_model (table_in_sight (self)), 0, TRUE);
  gtk_widget_activate_action (bar, "results.delete", NULL);
  WAIT_UNTIL (rows_in_sight (self) == 2);
  WAIT_UNTIL (stored_runs (self) == 2);
}

/* Columns are the user's, and a click on a head sorts. */
static void
test_columns (Fixture *self, gconstpointer data)
{
  static const char *const names[] = { "strategy", "sharpe", "no_such_column", "trades", NULL };
  GtkWidget *table;
  g_auto (GStrv) left = NULL;
  g_autofree char *joined = NULL;
  g_autoptr (CdlRunRow) first = NULL;
  g_autoptr (CdlRunRow) last = NULL;
  g_autoptr (GtkColumnViewColumn) trades = NULL;
  gboolean descending;

  WAIT_UNTIL (rows_in_sight (self) == 3);
  table = find (GTK_WIDGET (self->window), CDL_TYPE_RUN_TABLE, TRUE);
  cdl_run_table_set_columns (CDL_RUN_TABLE (table), names);
  left = cdl_run_table_columns (CDL_RUN_TABLE (table));
  joined = g_strjoinv (" ", left);
  g_assert_cmpstr (joined, ==, "strategy sharpe trades");

  trades = g_list_model_get_item (gtk_column_view_get_columns (table_in_sight (self)), 3);
  gtk_column_view_sort_by_column (table_in_sight (self), trades, GTK_SORT_ASCENDING);
  g_assert_cmpstr (cdl_run_table_sort (CDL_RUN_TABLE (table), &descending)->name, ==, "trades");
  g_assert_true (descending); /* most first */
  WAIT_UNTIL (!g_main_context_pending (NULL));
  gtk_column_view_sort_by_column (table_in_sight (self), trades, GTK_SORT_ASCENDING);
  cdl_run_table_sort (CDL_RUN_TABLE (table), &descending);
  g_assert_false (descending);
  WAIT_UNTIL (({
    g_clear_object (&first);
    g_clear_object (&last);
    first = row_at (self, 0);
    last = row_at (self, 2);
    cdl_run_row_run (first)->statistics.value[CDL_STAT_TRADES]
        < cdl_run_row_run (last)->statistics.value[CDL_STAT_TRADES];
  }));
}

/* A condition is a chip, and all runs are back when it is taken away. */
static void
test_filter (Fixture *self, gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (self->window), *bar, *chip;
  g_autoptr (CdlRunFilter) part = cdl_run_filter_new ();
  g_autoptr (CdlRunRow) row = NULL;

  WAIT_UNTIL (rows_in_sight (self) == 3);
  row = row_at (self, 0);
  cdl_run_filter_add_bound (part, CDL_STAT_NET,
                            cdl_run_row_run (row)->statistics.value[CDL_STAT_NET],
                            cdl_run_row_run (row)->statistics.value[CDL_STAT_NET]);
  bar = find (window, CDL_TYPE_FILTER_BAR, FALSE);
  cdl_filter_bar_add (CDL_FILTER_BAR (bar), part, NULL);
  WAIT_UNTIL (rows_in_sight (self) == 1);
  chip = find (bar, GTK_TYPE_BUTTON, TRUE);
  g_signal_emit_by_name (chip, "clicked");
  WAIT_UNTIL (rows_in_sight (self) == 3);
  g_assert_false (gtk_widget_get_visible (bar));
}

/* What is entered becomes a condition; nonsense does not. */
static void
test_filter_editor (Fixture *self, gconstpointer data)
{
  GtkWidget *editor = find (GTK_WIDGET (self->window), CDL_TYPE_FILTER_EDITOR, FALSE);
  GtkWidget *what = find (editor, GTK_TYPE_DROP_DOWN, FALSE);
  GtkWidget *min = find (editor, GTK_TYPE_ENTRY, FALSE);
  GtkWidget *add = find_button (editor, "_Add the filter");

  WAIT_UNTIL (rows_in_sight (self) == 3);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (what), 8 + CDL_STAT_TRADES);
  g_assert_false (gtk_widget_get_sensitive (add));
  gtk_editable_set_text (GTK_EDITABLE (min), "many");
  g_assert_false (gtk_widget_get_sensitive (add));
  gtk_editable_set_text (GTK_EDITABLE (min), "1e6");
  g_assert_true (gtk_widget_get_sensitive (add));
  g_signal_emit_by_name (add, "clicked");
  WAIT_UNTIL (find (GTK_WIDGET (self->window), ADW_TYPE_STATUS_PAGE, TRUE) != NULL);
}

/* Runs side by side: the parameter that differs, the statistics, and the curves. */
static void
test_compare (Fixture *self, gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (self->window), *bar, *view;
  GtkWidget *check;
  guint all;

  WAIT_UNTIL (rows_in_sight (self) == 3);
  gtk_selection_model_select_range (gtk_column_view_get_model (table_in_sight (self)), 0, 3, TRUE);
  bar = find (window, CDL_TYPE_SELECTION_BAR, TRUE);
  gtk_widget_activate_action (bar, "results.compare", NULL);
  WAIT_UNTIL (find (window, CDL_TYPE_CURVES, TRUE) != NULL && rows_in_sight (self) > CDL_N_STATS);
  view = find (window, CDL_TYPE_COMPARE_VIEW, TRUE);
  g_assert_cmpuint (g_list_model_get_n_items (gtk_column_view_get_columns (table_in_sight (self))),
                    ==, 4);
  all = rows_in_sight (self);
  {
    g_autoptr (CdlCompareRow) row = g_list_model_get_item (
        G_LIST_MODEL (gtk_column_view_get_model (table_in_sight (self))), 1);

    g_assert_cmpstr (row->title, ==, "n");
    g_assert_true (row->differs);
    g_assert_cmpstr (row->values[0], !=, row->values[1]);
  }
  check = find (view, GTK_TYPE_CHECK_BUTTON, TRUE);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), TRUE);
  WAIT_UNTIL (rows_in_sight (self) < all);
  gtk_widget_activate_action (window, "win.back", NULL);
  WAIT_UNTIL (rows_in_sight (self) == 3);
}

#define MANY_RUNS 2500

static void
put_many (CdlStore *store)
{
  g_autoptr (GPtrArray) runs
      = g_ptr_array_new_with_free_func ((GDestroyNotify) cdl_run_record_free);
  g_autofree CdlRunItem *items = g_new0 (CdlRunItem, MANY_RUNS);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < MANY_RUNS; i++)
    {
      g_ptr_array_add (runs, cdl_bench_run (i));
      items[i].run = runs->pdata[i];
    }
  cdl_store_put_runs (store, items, MANY_RUNS, NULL, &error);
  g_assert_no_error (error);
}

static guint
records_in_memory (GListModel *rows)
{
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr (CdlRunRow) row = g_list_model_get_item (rows, i);

      n += cdl_run_row_run (row) != NULL ? 1 : 0;
    }

  return n;
}

/* However far one scrolls, only the last pages are in memory; what comes back in sight is fetched
 * again, and is what it was. */
static void
test_many (Fixture *self, gconstpointer data)
{
  g_autoptr (CdlRunList) list = cdl_run_list_new ();
  g_autoptr (CdlRunFilter) filter = cdl_run_filter_new ();
  g_autoptr (CdlRunRow) first = NULL;
  GListModel *rows = cdl_run_list_model (list);
  double net;

  put_many (self->store);
  cdl_run_list_ask (list, self->store, filter, CDL_SORT_STAT, CDL_STAT_NET, TRUE);
  WAIT_UNTIL (cdl_run_list_count (list) == MANY_RUNS + 3);
  first = g_list_model_get_item (rows, 0);
  net = cdl_run_row_run (first)->statistics.value[CDL_STAT_NET];
  while (g_list_model_get_n_items (rows) < MANY_RUNS + 3)
    {
      guint n = g_list_model_get_n_items (rows);

      cdl_run_list_more (list);
      WAIT_UNTIL (g_list_model_get_n_items (rows) > n);
    }
  g_assert_cmpuint (records_in_memory (rows), <=, 1600);
  g_assert_null (cdl_run_row_run (first));

  cdl_run_list_touch (list, first);
  WAIT_UNTIL (cdl_run_row_run (first) != NULL);
  g_assert_cmpstr (cdl_run_row_run (first)->id, ==, cdl_run_row_id (first));
  g_assert_true (!(cdl_run_row_run (first)->statistics.value[CDL_STAT_NET] < net)
                 && !(cdl_run_row_run (first)->statistics.value[CDL_STAT_NET] > net));
  g_assert_cmpuint (records_in_memory (rows), <=, 1600);
  g_object_run_dispose (G_OBJECT (list));
}

/* Runs that are about to be deleted are counted out where they would be in, and nowhere else. */
static void
test_hidden (Fixture *self, gconstpointer data)
{
  g_autoptr (CdlRunList) list = cdl_run_list_new ();
  g_autoptr (CdlRunFilter) all = cdl_run_filter_new (), others = cdl_run_filter_new ();
  g_autoptr (CdlRunRecord) one = cdl_bench_run (0), other = cdl_bench_run (1);
  const char *const ids[] = { one->id, other->id, NULL };
  GListModel *rows = cdl_run_list_model (list);
  guint64 n_others;

  put_many (self->store);
  others->symbol = g_strdup ("COIN05USDT"); /* of neither */
  g_assert_cmpstr (one->dataset->symbol, !=, others->symbol);
  g_assert_cmpstr (other->dataset->symbol, !=, others->symbol);
  g_assert_true (cdl_store_count_runs (self->store, others, &n_others, NULL, NULL));
  cdl_run_list_ask (list, self->store, all, CDL_SORT_CREATED_AT, CDL_STAT_NET, FALSE);
  WAIT_UNTIL (cdl_run_list_count (list) == MANY_RUNS + 3);

  cdl_run_list_hide (list, ids);
  g_assert_cmpint (cdl_run_list_count (list), ==, MANY_RUNS + 1);
  cdl_run_list_ask (list, self->store, others, CDL_SORT_CREATED_AT, CDL_STAT_NET, FALSE);
  WAIT_UNTIL (!cdl_run_list_is_waiting (list) && cdl_run_list_count (list) >= 0);
  g_assert_cmpint (cdl_run_list_count (list), ==, (gint64) n_others);
  cdl_run_list_ask (list, self->store, all, CDL_SORT_CREATED_AT, CDL_STAT_NET, FALSE);
  WAIT_UNTIL (!cdl_run_list_is_waiting (list) && cdl_run_list_count (list) >= 0);
  g_assert_cmpint (cdl_run_list_count (list), ==, MANY_RUNS + 1);

  cdl_run_list_unhide (list, ids);
  cdl_run_list_again (list);
  WAIT_UNTIL (cdl_run_list_count (list) == MANY_RUNS + 3);
  g_assert_cmpuint (g_list_model_get_n_items (rows), >, 0);
  g_object_run_dispose (G_OBJECT (list));
}

/* The row of a form whose title begins so. */
static GtkWidget *
find_row (GtkWidget *parent, const char *title)
{
  for (GtkWidget *child = gtk_widget_get_first_child (parent); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found;

      if (ADW_IS_ENTRY_ROW (child)
          && g_str_has_prefix (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (child)), title))
        return child;
      found = find_row (child, title);
      if (found != NULL)
        return found;
    }

  return NULL;
}

/* A strategy of the user's own is found, swept from the form, and its runs are in the table. */
static void
test_new_test (Fixture *self, gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (self->window), *length, *run;

  WAIT_UNTIL (rows_in_sight (self) == 3);
  gtk_widget_activate_action (window, "win.new-test", NULL);
  length = find_row (window, "n");
  run = find_button (window, "_Run");
  g_assert_nonnull (length);
  g_assert_true (gtk_widget_get_sensitive (run));

  /* What is wrong is told as it is typed, and nothing is run. */
  WAIT_UNTIL (find_label (window, "1 run") != NULL);
  gtk_editable_set_text (GTK_EDITABLE (length), "7:nonsense");
  WAIT_UNTIL (find_label (window, "1 run") == NULL);
  g_signal_emit_by_name (run, "clicked");
  WAIT_UNTIL (gtk_widget_get_sensitive (run));

  gtk_editable_set_text (GTK_EDITABLE (length), "10:40:5");
  WAIT_UNTIL (find_label (window, "7 runs") != NULL);
  g_signal_emit_by_name (run, "clicked");
  g_assert_false (gtk_widget_get_sensitive (run)); /* one test at a time */
  WAIT_UNTIL (rows_in_sight (self) == 7);          /* three were known already */
}

/* A button without text has a name for those who do not see its icon. */
static void
audit (GtkWidget *widget)
{
  if (GTK_IS_BUTTON (widget) && gtk_button_get_icon_name (GTK_BUTTON (widget)) != NULL
      && gtk_widget_get_ancestor (widget, GTK_TYPE_WINDOW_CONTROLS) == NULL
      && gtk_widget_get_ancestor (widget, ADW_TYPE_ENTRY_ROW) == NULL) /* the toolkit's own */
    g_assert_true (
        gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    audit (child);
}

static void
test_names (Fixture *self, gconstpointer data)
{
  audit (GTK_WIDGET (self->window));
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add ("/window/results", Fixture, NULL, set_up, test_results, tear_down);
  g_test_add ("/window/open-run", Fixture, NULL, set_up, test_open_run, tear_down);
  g_test_add ("/window/edit", Fixture, NULL, set_up, test_edit, tear_down);
  g_test_add ("/window/delete", Fixture, NULL, set_up, test_delete, tear_down);
  g_test_add ("/window/columns", Fixture, NULL, set_up, test_columns, tear_down);
  g_test_add ("/window/filter", Fixture, NULL, set_up, test_filter, tear_down);
  g_test_add ("/window/filter-editor", Fixture, NULL, set_up, test_filter_editor, tear_down);
  g_test_add ("/window/compare", Fixture, NULL, set_up, test_compare, tear_down);
  g_test_add ("/window/hidden", Fixture, NULL, set_up, test_hidden, tear_down);
  g_test_add ("/window/many", Fixture, NULL, set_up, test_many, tear_down);
  g_test_add ("/window/new-test", Fixture, NULL, set_up, test_new_test, tear_down);
  g_test_add ("/window/names", Fixture, NULL, set_up, test_names, tear_down);

  return g_test_run ();
}
