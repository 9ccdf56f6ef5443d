#include "cdl-heat-view.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "cdl-error-text.h"
#include "cdl-heat-choices.h"
#include "cdl-heat-grid.h"
#include "cdl-heat-table.h"
#include "cdl-stat-chooser.h"
#include "cdl-time-text.h"

struct _CdlHeatView
{
  GtkBox parent_instance;

  GtkDropDown *test;
  GtkDropDown *x;
  GtkDropDown *y;
  GtkDropDown *statistic;
  GtkDropDown *shown;
  GtkToggleButton *as_table;
  GtkStack *stack;
  AdwStatusPage *status;
  CdlHeatGrid *grid;
  CdlHeatTable *table;

  CdlStore *store;
  CdlRunFilter *filter;
  CdlHeatChoices *choices;
  char *wanted_test; /* that was chosen here; NULL: none was */
  gboolean stale;
  gboolean filling; /* changes of the drop-downs are not the user's */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (CdlHeatView, cdl_heat_view, GTK_TYPE_BOX)

static guint run_activated;

static void
say (CdlHeatView *self, const char *title, const char *description)
{
  adw_status_page_set_title (self->status, title);
  adw_status_page_set_description (self->status, description);
  gtk_stack_set_visible_child_name (self->stack, "status");
}

static void
say_problem (CdlHeatView *self, const GError *error)
{
  g_autofree char *words = cdl_error_text (error);

  say (self, _ ("The heat map cannot be made"), words);
}

/* What is on its way is not wanted any more. */
static void
begin_asking (CdlHeatView *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
}

static const char *
chosen_name (GtkDropDown *chooser)
{
  GtkStringObject *chosen = gtk_drop_down_get_selected_item (chooser);

  return chosen != NULL ? gtk_string_object_get_string (chosen) : NULL;
}

/* --- The map --- */

typedef struct
{
  CdlRunFilter *filter;
  char *x, *y;
  CdlStat stat;
  CdlCellValue shown;
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  cdl_run_filter_free (question->filter);
  g_free (question->x);
  g_free (question->y);
  g_free (question);
}

static gpointer
read_map (CdlStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  const Question *question = data;

  return cdl_store_heat_map (store, question->filter, question->x, question->y, question->stat,
                             question->shown, cancellable, error);
}

static void
show_map (CdlHeatView *self, CdlHeatMap *map)
{
  const char *x = chosen_name (self->x), *y = chosen_name (self->y);
  CdlStat stat = cdl_stat_chooser_get (self->statistic);
  gboolean any = FALSE;

  for (gsize i = 0; i < map->n_x * map->n_y; i++)
    any = any || map->cells[i].run != NULL;
  if (!any)
    {
      cdl_heat_map_free (map);
      say (self, _ ("Nothing to show"),
           _ ("No run that matches has both parameters and this statistic."));
      return;
    }
  cdl_heat_table_set_map (self->table, gtk_toggle_button_get_active (self->as_table) ? map : NULL,
                          x, y, stat);
  cdl_heat_grid_set_map (self->grid, map, x, y, stat);
  gtk_stack_set_visible_child_name (
      self->stack, gtk_toggle_button_get_active (self->as_table) ? "table" : "map");
}

static void
on_map (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CdlHeatView) self = data;
  g_autoptr (GError) error = NULL;
  CdlHeatMap *map = cdl_store_call_finish (CDL_STORE (source), result, &error);

  if (self->store == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_clear_pointer (&map, cdl_heat_map_free);
      return;
    }
  if (map != NULL)
    show_map (self, map);
  else
    say_problem (self, error);
}

static void
ask_map (CdlHeatView *self)
{
  Question *question;
  const char *x = chosen_name (self->x), *y = chosen_name (self->y);

  if (self->store == NULL || self->choices == NULL || x == NULL || y == NULL || self->filling)
    return;
  begin_asking (self);
  question = g_new0 (Question, 1);
  question->filter = cdl_run_filter_copy (self->filter);
  if (question->filter->test == NULL)
    question->filter->test = g_strdup (self->choices->test);
  question->x = g_strdup (x);
  question->y = g_strdup (y);
  question->stat = cdl_stat_chooser_get (self->statistic);
  question->shown = (CdlCellValue) MIN (gtk_drop_down_get_selected (self->shown),
                                        (guint) CDL_N_CELL_VALUES - 1);
  cdl_store_call_async (self->store, read_map, question, question_free,
                        (GDestroyNotify) cdl_heat_map_free, self->cancellable, on_map,
                        g_object_ref (self));
}

/* Two of the same would be a line: the other one takes what this one had. */
static void
on_parameter (CdlHeatView *self, GParamSpec *pspec, GtkDropDown *chooser)
{
  GtkDropDown *other = chooser == self->x ? self->y : self->x;
  guint chosen = gtk_drop_down_get_selected (chooser);
  guint n = g_list_model_get_n_items (gtk_drop_down_get_model (chooser));

  if (self->filling)
    return;
  if (gtk_drop_down_get_selected (other) == chosen && n > 1)
    {
      self->filling = TRUE;
      gtk_drop_down_set_selected (other, chosen > 0 ? chosen - 1 : 1);
      self->filling = FALSE;
    }
  ask_map (self);
}

/* --- What there is to choose from --- */

static void
fill_tests (CdlHeatView *self)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);
  const GPtrArray *tests = self->choices->tests;
  guint chosen = 0;

  gtk_widget_set_visible (GTK_WIDGET (self->test), tests != NULL);
  if (tests == NULL)
    return;
  gtk_string_list_append (titles, _ ("All runs that match"));
  for (guint i = 0; i < tests->len; i++)
    {
      const CdlTestRecord *test = tests->pdata[i];
      g_autofree char *time = cdl_time_text (test->created_at);
      g_autofree char *title = g_strdup_printf ("%s, %s", test->name, time);

      gtk_string_list_append (titles, title);
      if (g_strcmp0 (test->id, self->choices->test) == 0)
        chosen = i + 1;
    }
  gtk_drop_down_set_model (self->test, G_LIST_MODEL (titles));
  gtk_drop_down_set_selected (self->test, chosen);
}

/* What was chosen before stays, if it is there. */
static void
fill_parameter (GtkDropDown *chooser, const CdlHeatChoices *choices, guint otherwise)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  g_autofree char *before = g_strdup (chosen_name (chooser));
  guint chosen = otherwise;

  for (guint i = 0; i < choices->names->len; i++)
    {
      gtk_string_list_append (names, choices->names->pdata[i]);
      if (g_strcmp0 (before, choices->names->pdata[i]) == 0
          && g_array_index (choices->counts, guint, i) > 1)
        chosen = i;
    }
  gtk_drop_down_set_model (chooser, G_LIST_MODEL (names));
  gtk_drop_down_set_selected (chooser, chosen);
}

static void
fill (CdlHeatView *self)
{
  guint x = 0, y = 0;
  gboolean good = cdl_heat_choices_pick (self->choices, &x, &y);

  self->filling = TRUE;
  fill_tests (self);
  fill_parameter (self->x, self->choices, x);
  fill_parameter (self->y, self->choices, y);
  if (good && gtk_drop_down_get_selected (self->x) == gtk_drop_down_get_selected (self->y))
    {
      gtk_drop_down_set_selected (self->x, x);
      gtk_drop_down_set_selected (self->y, y);
    }
  self->filling = FALSE;

  if (good)
    ask_map (self);
  else
    say (self, _ ("No two parameters"),
         _ ("A heat map shows runs over two of their parameters: choose a test that varies some."));
}

static void
on_choices (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CdlHeatView) self = data;
  g_autoptr (GError) error = NULL;
  CdlHeatChoices *choices = cdl_heat_choices_finish (CDL_STORE (source), result, &error);

  if (self->store == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_clear_pointer (&choices, cdl_heat_choices_free);
      return;
    }
  if (choices == NULL)
    {
      say_problem (self, error);
      return;
    }
  g_clear_pointer (&self->choices, cdl_heat_choices_free);
  self->choices = choices;
  fill (self);
}

static void
ask (CdlHeatView *self)
{
  if (self->store == NULL || self->filter == NULL)
    return;
  self->stale = !gtk_widget_get_mapped (GTK_WIDGET (self));
  if (self->stale)
    return;
  begin_asking (self);
  cdl_heat_choices_async (self->store, self->filter, self->wanted_test, self->cancellable,
                          on_choices, g_object_ref (self));
}

static void
on_test (CdlHeatView *self)
{
  guint i = gtk_drop_down_get_selected (self->test);

  if (self->filling || self->choices == NULL || self->choices->tests == NULL
      || i > self->choices->tests->len)
    return;
  g_free (self->wanted_test);
  self->wanted_test
      = g_strdup (i > 0 ? ((CdlTestRecord *) self->choices->tests->pdata[i - 1])->id : "");
  ask (self);
}

void
cdl_heat_view_ask (CdlHeatView *self, CdlStore *store, const CdlRunFilter *filter)
{
  g_return_if_fail (CDL_IS_HEAT_VIEW (self) && filter != NULL);

  g_set_object (&self->store, store);
  g_clear_pointer (&self->filter, cdl_run_filter_free);
  self->filter = cdl_run_filter_copy (filter);
  ask (self);
}

static void
cdl_heat_view_map (GtkWidget *widget)
{
  CdlHeatView *self = CDL_HEAT_VIEW (widget);

  GTK_WIDGET_CLASS (cdl_heat_view_parent_class)->map (widget);
  if (self->stale)
    ask (self);
}

static void
on_activated (CdlHeatView *self, const char *run)
{
  g_signal_emit (self, run_activated, 0, run);
}

static void
cdl_heat_view_dispose (GObject *object)
{
  CdlHeatView *self = CDL_HEAT_VIEW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->store);
  g_clear_pointer (&self->filter, cdl_run_filter_free);
  g_clear_pointer (&self->choices, cdl_heat_choices_free);
  g_clear_pointer (&self->wanted_test, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), CDL_TYPE_HEAT_VIEW);
  G_OBJECT_CLASS (cdl_heat_view_parent_class)->dispose (object);
}

static void
cdl_heat_view_class_init (CdlHeatViewClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  g_type_ensure (CDL_TYPE_HEAT_GRID);
  g_type_ensure (CDL_TYPE_HEAT_TABLE);
  G_OBJECT_CLASS (class)->dispose = cdl_heat_view_dispose;
  widget_class->map = cdl_heat_view_map;
  run_activated = g_signal_new ("run-activated", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0,
                                NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/chandelier/Chandelier/cdl-heat-view.ui");
  gtk_widget_class_bind_template_child (widget_class, CdlHeatView, test);
  gtk_widget_class_bind_template_child (widget_class, CdlHeatView, x);
  gtk_widget_class_bind_template_child (widget_class, CdlHeatView, y);
  gtk_widget_class_bind_template_child (widget_class, CdlHeatView, statistic);
  gtk_widget_class_bind_template_child (widget_class, CdlHeatView, shown);
  gtk_widget_class_bind_template_child (widget_class, CdlHeatView, as_table);
  gtk_widget_class_bind_template_child (widget_class, CdlHeatView, stack);
  gtk_widget_class_bind_template_child (widget_class, CdlHeatView, status);
  gtk_widget_class_bind_template_child (widget_class, CdlHeatView, grid);
  gtk_widget_class_bind_template_child (widget_class, CdlHeatView, table);
  gtk_widget_class_bind_template_callback (widget_class, ask_map);
  gtk_widget_class_bind_template_callback (widget_class, on_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_parameter);
  gtk_widget_class_bind_template_callback (widget_class, on_test);
}

static void
cdl_heat_view_init (CdlHeatView *self)
{
  self->filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  cdl_stat_chooser_fill (self->statistic);
  gtk_drop_down_set_expression (
      self->test, gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string"));
  cdl_drop_down_ellipsize (self->test);
  self->filling = FALSE;
}
