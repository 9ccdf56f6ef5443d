#include "cdl-columns-view.h"

/* A figure or a time that is cut short says something else: such a column is as wide as it takes,
 * and the table is scrolled. */
static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer numeric)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), GPOINTER_TO_INT (numeric) ? 1.0f : 0.0f);
  if (!GPOINTER_TO_INT (numeric))
    gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (GPOINTER_TO_INT (numeric))
    gtk_widget_add_css_class (label, "numeric");
  gtk_list_item_set_child (item, label);
}

/* Words up to that length are not cut short either. */
#define SHORT_WORDS 12

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer text)
{
  GtkWidget *label = gtk_list_item_get_child (item);
  static const char *const classes[] = { "accent", "success", "warning", "error" };
  const char *css = NULL;
  g_autofree char *words = ((CdlCellText) text) (gtk_list_item_get_item (item), &css);

  gtk_label_set_label (GTK_LABEL (label), words);
  if (gtk_label_get_ellipsize (GTK_LABEL (label)) != PANGO_ELLIPSIZE_NONE)
    gtk_label_set_width_chars (GTK_LABEL (label),
                               (int) MIN (g_utf8_strlen (words, -1), SHORT_WORDS));
  for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
    gtk_widget_remove_css_class (label, classes[i]);
  if (css != NULL)
    gtk_widget_add_css_class (label, css);
}

void
cdl_column_view_add (GtkColumnView *view,
                     const char *title,
                     gboolean numeric,
                     gboolean expand,
                     CdlCellText text)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkColumnViewColumn) column = NULL;

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), GINT_TO_POINTER (numeric));
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), (gpointer) text);
  column = gtk_column_view_column_new (title, factory);
  gtk_column_view_column_set_resizable (column, TRUE);
  gtk_column_view_column_set_expand (column, expand);
  gtk_column_view_append_column (view, column);
}
