#pragma once

#include "cdl-program.h"

G_BEGIN_DECLS

/* What a strategy does, for people: description, parameters, setups, filters and money in words,
 * and the klines that it reads; lines of text, newly allocated. program: the strategy's, at its
 * written values, which stand beside each expression of them. */
char *cdl_strategy_words (const CdlStrategy *strategy, const CdlProgram *program);

G_END_DECLS
