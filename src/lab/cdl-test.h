#pragma once

#include "cdl-archive.h"
#include "cdl-diagnostics.h"
#include "cdl-lab-error.h"
#include "cdl-store.h"
#include "cdl-test-request.h"

G_BEGIN_DECLS

/* A request made ready: data mapped, strategies compiled, variants numbered. A run is one variant
 * of one strategy on one symbol. */
typedef struct _CdlTest CdlTest;

/* Everything wrong with strategies and sweeps goes to diagnostics (error stays unset); what is
 * wrong beside them, to error. request must outlive the test. */
CdlTest *cdl_test_new (CdlArchive *archive,
                       const CdlTestRequest *request,
                       CdlDiagnostics *diagnostics,
                       GError **error);
void cdl_test_free (CdlTest *self);

guint64 cdl_test_count (const CdlTest *self);

/* The id by which the run is stored: SHA-256 over canonical JSON of strategy (without names and
 * help), values, data, window, settings and the engine's version. Owned by self. */
const char *cdl_test_run_id (CdlTest *self, guint64 run);

/* Where a test stands. */
typedef struct
{
  guint64 runs;
  guint64 done;  /* computed now, or known already */
  guint64 known; /* found in the store */
  double work;   /* in klines x cost of the strategy */
  double work_done;
  gint64 elapsed_ms;
  gint64 remaining_ms; /* -1: not yet known */
} CdlTestProgress;

/* Called in the thread of cdl_test_execute(), some times a second; FALSE cancels. */
typedef gboolean (*CdlTestProgressFunc) (const CdlTestProgress *progress, gpointer data);

/* Computes the runs that the store does not hold, one on one thread, and stores them; a cancelled
 * test keeps those that were finished. CDL_LAB_ERROR_BUSY if another test runs. Blocks: a GUI calls
 * it in a thread of its own. test_id (nullable) gets the id under which the test was stored, newly
 * allocated. */
gboolean cdl_test_execute (CdlTest *self,
                           CdlStore *store,
                           CdlTestProgressFunc progress,
                           gpointer data,
                           char **test_id,
                           GError **error);

/* How far the best of a test can be believed: every variant ever tried on the same data counts; the
 * variants of its strategy on its symbol are what it was chosen from. */
typedef struct
{
  guint64 best;   /* run with the highest Sharpe ratio */
  guint64 trials; /* K: variants ever tried on its data and window */
  double dsr;     /* deflated Sharpe ratio of it; NaN: undefined */
  double pbo;     /* probability of backtest overfitting; NaN: undefined, or not all computed now */
} CdlTestSignificance;

/* runs: the test's stored records, in order. FALSE (error unset) where there is nothing to say: no
 * run has a Sharpe ratio, or the best has no other variants beside it. */
gboolean cdl_test_significance (CdlTest *self,
                                CdlStore *store,
                                GPtrArray *runs,
                                CdlTestSignificance *significance,
                                GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlTest, cdl_test_free)

G_END_DECLS
