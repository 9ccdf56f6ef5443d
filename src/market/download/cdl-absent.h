#pragma once

#include "cdl-archive.h"
#include "cdl-dataset-check.h"
#include "cdl-spans.h"

G_BEGIN_DECLS

/* Klines that the exchange does not have, as it said when it was asked: it stood still then.
 * Beside the dataset's folder, so that they are neither asked for again nor taken for a loss.
 * Downloads find them, and live feeds do. */

/* Spans of open times (see cdl_spans_add()); empty if nothing is known. */
GArray *cdl_absent_load (const CdlArchive *archive, const CdlDatasetName *name);

/* Adds spans to what is known, in one step, whoever else does; *n (nullable): how many klines that
 * are new to it. BUSY if another one takes long. */
gboolean cdl_absent_add (const CdlArchive *archive,
                         const CdlDatasetName *name,
                         const GArray *spans,
                         gsize *n,
                         GError **error);

/* How many of the klines that klines lack between the first and the last are known to be absent. */
gsize cdl_absent_count (const GArray *spans, const CdlKlines *klines);

/* Marks the holes all of whose klines are known to be absent. */
void cdl_absent_mark (const GArray *spans, CdlDatasetCheck *check);

G_END_DECLS
