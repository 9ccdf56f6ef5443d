/* Puts the machine's clock wrong for one program, which is started with this in LD_PRELOAD: by the
 * seconds in the eight bytes of the file that CHANDELIER_TEST_CLOCK names, whenever they change.
 * Clocks that nobody sets stay as they are. */

#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

int shifted_clock_gettime (clockid_t id, struct timespec *now) __asm__("clock_gettime");
int shifted_gettimeofday (struct timeval *now, void *zone) __asm__("gettimeofday");
time_t shifted_time (time_t *now) __asm__("time");

static time_t
shift (void)
{
  static volatile const int64_t *seconds;
  const char *path = getenv ("CHANDELIER_TEST_CLOCK");

  if (seconds == NULL && path != NULL)
    {
      int fd = open (path, O_RDONLY | O_CLOEXEC);
      void *map = fd >= 0 ? mmap (NULL, sizeof *seconds, PROT_READ, MAP_SHARED, fd, 0) : MAP_FAILED;

      if (map != MAP_FAILED)
        seconds = map;
      if (fd >= 0)
        close (fd);
    }

  return seconds != NULL ? (time_t) *seconds : 0;
}

int
shifted_clock_gettime (clockid_t id, struct timespec *now)
{
  static int (*real) (clockid_t, struct timespec *);
  int result;

  if (real == NULL)
    *(void **) &real = dlsym (RTLD_NEXT, "clock_gettime");
  result = real (id, now);
  if (result == 0 && (id == CLOCK_REALTIME || id == CLOCK_REALTIME_COARSE))
    now->tv_sec += shift ();

  return result;
}

int
shifted_gettimeofday (struct timeval *now, void *zone)
{
  struct timespec precise;
  int result = shifted_clock_gettime (CLOCK_REALTIME, &precise);

  if (now != NULL)
    *now = (struct timeval){ precise.tv_sec, precise.tv_nsec / 1000 };

  return result;
}

time_t
shifted_time (time_t *now)
{
  struct timespec precise;

  shifted_clock_gettime (CLOCK_REALTIME, &precise);
  if (now != NULL)
    *now = precise.tv_sec;

  return precise.tv_sec;
}
