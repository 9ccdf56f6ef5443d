#include "cdl-dataset-check-private.h"

#include "cdl-time.h"

#include <math.h>

/* Klines from open time a to open time b, b excluded; a and b on the grid, a <= b. */
static gsize
klines_between (CdlInterval interval, gint64 a, gint64 b)
{
  int year_a, month_a, year_b, month_b, day;

  if (interval != CDL_INTERVAL_1MO)
    return (gsize) ((b - a) / cdl_interval_ms (interval));

  cdl_civil_from_days (cdl_time_day (a), &year_a, &month_a, &day);
  cdl_civil_from_days (cdl_time_day (b), &year_b, &month_b, &day);

  return (gsize) ((year_b - year_a) * 12 + month_b - month_a);
}

static void
found (CdlDatasetCheck *self, CdlFinding finding, gint64 open_time)
{
  CdlFindings *findings = &self->findings[finding];

  if (findings->count < CDL_FINDING_MAX_TIMES)
    findings->times[findings->count] = open_time;
  findings->count++;
}

static void
check_kline (CdlDatasetCheck *self, const CdlKlines *klines, gsize i)
{
  gint64 time = klines->open_time[i];
  double open = klines->field[CDL_FIELD_OPEN][i], high = klines->field[CDL_FIELD_HIGH][i];
  double low = klines->field[CDL_FIELD_LOW][i], close = klines->field[CDL_FIELD_CLOSE][i];
  gboolean sound = TRUE;

  for (int f = CDL_FIELD_OPEN; f <= CDL_FIELD_CLOSE; f++)
    sound = sound && isfinite (klines->field[f][i]) && klines->field[f][i] > 0;
  if (!sound)
    found (self, CDL_FINDING_PRICE, time);
  else if (high < MAX (open, close) || low > MIN (open, close))
    found (self, CDL_FINDING_OHLC, time);

  /* NaN: mixed sources, one of which lacks the column. */
  for (int f = CDL_FIELD_VOLUME; f < CDL_N_FIELDS; f++)
    if (klines->field[f] != NULL && (klines->field[f][i] < 0 || isinf (klines->field[f][i])))
      {
        found (self, CDL_FINDING_VOLUME, time);
        break;
      }
  if (klines->field[CDL_FIELD_VOLUME] != NULL && klines->field[CDL_FIELD_VOLUME][i] == 0)
    found (self, CDL_FINDING_ZERO_VOLUME, time);
  if (!cdl_dataset_check_knows (time) || cdl_interval_floor (klines->interval, time) != time)
    found (self, CDL_FINDING_ODD_OPEN, time);
}

static void
begin_stretch (CdlDatasetCheck *self, gint64 open_time)
{
  CdlStretch stretch = { open_time, open_time, 0 };

  g_array_append_val (self->stretches, stretch);
}

/* What lies between kline i - 1 and kline i. */
static void
check_step (CdlDatasetCheck *self, const CdlKlines *klines, gsize i)
{
  gint64 before = klines->open_time[i - 1], time = klines->open_time[i];
  gint64 due, opened;

  if (time <= before)
    found (self, CDL_FINDING_ORDER, time);
  if (time <= before || !cdl_dataset_check_knows (before) || !cdl_dataset_check_knows (time))
    return;

  due = cdl_interval_next (klines->interval, cdl_interval_floor (klines->interval, before));
  opened = cdl_interval_floor (klines->interval, time);
  if (opened > due)
    {
      CdlHole hole = { before, time, klines_between (klines->interval, due, opened) };

      self->missing += hole.missing;
      g_array_append_val (self->holes, hole);
      begin_stretch (self, time);
    }
}

CdlDatasetCheck *
cdl_dataset_check (const CdlKlines *klines)
{
  CdlDatasetCheck *self = g_new0 (CdlDatasetCheck, 1);

  self->interval = klines->interval;
  self->rows = klines->n;
  self->first = self->last = CDL_TIME_NONE;
  self->holes = g_array_new (FALSE, FALSE, sizeof (CdlHole));
  self->stretches = g_array_new (FALSE, FALSE, sizeof (CdlStretch));
  if (klines->n == 0)
    return self;

  self->first = klines->open_time[0];
  self->last = klines->open_time[klines->n - 1];
  begin_stretch (self, self->first);
  for (gsize i = 0; i < klines->n; i++)
    {
      CdlStretch *stretch;

      if (i > 0)
        check_step (self, klines, i);
      check_kline (self, klines, i);
      stretch = &g_array_index (self->stretches, CdlStretch, self->stretches->len - 1);
      stretch->last = klines->open_time[i];
      stretch->rows++;
    }
  self->quality = 100.0 * (double) self->rows / (double) (self->rows + self->missing);

  return self;
}

gboolean
cdl_dataset_check_knows (gint64 time_ms)
{
  return time_ms >= G_GINT64_CONSTANT (-62135596800000)
         && time_ms < G_GINT64_CONSTANT (253402300800000);
}

void
cdl_dataset_check_free (CdlDatasetCheck *self)
{
  g_array_unref (self->holes);
  g_array_unref (self->stretches);
  g_free (self);
}

gboolean
cdl_dataset_check_is_sound (const CdlDatasetCheck *self)
{
  for (int f = 0; f < CDL_N_FINDINGS; f++)
    if (f != CDL_FINDING_ZERO_VOLUME && self->findings[f].count > 0)
      return FALSE;

  return TRUE;
}
