#include "cdl-smoothing-private.h"

#define GROUP "Momentum"

typedef struct
{
  CdlSmoothing fast, slow, signal;
} State;

static gsize
state_size (const double *number)
{
  return sizeof (State);
}

static gsize
lookback_line (const double *number, CdlInterval interval)
{
  return CDL_EMA_LOOKBACK (MAX (number[1], number[2]));
}

static gsize
lookback_signal (const double *number, CdlInterval interval)
{
  return lookback_line (number, interval) + CDL_EMA_LOOKBACK (number[3]);
}

static double
line (CdlCall *call, gsize i)
{
  State *state = call->state;
  double fast = cdl_ema_step (&state->fast, call->series[0][i], call->number[1]);
  double slow = cdl_ema_step (&state->slow, call->series[0][i], call->number[2]);

  return cdl_clean (fast - slow);
}

static void
extend_line (CdlCall *call, gsize from, gsize to)
{
  for (gsize i = from; i < to; i++)
    call->out[i] = line (call, i);
}

static void
extend_signal (CdlCall *call, gsize from, gsize to)
{
  State *state = call->state;

  for (gsize i = from; i < to; i++)
    call->out[i] = cdl_ema_step (&state->signal, line (call, i), call->number[3]);
}

static void
extend_hist (CdlCall *call, gsize from, gsize to)
{
  State *state = call->state;

  for (gsize i = from; i < to; i++)
    {
      double macd = line (call, i);

      call->out[i] = cdl_clean (macd - cdl_ema_step (&state->signal, macd, call->number[3]));
    }
}

const CdlFunction cdl_fn_macd = {
  .name = "macd",
  .group = GROUP,
  .args = { CDL_SERIES ("x"), CDL_LENGTH ("fast"), CDL_LENGTH ("slow") },
  .n_args = 3,
  .recursive = TRUE,
  .lookback = lookback_line,
  .state_size = state_size,
  .extend = extend_line,
  .doc = "MACD line: a fast ema less a slow one, usually of 12 and 26, each with its own seed.",
  .formula = "ema(x, fast) - ema(x, slow)",
  .source = "TradingView ta.macd",
};

const CdlFunction cdl_fn_macd_signal = {
  .name = "macd_signal",
  .group = GROUP,
  .args = { CDL_SERIES ("x"), CDL_LENGTH ("fast"), CDL_LENGTH ("slow"), CDL_LENGTH ("signal") },
  .n_args = 4,
  .recursive = TRUE,
  .lookback = lookback_signal,
  .state_size = state_size,
  .extend = extend_signal,
  .doc = "Signal line of the MACD: its ema, usually of 9.",
  .formula = "ema(macd(x, fast, slow), signal)",
  .source = "TradingView ta.macd",
};

const CdlFunction cdl_fn_macd_hist = {
  .name = "macd_hist",
  .group = GROUP,
  .args = { CDL_SERIES ("x"), CDL_LENGTH ("fast"), CDL_LENGTH ("slow"), CDL_LENGTH ("signal") },
  .n_args = 4,
  .recursive = TRUE,
  .lookback = lookback_signal,
  .state_size = state_size,
  .extend = extend_hist,
  .doc = "MACD histogram: the MACD line less its signal line.",
  .formula = "macd(x, fast, slow) - macd_signal(x, fast, slow, signal)",
  .source = "TradingView ta.macd",
};
