#include "cdl-verdict.h"

/* Every row of the table in spec "What a path kline proves": E = 100, S = 90, T = 110. */
typedef enum
{
  LIMIT,
  STOP,
  OPEN,
} State;

typedef struct
{
  State state;
  double open, high, low, close;
  CdlOutcome worst, best;
} Row;

#define NOTHING   CDL_OUTCOME_NOTHING
#define CANCELLED CDL_OUTCOME_CANCELLED
#define SL        CDL_OUTCOME_STOP_LOSS
#define IN        CDL_OUTCOME_OPEN
#define TP        CDL_OUTCOME_TAKE_PROFIT

static const Row rows[] = {
  { LIMIT, 105, 108, 101, 102, NOTHING, NOTHING },
  { LIMIT, 105, 120, 101, 112, NOTHING, NOTHING },
  { LIMIT, 105, 109, 100, 101, IN, IN },
  { LIMIT, 105, 110, 95, 110, TP, TP },
  { LIMIT, 105, 110, 95, 109, IN, TP },
  { LIMIT, 105, 109, 90, 95, SL, SL },
  { LIMIT, 105, 110, 90, 95, SL, TP },
  { STOP, 95, 99, 91, 94, NOTHING, NOTHING },
  { STOP, 95, 99, 90, 94, CANCELLED, CANCELLED },
  { STOP, 95, 100, 91, 94, IN, IN },
  { STOP, 95, 110, 91, 94, TP, TP },
  { STOP, 95, 109, 90, 94, SL, CANCELLED },
  { STOP, 95, 110, 90, 94, SL, TP },
  { OPEN, 100, 109, 91, 94, IN, IN },
  { OPEN, 100, 110, 91, 94, TP, TP },
  { OPEN, 100, 109, 90, 94, SL, SL },
  { OPEN, 100, 110, 90, 94, SL, TP },
};

static const CdlLevels levels = { 100.0, 90.0, 110.0 };

static CdlVerdict
verdict_of (State state, const CdlRange *range)
{
  switch (state)
    {
    case LIMIT:
      return cdl_verdict_limit (range, &levels);
    case STOP:
      return cdl_verdict_stop (range, &levels);
    case OPEN:
    default:
      return cdl_verdict_open (range, &levels);
    }
}

static void
test_rows (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const Row *row = &rows[i];
      CdlRange range = { row->open, row->high, row->low, row->close };
      CdlVerdict verdict = verdict_of (row->state, &range);

      g_test_message ("row %u", (guint) i);
      g_assert_cmpint (verdict.worst, ==, row->worst);
      g_assert_cmpint (verdict.best, ==, row->best);
    }
}

/* What the prices did one by one: the truth that a kline hides. */
static CdlOutcome
walk (State state, const double *price, guint n)
{
  gboolean in = state == OPEN;

  for (guint i = 1; i < n; i++)
    {
      /* Steps are of one, so that a price never passes a level unseen. */
      if (!in && state == STOP && price[i] <= levels.stop_loss)
        return CANCELLED;
      if (!in && (state == LIMIT ? price[i] <= levels.entry : price[i] >= levels.entry))
        in = TRUE;
      if (in && price[i] <= levels.stop_loss)
        return SL;
      if (in && price[i] >= levels.take_profit)
        return TP;
    }

  return in ? IN : NOTHING;
}

/* The table again, as index of the row that a verdict came from, to see that all occur. */
static gsize
row_of (State state, CdlVerdict verdict)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (rows[i].state == state && rows[i].worst == verdict.worst && rows[i].best == verdict.best)
      return i;

  g_assert_not_reached ();
}

/* A random path turned into a kline never contradicts a proven verdict, is always between worst
 * and best, and every alternative of every ambiguous row does occur. */
static void
test_random_paths (void)
{
  static const double start[] = { 105.0, 95.0, 100.0 };
  gboolean seen[G_N_ELEMENTS (rows)][5] = { { FALSE } };

  for (int round = 0; round < 300000; round++)
    {
      State state = (State) (round % 3);
      double price[120];
      guint n = (guint) g_test_rand_int_range (1, G_N_ELEMENTS (price) + 1);
      CdlRange range;
      CdlVerdict verdict;
      CdlOutcome truth;
      gsize row;

      price[0] = start[state];
      range = (CdlRange){ price[0], price[0], price[0], price[0] };
      for (guint i = 1; i < n; i++)
        {
          price[i] = price[i - 1] + (g_test_rand_bit () ? 1.0 : -1.0);
          range.high = MAX (range.high, price[i]);
          range.low = MIN (range.low, price[i]);
        }
      range.close = price[n - 1];

      verdict = verdict_of (state, &range);
      truth = walk (state, price, n);
      row = row_of (state, verdict);
      seen[row][truth] = TRUE;

      if (!cdl_verdict_is_ambiguous (verdict))
        g_assert_cmpint (truth, ==, verdict.worst);
      else if (truth != CANCELLED) /* no trade is neither worse nor better than one */
        {
          g_assert_cmpint (truth, >=, verdict.worst);
          if (verdict.best != CANCELLED)
            g_assert_cmpint (truth, <=, verdict.best);
        }
    }

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      CdlVerdict verdict = { rows[i].worst, rows[i].best };
      gsize row = row_of (rows[i].state, verdict);

      g_assert_true (seen[row][verdict.worst]);
      g_assert_true (seen[row][verdict.best]);
    }
}

/* A short sees the market upside down. */
static void
test_short_mirrors (void)
{
  CdlRange range = cdl_range_for_side (-1, 95.0, 101.0, 89.0, 92.0);

  g_assert_cmpfloat (range.open, ==, -95.0);
  g_assert_cmpfloat (range.high, ==, -89.0);
  g_assert_cmpfloat (range.low, ==, -101.0);
  g_assert_cmpfloat (range.close, ==, -92.0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/verdict/rows", test_rows);
  g_test_add_func ("/verdict/random-paths", test_random_paths);
  g_test_add_func ("/verdict/short-mirrors", test_short_mirrors);

  return g_test_run ();
}
