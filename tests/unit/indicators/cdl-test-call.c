#include "cdl-test-call.h"

#include <string.h>

#include "cdl-number.h"

#define HOUR_MS G_GINT64_CONSTANT (3600000)

/* Whether kline i is in a stretch of its own that comes every `every` klines. */
static gboolean
stretch (gsize i, gsize every, gsize length)
{
  return i % every >= every - length;
}

static void
fill_klines (CdlTestCall *self, CdlRandom *random)
{
  double price = 100.0;
  gint64 time = 17 * 24 * HOUR_MS + (gint64) cdl_random_below (random, 24) * HOUR_MS;

  for (gsize i = 0; i < self->klines.n; i++)
    {
      double open = price, close = open;
      double volume = stretch (i, 70, 9) ? 0.0 : 1000.0 * cdl_random_double (random);

      if (!stretch (i, 90, 14))
        close = MAX (1.0, open + cdl_random_normal (random));
      self->open_time[i] = time;
      self->column[CDL_FIELD_OPEN][i] = open;
      self->column[CDL_FIELD_CLOSE][i] = close;
      self->column[CDL_FIELD_HIGH][i] = MAX (open, close);
      self->column[CDL_FIELD_LOW][i] = MIN (open, close);
      if (close != open)
        {
          self->column[CDL_FIELD_HIGH][i] += cdl_random_double (random);
          self->column[CDL_FIELD_LOW][i] -= cdl_random_double (random) / 2.0;
        }
      for (int f = CDL_FIELD_VOLUME; f < CDL_N_FIELDS; f++)
        self->column[f][i] = volume;
      if (cdl_random_below (random, 60) == 0)
        self->column[cdl_random_below (random, CDL_N_FIELDS)][i] = CDL_NAN;

      price = close;
      time += HOUR_MS * (1 + (gint64) (cdl_random_below (random, 30) == 0));
    }
}

static double *
make_series (CdlRandom *random, gsize n, gboolean condition)
{
  double *x = g_new (double, n);
  double value = 10.0;

  for (gsize i = 0; i < n; i++)
    {
      /* Steps on a grid give ties, too. */
      if (!stretch (i, 80, 16))
        value += ((double) cdl_random_below (random, 17) - 8.0) / 8.0;
      x[i] = value + (i % 200 > 100 ? 0.1 : 0.0);
      if (cdl_random_below (random, 50) == 0)
        x[i] = CDL_NAN;
      if (condition)
        x[i] = cdl_random_below (random, 4) == 0 ? 1.0 : 0.0;
    }

  return x;
}

CdlTestCall *
cdl_test_call_new (CdlRandom *random, const CdlFunction *function, gsize n, guint longest)
{
  CdlTestCall *self = g_new0 (CdlTestCall, 1);

  self->function = function;
  self->klines.interval = CDL_INTERVAL_1H;
  self->klines.n = n;
  self->klines.open_time = self->open_time = g_new (gint64, n);
  for (int f = 0; f < CDL_N_FIELDS; f++)
    self->klines.field[f] = self->column[f] = g_new (double, n);
  fill_klines (self, random);

  for (guint k = 0; k < function->n_args; k++)
    switch (function->args[k].kind)
      {
      case CDL_ARG_SERIES:
      case CDL_ARG_CONDITION:
        self->series[k] = make_series (random, n, function->args[k].kind == CDL_ARG_CONDITION);
        break;
      case CDL_ARG_LENGTH:
        self->number[k] = 1.0 + (double) cdl_random_below (random, longest);
        break;
      case CDL_ARG_COUNT:
        self->number[k] = (double) cdl_random_below (random, 4);
        break;
      case CDL_ARG_FACTOR:
        self->number[k] = 0.01 + cdl_random_double (random);
        break;
      default:
        g_assert_not_reached ();
      }

  return self;
}

void
cdl_test_call_free (CdlTestCall *self)
{
  g_free (self->open_time);
  for (int f = 0; f < CDL_N_FIELDS; f++)
    g_free (self->column[f]);
  for (int k = 0; k < CDL_FUNCTION_MAX_ARGS; k++)
    g_free (self->series[k]);
  g_free (self);
}

double *
cdl_test_call_run (const CdlTestCall *self, gsize start, gsize end, gsize chunk)
{
  const CdlFunction *function = self->function;
  g_autofree void *state = NULL;
  double *out = g_new (double, end - start + 1);
  CdlKlines all = cdl_klines_slice (&self->klines, start, end);
  CdlCall call = { .out = out };

  if (function->state_size != NULL)
    call.state = state = g_malloc0 (function->state_size (self->number));
  for (guint k = 0; k < function->n_args; k++)
    {
      call.number[k] = self->number[k];
      if (self->series[k] != NULL)
        call.series[k] = self->series[k] + start;
    }

  for (gsize from = 0; from < end - start; from += chunk)
    {
      gsize to = MIN (from + chunk, end - start);

      call.klines = cdl_klines_slice (&all, 0, to);
      function->extend (&call, from, to);
    }

  return out;
}

char *
cdl_test_call_text (const CdlTestCall *self)
{
  GString *text = g_string_new (self->function->name);
  char number[CDL_NUMBER_SIZE];

  for (guint k = 0; k < self->function->n_args; k++)
    g_string_append_printf (text, "%s%s", k == 0 ? "(" : ", ",
                            self->series[k] != NULL ? self->function->args[k].name
                                                    : cdl_number_format (self->number[k], number));
  g_string_append (text, self->function->n_args == 0 ? "()" : ")");

  return g_string_free (text, FALSE);
}

void
cdl_test_assert_same (const CdlTestCall *self,
                      const char *what,
                      gsize first,
                      const double *expected,
                      const double *actual,
                      gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (memcmp (&expected[i], &actual[i], sizeof (double)) != 0)
      {
        g_autofree char *text = cdl_test_call_text (self);

        g_error ("%s, %s: %.17g at kline %" G_GSIZE_FORMAT " where %.17g is right", text, what,
                 actual[i], first + i, expected[i]);
      }
}
