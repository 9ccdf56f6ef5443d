#include "cdl-download-row.h"

#include <glib/gi18n.h>

#include "cdl-text.h"

struct _CdlDownloadRow
{
  GtkBox parent_instance;

  GtkLabel *title;
  GtkProgressBar *bar;
  GtkLabel *message;
  GtkButton *retry;
  GtkButton *cancel;
  guint id;
};

G_DEFINE_FINAL_TYPE (CdlDownloadRow, cdl_download_row, GTK_TYPE_BOX)

static guint cancel_signal;
static guint retry_signal;

static void
on_cancel (CdlDownloadRow *self)
{
  g_signal_emit (self, cancel_signal, 0, self->id);
}

static void
on_retry (CdlDownloadRow *self)
{
  g_signal_emit (self, retry_signal, 0, self->id);
}

void
cdl_download_row_set (CdlDownloadRow *self, const CdlDownloadStatus *status)
{
  g_autofree char *title = cdl_series_id_format (&status->download.id);
  const gboolean failed = status->state == CDL_DOWNLOAD_FAILED;
  const double fraction
      = status->total > 0 ? CLAMP ((double) status->rows / (double) status->total, 0, 1) : 0;
  g_autofree char *rows = cdl_text_number ((double) status->rows, 0);
  g_autofree char *total = cdl_text_number ((double) status->total, 0);
  g_autofree char *text = status->state == CDL_DOWNLOAD_WAITING ? g_strdup (_ ("waiting"))
                          : status->total == 0 ? g_strdup (_ ("asking what there is"))
                                               /* Translators: so many, of so many. */
                                               : g_strdup_printf (_ ("%s of %s"), rows, total);

  self->id = status->id;
  gtk_label_set_label (self->title, title);
  gtk_progress_bar_set_fraction (self->bar, fraction);
  gtk_progress_bar_set_text (self->bar, text);
  gtk_widget_set_visible (GTK_WIDGET (self->bar), !failed);
  gtk_widget_set_visible (GTK_WIDGET (self->retry), failed);
  gtk_label_set_label (self->message, status->message != NULL ? status->message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->message), status->message != NULL);
  if (failed)
    gtk_widget_add_css_class (GTK_WIDGET (self->message), "error");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->bar), GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  -1);
}

char *
cdl_download_row_summary (const CdlDownloadStatus *status)
{
  g_autofree char *title = cdl_series_id_format (&status->download.id);
  g_autofree char *added = cdl_text_number ((double) status->added, 0);

  if (status->repaired > 0)
    {
      g_autofree char *repaired = cdl_text_number ((double) status->repaired, 0);

      /* Translators: what was downloaded, and how much of it is new, or was corrected. */
      return g_strdup_printf (_ ("%s: %s new, %s corrected"), title, added, repaired);
    }

  return g_strdup_printf (_ ("%s: %s new"), title, added);
}

char *
cdl_download_row_remaining (gint64 ms)
{
  const gint64 s = (ms + 999) / 1000;

  if (ms < 0)
    return g_strdup (_ ("remaining time unknown"));
  if (s < 60)
    return g_strdup_printf (_ ("%d s left"), (int) s);
  if (s < 3600)
    return g_strdup_printf (_ ("%d min %02d s left"), (int) (s / 60), (int) (s % 60));

  return g_strdup_printf (_ ("%d h %02d min left"), (int) (s / 3600), (int) (s / 60 % 60));
}

static void
cdl_download_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), CDL_TYPE_DOWNLOAD_ROW);
  G_OBJECT_CLASS (cdl_download_row_parent_class)->dispose (object);
}

static void
cdl_download_row_class_init (CdlDownloadRowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = cdl_download_row_dispose;
  cancel_signal = g_signal_new ("cancel", CDL_TYPE_DOWNLOAD_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  retry_signal = g_signal_new ("retry", CDL_TYPE_DOWNLOAD_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/chandelier/Chandelier/cdl-download-row.ui");
  gtk_widget_class_bind_template_child (widget_class, CdlDownloadRow, title);
  gtk_widget_class_bind_template_child (widget_class, CdlDownloadRow, bar);
  gtk_widget_class_bind_template_child (widget_class, CdlDownloadRow, message);
  gtk_widget_class_bind_template_child (widget_class, CdlDownloadRow, retry);
  gtk_widget_class_bind_template_child (widget_class, CdlDownloadRow, cancel);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel);
  gtk_widget_class_bind_template_callback (widget_class, on_retry);
}

static void
cdl_download_row_init (CdlDownloadRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
cdl_download_row_new (void)
{
  return g_object_new (CDL_TYPE_DOWNLOAD_ROW, NULL);
}
