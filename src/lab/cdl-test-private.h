#pragma once

#include "cdl-backtest.h"
#include "cdl-exchange-info.h"
#include "cdl-market-data.h"
#include "cdl-sweep.h"
#include "cdl-test.h"

G_BEGIN_DECLS

/* Details of tests up to this size are kept unless said otherwise. */
#define CDL_TEST_DETAILED_RUNS 50

/* The variants of one strategy on one symbol. */
typedef struct
{
  const CdlTestStrategy *item;
  const char *symbol; /* of the request */
  CdlSweep *sweep;    /* shared by the symbols of a strategy */
  CdlMarketData *data;
  CdlSettings settings; /* with tick, step, minimum notional and tiers of the symbol */
  gboolean guessed_tick;
  char *nameless; /* strategy as canonical JSON without names */
  CdlStrategyRecord *strategy;
  CdlDatasetRecord *dataset;
  char *settings_text; /* canonical JSON */
  double work;         /* of one variant */
  guint64 first;       /* number of its first run */
  guint64 from, to;    /* variants of this share: [from, to) */
} CdlTestPart;

struct _CdlTest
{
  CdlArchive *archive;
  const CdlTestRequest *request;
  CdlExchangeInfo *exchange_info; /* of the market; NULL: not asked */
  GPtrArray *parts;               /* CdlTestPart */
  guint64 n_runs;
  GPtrArray *ids;   /* char *, by run; NULL until asked for */
  GPtrArray *daily; /* GArray of double, by run: daily returns; NULL of runs not computed here */
};

/* The part of a run, and the variant in it. */
const CdlTestPart *cdl_test_part (const CdlTest *self, guint64 run, guint64 *variant);

/* Compiles a variant; values gets one value per parameter (and must have room). Values that are
 * right one by one may still not fit together: CDL_LAB_ERROR_REQUEST names them. */
CdlProgram *
cdl_test_part_compile (const CdlTestPart *part, guint64 variant, double *values, GError **error);

/* Daily returns of tests up to this size are kept in memory for cdl_test_significance(). */
#define CDL_TEST_DAILY_RUNS 2000

/* Computes a run: its record, its daily returns and, if wanted, its details. NULL if cancelled
 * became non-zero (error stays unset), or the values do not fit together. */
CdlRunRecord *cdl_test_compute (CdlTest *self,
                                guint64 run,
                                const char *id,
                                const char *test_id,
                                gboolean detailed,
                                const gint *cancelled,
                                CdlRunDetails **details,
                                GArray **daily,
                                GError **error);

G_END_DECLS
