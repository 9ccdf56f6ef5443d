#include "cdl-live-notices.h"

#include <glib/gi18n.h>

/* What comes this soon after the first is told with it. */
#define GATHER_MS 100

/* Between two of a session. */
#define PERIOD_MS 1000

typedef struct
{
  CdlLiveItem *item;
  char *text;
  gboolean entry; /* the latest; else an exit */
  guint count;    /* since the last notification */
  gint64 sent_at; /* by a clock that nobody sets, us; 0: never */
  guint source;   /* that sends it; 0: nothing waits */
} Notice;

struct _CdlLiveNotices
{
  GHashTable *notices; /* id -> Notice */
};

static void
notice_free (gpointer data)
{
  Notice *notice = data;

  g_clear_handle_id (&notice->source, g_source_remove);
  g_object_unref (notice->item);
  g_free (notice->text);
  g_free (notice);
}

CdlLiveNotices *
cdl_live_notices_new (void)
{
  CdlLiveNotices *self = g_new0 (CdlLiveNotices, 1);

  self->notices = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, notice_free);

  return self;
}

void
cdl_live_notices_free (CdlLiveNotices *self)
{
  g_hash_table_unref (self->notices);
  g_free (self);
}

static char *
title_of (const Notice *notice)
{
  const char *name = cdl_live_item_title (notice->item);

  if (notice->count > 1)
    /* Translators: the name of a session, and how many of both. */
    return g_strdup_printf (
        ngettext ("%s: %u entry or exit", "%s: %u entries and exits", notice->count), name,
        notice->count);

  /* Translators: the name of a session. */
  return g_strdup_printf (notice->entry ? _ ("%s: entry") : _ ("%s: exit"), name);
}

static gboolean
send (gpointer data)
{
  Notice *notice = data;
  GApplication *application = g_application_get_default ();
  const char *id = cdl_live_item_id (notice->item);
  g_autofree char *title = title_of (notice);
  g_autoptr (GNotification) notification = g_notification_new (title);

  g_notification_set_body (notification, notice->text);
  g_notification_set_default_action_and_target (notification, "app.show-session", "s", id);
  if (application != NULL)
    g_application_send_notification (application, id, notification);
  notice->sent_at = g_get_monotonic_time ();
  notice->count = 0;
  notice->source = 0;

  return G_SOURCE_REMOVE;
}

static guint
wait_ms (const Notice *notice)
{
  gint64 passed = (g_get_monotonic_time () - notice->sent_at) / 1000;

  return notice->sent_at == 0 || passed >= PERIOD_MS ? GATHER_MS
                                                     : (guint) MAX (GATHER_MS, PERIOD_MS - passed);
}

void
cdl_live_notices_add (CdlLiveNotices *self, CdlLiveItem *item, gboolean entry, const char *text)
{
  Notice *notice = g_hash_table_lookup (self->notices, cdl_live_item_id (item));

  if (notice == NULL)
    {
      notice = g_new0 (Notice, 1);
      notice->item = g_object_ref (item);
      g_hash_table_insert (self->notices, (gpointer) cdl_live_item_id (item), notice);
    }
  g_free (notice->text);
  notice->text = g_strdup (text);
  notice->entry = entry;
  notice->count++;
  if (notice->source == 0)
    notice->source = g_timeout_add (wait_ms (notice), send, notice);
}
