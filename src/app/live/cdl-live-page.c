#include "cdl-live-page.h"

#include <glib/gi18n.h>

#include "cdl-app-settings.h"
#include "cdl-live-badge.h"
#include "cdl-live-form.h"
#include "cdl-live-list-row.h"
#include "cdl-live-notices.h"
#include "cdl-live-sessions.h"
#include "cdl-live-view.h"
#include "cdl-problem-bar.h"
#include "cdl-time-text.h"
#include "cdl-time.h"

/* However much happens, the window is drawn this often. */
#define REFRESH_MS 200

/* And looked through this often, for data grows old where nothing happens. */
#define LOOK_MS 1000

struct _CdlLivePage
{
  GtkBox parent_instance;

  GtkRevealer *bar_revealer;
  GtkBox *bar;
  GtkLabel *bar_label;
  CdlProblemBar *problem;
  GtkListBox *list;
  GtkStack *stack;
  CdlLiveView *view;
  CdlLiveForm *form;

  char *root;
  CdlLiveSessions *sessions;
  CdlLiveNotices *notices;
  char *selected; /* id of the session that is shown; NULL: none */
  guint refresh;
  gboolean dirty;
  gint64 looked_at; /* by a clock that nobody sets, us */
};

G_DEFINE_FINAL_TYPE (CdlLivePage, cdl_live_page, GTK_TYPE_BOX)

static guint health_signal;

/* --- What can be trusted --- */

/* The session that is worst off; NULL: none should run. */
static CdlLiveItem *
find_worst (CdlLivePage *self, CdlLiveHealth *worst, guint *n_bad)
{
  static const int trust[CDL_N_FEED_STATES] = {
    [CDL_FEED_OFFLINE] = 0, [CDL_FEED_STALE] = 1, [CDL_FEED_RECOVERING] = 2, [CDL_FEED_LIVE] = 3
  };
  GListModel *items = cdl_live_sessions_items (self->sessions);
  CdlLiveItem *found = NULL;

  *n_bad = 0;
  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (CdlLiveItem) item = g_list_model_get_item (items, i);
      CdlLiveHealth health;

      cdl_live_item_health (item, &health);
      if (!health.wanted)
        continue;
      *n_bad += health.state != CDL_FEED_LIVE ? 1 : 0;
      if (found == NULL || trust[health.state] < trust[worst->state])
        {
          found = item; /* the list has it */
          *worst = health;
        }
    }

  return found;
}

static char *
bar_text (CdlLiveItem *item, const CdlLiveHealth *health, guint n_bad)
{
  g_autofree char *since
      = health->data_time != CDL_TIME_NONE ? cdl_moment_text (health->data_time) : NULL;
  g_autofree char *age = health->age_ms >= 0 ? cdl_live_age_text (health->age_ms) : NULL;
  g_autoptr (GString) words = g_string_new (cdl_live_state_word (health->state));

  g_string_append_printf (words, " · %s", cdl_live_item_title (item));
  if (health->symbol != NULL)
    g_string_append_printf (words, " · %s", health->symbol);
  if (n_bad > 1)
    g_string_append_printf (
        words, ngettext (" and %u more session", " and %u more sessions", n_bad - 1), n_bad - 1);
  if (*health->reason != '\0')
    g_string_append_printf (words, ": %s", health->reason);
  if (since != NULL && age != NULL)
    {
      g_string_append (words, ". ");
      /* Translators: a time, and how long ago that is. */
      g_string_append_printf (words, _ ("No data since %s (%s)"), since, age);
    }
  g_string_append (words, ". ");
  g_string_append (words, _ ("No trade is taken on old data: what is missed is decided when it has "
                             "been fetched."));

  return g_string_free (g_steal_pointer (&words), FALSE);
}

static void
show_health (CdlLivePage *self)
{
  CdlLiveHealth health = { 0 };
  guint n_bad;
  CdlLiveItem *worst = find_worst (self, &health, &n_bad);
  gboolean bad = worst != NULL && health.state != CDL_FEED_LIVE;
  g_autofree char *words = bad ? bar_text (worst, &health, n_bad) : NULL;

  gtk_revealer_set_reveal_child (self->bar_revealer, bad);
  if (bad)
    {
      gtk_label_set_label (self->bar_label, words);
      cdl_live_state_style (GTK_WIDGET (self->bar), &health);
    }
  g_signal_emit (self, health_signal, 0, worst != NULL ? (int) health.state : -1, words);
}

/* --- The list --- */

static void
refresh_rows (CdlLivePage *self)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    cdl_live_list_row_refresh (CDL_LIVE_LIST_ROW (gtk_list_box_row_get_child (row)));
}

/* The place in the list of what is selected; -1: not there. */
static int
place_of (CdlLivePage *self, const char *id)
{
  GListModel *items = cdl_live_sessions_items (self->sessions);

  for (guint i = 0; id != NULL && i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (CdlLiveItem) item = g_list_model_get_item (items, i);

      if (g_str_equal (cdl_live_item_id (item), id))
        return (int) i;
    }

  return -1;
}

/* One is always shown, unless a new one is being filled in. */
static void
select_shown (CdlLivePage *self)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, place_of (self, self->selected));
  gboolean forms = g_str_equal (gtk_stack_get_visible_child_name (self->stack), "form");

  if (row == NULL && self->selected == NULL && !forms)
    row = gtk_list_box_get_row_at_index (self->list, 0);
  if (row != NULL)
    gtk_list_box_select_row (self->list, row);
}

static void
on_selected (CdlLivePage *self, GtkListBoxRow *row)
{
  CdlLiveItem *item
      = row != NULL ? cdl_live_list_row_item (CDL_LIVE_LIST_ROW (gtk_list_box_row_get_child (row)))
                    : NULL;

  if (item == NULL)
    return;
  if (item != cdl_live_sessions_find (self->sessions, self->selected))
    {
      g_free (self->selected);
      self->selected = g_strdup (cdl_live_item_id (item));
    }
  cdl_live_view_set_item (self->view, item);
  gtk_stack_set_visible_child_name (self->stack, "session");
}

/* The list was sorted, or has grown: its rows were made anew. */
static void
on_items (CdlLivePage *self)
{
  if (place_of (self, self->selected) >= 0 || self->selected == NULL)
    select_shown (self);
}

static GtkWidget *
make_row (gpointer item, gpointer data)
{
  return cdl_live_list_row_new (item);
}

/* --- Coming to it --- */

static gboolean
on_refresh (gpointer data)
{
  CdlLivePage *self = data;
  gint64 now = g_get_monotonic_time ();

  if (!self->dirty && now - self->looked_at < LOOK_MS * 1000)
    return G_SOURCE_CONTINUE;
  self->dirty = FALSE;
  self->looked_at = now;
  show_health (self);
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return G_SOURCE_CONTINUE;
  refresh_rows (self);
  if (g_str_equal (gtk_stack_get_visible_child_name (self->stack), "session"))
    cdl_live_view_refresh (self->view);

  return G_SOURCE_CONTINUE;
}

static void
on_changed (CdlLivePage *self)
{
  self->dirty = TRUE;
}

void
cdl_live_page_show (CdlLivePage *self, const char *id)
{
  g_return_if_fail (CDL_IS_LIVE_PAGE (self));

  g_free (self->selected);
  self->selected = g_strdup (id);
  gtk_stack_set_visible_child_name (self->stack, "session");
  select_shown (self);
  on_changed (self);
}

static void
on_prepared (CdlLivePage *self, const char *id)
{
  if (id != NULL)
    cdl_live_form_set_busy (self->form, FALSE, NULL);
  if (id != NULL)
    cdl_live_page_show (self, id);
}

static void
on_failed (CdlLivePage *self, const char *why)
{
  gboolean forms = g_str_equal (gtk_stack_get_visible_child_name (self->stack), "form");

  if (forms && why != NULL)
    cdl_live_form_set_busy (self->form, FALSE, why);
  else
    cdl_problem_bar_set (self->problem, why);
}

static void
on_traded (CdlLivePage *self, CdlLiveItem *item, gboolean entry, const char *text)
{
  if (item != NULL && cdl_app_settings_get_boolean ("notify-trades"))
    cdl_live_notices_add (self->notices, item, entry, text);
}

static void
show_form (CdlLivePage *self)
{
  gtk_list_box_unselect_all (self->list);
  gtk_stack_set_visible_child_name (self->stack, "form");
}

static void
on_new (CdlLivePage *self)
{
  cdl_live_form_reset (self->form, self->root);
  show_form (self);
}

void
cdl_live_page_start_run (CdlLivePage *self, const CdlLoadedRun *run)
{
  g_return_if_fail (CDL_IS_LIVE_PAGE (self));

  cdl_live_form_set_run (self->form, self->root, run);
  show_form (self);
}

static void
on_start (CdlLivePage *self, CdlLiveRequest *request)
{
  cdl_live_sessions_start (self->sessions, request);
}

static void
on_cancel (CdlLivePage *self)
{
  gboolean there = place_of (self, self->selected) >= 0;

  gtk_stack_set_visible_child_name (self->stack, there ? "session" : "empty");
  select_shown (self);
}

void
cdl_live_page_set_store (CdlLivePage *self, const char *root, CdlStore *store)
{
  GListModel *items;

  g_return_if_fail (CDL_IS_LIVE_PAGE (self) && self->sessions == NULL);

  self->root = g_strdup (root);
  self->sessions = cdl_live_sessions_new (root, store);
  items = cdl_live_sessions_items (self->sessions);
  cdl_live_view_set_sessions (self->view, root, store, self->sessions);
  gtk_list_box_bind_model (self->list, items, make_row, NULL, NULL);
  g_signal_connect_object (items, "items-changed", G_CALLBACK (on_items), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (self->sessions, "changed", G_CALLBACK (on_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->sessions, "prepared", G_CALLBACK (on_prepared), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->sessions, "failed", G_CALLBACK (on_failed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->sessions, "traded", G_CALLBACK (on_traded), self,
                           G_CONNECT_SWAPPED);
  self->refresh = g_timeout_add (REFRESH_MS, on_refresh, self);
}

/* --- The widget --- */

static void
cdl_live_page_dispose (GObject *object)
{
  CdlLivePage *self = CDL_LIVE_PAGE (object);

  g_clear_handle_id (&self->refresh, g_source_remove);
  if (self->sessions != NULL)
    cdl_live_sessions_close (self->sessions);
  g_clear_object (&self->sessions);
  g_clear_pointer (&self->notices, cdl_live_notices_free);
  g_clear_pointer (&self->root, g_free);
  g_clear_pointer (&self->selected, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), CDL_TYPE_LIVE_PAGE);
  G_OBJECT_CLASS (cdl_live_page_parent_class)->dispose (object);
}

static void
cdl_live_page_class_init (CdlLivePageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  g_type_ensure (CDL_TYPE_LIVE_FORM);
  g_type_ensure (CDL_TYPE_LIVE_VIEW);
  g_type_ensure (CDL_TYPE_PROBLEM_BAR);
  G_OBJECT_CLASS (class)->dispose = cdl_live_page_dispose;
  health_signal = g_signal_new ("health", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL,
                                NULL, NULL, G_TYPE_NONE, 2, G_TYPE_INT, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/chandelier/Chandelier/cdl-live-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CdlLivePage, bar_revealer);
  gtk_widget_class_bind_template_child (widget_class, CdlLivePage, bar);
  gtk_widget_class_bind_template_child (widget_class, CdlLivePage, bar_label);
  gtk_widget_class_bind_template_child (widget_class, CdlLivePage, problem);
  gtk_widget_class_bind_template_child (widget_class, CdlLivePage, list);
  gtk_widget_class_bind_template_child (widget_class, CdlLivePage, stack);
  gtk_widget_class_bind_template_child (widget_class, CdlLivePage, view);
  gtk_widget_class_bind_template_child (widget_class, CdlLivePage, form);
  gtk_widget_class_bind_template_callback (widget_class, on_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_new);
  gtk_widget_class_bind_template_callback (widget_class, on_start);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel);
}

static void
cdl_live_page_init (CdlLivePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->notices = cdl_live_notices_new ();
}
