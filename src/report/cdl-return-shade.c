#include "cdl-return-shade.h"

#include <math.h>

const char *
cdl_return_shade (double return_pct)
{
  static const char *const gains[] = { "gain-1", "gain-2", "gain-3", "gain-4" };
  static const char *const losses[] = { "loss-1", "loss-2", "loss-3", "loss-4" };
  double size = fabs (return_pct);
  int shade = size < 1.0 ? 0 : size < 3.0 ? 1 : size < 10.0 ? 2 : 3;

  if (!(size > 0.0))
    return NULL;

  return return_pct > 0.0 ? gains[shade] : losses[shade];
}
