#pragma once

#include "cdl-function.h"
#include "cdl-random.h"
#include "cdl-syntax-private.h"

G_BEGIN_DECLS

/* Random expressions that are right: over the parameters n=3, half=0.5, zero=0, the lets that
 * cdl_test_generator_lets names, all fields and all functions of the registry. */
CdlExpr *cdl_test_generate (CdlRandom *random, CdlType type, CdlInterval context, guint depth);

/* Words for cdl_test_strategy(). */
#define CDL_TEST_GENERATOR_WORDS                                                                   \
  "n=3", "half=0.5", "zero=0", "let level=highest(high, n)[1]", "let up=close > open and busy",    \
      "let busy=volume > 1.1 * sma(volume, 5)", "let week=close@1w", "let length=n + 1"

/* The expression as it would be written, with no more parentheses than it takes, and at random some
 * more; newly allocated. */
char *cdl_test_write (CdlRandom *random, const CdlExpr *expr);

/* Whether both are the same tree. */
gboolean cdl_test_equal (const CdlExpr *a, const CdlExpr *b);

G_END_DECLS
