#pragma once

#include "cdl-surreal-block-private.h"

G_BEGIN_DECLS

/* Flags the columns that a filter looks at. */
void cdl_surreal_match_columns (const CdlRunFilter *filter, gboolean *wanted);

/* Clears the flags of the block's runs that the filter leaves out. */
void cdl_surreal_match (const CdlSurrealBlock *block, const CdlRunFilter *filter, gboolean *alive);

G_END_DECLS
