#include "cdl-run-deletion.h"

#include <glib/gi18n.h>

#include "cdl-error-text.h"
#include "cdl-text.h"
#include "cdl-toast.h"

#define TOAST_S 8

typedef struct
{
  GWeakRef toasts;
  CdlStore *store;
  CdlRunList *list;
  char **ids;
  gboolean undone;
} Deletion;

static void
deletion_free (Deletion *self)
{
  g_weak_ref_clear (&self->toasts);
  g_object_unref (self->store);
  g_object_unref (self->list);
  g_strfreev (self->ids);
  g_free (self);
}

static gpointer
delete_runs (CdlStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  Deletion *self = data;

  return GINT_TO_POINTER (cdl_store_delete_runs (
      store, (const char *const *) self->ids, g_strv_length (self->ids), NULL, cancellable, error));
}

static void
on_deleted (GObject *source, GAsyncResult *result, gpointer data)
{
  Deletion *self = data;
  GApplication *application = g_application_get_default ();
  g_autoptr (AdwToastOverlay) toasts = g_weak_ref_get (&self->toasts);
  g_autoptr (GError) error = NULL;

  cdl_store_call_finish (self->store, result, &error);
  cdl_run_list_unhide (self->list, (const char *const *) self->ids);
  if (error != NULL && toasts != NULL)
    {
      g_autofree char *words = cdl_error_text (error);

      adw_toast_overlay_add_toast (toasts, cdl_toast_new (words));
      cdl_run_list_again (self->list);
    }
  if (application != NULL)
    g_application_release (application);
  deletion_free (self);
}

/* The toast is gone: it was waited for, or its window was closed. */
static void
on_toast_gone (gpointer data)
{
  Deletion *self = data;
  GApplication *application = g_application_get_default ();

  if (self->undone)
    {
      deletion_free (self);
      return;
    }
  if (application != NULL)
    g_application_hold (application); /* until it is done */
  cdl_store_call_async (self->store, delete_runs, self, NULL, NULL, NULL, on_deleted, self);
}

static void
on_undo (AdwToast *toast, Deletion *self)
{
  self->undone = TRUE;
  cdl_run_list_unhide (self->list, (const char *const *) self->ids);
  cdl_run_list_again (self->list);
}

void
cdl_run_deletion_start (AdwToastOverlay *toasts,
                        CdlStore *store,
                        CdlRunList *list,
                        const char *const *ids)
{
  Deletion *self = g_new0 (Deletion, 1);
  guint n = g_strv_length ((char **) ids);
  g_autofree char *number = cdl_text_number (n, 0);
  g_autofree char *words
      = g_strdup_printf (ngettext ("%s run deleted", "%s runs deleted", n), number);
  AdwToast *toast = cdl_toast_new (words);

  g_weak_ref_init (&self->toasts, toasts);
  self->store = g_object_ref (store);
  self->list = g_object_ref (list);
  self->ids = g_strdupv ((char **) ids);
  cdl_run_list_hide (list, ids);

  adw_toast_set_button_label (toast, _ ("_Undo"));
  adw_toast_set_timeout (toast, TOAST_S);
  g_signal_connect (toast, "button-clicked", G_CALLBACK (on_undo), self);
  g_object_set_data_full (G_OBJECT (toast), "cdl-run-deletion", self, on_toast_gone);
  adw_toast_overlay_add_toast (toasts, toast);
}
