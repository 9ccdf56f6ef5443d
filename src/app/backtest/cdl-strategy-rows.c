#include "cdl-strategy-rows.h"

#include "cdl-number.h"

struct _CdlStrategyRows
{
  AdwComboRow *row;
  AdwPreferencesGroup *params;
  CdlStrategyRowsFunc changed;
  gpointer data;
  GPtrArray *choices;    /* CdlStrategyChoice */
  GPtrArray *param_rows; /* AdwEntryRow of the chosen one's parameters, in their order */
};

const CdlStrategyChoice *
cdl_strategy_rows_chosen (const CdlStrategyRows *self)
{
  guint i = adw_combo_row_get_selected (self->row);

  return i < self->choices->len ? self->choices->pdata[i] : NULL;
}

static void
tell_changed (CdlStrategyRows *self)
{
  self->changed (self->data);
}

static void
add_param (CdlStrategyRows *self, const CdlParam *param)
{
  GtkWidget *row = adw_entry_row_new ();
  g_autofree char *value = cdl_decimal_format (param->value);
  g_autofree char *title = param->help != NULL
                               ? g_strdup_printf ("%s: %s", param->name, param->help)
                               : g_strdup (param->name);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_editable_set_text (GTK_EDITABLE (row), value);
  g_signal_connect_swapped (row, "changed", G_CALLBACK (tell_changed), self);
  adw_preferences_group_add (self->params, row);
  g_ptr_array_add (self->param_rows, row);
}

static void
show_params (CdlStrategyRows *self)
{
  const CdlStrategyChoice *choice = cdl_strategy_rows_chosen (self);

  for (guint i = 0; i < self->param_rows->len; i++)
    adw_preferences_group_remove (self->params, self->param_rows->pdata[i]);
  g_ptr_array_set_size (self->param_rows, 0);
  for (guint i = 0; choice != NULL && i < choice->strategy->params->len; i++)
    add_param (self, &g_array_index (choice->strategy->params, CdlParam, i));
  gtk_widget_set_visible (GTK_WIDGET (self->params), self->param_rows->len > 0);
  tell_changed (self);
}

static void
show_choices (CdlStrategyRows *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  for (guint i = 0; i < self->choices->len; i++)
    gtk_string_list_append (names, ((CdlStrategyChoice *) self->choices->pdata[i])->strategy->name);
  g_signal_handlers_block_by_func (self->row, show_params, self);
  adw_combo_row_set_model (self->row, G_LIST_MODEL (names));
  adw_combo_row_set_selected (self->row, self->choices->len > 0 ? 0 : GTK_INVALID_LIST_POSITION);
  g_signal_handlers_unblock_by_func (self->row, show_params, self);
  show_params (self);
}

void
cdl_strategy_rows_load (CdlStrategyRows *self, const char *root)
{
  g_ptr_array_unref (self->choices);
  self->choices = cdl_strategy_choices_load (root);
  show_choices (self);
}

void
cdl_strategy_rows_choose (CdlStrategyRows *self, CdlStrategyChoice *choice)
{
  g_ptr_array_insert (self->choices, 0, choice);
  show_choices (self);
}

void
cdl_strategy_rows_set_value (CdlStrategyRows *self, guint i, double value)
{
  char number[CDL_NUMBER_SIZE];

  if (i < self->param_rows->len)
    gtk_editable_set_text (GTK_EDITABLE (self->param_rows->pdata[i]),
                           cdl_number_format (value, number));
}

char **
cdl_strategy_rows_sets (const CdlStrategyRows *self)
{
  const CdlStrategyChoice *choice = cdl_strategy_rows_chosen (self);
  g_autoptr (GStrvBuilder) sets = g_strv_builder_new ();

  for (guint i = 0; i < self->param_rows->len; i++)
    {
      g_autofree char *set
          = g_strdup_printf ("%s=%s", g_array_index (choice->strategy->params, CdlParam, i).name,
                             gtk_editable_get_text (self->param_rows->pdata[i]));

      g_strv_builder_add (sets, set);
    }

  return g_strv_builder_end (sets);
}

CdlStrategyRows *
cdl_strategy_rows_new (AdwComboRow *row,
                       AdwPreferencesGroup *params,
                       CdlStrategyRowsFunc changed,
                       gpointer data)
{
  CdlStrategyRows *self = g_new0 (CdlStrategyRows, 1);

  self->row = g_object_ref (row);
  self->params = g_object_ref (params);
  self->changed = changed;
  self->data = data;
  self->choices = g_ptr_array_new ();
  self->param_rows = g_ptr_array_new ();
  g_signal_connect_swapped (row, "notify::selected", G_CALLBACK (show_params), self);

  return self;
}

void
cdl_strategy_rows_free (CdlStrategyRows *self)
{
  g_signal_handlers_disconnect_by_data (self->row, self);
  for (guint i = 0; i < self->param_rows->len; i++)
    g_signal_handlers_disconnect_by_data (self->param_rows->pdata[i], self);
  g_ptr_array_unref (self->param_rows);
  g_ptr_array_unref (self->choices);
  g_object_unref (self->params);
  g_object_unref (self->row);
  g_free (self);
}
