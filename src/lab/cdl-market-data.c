#include "cdl-market-data.h"

#include "cdl-hash.h"
#include "cdl-perpetual.h"
#include "cdl-print-ladder.h"
#include "cdl-resample.h"
#include "cdl-time.h"

struct _CdlMarketData
{
  CdlDataset *path;
  CdlDataset *finer;                    /* NULL if the archive has none */
  CdlPrintLadder *prints;               /* the same */
  CdlColumns *derived[CDL_N_INTERVALS]; /* NULL: not needed, or the path's own */
  CdlPerpetual perpetual;               /* nothing in it on spot */
  char *fingerprint;
};

/* How much of [from, to) the klines reach over, ms. */
static gint64
reach (const CdlKlines *klines, gint64 from, gint64 to)
{
  gint64 first, last;

  if (klines->n == 0)
    return 0;
  first = klines->open_time[0];
  last = cdl_klines_close_time (klines, klines->n - 1) + 1;
  if (from != CDL_TIME_NONE)
    first = MAX (first, from);
  if (to != CDL_TIME_NONE)
    last = MIN (last, to);

  return MAX (last - first, 0);
}

/* Opens a dataset that need not be there: *dataset is NULL then. A damaged one is an error: another
 * in its place would give other results. */
static gboolean
open_if_there (CdlArchive *archive,
               const CdlDatasetName *name,
               CdlDataset **dataset,
               GError **error)
{
  g_autoptr (GError) problem = NULL;

  *dataset = cdl_archive_open (archive, name, &problem);
  if (problem == NULL || g_error_matches (problem, CDL_MARKET_ERROR, CDL_MARKET_ERROR_NOT_FOUND))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&problem));

  return FALSE;
}

/* The finest dataset among those that reach furthest over the window. */
static CdlDataset *
choose_path (CdlArchive *archive,
             CdlDatasetName name,
             CdlInterval coarsest,
             gint64 from,
             gint64 to,
             GError **error)
{
  g_autoptr (CdlDataset) best = NULL;
  gint64 best_reach = 0;

  for (int i = 0; i <= (int) coarsest; i++)
    {
      g_autoptr (CdlDataset) dataset = NULL;
      gint64 reached;

      name.interval = (CdlInterval) i;
      if (!cdl_interval_divides (name.interval, coarsest))
        continue;
      /* Seconds resolve what minutes leave open: they are the ladder's, not the path. */
      if (i == CDL_INTERVAL_1S && coarsest > CDL_INTERVAL_1S && best == NULL)
        continue;
      if (!open_if_there (archive, &name, &dataset, error))
        return NULL;
      reached = dataset != NULL ? reach (cdl_dataset_klines (dataset), from, to) : 0;
      if (reached > best_reach + best_reach / 10)
        {
          best_reach = reached;
          g_clear_pointer (&best, cdl_dataset_unref);
          best = g_steal_pointer (&dataset);
        }
    }
  if (best == NULL)
    g_set_error (error, CDL_LAB_ERROR, CDL_LAB_ERROR_DATA,
                 "there are no %s klines of %s (%s) or finer for that time: import some with "
                 "“data import”, and see “data list”",
                 cdl_interval_name (coarsest), name.symbol, cdl_market_name (name.market));

  return g_steal_pointer (&best);
}

/* Of the path's klines up to `to`, and of what else a run can read, if there is anything. */
static char *
take_fingerprint (const CdlMarketData *self, gint64 from, gint64 to)
{
  const CdlKlines *path = cdl_dataset_klines (self->path);
  gsize end = to == CDL_TIME_NONE ? path->n : cdl_klines_find (path, to);
  g_autofree char *path_print = cdl_dataset_fingerprint (self->path, 0, end);
  g_autofree char *finer_print = NULL;
  g_autofree char *perpetual_print = NULL;
  g_autofree char *prints_print
      = self->prints != NULL ? cdl_print_ladder_fingerprint (self->prints) : NULL;
  g_autofree char *known = NULL;
  g_autofree char *all = NULL;

  if (self->finer != NULL)
    finer_print = cdl_dataset_fingerprint (self->finer, 0, G_MAXSIZE);
  if (end > 0)
    {
      gint64 first = from != CDL_TIME_NONE ? from : path->open_time[0];
      gint64 last = cdl_klines_close_time (path, end - 1);

      perpetual_print = cdl_perpetual_fingerprint (&self->perpetual, first, last + 1);
    }
  if (finer_print == NULL && perpetual_print == NULL && prints_print == NULL)
    return g_steal_pointer (&path_print);
  known
      = g_strjoin (" ", path_print, finer_print != NULL ? finer_print : "-", perpetual_print, NULL);
  all = g_strjoin (" prints ", known, prints_print, NULL);

  return cdl_sha256 (all, -1);
}

/* The prints of what a run over [from, to) goes along, if there are any. */
static gboolean
open_prints (CdlMarketData *self,
             CdlArchive *archive,
             CdlMarket market,
             const char *symbol,
             gint64 from,
             gint64 to,
             GError **error)
{
  const CdlKlines *path = cdl_dataset_klines (self->path);
  g_autoptr (GError) problem = NULL;

  if (path->n == 0)
    return TRUE;
  from = MAX (from, path->open_time[0]);
  if (to == CDL_TIME_NONE)
    to = cdl_klines_close_time (path, path->n - 1) + 1;
  self->prints
      = cdl_print_ladder_new (cdl_archive_root (archive), market, symbol, from, to, &problem);
  if (problem == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&problem));

  return FALSE;
}

CdlMarketData *
cdl_market_data_new (CdlArchive *archive,
                     CdlMarket market,
                     const char *symbol,
                     const CdlInterval *path_interval,
                     const CdlProgram *program,
                     gint64 from,
                     gint64 to,
                     GError **error)
{
  g_autoptr (CdlMarketData) self = g_new0 (CdlMarketData, 1);
  CdlInterval strategy = cdl_program_interval (program, 0);
  const CdlKlines *path;
  CdlDatasetName name;

  if (!cdl_dataset_name_init (&name, market, symbol,
                              path_interval != NULL ? *path_interval : CDL_INTERVAL_1M))
    {
      g_set_error (error, CDL_LAB_ERROR, CDL_LAB_ERROR_REQUEST,
                   "“%s” is not a symbol: write it like BTCUSDT", symbol);
      return NULL;
    }
  self->path = path_interval != NULL ? cdl_archive_open (archive, &name, error)
                                     : choose_path (archive, name, strategy, from, to, error);
  if (self->path == NULL)
    return NULL;

  path = cdl_dataset_klines (self->path);
  for (guint i = 0; i < cdl_program_n_intervals (program); i++)
    {
      CdlInterval interval = cdl_program_interval (program, i);

      if (!cdl_interval_divides (path->interval, interval))
        {
          g_set_error (error, CDL_LAB_ERROR, CDL_LAB_ERROR_REQUEST,
                       "%s klines cannot be made of the stored %s klines of %s",
                       cdl_interval_name (interval), cdl_interval_name (path->interval), symbol);
          return NULL;
        }
      if (interval != path->interval)
        self->derived[interval] = cdl_resample (path, interval);
    }

  name.interval = CDL_INTERVAL_1S;
  if (path->interval != CDL_INTERVAL_1S && !open_if_there (archive, &name, &self->finer, error))
    return NULL;

  if (market == CDL_MARKET_UM
      && !cdl_perpetual_load (&self->perpetual, archive, symbol, path->interval, error))
    return NULL;
  if (!open_prints (self, archive, market, symbol, from, to, error))
    return NULL;
  self->fingerprint = take_fingerprint (self, from, to);

  return g_steal_pointer (&self);
}

void
cdl_market_data_free (CdlMarketData *self)
{
  g_clear_pointer (&self->path, cdl_dataset_unref);
  g_clear_pointer (&self->finer, cdl_dataset_unref);
  g_clear_pointer (&self->prints, cdl_print_ladder_free);
  for (int i = 0; i < CDL_N_INTERVALS; i++)
    g_clear_pointer (&self->derived[i], cdl_columns_free);
  cdl_perpetual_clear (&self->perpetual);
  g_free (self->fingerprint);
  g_free (self);
}

CdlDataset *
cdl_market_data_path (const CdlMarketData *self)
{
  return self->path;
}

void
cdl_market_data_views (const CdlMarketData *self, const CdlProgram *program, CdlKlines *views)
{
  for (guint i = 0; i < cdl_program_n_intervals (program); i++)
    {
      const CdlColumns *derived = self->derived[cdl_program_interval (program, i)];

      views[i] = derived != NULL ? *cdl_columns_view (derived) : *cdl_dataset_klines (self->path);
    }
}

/* The finer klines of one path kline, if all of them are held. */
static gboolean
finer_klines (gpointer data, gint64 open_time, gint64 close_time, CdlKlines *klines)
{
  const CdlMarketData *self = data;
  const CdlKlines *all = cdl_dataset_klines (self->finer);
  gsize from = cdl_klines_find (all, open_time), to = cdl_klines_find (all, close_time + 1);

  if (from == to || all->open_time[from] != open_time
      || cdl_klines_close_time (all, to - 1) != close_time)
    return FALSE;
  *klines = cdl_klines_slice (all, from, to);

  return cdl_klines_missing (klines) == 0;
}

static gboolean
prints_of_kline (gpointer data,
                 gint64 open_time,
                 gint64 close_time,
                 const CdlPrint **prints,
                 gsize *n)
{
  const CdlMarketData *self = data;

  return cdl_print_ladder_prints (self->prints, open_time, close_time, prints, n);
}

void
cdl_market_data_run_data (const CdlMarketData *self, CdlRunData *data)
{
  *data = (CdlRunData){ { NULL } };
  data->ladder = (CdlLadder){ .klines = self->finer != NULL ? finer_klines : NULL,
                              .prints = self->prints != NULL ? prints_of_kline : NULL,
                              .data = (gpointer) self };
  cdl_perpetual_run_data (&self->perpetual, data);
}

const char *
cdl_market_data_fingerprint (const CdlMarketData *self)
{
  return self->fingerprint;
}

CdlDecimal
cdl_market_data_guess_tick (const CdlMarketData *self)
{
  return (CdlDecimal){ 1, cdl_dataset_price_decimals (self->path) };
}
