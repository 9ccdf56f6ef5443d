#include "cdl-results-page.h"

#include <glib/gi18n.h>
#include <math.h>

#include "cdl-columns-view.h"
#include "cdl-run-row.h"
#include "cdl-run-text.h"
#include "cdl-text.h"
#include "cdl-time-text.h"

/* Runs that are fetched at once; more follow when the end is scrolled to. */
#define PAGE_SIZE 200

typedef struct
{
  const char *title; /* to be translated */
  CdlSortKey key;
  CdlStat stat;
  gboolean descending;
} SortChoice;

static const SortChoice sorts[] = {
  { N_ ("Newest"), CDL_SORT_CREATED_AT, 0, TRUE },
  { N_ ("Net result"), CDL_SORT_STAT, CDL_STAT_NET, TRUE },
  { N_ ("Sharpe ratio"), CDL_SORT_STAT, CDL_STAT_SHARPE, TRUE },
  { N_ ("Profit factor"), CDL_SORT_STAT, CDL_STAT_PROFIT_FACTOR, TRUE },
  { N_ ("Smallest drawdown"), CDL_SORT_STAT, CDL_STAT_MAX_DRAWDOWN_PCT, FALSE },
  { N_ ("Expectancy in R"), CDL_SORT_STAT, CDL_STAT_EXPECTANCY_R, TRUE },
  { N_ ("Most trades"), CDL_SORT_STAT, CDL_STAT_TRADES, TRUE },
  { N_ ("Strategy"), CDL_SORT_STRATEGY, 0, FALSE },
};

struct _CdlResultsPage
{
  GtkBox parent_instance;

  GtkSearchEntry *search;
  GtkDropDown *sort;
  GtkLabel *count;
  GtkStack *stack;
  GtkColumnView *view;
  GtkScrolledWindow *scroller;

  CdlStore *store;
  GListStore *rows; /* CdlRunRow */
  char *cursor;     /* of the next page; NULL: there is none */
  GCancellable *cancellable;
  gboolean loading;
};

G_DEFINE_FINAL_TYPE (CdlResultsPage, cdl_results_page, GTK_TYPE_BOX)

enum
{
  RUN_ACTIVATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* A question to the store, on its way to the store's thread. */
typedef struct
{
  CdlRunFilter *filter;
  CdlRunQuery query;
  char *cursor;
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  cdl_run_filter_free (question->filter);
  g_free (question->cursor);
  g_free (question);
}

static gpointer
ask (CdlStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  Question *question = data;

  return cdl_store_list_runs (store, &question->query, cancellable, error);
}

static void
show_count (CdlResultsPage *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->rows));
  g_autofree char *number = cdl_text_number (n, 0);
  g_autofree char *words = NULL;

  if (self->cursor != NULL)
    words = g_strdup_printf (_ ("%s runs, and more"), number);
  else
    words = g_strdup_printf (ngettext ("%s run", "%s runs", n), number);
  gtk_label_set_label (self->count, words);
  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "table" : "empty");
}

static void
on_answer (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CdlResultsPage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CdlRunPage) page = cdl_store_call_finish (CDL_STORE (source), result, &error);
  g_autoptr (GPtrArray) items = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* a newer question is on its way */

  self->loading = FALSE;
  if (page == NULL)
    {
      gtk_label_set_label (self->count, error->message);
      return;
    }

  items = g_ptr_array_new_with_free_func (g_object_unref);
  while (page->runs->len > 0)
    g_ptr_array_add (items, cdl_run_row_new (g_ptr_array_steal_index (page->runs, 0)));
  g_free (self->cursor);
  self->cursor = g_strdup (page->next);
  g_list_store_splice (self->rows, g_list_model_get_n_items (G_LIST_MODEL (self->rows)), 0,
                       items->pdata, items->len);
  show_count (self);
}

static void
load_page (CdlResultsPage *self)
{
  const SortChoice *sort
      = &sorts[MIN (gtk_drop_down_get_selected (self->sort), G_N_ELEMENTS (sorts) - 1)];
  const char *words = gtk_editable_get_text (GTK_EDITABLE (self->search));
  Question *question;

  if (self->store == NULL)
    return;

  question = g_new0 (Question, 1);
  question->filter = cdl_run_filter_new ();
  if (*words != '\0')
    question->filter->text = g_strdup (words);
  question->cursor = g_strdup (self->cursor);
  question->query = (CdlRunQuery){ .filter = question->filter,
                                   .key = sort->key,
                                   .stat = sort->stat,
                                   .descending = sort->descending,
                                   .limit = PAGE_SIZE,
                                   .cursor = question->cursor };
  self->loading = TRUE;
  cdl_store_call_async (self->store, ask, question, question_free,
                        (GDestroyNotify) cdl_run_page_free, self->cancellable, on_answer,
                        g_object_ref (self));
}

void
cdl_results_page_reload (CdlResultsPage *self)
{
  g_return_if_fail (CDL_IS_RESULTS_PAGE (self));

  g_cancellable_cancel (self->cancellable);
  g_set_object (&self->cancellable, g_cancellable_new ());
  g_object_unref (self->cancellable);
  g_clear_pointer (&self->cursor, g_free);
  g_list_store_remove_all (self->rows);
  load_page (self);
}

void
cdl_results_page_set_store (CdlResultsPage *self, CdlStore *store)
{
  g_return_if_fail (CDL_IS_RESULTS_PAGE (self));

  if (g_set_object (&self->store, store))
    cdl_results_page_reload (self);
}

void
cdl_results_page_search (CdlResultsPage *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

static void
on_edge (GtkScrolledWindow *scroller, GtkPositionType edge, CdlResultsPage *self)
{
  if (edge == GTK_POS_BOTTOM && self->cursor != NULL && !self->loading)
    load_page (self);
}

static void
on_activate (GtkColumnView *view, guint position, CdlResultsPage *self)
{
  g_autoptr (CdlRunRow) item = g_list_model_get_item (G_LIST_MODEL (self->rows), position);

  if (item != NULL)
    g_signal_emit (self, signals[RUN_ACTIVATED], 0, cdl_run_row_run (item)->id);
}

/* Cells. */
static char *
cell_strategy (gpointer item, const char **css)
{
  return g_strdup (cdl_run_row_run (item)->strategy->name);
}

static char *
cell_symbol (gpointer item, const char **css)
{
  return g_strdup (cdl_run_row_run (item)->dataset->symbol);
}

static char *
cell_interval (gpointer item, const char **css)
{
  return g_strdup (cdl_interval_name (cdl_run_row_run (item)->interval));
}

static char *
cell_params (gpointer item, const char **css)
{
  return cdl_run_params_text (cdl_run_row_run (item));
}

static char *
cell_nets (gpointer item, const char **css)
{
  const CdlRunRecord *run = cdl_run_row_run (item);
  double net = run->statistics.value[CDL_STAT_NET];

  *css = net > 0.0 ? "success" : net < 0.0 ? "error" : NULL;

  return cdl_run_nets_text (run);
}

#define STAT_CELL(name, stat)                                                                      \
  static char *cell_##name (gpointer item, const char **css)                                       \
  {                                                                                                \
    return cdl_run_stat_text (cdl_run_row_run (item), stat);                                       \
  }

STAT_CELL (drawdown, CDL_STAT_MAX_DRAWDOWN_PCT)
STAT_CELL (trades, CDL_STAT_TRADES)
STAT_CELL (win_rate, CDL_STAT_WIN_RATE)
STAT_CELL (profit_factor, CDL_STAT_PROFIT_FACTOR)
STAT_CELL (sharpe, CDL_STAT_SHARPE)
STAT_CELL (expectancy, CDL_STAT_EXPECTANCY_R)

static char *
cell_created (gpointer item, const char **css)
{
  return cdl_time_text (cdl_run_row_run (item)->created_at);
}

static void
add_columns (GtkColumnView *view)
{
  static const struct
  {
    const char *title;
    gboolean numeric, expand;
    CdlCellText text;
  } columns[] = {
    { N_ ("Strategy"), FALSE, TRUE, cell_strategy },
    { N_ ("Symbol"), FALSE, FALSE, cell_symbol },
    { N_ ("Interval"), FALSE, FALSE, cell_interval },
    { N_ ("Parameters"), FALSE, TRUE, cell_params },
    { N_ ("Return"), TRUE, FALSE, cell_nets },
    { N_ ("Drawdown"), TRUE, FALSE, cell_drawdown },
    { N_ ("Trades"), TRUE, FALSE, cell_trades },
    { N_ ("Win rate"), TRUE, FALSE, cell_win_rate },
    { N_ ("Profit factor"), TRUE, FALSE, cell_profit_factor },
    { N_ ("Sharpe"), TRUE, FALSE, cell_sharpe },
    { N_ ("E (R)"), TRUE, FALSE, cell_expectancy },
    { N_ ("Tested"), TRUE, FALSE, cell_created },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    cdl_column_view_add (view, _ (columns[i].title), columns[i].numeric, columns[i].expand,
                         columns[i].text);
}

static void
cdl_results_page_dispose (GObject *object)
{
  CdlResultsPage *self = CDL_RESULTS_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->store);
  g_clear_object (&self->rows);
  g_clear_pointer (&self->cursor, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), CDL_TYPE_RESULTS_PAGE);
  G_OBJECT_CLASS (cdl_results_page_parent_class)->dispose (object);
}

static void
cdl_results_page_class_init (CdlResultsPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = cdl_results_page_dispose;
  signals[RUN_ACTIVATED]
      = g_signal_new ("run-activated", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                      NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/chandelier/Chandelier/cdl-results-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CdlResultsPage, search);
  gtk_widget_class_bind_template_child (widget_class, CdlResultsPage, sort);
  gtk_widget_class_bind_template_child (widget_class, CdlResultsPage, count);
  gtk_widget_class_bind_template_child (widget_class, CdlResultsPage, stack);
  gtk_widget_class_bind_template_child (widget_class, CdlResultsPage, view);
  gtk_widget_class_bind_template_child (widget_class, CdlResultsPage, scroller);
}

static void
cdl_results_page_init (CdlResultsPage *self)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);
  GtkSingleSelection *selection;

  gtk_widget_init_template (GTK_WIDGET (self));
  self->rows = g_list_store_new (CDL_TYPE_RUN_ROW);
  self->cancellable = g_cancellable_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (sorts); i++)
    gtk_string_list_append (titles, _ (sorts[i].title));
  gtk_drop_down_set_model (self->sort, G_LIST_MODEL (titles));

  add_columns (self->view);
  selection = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (self->rows)));
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (selection));
  g_object_unref (selection);

  g_signal_connect_swapped (self->search, "search-changed", G_CALLBACK (cdl_results_page_reload),
                            self);
  g_signal_connect_swapped (self->sort, "notify::selected", G_CALLBACK (cdl_results_page_reload),
                            self);
  g_signal_connect (self->scroller, "edge-reached", G_CALLBACK (on_edge), self);
  g_signal_connect (self->view, "activate", G_CALLBACK (on_activate), self);
}
