#include "cdl-run-view-export.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

#include "cdl-picture.h"
#include "cdl-report.h"
#include "cdl-store-export.h"
#include "cdl-toast.h"

/* What the thread works on; nothing of it changes meanwhile. */
typedef struct
{
  GtkWidget *page; /* until the thread begins */
  CdlLoadedRun *run;
  CdlExportKind kind;
  GFile *file;
  CdlChartData data; /* of pictures */
  CdlChartView view;
  const CdlChartTheme *theme;
  int width, height;
} Export;

static void
export_free (gpointer data)
{
  Export *self = data;

  g_clear_object (&self->page);
  cdl_loaded_run_unref (self->run);
  g_clear_object (&self->file);
  g_clear_pointer (&self->data.zone, g_time_zone_unref);
  g_free (self);
}

static GBytes *
take_text (char *text)
{
  return text != NULL ? g_bytes_new_take (text, strlen (text)) : NULL;
}

static GBytes *
make (const Export *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) runs = NULL;

  switch (self->kind)
    {
    case CDL_EXPORT_PICTURE:
      return cdl_picture_chart (&self->data, &self->view, self->width, self->height, 2, self->theme,
                                error);
    case CDL_EXPORT_TRADES:
      return take_text (cdl_run_trades_csv (self->run->run, self->run->details));
    case CDL_EXPORT_SETUPS:
      return take_text (cdl_run_setups_csv (self->run->run, self->run->details));
    case CDL_EXPORT_REPORT:
    default:
      runs = g_ptr_array_new ();
      g_ptr_array_add (runs, self->run);
      return take_text (cdl_report_html (runs, cancellable, error));
    }
}

/* Whole or not at all: that is how GIO replaces what is there, but not how it writes new files. */
static gboolean
write_bytes (GFile *file, GBytes *bytes, GCancellable *cancellable, GError **error)
{
  const char *data = g_bytes_get_data (bytes, NULL);
  gsize size = g_bytes_get_size (bytes);

  return g_file_peek_path (file) != NULL && !g_file_query_exists (file, NULL)
             ? g_file_set_contents (g_file_peek_path (file), data, (gssize) size, error)
             : g_file_replace_contents (file, data, size, NULL, FALSE, G_FILE_CREATE_NONE, NULL,
                                        cancellable, error);
}

static void
write_file (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Export *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = make (self, cancellable, &error);

  if (bytes == NULL || !write_bytes (self->file, bytes, cancellable, &error))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_boolean (task, TRUE);
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer data)
{
  const Export *self = g_task_get_task_data (G_TASK (result));
  GtkWidget *toasts = gtk_widget_get_ancestor (GTK_WIDGET (source), ADW_TYPE_TOAST_OVERLAY);
  g_autofree char *name = g_file_get_basename (self->file);
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;
  AdwToast *toast;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    words = g_strdup_printf (_ ("Saved as %s"), name);
  else
    words = g_strdup_printf (_ ("%s was not saved: %s"), name, error->message);
  if (toasts == NULL)
    return;
  toast = cdl_toast_new (words);
  if (error != NULL)
    adw_toast_set_timeout (toast, 0);
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (toasts), toast);
}

static void
on_response (GtkNativeDialog *dialog, int response, gpointer data)
{
  Export *self = data;

  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GTask) task = g_task_new (self->page, NULL, on_written, NULL);

      g_clear_object (&self->page); /* the task holds it */
      self->file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
      g_task_set_task_data (task, self, export_free);
      g_task_run_in_thread (task, write_file);
    }
  else
    export_free (self);
  g_object_unref (dialog);
}

void
cdl_run_view_export (GtkWidget *view, CdlChart *chart, CdlLoadedRun *run, CdlExportKind kind)
{
  static const struct
  {
    const char *title, *ending;
  } kinds[] = {
    [CDL_EXPORT_REPORT] = { N_ ("Save the report"), "html" },
    [CDL_EXPORT_PICTURE] = { N_ ("Save the picture"), "png" },
    [CDL_EXPORT_TRADES] = { N_ ("Save the trades"), "trades.csv" },
    [CDL_EXPORT_SETUPS] = { N_ ("Save the setups"), "setups.csv" },
  };
  GtkWidget *window = gtk_widget_get_ancestor (view, GTK_TYPE_WINDOW);
  Export *self = g_new0 (Export, 1);
  g_autofree char *name
      = g_strdup_printf ("%s-%.8s.%s", run->run->dataset->symbol, run->run->id, kinds[kind].ending);
  GtkFileChooserNative *dialog
      = gtk_file_chooser_native_new (_ (kinds[kind].title), GTK_WINDOW (window),
                                     GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), _ ("_Cancel"));

  self->page = g_object_ref (view);
  self->run = cdl_loaded_run_ref (run);
  self->kind = kind;
  self->width = gtk_widget_get_width (GTK_WIDGET (chart));
  self->height = gtk_widget_get_height (GTK_WIDGET (chart));
  cdl_chart_get_shown (chart, &self->data, &self->view, &self->theme);
  if (self->data.zone != NULL)
    g_time_zone_ref (self->data.zone);

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  g_signal_connect (dialog, "response", G_CALLBACK (on_response), self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}
