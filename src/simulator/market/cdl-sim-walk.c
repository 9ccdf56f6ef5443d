#include "cdl-sim-walk.h"

#include "cdl-sim-random.h"
#include "cdl-time.h"

#include <math.h>

/* The logarithm of a day's volatility is an AR(1) process around the year's. */
#define PERSISTENCE 0.95
#define VOL_OF_VOL  0.12

#define N_CACHED 64

typedef struct
{
  gint64 day;
  guint64 used;
  double log[CDL_SIM_DAY_MINUTES + 1];
} WalkDay;

struct _CdlSimWalk
{
  guint64 seed;
  char *name;
  gint64 first_day;
  double daily_sigma;
  double log_vol;      /* after the last day of `open` */
  GArray *open;        /* double: logarithm at the start of each day from first_day on */
  GArray *log_vols;    /* double: of each day */
  CdlSimWalkFill fill; /* NULL: random */
  gpointer data;
  WalkDay *days[N_CACHED];
  guint64 clock;
};

CdlSimWalk *
cdl_sim_walk_new (guint64 seed, const char *name, gint64 first_day, double price, double volatility)
{
  CdlSimWalk *self = g_new0 (CdlSimWalk, 1);
  double first = log (price);

  self->seed = seed;
  self->name = g_strconcat (name, "/walk", NULL);
  self->first_day = first_day;
  self->daily_sigma = volatility / sqrt (365);
  self->open = g_array_new (FALSE, FALSE, sizeof (double));
  self->log_vols = g_array_new (FALSE, FALSE, sizeof (double));
  g_array_append_val (self->open, first);

  return self;
}

CdlSimWalk *
cdl_sim_walk_new_filled (CdlSimWalkFill fill, gpointer data)
{
  CdlSimWalk *self = cdl_sim_walk_new (0, "", 0, 1, 0);

  self->fill = fill;
  self->data = data;

  return self;
}

void
cdl_sim_walk_free (CdlSimWalk *self)
{
  if (!self)
    return;

  for (int i = 0; i < N_CACHED; i++)
    g_free (self->days[i]);
  g_array_unref (self->open);
  g_array_unref (self->log_vols);
  g_free (self->name);
  g_free (self);
}

/* Knows the walk at the end of the day that is `index` days after the first. */
static void
walk_to (CdlSimWalk *self, guint index)
{
  while (self->log_vols->len <= index)
    {
      guint i = self->log_vols->len;
      CdlRandom random;
      double next;

      cdl_sim_random_init (&random, self->seed, self->name, -1 - (gint64) i);
      self->log_vol = PERSISTENCE * self->log_vol + VOL_OF_VOL * cdl_random_normal (&random);
      next = g_array_index (self->open, double, i)
             + cdl_random_normal (&random) * self->daily_sigma * exp (self->log_vol);
      g_array_append_val (self->log_vols, self->log_vol);
      g_array_append_val (self->open, next);
    }
}

static void
make_day (CdlSimWalk *self, WalkDay *out, gint64 day)
{
  guint index = (guint) MAX (day - self->first_day, 0);
  double sigma, from, to, drift;
  CdlRandom random;

  walk_to (self, index);
  from = g_array_index (self->open, double, index);
  to = g_array_index (self->open, double, index + 1);
  sigma = self->daily_sigma * exp (g_array_index (self->log_vols, double, index))
          / sqrt (CDL_SIM_DAY_MINUTES);

  cdl_sim_random_init (&random, self->seed, self->name, index);
  out->log[0] = 0;
  for (int m = 0; m < CDL_SIM_DAY_MINUTES; m++)
    {
      double rhythm = 1 + 0.35 * sin (2 * G_PI * ((double) m / CDL_SIM_DAY_MINUTES - 0.3));

      out->log[m + 1] = out->log[m] + cdl_random_normal (&random) * sigma * rhythm;
    }

  /* The bridge ends where the next day begins. */
  drift = (to - from - out->log[CDL_SIM_DAY_MINUTES]) / CDL_SIM_DAY_MINUTES;
  for (int m = 0; m <= CDL_SIM_DAY_MINUTES; m++)
    out->log[m] += from + m * drift;
  out->log[CDL_SIM_DAY_MINUTES] = to;
}

const double *
cdl_sim_walk_day (CdlSimWalk *self, gint64 day)
{
  int oldest = 0;

  self->clock++;
  for (int i = 0; i < N_CACHED; i++)
    {
      WalkDay *cached = self->days[i];

      if (cached && cached->day == day)
        {
          cached->used = self->clock;
          return cached->log;
        }
      if (self->days[oldest] && (!cached || cached->used < self->days[oldest]->used))
        oldest = i;
    }

  if (!self->days[oldest])
    self->days[oldest] = g_new (WalkDay, 1);
  self->days[oldest]->day = day;
  if (self->fill)
    self->fill (day, self->days[oldest]->log, self->data);
  else
    make_day (self, self->days[oldest], day);
  self->days[oldest]->used = self->clock;

  return self->days[oldest]->log;
}

double
cdl_sim_walk_value (CdlSimWalk *self, gint64 time_ms)
{
  gint64 day = cdl_time_day (time_ms);
  const double *minutes = cdl_sim_walk_day (self, day);
  gint64 in_day = time_ms - day * CDL_DAY_MS;
  gint64 minute = in_day / CDL_MINUTE_MS;
  double share = (double) (in_day - minute * CDL_MINUTE_MS) / (double) CDL_MINUTE_MS;

  return exp (minutes[minute] + (minutes[minute + 1] - minutes[minute]) * share);
}

double
cdl_sim_walk_minute_sigma (const CdlSimWalk *self)
{
  return self->daily_sigma / sqrt (CDL_SIM_DAY_MINUTES);
}
