#include "cdl-store-banner.h"

#include <glib/gi18n.h>

#include "cdl-server-config.h"
#include "cdl-synced-store.h"
#include "cdl-text.h"

struct _CdlStoreBanner
{
  GtkWidget parent_instance;

  GtkRevealer *revealer;
  GtkLabel *title;
  GtkLabel *reason;
  GtkWidget *retry;

  CdlStore *store;
  guint64 sent; /* when the server was last seen to fail */
};

G_DEFINE_FINAL_TYPE (CdlStoreBanner, cdl_store_banner, GTK_TYPE_WIDGET)

static guint caught_up;

/* Takes the words. */
static void
show (CdlStoreBanner *self, char *words, const char *reason)
{
  gtk_label_set_label (self->title, words);
  gtk_label_set_label (self->reason, reason != NULL ? reason : "");
  gtk_widget_set_visible (GTK_WIDGET (self->reason), reason != NULL);
  gtk_widget_set_visible (self->retry, reason != NULL && self->store != NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  gtk_revealer_set_reveal_child (self->revealer, TRUE);
  g_free (words);
}

static void
show_away (CdlStoreBanner *self, const CdlSyncStatus *status)
{
  g_autofree char *number = cdl_text_number ((double) status->waiting, 0);

  self->sent = status->sent;
  show (self,
        g_strdup_printf (ngettext ("Work goes on: %s change is kept here until the server takes it",
                                   "Work goes on: %s changes are kept here until the server takes "
                                   "them",
                                   status->waiting),
                         number),
        status->error);
}

static void
show_sending (CdlStoreBanner *self, const CdlSyncStatus *status)
{
  g_autofree char *number = cdl_text_number ((double) status->waiting, 0);

  show (self,
        g_strdup_printf (ngettext ("The server is back: %s change is still to be sent",
                                   "The server is back: %s changes are still to be sent",
                                   status->waiting),
                         number),
        NULL);
}

static void
show_refused (CdlStoreBanner *self, const CdlSyncStatus *status)
{
  g_autofree char *number = cdl_text_number ((double) status->refused, 0);

  show (self,
        g_strdup_printf (ngettext ("The server does not take %s change, which is kept here",
                                   "The server does not take %s changes, which are kept here",
                                   status->refused),
                         number),
        status->error);
}

/* While all goes well, nothing is said of what is just being sent. */
static void
update (CdlStoreBanner *self)
{
  g_autoptr (CdlSyncStatus) status = cdl_synced_store_get_status (self->store);
  gboolean shown = gtk_revealer_get_reveal_child (self->revealer);

  if (status->state == CDL_SYNC_AWAY)
    show_away (self, status);
  else if (status->state == CDL_SYNC_DONE && status->refused > 0)
    show_refused (self, status);
  else if (status->waiting == 0)
    {
      gtk_revealer_set_reveal_child (self->revealer, FALSE);
      if (shown)
        g_signal_emit (self, caught_up, 0);
    }
  else if (shown && status->sent > self->sent)
    show_sending (self, status);
}

/* It writes to the local store, which others may hold for a moment. */
static void
retry (GTask *task, gpointer store, gpointer data, GCancellable *cancellable)
{
  cdl_synced_store_retry (store);
}

static void
on_retry (CdlStoreBanner *self)
{
  g_autoptr (GTask) task = g_task_new (self->store, NULL, NULL, NULL);

  g_task_run_in_thread (task, retry);
}

static void
cdl_store_banner_dispose (GObject *object)
{
  g_clear_object (&CDL_STORE_BANNER (object)->store);
  gtk_widget_dispose_template (GTK_WIDGET (object), CDL_TYPE_STORE_BANNER);
  G_OBJECT_CLASS (cdl_store_banner_parent_class)->dispose (object);
}

static void
cdl_store_banner_class_init (CdlStoreBannerClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = cdl_store_banner_dispose;
  caught_up = g_signal_new ("caught-up", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL,
                            NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_ALERT);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/chandelier/Chandelier/cdl-store-banner.ui");
  gtk_widget_class_bind_template_child (widget_class, CdlStoreBanner, revealer);
  gtk_widget_class_bind_template_child (widget_class, CdlStoreBanner, title);
  gtk_widget_class_bind_template_child (widget_class, CdlStoreBanner, reason);
  gtk_widget_class_bind_template_child (widget_class, CdlStoreBanner, retry);
  gtk_widget_class_bind_template_callback (widget_class, on_retry);
}

static void
cdl_store_banner_init (CdlStoreBanner *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
cdl_store_banner_set_store (CdlStoreBanner *self, CdlStore *store)
{
  g_autoptr (CdlSyncStatus) status = cdl_synced_store_get_status (store);
  const char *problem = cdl_open_store_problem (store);

  if (self->store != NULL)
    g_signal_handlers_disconnect_by_func (self->store, update, self);
  g_clear_object (&self->store);
  gtk_revealer_set_reveal_child (self->revealer, FALSE);
  if (problem != NULL)
    show (self,
          g_strdup (_ ("Results stay on this computer: what is set of the server cannot be used. "
                       "Set it anew in the preferences, or mend the file, and open the window "
                       "again")),
          problem);
  if (status == NULL)
    return;
  self->store = g_object_ref (store);
  g_signal_connect_object (store, "status-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
