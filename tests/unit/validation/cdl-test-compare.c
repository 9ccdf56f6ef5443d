#include "cdl-test-compare.h"

#include <string.h>

#define MEMBER(type, name)                                                                         \
  {                                                                                                \
#name, G_STRUCT_OFFSET(type, name)                                                             \
  }

typedef struct
{
  const char *name;
  gsize offset;
} Member;

/* Doubles that must agree to the bit. */
static const Member trade_doubles[] = {
  MEMBER (CdlTrade, entry_price),
  MEMBER (CdlTrade, exit_price),
  MEMBER (CdlTrade, qty),
  MEMBER (CdlTrade, leverage),
  MEMBER (CdlTrade, notional),
  MEMBER (CdlTrade, stop_loss),
  MEMBER (CdlTrade, take_profit),
  MEMBER (CdlTrade, fee_entry),
  MEMBER (CdlTrade, fee_exit),
  MEMBER (CdlTrade, funding),
  MEMBER (CdlTrade, pnl),
  MEMBER (CdlTrade, pnl_pct),
  MEMBER (CdlTrade, r),
  MEMBER (CdlTrade, slippage),
  MEMBER (CdlTrade, liquidation_price),
};
/* Doubles that prints tell better than klines. */
static const Member finer_doubles[] = {
  MEMBER (CdlTrade, mae),
  MEMBER (CdlTrade, mfe),
  MEMBER (CdlTrade, observed_slippage),
};
static const Member setup_doubles[] = {
  MEMBER (CdlSetup, entry),  MEMBER (CdlSetup, stop_loss), MEMBER (CdlSetup, take_profit),
  MEMBER (CdlSetup, height), MEMBER (CdlSetup, close),
};

/* The first double in which two structures differ; NULL if none. */
static const char *
differs (const Member *members, gsize n, gconstpointer a, gconstpointer b)
{
  for (gsize i = 0; i < n; i++)
    if (memcmp ((const char *) a + members[i].offset, (const char *) b + members[i].offset,
                sizeof (double))
        != 0)
      return members[i].name;

  return NULL;
}

/* The minute of a time; times that are none are equal. */
static gint64
minute (gint64 time_ms)
{
  return cdl_interval_floor (CDL_INTERVAL_1M, MAX (time_ms, 0));
}

static const char *
compare_trades (const CdlTrade *a, const CdlTrade *b)
{
  const char *name = differs (trade_doubles, G_N_ELEMENTS (trade_doubles), a, b);

  if (name != NULL)
    return name;
  if (a->setup != b->setup || a->def != b->def || a->side != b->side)
    return "setup";
  if (a->entry_type != b->entry_type || a->created_at != b->created_at)
    return "creation";
  if (minute (a->entry_time) != minute (b->entry_time))
    return "entry_time";
  if (minute (a->exit_time) != minute (b->exit_time))
    return "exit_time";
  if (a->exit_reason != b->exit_reason)
    return "exit_reason";
  if (a->hole != b->hole || a->maker_entry != b->maker_entry || a->maker_exit != b->maker_exit)
    return "flags";

  return NULL;
}

static gboolean
is_reset_or_cancelled (CdlFate fate)
{
  return fate == CDL_FATE_RESET || fate == CDL_FATE_SL_FIRST;
}

static const char *
compare_setups (const CdlSetup *a, const CdlSetup *b)
{
  const char *name = differs (setup_doubles, G_N_ELEMENTS (setup_doubles), a, b);

  if (name != NULL)
    return name;
  if (a->def != b->def || a->side != b->side || a->entry_type != b->entry_type)
    return "definition";
  if (a->created_at != b->created_at || a->first_kline != b->first_kline
      || a->expires_at != b->expires_at)
    return "times";
  if (a->fate != b->fate && !(is_reset_or_cancelled (a->fate) && is_reset_or_cancelled (b->fate)))
    return "fate";
  if (minute (a->fate_at) != minute (b->fate_at))
    return "fate_at";

  return NULL;
}

char *
test_compare_runs (const CdlRun *a, const CdlRun *b)
{
  gsize n_a, n_b;
  const CdlTrade *trades_a = cdl_run_trades (a, &n_a), *trades_b = cdl_run_trades (b, &n_b);
  const CdlSetup *setups_a, *setups_b;

  for (gsize i = 0; i < MIN (n_a, n_b); i++)
    {
      const char *name = compare_trades (&trades_a[i], &trades_b[i]);

      if (name != NULL)
        return g_strdup_printf ("trade %" G_GSIZE_FORMAT " differs in %s", i + 1, name);
    }
  if (n_a != n_b)
    return g_strdup_printf ("%" G_GSIZE_FORMAT " trades and %" G_GSIZE_FORMAT, n_a, n_b);

  setups_a = cdl_run_setups (a, &n_a);
  setups_b = cdl_run_setups (b, &n_b);
  for (gsize i = 0; i < MIN (n_a, n_b); i++)
    {
      const char *name = compare_setups (&setups_a[i], &setups_b[i]);

      if (name != NULL)
        return g_strdup_printf ("setup %" G_GSIZE_FORMAT " (%s, %s) differs in %s", i + 1,
                                cdl_fate_name (setups_a[i].fate), cdl_fate_name (setups_b[i].fate),
                                name);
    }
  if (n_a != n_b)
    return g_strdup_printf ("%" G_GSIZE_FORMAT " setups and %" G_GSIZE_FORMAT, n_a, n_b);
  if (cdl_run_balance (a) != cdl_run_balance (b))
    return g_strdup ("the balances differ");

  return NULL;
}

gboolean
test_trades_equal (const CdlTrade *a, const CdlTrade *b)
{
  return compare_trades (a, b) == NULL
         && differs (finer_doubles, G_N_ELEMENTS (finer_doubles), a, b) == NULL
         && a->entry_time == b->entry_time && a->exit_time == b->exit_time && a->proof == b->proof;
}

gboolean
test_setups_equal (const CdlSetup *a, const CdlSetup *b)
{
  return compare_setups (a, b) == NULL && a->fate == b->fate && a->fate_at == b->fate_at
         && a->proof == b->proof;
}

gboolean
test_runs_equal (const CdlRun *a, const CdlRun *b)
{
  gsize n[2][3];
  const CdlTrade *trades_a = cdl_run_trades (a, &n[0][0]);
  const CdlTrade *trades_b = cdl_run_trades (b, &n[1][0]);
  const CdlSetup *setups_a = cdl_run_setups (a, &n[0][1]);
  const CdlSetup *setups_b = cdl_run_setups (b, &n[1][1]);
  const CdlEquityPoint *equity_a = cdl_run_equity (a, &n[0][2]);
  const CdlEquityPoint *equity_b = cdl_run_equity (b, &n[1][2]);

  if (memcmp (n[0], n[1], sizeof n[0]) != 0
      || memcmp (equity_a, equity_b, n[0][2] * sizeof *equity_a) != 0)
    return FALSE;
  for (gsize i = 0; i < n[0][0]; i++)
    if (!test_trades_equal (&trades_a[i], &trades_b[i]))
      return FALSE;
  for (gsize i = 0; i < n[0][1]; i++)
    if (!test_setups_equal (&setups_a[i], &setups_b[i]))
      return FALSE;

  return TRUE;
}

CdlProof
test_run_proof (const CdlRun *run)
{
  gsize n_trades, n_setups;
  const CdlTrade *trades = cdl_run_trades (run, &n_trades);
  const CdlSetup *setups = cdl_run_setups (run, &n_setups);
  CdlProof proof = CDL_PROVEN;

  for (gsize i = 0; i < n_trades; i++)
    proof = MAX (proof, trades[i].proof);
  for (gsize i = 0; i < n_setups; i++)
    proof = MAX (proof, setups[i].proof);

  return proof;
}
