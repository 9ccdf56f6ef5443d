#include "cdl-columns.h"

#include <string.h>

/* Klines that there is always room for. */
#define LEAST 64

struct _CdlColumns
{
  CdlKlines view;
  gsize capacity;
  gint64 *open_time;
  double *field[CDL_N_FIELDS];
};

static void
resize (CdlColumns *self, gsize capacity)
{
  self->capacity = capacity;
  self->open_time = g_renew (gint64, self->open_time, self->capacity);
  self->view.open_time = self->open_time;
  for (int f = 0; f < CDL_N_FIELDS; f++)
    if (self->field[f] != NULL)
      {
        self->field[f] = g_renew (double, self->field[f], self->capacity);
        self->view.field[f] = self->field[f];
      }
}

static void
reserve (CdlColumns *self, gsize n)
{
  if (n > self->capacity)
    resize (self, MAX (n, self->capacity * 2));
}

CdlColumns *
cdl_columns_new (CdlInterval interval, guint fields)
{
  CdlColumns *self = g_new0 (CdlColumns, 1);

  self->view.interval = interval;
  fields
      |= 1u << CDL_FIELD_OPEN | 1u << CDL_FIELD_HIGH | 1u << CDL_FIELD_LOW | 1u << CDL_FIELD_CLOSE;
  for (int f = 0; f < CDL_N_FIELDS; f++)
    if (fields & 1u << f)
      self->field[f] = g_new (double, 1);
  resize (self, LEAST);

  return self;
}

void
cdl_columns_free (CdlColumns *self)
{
  g_free (self->open_time);
  for (int f = 0; f < CDL_N_FIELDS; f++)
    g_free (self->field[f]);
  g_free (self);
}

void
cdl_columns_append (CdlColumns *self, gint64 open_time, const double values[CDL_N_FIELDS])
{
  g_return_if_fail (self->view.n == 0 || open_time > self->open_time[self->view.n - 1]);

  reserve (self, self->view.n + 1);
  self->open_time[self->view.n++] = open_time;
  cdl_columns_replace_last (self, values);
}

void
cdl_columns_replace_last (CdlColumns *self, const double values[CDL_N_FIELDS])
{
  for (int f = 0; f < CDL_N_FIELDS; f++)
    if (self->field[f] != NULL)
      self->field[f][self->view.n - 1] = values[f];
}

void
cdl_columns_drop (CdlColumns *self, gsize n)
{
  gsize left = self->view.n - n;

  g_return_if_fail (n <= self->view.n);

  memmove (self->open_time, self->open_time + n, left * sizeof *self->open_time);
  for (int f = 0; f < CDL_N_FIELDS; f++)
    if (self->field[f] != NULL)
      memmove (self->field[f], self->field[f] + n, left * sizeof *self->field[f]);
  self->view.n = left;
  if (self->capacity > LEAST && left < self->capacity / 4)
    resize (self, MAX (LEAST, 2 * left));
}

const CdlKlines *
cdl_columns_view (const CdlColumns *self)
{
  return &self->view;
}

CdlColumns *
cdl_columns_copy (const CdlKlines *klines)
{
  CdlColumns *self = cdl_columns_new (klines->interval, cdl_klines_fields (klines));

  for (gsize i = 0; i < klines->n; i++)
    {
      double values[CDL_N_FIELDS] = { 0 };

      for (int f = 0; f < CDL_N_FIELDS; f++)
        if (klines->field[f] != NULL)
          values[f] = klines->field[f][i];
      cdl_columns_append (self, klines->open_time[i], values);
    }

  return self;
}
