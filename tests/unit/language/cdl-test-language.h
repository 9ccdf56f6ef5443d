#pragma once

#include "cdl-columns.h"
#include "cdl-detector.h"
#include "cdl-random.h"

G_BEGIN_DECLS

/* A strategy of interval with nothing but parameters and lets: "name=text" words, NULL-terminated;
 * a word that begins with "let " is a let. */
CdlStrategy *cdl_test_strategy (CdlInterval interval, ...) G_GNUC_NULL_TERMINATED;

/* Adds a setup: long, market, when true, stop_loss close - 1, take_profit close + 2. Sets money to
 * fixed 100 if it is not set. The answer is the strategy's. */
CdlSetupDef *cdl_test_setup (CdlStrategy *strategy);

/* Replaces a text of a strategy (NULL: none). */
void cdl_test_set (char **text, const char *value);

/* Compiles a program that must be right. */
CdlProgram *cdl_test_program (const CdlStrategy *strategy);

/* Klines of one symbol on many intervals. */
typedef struct
{
  CdlInterval interval; /* the finest */
  CdlColumns *columns[CDL_N_INTERVALS];
} CdlTestMarket;

/* n klines of interval, seeded, with holes and quiet klines, beginning 5 klines after midnight, and
 * what they make of 1h, 4h, 1d and 1w. */
CdlTestMarket *cdl_test_market_new (guint64 seed, CdlInterval interval, gsize n);
void cdl_test_market_free (CdlTestMarket *self);

/* What is known at the close of kline n - 1 of the finest interval: klines of interval. */
CdlKlines cdl_test_market_view (const CdlTestMarket *self, CdlInterval interval, gsize n);

/* The expression's values over the first n klines, taken in chunk klines at a time; newly
 * allocated. */
double *cdl_test_values (const CdlStrategy *strategy,
                         const char *text,
                         const CdlTestMarket *market,
                         gsize n,
                         gsize chunk);

/* Fails, naming text, unless both hold the same bits. */
void cdl_test_same (const char *text, const double *a, const double *b, gsize n);

/* What was said, line by line, without the prefix that each line must have; newly allocated. */
char *cdl_test_said (const CdlDiagnostics *diagnostics, const char *prefix);

/* Fails unless both arrays of CdlCandidate hold the same. */
void cdl_test_same_candidates (const GArray *a, const GArray *b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlTestMarket, cdl_test_market_free)

G_END_DECLS
