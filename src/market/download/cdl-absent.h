#pragma once

#include "cdl-archive.h"
#include "cdl-spans.h"

G_BEGIN_DECLS

/* Klines that the exchange does not have, as it said when it was asked: it stood still then.
 * Beside the dataset's folder, so that they are neither asked for again nor taken for a loss. */

/* Spans of open times (see cdl_spans_add()); empty if nothing is known. */
GArray *cdl_absent_load (const CdlArchive *archive, const CdlDatasetName *name);

/* Replaces what is known, in one step. */
gboolean cdl_absent_save (const CdlArchive *archive,
                          const CdlDatasetName *name,
                          const GArray *spans,
                          GError **error);

/* How many of the klines that klines lack between the first and the last are known to be absent. */
gsize cdl_absent_count (const GArray *spans, const CdlKlines *klines);

G_END_DECLS
