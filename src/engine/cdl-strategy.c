#include "cdl-strategy.h"

#include <string.h>

static void
param_clear (gpointer data)
{
  g_free (((CdlParam *) data)->name);
  g_free (((CdlParam *) data)->help);
}

static void
named_text_clear (gpointer data)
{
  g_free (((CdlNamedText *) data)->name);
  g_free (((CdlNamedText *) data)->text);
}

static void
setup_def_clear (gpointer data)
{
  CdlSetupDef *def = data;

  g_free (def->name);
  g_free (def->pattern);
  g_clear_pointer (&def->pattern_args, g_array_unref);
  g_free (def->when);
  g_free (def->entry_price);
  g_free (def->stop_loss);
  g_free (def->take_profit);
  g_free (def->expires);
  g_free (def->max_pending);
}

static GArray *
array_of (guint size, GDestroyNotify clear)
{
  GArray *array = g_array_new (FALSE, TRUE, size);

  g_array_set_clear_func (array, clear);

  return array;
}

GArray *
cdl_named_texts_new (void)
{
  return array_of (sizeof (CdlNamedText), named_text_clear);
}

CdlStrategy *
cdl_strategy_new (void)
{
  CdlStrategy *self = g_new0 (CdlStrategy, 1);

  self->params = array_of (sizeof (CdlParam), param_clear);
  self->lets = cdl_named_texts_new ();
  self->setups = array_of (sizeof (CdlSetupDef), setup_def_clear);
  self->compound = TRUE;

  return self;
}

void
cdl_strategy_free (CdlStrategy *self)
{
  g_free (self->name);
  g_free (self->description);
  g_array_unref (self->params);
  g_array_unref (self->lets);
  g_array_unref (self->setups);
  for (int i = 0; i < CDL_N_FILTERS; i++)
    g_free (self->filter[i]);
  g_free (self->money_amount);
  g_free (self->money_max_leverage);
  g_free (self);
}

const char *
cdl_side_name (CdlSide side)
{
  return side == CDL_SIDE_LONG ? "long" : "short";
}

const char *
cdl_entry_type_name (CdlEntryType type)
{
  static const char *const names[CDL_N_ENTRY_TYPES] = { "touch", "stop", "limit", "market" };

  return names[type];
}

const char *
cdl_filter_name (CdlFilter filter)
{
  static const char *const names[CDL_N_FILTERS] = {
    "min_gap", "min_gain", "max_gain", "min_loss", "max_loss", "max_leverage", "max_open_trades",
  };

  return names[filter];
}

const char *
cdl_money_mode_name (CdlMoneyMode mode)
{
  static const char *const names[CDL_N_MONEY_MODES]
      = { "fixed", "percent", "leverage", "risk", "target" };

  return names[mode];
}

int
cdl_strategy_param (const CdlStrategy *self, const char *name)
{
  for (guint i = 0; i < self->params->len; i++)
    if (strcmp (g_array_index (self->params, CdlParam, i).name, name) == 0)
      return (int) i;

  return -1;
}
