#include "cdl-run-view.h"

#include <glib/gi18n.h>

#include "cdl-app-settings.h"
#include "cdl-chart.h"
#include "cdl-histogram.h"
#include "cdl-month-table.h"
#include "cdl-monthly.h"
#include "cdl-run-text.h"
#include "cdl-run-view-export.h"
#include "cdl-run-view-facts.h"
#include "cdl-run-view-tables.h"
#include "cdl-run-words.h"
#include "cdl-setup-row.h"
#include "cdl-text.h"
#include "cdl-trade-row.h"

struct _CdlRunView
{
  GtkBox parent_instance;

  GtkLabel *subtitle;
  GtkPaned *chart_paned;
  GtkStack *chart_stack;
  CdlChart *chart;
  GtkStack *trades_stack;
  GtkColumnView *trades;
  GtkStack *setups_stack;
  GtkColumnView *setups;
  CdlMonthTable *months;
  GtkLabel *r_words;
  CdlHistogram *r;
  GtkBox *facts;

  GListStore *trade_rows; /* CdlTradeRow */
  GListStore *setup_rows; /* CdlSetupRow */
  GtkSingleSelection *trade_selection;
  GtkSingleSelection *setup_selection;
  gboolean from_chart; /* the chart selects: it stays where it is */
  CdlLoadedRun *run;
};

enum
{
  PROP_COLOR_BLIND_SAFE = 1,
};

static guint start_live_signal, change_signal;

static const CdlChartWords chart_words = { .fate = cdl_run_fate_words, .exit = cdl_run_exit_words };

G_DEFINE_FINAL_TYPE (CdlRunView, cdl_run_view, GTK_TYPE_BOX)

static void
replace_rows (GListStore *rows, GPtrArray *items)
{
  g_list_store_splice (rows, 0, g_list_model_get_n_items (G_LIST_MODEL (rows)), items->pdata,
                       items->len);
}

static void
fill_trades (CdlRunView *self)
{
  const CdlRunDetails *details = self->run->details;
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; details != NULL && i < details->trades->len; i++)
    g_ptr_array_add (items, cdl_trade_row_new (&g_array_index (details->trades, CdlTrade, i)));
  replace_rows (self->trade_rows, items);
  gtk_stack_set_visible_child_name (self->trades_stack, items->len > 0    ? "table"
                                                        : details == NULL ? "summary"
                                                                          : "none");
}

static void
fill_setups (CdlRunView *self)
{
  const CdlRunDetails *details = self->run->details;
  const GArray *setups = details != NULL ? details->setups : NULL;
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; setups != NULL && i < setups->len; i++)
    {
      const CdlSetup *setup = &g_array_index (setups, CdlSetup, i);

      g_ptr_array_add (items,
                       cdl_setup_row_new (setup, cdl_run_details_name (details, setup->def)));
    }
  replace_rows (self->setup_rows, items);
  gtk_stack_set_visible_child_name (self->setups_stack, items->len > 0   ? "table"
                                                        : setups == NULL ? "summary"
                                                                         : "none");
}

/* Months and the spread of R: what the trades add up to. */
static void
fill_results (CdlRunView *self)
{
  const CdlRunRecord *run = self->run->run;
  const CdlRunDetails *details = self->run->details;
  const CdlTrade *trades
      = details != NULL ? (const CdlTrade *) (const void *) details->trades->data : NULL;
  gsize n = details != NULL ? details->trades->len : 0;
  g_autoptr (GArray) months
      = cdl_monthly_returns (trades, n, run->statistics.value[CDL_STAT_START], run->from, run->to);
  g_autofree char *mean = NULL;
  g_autofree char *median = NULL;
  g_autofree char *words = NULL;
  CdlRDistribution r;

  cdl_month_table_set_months (self->months, details != NULL ? months : NULL);
  cdl_r_distribution_init (&r, trades, n);
  mean = cdl_text_signed (r.mean, 2);
  median = cdl_text_signed (r.median, 2);
  words = r.n > 0 ? g_strdup_printf (
              ngettext ("Result of %u trade in what it risked: mean %s R, median %s R",
                        "Results of %u trades in what each risked: mean %s R, median %s R", r.n),
              r.n, mean, median)
                  : g_strdup (_ ("No trade has a result in what it risked."));
  gtk_label_set_label (self->r_words, words);
  cdl_histogram_set (self->r, &r, _ ("Distribution of R"));
}

static void
fill_chart (CdlRunView *self)
{
  const CdlRunRecord *run = self->run->run;
  g_autofree char *nets = cdl_run_nets_text (run);
  g_autofree char *title
      = g_strdup_printf (_ ("%s on %s, %s, return %s"), run->strategy->name, run->dataset->symbol,
                         cdl_interval_name (run->interval), nets);
  CdlChartData data;

  if (cdl_loaded_run_chart_data (self->run, &data))
    {
      cdl_chart_set_data (self->chart, &data, title, cdl_loaded_run_ref (self->run),
                          (GDestroyNotify) cdl_loaded_run_unref);
      gtk_stack_set_visible_child_name (self->chart_stack, "chart");
    }
  else
    {
      cdl_chart_set_data (self->chart, NULL, NULL, NULL, NULL);
      gtk_stack_set_visible_child_name (self->chart_stack, "none");
    }
  gtk_label_set_label (self->subtitle, title);
}

/* Test again, with something changed. */
static void
on_change (CdlRunView *self)
{
  if (self->run != NULL)
    g_signal_emit (self, change_signal, 0, self->run);
}

/* Trade on as it was tested. */
static void
on_start_live (CdlRunView *self)
{
  if (self->run != NULL)
    g_signal_emit (self, start_live_signal, 0, self->run);
}

static void
action_export (GtkWidget *widget, const char *name, GVariant *parameter)
{
  static const char *const names[]
      = { "run.export-report", "run.export-picture", "run.export-trades", "run.export-setups" };
  CdlRunView *self = CDL_RUN_VIEW (widget);

  for (guint i = 0; self->run != NULL && i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (name, names[i]))
      cdl_run_view_export (widget, self->chart, self->run, (CdlExportKind) i);
}

/* What can be saved depends on what was kept. */
static void
update_exports (CdlRunView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  const CdlRunDetails *details = self->run != NULL ? self->run->details : NULL;

  gtk_widget_action_set_enabled (widget, "run.export-report", self->run != NULL);
  gtk_widget_action_set_enabled (widget, "run.export-picture",
                                 self->run != NULL && self->run->pyramid != NULL);
  gtk_widget_action_set_enabled (widget, "run.export-trades", details != NULL);
  gtk_widget_action_set_enabled (widget, "run.export-setups",
                                 details != NULL && details->setups != NULL);
}

void
cdl_run_view_set_run (CdlRunView *self, CdlLoadedRun *run)
{
  g_return_if_fail (CDL_IS_RUN_VIEW (self));

  if (run != NULL)
    cdl_loaded_run_ref (run);
  g_clear_pointer (&self->run, cdl_loaded_run_unref);
  self->run = run;
  update_exports (self);
  if (run == NULL)
    {
      cdl_chart_set_data (self->chart, NULL, NULL, NULL, NULL);
      g_list_store_remove_all (self->trade_rows);
      g_list_store_remove_all (self->setup_rows);
      return;
    }
  fill_chart (self);
  fill_trades (self);
  fill_setups (self);
  fill_results (self);
  cdl_run_view_fill_facts (self->facts, run);
}

static void
on_trade_selected (CdlRunView *self)
{
  guint i = gtk_single_selection_get_selected (self->trade_selection);
  int trade = i == GTK_INVALID_LIST_POSITION ? -1 : (int) i;

  if (self->from_chart)
    cdl_chart_mark_trade (self->chart, trade);
  else
    cdl_chart_select_trade (self->chart, trade);
}

static void
on_setup_selected (CdlRunView *self)
{
  CdlSetupRow *row = gtk_single_selection_get_selected_item (self->setup_selection);

  if (row != NULL)
    cdl_chart_show_setup (self->chart, cdl_setup_row_setup (row));
}

static void
on_trade_clicked (CdlRunView *self, int i)
{
  self->from_chart = TRUE;
  gtk_single_selection_set_selected (self->trade_selection,
                                     i < 0 ? GTK_INVALID_LIST_POSITION : (guint) i);
  self->from_chart = FALSE;
  if (i >= 0)
    cdl_run_view_scroll_to (self->trades, (guint) i);
}

static void
on_show_all (CdlRunView *self)
{
  gtk_single_selection_set_selected (self->trade_selection, GTK_INVALID_LIST_POSITION);
  cdl_chart_show_all (self->chart);
}

/* A table of rows of which one can be chosen. */
static GtkSingleSelection *
set_model (CdlRunView *self, GtkColumnView *view, GListStore *rows, GCallback selected)
{
  GtkSingleSelection *selection = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (rows)));

  gtk_single_selection_set_autoselect (selection, FALSE);
  gtk_single_selection_set_can_unselect (selection, TRUE);
  gtk_column_view_set_model (view, GTK_SELECTION_MODEL (selection));
  g_signal_connect_object (selection, "notify::selected", selected, self, G_CONNECT_SWAPPED);

  return selection;
}

/* "chart.setups" and the like: what the chart shows, for menus and keys. */
static void
add_chart_actions (CdlRunView *self)
{
  static const struct
  {
    const char *action, *property;
  } rows[] = {
    { "volume", "show-volume" }, { "trades", "show-trades" },      { "setups", "show-setups" },
    { "lines", "show-lines" },   { "logarithmic", "logarithmic" }, { "local-time", "local-time" },
  };
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GPropertyAction) action
          = g_property_action_new (rows[i].action, self->chart, rows[i].property);

      g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (action));
    }
  gtk_widget_insert_action_group (GTK_WIDGET (self), "chart", G_ACTION_GROUP (group));
}

static void
cdl_run_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  gboolean safe;

  g_object_get (CDL_RUN_VIEW (object)->chart, "color-blind-safe", &safe, NULL);
  g_value_set_boolean (value, safe);
}

static void
cdl_run_view_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  CdlRunView *self = CDL_RUN_VIEW (object);
  gboolean safe = g_value_get_boolean (value);

  g_object_set (self->chart, "color-blind-safe", safe, NULL);
  cdl_histogram_set_palette (self->r, safe ? CDL_CHART_BLUE_ORANGE : CDL_CHART_GREEN_RED);
}

static void
cdl_run_view_dispose (GObject *object)
{
  CdlRunView *self = CDL_RUN_VIEW (object);

  g_clear_pointer (&self->run, cdl_loaded_run_unref);
  g_clear_object (&self->trade_rows);
  g_clear_object (&self->setup_rows);
  g_clear_object (&self->trade_selection);
  g_clear_object (&self->setup_selection);
  gtk_widget_dispose_template (GTK_WIDGET (self), CDL_TYPE_RUN_VIEW);
  G_OBJECT_CLASS (cdl_run_view_parent_class)->dispose (object);
}

static void
cdl_run_view_class_init (CdlRunViewClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  g_type_ensure (CDL_TYPE_CHART);
  g_type_ensure (CDL_TYPE_HISTOGRAM);
  g_type_ensure (CDL_TYPE_MONTH_TABLE);
  G_OBJECT_CLASS (class)->dispose = cdl_run_view_dispose;
  G_OBJECT_CLASS (class)->get_property = cdl_run_view_get_property;
  G_OBJECT_CLASS (class)->set_property = cdl_run_view_set_property;
  g_object_class_install_property (
      G_OBJECT_CLASS (class), PROP_COLOR_BLIND_SAFE,
      g_param_spec_boolean ("color-blind-safe", NULL, NULL, FALSE,
                            G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS));
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/chandelier/Chandelier/cdl-run-view.ui");
  gtk_widget_class_bind_template_child (widget_class, CdlRunView, subtitle);
  gtk_widget_class_bind_template_child (widget_class, CdlRunView, chart_paned);
  gtk_widget_class_bind_template_child (widget_class, CdlRunView, chart_stack);
  gtk_widget_class_bind_template_child (widget_class, CdlRunView, chart);
  gtk_widget_class_bind_template_child (widget_class, CdlRunView, trades_stack);
  gtk_widget_class_bind_template_child (widget_class, CdlRunView, trades);
  gtk_widget_class_bind_template_child (widget_class, CdlRunView, setups_stack);
  gtk_widget_class_bind_template_child (widget_class, CdlRunView, setups);
  gtk_widget_class_bind_template_child (widget_class, CdlRunView, months);
  gtk_widget_class_bind_template_child (widget_class, CdlRunView, r_words);
  gtk_widget_class_bind_template_child (widget_class, CdlRunView, r);
  gtk_widget_class_bind_template_child (widget_class, CdlRunView, facts);
  start_live_signal = g_signal_new ("start-live", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  change_signal = g_signal_new ("change", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL,
                                NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  gtk_widget_class_bind_template_callback (widget_class, on_change);
  gtk_widget_class_bind_template_callback (widget_class, on_show_all);
  gtk_widget_class_bind_template_callback (widget_class, on_start_live);
  gtk_widget_class_install_action (widget_class, "run.export-report", NULL, action_export);
  gtk_widget_class_install_action (widget_class, "run.export-picture", NULL, action_export);
  gtk_widget_class_install_action (widget_class, "run.export-trades", NULL, action_export);
  gtk_widget_class_install_action (widget_class, "run.export-setups", NULL, action_export);
  gtk_widget_class_bind_template_callback (widget_class, on_trade_clicked);
}

static void
cdl_run_view_init (CdlRunView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->trade_rows = g_list_store_new (CDL_TYPE_TRADE_ROW);
  self->setup_rows = g_list_store_new (CDL_TYPE_SETUP_ROW);
  cdl_run_view_add_trade_columns (self->trades);
  cdl_run_view_add_setup_columns (self->setups);
  self->trade_selection
      = set_model (self, self->trades, self->trade_rows, G_CALLBACK (on_trade_selected));
  self->setup_selection
      = set_model (self, self->setups, self->setup_rows, G_CALLBACK (on_setup_selected));
  add_chart_actions (self);
  cdl_chart_set_words (self->chart, &chart_words);
  cdl_app_settings_bind ("colour-blind-safe", self, "color-blind-safe", G_SETTINGS_BIND_GET);
  cdl_app_settings_bind ("logarithmic", self->chart, "logarithmic", G_SETTINGS_BIND_DEFAULT);
  cdl_app_settings_bind ("local-time", self->chart, "local-time", G_SETTINGS_BIND_DEFAULT);
  cdl_app_settings_bind ("run-chart-height", self->chart_paned, "position",
                         G_SETTINGS_BIND_DEFAULT);
}
