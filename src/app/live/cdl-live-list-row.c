#include "cdl-live-list-row.h"

#include <glib/gi18n.h>

#include "cdl-live-badge.h"
#include "cdl-text.h"

struct _CdlLiveListRow
{
  GtkBox parent_instance;

  CdlLiveItem *item;
  GtkLabel *title;
  GtkLabel *result;
  GtkLabel *what;
  CdlLiveBadge *badge;
};

G_DEFINE_FINAL_TYPE (CdlLiveListRow, cdl_live_list_row, GTK_TYPE_BOX)

static void
cdl_live_list_row_dispose (GObject *object)
{
  g_clear_object (&CDL_LIVE_LIST_ROW (object)->item);
  G_OBJECT_CLASS (cdl_live_list_row_parent_class)->dispose (object);
}

static void
cdl_live_list_row_class_init (CdlLiveListRowClass *class)
{
  G_OBJECT_CLASS (class)->dispose = cdl_live_list_row_dispose;
}

static GtkLabel *
add_label (GtkWidget *box, gboolean fills, const char *class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), fills ? 0.0f : 1.0f);
  if (fills)
    gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (label, fills);
  gtk_widget_add_css_class (label, class);
  gtk_box_append (GTK_BOX (box), label);

  return GTK_LABEL (label);
}

static void
cdl_live_list_row_init (CdlLiveListRow *self)
{
  GtkWidget *upper = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *lower = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 3);
  gtk_widget_set_margin_top (GTK_WIDGET (self), 6);
  gtk_widget_set_margin_bottom (GTK_WIDGET (self), 6);
  self->title = add_label (upper, TRUE, "heading");
  self->result = add_label (upper, FALSE, "numeric");
  self->what = add_label (lower, TRUE, "caption");
  self->badge = g_object_new (CDL_TYPE_LIVE_BADGE, NULL);
  gtk_box_append (GTK_BOX (lower), GTK_WIDGET (self->badge));
  gtk_box_append (GTK_BOX (self), upper);
  gtk_box_append (GTK_BOX (self), lower);
}

static void
set_label (GtkLabel *label, const char *words)
{
  if (g_strcmp0 (gtk_label_get_label (label), words) != 0)
    gtk_label_set_label (label, words);
}

static void
show_result (CdlLiveListRow *self)
{
  double result, percent;
  gboolean known = cdl_live_item_result (self->item, &result, &percent);
  g_autofree char *number = known ? cdl_text_signed (percent, 2) : NULL;
  g_autofree char *words = known ? g_strconcat (number, " %", NULL) : g_strdup ("–");

  gtk_widget_remove_css_class (GTK_WIDGET (self->result), "success");
  gtk_widget_remove_css_class (GTK_WIDGET (self->result), "error");
  if (known && result != 0.0)
    gtk_widget_add_css_class (GTK_WIDGET (self->result), result > 0.0 ? "success" : "error");
  set_label (self->result, words);
}

static char *
what_text (CdlLiveItem *item)
{
  const CdlSessionRecord *record = cdl_live_item_record (item);
  g_autofree char *symbols = NULL;

  if (record == NULL)
    return g_strdup (cdl_live_item_state_words (item));
  symbols = g_strjoinv (" ", record->symbols);

  return g_strdup_printf ("%s · %s", cdl_live_item_state_words (item), symbols);
}

/* All of it in one, for those who do not see it. */
static void
name_row (CdlLiveListRow *self, const CdlLiveHealth *health)
{
  GtkWidget *row = gtk_widget_get_parent (GTK_WIDGET (self));
  g_autofree char *name = g_strdup_printf (
      "%s, %s%s%s", gtk_label_get_label (self->title), gtk_label_get_label (self->what),
      health->wanted ? ", " : "", health->wanted ? cdl_live_state_word (health->state) : "");

  if (row != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

void
cdl_live_list_row_refresh (CdlLiveListRow *self)
{
  g_autofree char *what = what_text (self->item);
  CdlLiveHealth health;

  cdl_live_item_health (self->item, &health);
  set_label (self->title, cdl_live_item_title (self->item));
  set_label (self->what, what);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->what), what);
  show_result (self);
  cdl_live_badge_set (self->badge, &health);
  name_row (self, &health);
}

CdlLiveItem *
cdl_live_list_row_item (CdlLiveListRow *self)
{
  return self->item;
}

GtkWidget *
cdl_live_list_row_new (CdlLiveItem *item)
{
  CdlLiveListRow *self = g_object_new (CDL_TYPE_LIVE_LIST_ROW, NULL);

  self->item = g_object_ref (item);
  cdl_live_list_row_refresh (self);

  return GTK_WIDGET (self);
}
