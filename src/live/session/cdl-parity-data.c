#include "cdl-parity-data-private.h"

#include <string.h>

#include "cdl-recording.h"
#include "cdl-time.h"

void
cdl_parity_datum_clear (gpointer data)
{
  CdlParityDatum *self = data;

  g_free (self->symbol);
  g_free (self->text);
}

static void
data_free (gpointer data)
{
  CdlParityData *self = data;

  g_clear_pointer (&self->stored_prints, cdl_print_ladder_free);
  g_clear_pointer (&self->print_days, g_array_unref);
  cdl_perpetual_clear (&self->perpetual);
  g_array_unref (self->rates);
  cdl_columns_free (self->told);
  g_clear_pointer (&self->klines, cdl_columns_free);
  g_array_unref (self->flags);
  g_array_unref (self->ends);
  g_array_unref (self->prints);
  g_array_unref (self->funding);
  g_array_unref (self->different);
  g_free (self);
}

static CdlParityData *
data_new (const CdlSessionPlan *plan, const CdlSessionPlanSymbol *symbol)
{
  CdlParityData *self = g_new0 (CdlParityData, 1);

  self->symbol = symbol->symbol;
  self->from = plan->from;
  self->told = cdl_columns_new (plan->path_interval, symbol->fields);
  self->flags = g_array_new (FALSE, FALSE, sizeof (guint8));
  self->ends = g_array_new (FALSE, FALSE, sizeof (guint64));
  self->prints = g_array_new (FALSE, FALSE, sizeof (CdlPrint));
  self->funding = g_array_new (FALSE, FALSE, sizeof (CdlFunding));
  self->rates = g_array_new (FALSE, FALSE, sizeof (CdlFunding));
  self->different = g_array_new (FALSE, FALSE, sizeof (CdlParityDatum));
  g_array_set_clear_func (self->different, cdl_parity_datum_clear);

  return self;
}

/* --- What was told --- */

typedef struct
{
  const CdlSessionPlan *plan;
  GPtrArray *all;
} Gathering;

static void
gather_kline (CdlParityData *self, const CdlFeedEvent *event)
{
  guint8 flags = (event->kline.whole ? CDL_TOLD_WHOLE : 0)
                 | (event->reconstructed ? CDL_TOLD_RECONSTRUCTED : 0);
  guint64 end = self->prints->len;
  const CdlKlines *told = cdl_columns_view (self->told);

  if (told->n > 0 && event->kline.row.open_time <= told->open_time[told->n - 1])
    return;
  cdl_columns_append (self->told, event->kline.row.open_time, event->kline.row.field);
  g_array_append_val (self->flags, flags);
  g_array_append_val (self->ends, end);
}

static void
gather (const CdlFeedEvent *event, gpointer data)
{
  Gathering *self = data;
  CdlParityData *symbol = NULL;

  for (guint i = 0; i < self->plan->symbols->len && symbol == NULL; i++)
    if (strcmp (g_array_index (self->plan->symbols, CdlSessionPlanSymbol, i).symbol, event->symbol)
        == 0)
      symbol = self->all->pdata[i];

  if (event->type == CDL_FEED_EVENT_KLINE)
    gather_kline (symbol, event);
  else if (event->type == CDL_FEED_EVENT_PRINT)
    g_array_append_val (symbol->prints, event->print);
  else if (event->type == CDL_FEED_EVENT_FUNDING)
    g_array_append_val (symbol->rates, event->funding);
  else if (event->type == CDL_FEED_EVENT_MARK)
    symbol->marks = TRUE;
}

/* --- What the archive has --- */

/* Opens what the archive (NULL: none) has beside klines. */
static gboolean
open_stored (CdlParityData *self,
             const CdlSessionPlanSymbol *symbol,
             CdlArchive *archive,
             GError **error)
{
  const CdlKlines *told = cdl_columns_view (self->told);
  g_autoptr (GError) problem = NULL;

  if (archive == NULL || told->n == 0)
    return TRUE;
  if (symbol->settings.market == CDL_MARKET_UM
      && !cdl_perpetual_load (&self->perpetual, archive, symbol->symbol, told->interval, error))
    return FALSE;
  self->print_days
      = cdl_print_days (cdl_archive_root (archive), symbol->settings.market, symbol->symbol);
  self->stored_prints
      = cdl_print_ladder_new (cdl_archive_root (archive), symbol->settings.market, symbol->symbol,
                              self->from, cdl_klines_close_time (told, told->n - 1) + 1, &problem);
  if (problem == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&problem));

  return FALSE;
}

static gboolean
look_up (CdlParityData *self,
         const CdlSessionPlanSymbol *symbol,
         CdlArchive *archive,
         GError **error)
{
  g_autoptr (CdlDataset) dataset = NULL;
  CdlKlines nothing = { .interval = cdl_columns_view (self->told)->interval };
  CdlDatasetName name;

  if (!open_stored (self, symbol, archive, error))
    return FALSE;
  if (archive != NULL
      && cdl_dataset_name_init (&name, symbol->settings.market, symbol->symbol, nothing.interval))
    dataset = cdl_archive_open (archive, &name, NULL);
  cdl_parity_data_merge_klines (self, dataset != NULL ? cdl_dataset_klines (dataset) : &nothing,
                                symbol->fields);
  cdl_parity_data_compare_prints (self);
  cdl_parity_data_merge_funding (self);

  return TRUE;
}

GPtrArray *
cdl_parity_data_load (const char *folder,
                      const CdlSessionPlan *plan,
                      CdlArchive *archive,
                      GError **error)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (data_free);
  g_autofree const char **symbols = g_new0 (const char *, plan->symbols->len + 1);
  Gathering gathering = { plan, all };

  for (guint i = 0; i < plan->symbols->len; i++)
    {
      const CdlSessionPlanSymbol *symbol = &g_array_index (plan->symbols, CdlSessionPlanSymbol, i);

      symbols[i] = symbol->symbol;
      g_ptr_array_add (all, data_new (plan, symbol));
    }
  if (!cdl_recording_play (folder, symbols, gather, &gathering, error))
    return NULL;

  for (guint i = 0; i < plan->symbols->len; i++)
    if (!look_up (all->pdata[i], &g_array_index (plan->symbols, CdlSessionPlanSymbol, i), archive,
                  error))
      return NULL;

  return g_steal_pointer (&all);
}

/* --- Questions --- */

gboolean
cdl_parity_data_told_prints (const CdlParityData *self, gsize i, const CdlPrint **prints, gsize *n)
{
  guint64 first = i > 0 ? g_array_index (self->ends, guint64, i - 1) : 0;

  *n = (gsize) (g_array_index (self->ends, guint64, i) - first);
  *prints = &g_array_index (self->prints, CdlPrint, first);

  return (g_array_index (self->flags, guint8, i) & CDL_TOLD_WHOLE) != 0;
}

static gboolean
give_prints (gpointer data, gint64 open_time, gint64 close_time, const CdlPrint **prints, gsize *n)
{
  const CdlParityData *self = data;
  const CdlKlines *told = cdl_columns_view (self->told);
  gsize i = cdl_klines_find (told, open_time);

  if (self->stored_prints != NULL
      && cdl_print_ladder_prints (self->stored_prints, open_time, close_time, prints, n))
    return TRUE;

  return i < told->n && told->open_time[i] == open_time
         && cdl_parity_data_told_prints (self, i, prints, n) && *n > 0;
}

CdlLadder
cdl_parity_data_ladder (CdlParityData *self)
{
  return (CdlLadder){ .prints = give_prints, .data = self };
}

const CdlParityDatum *
cdl_parity_data_difference (const CdlParityData *self, gint64 until)
{
  const CdlParityDatum *first = NULL;

  for (guint i = 0; i < self->different->len; i++)
    {
      const CdlParityDatum *datum = &g_array_index (self->different, CdlParityDatum, i);

      if (datum->time <= until && (first == NULL || datum->time < first->time))
        first = datum;
    }

  return first;
}

gboolean
cdl_parity_data_is_broken (const CdlParityData *self, gint64 from, gint64 to)
{
  const CdlKlines *told = cdl_columns_view (self->told);

  for (gsize i = cdl_klines_find (told, from); i < told->n && told->open_time[i] <= to; i++)
    if ((g_array_index (self->flags, guint8, i) & CDL_TOLD_WHOLE) == 0)
      return TRUE;

  return FALSE;
}
