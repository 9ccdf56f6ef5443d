#include "cdl-run-record.h"

#include "cdl-number.h"

static void
param_clear (gpointer data)
{
  g_free (((CdlRunParam *) data)->name);
}

GArray *
cdl_run_params_new (void)
{
  GArray *params = g_array_new (FALSE, FALSE, sizeof (CdlRunParam));

  g_array_set_clear_func (params, param_clear);

  return params;
}

CdlRunRecord *
cdl_run_record_new (void)
{
  CdlRunRecord *self = g_new0 (CdlRunRecord, 1);

  self->params = cdl_run_params_new ();
  self->first_loaded = g_array_new (FALSE, FALSE, sizeof (CdlFirstLoaded));
  self->tags = g_new0 (char *, 1);
  self->note = g_strdup ("");
  self->net_pessimistic = CDL_NAN;
  self->net_optimistic = CDL_NAN;
  for (guint i = 0; i < CDL_N_STATS; i++)
    self->statistics.value[i] = CDL_NAN;

  return self;
}

void
cdl_run_record_free (CdlRunRecord *self)
{
  g_free (self->id);
  g_free (self->fingerprint);
  g_clear_pointer (&self->strategy, cdl_strategy_record_unref);
  g_clear_pointer (&self->dataset, cdl_dataset_record_unref);
  g_array_unref (self->params);
  g_array_unref (self->first_loaded);
  g_free (self->settings);
  g_strfreev (self->tags);
  g_free (self->note);
  g_free (self->test);
  g_clear_pointer (&self->texts, g_string_chunk_free);
  g_free (self);
}

void
cdl_run_record_add_param (CdlRunRecord *self, const char *name, double value)
{
  CdlRunParam param = { g_strdup (name), value };

  g_array_append_val (self->params, param);
}

void
cdl_run_record_add_first_loaded (CdlRunRecord *self, CdlInterval interval, gint64 open_time)
{
  CdlFirstLoaded first = { interval, open_time };

  g_array_append_val (self->first_loaded, first);
}

double
cdl_run_record_param (const CdlRunRecord *self, const char *name)
{
  for (guint i = 0; i < self->params->len; i++)
    {
      const CdlRunParam *param = &g_array_index (self->params, CdlRunParam, i);

      if (g_str_equal (param->name, name))
        return param->value;
    }

  return CDL_NAN;
}

void
cdl_run_record_set_undefined (CdlRunRecord *self, CdlStat stat, const char *reason)
{
  if (self->texts == NULL)
    self->texts = g_string_chunk_new (64);
  self->statistics.value[stat] = CDL_NAN;
  self->statistics.reason[stat] = g_string_chunk_insert_const (self->texts, reason);
}

const char *
cdl_run_flag_name (CdlRunFlags flag)
{
  switch (flag)
    {
    case CDL_RUN_SHORT_HISTORY:
      return "short_history";
    case CDL_RUN_GUESSED_TICK:
      return "guessed_tick";
    case CDL_RUN_MISSING_FUNDING:
      return "missing_funding";
    case CDL_RUN_RUINED:
      return "ruined";
    default:
      g_return_val_if_reached (NULL);
    }
}
