#include "cdl-fuzz.h"

/* libFuzzer in place of the driver: it follows coverage, and never ends by itself. */
int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  return cdl_fuzz_target.run (data, size);
}
