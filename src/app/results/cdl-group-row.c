#include "cdl-group-row.h"

#include <string.h>

#include "cdl-filter-values.h"
#include "cdl-time.h"

G_DEFINE_FINAL_TYPE (CdlGroupRow, cdl_group_row, G_TYPE_OBJECT)

static void
cdl_group_row_finalize (GObject *object)
{
  CdlGroupRow *self = CDL_GROUP_ROW (object);

  g_clear_pointer (&self->group, cdl_run_group_free);
  g_free (self->title);
  G_OBJECT_CLASS (cdl_group_row_parent_class)->finalize (object);
}

static void
cdl_group_row_class_init (CdlGroupRowClass *class)
{
  G_OBJECT_CLASS (class)->finalize = cdl_group_row_finalize;
}

static void
cdl_group_row_init (CdlGroupRow *self)
{
  self->created_at = CDL_TIME_NONE;
}

void
cdl_group_row_set_filter (CdlGroupRow *self, CdlGroupKey key, CdlRunFilter *filter)
{
  static const CdlFilterKind kinds[CDL_N_GROUP_KEYS] = {
    [CDL_GROUP_STRATEGY] = CDL_FILTER_STRATEGY, [CDL_GROUP_SYMBOL] = CDL_FILTER_SYMBOL,
    [CDL_GROUP_MARKET] = CDL_FILTER_MARKET,     [CDL_GROUP_INTERVAL] = CDL_FILTER_INTERVAL,
    [CDL_GROUP_TEST] = CDL_FILTER_TEST,         [CDL_GROUP_TAG] = CDL_FILTER_TAG,
  };
  CdlFilterValue value = { self->group->key, self->title, self->created_at };

  cdl_filter_value_set (&value, kinds[key], filter);
}

/* --- In the store's thread --- */

typedef struct
{
  CdlRunFilter *filter;
  CdlGroupKey key;
  CdlStat stat;
} Question;

static void
question_free (gpointer data)
{
  cdl_run_filter_free (((Question *) data)->filter);
  g_free (data);
}

/* Id -> record, of as many tests as there are. */
static GHashTable *
read_tests (CdlStore *store, GCancellable *cancellable, GError **error)
{
  g_autoptr (GHashTable) tests = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                                        (GDestroyNotify) cdl_test_record_free);
  g_autofree char *before = NULL;
  guint n;

  do
    {
      g_autoptr (GPtrArray) page
          = cdl_store_list_tests (store, 0, before, CDL_STORE_MAX_LIST, cancellable, error);

      if (page == NULL)
        return NULL;
      n = page->len;
      for (guint i = 0; i < n; i++)
        {
          CdlTestRecord *test = cdl_test_record_copy (page->pdata[i]);

          g_hash_table_replace (tests, test->id, test);
          if (i + 1 == n)
            {
              g_free (before);
              before = g_strdup (test->id);
            }
        }
    }
  while (n == CDL_STORE_MAX_LIST);

  return g_steal_pointer (&tests);
}

static gpointer
read_groups (CdlStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  const Question *question = data;
  g_autoptr (GHashTable) tests = NULL;
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) groups = cdl_store_group_runs (store, question->filter, question->key,
                                                       question->stat, cancellable, error);

  if (groups == NULL)
    return NULL;
  if (question->key == CDL_GROUP_TEST && (tests = read_tests (store, cancellable, error)) == NULL)
    return NULL;

  while (groups->len > 0)
    {
      CdlGroupRow *row = g_object_new (CDL_TYPE_GROUP_ROW, NULL);
      const CdlTestRecord *test;

      row->group = g_ptr_array_steal_index_fast (groups, groups->len - 1);
      row->stat = question->stat;
      test = tests != NULL ? g_hash_table_lookup (tests, row->group->key) : NULL;
      row->title = g_strdup (test != NULL && *test->name != '\0' ? test->name : row->group->key);
      if (test != NULL)
        row->created_at = test->created_at;
      g_ptr_array_add (rows, row);
    }

  return g_steal_pointer (&rows);
}

void
cdl_group_rows_async (CdlStore *store,
                      const CdlRunFilter *filter,
                      CdlGroupKey key,
                      CdlStat stat,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  Question *question = g_new (Question, 1);

  *question = (Question){ cdl_run_filter_copy (filter), key, stat };
  cdl_store_call_async (store, read_groups, question, question_free,
                        (GDestroyNotify) g_ptr_array_unref, cancellable, callback, user_data);
}

GPtrArray *
cdl_group_rows_finish (CdlStore *store, GAsyncResult *result, GError **error)
{
  return cdl_store_call_finish (store, result, error);
}
