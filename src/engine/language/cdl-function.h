#pragma once

#include "cdl-klines.h"

G_BEGIN_DECLS

typedef enum
{
  CDL_TYPE_NUMBER,
  CDL_TYPE_BOOLEAN,
} CdlType;

typedef enum
{
  CDL_ARG_SERIES,    /* a number at each kline */
  CDL_ARG_CONDITION, /* true or false at each kline */
  CDL_ARG_LENGTH,    /* whole number >= 1, known before the run */
  CDL_ARG_COUNT,     /* whole number >= 0, known before the run */
  CDL_ARG_FACTOR,    /* any number, known before the run */
} CdlArgKind;

#define CDL_FUNCTION_REQUIRED (-1e300)
#define CDL_FUNCTION_MAX_ARGS 6

typedef struct
{
  const char *name;
  CdlArgKind kind;
  double fallback; /* CDL_FUNCTION_REQUIRED if there is none; only trailing ones have one */
} CdlArg;

/* One call of a function in a strategy, and its values so far. */
typedef struct
{
  const double *series[CDL_FUNCTION_MAX_ARGS]; /* series and conditions (1 or 0), by argument */
  double number[CDL_FUNCTION_MAX_ARGS];        /* lengths, counts and factors, by argument */
  CdlKlines klines;                            /* of the interval the call lives on */
  double *out;                                 /* one value per kline; earlier ones may be read */
  void *state;                                 /* state_size bytes, zero before the first call */
} CdlCall;

/* The registry row of a function: it drives parser, completion, reference page, tests, fuzzer. */
typedef struct _CdlFunction CdlFunction;
struct _CdlFunction
{
  const char *name;
  const char *group; /* heading in the reference: "Averages", "Momentum", ... */
  CdlArg args[CDL_FUNCTION_MAX_ARGS];
  guint n_args;
  CdlType returns;
  guint reads;        /* bit mask (1 << CdlField) of kline fields read beside the arguments */
  gboolean recursive; /* depends on all loaded history, else on a finite window only */
  gboolean pointwise; /* value i depends on the arguments at i alone: may see setup variables */

  /* Klines before the current one that the value needs (look-back), of number[] as in CdlCall;
   * NULL: 0. */
  gsize (*lookback) (const double *number, CdlInterval interval);

  /* Bytes of state; NULL: 0. */
  gsize (*state_size) (const double *number);

  /* Writes out[from..to). Called with from = number of values so far, never back; the result must
   * not depend on how the range is cut. Missing values are CDL_NAN. */
  void (*extend) (CdlCall *call, gsize from, gsize to);

  const char *doc;     /* what it tells a trader, one or two sentences */
  const char *formula; /* exactly as it is computed, order of operations included */
  const char *source;  /* "TA-Lib SMA", "TradingView ta.barssince" */
};

/* All functions by name, and one of them (NULL if unknown). */
const CdlFunction *const *cdl_functions (guint *n);
const CdlFunction *cdl_function_find (const char *name);

/* "linreg(x, n, offset = 0)": how a function is called; newly allocated. */
char *cdl_function_signature (const CdlFunction *function);

G_END_DECLS
