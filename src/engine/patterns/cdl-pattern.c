#include "cdl-pattern-private.h"

#include <string.h>

static const CdlPattern *const registry[] = {
  &cdl_double_bottom,
  &cdl_double_top,
  &cdl_triple_bottom,
  &cdl_triple_top,
  &cdl_inverse_head_and_shoulders,
  &cdl_head_and_shoulders,
  &cdl_ascending_triangle,
  &cdl_descending_triangle,
  &cdl_symmetric_triangle,
  &cdl_rising_wedge,
  &cdl_falling_wedge,
  &cdl_rectangle,
  &cdl_channel,
  &cdl_bull_flag,
  &cdl_bear_flag,
  &cdl_support,
  &cdl_resistance,
  &cdl_swing,
  &cdl_engulfing,
  &cdl_hammer,
  &cdl_shooting_star,
  &cdl_doji,
  &cdl_inside_bar,
  &cdl_outside_bar,
  &cdl_pin_bar,
  &cdl_morning_star,
  &cdl_evening_star,
  &cdl_three_white_soldiers,
  &cdl_three_black_crows,
};

const CdlPattern *const *
cdl_patterns (guint *n)
{
  *n = G_N_ELEMENTS (registry);

  return registry;
}

const CdlPattern *
cdl_pattern_find (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (registry); i++)
    if (strcmp (registry[i]->name, name) == 0)
      return registry[i];

  return NULL;
}

int
cdl_pattern_arg (const CdlPattern *self, const char *name)
{
  for (guint i = 0; i < self->n_args; i++)
    if (strcmp (self->args[i].name, name) == 0)
      return (int) i;

  return -1;
}

int
cdl_pattern_output (const CdlPattern *self, const char *name)
{
  for (int i = 0; self->outputs[i] != NULL; i++)
    if (strcmp (self->outputs[i], name) == 0)
      return i;

  return -1;
}

gboolean
cdl_pattern_match (const CdlPattern *self,
                   const CdlKlines *klines,
                   gsize i,
                   const double *args,
                   CdlMatch *match)
{
  int min_gap;

  if (!self->match (klines, i, args, match))
    return FALSE;
  min_gap = cdl_pattern_arg (self, "min_gap");

  return min_gap < 0 || 100.0 * match->height / klines->field[CDL_FIELD_CLOSE][i] >= args[min_gap];
}

gsize
cdl_pattern_pivot_lookback (const double *args)
{
  return (gsize) args[CDL_PATTERN_MAX_KLINES] + 2 * (gsize) args[CDL_PATTERN_STRENGTH];
}
