#pragma once

#include "cdl-fuzz.h"
#include "cdl-random.h"

G_BEGIN_DECLS

/* An input that grows out of the target's seeds by one to eight small changes, never more than
 * CDL_FUZZ_MAX_SIZE bytes. buffer is overwritten. */
void cdl_fuzz_mutate (const CdlFuzzTarget *target, CdlRandom *random, GByteArray *buffer);

G_END_DECLS
