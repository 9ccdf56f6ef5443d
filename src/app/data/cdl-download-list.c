#include "cdl-download-list.h"

#include <glib/gi18n.h>

#include "cdl-download-row.h"

struct _CdlDownloadList
{
  GtkBox parent_instance;

  GtkListBox *list;
  GtkLabel *speed;

  char *root;
  CdlDownloadQueue *queue; /* NULL while nothing is in it */
  GHashTable *rows;        /* id -> CdlDownloadRow, of what is shown */
  GHashTable *told;        /* ids that have ended, and of which was told */
  guint ending;            /* source that gives the queue back */
};

G_DEFINE_FINAL_TYPE (CdlDownloadList, cdl_download_list, GTK_TYPE_BOX)

static guint stored_signal;
static guint failed_signal;

static void take_queue (CdlDownloadList *self);

static void
show (CdlDownloadList *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), g_hash_table_size (self->rows) > 0);
}

static void
remove_row (CdlDownloadList *self, guint id)
{
  GtkWidget *row = g_hash_table_lookup (self->rows, GUINT_TO_POINTER (id));

  if (row == NULL)
    return;
  g_hash_table_remove (self->rows, GUINT_TO_POINTER (id));
  gtk_list_box_remove (self->list, gtk_widget_get_parent (row));
  show (self);
}

static void
on_cancel (CdlDownloadList *self, guint id)
{
  if (self->queue != NULL)
    cdl_download_queue_cancel (self->queue, id);
  else
    remove_row (self, id);
}

/* What failed is in the queue still, and is tried again by whoever takes it up. */
static void
on_retry (CdlDownloadList *self, guint id)
{
  remove_row (self, id);
  take_queue (self);
}

static CdlDownloadRow *
get_row (CdlDownloadList *self, guint id)
{
  GtkWidget *row = g_hash_table_lookup (self->rows, GUINT_TO_POINTER (id));

  if (row != NULL)
    return CDL_DOWNLOAD_ROW (row);

  row = cdl_download_row_new ();
  g_signal_connect_object (row, "cancel", G_CALLBACK (on_cancel), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "retry", G_CALLBACK (on_retry), self, G_CONNECT_SWAPPED);
  gtk_list_box_append (self->list, row);
  g_hash_table_insert (self->rows, GUINT_TO_POINTER (id), row);
  show (self);

  return CDL_DOWNLOAD_ROW (row);
}

static void
show_download (CdlDownloadList *self, const CdlDownloadStatus *status)
{
  const gboolean ended = status->state >= CDL_DOWNLOAD_DONE;

  if (ended && !g_hash_table_add (self->told, GUINT_TO_POINTER (status->id)))
    return;
  if (status->state == CDL_DOWNLOAD_DONE || status->state == CDL_DOWNLOAD_CANCELLED)
    remove_row (self, status->id);
  else
    cdl_download_row_set (get_row (self, status->id), status);
  if (status->state == CDL_DOWNLOAD_DONE)
    {
      g_autofree char *words = cdl_download_row_summary (status);

      g_signal_emit (self, stored_signal, 0, words);
    }
  else if (ended)
    g_signal_emit (self, stored_signal, 0, NULL);
}

static void
show_speed (CdlDownloadList *self, const CdlQueueStatus *status)
{
  g_autofree char *bytes = g_format_size ((guint64) status->bytes_per_s);
  g_autofree char *left = cdl_download_row_remaining (status->remaining_ms);
  /* Translators: so many bytes, a second; and how long it will take. */
  g_autofree char *words = g_strdup_printf (_ ("%s/s, %s"), bytes, left);

  gtk_label_set_label (self->speed, status->idle ? "" : words);
}

static gboolean
give_queue_back (gpointer data)
{
  CdlDownloadList *self = data;

  self->ending = 0;
  g_clear_pointer (&self->queue, cdl_download_queue_free);
  g_hash_table_remove_all (self->told);

  return G_SOURCE_REMOVE;
}

static void
on_queue_changed (CdlDownloadQueue *queue, gpointer data)
{
  CdlDownloadList *self = data;
  g_autoptr (CdlQueueStatus) status = cdl_download_queue_status (queue);

  for (guint i = 0; i < status->downloads->len; i++)
    show_download (self, status->downloads->pdata[i]);
  show_speed (self, status);
  if (status->idle && self->ending == 0)
    self->ending = g_idle_add (give_queue_back, self);
}

static void
take_queue (CdlDownloadList *self)
{
  char *url = (char *) g_getenv ("CHANDELIER_EXCHANGE_URL");
  const CdlExchangePoints points = { { url, url }, url };
  g_autoptr (GError) error = NULL;

  g_clear_handle_id (&self->ending, g_source_remove);
  if (self->queue != NULL)
    return;
  self->queue = cdl_download_queue_new (self->root, cdl_exchange_binance (), &points,
                                        on_queue_changed, self, &error);
  if (self->queue == NULL)
    g_signal_emit (self, failed_signal, 0, error->message);
  else
    on_queue_changed (self->queue, self);
}

void
cdl_download_list_add (CdlDownloadList *self, const GArray *downloads)
{
  take_queue (self);
  if (self->queue == NULL)
    return;
  for (guint i = 0; i < downloads->len; i++)
    cdl_download_queue_add (self->queue, &g_array_index (downloads, CdlDownload, i));
  g_clear_handle_id (&self->ending, g_source_remove);
  on_queue_changed (self->queue, self);
}

/* Another process may have the queue: then it is not for us to go on with it. */
void
cdl_download_list_set_root (CdlDownloadList *self, const char *root)
{
  g_autofree char *path = g_build_filename (root, "downloads.json", NULL);

  g_free (self->root);
  self->root = g_strdup (root);
  if (g_file_test (path, G_FILE_TEST_EXISTS))
    take_queue (self);
}

static void
cdl_download_list_dispose (GObject *object)
{
  CdlDownloadList *self = CDL_DOWNLOAD_LIST (object);

  g_clear_handle_id (&self->ending, g_source_remove);
  g_clear_pointer (&self->queue, cdl_download_queue_free);
  g_clear_pointer (&self->root, g_free);
  g_clear_pointer (&self->rows, g_hash_table_unref);
  g_clear_pointer (&self->told, g_hash_table_unref);
  G_OBJECT_CLASS (cdl_download_list_parent_class)->dispose (object);
}

static void
cdl_download_list_class_init (CdlDownloadListClass *class)
{
  G_OBJECT_CLASS (class)->dispose = cdl_download_list_dispose;
  stored_signal = g_signal_new ("stored", CDL_TYPE_DOWNLOAD_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  failed_signal = g_signal_new ("failed", CDL_TYPE_DOWNLOAD_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
cdl_download_list_init (CdlDownloadList *self)
{
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *speed = gtk_label_new (NULL);

  self->rows = g_hash_table_new (NULL, NULL);
  self->told = g_hash_table_new (NULL, NULL);
  self->list = GTK_LIST_BOX (list);
  self->speed = GTK_LABEL (speed);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Downloads"), -1);
  gtk_widget_add_css_class (list, "rich-list");
  gtk_label_set_xalign (self->speed, 1);
  gtk_widget_set_margin_end (speed, 12);
  gtk_widget_set_margin_bottom (speed, 6);
  gtk_widget_add_css_class (speed, "dim-label");
  gtk_widget_add_css_class (speed, "numeric");
  gtk_box_append (GTK_BOX (self), list);
  gtk_box_append (GTK_BOX (self), speed);
  show (self);
}
