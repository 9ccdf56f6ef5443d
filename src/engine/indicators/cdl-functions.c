#include "cdl-functions-private.h"

#include "cdl-number.h"

#include <string.h>

/* clang-format off */

/* Group by group, in the order of the reference page. */
static const CdlFunction *const functions[] = {
  &cdl_fn_sma, &cdl_fn_ema, &cdl_fn_wma, &cdl_fn_rma, &cdl_fn_hma, &cdl_fn_dema, &cdl_fn_tema,
  &cdl_fn_vwma, &cdl_fn_kama, &cdl_fn_linreg,

  &cdl_fn_highest, &cdl_fn_lowest, &cdl_fn_highestbars, &cdl_fn_lowestbars, &cdl_fn_sum,

  &cdl_fn_rsi, &cdl_fn_macd, &cdl_fn_macd_signal, &cdl_fn_macd_hist, &cdl_fn_stoch_k,
  &cdl_fn_stoch_d, &cdl_fn_williams_r, &cdl_fn_cci, &cdl_fn_roc, &cdl_fn_mom, &cdl_fn_change,

  &cdl_fn_tr, &cdl_fn_atr, &cdl_fn_natr, &cdl_fn_stdev, &cdl_fn_variance,

  &cdl_fn_bb_upper, &cdl_fn_bb_middle, &cdl_fn_bb_lower, &cdl_fn_bb_width, &cdl_fn_keltner_upper,
  &cdl_fn_keltner_lower, &cdl_fn_donchian_upper, &cdl_fn_donchian_lower,

  &cdl_fn_adx, &cdl_fn_plus_di, &cdl_fn_minus_di, &cdl_fn_aroon_up, &cdl_fn_aroon_down,
  &cdl_fn_supertrend, &cdl_fn_psar, &cdl_fn_ichimoku_conversion, &cdl_fn_ichimoku_base,
  &cdl_fn_ichimoku_span_a, &cdl_fn_ichimoku_span_b,

  &cdl_fn_obv, &cdl_fn_vwap, &cdl_fn_mfi, &cdl_fn_cmf,

  &cdl_fn_crossover, &cdl_fn_crossunder, &cdl_fn_rising, &cdl_fn_falling, &cdl_fn_barssince,
  &cdl_fn_valuewhen, &cdl_fn_pivot_high, &cdl_fn_pivot_low,

  &cdl_fn_abs, &cdl_fn_min, &cdl_fn_max, &cdl_fn_floor, &cdl_fn_ceil, &cdl_fn_round, &cdl_fn_sqrt,
  &cdl_fn_log, &cdl_fn_exp, &cdl_fn_pow, &cdl_fn_sign, &cdl_fn_nz,
};

/* clang-format on */

const CdlFunction *const *
cdl_functions (guint *n)
{
  *n = G_N_ELEMENTS (functions);

  return functions;
}

const CdlFunction *
cdl_function_find (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (functions); i++)
    if (strcmp (functions[i]->name, name) == 0)
      return functions[i];

  return NULL;
}

char *
cdl_function_signature (const CdlFunction *function)
{
  GString *text = g_string_new (function->name);
  char number[CDL_NUMBER_SIZE];

  g_string_append_c (text, '(');
  for (guint i = 0; i < function->n_args; i++)
    {
      const CdlArg *arg = &function->args[i];

      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", arg->name);
      if (arg->fallback > CDL_FUNCTION_REQUIRED)
        g_string_append_printf (text, " = %s", cdl_number_format (arg->fallback, number));
    }
  g_string_append_c (text, ')');

  return g_string_free (text, FALSE);
}
