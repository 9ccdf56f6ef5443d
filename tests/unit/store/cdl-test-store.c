#include "cdl-test-store.h"

#include <math.h>
#include <string.h>

#include "cdl-hash.h"
#include "cdl-number.h"
#include "cdl-time.h"

#define DAY0 (G_GINT64_CONSTANT (1672531200000)) /* 2023-01-01 */

typedef struct
{
  CdlTestFunc func;
  const CdlTestBackend *backend;
} Case;

const CdlTestBackend *const cdl_test_backends[]
    = { &cdl_test_local, &cdl_test_surreal, &cdl_test_surreal_2, &cdl_test_synced, NULL };

static void
run_case (gconstpointer data)
{
  const Case *one = data;
  const char *missing = one->backend->missing != NULL ? one->backend->missing () : NULL;

  if (missing != NULL)
    g_test_skip (missing);
  else
    one->func (one->backend);
}

void
cdl_test_store_add (const char *path, CdlTestFunc func)
{
  for (guint i = 0; cdl_test_backends[i] != NULL; i++)
    {
      Case *one = g_new (Case, 1);
      g_autofree char *full = g_strdup_printf ("/store/%s/%s", cdl_test_backends[i]->name, path);

      *one = (Case){ func, cdl_test_backends[i] };
      g_test_add_data_func_full (full, one, run_case, g_free);
    }
}

guint
cdl_test_rounds (const CdlTestBackend *backend, guint rounds)
{
  return (rounds * backend->effort + 99) / 100;
}

char *
cdl_test_id (guint n)
{
  g_autofree char *text = g_strdup_printf ("run %u", n);

  return cdl_sha256 (text, -1);
}

CdlStrategyRecord *
cdl_test_strategy (guint n)
{
  static const char *const names[]
      = { "Double bottom", "Élan « d'été »", "50% \"quoted\" \\ trend", "双底突破 🚀" };
  const char *name = names[n % G_N_ELEMENTS (names)];
  g_autofree char *json
      = g_strdup_printf ("{\"format\": 1,\n \"interval\": \"15m\", \"n\": %u}", n);
  g_autofree char *revision = cdl_sha256 (json, -1);

  return cdl_strategy_record_new (name, revision, json, DAY0 + n);
}

CdlDatasetRecord *
cdl_test_dataset (guint n)
{
  static const char *const symbols[] = { "BTCUSDT", "ETHUSDT", "1000PEPEUSDT" };
  g_autofree char *text = g_strdup_printf ("dataset %u", n);
  g_autofree char *fingerprint = cdl_sha256 (text, -1);
  CdlDatasetRecord *dataset = cdl_dataset_record_new (fingerprint, (CdlMarket) (n % CDL_N_MARKETS),
                                                      symbols[n % G_N_ELEMENTS (symbols)]);

  dataset->interval = CDL_INTERVAL_1M;
  dataset->from = DAY0;
  dataset->to = DAY0 + 365 * CDL_DAY_MS;
  dataset->rows = 525600;
  dataset->holes = n % 3;
  dataset->quality_pct = n % 2 == 0 ? CDL_NAN : 99.87;
  cdl_dataset_record_add_source (dataset, "BTCUSDT-1m-2023-01.zip", fingerprint);
  cdl_dataset_record_add_source (dataset, "autre «fichier».csv", "");

  return dataset;
}

/* Mostly of few values, sometimes none, sometimes an odd one. */
static double
random_number (CdlRandom *random)
{
  switch (cdl_random_below (random, 8))
    {
    case 0:
      return CDL_NAN;
    case 1:
      return cdl_random_normal (random) * 1e-300;
    case 2:
      return -0.0;
    case 3:
      return cdl_random_normal (random) * 1e22;
    case 4:
      return cdl_random_normal (random);
    default:
      return (double) cdl_random_below (random, 6) - 2.0;
    }
}

CdlRunRecord *
cdl_test_run (CdlRandom *random, guint n)
{
  static const char *const tags[] = { "best", "x\"'; DROP TABLE run; --", "à revoir" };
  static const CdlInterval intervals[] = { CDL_INTERVAL_15M, CDL_INTERVAL_1H, CDL_INTERVAL_1D };
  CdlRunRecord *run = cdl_run_record_new ();
  g_autofree char *trades = g_strdup_printf ("trades of %u", n);
  GStrvBuilder *run_tags = g_strv_builder_new ();

  run->id = cdl_test_id (n);
  run->fingerprint = cdl_sha256 (trades, -1);
  run->strategy = cdl_test_strategy ((guint) cdl_random_below (random, 6));
  run->dataset = cdl_test_dataset ((guint) cdl_random_below (random, 5));
  cdl_run_record_add_param (run, "strength", (double) cdl_random_below (random, 4));
  cdl_run_record_add_param (run, "gap", (double) cdl_random_below (random, 5) / 10);
  cdl_run_record_add_param (run, "_odd1", cdl_random_normal (random));
  run->interval = intervals[cdl_random_below (random, G_N_ELEMENTS (intervals))];
  run->path_interval = CDL_INTERVAL_1M;
  run->from = DAY0 + (gint64) cdl_random_below (random, 2) * CDL_DAY_MS;
  run->to = run->from + 90 * CDL_DAY_MS;
  cdl_run_record_add_first_loaded (run, CDL_INTERVAL_15M, DAY0 - CDL_DAY_MS);
  cdl_run_record_add_first_loaded (run, CDL_INTERVAL_1M, DAY0);
  run->flags = (guint) cdl_random_below (random, 1 << CDL_N_RUN_FLAGS);
  run->settings = g_strdup_printf ("{\"capital\":%u,\"fee_taker\":0.0005,\"name\":\"é\"}",
                                   (guint) cdl_random_below (random, 3) * 1000);
  for (guint i = 0; i < CDL_N_STATS; i++)
    {
      run->statistics.value[i] = random_number (random);
      if (isnan (run->statistics.value[i]) && cdl_random_below (random, 2) == 0)
        cdl_run_record_set_undefined (run, (CdlStat) i, "no trades, “none”");
    }
  for (guint i = 0; i < CDL_N_FATES; i++)
    run->statistics.fates[i] = (guint) cdl_random_below (random, 3);
  for (guint i = 0; i < CDL_N_EXIT_REASONS; i++)
    run->statistics.exits[i] = (guint) cdl_random_below (random, 3);
  for (guint i = 0; i < 3; i++)
    run->statistics.proofs[i] = (guint) cdl_random_below (random, 3) * 2000000000u;
  run->net_pessimistic = random_number (random);
  run->net_optimistic = random_number (random);
  for (guint i = 0; i < G_N_ELEMENTS (tags); i++)
    if (cdl_random_below (random, 3) == 0)
      g_strv_builder_add (run_tags, tags[i]);
  g_strfreev (run->tags);
  run->tags = g_strv_builder_end (run_tags);
  g_strv_builder_unref (run_tags);
  g_free (run->note);
  run->note = g_strdup (cdl_random_below (random, 2) == 0 ? "" : "Une NOTE,\n\"été\" ; 🚀\t100%");
  run->favourite = cdl_random_below (random, 4) == 0;
  if (cdl_random_below (random, 3) != 0)
    run->test = g_strdup_printf ("0191-test-%u", (guint) cdl_random_below (random, 3));
  run->created_at = DAY0 + (gint64) cdl_random_below (random, 20);
  run->finished_at = run->created_at + 5;
  run->elapsed_us = (gint64) cdl_random_below (random, 50);

  return run;
}

/* Field by field: padding stays zero, so that rows compare as memory. */
void
cdl_test_trade (CdlRandom *random, guint seq, CdlTrade *trade)
{
  memset (trade, 0, sizeof *trade);
  trade->seq = seq;
  trade->setup = seq + 3;
  trade->def = (guint) cdl_random_below (random, 2);
  trade->side = cdl_random_below (random, 2) == 0 ? CDL_SIDE_LONG : CDL_SIDE_SHORT;
  trade->entry_type = (CdlEntryType) cdl_random_below (random, CDL_N_ENTRY_TYPES);
  trade->created_at = DAY0 + seq;
  trade->entry_time = DAY0 + seq + 1;
  trade->entry_price = random_number (random);
  trade->exit_time = cdl_random_below (random, 4) == 0 ? CDL_TIME_NONE : DAY0 + seq + 2;
  trade->exit_price = random_number (random);
  trade->qty = random_number (random);
  trade->leverage = random_number (random);
  trade->notional = random_number (random);
  trade->stop_loss = random_number (random);
  trade->take_profit = random_number (random);
  trade->fee_entry = random_number (random);
  trade->fee_exit = random_number (random);
  trade->funding = random_number (random);
  trade->pnl = random_number (random);
  trade->pnl_pct = random_number (random);
  trade->r = random_number (random);
  trade->mae = random_number (random);
  trade->mfe = random_number (random);
  trade->slippage = random_number (random);
  trade->observed_slippage = random_number (random);
  trade->liquidation_price = random_number (random);
  trade->exit_reason = (CdlExitReason) cdl_random_below (random, CDL_N_EXIT_REASONS);
  trade->proof = (CdlProof) cdl_random_below (random, 3);
  trade->hole = (gboolean) cdl_random_below (random, 2);
  trade->maker_entry = (gboolean) cdl_random_below (random, 2);
  trade->maker_exit = (gboolean) cdl_random_below (random, 2);
}

CdlRunDetails *
cdl_test_details (CdlRandom *random, guint n_trades, guint n_setups)
{
  CdlRunDetails *details = cdl_run_details_new ();

  g_strfreev (details->setup_names);
  details->setup_names = g_strsplit ("long|«court»", "|", -1);
  for (guint i = 0; i < n_trades; i++)
    {
      g_array_set_size (details->trades, i + 1);
      cdl_test_trade (random, i + 1, &g_array_index (details->trades, CdlTrade, i));
    }
  details->setups = g_array_new (FALSE, FALSE, sizeof (CdlSetup));
  for (guint i = 0; i < n_setups; i++)
    {
      CdlSetup *setup;

      g_array_set_size (details->setups, i + 1);
      setup = &g_array_index (details->setups, CdlSetup, i);
      memset (setup, 0, sizeof *setup);
      setup->seq = i + 1;
      setup->def = (guint) cdl_random_below (random, 2);
      setup->side = cdl_random_below (random, 2) == 0 ? CDL_SIDE_LONG : CDL_SIDE_SHORT;
      setup->entry_type = (CdlEntryType) cdl_random_below (random, CDL_N_ENTRY_TYPES);
      setup->created_at = DAY0 + i;
      setup->first_kline = DAY0 - i;
      setup->entry = random_number (random);
      setup->stop_loss = random_number (random);
      setup->take_profit = random_number (random);
      setup->height = random_number (random);
      setup->close = random_number (random);
      setup->expires_at = cdl_random_below (random, 2) == 0 ? CDL_TIME_NONE : DAY0 + i + 9;
      setup->fate = (CdlFate) cdl_random_below (random, CDL_N_FATES);
      setup->fate_at = DAY0 + i + 8;
      setup->proof = (CdlProof) cdl_random_below (random, 3);
    }
  for (guint i = 0; i < MIN (n_trades, CDL_RUN_MAX_EQUITY_POINTS); i++)
    {
      CdlEquityPoint point = { DAY0 + i, random_number (random), random_number (random) };

      g_array_append_val (details->equity, point);
    }

  return details;
}

void
cdl_test_put (CdlStore *store, const CdlRunRecord *run, const CdlRunDetails *details)
{
  CdlRunItem item = { run, details };
  g_autoptr (GError) error = NULL;

  cdl_store_put_runs (store, &item, 1, NULL, &error);
  g_assert_no_error (error);
}

GPtrArray *
cdl_test_fill (CdlStore *store, CdlRandom *random, guint n)
{
  GPtrArray *runs = g_ptr_array_new_with_free_func ((GDestroyNotify) cdl_run_record_free);
  g_autoptr (GArray) items = g_array_new (FALSE, FALSE, sizeof (CdlRunItem));
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < n; i++)
    {
      CdlRunItem item = { cdl_test_run (random, i), NULL };

      g_ptr_array_add (runs, (gpointer) item.run);
      g_array_append_val (items, item);
    }
  cdl_store_put_runs (store, (const CdlRunItem *) items->data, n, NULL, &error);
  g_assert_no_error (error);

  return runs;
}

void
cdl_test_assert_double (double actual, double expected)
{
  guint64 left, right;

  memcpy (&left, &actual, sizeof left);
  memcpy (&right, &expected, sizeof right);
  if (left != right)
    g_assert_cmpfloat (actual, ==, expected);
  g_assert_cmphex (left, ==, right);
}

/* Statistics and nets keep all but the sign of a zero. */
static void
assert_unsigned_zero (double actual, double expected)
{
  cdl_test_assert_double (actual, expected == 0.0 ? 0.0 : expected);
}

static void
assert_statistics (const CdlStatistics *actual, const CdlStatistics *expected)
{
  for (guint i = 0; i < CDL_N_STATS; i++)
    {
      assert_unsigned_zero (actual->value[i], expected->value[i]);
      g_assert_cmpstr (actual->reason[i], ==, expected->reason[i]);
    }
  g_assert_cmpmem (actual->fates, sizeof actual->fates, expected->fates, sizeof expected->fates);
  g_assert_cmpmem (actual->exits, sizeof actual->exits, expected->exits, sizeof expected->exits);
  g_assert_cmpmem (actual->proofs, sizeof actual->proofs, expected->proofs,
                   sizeof expected->proofs);
}

static void
assert_dataset (const CdlDatasetRecord *actual, const CdlDatasetRecord *expected)
{
  g_assert_cmpstr (actual->fingerprint, ==, expected->fingerprint);
  g_assert_cmpint (actual->market, ==, expected->market);
  g_assert_cmpstr (actual->symbol, ==, expected->symbol);
  g_assert_cmpint (actual->interval, ==, expected->interval);
  g_assert_cmpint (actual->from, ==, expected->from);
  g_assert_cmpint (actual->to, ==, expected->to);
  g_assert_cmpuint (actual->rows, ==, expected->rows);
  g_assert_cmpuint (actual->holes, ==, expected->holes);
  cdl_test_assert_double (actual->quality_pct, expected->quality_pct);
  g_assert_cmpuint (actual->sources->len, ==, expected->sources->len);
  for (guint i = 0; i < actual->sources->len; i++)
    {
      const CdlDatasetSource *left = &g_array_index (actual->sources, CdlDatasetSource, i);
      const CdlDatasetSource *right = &g_array_index (expected->sources, CdlDatasetSource, i);

      g_assert_cmpstr (left->name, ==, right->name);
      g_assert_cmpstr (left->checksum, ==, right->checksum);
    }
}

void
cdl_test_assert_run (const CdlRunRecord *actual, const CdlRunRecord *expected)
{
  g_assert_cmpstr (actual->id, ==, expected->id);
  g_assert_cmpstr (actual->fingerprint, ==, expected->fingerprint);
  g_assert_cmpstr (actual->strategy->name, ==, expected->strategy->name);
  g_assert_cmpstr (actual->strategy->revision, ==, expected->strategy->revision);
  if (actual->strategy->json != NULL)
    g_assert_cmpstr (actual->strategy->json, ==, expected->strategy->json);
  g_assert_cmpint (actual->strategy->created_at, ==, expected->strategy->created_at);
  assert_dataset (actual->dataset, expected->dataset);
  g_assert_cmpuint (actual->params->len, ==, expected->params->len);
  for (guint i = 0; i < actual->params->len; i++)
    {
      const CdlRunParam *left = &g_array_index (actual->params, CdlRunParam, i);
      const CdlRunParam *right = &g_array_index (expected->params, CdlRunParam, i);

      g_assert_cmpstr (left->name, ==, right->name);
      cdl_test_assert_double (left->value, right->value);
    }
  g_assert_cmpint (actual->interval, ==, expected->interval);
  g_assert_cmpint (actual->path_interval, ==, expected->path_interval);
  g_assert_cmpint (actual->from, ==, expected->from);
  g_assert_cmpint (actual->to, ==, expected->to);
  g_assert_cmpuint (actual->first_loaded->len, ==, expected->first_loaded->len);
  for (guint i = 0; i < actual->first_loaded->len; i++)
    {
      const CdlFirstLoaded *left = &g_array_index (actual->first_loaded, CdlFirstLoaded, i);
      const CdlFirstLoaded *right = &g_array_index (expected->first_loaded, CdlFirstLoaded, i);

      g_assert_cmpint (left->interval, ==, right->interval);
      g_assert_cmpint (left->open_time, ==, right->open_time);
    }
  g_assert_cmpuint (actual->flags, ==, expected->flags);
  g_assert_cmpstr (actual->settings, ==, expected->settings);
  assert_statistics (&actual->statistics, &expected->statistics);
  assert_unsigned_zero (actual->net_pessimistic, expected->net_pessimistic);
  assert_unsigned_zero (actual->net_optimistic, expected->net_optimistic);
  g_assert_cmpstrv (actual->tags, expected->tags);
  g_assert_cmpstr (actual->note, ==, expected->note);
  g_assert_cmpint (actual->favourite, ==, expected->favourite);
  g_assert_cmpstr (actual->test, ==, expected->test);
  g_assert_cmpint (actual->created_at, ==, expected->created_at);
  g_assert_cmpint (actual->finished_at, ==, expected->finished_at);
  g_assert_cmpint (actual->elapsed_us, ==, expected->elapsed_us);
}

void
cdl_test_assert_rows (const GArray *actual, const GArray *expected)
{
  gsize size = g_array_get_element_size ((GArray *) expected);

  g_assert_cmpmem (actual->data, actual->len * size, expected->data, expected->len * size);
}

void
cdl_test_assert_details (const CdlRunDetails *actual, const CdlRunDetails *expected)
{
  g_assert_cmpstrv (actual->setup_names, expected->setup_names);
  cdl_test_assert_rows (actual->trades, expected->trades);
  g_assert_true ((actual->setups == NULL) == (expected->setups == NULL));
  if (actual->setups != NULL)
    cdl_test_assert_rows (actual->setups, expected->setups);
  cdl_test_assert_rows (actual->equity, expected->equity);
}
