#include "cdl-live-view.h"

#include <glib/gi18n.h>
#include <math.h>

#include "cdl-app-settings.h"
#include "cdl-live-badge.h"
#include "cdl-live-chart.h"
#include "cdl-live-compare.h"
#include "cdl-live-lines.h"
#include "cdl-live-tables.h"
#include "cdl-number.h"
#include "cdl-run-words.h"
#include "cdl-text.h"
#include "cdl-time-text.h"
#include "cdl-time.h"

/* Klines in sight at first. */
#define FIRST_KLINES 120

/* Lines that a table gets at once, the latest first. */
#define STEP 12

struct _CdlLiveView
{
  GtkBox parent_instance;

  GtkLabel *title;
  CdlLiveBadge *badge;
  GtkLabel *facts;
  GtkDropDown *symbol;
  GtkButton *resume;
  GtkButton *stop;
  GtkRevealer *confirm;
  GtkPaned *paned;
  GtkStack *chart_stack;
  CdlChart *chart;
  GtkStack *lower;
  GtkStackPage *closed_page;
  GtkLabel *pending_title;
  GtkLabel *open_title;
  GtkColumnView *pending;
  GtkColumnView *open;
  GtkColumnView *closed;
  GtkColumnView *log;
  CdlLiveCompare *compare;

  char *root;
  CdlStore *store;
  CdlLiveSessions *sessions;
  CdlLiveItem *item;
  CdlLiveJournal *journal; /* of item */
  gboolean reading;        /* the journal is being read .. */
  gboolean read_again;     /* .. and has more meanwhile */
  gboolean unread;         /* nothing of it was read: tables show those of another session */
  gboolean foreign_log;    /* the table of the log does */
  CdlLivePast *past;       /* what the disk has of item and symbol; NULL: not read yet */
  CdlLiveOwner past_owner; /* whose item was then */
  gboolean loading;        /* they are being read */
  gint64 past_at;          /* when they were, by a clock that nobody sets, us */
  gboolean filling;        /* the symbols are replaced: nobody chose one */
  gboolean fresh_chart;    /* nothing of this symbol was drawn yet */
  GListStore *pending_lines, *open_lines, *closed_lines, *log_lines; /* CdlLiveLine */
  GCancellable *cancellable;                                         /* of what is read for item */
};

G_DEFINE_FINAL_TYPE (CdlLiveView, cdl_live_view, GTK_TYPE_BOX)

/* Klines and equity of a session that another process runs come by the disk. */
#define PAST_US (2 * G_USEC_PER_SEC)

/* --- The head --- */

static const char *
shown_symbol (CdlLiveView *self)
{
  const CdlSessionRecord *record = cdl_live_item_record (self->item);
  guint i = gtk_drop_down_get_selected (self->symbol);

  if (record == NULL)
    return NULL;

  return i < g_strv_length (record->symbols) ? record->symbols[i] : record->symbols[0];
}

static char *
facts_text (CdlLiveView *self)
{
  const CdlLiveNews *news = cdl_live_item_news (self->item);
  const CdlSessionRecord *record = cdl_live_item_record (self->item);
  const char *symbol = shown_symbol (self);
  const CdlStandingSymbol *one
      = news != NULL && symbol != NULL ? cdl_session_standing_find (news->standing, symbol) : NULL;
  g_autoptr (GString) words = g_string_new (cdl_live_item_state_words (self->item));
  double result, percent;

  if (record != NULL && record->stopped_at != CDL_TIME_NONE)
    {
      g_autofree char *when = cdl_moment_text (record->stopped_at);

      g_string_append_c (words, ' ');
      /* Translators: follows "stopped": when a session ended. */
      g_string_append_printf (words, _ ("at %s: it follows no market any more"), when);
    }
  if (record != NULL && *record->note != '\0')
    g_string_append_printf (words, " · %s", record->strategy->name);
  if (cdl_live_item_result (self->item, &result, &percent))
    {
      g_autofree char *equity = cdl_text_number (news->standing->equity, 2);
      g_autofree char *money = cdl_text_signed (result, 2);
      g_autofree char *share = cdl_text_signed (percent, 2);

      g_string_append (words, " · ");
      /* Translators: equity of a session, and how far that is from its capital, in money and %. */
      g_string_append_printf (words, _ ("equity %s (%s, %s %%)"), equity, money, share);
    }
  if (one != NULL && isfinite (one->price))
    {
      char price[CDL_NUMBER_SIZE];

      g_string_append_printf (words, " · %s %s", symbol, cdl_number_format (one->price, price));
    }
  if (one != NULL && one->ruined)
    g_string_append_printf (words, " · %s", _ ("ruined: it trades no more"));
  else if (one != NULL && one->short_history)
    g_string_append_printf (words, " · %s", _ ("its history was shorter than the look-back"));

  return g_string_free (g_steal_pointer (&words), FALSE);
}

static void
show_head (CdlLiveView *self)
{
  g_autofree char *facts = facts_text (self);
  gboolean runs = cdl_live_item_is_running (self->item);
  CdlLiveHealth health;

  cdl_live_item_health (self->item, &health);
  cdl_live_badge_set (self->badge, &health);
  gtk_label_set_label (self->title, cdl_live_item_title (self->item));
  gtk_label_set_label (self->facts, facts);
  gtk_widget_set_visible (GTK_WIDGET (self->stop), runs);
  gtk_widget_set_visible (GTK_WIDGET (self->resume),
                          runs && cdl_live_item_owner (self->item) == CDL_LIVE_NOBODY);
  if (!runs)
    gtk_revealer_set_reveal_child (self->confirm, FALSE);
}

/* One of several symbols has the chart. */
static void
fill_symbols (CdlLiveView *self)
{
  const CdlSessionRecord *record = self->item != NULL ? cdl_live_item_record (self->item) : NULL;
  const char *const *symbols
      = record != NULL ? (const char *const *) record->symbols : (const char *const[]){ NULL };
  g_autoptr (GtkStringList) list = gtk_string_list_new (symbols);

  self->filling = TRUE;
  gtk_drop_down_set_model (self->symbol, G_LIST_MODEL (list));
  self->filling = FALSE;
  gtk_widget_set_visible (GTK_WIDGET (self->symbol),
                          g_list_model_get_n_items (G_LIST_MODEL (list)) > 1);
}

/* --- Tables and chart --- */

static void
show_count (GtkLabel *label, const char *words, guint n)
{
  g_autofree char *text = g_strdup_printf ("%s (%u)", words, n);

  gtk_label_set_label (label, text);
}

static void
show_now (CdlLiveView *self)
{
  const CdlLiveNews *news = cdl_live_item_news (self->item);
  const CdlSessionStanding *standing
      = news != NULL && cdl_live_item_is_running (self->item) ? news->standing : NULL;
  g_autoptr (GPtrArray) pending = cdl_live_pending_lines (standing);
  g_autoptr (GPtrArray) open = cdl_live_open_lines (self->journal, standing);

  cdl_live_lines_update (self->pending_lines, pending);
  cdl_live_lines_update (self->open_lines, open);
  show_count (self->pending_title, _ ("Pending setups"), pending->len);
  show_count (self->open_title, _ ("Open trades"), open->len);
}

/* Whether a person is near the end of what a table has. Rows cost time, to make and to take away:
 * there are not many more than can be seen. */
static gboolean
wants_more (GtkColumnView *view)
{
  GtkAdjustment *place = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view));

  return gtk_adjustment_get_value (place) + 2.0 * gtk_adjustment_get_page_size (place)
         >= gtk_adjustment_get_upper (place);
}

/* What is new comes above, and more of what is old below. */
static void
show_log (CdlLiveView *self)
{
  GListModel *model = G_LIST_MODEL (self->log_lines);
  guint n = g_list_model_get_n_items (model);
  g_autoptr (CdlLiveLine) latest = self->foreign_log ? NULL : g_list_model_get_item (model, 0);
  g_autoptr (CdlLiveLine) oldest = NULL;
  g_autoptr (GPtrArray) lines
      = cdl_live_log_lines (self->journal, latest != NULL ? cdl_live_line_key (latest) : 0,
                            G_MAXUINT64, latest != NULL ? CDL_LIVE_MAX_LINES : STEP);

  if (self->foreign_log)
    cdl_live_lines_update (self->log_lines, lines);
  else
    cdl_live_lines_prepend (self->log_lines, lines, MAX (n, STEP));
  self->foreign_log = FALSE;
  n = g_list_model_get_n_items (model);
  if (n == 0 || n >= CDL_LIVE_MAX_LINES || !wants_more (self->log))
    return;
  oldest = g_list_model_get_item (model, n - 1);
  g_ptr_array_unref (lines);
  lines = cdl_live_log_lines (self->journal, 0, cdl_live_line_key (oldest), STEP);
  g_list_store_splice (self->log_lines, n, 0, lines->pdata, lines->len);
}

static void
show_closed (CdlLiveView *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->closed_lines));
  guint more = n == 0 || wants_more (self->closed) ? STEP : 0;
  g_autoptr (GPtrArray) lines
      = cdl_live_closed_lines (self->journal, MIN (n + more, CDL_LIVE_MAX_LINES));

  cdl_live_lines_update (self->closed_lines, lines);
}

static gboolean
shows (CdlLiveView *self, const char *page)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->lower), page) == 0;
}

/* Tables that nobody sees cost as much as those that are seen: they are filled once they are. */
static void
show_lower (CdlLiveView *self)
{
  g_autofree char *title
      = g_strdup_printf ("%s (%u)", _ ("Closed trades"), cdl_live_count_closed (self->journal));

  gtk_stack_page_set_title (self->closed_page, title);
  if (shows (self, "now"))
    show_now (self);
  else if (shows (self, "closed"))
    show_closed (self);
  else if (shows (self, "log"))
    show_log (self);
}

static void
on_lower (CdlLiveView *self)
{
  if (self->item != NULL && self->journal != NULL && !self->unread)
    show_lower (self);
}

static void
show_chart (CdlLiveView *self)
{
  const char *symbol = shown_symbol (self);
  gboolean drawn
      = symbol != NULL
        && cdl_live_chart_show (self->chart, self->item, self->journal, symbol, self->past);

  gtk_stack_set_visible_child_name (self->chart_stack, drawn ? "chart" : "none");
  if (drawn && self->fresh_chart)
    cdl_chart_show_last (self->chart, FIRST_KLINES);
  self->fresh_chart = self->fresh_chart && !drawn;
}

/* --- What is read --- */

static void read_journal (CdlLiveView *self);

static void
on_journal_read (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CdlLiveView) self = data;
  g_autoptr (GError) error = NULL;
  gboolean more;

  if (self->journal == NULL)
    return;
  more = cdl_live_journal_read_finish (self->journal, CDL_STORE (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->reading = FALSE;
  if (self->read_again)
    read_journal (self);
  if (!more && !self->unread)
    return;
  self->unread = FALSE;
  gtk_widget_set_opacity (GTK_WIDGET (self->lower), 1.0);
  show_lower (self);
  show_chart (self);
}

static void
read_journal (CdlLiveView *self)
{
  self->read_again = self->reading;
  if (self->reading || self->journal == NULL)
    return;
  self->reading = TRUE;
  cdl_live_journal_read_async (self->journal, self->store, self->cancellable, on_journal_read,
                               g_object_ref (self));
}

static void
on_past (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CdlLiveView) self = data;
  gboolean cancelled = g_cancellable_is_cancelled (g_task_get_cancellable (G_TASK (result)));
  g_autoptr (CdlLivePast) past = cdl_live_past_load_finish (result);

  if (cancelled || self->item == NULL)
    return;
  self->loading = FALSE;
  self->past_at = g_get_monotonic_time ();
  g_clear_pointer (&self->past, cdl_live_past_free);
  self->past = g_steal_pointer (&past);
  show_chart (self);
}

static void
load_past (CdlLiveView *self)
{
  const CdlLiveNews *news = cdl_live_item_news (self->item);
  const char *symbol = shown_symbol (self);

  if (self->loading || news == NULL || symbol == NULL)
    return;
  self->loading = TRUE;
  self->past_owner = cdl_live_item_owner (self->item);
  cdl_live_past_load_async (self->root, self->item, symbol, self->cancellable, on_past,
                            g_object_ref (self));
}

static gboolean
wants_past (CdlLiveView *self)
{
  CdlLiveOwner owner = cdl_live_item_owner (self->item);

  if (self->past_at == 0 || owner != self->past_owner)
    return TRUE;

  return owner == CDL_LIVE_ELSEWHERE && g_get_monotonic_time () - self->past_at > PAST_US;
}

void
cdl_live_view_refresh (CdlLiveView *self)
{
  if (self->item == NULL)
    return;
  if (g_list_model_get_n_items (gtk_drop_down_get_model (self->symbol)) == 0)
    fill_symbols (self);
  show_head (self);
  if (!self->unread)
    show_lower (self);
  show_chart (self);
  if (wants_past (self))
    load_past (self);
}

static void
on_journal (CdlLiveView *self, CdlLiveItem *item)
{
  if (item == self->item)
    read_journal (self);
}

/* --- What a person does --- */

/* Another symbol, or another session: nothing of the last one stays. */
static void
forget_chart (CdlLiveView *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  g_clear_pointer (&self->past, cdl_live_past_free);
  self->past_at = 0;
  self->loading = self->reading = FALSE;
  self->fresh_chart = TRUE;
  cdl_chart_set_data (self->chart, NULL, NULL, NULL, NULL);
  gtk_stack_set_visible_child_name (self->chart_stack, "none");
}

static void
on_symbol (CdlLiveView *self)
{
  if (self->item == NULL || self->filling)
    return;
  forget_chart (self);
  read_journal (self);
  cdl_live_view_refresh (self);
}

static void
on_stop (CdlLiveView *self)
{
  gtk_revealer_set_reveal_child (self->confirm, TRUE);
}

static void
on_keep (CdlLiveView *self)
{
  gtk_revealer_set_reveal_child (self->confirm, FALSE);
}

static void
on_stop_now (CdlLiveView *self)
{
  on_keep (self);
  if (self->item != NULL)
    cdl_live_sessions_stop (self->sessions, self->item);
}

static void
on_resume (CdlLiveView *self)
{
  if (self->item != NULL)
    cdl_live_sessions_resume (self->sessions, self->item);
}

static void
on_compare (CdlLiveView *self)
{
  gtk_stack_set_visible_child_name (self->lower, "compare");
  cdl_live_compare_run (self->compare);
}

static void
on_show_all (CdlLiveView *self)
{
  cdl_chart_show_all (self->chart);
}

void
cdl_live_view_set_item (CdlLiveView *self, CdlLiveItem *item)
{
  g_return_if_fail (CDL_IS_LIVE_VIEW (self));

  if (item == self->item)
    return;
  g_set_object (&self->item, item);
  g_clear_pointer (&self->journal, cdl_live_journal_free);
  forget_chart (self);
  gtk_revealer_set_reveal_child (self->confirm, FALSE);
  cdl_live_compare_set_session (self->compare, item != NULL ? cdl_live_item_id (item) : NULL);
  cdl_live_sessions_watch (self->sessions, item);
  fill_symbols (self);
  if (item == NULL)
    return;
  self->journal = cdl_live_journal_new (cdl_live_item_id (item));
  self->unread = self->foreign_log = TRUE;
  gtk_widget_set_opacity (GTK_WIDGET (self->lower), 0.0);
  read_journal (self);
  cdl_live_view_refresh (self);
}

void
cdl_live_view_set_sessions (CdlLiveView *self,
                            const char *root,
                            CdlStore *store,
                            CdlLiveSessions *sessions)
{
  g_return_if_fail (CDL_IS_LIVE_VIEW (self));

  g_free (self->root);
  self->root = g_strdup (root);
  g_set_object (&self->store, store);
  g_set_object (&self->sessions, sessions);
  cdl_live_compare_set_store (self->compare, root, store);
  g_signal_connect_object (sessions, "journal", G_CALLBACK (on_journal), self, G_CONNECT_SWAPPED);
}

/* --- The widget --- */

static GListStore *
set_model (GtkColumnView *view)
{
  GListStore *lines = g_list_store_new (CDL_TYPE_LIVE_LINE);

  gtk_column_view_set_model (
      view, GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (g_object_ref (lines)))));

  return lines;
}

static void
cdl_live_view_dispose (GObject *object)
{
  CdlLiveView *self = CDL_LIVE_VIEW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->item);
  g_clear_object (&self->store);
  g_clear_object (&self->sessions);
  g_clear_object (&self->pending_lines);
  g_clear_object (&self->open_lines);
  g_clear_object (&self->closed_lines);
  g_clear_object (&self->log_lines);
  g_clear_pointer (&self->journal, cdl_live_journal_free);
  g_clear_pointer (&self->past, cdl_live_past_free);
  g_clear_pointer (&self->root, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), CDL_TYPE_LIVE_VIEW);
  G_OBJECT_CLASS (cdl_live_view_parent_class)->dispose (object);
}

static void
cdl_live_view_class_init (CdlLiveViewClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  g_type_ensure (CDL_TYPE_CHART);
  g_type_ensure (CDL_TYPE_LIVE_BADGE);
  g_type_ensure (CDL_TYPE_LIVE_COMPARE);
  G_OBJECT_CLASS (class)->dispose = cdl_live_view_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/chandelier/Chandelier/cdl-live-view.ui");
  gtk_widget_class_bind_template_child (widget_class, CdlLiveView, title);
  gtk_widget_class_bind_template_child (widget_class, CdlLiveView, badge);
  gtk_widget_class_bind_template_child (widget_class, CdlLiveView, facts);
  gtk_widget_class_bind_template_child (widget_class, CdlLiveView, symbol);
  gtk_widget_class_bind_template_child (widget_class, CdlLiveView, resume);
  gtk_widget_class_bind_template_child (widget_class, CdlLiveView, stop);
  gtk_widget_class_bind_template_child (widget_class, CdlLiveView, confirm);
  gtk_widget_class_bind_template_child (widget_class, CdlLiveView, paned);
  gtk_widget_class_bind_template_child (widget_class, CdlLiveView, chart_stack);
  gtk_widget_class_bind_template_child (widget_class, CdlLiveView, chart);
  gtk_widget_class_bind_template_child (widget_class, CdlLiveView, lower);
  gtk_widget_class_bind_template_child (widget_class, CdlLiveView, closed_page);
  gtk_widget_class_bind_template_child (widget_class, CdlLiveView, pending_title);
  gtk_widget_class_bind_template_child (widget_class, CdlLiveView, open_title);
  gtk_widget_class_bind_template_child (widget_class, CdlLiveView, pending);
  gtk_widget_class_bind_template_child (widget_class, CdlLiveView, open);
  gtk_widget_class_bind_template_child (widget_class, CdlLiveView, closed);
  gtk_widget_class_bind_template_child (widget_class, CdlLiveView, log);
  gtk_widget_class_bind_template_child (widget_class, CdlLiveView, compare);
  gtk_widget_class_bind_template_callback (widget_class, on_lower);
  gtk_widget_class_bind_template_callback (widget_class, on_symbol);
  gtk_widget_class_bind_template_callback (widget_class, on_stop);
  gtk_widget_class_bind_template_callback (widget_class, on_stop_now);
  gtk_widget_class_bind_template_callback (widget_class, on_keep);
  gtk_widget_class_bind_template_callback (widget_class, on_resume);
  gtk_widget_class_bind_template_callback (widget_class, on_compare);
  gtk_widget_class_bind_template_callback (widget_class, on_show_all);
}

/* Of the setups only those are drawn that wait. */
static void
set_chart_words (CdlLiveView *self)
{
  static CdlChartWords words = { .fate = cdl_run_fate_words, .exit = cdl_run_exit_words };

  for (guint i = 0; i < CDL_CHART_N_SETUPS; i++)
    words.setup[i] = _ ("pending");
  cdl_chart_set_words (self->chart, &words);
}

static void
cdl_live_view_init (CdlLiveView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  set_chart_words (self);
  cdl_live_add_pending_columns (self->pending);
  cdl_live_add_open_columns (self->open);
  cdl_live_add_closed_columns (self->closed);
  cdl_live_add_log_columns (self->log);
  self->pending_lines = set_model (self->pending);
  self->open_lines = set_model (self->open);
  self->closed_lines = set_model (self->closed);
  self->log_lines = set_model (self->log);
  cdl_app_settings_bind ("colour-blind-safe", self->chart, "color-blind-safe", G_SETTINGS_BIND_GET);
  cdl_app_settings_bind ("logarithmic", self->chart, "logarithmic", G_SETTINGS_BIND_DEFAULT);
  cdl_app_settings_bind ("local-time", self->chart, "local-time", G_SETTINGS_BIND_DEFAULT);
}
