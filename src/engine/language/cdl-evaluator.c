#include "cdl-evaluator-private.h"

#include <math.h>
#include <string.h>

#include "cdl-number.h"
#include "cdl-time.h"

/* Klines that all nodes take in before the next ones: what one node writes, the next one still
 * finds in the cache. */
#define BLOCK 2048

/* A node's values, and the state of its function. */
typedef struct
{
  const double *value; /* own, or the klines' column itself */
  double *own;
  gsize n; /* of a constant: how far it was filled in */
  gsize capacity;
  void *state;
  gsize cursor; /* ALIGN: klines of the child's interval that have closed */
} Slot;

struct _CdlEvaluator
{
  const CdlGraph *graph;
  Slot *slots;
  CdlKlines views[CDL_N_INTERVALS];
};

CdlEvaluator *
cdl_evaluator_new (const CdlGraph *graph)
{
  CdlEvaluator *self = g_new0 (CdlEvaluator, 1);

  self->graph = graph;
  self->slots = g_new0 (Slot, graph->nodes->len);
  for (guint i = 0; i < graph->nodes->len; i++)
    {
      const CdlNode *node = cdl_graph_node (graph, i);

      if (node->kind == CDL_NODE_CALL && node->function->state_size != NULL)
        self->slots[i].state = g_malloc0 (node->function->state_size (node->number));
    }

  return self;
}

void
cdl_evaluator_free (CdlEvaluator *self)
{
  for (guint i = 0; i < self->graph->nodes->len; i++)
    {
      g_free (self->slots[i].own);
      g_free (self->slots[i].state);
    }
  g_free (self->slots);
  g_free (self);
}

/* One NaN for all: a processor makes others, and bytes must compare. */
static inline double
clean (double value)
{
  return value == value ? value : CDL_NAN;
}

/* Inlined where op is known, so that each operator gets a loop of its own. */
static G_ALWAYS_INLINE inline double
apply (CdlOp op, double a, double b, double c)
{
  switch (op)
    {
    case CDL_OP_ADD:
      return clean (a + b);
    case CDL_OP_SUBTRACT:
      return clean (a - b);
    case CDL_OP_MULTIPLY:
      return clean (a * b);
    case CDL_OP_DIVIDE:
      return clean (a / b);
    case CDL_OP_MODULO:
      return clean (fmod (a, b));
    case CDL_OP_LESS:
      return a < b ? 1.0 : 0.0;
    case CDL_OP_LESS_EQUAL:
      return a <= b ? 1.0 : 0.0;
    case CDL_OP_GREATER:
      return a > b ? 1.0 : 0.0;
    case CDL_OP_GREATER_EQUAL:
      return a >= b ? 1.0 : 0.0;
    case CDL_OP_EQUAL:
      return a == b ? 1.0 : 0.0;
    case CDL_OP_NOT_EQUAL: /* false for NaN, as every comparison */
      return a < b || a > b ? 1.0 : 0.0;
    case CDL_OP_AND:
      return a != 0.0 && b != 0.0 ? 1.0 : 0.0;
    case CDL_OP_OR:
      return a != 0.0 || b != 0.0 ? 1.0 : 0.0;
    case CDL_OP_NOT:
      return a != 0.0 ? 0.0 : 1.0;
    case CDL_OP_NEGATE:
      return clean (-a);
    case CDL_OP_SELECT:
      return a != 0.0 && !isnan (a) ? b : c;
    default:
      g_assert_not_reached ();
    }
}

double
cdl_op_apply (CdlOp op, double a, double b, double c)
{
  return apply (op, a, b, c);
}

/* Operand of a loop: a series, or a constant that does not advance. */
typedef struct
{
  const double *value;
  gsize stride;
} Operand;

static Operand
operand (const CdlEvaluator *self, guint child)
{
  const CdlNode *node;

  if (child == CDL_NO_NODE)
    return (Operand){ NULL, 0 };
  node = cdl_graph_node (self->graph, child);
  if (node->interval == CDL_NO_INTERVAL)
    return (Operand){ &node->constant, 0 };

  return (Operand){ self->slots[child].value, 1 };
}

static void
extend_operation (const CdlEvaluator *self, const CdlNode *node, double *out, gsize from, gsize to)
{
  Operand a = operand (self, node->child[0]);
  Operand b = node->n_children > 1 ? operand (self, node->child[1]) : a;
  Operand c = node->n_children > 2 ? operand (self, node->child[2]) : a;

#define LOOP(op)                                                                                   \
  case op:                                                                                         \
    for (gsize i = from; i < to; i++)                                                              \
      out[i] = apply (op, a.value[i * a.stride], b.value[i * b.stride], c.value[i * c.stride]);    \
    break;
  switch (node->op)
    {
      LOOP (CDL_OP_ADD)
      LOOP (CDL_OP_SUBTRACT)
      LOOP (CDL_OP_MULTIPLY)
      LOOP (CDL_OP_DIVIDE)
      LOOP (CDL_OP_MODULO)
      LOOP (CDL_OP_LESS)
      LOOP (CDL_OP_LESS_EQUAL)
      LOOP (CDL_OP_GREATER)
      LOOP (CDL_OP_GREATER_EQUAL)
      LOOP (CDL_OP_EQUAL)
      LOOP (CDL_OP_NOT_EQUAL)
      LOOP (CDL_OP_AND)
      LOOP (CDL_OP_OR)
      LOOP (CDL_OP_NOT)
      LOOP (CDL_OP_NEGATE)
      LOOP (CDL_OP_SELECT)
    default:
      g_assert_not_reached ();
    }
#undef LOOP
}

/* What is made of the klines: fields that are no column, or a column that the data lacks. */
static void
extend_field (guint field, const CdlKlines *klines, double *out, gsize from, gsize to)
{
  const double *open = klines->field[CDL_FIELD_OPEN], *high = klines->field[CDL_FIELD_HIGH];
  const double *low = klines->field[CDL_FIELD_LOW], *close = klines->field[CDL_FIELD_CLOSE];
  const gint64 *time = klines->open_time;

#define LOOP(source, expression)                                                                   \
  case source:                                                                                     \
    for (gsize i = from; i < to; i++)                                                              \
      out[i] = (expression);                                                                       \
    break;
  switch (field)
    {
      LOOP (CDL_SOURCE_HL2, (high[i] + low[i]) / 2.0)
      LOOP (CDL_SOURCE_HLC3, (high[i] + low[i] + close[i]) / 3.0)
      LOOP (CDL_SOURCE_OHLC4, (open[i] + high[i] + low[i] + close[i]) / 4.0)
      LOOP (CDL_SOURCE_TIME, (double) time[i])
      LOOP (CDL_SOURCE_HOUR, (double) cdl_time_hour (time[i]))
      LOOP (CDL_SOURCE_WEEKDAY, (double) cdl_time_weekday (time[i]))
    default:
      for (gsize i = from; i < to; i++)
        out[i] = CDL_NAN;
    }
#undef LOOP
}

/* What a series is where there is no value yet: a condition does not hold. */
static double
missing (CdlType type)
{
  return type == CDL_TYPE_BOOLEAN ? 0.0 : CDL_NAN;
}

/* When kline i closes: never, if it is not there. */
static gint64
closes_at (const CdlKlines *klines, gsize i)
{
  return i < klines->n ? cdl_klines_close_time (klines, i) : G_MAXINT64;
}

static void
extend_align (CdlEvaluator *self, guint i, double *out, gsize from, gsize to)
{
  const CdlNode *node = cdl_graph_node (self->graph, i);
  const CdlNode *child = cdl_graph_node (self->graph, node->child[0]);
  const CdlKlines *lower = &self->views[node->interval], *higher = &self->views[child->interval];
  const double *value = self->slots[node->child[0]].value;
  Slot *slot = &self->slots[i];

  gint64 due = closes_at (higher, slot->cursor);

  for (gsize k = from; k < to; k++)
    {
      gint64 close_time = cdl_klines_close_time (lower, k);

      while (due <= close_time)
        due = closes_at (higher, ++slot->cursor);
      out[k] = slot->cursor > 0 ? value[slot->cursor - 1] : missing (node->type);
    }
}

/* Room for the values up to `to` in the node's own buffer. */
static double *
reserve (Slot *slot, gsize to)
{
  if (to > slot->capacity)
    {
      slot->capacity = slot->capacity == 0 ? to : MAX (to, slot->capacity * 2);
      slot->own = g_renew (double, slot->own, slot->capacity);
    }
  slot->value = slot->own;

  return slot->own;
}

/* A constant where a series may stand: functions want one value per kline. */
static const double *
constant_series (CdlEvaluator *self, guint i, gsize to)
{
  Slot *slot = &self->slots[i];
  double *out = reserve (slot, to);

  for (; slot->n < to; slot->n++)
    out[slot->n] = cdl_graph_node (self->graph, i)->constant;

  return out;
}

static void
extend_call (CdlEvaluator *self, guint i, double *out, gsize from, gsize to)
{
  const CdlNode *node = cdl_graph_node (self->graph, i);
  CdlCall call
      = { .klines = self->views[node->interval], .out = out, .state = self->slots[i].state };

  for (guint k = 0; k < node->function->n_args; k++)
    {
      guint child = node->child[k];

      call.number[k] = node->number[k];
      if (child != CDL_NO_NODE)
        call.series[k] = cdl_graph_node (self->graph, child)->interval != CDL_NO_INTERVAL
                             ? self->slots[child].value
                             : constant_series (self, child, to);
    }
  node->function->extend (&call, from, to);
}

static void
extend_node (CdlEvaluator *self, guint i, gsize from, gsize to)
{
  const CdlNode *node = cdl_graph_node (self->graph, i);
  double *out = self->slots[i].own;
  const double *child;

  switch (node->kind)
    {
    case CDL_NODE_FIELD:
      extend_field (node->field, &self->views[node->interval], out, from, to);
      break;
    case CDL_NODE_OPERATION:
      extend_operation (self, node, out, from, to);
      break;
    case CDL_NODE_SHIFT:
      child = self->slots[node->child[0]].value;
      for (gsize k = from; k < to; k++)
        out[k] = k >= node->shift ? child[k - node->shift] : missing (node->type);
      break;
    case CDL_NODE_CALL:
      extend_call (self, i, out, from, to);
      break;
    case CDL_NODE_ALIGN:
      extend_align (self, i, out, from, to);
      break;
    case CDL_NODE_CONSTANT:
    case CDL_NODE_VARIABLE:
    default:
      g_assert_not_reached ();
    }
}

/* Points the nodes of one interval at its klines; their indexes go to nodes. */
static void
prepare (CdlEvaluator *self, int interval, GArray *nodes)
{
  const CdlKlines *klines = &self->views[interval];

  for (guint i = 0; i < self->graph->nodes->len; i++)
    {
      const CdlNode *node = cdl_graph_node (self->graph, i);
      Slot *slot = &self->slots[i];

      if (node->interval != interval || node->scalar)
        continue;
      if (node->kind == CDL_NODE_FIELD && node->field < CDL_N_FIELDS
          && klines->field[node->field] != NULL)
        {
          slot->value = klines->field[node->field];
          continue;
        }
      reserve (slot, klines->n);
      g_array_append_val (nodes, i);
    }
}

void
cdl_evaluator_extend (CdlEvaluator *self, const CdlKlines views[CDL_N_INTERVALS])
{
  g_autoptr (GArray) nodes = g_array_new (FALSE, FALSE, sizeof (guint));
  gsize seen[CDL_N_INTERVALS];

  for (int i = 0; i < CDL_N_INTERVALS; i++)
    {
      seen[i] = self->views[i].n;
      self->views[i] = views[i];
    }

  /* A node reads its own interval and higher ones. */
  for (int interval = CDL_N_INTERVALS - 1; interval >= 0; interval--)
    {
      g_array_set_size (nodes, 0);
      prepare (self, interval, nodes);
      for (gsize from = seen[interval]; from < views[interval].n; from += BLOCK)
        for (guint k = 0; k < nodes->len; k++)
          extend_node (self, g_array_index (nodes, guint, k), from,
                       MIN (from + BLOCK, views[interval].n));
    }
}

gsize
cdl_evaluator_spare (const CdlEvaluator *self, CdlInterval interval)
{
  /* What goes from kline to kline reads the one before, and calls that no look-back. */
  gsize reach = self->graph->lookback[interval] + 1, n = self->views[interval].n;
  gsize spare = n > reach ? n - reach : 0;

  /* Lower intervals may be behind: they read on from the last one that has closed for them. */
  for (guint i = 0; i < self->graph->nodes->len; i++)
    {
      const CdlNode *node = cdl_graph_node (self->graph, i);
      gsize closed = self->slots[i].cursor;

      if (node->kind == CDL_NODE_ALIGN
          && cdl_graph_node (self->graph, node->child[0])->interval == (int) interval)
        spare = MIN (spare, closed > 0 ? closed - 1 : 0);
    }

  return spare;
}

void
cdl_evaluator_forget (CdlEvaluator *self, const gsize rows[CDL_N_INTERVALS])
{
  for (guint i = 0; i < self->graph->nodes->len; i++)
    {
      const CdlNode *node = cdl_graph_node (self->graph, i);
      Slot *slot = &self->slots[i];
      gsize gone;

      if (node->interval == CDL_NO_INTERVAL || node->scalar)
        continue; /* a constant is the same wherever it stands */
      gone = rows[node->interval];
      if (slot->own != NULL)
        memmove (slot->own, slot->own + gone,
                 (self->views[node->interval].n - gone) * sizeof *slot->own);
      else if (slot->value != NULL)
        slot->value += gone;
      if (node->kind == CDL_NODE_ALIGN)
        slot->cursor -= rows[cdl_graph_node (self->graph, node->child[0])->interval];
    }

  for (int i = 0; i < CDL_N_INTERVALS; i++)
    if (rows[i] > 0)
      self->views[i] = cdl_klines_slice (&self->views[i], rows[i], self->views[i].n);
}

const double *
cdl_evaluator_series (const CdlEvaluator *self, guint node)
{
  return self->slots[node].value;
}

/* A pointwise function of scalars: its loop over one value. */
static double
call_once (const CdlEvaluator *self, const CdlNode *node, gsize i, const double *variables)
{
  CdlCall call = { .klines = { .n = 1 } };
  double value[CDL_FUNCTION_MAX_ARGS], out;

  for (guint k = 0; k < node->function->n_args; k++)
    {
      call.number[k] = node->number[k];
      if (node->child[k] == CDL_NO_NODE)
        continue;
      value[k] = cdl_evaluator_at (self, node->child[k], i, variables);
      call.series[k] = &value[k];
    }
  call.out = &out;
  node->function->extend (&call, 0, 1);

  return out;
}

double
cdl_evaluator_at (const CdlEvaluator *self, guint index, gsize i, const double *variables)
{
  const CdlNode *node = cdl_graph_node (self->graph, index);
  double value[3] = { 0.0 };

  if (node->kind == CDL_NODE_CONSTANT)
    return node->constant;
  if (node->kind == CDL_NODE_VARIABLE)
    return variables[node->field];
  if (!node->scalar)
    return self->slots[index].value[i];
  if (node->kind == CDL_NODE_CALL)
    return call_once (self, node, i, variables);

  for (guint k = 0; k < node->n_children; k++)
    value[k] = cdl_evaluator_at (self, node->child[k], i, variables);

  return cdl_op_apply (node->op, value[0], value[1], value[2]);
}
