#include "cdl-heat-choices.h"

#include <string.h>

/* The latest tests are those that are looked for. */
#define MAX_TESTS 200

/* Runs that are looked at on either end. */
#define SAMPLE 200

void
cdl_heat_choices_free (CdlHeatChoices *self)
{
  g_clear_pointer (&self->tests, g_ptr_array_unref);
  g_free (self->test);
  g_ptr_array_unref (self->names);
  g_array_unref (self->counts);
  g_free (self);
}

typedef struct
{
  CdlRunFilter *filter;
  char *test;
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  cdl_run_filter_free (question->filter);
  g_free (question->test);
  g_free (question);
}

/* --- Tests --- */

static const char *
pick_test (const GPtrArray *tests, const char *wanted)
{
  const char *latest = NULL;

  if (g_strcmp0 (wanted, "") == 0)
    return NULL;
  for (guint i = 0; i < tests->len; i++)
    {
      const CdlTestRecord *test = tests->pdata[i];

      if (g_strcmp0 (test->id, wanted) == 0)
        return test->id;
      if (latest == NULL && test->runs > 1)
        latest = test->id;
    }

  return latest;
}

/* --- Parameters --- */

static void
note_value (CdlHeatChoices *self, GPtrArray *values, const CdlRunParam *param)
{
  gint64 bits;
  guint i;

  memcpy (&bits, &param->value, sizeof bits);
  if (!g_ptr_array_find_with_equal_func (self->names, param->name, g_str_equal, &i))
    {
      guint none = 0;

      i = self->names->len;
      g_ptr_array_add (self->names, g_strdup (param->name));
      g_array_append_val (self->counts, none);
      g_ptr_array_add (values, g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL));
    }
  g_hash_table_add (values->pdata[i], g_memdup2 (&bits, sizeof bits));
  g_array_index (self->counts, guint, i) = g_hash_table_size (values->pdata[i]);
}

static gboolean
read_params (CdlHeatChoices *self,
             CdlStore *store,
             const CdlRunFilter *filter,
             GCancellable *cancellable,
             GError **error)
{
  g_autoptr (GPtrArray) values
      = g_ptr_array_new_with_free_func ((GDestroyNotify) g_hash_table_unref);
  CdlRunQuery query = { .filter = filter, .key = CDL_SORT_CREATED_AT, .limit = SAMPLE };

  for (guint end = 0; end < 2; end++)
    {
      g_autoptr (CdlRunPage) page = NULL;

      query.descending = end > 0;
      page = cdl_store_list_runs (store, &query, cancellable, error);
      if (page == NULL)
        return FALSE;
      for (guint i = 0; i < page->runs->len; i++)
        {
          const CdlRunRecord *run = page->runs->pdata[i];

          for (guint k = 0; k < run->params->len; k++)
            note_value (self, values, &g_array_index (run->params, CdlRunParam, k));
        }
    }

  return TRUE;
}

gboolean
cdl_heat_choices_pick (const CdlHeatChoices *self, guint *x, guint *y)
{
  guint first = 0, second = 1;

  if (self->names->len < 2)
    return FALSE;
  if (g_array_index (self->counts, guint, 1) > g_array_index (self->counts, guint, 0))
    {
      first = 1;
      second = 0;
    }
  for (guint i = 2; i < self->names->len; i++)
    {
      guint count = g_array_index (self->counts, guint, i);

      if (count > g_array_index (self->counts, guint, first))
        {
          second = first;
          first = i;
        }
      else if (count > g_array_index (self->counts, guint, second))
        second = i;
    }
  *x = MIN (first, second);
  *y = MAX (first, second);

  return TRUE;
}

/* --- In the store's thread --- */

static gpointer
read_choices (CdlStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  Question *question = data;
  g_autoptr (CdlHeatChoices) self = g_new0 (CdlHeatChoices, 1);

  self->names = g_ptr_array_new_with_free_func (g_free);
  self->counts = g_array_new (FALSE, FALSE, sizeof (guint));
  if (question->filter->test == NULL)
    {
      self->tests = cdl_store_list_tests (store, 0, NULL, MAX_TESTS, cancellable, error);
      if (self->tests == NULL)
        return NULL;
      self->test = g_strdup (pick_test (self->tests, question->test));
      question->filter->test = g_strdup (self->test);
    }

  return read_params (self, store, question->filter, cancellable, error) ? g_steal_pointer (&self)
                                                                         : NULL;
}

void
cdl_heat_choices_async (CdlStore *store,
                        const CdlRunFilter *filter,
                        const char *test,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  Question *question = g_new (Question, 1);

  *question = (Question){ cdl_run_filter_copy (filter), g_strdup (test) };
  cdl_store_call_async (store, read_choices, question, question_free,
                        (GDestroyNotify) cdl_heat_choices_free, cancellable, callback, user_data);
}

CdlHeatChoices *
cdl_heat_choices_finish (CdlStore *store, GAsyncResult *result, GError **error)
{
  return cdl_store_call_finish (store, result, error);
}
