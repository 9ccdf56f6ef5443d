#pragma once

#include "cdl-syntax-private.h"
#include "cdl-test-language.h"

G_BEGIN_DECLS

/* The value of a tree at each of the first n klines, computed straight from the rules: no sharing,
 * no folding, no chunks, each alignment looked up. Newly allocated. */
double *cdl_test_reference (const CdlStrategy *strategy,
                            const CdlExpr *expr,
                            const CdlTestMarket *market,
                            gsize n);

G_END_DECLS
