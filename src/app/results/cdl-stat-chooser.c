#include "cdl-stat-chooser.h"

#include <glib/gi18n.h>

#include "cdl-app-settings.h"

#define KEY "results-statistic"

/* --- Words --- */

#define MOST_CHARS 30

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer cut)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  if (GPOINTER_TO_INT (cut))
    {
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      gtk_label_set_max_width_chars (GTK_LABEL (label), MOST_CHARS);
    }
  gtk_list_item_set_child (item, label);
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  gtk_label_set_label (GTK_LABEL (gtk_list_item_get_child (item)),
                       gtk_string_object_get_string (gtk_list_item_get_item (item)));
}

static GtkListItemFactory *
words_factory (gboolean cut)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), GINT_TO_POINTER (cut));
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), NULL);

  return factory;
}

void
cdl_drop_down_ellipsize (GtkDropDown *self)
{
  g_autoptr (GtkListItemFactory) button = words_factory (TRUE), list = words_factory (FALSE);

  gtk_drop_down_set_factory (self, button);
  gtk_drop_down_set_list_factory (self, list);
}

/* --- Statistics --- */

static void
on_remembered (GSettings *settings, const char *key, GtkDropDown *self)
{
  g_autofree char *name = g_settings_get_string (settings, KEY);
  int stat = cdl_stat_find (name);

  if (stat >= 0)
    gtk_drop_down_set_selected (self, (guint) stat);
}

static void
on_chosen (GtkDropDown *self)
{
  GSettings *settings = cdl_app_settings ();

  if (settings != NULL)
    g_settings_set_string (settings, KEY, cdl_stat_info (cdl_stat_chooser_get (self))->name);
}

void
cdl_stat_chooser_fill (GtkDropDown *self)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);
  GSettings *settings = cdl_app_settings ();

  for (int i = 0; i < CDL_N_STATS; i++)
    gtk_string_list_append (titles, _ (cdl_stat_info ((CdlStat) i)->title));
  gtk_drop_down_set_expression (
      self, gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string"));
  gtk_drop_down_set_enable_search (self, TRUE);
  cdl_drop_down_ellipsize (self);
  gtk_drop_down_set_model (self, G_LIST_MODEL (titles));
  gtk_drop_down_set_selected (self, CDL_STAT_RETURN_PCT);
  if (settings == NULL)
    return;
  on_remembered (settings, KEY, self);
  g_signal_connect_object (settings, "changed::" KEY, G_CALLBACK (on_remembered), self, 0);
  g_signal_connect (self, "notify::selected", G_CALLBACK (on_chosen), NULL);
}

CdlStat
cdl_stat_chooser_get (GtkDropDown *self)
{
  guint i = gtk_drop_down_get_selected (self);

  return i < CDL_N_STATS ? (CdlStat) i : CDL_STAT_RETURN_PCT;
}
