#include "cdl-live-form.h"

#include <glib/gi18n.h>
#include <string.h>

#include "cdl-number.h"
#include "cdl-settings-json.h"
#include "cdl-strategy-rows.h"

struct _CdlLiveForm
{
  GtkBox parent_instance;

  AdwEntryRow *name_row;
  AdwComboRow *strategy_row;
  AdwEntryRow *symbols_row;
  AdwComboRow *market_row;
  AdwEntryRow *capital_row;
  GtkSwitch *allow_short;
  AdwPreferencesGroup *params_group;
  GtkLabel *words;
  GtkSpinner *spinner;
  GtkButton *start;

  CdlStrategyRows *rows; /* of strategy_row and params_group */
  CdlSettings *settings; /* of the run that it was filled with; NULL: none */
  char *run_symbol;      /* that its price and quantity steps are of */
  gboolean busy;
};

G_DEFINE_FINAL_TYPE (CdlLiveForm, cdl_live_form, GTK_TYPE_BOX)

enum
{
  START,
  CANCEL,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static CdlMarket
chosen_market (CdlLiveForm *self)
{
  return adw_combo_row_get_selected (self->market_row) == 1 ? CDL_MARKET_UM : CDL_MARKET_SPOT;
}

static void
say (CdlLiveForm *self, const char *words, gboolean wrong)
{
  gtk_label_set_label (self->words, words);
  if (wrong)
    gtk_widget_add_css_class (GTK_WIDGET (self->words), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->words), "error");
}

/* --- Reading --- */

/* In upper case, each once; NULL-terminated. */
static char **
read_symbols (CdlLiveForm *self)
{
  const char *typed = gtk_editable_get_text (GTK_EDITABLE (self->symbols_row));
  g_autofree char *text = g_utf8_strup (typed, -1);
  g_auto (GStrv) words = g_strsplit_set (text, " ,;\t", -1);
  g_autoptr (GPtrArray) symbols = g_ptr_array_new ();

  for (char **word = words; *word != NULL; word++)
    if (**word != '\0' && !g_ptr_array_find_with_equal_func (symbols, *word, g_str_equal, NULL))
      g_ptr_array_add (symbols, *word);
  g_ptr_array_add (symbols, NULL);

  return g_strdupv ((char **) symbols->pdata);
}

/* Those of the run; but rules of another symbol or market are the exchange's to tell. */
static void
read_settings (CdlLiveForm *self, CdlLiveRequest *request)
{
  cdl_settings_init (&request->settings, chosen_market (self));
  if (self->settings != NULL && self->settings->market == chosen_market (self))
    {
      request->settings = *self->settings;
      if (request->symbols[1] != NULL || strcmp (request->symbols[0], self->run_symbol) != 0)
        cdl_settings_forget_symbol (&request->settings);
    }
  request->settings.allow_short = gtk_switch_get_active (self->allow_short);
}

/* NULL with problem, for a person. */
static CdlLiveRequest *
read_request (CdlLiveForm *self, const char **problem)
{
  const CdlStrategyChoice *choice = cdl_strategy_rows_chosen (self->rows);
  CdlLiveRequest *request;
  g_auto (GStrv) symbols = read_symbols (self);
  double capital;

  *problem = NULL;
  if (choice == NULL)
    *problem = _ ("There is no strategy to trade");
  else if (symbols[0] == NULL)
    *problem = _ ("Name what to trade, such as BTCUSDT ETHUSDT");
  else if (!cdl_number_parse (gtk_editable_get_text (GTK_EDITABLE (self->capital_row)), &capital)
           || capital <= 0.0)
    *problem = _ ("The capital must be a number above 0");
  if (*problem != NULL)
    return NULL;

  request = g_new0 (CdlLiveRequest, 1);
  request->strategy = g_strdup (choice->json);
  request->symbols = g_steal_pointer (&symbols);
  request->sets = cdl_strategy_rows_sets (self->rows);
  request->note = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name_row))));
  read_settings (self, request);
  request->settings.capital = capital;

  return request;
}

static void
on_changed (CdlLiveForm *self)
{
  const char *problem;
  CdlLiveRequest *request = read_request (self, &problem);

  if (!self->busy)
    say (self, problem != NULL ? problem : "", FALSE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->start), request != NULL && !self->busy);
  if (request != NULL)
    cdl_live_request_free (request);
}

static void
on_start (CdlLiveForm *self)
{
  const char *problem;
  CdlLiveRequest *request = read_request (self, &problem);

  if (request == NULL || self->busy)
    return;
  cdl_live_form_set_busy (self, TRUE, NULL);
  g_signal_emit (self, signals[START], 0, request);
}

static void
on_cancel (CdlLiveForm *self)
{
  g_signal_emit (self, signals[CANCEL], 0);
}

/* --- Filling --- */

void
cdl_live_form_reset (CdlLiveForm *self, const char *root)
{
  g_return_if_fail (CDL_IS_LIVE_FORM (self));

  g_clear_pointer (&self->settings, g_free);
  g_clear_pointer (&self->run_symbol, g_free);
  gtk_editable_set_text (GTK_EDITABLE (self->name_row), "");
  cdl_strategy_rows_load (self->rows, root);
}

void
cdl_live_form_set_run (CdlLiveForm *self, const char *root, const CdlLoadedRun *run)
{
  const CdlRunRecord *record = run->run;
  CdlStrategyChoice *choice = cdl_strategy_choice_new (record->strategy->json);
  g_autofree CdlSettings *settings = g_new0 (CdlSettings, 1);
  char number[CDL_NUMBER_SIZE];

  cdl_live_form_reset (self, root);
  if (choice == NULL || !cdl_settings_read (record->settings, settings, NULL))
    {
      g_clear_pointer (&choice, cdl_strategy_choice_free);
      return;
    }
  /* The revision that was tested, whatever its file has become. */
  cdl_strategy_rows_choose (self->rows, choice);
  for (guint i = 0; i < record->params->len; i++)
    cdl_strategy_rows_set_value (self->rows, i,
                                 g_array_index (record->params, CdlRunParam, i).value);
  gtk_editable_set_text (GTK_EDITABLE (self->symbols_row), record->dataset->symbol);
  adw_combo_row_set_selected (self->market_row, settings->market == CDL_MARKET_UM ? 1 : 0);
  gtk_editable_set_text (GTK_EDITABLE (self->capital_row),
                         cdl_number_format (settings->capital, number));
  gtk_switch_set_active (self->allow_short, settings->allow_short);
  self->run_symbol = g_strdup (record->dataset->symbol);
  self->settings = g_steal_pointer (&settings);
  on_changed (self);
}

void
cdl_live_form_set_busy (CdlLiveForm *self, gboolean busy, const char *problem)
{
  g_return_if_fail (CDL_IS_LIVE_FORM (self));

  self->busy = busy;
  gtk_spinner_set_spinning (self->spinner, busy);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), busy);
  on_changed (self);
  if (busy)
    say (self, _ ("Fetching the history that the strategy looks back on…"), FALSE);
  else if (problem != NULL)
    say (self, problem, TRUE);
}

/* --- The widget --- */

static void
cdl_live_form_dispose (GObject *object)
{
  g_clear_pointer (&CDL_LIVE_FORM (object)->rows, cdl_strategy_rows_free);
  gtk_widget_dispose_template (GTK_WIDGET (object), CDL_TYPE_LIVE_FORM);
  G_OBJECT_CLASS (cdl_live_form_parent_class)->dispose (object);
}

static void
cdl_live_form_finalize (GObject *object)
{
  CdlLiveForm *self = CDL_LIVE_FORM (object);

  g_free (self->settings);
  g_free (self->run_symbol);
  G_OBJECT_CLASS (cdl_live_form_parent_class)->finalize (object);
}

static void
cdl_live_form_class_init (CdlLiveFormClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);
  GType type = G_TYPE_FROM_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = cdl_live_form_dispose;
  G_OBJECT_CLASS (class)->finalize = cdl_live_form_finalize;
  signals[START] = g_signal_new ("start", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                 1, G_TYPE_POINTER);
  signals[CANCEL]
      = g_signal_new ("cancel", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/chandelier/Chandelier/cdl-live-form.ui");
  gtk_widget_class_bind_template_child (widget_class, CdlLiveForm, name_row);
  gtk_widget_class_bind_template_child (widget_class, CdlLiveForm, strategy_row);
  gtk_widget_class_bind_template_child (widget_class, CdlLiveForm, symbols_row);
  gtk_widget_class_bind_template_child (widget_class, CdlLiveForm, market_row);
  gtk_widget_class_bind_template_child (widget_class, CdlLiveForm, capital_row);
  gtk_widget_class_bind_template_child (widget_class, CdlLiveForm, allow_short);
  gtk_widget_class_bind_template_child (widget_class, CdlLiveForm, params_group);
  gtk_widget_class_bind_template_child (widget_class, CdlLiveForm, words);
  gtk_widget_class_bind_template_child (widget_class, CdlLiveForm, spinner);
  gtk_widget_class_bind_template_child (widget_class, CdlLiveForm, start);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_start);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel);
}

static void
cdl_live_form_init (CdlLiveForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->rows = cdl_strategy_rows_new (self->strategy_row, self->params_group,
                                      (CdlStrategyRowsFunc) on_changed, self);
}
