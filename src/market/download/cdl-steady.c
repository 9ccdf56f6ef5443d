#include "cdl-steady.h"

#include <time.h>

gint64
cdl_steady_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_BOOTTIME, &now);

  return (gint64) now.tv_sec * 1000 + now.tv_nsec / 1000000;
}
