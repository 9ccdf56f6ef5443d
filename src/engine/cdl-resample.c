#include "cdl-resample.h"

struct _CdlResampler
{
  CdlInterval coarse;
  CdlColumns *closed;
  gboolean building;
  gboolean partial; /* the beginning of the one being built was not seen */
  gboolean started;
  gint64 open_time; /* of the one being built, and where the next begins */
  gint64 next;
  double values[CDL_N_FIELDS];
};

CdlResampler *
cdl_resampler_new (CdlInterval fine, CdlInterval coarse, guint fields)
{
  CdlResampler *self = g_new0 (CdlResampler, 1);

  g_assert (cdl_interval_divides (fine, coarse));
  self->coarse = coarse;
  self->closed = cdl_columns_new (coarse, fields);

  return self;
}

void
cdl_resampler_free (CdlResampler *self)
{
  cdl_columns_free (self->closed);
  g_free (self);
}

static guint
close_one (CdlResampler *self)
{
  self->building = FALSE;
  if (self->partial)
    return 0;
  cdl_columns_append (self->closed, self->open_time, self->values);

  return 1;
}

static double
value_of (const CdlKlines *klines, int field, gsize i)
{
  return klines->field[field] != NULL ? klines->field[field][i] : 0.0;
}

static void
begin_one (CdlResampler *self, const CdlKlines *klines, gsize i)
{
  self->open_time = cdl_interval_floor (self->coarse, klines->open_time[i]);
  self->next = cdl_interval_next (self->coarse, self->open_time);
  self->partial = !self->started && klines->open_time[i] != self->open_time;
  self->building = self->started = TRUE;
  for (int f = 0; f < CDL_N_FIELDS; f++)
    self->values[f] = value_of (klines, f, i);
}

static void
merge_one (CdlResampler *self, const CdlKlines *klines, gsize i)
{
  double *values = self->values;

  values[CDL_FIELD_HIGH] = MAX (values[CDL_FIELD_HIGH], klines->field[CDL_FIELD_HIGH][i]);
  values[CDL_FIELD_LOW] = MIN (values[CDL_FIELD_LOW], klines->field[CDL_FIELD_LOW][i]);
  values[CDL_FIELD_CLOSE] = klines->field[CDL_FIELD_CLOSE][i];
  for (int f = CDL_FIELD_VOLUME; f < CDL_N_FIELDS; f++)
    values[f] += value_of (klines, f, i);
}

guint
cdl_resampler_pass (CdlResampler *self, gint64 open_time)
{
  return self->building && open_time >= self->next ? close_one (self) : 0;
}

guint
cdl_resampler_push (CdlResampler *self, const CdlKlines *klines, gsize i)
{
  guint closed = cdl_resampler_pass (self, klines->open_time[i]);

  if (self->building)
    merge_one (self, klines, i);
  else
    begin_one (self, klines, i);

  if (cdl_klines_close_time (klines, i) + 1 >= self->next)
    closed += close_one (self);

  return closed;
}

const CdlKlines *
cdl_resampler_closed (const CdlResampler *self)
{
  return cdl_columns_view (self->closed);
}

void
cdl_resampler_drop (CdlResampler *self, gsize n)
{
  cdl_columns_drop (self->closed, n);
}

CdlColumns *
cdl_resample (const CdlKlines *klines, CdlInterval coarse)
{
  g_autoptr (CdlResampler) resampler = NULL;
  CdlColumns *closed;

  if (coarse == klines->interval)
    return cdl_columns_copy (klines);

  resampler = cdl_resampler_new (klines->interval, coarse, cdl_klines_fields (klines));
  for (gsize i = 0; i < klines->n; i++)
    cdl_resampler_push (resampler, klines, i);

  closed = resampler->closed;
  resampler->closed = cdl_columns_new (coarse, 0);

  return closed;
}
