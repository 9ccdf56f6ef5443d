#include "cdl-data-page.h"

#include <glib/gi18n.h>

#include "cdl-columns-view.h"
#include "cdl-coverage.h"
#include "cdl-dataset-details.h"
#include "cdl-download-form.h"
#include "cdl-download-list.h"
#include "cdl-import-job.h"
#include "cdl-problem-bar.h"
#include "cdl-text.h"
#include "cdl-time-text.h"
#include "cdl-time.h"

struct _CdlDataPage
{
  GtkBox parent_instance;

  GtkButton *import;
  GtkDropDown *market;
  GtkProgressBar *progress;
  GtkButton *cancel;
  GtkLabel *count;
  CdlProblemBar *problems;
  CdlDownloadList *downloads;
  GtkStack *stack;
  GtkColumnView *view;
  CdlDatasetDetails *details;

  char *root;
  GtkSingleSelection *selection;
  gint64 from, to; /* what all bars reach over, ms UTC */
  CdlImportJob *job;
  GCancellable *loading; /* of the latest reading of the archive */
};

G_DEFINE_FINAL_TYPE (CdlDataPage, cdl_data_page, GTK_TYPE_BOX)

static guint done_signal;
static guint changed_signal;

/* --- Columns --- */

static char *
symbol_text (gpointer item, const char **css)
{
  return g_strdup (cdl_dataset_row_name (item)->symbol);
}

static char *
market_text (gpointer item, const char **css)
{
  if (cdl_dataset_row_is_mark (item))
    return g_strdup (_ ("Futures, mark price"));

  return g_strdup (cdl_dataset_row_name (item)->market == CDL_MARKET_UM ? _ ("Futures (USD-M)")
                                                                        : _ ("Spot"));
}

static char *
interval_text (gpointer item, const char **css)
{
  return g_strdup (cdl_interval_name (cdl_dataset_row_name (item)->interval));
}

static char *
first_text (gpointer item, const char **css)
{
  const CdlDatasetCheck *check = cdl_dataset_row_check (item);

  return check != NULL ? cdl_time_text (check->first) : g_strdup ("–");
}

static char *
last_text (gpointer item, const char **css)
{
  const CdlDatasetCheck *check = cdl_dataset_row_check (item);

  return check != NULL ? cdl_time_text (check->last) : g_strdup ("–");
}

/* By the exchange's clock, as far as it is known. */
static char *
age_text (gpointer item, const char **css)
{
  const CdlFreshness *freshness = cdl_dataset_row_freshness (item);

  if (freshness->data_time == CDL_TIME_NONE)
    return g_strdup ("–");
  if (freshness->stale)
    *css = "warning";
  if (freshness->age_ms < 0)
    return g_strdup (_ ("in the future"));

  return cdl_freshness_format (freshness);
}

static char *
rows_text (gpointer item, const char **css)
{
  const CdlDatasetCheck *check = cdl_dataset_row_check (item);

  return check != NULL ? cdl_text_number ((double) check->rows, 0) : g_strdup ("–");
}

static char *
quality_text (gpointer item, const char **css)
{
  const CdlDatasetCheck *check = cdl_dataset_row_check (item);
  g_autofree char *number = NULL;

  if (check == NULL)
    {
      *css = "error";
      return g_strdup (_ ("unreadable"));
    }
  number = cdl_text_number (check->quality, check->missing > 0 ? 4 : 0);

  return g_strconcat (number, " %", NULL);
}

static void
on_bar_setup (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer self)
{
  gtk_list_item_set_child (item, cdl_coverage_new ());
}

static void
on_bar_bind (GtkSignalListItemFactory *factory, GtkListItem *item, CdlDataPage *self)
{
  cdl_coverage_set (CDL_COVERAGE (gtk_list_item_get_child (item)),
                    cdl_dataset_row_check (gtk_list_item_get_item (item)), self->from, self->to);
}

static void
add_coverage_column (CdlDataPage *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkColumnViewColumn) column = NULL;

  g_signal_connect (factory, "setup", G_CALLBACK (on_bar_setup), self);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bar_bind), self);
  column = gtk_column_view_column_new (_ ("Coverage"), factory);
  gtk_column_view_column_set_expand (column, TRUE);
  gtk_column_view_append_column (self->view, column);
}

/* --- What there is --- */

/* All bars share one span, so that one sees which datasets overlap. */
static void
find_span (CdlDataPage *self, GListModel *rows)
{
  self->from = G_MAXINT64;
  self->to = G_MININT64;
  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr (CdlDatasetRow) row = g_list_model_get_item (rows, i);
      const CdlDatasetCheck *check = cdl_dataset_row_check (row);

      if (check == NULL || check->rows == 0)
        continue;
      self->from = MIN (self->from, check->first);
      self->to = MAX (self->to, cdl_interval_next (check->interval, check->last));
    }
}

static void
on_selected (CdlDataPage *self)
{
  cdl_dataset_details_set_row (self->details,
                               gtk_single_selection_get_selected_item (self->selection));
}

static void
show_rows (CdlDataPage *self, GListModel *rows)
{
  const guint n = g_list_model_get_n_items (rows);
  const guint selected = gtk_single_selection_get_selected (self->selection);
  g_autofree char *words = g_strdup_printf (ngettext ("%u dataset", "%u datasets", n), n);

  find_span (self, rows);
  gtk_single_selection_set_model (self->selection, rows);
  if (selected < n)
    gtk_single_selection_set_selected (self->selection, selected);
  gtk_label_set_label (self->count, words);
  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "table" : "empty");
  on_selected (self);
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CdlDataPage) self = data;
  g_autoptr (GListStore) rows = cdl_dataset_rows_load_finish (result, NULL);

  if (rows != NULL)
    show_rows (self, G_LIST_MODEL (rows));
}

void
cdl_data_page_reload (CdlDataPage *self)
{
  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  self->loading = g_cancellable_new ();
  cdl_dataset_rows_load_async (self->root, self->loading, on_loaded, g_object_ref (self));
}

/* --- Import --- */

static void
show_job (CdlDataPage *self)
{
  const gboolean busy = self->job != NULL;

  gtk_widget_set_sensitive (GTK_WIDGET (self->import), !busy);
  gtk_widget_set_visible (GTK_WIDGET (self->progress), busy);
  gtk_widget_set_visible (GTK_WIDGET (self->cancel), busy);
}

static void
on_progress (const CdlImportProgress *progress, gpointer data)
{
  CdlDataPage *self = data;

  gtk_progress_bar_set_text (self->progress, progress->file);
  gtk_progress_bar_set_fraction (self->progress, progress->fraction);
}

static void
show_problems (CdlDataPage *self, const GPtrArray *errors)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < MIN (errors->len, 5); i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", (const char *) errors->pdata[i]);
  if (errors->len > 5)
    {
      g_string_append_c (text, '\n');
      g_string_append_printf (text, _ ("and %u more"), errors->len - 5);
    }
  cdl_problem_bar_set (self->problems, text->str);
}

static void
on_imported (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CdlDataPage) self = data;
  g_autoptr (CdlImportSummary) summary = cdl_import_job_finish (result);
  g_autofree char *added = cdl_text_number ((double) summary->added, 0);

  cdl_import_job_cancel (self->job); /* no more progress of it */
  g_clear_pointer (&self->job, cdl_import_job_unref);
  if (self->root == NULL)
    return;

  show_job (self);
  show_problems (self, summary->errors);
  if (summary->files > 0)
    {
      g_autofree char *words
          = g_strdup_printf (ngettext ("%u file imported: %s new rows",
                                       "%u files imported: %s new rows", summary->files),
                             summary->files, added);

      g_signal_emit (self, done_signal, 0, words);
      g_signal_emit (self, changed_signal, 0);
    }
  cdl_data_page_reload (self);
}

void
cdl_data_page_import (CdlDataPage *self, const char *const *paths)
{
  if (self->job != NULL || paths[0] == NULL)
    return;

  self->job = cdl_import_job_start (
      self->root, paths,
      gtk_drop_down_get_selected (self->market) == 1 ? CDL_MARKET_UM : CDL_MARKET_SPOT, on_progress,
      on_imported, g_object_ref (self));
  gtk_progress_bar_set_fraction (self->progress, 0);
  show_job (self);
}

static void
import_files (CdlDataPage *self, GListModel *files)
{
  g_autoptr (GStrvBuilder) paths = g_strv_builder_new ();
  g_auto (GStrv) list = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr (GFile) file = g_list_model_get_item (files, i);

      if (g_file_peek_path (file) != NULL)
        g_strv_builder_add (paths, g_file_peek_path (file));
    }
  list = g_strv_builder_end (paths);
  cdl_data_page_import (self, (const char *const *) list);
}

static void
on_chosen (GtkNativeDialog *chooser, int response, CdlDataPage *self)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GListModel) files = gtk_file_chooser_get_files (GTK_FILE_CHOOSER (chooser));

      import_files (self, files);
    }
  g_object_unref (chooser);
}

static void
on_import (CdlDataPage *self)
{
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (
      _ ("Import market data"), GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
      GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Import"), _ ("_Cancel"));

  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (chooser), TRUE);
  g_signal_connect_object (chooser, "response", G_CALLBACK (on_chosen), self, G_CONNECT_DEFAULT);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static gboolean
on_drop (CdlDataPage *self, const GValue *value)
{
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);
  g_autoptr (GSList) list = gdk_file_list_get_files (g_value_get_boxed (value));

  if (self->job != NULL)
    return FALSE;
  for (GSList *file = list; file != NULL; file = file->next)
    g_list_store_append (files, file->data);
  import_files (self, G_LIST_MODEL (files));

  return TRUE;
}

static void
on_cancel (CdlDataPage *self)
{
  cdl_import_job_cancel (self->job);
}

/* --- Download --- */

static void
on_download (CdlDataPage *self, const GArray *downloads)
{
  cdl_problem_bar_set (self->problems, NULL);
  cdl_download_list_add (self->downloads, downloads);
}

static void
on_stored (CdlDataPage *self, const char *words)
{
  if (words != NULL)
    {
      g_signal_emit (self, done_signal, 0, words);
      g_signal_emit (self, changed_signal, 0);
    }
  cdl_data_page_reload (self);
}

static void
on_queue_failed (CdlDataPage *self, const char *words)
{
  cdl_problem_bar_set (self->problems, words);
}

/* --- The widget --- */

static void
cdl_data_page_dispose (GObject *object)
{
  CdlDataPage *self = CDL_DATA_PAGE (object);

  if (self->job != NULL)
    cdl_import_job_cancel (self->job);
  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  g_clear_pointer (&self->root, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), CDL_TYPE_DATA_PAGE);
  g_clear_object (&self->selection);
  G_OBJECT_CLASS (cdl_data_page_parent_class)->dispose (object);
}

static void
cdl_data_page_class_init (CdlDataPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  g_type_ensure (CDL_TYPE_DATASET_DETAILS);
  g_type_ensure (CDL_TYPE_DOWNLOAD_FORM);
  g_type_ensure (CDL_TYPE_DOWNLOAD_LIST);
  g_type_ensure (CDL_TYPE_PROBLEM_BAR);
  G_OBJECT_CLASS (class)->dispose = cdl_data_page_dispose;
  done_signal = g_signal_new ("done", CDL_TYPE_DATA_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                              G_TYPE_NONE, 1, G_TYPE_STRING);
  changed_signal = g_signal_new ("changed", CDL_TYPE_DATA_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/chandelier/Chandelier/cdl-data-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CdlDataPage, import);
  gtk_widget_class_bind_template_child (widget_class, CdlDataPage, market);
  gtk_widget_class_bind_template_child (widget_class, CdlDataPage, progress);
  gtk_widget_class_bind_template_child (widget_class, CdlDataPage, cancel);
  gtk_widget_class_bind_template_child (widget_class, CdlDataPage, count);
  gtk_widget_class_bind_template_child (widget_class, CdlDataPage, problems);
  gtk_widget_class_bind_template_child (widget_class, CdlDataPage, downloads);
  gtk_widget_class_bind_template_child (widget_class, CdlDataPage, stack);
  gtk_widget_class_bind_template_child (widget_class, CdlDataPage, view);
  gtk_widget_class_bind_template_child (widget_class, CdlDataPage, details);
  gtk_widget_class_bind_template_callback (widget_class, on_download);
  gtk_widget_class_bind_template_callback (widget_class, on_stored);
  gtk_widget_class_bind_template_callback (widget_class, on_queue_failed);
  gtk_widget_class_bind_template_callback (widget_class, on_import);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel);
}

static void
cdl_data_page_init (CdlDataPage *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  gtk_widget_init_template (GTK_WIDGET (self));
  cdl_column_view_add (self->view, _ ("Symbol"), FALSE, FALSE, symbol_text);
  cdl_column_view_add (self->view, _ ("Market"), FALSE, FALSE, market_text);
  cdl_column_view_add (self->view, _ ("Interval"), FALSE, FALSE, interval_text);
  add_coverage_column (self);
  cdl_column_view_add (self->view, _ ("First"), TRUE, FALSE, first_text);
  cdl_column_view_add (self->view, _ ("Last"), TRUE, FALSE, last_text);
  cdl_column_view_add (self->view, _ ("Age"), TRUE, FALSE, age_text);
  cdl_column_view_add (self->view, _ ("Klines"), TRUE, FALSE, rows_text);
  cdl_column_view_add (self->view, _ ("Quality"), TRUE, FALSE, quality_text);
  self->selection = gtk_single_selection_new (NULL);
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (on_selected), self,
                           G_CONNECT_SWAPPED);
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_object (target, "drop", G_CALLBACK (on_drop), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

void
cdl_data_page_set_root (CdlDataPage *self, const char *root)
{
  g_free (self->root);
  self->root = g_strdup (root);
  cdl_download_list_set_root (self->downloads, root);
  cdl_data_page_reload (self);
}
