#include "cdl-filter-editor.h"

#include <glib/gi18n.h>
#include <math.h>

#include "cdl-filter-values.h"
#include "cdl-number.h"
#include "cdl-time.h"

struct _CdlFilterEditor
{
  GtkPopover parent_instance;

  GtkDropDown *what;
  GtkStack *stack;
  GtkDropDown *value;
  GtkEntry *min;
  GtkEntry *max;
  GtkEntry *from;
  GtkEntry *to;
  GtkButton *add;

  CdlStore *store;
  GPtrArray *values; /* CdlFilterValue, as in the drop-down */
  guint question;    /* number of it: late answers to others are not taken */
};

G_DEFINE_FINAL_TYPE (CdlFilterEditor, cdl_filter_editor, GTK_TYPE_POPOVER)

enum
{
  ADDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* What comes before the statistics in the drop-down. */
enum
{
  WHAT_DATES = CDL_N_FILTER_KINDS,
  WHAT_FAVOURITE,
  N_WHATS
};

static const char *const what_titles[N_WHATS] = {
  [CDL_FILTER_STRATEGY] = N_ ("Strategy"),
  [CDL_FILTER_SYMBOL] = N_ ("Symbol"),
  [CDL_FILTER_INTERVAL] = N_ ("Interval"),
  [CDL_FILTER_MARKET] = N_ ("Market"),
  [CDL_FILTER_TAG] = N_ ("Tag"),
  [CDL_FILTER_TEST] = N_ ("Test"),
  [WHAT_DATES] = N_ ("Tested"),
  [WHAT_FAVOURITE] = N_ ("Favourites"),
};

/* --- Reading what was entered --- */

/* Empty: no bound. A comma is taken for a point. */
static gboolean
read_bound (GtkEntry *entry, double *bound)
{
  g_autofree char *text = g_strdelimit (
      g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (entry)))), ",", '.');
  gboolean good;

  *bound = NAN;
  good = *text == '\0' || cdl_number_parse (text, bound);
  if (good)
    gtk_widget_remove_css_class (GTK_WIDGET (entry), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (entry), "error");

  return good;
}

/* Empty: no bound. A day alone is meant whole. */
static gboolean
read_time (GtkEntry *entry, gboolean end, gint64 *time)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (entry));
  gboolean good;

  *time = CDL_TIME_NONE;
  good = *text == '\0' || cdl_time_parse (text, time);
  if (good && end && strlen (text) == strlen ("2022-06-15"))
    *time += CDL_DAY_MS;
  if (good)
    gtk_widget_remove_css_class (GTK_WIDGET (entry), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (entry), "error");

  return good;
}

static const CdlFilterValue *
chosen_value (CdlFilterEditor *self)
{
  guint i = gtk_drop_down_get_selected (self->value);

  return i < self->values->len ? self->values->pdata[i] : NULL;
}

/* NULL while it is not complete. */
static CdlRunFilter *
read_condition (CdlFilterEditor *self)
{
  g_autoptr (CdlRunFilter) filter = cdl_run_filter_new ();
  guint what = gtk_drop_down_get_selected (self->what);
  double min, max;
  gboolean good;

  if (what < CDL_N_FILTER_KINDS)
    {
      good = chosen_value (self) != NULL;
      if (good)
        cdl_filter_value_set (chosen_value (self), (CdlFilterKind) what, filter);
    }
  else if (what == WHAT_DATES)
    {
      good = read_time (self->from, FALSE, &filter->created_from);
      good = read_time (self->to, TRUE, &filter->created_to) && good
             && (filter->created_from != CDL_TIME_NONE || filter->created_to != CDL_TIME_NONE);
    }
  else if (what == WHAT_FAVOURITE)
    {
      filter->favourite = 1;
      good = TRUE;
    }
  else
    {
      good = read_bound (self->min, &min);
      good = read_bound (self->max, &max) && good && !(isnan (min) && isnan (max));
      if (good)
        cdl_run_filter_add_bound (filter, (CdlStat) (what - N_WHATS), min, max);
    }

  return good ? g_steal_pointer (&filter) : NULL;
}

static void
check (CdlFilterEditor *self)
{
  g_autoptr (CdlRunFilter) filter = read_condition (self);

  gtk_widget_set_sensitive (GTK_WIDGET (self->add), filter != NULL);
}

static void
on_add (CdlFilterEditor *self)
{
  g_autoptr (CdlRunFilter) filter = read_condition (self);
  guint what = gtk_drop_down_get_selected (self->what);

  if (filter == NULL)
    return;
  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, signals[ADDED], 0, filter,
                 what < CDL_N_FILTER_KINDS ? chosen_value (self)->title : NULL);
}

/* --- What there is to choose from --- */

typedef struct
{
  CdlFilterEditor *editor;
  guint question;
} Waiting;

static void
on_values (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Waiting *waiting = data;
  g_autoptr (CdlFilterEditor) self = waiting->editor;
  g_autoptr (GPtrArray) values = cdl_filter_values_finish (CDL_STORE (source), result, NULL);
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);

  if (self->store == NULL || waiting->question != self->question || values == NULL)
    return;

  g_ptr_array_unref (self->values);
  self->values = g_steal_pointer (&values);
  for (guint i = 0; i < self->values->len; i++)
    gtk_string_list_append (titles, ((CdlFilterValue *) self->values->pdata[i])->title);
  gtk_drop_down_set_model (self->value, G_LIST_MODEL (titles));
  check (self);
}

static void
on_what (CdlFilterEditor *self)
{
  guint what = gtk_drop_down_get_selected (self->what);
  Waiting *waiting;

  self->question++;
  g_ptr_array_set_size (self->values, 0);
  gtk_stack_set_visible_child_name (self->stack, what < CDL_N_FILTER_KINDS ? "value"
                                                 : what == WHAT_DATES      ? "dates"
                                                 : what == WHAT_FAVOURITE  ? "nothing"
                                                                           : "bounds");
  if (what < CDL_N_FILTER_KINDS && self->store != NULL)
    {
      waiting = g_new (Waiting, 1);
      *waiting = (Waiting){ g_object_ref (self), self->question };
      cdl_filter_values_async (self->store, (CdlFilterKind) what, on_values, waiting);
    }
  check (self);
}

void
cdl_filter_editor_set_store (CdlFilterEditor *self, CdlStore *store)
{
  g_return_if_fail (CDL_IS_FILTER_EDITOR (self));

  g_set_object (&self->store, store);
}

static void
cdl_filter_editor_dispose (GObject *object)
{
  CdlFilterEditor *self = CDL_FILTER_EDITOR (object);

  g_clear_object (&self->store);
  gtk_widget_dispose_template (GTK_WIDGET (self), CDL_TYPE_FILTER_EDITOR);
  G_OBJECT_CLASS (cdl_filter_editor_parent_class)->dispose (object);
}

static void
cdl_filter_editor_finalize (GObject *object)
{
  g_ptr_array_unref (CDL_FILTER_EDITOR (object)->values);
  G_OBJECT_CLASS (cdl_filter_editor_parent_class)->finalize (object);
}

static void
cdl_filter_editor_class_init (CdlFilterEditorClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = cdl_filter_editor_dispose;
  G_OBJECT_CLASS (class)->finalize = cdl_filter_editor_finalize;
  signals[ADDED] = g_signal_new ("added", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 2, G_TYPE_POINTER, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/chandelier/Chandelier/cdl-filter-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, CdlFilterEditor, what);
  gtk_widget_class_bind_template_child (widget_class, CdlFilterEditor, stack);
  gtk_widget_class_bind_template_child (widget_class, CdlFilterEditor, value);
  gtk_widget_class_bind_template_child (widget_class, CdlFilterEditor, min);
  gtk_widget_class_bind_template_child (widget_class, CdlFilterEditor, max);
  gtk_widget_class_bind_template_child (widget_class, CdlFilterEditor, from);
  gtk_widget_class_bind_template_child (widget_class, CdlFilterEditor, to);
  gtk_widget_class_bind_template_child (widget_class, CdlFilterEditor, add);
  gtk_widget_class_bind_template_callback (widget_class, on_what);
  gtk_widget_class_bind_template_callback (widget_class, on_add);
  gtk_widget_class_bind_template_callback (widget_class, check);
}

static void
cdl_filter_editor_init (CdlFilterEditor *self)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);

  self->values = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < N_WHATS; i++)
    gtk_string_list_append (titles, _ (what_titles[i]));
  for (int i = 0; i < CDL_N_STATS; i++)
    gtk_string_list_append (titles, _ (cdl_stat_info ((CdlStat) i)->title));
  gtk_drop_down_set_expression (
      self->what, gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string"));
  gtk_drop_down_set_model (self->what, G_LIST_MODEL (titles));
}
