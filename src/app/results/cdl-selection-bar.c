#include "cdl-selection-bar.h"

#include <glib/gi18n.h>

#include "cdl-text.h"

struct _CdlSelectionBar
{
  GtkWidget parent_instance;

  GtkActionBar *bar;
  GtkLabel *count;
  GtkButton *star;
  GtkMenuButton *tags_button;
  GtkBox *tags;
  GtkEntry *tag_entry;
  GtkMenuButton *note_button;
  GtkTextView *note;

  GPtrArray *rows;
};

G_DEFINE_FINAL_TYPE (CdlSelectionBar, cdl_selection_bar, GTK_TYPE_WIDGET)

enum
{
  EDIT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
emit_edit (CdlSelectionBar *self, const CdlRunEdit *edit)
{
  g_signal_emit (self, signals[EDIT], 0, edit);
}

static gboolean
all_favourite (CdlSelectionBar *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      const CdlRunRecord *run = cdl_run_row_run (self->rows->pdata[i]);

      if (run == NULL || !run->favourite)
        return FALSE;
    }

  return self->rows->len > 0;
}

static void
update_star (CdlSelectionBar *self)
{
  gboolean all = all_favourite (self);

  gtk_button_set_icon_name (self->star, all ? "starred-symbolic" : "non-starred-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->star),
                               all ? _ ("No longer favourites") : _ ("Make them favourites"));
}

void
cdl_selection_bar_star (CdlSelectionBar *self)
{
  CdlRunEdit edit = CDL_RUN_EDIT_NONE;

  edit.favourite = all_favourite (self) ? 0 : 1;
  emit_edit (self, &edit);
  update_star (self);
}

/* --- Tags --- */

static void fill_tags (CdlSelectionBar *self);

static void
on_untag (GtkButton *button, CdlSelectionBar *self)
{
  CdlRunEdit edit = CDL_RUN_EDIT_NONE;
  g_autofree char *tag = g_strdup (g_object_get_data (G_OBJECT (button), "tag"));

  edit.untag = tag;
  emit_edit (self, &edit);
  fill_tags (self);
}

/* Every tag that one of the runs has, to be taken away. */
static void
fill_tags (CdlSelectionBar *self)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->tags))) != NULL)
    gtk_box_remove (self->tags, child);
  for (guint i = 0; i < self->rows->len; i++)
    {
      const CdlRunRecord *run = cdl_run_row_run (self->rows->pdata[i]);

      for (guint k = 0; run != NULL && run->tags[k] != NULL; k++)
        {
          GtkWidget *button, *content;
          g_autofree char *name = NULL;

          if (!g_hash_table_add (seen, g_strdup (run->tags[k])))
            continue;
          button = gtk_button_new ();
          content = adw_button_content_new ();
          name = g_strdup_printf (_ ("Take the tag “%s” away"), run->tags[k]);
          adw_button_content_set_label (ADW_BUTTON_CONTENT (content), run->tags[k]);
          adw_button_content_set_icon_name (ADW_BUTTON_CONTENT (content), "window-close-symbolic");
          gtk_button_set_child (GTK_BUTTON (button), content);
          gtk_widget_set_tooltip_text (button, name);
          gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                          name, -1);
          g_object_set_data_full (G_OBJECT (button), "tag", g_strdup (run->tags[k]), g_free);
          g_signal_connect (button, "clicked", G_CALLBACK (on_untag), self);
          gtk_box_append (self->tags, button);
        }
    }
}

static void
on_tag (CdlSelectionBar *self)
{
  CdlRunEdit edit = CDL_RUN_EDIT_NONE;
  g_autofree char *tag
      = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->tag_entry))));

  if (*tag == '\0')
    return;
  edit.tag = tag;
  emit_edit (self, &edit);
  gtk_editable_set_text (GTK_EDITABLE (self->tag_entry), "");
  fill_tags (self);
}

/* --- Note --- */

/* The note, if all have the same. */
static const char *
common_note (CdlSelectionBar *self)
{
  const char *note = NULL;

  for (guint i = 0; i < self->rows->len; i++)
    {
      const CdlRunRecord *run = cdl_run_row_run (self->rows->pdata[i]);

      if (run == NULL || (note != NULL && !g_str_equal (note, run->note)))
        return "";
      note = run->note;
    }

  return note != NULL ? note : "";
}

static void
on_note_shown (CdlSelectionBar *self)
{
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->note), common_note (self), -1);
  gtk_text_buffer_set_modified (gtk_text_view_get_buffer (self->note), FALSE);
  gtk_widget_grab_focus (GTK_WIDGET (self->note));
}

/* What was written is kept, however the popover was left. */
static void
on_note_closed (CdlSelectionBar *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->note);
  CdlRunEdit edit = CDL_RUN_EDIT_NONE;
  GtkTextIter from, to;
  g_autofree char *note = NULL;

  if (!gtk_text_buffer_get_modified (buffer))
    return;
  gtk_text_buffer_set_modified (buffer, FALSE);
  gtk_text_buffer_get_bounds (buffer, &from, &to);
  note = gtk_text_buffer_get_text (buffer, &from, &to, FALSE);
  edit.note = note;
  emit_edit (self, &edit);
}

/* --- Public --- */

void
cdl_selection_bar_set_rows (CdlSelectionBar *self, GPtrArray *rows)
{
  g_autofree char *number = cdl_text_number (rows->len, 0);
  g_autofree char *words
      = g_strdup_printf (ngettext ("%s run selected", "%s runs selected", rows->len), number);

  g_return_if_fail (CDL_IS_SELECTION_BAR (self));

  g_ptr_array_ref (rows);
  g_ptr_array_unref (self->rows);
  self->rows = rows;
  gtk_label_set_label (self->count, words);
  gtk_action_bar_set_revealed (self->bar, rows->len > 0);
  update_star (self);
}

void
cdl_selection_bar_edit_tags (CdlSelectionBar *self)
{
  if (self->rows->len > 0)
    gtk_menu_button_popup (self->tags_button);
}

void
cdl_selection_bar_edit_note (CdlSelectionBar *self)
{
  if (self->rows->len > 0)
    gtk_menu_button_popup (self->note_button);
}

static void
cdl_selection_bar_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), CDL_TYPE_SELECTION_BAR);
  G_OBJECT_CLASS (cdl_selection_bar_parent_class)->dispose (object);
}

static void
cdl_selection_bar_finalize (GObject *object)
{
  g_ptr_array_unref (CDL_SELECTION_BAR (object)->rows);
  G_OBJECT_CLASS (cdl_selection_bar_parent_class)->finalize (object);
}

static void
cdl_selection_bar_class_init (CdlSelectionBarClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = cdl_selection_bar_dispose;
  G_OBJECT_CLASS (class)->finalize = cdl_selection_bar_finalize;
  signals[EDIT] = g_signal_new ("edit", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/chandelier/Chandelier/cdl-selection-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, CdlSelectionBar, bar);
  gtk_widget_class_bind_template_child (widget_class, CdlSelectionBar, count);
  gtk_widget_class_bind_template_child (widget_class, CdlSelectionBar, star);
  gtk_widget_class_bind_template_child (widget_class, CdlSelectionBar, tags_button);
  gtk_widget_class_bind_template_child (widget_class, CdlSelectionBar, tags);
  gtk_widget_class_bind_template_child (widget_class, CdlSelectionBar, tag_entry);
  gtk_widget_class_bind_template_child (widget_class, CdlSelectionBar, note_button);
  gtk_widget_class_bind_template_child (widget_class, CdlSelectionBar, note);
  gtk_widget_class_bind_template_callback (widget_class, cdl_selection_bar_star);
  gtk_widget_class_bind_template_callback (widget_class, fill_tags);
  gtk_widget_class_bind_template_callback (widget_class, on_tag);
  gtk_widget_class_bind_template_callback (widget_class, on_note_shown);
  gtk_widget_class_bind_template_callback (widget_class, on_note_closed);
}

static void
cdl_selection_bar_init (CdlSelectionBar *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}
