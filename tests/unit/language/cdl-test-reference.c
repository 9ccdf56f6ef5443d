#include "cdl-test-reference.h"

#include <math.h>
#include <string.h>

#include "cdl-function.h"
#include "cdl-graph-private.h"
#include "cdl-number.h"
#include "cdl-time.h"

typedef struct
{
  const CdlStrategy *strategy;
  const CdlTestMarket *market;
  gsize n;
} Reference;

/* Values of a part: of an interval's klines, or one for all (CDL_NO_INTERVAL). */
typedef struct
{
  int interval;
  CdlType type;
  double *value;
} Series;

static Series evaluate (const Reference *self, const CdlExpr *expr, CdlInterval context);

static CdlKlines
klines_of (const Reference *self, int interval)
{
  return cdl_test_market_view (self->market, (CdlInterval) interval, self->n);
}

static gsize
length_of (const Reference *self, int interval)
{
  return interval == CDL_NO_INTERVAL ? 1 : klines_of (self, interval).n;
}

static Series
series_new (const Reference *self, int interval, CdlType type)
{
  return (Series){ interval, type, g_new0 (double, length_of (self, interval) + 1) };
}

/* Takes child over: its values as read at the closes of interval's klines. */
static Series
read_at (const Reference *self, Series child, int interval)
{
  Series out;
  CdlKlines lower, higher;

  if (child.interval == interval)
    return child;

  out = series_new (self, interval, child.type);
  lower = klines_of (self, interval);
  higher = child.interval != CDL_NO_INTERVAL ? klines_of (self, child.interval) : lower;
  for (gsize i = 0; i < lower.n; i++)
    {
      gssize at = child.interval == CDL_NO_INTERVAL
                      ? 0
                      : cdl_klines_last_closed (&higher, cdl_klines_close_time (&lower, i));

      out.value[i] = at >= 0 ? child.value[at] : child.type == CDL_TYPE_BOOLEAN ? 0.0 : CDL_NAN;
    }
  g_free (child.value);

  return out;
}

/* The lowest interval of some series. */
static int
lowest (const Series *series, guint n)
{
  int interval = CDL_NO_INTERVAL;

  for (guint i = 0; i < n; i++)
    if (series[i].interval != CDL_NO_INTERVAL
        && (interval == CDL_NO_INTERVAL || series[i].interval < interval))
      interval = series[i].interval;

  return interval;
}

static double
apply (CdlOp op, double a, double b, double c)
{
  gboolean known = a == a && b == b;
  double value;

  switch ((int) op)
    {
    case CDL_OP_ADD:
      value = a + b;
      break;
    case CDL_OP_SUBTRACT:
      value = a - b;
      break;
    case CDL_OP_MULTIPLY:
      value = a * b;
      break;
    case CDL_OP_DIVIDE:
      value = a / b;
      break;
    case CDL_OP_MODULO:
      value = fmod (a, b);
      break;
    case CDL_OP_NEGATE:
      value = -a;
      break;
    case CDL_OP_LESS:
      return known && a < b;
    case CDL_OP_LESS_EQUAL:
      return known && a <= b;
    case CDL_OP_GREATER:
      return known && a > b;
    case CDL_OP_GREATER_EQUAL:
      return known && a >= b;
    case CDL_OP_EQUAL:
      return known && a == b;
    case CDL_OP_NOT_EQUAL:
      return known && a != b;
    case CDL_OP_AND:
      return a == 1.0 && b == 1.0;
    case CDL_OP_OR:
      return a == 1.0 || b == 1.0;
    case CDL_OP_NOT:
      return a == 0.0;
    default:
      value = a == a && a != 0.0 ? b : c;
    }

  return isnan (value) ? CDL_NAN : value;
}

static Series
evaluate_operation (const Reference *self, const CdlExpr *expr, CdlInterval context)
{
  Series child[3] = { 0 }, out;
  int interval;
  CdlType type = CDL_TYPE_NUMBER;

  for (guint i = 0; i < expr->n_children; i++)
    child[i] = evaluate (self, expr->child[i], context);
  interval = lowest (child, expr->n_children);
  for (guint i = 0; i < expr->n_children; i++)
    child[i] = read_at (self, child[i], interval);

  if (expr->op >= CDL_OP_LESS && expr->op <= CDL_OP_NOT)
    type = CDL_TYPE_BOOLEAN;
  if (expr->op == CDL_OP_SELECT)
    type = child[1].type;
  out = series_new (self, interval, type);
  for (gsize i = 0; i < length_of (self, interval); i++)
    out.value[i] = apply (expr->op, child[0].value[i], child[1].value ? child[1].value[i] : 0.0,
                          child[2].value ? child[2].value[i] : 0.0);
  for (guint i = 0; i < expr->n_children; i++)
    g_free (child[i].value);

  return out;
}

static Series
evaluate_shift (const Reference *self, const CdlExpr *expr, CdlInterval context)
{
  Series child = evaluate (self, expr->child[0], context);
  Series by = evaluate (self, expr->child[1], context);
  Series out = series_new (self, child.interval, child.type);
  gsize shift = child.interval != CDL_NO_INTERVAL ? (gsize) by.value[0] : 0;

  for (gsize i = 0; i < length_of (self, child.interval); i++)
    out.value[i] = i >= shift                       ? child.value[i - shift]
                   : child.type == CDL_TYPE_BOOLEAN ? 0.0
                                                    : CDL_NAN;
  g_free (child.value);
  g_free (by.value);

  return out;
}

static Series
evaluate_call (const Reference *self, const CdlExpr *expr, CdlInterval context)
{
  const CdlFunction *function = cdl_function_find (expr->name);
  Series series[CDL_FUNCTION_MAX_ARGS] = { 0 }, out;
  guint of_argument[CDL_FUNCTION_MAX_ARGS], n_series = 0;
  CdlCall call = { 0 };
  int interval;

  for (guint k = 0; k < function->n_args; k++)
    {
      Series argument;

      call.number[k] = function->args[k].fallback;
      if (k >= expr->n_children)
        continue;
      argument = evaluate (self, expr->child[k], context);
      if (function->args[k].kind == CDL_ARG_SERIES || function->args[k].kind == CDL_ARG_CONDITION)
        {
          call.number[k] = 0.0;
          of_argument[n_series] = k;
          series[n_series++] = argument;
        }
      else
        {
          call.number[k] = argument.value[0];
          g_free (argument.value);
        }
    }

  interval = lowest (series, n_series);
  if (interval == CDL_NO_INTERVAL && !function->pointwise)
    interval = (int) context;
  out = series_new (self, interval, function->returns);
  for (guint i = 0; i < n_series; i++)
    {
      series[i] = read_at (self, series[i], interval);
      call.series[of_argument[i]] = series[i].value;
    }
  if (interval != CDL_NO_INTERVAL)
    call.klines = klines_of (self, interval);
  call.out = out.value;
  if (function->state_size != NULL)
    call.state = g_malloc0 (function->state_size (call.number));
  function->extend (&call, 0, length_of (self, interval));

  g_free (call.state);
  for (guint i = 0; i < n_series; i++)
    g_free (series[i].value);

  return out;
}

static double
field_at (const CdlKlines *klines, const char *name, gsize i)
{
  double open = klines->field[CDL_FIELD_OPEN][i], high = klines->field[CDL_FIELD_HIGH][i];
  double low = klines->field[CDL_FIELD_LOW][i], close = klines->field[CDL_FIELD_CLOSE][i];

  if (strcmp (name, "hl2") == 0)
    return (high + low) / 2.0;
  if (strcmp (name, "hlc3") == 0)
    return (high + low + close) / 3.0;
  if (strcmp (name, "ohlc4") == 0)
    return (open + high + low + close) / 4.0;
  if (strcmp (name, "time") == 0)
    return (double) klines->open_time[i];
  if (strcmp (name, "hour") == 0)
    return (double) ((klines->open_time[i] / CDL_HOUR_MS) % 24);
  if (strcmp (name, "weekday") == 0) /* the epoch was a Thursday */
    return (double) ((klines->open_time[i] / CDL_DAY_MS + 3) % 7 + 1);
  for (int f = 0; f < CDL_N_FIELDS; f++)
    if (strcmp (name, cdl_field_name ((CdlField) f)) == 0
        || (f == CDL_FIELD_TAKER_BUY_BASE && strcmp (name, "taker_buy") == 0))
      return klines->field[f] != NULL ? klines->field[f][i] : CDL_NAN;

  g_assert_not_reached ();
}

static Series
evaluate_name (const Reference *self, const CdlExpr *expr, CdlInterval context)
{
  int param = cdl_strategy_param (self->strategy, expr->name);
  CdlKlines klines = klines_of (self, (int) context);
  Series out;

  if (param >= 0)
    {
      out = series_new (self, CDL_NO_INTERVAL, CDL_TYPE_NUMBER);
      out.value[0] = cdl_decimal_value (
          g_array_index (self->strategy->params, CdlParam, (guint) param).value);
      return out;
    }
  for (guint i = 0; i < self->strategy->lets->len; i++)
    {
      const CdlNamedText *let = &g_array_index (self->strategy->lets, CdlNamedText, i);

      if (strcmp (let->name, expr->name) == 0)
        {
          g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();
          CdlSource source = { "$", let->text, diagnostics };
          g_autoptr (CdlExpr) part = cdl_expr_parse (&source);

          return evaluate (self, part, context);
        }
    }

  out = series_new (self, (int) context, CDL_TYPE_NUMBER);
  for (gsize i = 0; i < klines.n; i++)
    out.value[i] = field_at (&klines, expr->name, i);

  return out;
}

static Series
evaluate (const Reference *self, const CdlExpr *expr, CdlInterval context)
{
  Series out;

  switch (expr->kind)
    {
    case CDL_EXPR_NUMBER:
    case CDL_EXPR_BOOLEAN:
      out = series_new (self, CDL_NO_INTERVAL,
                        expr->kind == CDL_EXPR_NUMBER ? CDL_TYPE_NUMBER : CDL_TYPE_BOOLEAN);
      out.value[0] = expr->number;
      return out;
    case CDL_EXPR_NAME:
      return evaluate_name (self, expr, context);
    case CDL_EXPR_CALL:
      return evaluate_call (self, expr, context);
    case CDL_EXPR_OPERATION:
      return evaluate_operation (self, expr, context);
    case CDL_EXPR_SHIFT:
      return evaluate_shift (self, expr, context);
    case CDL_EXPR_AT:
    default:
      return evaluate (self, expr->child[0], expr->interval);
    }
}

double *
cdl_test_reference (const CdlStrategy *strategy,
                    const CdlExpr *expr,
                    const CdlTestMarket *market,
                    gsize n)
{
  Reference self = { strategy, market, n };
  Series root = evaluate (&self, expr, strategy->interval);

  return read_at (&self, root, (int) strategy->interval).value;
}
