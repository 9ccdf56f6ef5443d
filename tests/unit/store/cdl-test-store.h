#pragma once

#include "cdl-random.h"
#include "cdl-store.h"

G_BEGIN_DECLS

/* A backend under the contract tests: every test of the contract runs on each of cdl_test_backends.
 */
typedef struct
{
  const char *name;
  CdlStore *(*create) (void);            /* a new, empty store */
  CdlStore *(*reopen) (CdlStore *store); /* what another program would see of it */
  void (*destroy) (CdlStore *store);     /* the store with all that it holds */
  const char *(*missing) (void);         /* what it cannot be tested without; NULL: nothing */
  guint effort;                          /* percent of a test's rounds, where a call is a request */
} CdlTestBackend;

extern const CdlTestBackend cdl_test_local, cdl_test_surreal, cdl_test_surreal_2, cdl_test_synced;
extern const CdlTestBackend *const cdl_test_backends[]; /* NULL-terminated */

/* Of a test's rounds, those that have to do on it. */
guint cdl_test_rounds (const CdlTestBackend *backend, guint rounds);

typedef void (*CdlTestFunc) (const CdlTestBackend *backend);

/* Adds "/store/<backend>/<path>" for each backend. */
void cdl_test_store_add (const char *path, CdlTestFunc func);

/* Random records, valid ones: few strategies, symbols, tags and values, so that many runs tie; some
 * statistics undefined. Runs of one n are equal but for the random rest. */
CdlStrategyRecord *cdl_test_strategy (guint n);
CdlDatasetRecord *cdl_test_dataset (guint n);
CdlRunRecord *cdl_test_run (CdlRandom *random, guint n);
CdlRunDetails *cdl_test_details (CdlRandom *random, guint n_trades, guint n_setups);
void cdl_test_trade (CdlRandom *random, guint seq, CdlTrade *trade);
char *cdl_test_id (guint n);

/* Puts runs 0..n-1 without details, in batches; returns them: GPtrArray of CdlRunRecord, owned. */
GPtrArray *cdl_test_fill (CdlStore *store, CdlRandom *random, guint n);

void cdl_test_put (CdlStore *store, const CdlRunRecord *run, const CdlRunDetails *details);

/* To the bit. A record that was put has no strategy text when it comes from a list. */
void cdl_test_assert_run (const CdlRunRecord *actual, const CdlRunRecord *expected);
void cdl_test_assert_details (const CdlRunDetails *actual, const CdlRunDetails *expected);
void cdl_test_assert_rows (const GArray *actual, const GArray *expected);
void cdl_test_assert_double (double actual, double expected);

G_END_DECLS
