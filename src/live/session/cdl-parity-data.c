#include "cdl-parity-data-private.h"

#include <string.h>

#include "cdl-recording.h"
#include "cdl-time.h"

static void
data_free (gpointer data)
{
  CdlParityData *self = data;

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
data_new (CdlInterval interval, guint fields)
{
  CdlParityData *self = g_new0 (CdlParityData, 1);

  self->told = cdl_columns_new (interval, fields);
  self->flags = g_array_new (FALSE, FALSE, sizeof (guint8));
  self->ends = g_array_new (FALSE, FALSE, sizeof (guint64));
  self->prints = g_array_new (FALSE, FALSE, sizeof (CdlPrint));
  self->funding = g_array_new (FALSE, FALSE, sizeof (CdlFunding));
  self->different = g_array_new (FALSE, FALSE, sizeof (gint64));

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
    g_array_append_val (symbol->funding, event->funding);
  else if (event->type == CDL_FEED_EVENT_MARK)
    symbol->marks = TRUE;
}

/* --- What the archive has --- */

static void
row_of (const CdlKlines *klines, gsize i, double values[CDL_N_FIELDS])
{
  for (int f = 0; f < CDL_N_FIELDS; f++)
    values[f] = klines->field[f] != NULL ? klines->field[f][i] : 0.0;
}

/* Only columns that both have. */
static gboolean
rows_equal (const CdlKlines *a, gsize i, const CdlKlines *b, gsize j)
{
  for (int f = 0; f < CDL_N_FIELDS; f++)
    if (a->field[f] != NULL && b->field[f] != NULL && a->field[f][i] != b->field[f][j])
      return FALSE;

  return TRUE;
}

static void
note_difference (CdlParityData *self, gint64 open_time)
{
  g_array_append_val (self->different, open_time);
}

/* Both in order of time, from the first told to the last: the archive's row where it has one, and
 * the told one where the archive has nothing. */
static void
merge (CdlParityData *self, const CdlKlines *archived, guint fields)
{
  const CdlKlines *told = cdl_columns_view (self->told);
  gsize i = 0, j = told->n > 0 ? cdl_klines_find (archived, told->open_time[0]) : archived->n;
  double values[CDL_N_FIELDS];

  self->klines = cdl_columns_new (told->interval, fields);
  while (i < told->n)
    {
      gint64 time = told->open_time[i];

      if (j < archived->n && archived->open_time[j] < time)
        {
          row_of (archived, j, values);
          cdl_columns_append (self->klines, archived->open_time[j], values);
          note_difference (self, archived->open_time[j]);
          j++;
          continue;
        }
      if (j < archived->n && archived->open_time[j] == time)
        {
          self->n_compared++;
          if (!rows_equal (told, i, archived, j))
            note_difference (self, time);
          row_of (archived, j++, values);
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
      g_ptr_array_add (all, data_new (plan->path_interval, symbol->fields));
    }
  if (!cdl_recording_play (folder, symbols, gather, &gathering, error))
    return NULL;

  for (guint i = 0; i < plan->symbols->len; i++)
    {
      const CdlSessionPlanSymbol *symbol = &g_array_index (plan->symbols, CdlSessionPlanSymbol, i);
      g_autoptr (CdlDataset) dataset = NULL;
      CdlKlines nothing = { .interval = plan->path_interval };
      CdlDatasetName name;

      if (archive != NULL
          && cdl_dataset_name_init (&name, symbol->settings.market, symbol->symbol,
                                    plan->path_interval))
        dataset = cdl_archive_open (archive, &name, NULL);
      merge (all->pdata[i], dataset != NULL ? cdl_dataset_klines (dataset) : &nothing,
             symbol->fields);
    }

  return g_steal_pointer (&all);
}

/* --- Questions --- */

static gboolean
give_prints (gpointer data, gint64 open_time, gint64 close_time, const CdlPrint **prints, gsize *n)
{
  const CdlParityData *self = data;
  const CdlKlines *told = cdl_columns_view (self->told);
  gsize i = cdl_klines_find (told, open_time);
  guint64 first;

  if (i == told->n || told->open_time[i] != open_time
      || (g_array_index (self->flags, guint8, i) & CDL_TOLD_WHOLE) == 0)
    return FALSE;
  first = i > 0 ? g_array_index (self->ends, guint64, i - 1) : 0;
  *n = (gsize) (g_array_index (self->ends, guint64, i) - first);
  *prints = &g_array_index (self->prints, CdlPrint, first);

  return *n > 0;
}

CdlLadder
cdl_parity_data_ladder (CdlParityData *self)
{
  return (CdlLadder){ .prints = give_prints, .data = self };
}

gint64
cdl_parity_data_difference (const CdlParityData *self, gint64 from, gint64 to)
{
  for (guint i = 0; i < self->different->len; i++)
    {
      gint64 time = g_array_index (self->different, gint64, i);

      if (time >= from && time <= to)
        return time;
    }

  return CDL_TIME_NONE;
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
