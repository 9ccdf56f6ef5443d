#include "cdl-perpetual.h"

#include "cdl-funding.h"
#include "cdl-resample.h"

/* The coarsest mark prices that those of the path's interval can be made of. */
static gboolean
open_mark (CdlPerpetual *self,
           CdlArchive *archive,
           const char *symbol,
           CdlInterval path_interval,
           GError **error)
{
  g_autoptr (CdlArchive) marks = cdl_archive_new_mark (cdl_archive_root (archive));
  CdlDatasetName name;

  for (int i = (int) path_interval; i >= 0 && self->mark == NULL; i--)
    {
      g_autoptr (GError) problem = NULL;

      if (!cdl_interval_divides ((CdlInterval) i, path_interval)
          || !cdl_dataset_name_init (&name, CDL_MARKET_UM, symbol, (CdlInterval) i))
        continue;
      self->mark = cdl_archive_open (marks, &name, &problem);
      if (problem != NULL
          && !g_error_matches (problem, CDL_MARKET_ERROR, CDL_MARKET_ERROR_NOT_FOUND))
        {
          g_propagate_prefixed_error (error, g_steal_pointer (&problem), "mark prices: ");
          return FALSE;
        }
    }
  if (self->mark != NULL && cdl_dataset_klines (self->mark)->interval != path_interval)
    self->derived = cdl_resample (cdl_dataset_klines (self->mark), path_interval);

  return TRUE;
}

gboolean
cdl_perpetual_load (CdlPerpetual *self,
                    CdlArchive *archive,
                    const char *symbol,
                    CdlInterval path_interval,
                    GError **error)
{
  return cdl_funding_load (cdl_archive_root (archive), symbol, &self->rates, &self->n_rates, error)
         && open_mark (self, archive, symbol, path_interval, error);
}

void
cdl_perpetual_clear (CdlPerpetual *self)
{
  g_clear_pointer (&self->rates, g_free);
  g_clear_pointer (&self->mark, cdl_dataset_unref);
  g_clear_pointer (&self->derived, cdl_columns_free);
}

void
cdl_perpetual_run_data (const CdlPerpetual *self, CdlRunData *data)
{
  data->funding = self->rates;
  data->n_funding = self->n_rates;
  if (self->derived != NULL)
    data->mark = cdl_columns_view (self->derived);
  else if (self->mark != NULL)
    data->mark = cdl_dataset_klines (self->mark);
}

/* A price only where there is one: without, it is what it was before prices were kept. */
static void
update_with_stamp (GChecksum *checksum, const CdlFunding *stamp)
{
  g_checksum_update (checksum, (const guchar *) &stamp->time, sizeof stamp->time);
  g_checksum_update (checksum, (const guchar *) &stamp->rate, sizeof stamp->rate);
  if (stamp->price > 0.0)
    g_checksum_update (checksum, (const guchar *) &stamp->price, sizeof stamp->price);
}

char *
cdl_perpetual_fingerprint (const CdlPerpetual *self, gint64 from, gint64 to)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  gboolean any = FALSE;

  /* Before the first kline of the run nothing is open, so that nothing is paid. */
  for (gsize i = 0; i < self->n_rates; i++)
    if (self->rates[i].time >= from && self->rates[i].time < to)
      {
        update_with_stamp (checksum, &self->rates[i]);
        any = TRUE;
      }
  if (self->mark != NULL)
    {
      const CdlKlines *klines = cdl_dataset_klines (self->mark);
      gsize first = cdl_klines_find (klines, from), end = cdl_klines_find (klines, to);

      if (first < end)
        {
          g_autofree char *print = cdl_dataset_fingerprint (self->mark, first, end);

          g_checksum_update (checksum, (const guchar *) print, -1);
          any = TRUE;
        }
    }

  return any ? g_strdup (g_checksum_get_string (checksum)) : NULL;
}
