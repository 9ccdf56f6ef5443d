#include "cdl-filter-values.h"

#include "cdl-time-text.h"
#include "cdl-time.h"

/* The latest tests are those that are looked for. */
#define MAX_TESTS 200

static void
value_free (gpointer data)
{
  CdlFilterValue *value = data;

  g_free (value->id);
  g_free (value->title);
  g_free (value);
}

static void
add_at (GPtrArray *values, const char *id, const char *title, gint64 time)
{
  CdlFilterValue *value;

  for (guint i = 0; i < values->len; i++)
    if (g_str_equal (((CdlFilterValue *) values->pdata[i])->id, id))
      return;
  value = g_new (CdlFilterValue, 1);
  *value = (CdlFilterValue){ g_strdup (id), g_strdup (title), time };
  g_ptr_array_add (values, value);
}

static void
add (GPtrArray *values, const char *id, const char *title)
{
  add_at (values, id, title, CDL_TIME_NONE);
}

static int
by_title (gconstpointer a, gconstpointer b)
{
  return g_utf8_collate ((*(CdlFilterValue *const *) a)->title,
                         (*(CdlFilterValue *const *) b)->title);
}

static gboolean
add_strategies (GPtrArray *values, CdlStore *store, GError **error)
{
  g_autoptr (GPtrArray) strategies = cdl_store_list_strategies (store, NULL, NULL, error);

  for (guint i = 0; strategies != NULL && i < strategies->len; i++)
    {
      const CdlStrategyRecord *strategy = strategies->pdata[i];

      add (values, strategy->name, strategy->name);
    }

  return strategies != NULL;
}

static gboolean
add_symbols (GPtrArray *values, CdlStore *store, GError **error)
{
  g_autoptr (GPtrArray) datasets = cdl_store_list_datasets (store, NULL, error);

  for (guint i = 0; datasets != NULL && i < datasets->len; i++)
    {
      const CdlDatasetRecord *dataset = datasets->pdata[i];

      add (values, dataset->symbol, dataset->symbol);
    }
  g_ptr_array_sort (values, by_title);

  return datasets != NULL;
}

static gboolean
add_tags (GPtrArray *values, CdlStore *store, GError **error)
{
  g_autoptr (GPtrArray) groups
      = cdl_store_group_runs (store, NULL, CDL_GROUP_TAG, CDL_STAT_NET, NULL, error);

  for (guint i = 0; groups != NULL && i < groups->len; i++)
    {
      const CdlRunGroup *group = groups->pdata[i];

      add (values, group->key, group->key);
    }

  return groups != NULL;
}

static gboolean
add_tests (GPtrArray *values, CdlStore *store, GError **error)
{
  g_autoptr (GPtrArray) tests = cdl_store_list_tests (store, 0, NULL, MAX_TESTS, NULL, error);

  for (guint i = 0; tests != NULL && i < tests->len; i++)
    {
      const CdlTestRecord *test = tests->pdata[i];

      add_at (values, test->id, test->name, test->created_at);
    }

  return tests != NULL;
}

static void
add_intervals (GPtrArray *values)
{
  for (int i = 0; i < CDL_N_INTERVALS; i++)
    add (values, cdl_interval_name ((CdlInterval) i), cdl_interval_name ((CdlInterval) i));
}

static void
add_markets (GPtrArray *values)
{
  for (int i = 0; i < CDL_N_MARKETS; i++)
    add (values, cdl_market_name ((CdlMarket) i), cdl_market_name ((CdlMarket) i));
}

static gpointer
find_values (CdlStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func (value_free);
  gboolean good = TRUE;

  switch ((CdlFilterKind) GPOINTER_TO_INT (data))
    {
    case CDL_FILTER_STRATEGY:
      good = add_strategies (values, store, error);
      break;
    case CDL_FILTER_SYMBOL:
      good = add_symbols (values, store, error);
      break;
    case CDL_FILTER_INTERVAL:
      add_intervals (values);
      break;
    case CDL_FILTER_MARKET:
      add_markets (values);
      break;
    case CDL_FILTER_TAG:
      good = add_tags (values, store, error);
      break;
    case CDL_FILTER_TEST:
    default:
      good = add_tests (values, store, error);
      break;
    }

  return good ? g_steal_pointer (&values) : NULL;
}

void
cdl_filter_values_async (CdlStore *store,
                         CdlFilterKind kind,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  cdl_store_call_async (store, find_values, GINT_TO_POINTER (kind), NULL,
                        (GDestroyNotify) g_ptr_array_unref, NULL, callback, user_data);
}

GPtrArray *
cdl_filter_values_finish (CdlStore *store, GAsyncResult *result, GError **error)
{
  GPtrArray *values = cdl_store_call_finish (store, result, error);

  /* The clock is a setting, which the store's thread does not read. */
  for (guint i = 0; values != NULL && i < values->len; i++)
    {
      CdlFilterValue *value = values->pdata[i];
      g_autofree char *name = value->title;
      g_autofree char *time = NULL;

      if (value->time == CDL_TIME_NONE)
        {
          g_steal_pointer (&name);
          continue;
        }
      time = cdl_time_text (value->time);
      value->title = g_strdup_printf ("%s, %s", name, time);
    }

  return values;
}

void
cdl_filter_value_set (const CdlFilterValue *self, CdlFilterKind kind, CdlRunFilter *filter)
{
  CdlInterval interval;
  CdlMarket market;
  char **text = kind == CDL_FILTER_STRATEGY ? &filter->strategy
                : kind == CDL_FILTER_SYMBOL ? &filter->symbol
                : kind == CDL_FILTER_TAG    ? &filter->tag
                : kind == CDL_FILTER_TEST   ? &filter->test
                                            : NULL;

  if (text != NULL)
    {
      g_free (*text);
      *text = g_strdup (self->id);
    }
  else if (kind == CDL_FILTER_INTERVAL && cdl_interval_parse (self->id, &interval))
    filter->interval = (int) interval;
  else if (kind == CDL_FILTER_MARKET && cdl_market_parse (self->id, &market))
    filter->market = (int) market;
}
