#include "cdl-live-lines.h"

#include <string.h>

struct _CdlLiveLine
{
  GObject parent_instance;

  guint64 key;
  guint n;
  char *text[CDL_LIVE_MAX_CELLS];
  const char *css[CDL_LIVE_MAX_CELLS];
};

G_DEFINE_FINAL_TYPE (CdlLiveLine, cdl_live_line, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* What a column is. */
enum
{
  NUMERIC = 1 << 0,
  EXPAND = 1 << 1,
};

/* Classes that a cell may have. */
static const char *const classes[] = { "success", "error", "warning", "accent", "dim-label" };

static void
clear_cells (CdlLiveLine *self)
{
  for (guint i = 0; i < self->n; i++)
    g_free (self->text[i]);
  self->n = 0;
}

static void
cdl_live_line_finalize (GObject *object)
{
  clear_cells (CDL_LIVE_LINE (object));
  G_OBJECT_CLASS (cdl_live_line_parent_class)->finalize (object);
}

static void
cdl_live_line_class_init (CdlLiveLineClass *class)
{
  G_OBJECT_CLASS (class)->finalize = cdl_live_line_finalize;
  signals[CHANGED] = g_signal_new ("changed", CDL_TYPE_LIVE_LINE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void
cdl_live_line_init (CdlLiveLine *self)
{
}

CdlLiveLine *
cdl_live_line_new (guint64 key)
{
  CdlLiveLine *self = g_object_new (CDL_TYPE_LIVE_LINE, NULL);

  self->key = key;

  return self;
}

guint64
cdl_live_line_key (CdlLiveLine *self)
{
  return self->key;
}

void
cdl_live_line_add (CdlLiveLine *self, char *text, const char *css)
{
  g_return_if_fail (self->n < CDL_LIVE_MAX_CELLS);

  self->text[self->n] = text;
  self->css[self->n] = css;
  self->n++;
}

static gboolean
is_same (const CdlLiveLine *self, const CdlLiveLine *other)
{
  if (self->key != other->key || self->n != other->n)
    return FALSE;
  for (guint i = 0; i < self->n; i++)
    if (g_strcmp0 (self->text[i], other->text[i]) != 0
        || g_strcmp0 (self->css[i], other->css[i]) != 0)
      return FALSE;

  return TRUE;
}

/* A line takes over what another one says. */
static void
become (CdlLiveLine *self, CdlLiveLine *other)
{
  clear_cells (self);
  self->key = other->key;
  self->n = other->n;
  memcpy (self->text, other->text, sizeof self->text);
  memcpy (self->css, other->css, sizeof self->css);
  other->n = 0;
  g_signal_emit (self, signals[CHANGED], 0);
}

/* Half a number or symbol is worse than none: only what has the rest of the width is cut. */
static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  guint how = GPOINTER_TO_UINT (data);
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), (how & NUMERIC) != 0 ? 1.0f : 0.0f);
  if ((how & EXPAND) != 0)
    gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, "numeric");
  gtk_list_item_set_child (item, label);
}

static void
show_cell (GtkListItem *item)
{
  GtkWidget *label = gtk_list_item_get_child (item);
  const CdlLiveLine *line = gtk_list_item_get_item (item);
  guint i = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (label), "cell"));
  const char *css = i < line->n ? line->css[i] : NULL;

  gtk_label_set_label (GTK_LABEL (label), i < line->n ? line->text[i] : "");
  if (gtk_label_get_ellipsize (GTK_LABEL (label)) != PANGO_ELLIPSIZE_NONE)
    gtk_widget_set_tooltip_text (label, i < line->n ? line->text[i] : NULL);
  for (guint k = 0; k < G_N_ELEMENTS (classes); k++)
    if (css == NULL || strcmp (css, classes[k]) != 0)
      gtk_widget_remove_css_class (label, classes[k]);
  if (css != NULL)
    gtk_widget_add_css_class (label, css);
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer place)
{
  g_object_set_data (G_OBJECT (gtk_list_item_get_child (item)), "cell", place);
  g_signal_connect_object (gtk_list_item_get_item (item), "changed", G_CALLBACK (show_cell), item,
                           G_CONNECT_SWAPPED);
  show_cell (item);
}

static void
on_unbind (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer place)
{
  g_signal_handlers_disconnect_by_func (gtk_list_item_get_item (item), show_cell, item);
}

void
cdl_live_lines_add_column (GtkColumnView *view,
                           const char *title,
                           gboolean numeric,
                           gboolean expand,
                           guint i)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkColumnViewColumn) column = NULL;

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup),
                    GUINT_TO_POINTER ((numeric ? NUMERIC : 0u) | (expand ? EXPAND : 0u)));
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), GUINT_TO_POINTER (i));
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind), NULL);
  column = gtk_column_view_column_new (title, factory);
  gtk_column_view_column_set_resizable (column, TRUE);
  gtk_column_view_column_set_expand (column, expand);
  gtk_column_view_append_column (view, column);
}

/* How many of lines come before what the list begins with; 0 if that is not among them. */
static guint
count_before (GListStore *list, GPtrArray *lines)
{
  g_autoptr (CdlLiveLine) first = g_list_model_get_item (G_LIST_MODEL (list), 0);

  for (guint i = 0; first != NULL && i < lines->len; i++)
    if (((CdlLiveLine *) lines->pdata[i])->key == first->key)
      return i;

  return 0;
}

void
cdl_live_lines_update (GListStore *list, GPtrArray *lines)
{
  guint before = count_before (list, lines), n;

  if (before > 0)
    g_list_store_splice (list, 0, 0, lines->pdata, before);
  n = g_list_model_get_n_items (G_LIST_MODEL (list));
  for (guint i = before; i < MIN (n, lines->len); i++)
    {
      g_autoptr (CdlLiveLine) old = g_list_model_get_item (G_LIST_MODEL (list), i);

      if (!is_same (old, lines->pdata[i]))
        become (old, lines->pdata[i]);
    }
  if (lines->len < n)
    g_list_store_splice (list, lines->len, n - lines->len, NULL, 0);
  else if (lines->len > n)
    g_list_store_splice (list, n, 0, &lines->pdata[n], lines->len - n);
}

void
cdl_live_lines_prepend (GListStore *list, GPtrArray *lines, guint max)
{
  guint n;

  if (lines->len == 0)
    return;
  g_list_store_splice (list, 0, 0, lines->pdata, lines->len);
  n = g_list_model_get_n_items (G_LIST_MODEL (list));
  if (n > max)
    g_list_store_splice (list, max, n - max, NULL, 0);
}
