#include "cdl-backtest-page.h"

#include <glib/gi18n.h>
#include <math.h>

#include "cdl-archive.h"
#include "cdl-error-text.h"
#include "cdl-number.h"
#include "cdl-problem-bar.h"
#include "cdl-settings-json.h"
#include "cdl-strategy-at.h"
#include "cdl-strategy-check.h"
#include "cdl-strategy-rows.h"
#include "cdl-test-job.h"
#include "cdl-test-plan.h"
#include "cdl-text.h"
#include "cdl-time-text.h"
#include "cdl-time.h"

/* Typing is waited for before a request is looked at. */
#define PLAN_DELAY_MS 250

struct _CdlBacktestPage
{
  GtkBox parent_instance;

  AdwComboRow *strategy_row;
  AdwComboRow *symbol_row;
  AdwComboRow *interval_row;
  AdwEntryRow *from_row;
  AdwEntryRow *to_row;
  AdwEntryRow *capital_row;
  AdwEntryRow *maker_row;
  AdwEntryRow *taker_row;
  GtkSwitch *allow_short;
  AdwPreferencesGroup *params_group;
  GtkLabel *description;
  CdlProblemBar *problem;
  GtkLabel *plan;
  GtkButton *start;
  GtkButton *cancel;
  GtkProgressBar *progress;

  char *root;
  CdlStore *store;
  CdlStrategyRows *rows; /* of strategy_row and params_group: values, or what to sweep over */
  const CdlStrategyChoice *choice; /* that the interval was of at first; only compared */
  GArray *symbols;                 /* CdlDatasetName, one per market and symbol */
  CdlSettings *settings;           /* of the run that it was filled with; NULL: none */
  char *run_symbol;                /* that its price and quantity steps are of */
  CdlTestJob *job;                 /* NULL: none runs */
  guint plan_source;               /* that waits for typing to end; 0: none */
  GCancellable *plan_cancellable;
};

G_DEFINE_FINAL_TYPE (CdlBacktestPage, cdl_backtest_page, GTK_TYPE_BOX)

static guint finished_signal;

static const CdlDatasetName *
chosen_symbol (CdlBacktestPage *self)
{
  guint i = adw_combo_row_get_selected (self->symbol_row);

  return i < self->symbols->len ? &g_array_index (self->symbols, CdlDatasetName, i) : NULL;
}

static void
choose_symbol (CdlBacktestPage *self, CdlMarket market, const char *symbol)
{
  for (guint i = 0; i < self->symbols->len; i++)
    {
      const CdlDatasetName *name = &g_array_index (self->symbols, CdlDatasetName, i);

      if (name->market == market && g_str_equal (name->symbol, symbol))
        adw_combo_row_set_selected (self->symbol_row, i);
    }
}

/* Each symbol once, whatever intervals of it there are. */
static void
load_symbols (CdlBacktestPage *self)
{
  const CdlDatasetName *chosen = chosen_symbol (self);
  CdlDatasetName before = chosen != NULL ? *chosen : (CdlDatasetName){ 0 };
  g_autoptr (CdlArchive) archive = cdl_archive_new (self->root);
  g_autoptr (GArray) all = cdl_archive_list (archive);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  g_array_set_size (self->symbols, 0);
  for (guint i = 0; i < all->len; i++)
    {
      const CdlDatasetName *name = &g_array_index (all, CdlDatasetName, i);
      const CdlDatasetName *last
          = self->symbols->len > 0
                ? &g_array_index (self->symbols, CdlDatasetName, self->symbols->len - 1)
                : NULL;
      g_autofree char *words
          = g_strdup_printf ("%s (%s)", name->symbol, cdl_market_name (name->market));

      if (last != NULL && last->market == name->market && g_str_equal (last->symbol, name->symbol))
        continue;
      g_array_append_val (self->symbols, *name);
      gtk_string_list_append (names, words);
    }
  adw_combo_row_set_model (self->symbol_row, G_LIST_MODEL (names));
  choose_symbol (self, before.market, before.symbol);
}

static void
update_start (CdlBacktestPage *self)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->start), cdl_strategy_rows_chosen (self->rows) != NULL
                                                          && chosen_symbol (self) != NULL
                                                          && self->job == NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->cancel), self->job != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->progress), self->job != NULL);
}

static void plan_later (CdlBacktestPage *self);

static void
on_strategy (gpointer data)
{
  CdlBacktestPage *self = data;
  const CdlStrategyChoice *choice = cdl_strategy_rows_chosen (self->rows);
  const char *words = choice != NULL ? choice->strategy->description : NULL;

  update_start (self);
  gtk_label_set_label (self->description, words != NULL ? words : "");
  if (choice != NULL && choice != self->choice)
    adw_combo_row_set_selected (self->interval_row, choice->strategy->interval);
  self->choice = choice;
  plan_later (self);
}

/* What there is of the symbol's klines. */
static void
on_symbol (CdlBacktestPage *self)
{
  const CdlDatasetName *name = chosen_symbol (self);
  g_autoptr (CdlArchive) archive = NULL;
  g_autoptr (CdlDataset) dataset = NULL;
  g_autofree char *words = NULL;

  update_start (self);
  plan_later (self);
  if (name == NULL)
    return;

  archive = cdl_archive_new (self->root);
  dataset = cdl_archive_open (archive, name, NULL);
  if (dataset != NULL && cdl_dataset_klines (dataset)->n > 0)
    {
      const CdlKlines *klines = cdl_dataset_klines (dataset);
      g_autofree char *from = cdl_time_text (klines->open_time[0]);
      g_autofree char *to = cdl_time_text (klines->open_time[klines->n - 1]);
      g_autofree char *rows = cdl_text_number ((double) klines->n, 0);

      words = g_strdup_printf (_ ("%s klines of %s, from %s to %s"), rows,
                               cdl_interval_name (name->interval), from, to);
    }
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->symbol_row), words != NULL ? words : "");
}

/* Empty: an open end. FALSE if it is not a time. */
static gboolean
read_time (AdwEntryRow *row, gint64 *time)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));

  *time = CDL_TIME_NONE;

  return *text == '\0' || cdl_time_parse (text, time);
}

/* Percent, as people and exchanges write fees. */
static gboolean
read_fee (AdwEntryRow *row, double *fraction)
{
  double percent;

  if (!cdl_number_parse (gtk_editable_get_text (GTK_EDITABLE (row)), &percent) || percent < -1.0
      || percent > 50.0)
    return FALSE;
  *fraction = percent / 100.0;

  return TRUE;
}

/* Those of the run; but rules of another symbol are the exchange's to tell. NULL, or what is wrong.
 */
static const char *
read_settings (CdlBacktestPage *self, const CdlDatasetName *symbol, CdlSettings *settings)
{
  if (self->settings != NULL && self->settings->market == symbol->market)
    {
      *settings = *self->settings;
      if (!g_str_equal (symbol->symbol, self->run_symbol))
        cdl_settings_forget_symbol (settings);
    }
  settings->allow_short = gtk_switch_get_active (self->allow_short);
  if (!cdl_number_parse (gtk_editable_get_text (GTK_EDITABLE (self->capital_row)),
                         &settings->capital)
      || settings->capital <= 0.0)
    return _ ("The capital must be a number above 0");
  if (!read_fee (self->maker_row, &settings->fee_maker)
      || !read_fee (self->taker_row, &settings->fee_taker))
    return _ ("A fee is written in %, such as 0.05");

  return NULL;
}

/* The chosen strategy on the chosen interval. */
static gboolean
add_strategy (CdlBacktestPage *self, CdlTestRequest *request)
{
  const CdlStrategyChoice *choice = cdl_strategy_rows_chosen (self->rows);
  CdlInterval interval = (CdlInterval) adw_combo_row_get_selected (self->interval_row);
  g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();
  g_auto (GStrv) sets = cdl_strategy_rows_sets (self->rows);
  g_autofree char *json = NULL;
  CdlStrategy *strategy;

  if (interval == choice->strategy->interval)
    {
      json = g_strdup (choice->json);
      strategy = cdl_strategy_check (json, -1, diagnostics);
    }
  else
    strategy = cdl_strategy_at (choice->strategy, interval, &json, diagnostics);
  if (strategy == NULL)
    return FALSE;
  cdl_test_request_add (request, strategy, json, (const char *const *) sets);

  return TRUE;
}

/* NULL with a problem, for a person, or without if there is nothing to test yet. */
static CdlTestRequest *
read_request (CdlBacktestPage *self, const char **problem)
{
  const CdlDatasetName *symbol = chosen_symbol (self);
  g_autoptr (CdlTestRequest) request = NULL;

  if (cdl_strategy_rows_chosen (self->rows) == NULL || symbol == NULL)
    return NULL;

  request = cdl_test_request_new (symbol->market);
  if ((*problem = read_settings (self, symbol, &request->settings)) != NULL)
    return NULL;
  if (!read_time (self->from_row, &request->from) || !read_time (self->to_row, &request->to))
    {
      *problem = _ ("A time is written 2026-01-31, or 2026-01-31 15:00 (UTC)");
      return NULL;
    }
  if (!add_strategy (self, request))
    {
      *problem = _ ("The strategy reads klines that are shorter than this interval");
      return NULL;
    }
  request->asked_by = "gui";
  request->symbols = g_strdupv ((char *[]){ (char *) symbol->symbol, NULL });

  return g_steal_pointer (&request);
}

/* --- What it would come to --- */

static void
show_plan (CdlBacktestPage *self, const char *words, gboolean wrong)
{
  gtk_label_set_label (self->plan, words);
  if (wrong)
    gtk_widget_add_css_class (GTK_WIDGET (self->plan), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->plan), "error");
}

static void
on_planned (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CdlBacktestPage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CdlTestPlan) plan = cdl_test_plan_finish (CDL_STORE (source), result, &error);
  g_autofree char *runs = NULL;
  g_autofree char *time = NULL;
  g_autofree char *words = NULL;

  if (plan == NULL || self->store == NULL)
    return; /* a newer question is on its way */
  if (plan->problem != NULL)
    {
      show_plan (self, plan->problem, TRUE);
      return;
    }

  runs = cdl_text_number ((double) plan->runs, 0);
  words = g_strdup_printf (ngettext ("%s run", "%s runs", plan->runs), runs);
  if (!isnan (plan->estimate_ms))
    {
      g_autofree char *count = words;

      time = cdl_duration_format (MAX (1, (gint64) plan->estimate_ms));
      words = g_strdup_printf (_ ("%s, about %s"), count, time);
    }
  show_plan (self, words, FALSE);
}

static gboolean
plan_now (gpointer data)
{
  CdlBacktestPage *self = data;
  const char *problem = NULL;
  CdlTestRequest *request = read_request (self, &problem);

  self->plan_source = 0;
  g_cancellable_cancel (self->plan_cancellable);
  g_clear_object (&self->plan_cancellable);
  if (request == NULL)
    {
      show_plan (self, problem != NULL ? problem : "", problem != NULL);
      return G_SOURCE_REMOVE;
    }
  self->plan_cancellable = g_cancellable_new ();
  cdl_test_plan_async (self->root, self->store, request, self->plan_cancellable, on_planned,
                       g_object_ref (self));

  return G_SOURCE_REMOVE;
}

static void
plan_later (CdlBacktestPage *self)
{
  g_clear_handle_id (&self->plan_source, g_source_remove);
  if (self->store != NULL)
    self->plan_source = g_timeout_add (PLAN_DELAY_MS, plan_now, self);
}

/* --- Running --- */

static void
on_progress (const CdlTestProgress *progress, gpointer data)
{
  CdlBacktestPage *self = data;
  g_autofree char *remaining
      = progress->remaining_ms >= 0 ? cdl_duration_format (progress->remaining_ms) : NULL;
  g_autofree char *words
      = g_strdup_printf (_ ("%u of %u runs%s%s"), (guint) progress->done, (guint) progress->runs,
                         remaining != NULL ? ", " : "", remaining != NULL ? remaining : "");

  gtk_progress_bar_set_fraction (self->progress,
                                 progress->work > 0.0 ? progress->work_done / progress->work : 1.0);
  gtk_progress_bar_set_text (self->progress, words);
}

static void
on_done (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CdlBacktestPage) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = cdl_test_job_finish (result, &error);

  cdl_test_job_cancel (self->job); /* no more progress of it */
  g_clear_pointer (&self->job, cdl_test_job_unref);
  if (self->store == NULL)
    return; /* the window is gone */
  update_start (self);
  if (id == NULL)
    {
      g_autofree char *words = cdl_error_text (error);

      cdl_problem_bar_set (self->problem, words);
    }
  else
    g_signal_emit (self, finished_signal, 0, *id != '\0' ? id : NULL);
}

static void
on_start (CdlBacktestPage *self)
{
  const char *problem = NULL;
  CdlTestRequest *request = read_request (self, &problem);

  if (problem != NULL)
    cdl_problem_bar_set (self->problem, problem);
  if (request == NULL)
    return;
  gtk_progress_bar_set_fraction (self->progress, 0.0);
  gtk_progress_bar_set_text (self->progress, _ ("Starting"));
  cdl_problem_bar_set (self->problem, NULL);
  self->job = cdl_test_job_start (self->root, self->store, request, on_progress, on_done,
                                  g_object_ref (self));
  update_start (self);
}

static void
on_cancel (CdlBacktestPage *self)
{
  if (self->job != NULL)
    cdl_test_job_cancel (self->job);
}

/* --- Filling --- */

static void
show_number (AdwEntryRow *row, double value)
{
  char number[CDL_NUMBER_SIZE];

  gtk_editable_set_text (GTK_EDITABLE (row), cdl_number_format (value, number));
}

static void
show_time (AdwEntryRow *row, gint64 time)
{
  g_autofree char *text = cdl_time_format_short (time);

  gtk_editable_set_text (GTK_EDITABLE (row), text);
}

static void
show_settings (CdlBacktestPage *self, const CdlSettings *settings)
{
  show_number (self->capital_row, settings->capital);
  /* 0.0005 is 0.05, not 0.050000000000000003. */
  show_number (self->maker_row, round (settings->fee_maker * 1e10) / 1e8);
  show_number (self->taker_row, round (settings->fee_taker * 1e10) / 1e8);
  gtk_switch_set_active (self->allow_short, settings->allow_short);
}

void
cdl_backtest_page_set_run (CdlBacktestPage *self, const CdlLoadedRun *run)
{
  const CdlRunRecord *record = run->run;
  CdlStrategyChoice *choice = cdl_strategy_choice_new (record->strategy->json);
  g_autofree CdlSettings *settings = g_new0 (CdlSettings, 1);

  g_return_if_fail (CDL_IS_BACKTEST_PAGE (self));

  if (choice == NULL || !cdl_settings_read (record->settings, settings, NULL))
    {
      g_clear_pointer (&choice, cdl_strategy_choice_free);
      return;
    }
  cdl_strategy_rows_load (self->rows, self->root); /* without that of another run */
  cdl_strategy_rows_choose (self->rows, choice);
  for (guint i = 0; i < record->params->len; i++)
    cdl_strategy_rows_set_value (self->rows, i,
                                 g_array_index (record->params, CdlRunParam, i).value);
  choose_symbol (self, record->dataset->market, record->dataset->symbol);
  show_time (self->from_row, record->from);
  show_time (self->to_row, record->to);
  show_settings (self, settings);
  g_free (self->run_symbol);
  self->run_symbol = g_strdup (record->dataset->symbol);
  g_free (self->settings);
  self->settings = g_steal_pointer (&settings);
  plan_later (self);
}

void
cdl_backtest_page_reload (CdlBacktestPage *self)
{
  g_return_if_fail (CDL_IS_BACKTEST_PAGE (self));

  load_symbols (self);
}

void
cdl_backtest_page_set_store (CdlBacktestPage *self, const char *root, CdlStore *store)
{
  g_return_if_fail (CDL_IS_BACKTEST_PAGE (self));

  g_set_object (&self->store, store);
  g_free (self->root);
  self->root = g_strdup (root);
  load_symbols (self);
  cdl_strategy_rows_load (self->rows, root);
}

static void
cdl_backtest_page_dispose (GObject *object)
{
  CdlBacktestPage *self = CDL_BACKTEST_PAGE (object);

  on_cancel (self);
  g_clear_handle_id (&self->plan_source, g_source_remove);
  g_cancellable_cancel (self->plan_cancellable);
  g_clear_object (&self->plan_cancellable);
  g_clear_object (&self->store);
  g_clear_pointer (&self->rows, cdl_strategy_rows_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), CDL_TYPE_BACKTEST_PAGE);
  G_OBJECT_CLASS (cdl_backtest_page_parent_class)->dispose (object);
}

static void
cdl_backtest_page_finalize (GObject *object)
{
  CdlBacktestPage *self = CDL_BACKTEST_PAGE (object);

  g_clear_pointer (&self->job, cdl_test_job_unref);
  g_free (self->root);
  g_free (self->settings);
  g_free (self->run_symbol);
  g_array_unref (self->symbols);
  G_OBJECT_CLASS (cdl_backtest_page_parent_class)->finalize (object);
}

static void
cdl_backtest_page_class_init (CdlBacktestPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  g_type_ensure (CDL_TYPE_PROBLEM_BAR);
  G_OBJECT_CLASS (class)->dispose = cdl_backtest_page_dispose;
  G_OBJECT_CLASS (class)->finalize = cdl_backtest_page_finalize;
  finished_signal = g_signal_new ("finished", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/chandelier/Chandelier/cdl-backtest-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CdlBacktestPage, strategy_row);
  gtk_widget_class_bind_template_child (widget_class, CdlBacktestPage, symbol_row);
  gtk_widget_class_bind_template_child (widget_class, CdlBacktestPage, interval_row);
  gtk_widget_class_bind_template_child (widget_class, CdlBacktestPage, from_row);
  gtk_widget_class_bind_template_child (widget_class, CdlBacktestPage, to_row);
  gtk_widget_class_bind_template_child (widget_class, CdlBacktestPage, capital_row);
  gtk_widget_class_bind_template_child (widget_class, CdlBacktestPage, maker_row);
  gtk_widget_class_bind_template_child (widget_class, CdlBacktestPage, taker_row);
  gtk_widget_class_bind_template_child (widget_class, CdlBacktestPage, allow_short);
  gtk_widget_class_bind_template_child (widget_class, CdlBacktestPage, params_group);
  gtk_widget_class_bind_template_child (widget_class, CdlBacktestPage, description);
  gtk_widget_class_bind_template_child (widget_class, CdlBacktestPage, problem);
  gtk_widget_class_bind_template_child (widget_class, CdlBacktestPage, plan);
  gtk_widget_class_bind_template_child (widget_class, CdlBacktestPage, start);
  gtk_widget_class_bind_template_child (widget_class, CdlBacktestPage, cancel);
  gtk_widget_class_bind_template_child (widget_class, CdlBacktestPage, progress);
  gtk_widget_class_bind_template_callback (widget_class, on_symbol);
  gtk_widget_class_bind_template_callback (widget_class, plan_later);
  gtk_widget_class_bind_template_callback (widget_class, on_start);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel);
}

static void
cdl_backtest_page_init (CdlBacktestPage *self)
{
  g_autoptr (GtkStringList) intervals = gtk_string_list_new (NULL);
  CdlSettings defaults;

  self->symbols = g_array_new (FALSE, FALSE, sizeof (CdlDatasetName));
  gtk_widget_init_template (GTK_WIDGET (self));
  cdl_settings_init (&defaults, CDL_MARKET_SPOT);
  show_settings (self, &defaults);
  for (guint i = 0; i < CDL_N_INTERVALS; i++)
    gtk_string_list_append (intervals, cdl_interval_name ((CdlInterval) i));
  adw_combo_row_set_model (self->interval_row, G_LIST_MODEL (intervals));
  self->rows = cdl_strategy_rows_new (self->strategy_row, self->params_group, on_strategy, self);
}
