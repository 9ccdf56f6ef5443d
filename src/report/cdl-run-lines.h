#pragma once

#include "cdl-archive.h"
#include "cdl-chart-data.h"
#include "cdl-run-record.h"

G_BEGIN_DECLS

/* The series of a run's strategy that stand on the price scale: its “let” numbers, and averages,
 * bands and the like that it names in conditions and levels; each as the run itself saw it. */
typedef struct _CdlRunLines CdlRunLines;

/* run needs its strategy's JSON. Computes them from the archive's klines; NULL if there are none,
 * or no klines any more. */
CdlRunLines *cdl_run_lines_new (CdlArchive *archive, const CdlRunRecord *run);
void cdl_run_lines_free (CdlRunLines *self);

/* Owned by self. */
const CdlChartLine *cdl_run_lines_get (const CdlRunLines *self, gsize *n);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlRunLines, cdl_run_lines_free)

G_END_DECLS
