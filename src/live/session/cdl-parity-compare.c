#include <glib/gi18n-lib.h>
#include <math.h>

#include "cdl-number.h"
#include "cdl-parity-data-private.h"
#include "cdl-time.h"

/* Two stamps of funding less than so far apart are one. */
#define SAME_STAMP_MS CDL_MINUTE_MS

/* text becomes its own. */
static void
note (CdlParityData *self, CdlParitySource source, gint64 time, char *text)
{
  CdlParityDatum datum = { g_strdup (self->symbol), source, time, text };

  g_array_append_val (self->different, datum);
}

/* "close 100.5, the session was told 100.4"; in the language of the program, if it has one. */
static char *
say (const char *what, double stored, double told)
{
  char a[CDL_NUMBER_SIZE], b[CDL_NUMBER_SIZE];

  return g_strdup_printf (_ ("%s %s, the session was told %s"), what, cdl_number_format (stored, a),
                          cdl_number_format (told, b));
}

/* --- Klines --- */

static void
row_of (const CdlKlines *klines, gsize i, double values[CDL_N_FIELDS])
{
  for (int f = 0; f < CDL_N_FIELDS; f++)
    values[f] = klines->field[f] != NULL ? klines->field[f][i] : 0.0;
}

/* Only columns that both have. */
static void
compare_rows (CdlParityData *self, const CdlKlines *stored, gsize j, const CdlKlines *told, gsize i)
{
  for (int f = 0; f < CDL_N_FIELDS; f++)
    if (stored->field[f] != NULL && told->field[f] != NULL
        && stored->field[f][j] != told->field[f][i])
      {
        note (self, CDL_PARITY_KLINE, told->open_time[i],
              say (cdl_field_name ((CdlField) f), stored->field[f][j], told->field[f][i]));
        return;
      }
}

/* Both in order of time, from the first told to the last: the stored row where there is one, else
 * the told one. */
void
cdl_parity_data_merge_klines (CdlParityData *self, const CdlKlines *stored, guint fields)
{
  const CdlKlines *told = cdl_columns_view (self->told);
  gsize i = 0, j = told->n > 0 ? cdl_klines_find (stored, told->open_time[0]) : stored->n;
  double values[CDL_N_FIELDS];

  self->klines = cdl_columns_new (told->interval, fields);
  while (i < told->n)
    {
      gint64 time = told->open_time[i];

      if (j < stored->n && stored->open_time[j] < time)
        {
          row_of (stored, j, values);
          cdl_columns_append (self->klines, stored->open_time[j], values);
          note (self, CDL_PARITY_KLINE, stored->open_time[j],
                g_strdup (_ ("the session was not told of it")));
          j++;
          continue;
        }
      if (j < stored->n && stored->open_time[j] == time)
        {
          self->n_klines++;
          compare_rows (self, stored, j, told, i);
          row_of (stored, j++, values);
        }
      else
        {
          self->n_missing++;
          row_of (told, i, values);
        }
      cdl_columns_append (self->klines, time, values);
      i++;
    }
}

/* --- Prints --- */

static gboolean
is_stored (const CdlParityData *self, gint64 time)
{
  gint64 day = cdl_time_day (time) * CDL_DAY_MS;

  for (guint i = 0; i < self->print_days->len; i++)
    if (g_array_index (self->print_days, gint64, i) == day)
      return TRUE;

  return FALSE;
}

static void
compare_prints (CdlParityData *self,
                gint64 time,
                const CdlPrint *stored,
                gsize n,
                const CdlPrint *told,
                gsize n_told)
{
  for (gsize i = 0; i < MIN (n, n_told); i++)
    {
      g_autofree char *when = NULL;
      g_autofree char *what = NULL;

      if (stored[i].time == told[i].time && stored[i].price == told[i].price)
        continue;
      when = cdl_time_format_short (stored[i].time);
      what = g_strdup_printf (_ ("number %u at %s UTC:"), (guint) i + 1, when);
      if (stored[i].price != told[i].price)
        note (self, CDL_PARITY_PRINTS, time, say (what, stored[i].price, told[i].price));
      else
        note (self, CDL_PARITY_PRINTS, time,
              g_strdup_printf (_ ("%s the session was told of it at another time"), what));
      return;
    }
  if (n != n_told)
    note (self, CDL_PARITY_PRINTS, time, say (_ ("number of them"), (double) n, (double) n_told));
}

/* Of the klines whose prints were told whole, from the session's beginning on. */
void
cdl_parity_data_compare_prints (CdlParityData *self)
{
  const CdlKlines *told = cdl_columns_view (self->told);

  for (gsize i = cdl_klines_find (told, self->from); self->stored_prints != NULL && i < told->n;
       i++)
    {
      const CdlPrint *stored = NULL, *prints;
      gsize n = 0, n_told;

      if (!is_stored (self, told->open_time[i])
          || !cdl_parity_data_told_prints (self, i, &prints, &n_told))
        continue;
      if (!cdl_print_ladder_prints (self->stored_prints, told->open_time[i],
                                    cdl_klines_close_time (told, i), &stored, &n))
        n = 0;
      self->n_prints++;
      compare_prints (self, told->open_time[i], stored, n, prints, n_told);
    }
}

/* --- Funding --- */

static void
compare_stamps (CdlParityData *self, const CdlFunding *stored, const CdlFunding *told)
{
  if (stored->rate != told->rate)
    note (self, CDL_PARITY_FUNDING, stored->time, say (_ ("rate"), stored->rate, told->rate));
  else if (stored->price > 0.0 && told->price > 0.0 && stored->price != told->price)
    note (self, CDL_PARITY_FUNDING, stored->time,
          say (_ ("mark price"), stored->price, told->price));
}

/* Stored stamps from the session's beginning to its last kline, and told ones that are not. */
void
cdl_parity_data_merge_funding (CdlParityData *self)
{
  const CdlKlines *told = cdl_columns_view (self->told);
  gint64 end = told->n > 0 ? cdl_klines_close_time (told, told->n - 1) : G_MININT64;
  gsize j = 0;
  guint i = 0;

  while (j < self->perpetual.n_rates && self->perpetual.rates[j].time < self->from)
    j++;
  while (i < self->rates->len || j < self->perpetual.n_rates)
    {
      const CdlFunding *mine
          = i < self->rates->len ? &g_array_index (self->rates, CdlFunding, i) : NULL;
      const CdlFunding *stored = j < self->perpetual.n_rates && self->perpetual.rates[j].time <= end
                                     ? &self->perpetual.rates[j]
                                     : NULL;

      if (mine == NULL && stored == NULL)
        return;
      if (mine != NULL && stored != NULL && ABS (mine->time - stored->time) < SAME_STAMP_MS)
        {
          compare_stamps (self, stored, mine);
          g_array_append_val (self->funding, *stored);
          i++;
          j++;
        }
      else if (stored == NULL || (mine != NULL && mine->time < stored->time))
        {
          g_array_append_val (self->funding, *mine);
          i++;
        }
      else
        {
          note (self, CDL_PARITY_FUNDING, stored->time,
                g_strdup (_ ("the session was not told of it")));
          g_array_append_val (self->funding, *stored);
          j++;
        }
    }
}
