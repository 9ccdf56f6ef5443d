#include "cdl-live-compare.h"

#include <glib/gi18n.h>

#include "cdl-live-lines.h"
#include "cdl-live-session.h"
#include "cdl-session-parity.h"
#include "cdl-text.h"
#include "cdl-time-text.h"

/* What is different in the data: more lines nobody reads in a window. */
#define MAX_DATA 1000

struct _CdlLiveCompare
{
  GtkBox parent_instance;

  GtkButton *run;
  GtkCheckButton *download;
  GtkSpinner *spinner;
  GtkLabel *verdict;
  GtkLabel *details;
  GtkColumnView *view;
  GListStore *lines;

  char *root;
  CdlStore *store;
  char *id;
  GCancellable *cancellable; /* of the comparison that runs; NULL: none does */
};

G_DEFINE_FINAL_TYPE (CdlLiveCompare, cdl_live_compare, GTK_TYPE_BOX)

static const char *
cause_words (CdlParityCause cause)
{
  static const char *const words[CDL_N_PARITY_CAUSES] = {
    [CDL_PARITY_DATA] = N_ ("other data"),
    [CDL_PARITY_TIMING] = N_ ("known later"),
    [CDL_PARITY_FILL] = N_ ("order within a kline"),
    [CDL_PARITY_FILTER] = N_ ("a filter"),
    [CDL_PARITY_EARLIER] = N_ ("follows from an earlier one"),
    [CDL_PARITY_UNKNOWN] = N_ ("no cause: a fault of the program"),
  };

  return _ (words[cause]);
}

static const char *
source_words (CdlParitySource source)
{
  static const char *const words[CDL_N_PARITY_SOURCES] = {
    [CDL_PARITY_KLINE] = N_ ("data: a kline"),
    [CDL_PARITY_PRINTS] = N_ ("data: the prints of a kline"),
    [CDL_PARITY_FUNDING] = N_ ("data: a funding rate"),
  };

  return _ (words[source]);
}

static void
add_difference (GPtrArray *lines, const CdlParityDifference *difference)
{
  const CdlTrade *trade = difference->has_live ? &difference->live : &difference->backtest;
  gboolean unknown = difference->cause == CDL_PARITY_UNKNOWN;
  CdlLiveLine *line = cdl_live_line_new (0);

  cdl_live_line_add (line, cdl_moment_text (trade->entry_time), NULL);
  cdl_live_line_add (line, g_strdup (difference->symbol), NULL);
  cdl_live_line_add (line, g_strdup (difference->name), NULL);
  cdl_live_line_add (line, g_strdup (cause_words (difference->cause)), unknown ? "error" : NULL);
  cdl_live_line_add (line, g_strdup (difference->text), NULL);
  g_ptr_array_add (lines, line);
}

static void
add_datum (GPtrArray *lines, const CdlParityDatum *datum)
{
  CdlLiveLine *line = cdl_live_line_new (0);

  cdl_live_line_add (line, cdl_moment_text (datum->time), NULL);
  cdl_live_line_add (line, g_strdup (datum->symbol), NULL);
  cdl_live_line_add (line, g_strdup (""), NULL);
  cdl_live_line_add (line, g_strdup (source_words (datum->source)), "warning");
  cdl_live_line_add (line, g_strdup (datum->text), NULL);
  g_ptr_array_add (lines, line);
}

static void
say (CdlLiveCompare *self, const char *verdict, const char *css, const char *details)
{
  gtk_label_set_label (self->verdict, verdict);
  gtk_widget_remove_css_class (GTK_WIDGET (self->verdict), "success");
  gtk_widget_remove_css_class (GTK_WIDGET (self->verdict), "error");
  if (css != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->verdict), css);
  gtk_label_set_label (self->details, details);
}

static char *
details_text (const CdlSessionParity *parity)
{
  g_autofree char *trades = cdl_text_number ((double) parity->compared, 0);
  g_autofree char *klines = cdl_text_number ((double) parity->klines, 0);
  g_autofree char *different = cdl_text_number ((double) parity->klines_different, 0);
  g_autofree char *missing = cdl_text_number ((double) parity->klines_missing, 0);
  g_autofree char *with_prints = cdl_text_number ((double) parity->prints, 0);
  g_autofree char *other_prints = cdl_text_number ((double) parity->prints_different, 0);
  g_autoptr (GString) words = g_string_new (NULL);

  g_string_append_printf (
      words,
      _ ("As a backtest: %s trades compared, %u differ. %s klines compared: %s are "
         "not what was told, %s are missing."),
      trades, parity->differences->len, klines, different, missing);
  if (parity->prints > 0)
    {
      g_string_append_c (words, ' ');
      g_string_append_printf (words,
                              _ ("The prints of %s klines are there too: those of %s are not what "
                                 "was told."),
                              with_prints, other_prints);
    }

  return g_string_free (g_steal_pointer (&words), FALSE);
}

static void
show (CdlLiveCompare *self, const CdlSessionParity *parity)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *details = details_text (parity);
  gboolean same = g_str_equal (parity->recorded, parity->replayed);
  gboolean good = cdl_session_parity_is_good (parity);

  for (guint i = 0; i < parity->differences->len; i++)
    add_difference (lines, &g_array_index (parity->differences, CdlParityDifference, i));
  for (guint i = 0; i < MIN (parity->data->len, MAX_DATA); i++)
    add_datum (lines, &g_array_index (parity->data, CdlParityDatum, i));
  cdl_live_lines_update (self->lines, lines);
  say (self,
       !same                           ? _ ("The recording does not give the trades of the journal")
       : parity->differences->len == 0 ? _ ("The same trades, to the bit")
       : good                          ? _ ("The recording gives the same trades, to the bit; each "
                                                                     "difference from the backtest has a cause")
                                       : _ ("There are differences without a cause"),
       good ? "success" : "error", details);
}

/* --- In a thread --- */

typedef struct
{
  char *root;
  char *id;
  gboolean download;
  CdlStore *store;
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  g_object_unref (question->store);
  g_free (question->root);
  g_free (question->id);
  g_free (question);
}

static CdlSessionParity *
check_downloaded (const Question *question,
                  const char *folder,
                  GCancellable *cancellable,
                  GError **error)
{
  g_autoptr (CdlSessionRecord) record
      = cdl_store_get_session (question->store, question->id, cancellable, error);

  return record != NULL ? cdl_session_parity_check_downloaded (folder, record->stopped_at,
                                                               question->store, cancellable, error)
                        : NULL;
}

static void
check (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Question *question = data;
  g_autoptr (CdlArchive) archive = cdl_archive_new (question->root);
  g_autofree char *folder = cdl_live_session_folder (question->root, question->id);
  GError *error = NULL;
  CdlSessionParity *parity
      = question->download ? check_downloaded (question, folder, cancellable, &error)
                           : cdl_session_parity_check (folder, archive, question->store, &error);

  if (parity != NULL)
    g_task_return_pointer (task, parity, (GDestroyNotify) cdl_session_parity_free);
  else
    g_task_return_error (task, error);
}

static void
update (CdlLiveCompare *self)
{
  gboolean runs = self->cancellable != NULL;

  gtk_widget_set_sensitive (GTK_WIDGET (self->run), !runs && self->id != NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->download), !runs && self->id != NULL);
  gtk_spinner_set_spinning (self->spinner, runs);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), runs);
}

static void
on_checked (GObject *source, GAsyncResult *result, gpointer data)
{
  CdlLiveCompare *self = CDL_LIVE_COMPARE (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (CdlSessionParity) parity = g_task_propagate_pointer (G_TASK (result), &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->cancellable);
  update (self);
  if (parity != NULL)
    show (self, parity);
  else
    say (self, _ ("It cannot be compared"), "error", error->message);
}

void
cdl_live_compare_run (CdlLiveCompare *self)
{
  g_autoptr (GTask) task = NULL;
  Question *question;

  if (self->id == NULL || self->cancellable != NULL)
    return;
  self->cancellable = g_cancellable_new ();
  question = g_new0 (Question, 1);
  *question = (Question){ .root = g_strdup (self->root),
                          .id = g_strdup (self->id),
                          .download = gtk_check_button_get_active (self->download),
                          .store = g_object_ref (self->store) };
  task = g_task_new (self, self->cancellable, on_checked, NULL);
  g_task_set_task_data (task, question, question_free);
  g_task_run_in_thread (task, check);
  say (self,
       question->download ? _ ("Downloading, and playing it again…") : _ ("Playing it again…"),
       NULL, "");
  update (self);
}

void
cdl_live_compare_set_session (CdlLiveCompare *self, const char *id)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_free (self->id);
  self->id = g_strdup (id);
  g_list_store_remove_all (self->lines);
  say (
      self, _ ("Not compared yet"), NULL,
      _ ("The session is played again from its recording, which must give the same trades, and run "
         "as a backtest over the klines of the archive. Each difference is explained."));
  update (self);
}

void
cdl_live_compare_set_store (CdlLiveCompare *self, const char *root, CdlStore *store)
{
  g_free (self->root);
  self->root = g_strdup (root);
  g_set_object (&self->store, store);
}

static void
cdl_live_compare_dispose (GObject *object)
{
  CdlLiveCompare *self = CDL_LIVE_COMPARE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->store);
  g_clear_object (&self->lines);
  g_clear_pointer (&self->root, g_free);
  g_clear_pointer (&self->id, g_free);
  G_OBJECT_CLASS (cdl_live_compare_parent_class)->dispose (object);
}

static void
cdl_live_compare_class_init (CdlLiveCompareClass *class)
{
  G_OBJECT_CLASS (class)->dispose = cdl_live_compare_dispose;
}

static GtkLabel *
add_label (GtkWidget *box, const char *class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, class);
  gtk_box_append (GTK_BOX (box), label);

  return GTK_LABEL (label);
}

static void
add_table (CdlLiveCompare *self)
{
  static const char *const titles[]
      = { N_ ("Time"), N_ ("Symbol"), N_ ("Setup"), N_ ("Cause"), N_ ("Difference") };
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkSelectionModel *model;

  self->lines = g_list_store_new (CDL_TYPE_LIVE_LINE);
  model = GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (g_object_ref (self->lines))));
  self->view = GTK_COLUMN_VIEW (gtk_column_view_new (model));
  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    cdl_live_lines_add_column (self->view, _ (titles[i]), FALSE, i + 1 == G_N_ELEMENTS (titles), i);
  gtk_widget_add_css_class (GTK_WIDGET (self->view), "data-table");
  gtk_widget_add_css_class (GTK_WIDGET (self->view), "run-table");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Differences"), -1);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (self->view));
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_box_append (GTK_BOX (self), scrolled);
}

static void
cdl_live_compare_init (CdlLiveCompare *self)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 6);
  gtk_widget_set_margin_start (row, 12);
  gtk_widget_set_margin_end (row, 12);
  gtk_widget_set_hexpand (words, TRUE);
  self->verdict = add_label (words, "heading");
  self->details = add_label (words, "dim-label");
  self->spinner = GTK_SPINNER (gtk_spinner_new ());
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->spinner), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Comparing"), -1);
  self->run = GTK_BUTTON (gtk_button_new_with_label (_ ("Compare now")));
  gtk_widget_set_valign (GTK_WIDGET (self->run), GTK_ALIGN_CENTER);
  g_signal_connect_swapped (self->run, "clicked", G_CALLBACK (cdl_live_compare_run), self);
  gtk_box_append (GTK_BOX (row), words);
  self->download = GTK_CHECK_BUTTON (gtk_check_button_new_with_label (_ ("Download for it")));
  gtk_widget_set_valign (GTK_WIDGET (self->download), GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (
      GTK_WIDGET (self->download),
      _ ("Compare with data that the exchange is asked for now, not with the archive's"));
  gtk_box_append (GTK_BOX (row), GTK_WIDGET (self->spinner));
  gtk_box_append (GTK_BOX (row), GTK_WIDGET (self->download));
  gtk_box_append (GTK_BOX (row), GTK_WIDGET (self->run));
  gtk_box_append (GTK_BOX (self), row);
  add_table (self);
  cdl_live_compare_set_session (self, NULL);
}
