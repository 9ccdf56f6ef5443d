#pragma once

#include "cdl-function.h"
#include "cdl-random.h"

G_BEGIN_DECLS

/* A call of a function on data that owns its memory. */
typedef struct
{
  const CdlFunction *function;
  CdlKlines klines;
  gint64 *open_time;
  double *column[CDL_N_FIELDS];
  double *series[CDL_FUNCTION_MAX_ARGS]; /* NULL for numbers */
  double number[CDL_FUNCTION_MAX_ARGS];
} CdlTestCall;

/* n hourly klines with flat stretches, others without volume, holes, and some missing values;
 * random series and numbers for the function's arguments, lengths up to longest. */
CdlTestCall *
cdl_test_call_new (CdlRandom *random, const CdlFunction *function, gsize n, guint longest);
void cdl_test_call_free (CdlTestCall *self);

/* Values at the klines [start, end), as of a call that has seen none before start, computed in
 * ranges of `chunk` klines. Free with g_free(). */
double *cdl_test_call_run (const CdlTestCall *self, gsize start, gsize end, gsize chunk);

/* The call as text: "sma(x, 3)". */
char *cdl_test_call_text (const CdlTestCall *self);

/* Fails, naming call and kline, unless the values are equal to the bit. */
void cdl_test_assert_same (const CdlTestCall *self,
                           const char *what,
                           gsize first,
                           const double *expected,
                           const double *actual,
                           gsize n);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlTestCall, cdl_test_call_free)

G_END_DECLS
