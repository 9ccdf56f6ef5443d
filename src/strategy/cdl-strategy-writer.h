#pragma once

#include "cdl-strategy.h"

G_BEGIN_DECLS

typedef enum
{
  CDL_STRATEGY_PRETTY,    /* for files and editors: members in the order of the manual */
  CDL_STRATEGY_CANONICAL, /* RFC 8785: equal strategies have equal text */
  CDL_STRATEGY_NAMELESS,  /* canonical without name, description and help: what decides a result */
} CdlStrategyStyle;

/* The strategy as JSON; newly allocated. cdl_strategy_read() of the first two gives an equal
 * strategy. Defaults (entry type touch, compound, keep_pending) are spelled out in the canonical
 * styles, so that it makes no difference whether they were written. Texts that are a number in its
 * shortest form are written as numbers. */
char *cdl_strategy_write (const CdlStrategy *strategy, CdlStrategyStyle style);

/* Identity of a revision: SHA-256 over the canonical text, 64 hex digits; newly allocated. */
char *cdl_strategy_revision (const CdlStrategy *strategy);

G_END_DECLS
