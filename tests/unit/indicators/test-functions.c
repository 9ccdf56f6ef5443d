/* Laws that every function of the registry keeps, on random data with missing values, flat
 * stretches, klines without volume, and holes. */

#include <string.h>

#include "cdl-test-call.h"

#define ROUNDS 8

typedef void (*Law) (CdlTestCall *call);

/* Calls the law with each function, in several rounds of fresh data and arguments. */
static void
for_all (Law law, gsize n, guint longest)
{
  CdlRandom random;
  guint n_functions;
  const CdlFunction *const *functions = cdl_functions (&n_functions);

  cdl_random_init (&random, 20240517);
  for (guint i = 0; i < n_functions; i++)
    for (int round = 0; round < ROUNDS; round++)
      {
        g_autoptr (CdlTestCall) call = cdl_test_call_new (&random, functions[i], n, longest);

        law (call);
      }
}

static void
chunks (CdlTestCall *call)
{
  static const gsize sizes[] = { 1, 2, 3, 7, 13, 100 };
  gsize n = call->klines.n;
  g_autofree double *whole = cdl_test_call_run (call, 0, n, n);

  for (gsize k = 0; k < G_N_ELEMENTS (sizes); k++)
    {
      g_autofree double *pieces = cdl_test_call_run (call, 0, n, sizes[k]);
      g_autofree char *what = g_strdup_printf ("in chunks of %d", (int) sizes[k]);

      cdl_test_assert_same (call, what, 0, whole, pieces, n);
    }
}

static void
test_chunks (void)
{
  for_all (chunks, 400, 30);
}

/* Later klines change nothing: no function looks ahead. */
static void
prefixes (CdlTestCall *call)
{
  static const gsize lengths[] = { 1, 2, 19, 64, 201 };
  gsize n = call->klines.n;
  g_autofree double *whole = cdl_test_call_run (call, 0, n, n);

  for (gsize k = 0; k < G_N_ELEMENTS (lengths); k++)
    {
      g_autofree double *prefix = cdl_test_call_run (call, 0, lengths[k], lengths[k]);

      cdl_test_assert_same (call, "without the later klines", 0, whole, prefix, lengths[k]);
    }
}

static void
test_prefixes (void)
{
  for_all (prefixes, 250, 30);
}

/* A function of a finite window needs its look-back and nothing before. */
static void
windows (CdlTestCall *call)
{
  const CdlFunction *function = call->function;
  gsize n = call->klines.n, lookback = 0;
  g_autofree double *whole = NULL;

  if (function->recursive)
    return;
  if (function->lookback != NULL)
    lookback = function->lookback (call->number, call->klines.interval);
  whole = cdl_test_call_run (call, 0, n, n);
  for (gsize i = lookback; i < n; i++)
    {
      g_autofree double *window = cdl_test_call_run (call, i - lookback, i + 1, n);

      cdl_test_assert_same (call, "from its look-back alone", i, &whole[i], &window[lookback], 1);
    }
}

static void
test_windows (void)
{
  for_all (windows, 300, 20);
}

/* And not one kline less: somewhere it makes a difference. vwap's day is the exception: klines with
 * holes need all of it, whole days one kline less. */
static void
test_exact (void)
{
  CdlRandom random;
  guint n_functions;
  const CdlFunction *const *functions = cdl_functions (&n_functions);

  cdl_random_init (&random, 7);
  for (guint f = 0; f < n_functions; f++)
    {
      gboolean differs = FALSE, possible = FALSE;

      if (functions[f]->recursive || strcmp (functions[f]->name, "vwap") == 0)
        continue;
      for (int round = 0; round < 20 && !differs; round++)
        {
          g_autoptr (CdlTestCall) call = cdl_test_call_new (&random, functions[f], 200, 8);
          g_autofree double *whole = cdl_test_call_run (call, 0, 200, 200);
          gsize lookback = 0;

          if (functions[f]->lookback != NULL)
            lookback = functions[f]->lookback (call->number, call->klines.interval);
          possible = possible || lookback > 0;
          for (gsize i = lookback; lookback > 0 && i < 200 && !differs; i++)
            {
              g_autofree double *window = cdl_test_call_run (call, i + 1 - lookback, i + 1, 200);

              differs = memcmp (&whole[i], &window[lookback - 1], sizeof (double)) != 0;
            }
        }
      if (possible && !differs)
        g_error ("%s looks back further than it needs", functions[f]->name);
    }
}

/* There is something to compare: every function has values, and they are no constants. */
static void
alive (CdlTestCall *call)
{
  gsize n = call->klines.n, present = 0, different = 0;
  g_autofree double *values = cdl_test_call_run (call, 0, n, n);

  for (gsize i = 0; i < n; i++)
    if (values[i] == values[i])
      {
        present++;
        different += i > 0 && values[i] != values[i - 1];
      }
  if (present == 0 || different == 0)
    g_error ("%s has no values to speak of", call->function->name);
}

static void
test_alive (void)
{
  /* A length of 1 makes some functions trivial, so the lengths are those of the defaults. */
  CdlRandom random;
  guint n;
  const CdlFunction *const *functions = cdl_functions (&n);

  cdl_random_init (&random, 3);
  for (guint f = 0; f < n; f++)
    {
      g_autoptr (CdlTestCall) call = cdl_test_call_new (&random, functions[f], 2000, 1);

      for (guint k = 0; k < functions[f]->n_args; k++)
        if (functions[f]->args[k].kind == CDL_ARG_LENGTH)
          call->number[k] = 5.0 + k;
      alive (call);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/indicators/functions/chunks", test_chunks);
  g_test_add_func ("/indicators/functions/prefixes", test_prefixes);
  g_test_add_func ("/indicators/functions/windows", test_windows);
  g_test_add_func ("/indicators/functions/exact", test_exact);
  g_test_add_func ("/indicators/functions/alive", test_alive);

  return g_test_run ();
}
