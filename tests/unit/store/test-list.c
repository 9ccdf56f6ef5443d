#include "cdl-test-store.h"

#include <math.h>
#include <string.h>

#include "cdl-number.h"
#include "cdl-time.h"

/* Lists against a plain reference: all runs in memory, filtered and sorted in the obvious way. */

static gboolean
contains_words (const CdlRunRecord *run, const char *text)
{
  g_autofree char *tags = g_strjoinv ("\n", run->tags);
  g_autofree char *all
      = g_strjoin ("\n", run->strategy->name, run->dataset->symbol, run->id, tags, run->note, NULL);
  g_autofree char *normal = g_utf8_normalize (all, -1, G_NORMALIZE_ALL);
  g_autofree char *folded = g_utf8_casefold (normal, -1);
  g_auto (GStrv) words = g_strsplit (text, " ", -1);

  for (char **word = words; *word != NULL; word++)
    {
      g_autofree char *normal_word = g_utf8_normalize (*word, -1, G_NORMALIZE_ALL);
      g_autofree char *folded_word = g_utf8_casefold (normal_word, -1);

      if (strstr (folded, folded_word) == NULL)
        return FALSE;
    }

  return TRUE;
}

static gboolean
matches (const CdlRunRecord *run, const CdlRunFilter *filter)
{
  for (guint i = 0; i < filter->bounds->len; i++)
    {
      const CdlStatBound *bound = &g_array_index (filter->bounds, CdlStatBound, i);
      double value = run->statistics.value[bound->stat];

      if (isnan (value) || value < bound->min || value > bound->max)
        return FALSE;
    }

  return (filter->strategy == NULL || g_str_equal (filter->strategy, run->strategy->name))
         && (filter->revision == NULL || g_str_equal (filter->revision, run->strategy->revision))
         && (filter->symbol == NULL || g_str_equal (filter->symbol, run->dataset->symbol))
         && (filter->dataset == NULL || g_str_equal (filter->dataset, run->dataset->fingerprint))
         && (filter->market < 0 || filter->market == (int) run->dataset->market)
         && (filter->interval < 0 || filter->interval == (int) run->interval)
         && (filter->favourite < 0 || filter->favourite == run->favourite)
         && (filter->created_from == CDL_TIME_NONE || run->created_at >= filter->created_from)
         && (filter->created_to == CDL_TIME_NONE || run->created_at < filter->created_to)
         && (filter->tag == NULL || g_strv_contains ((const char *const *) run->tags, filter->tag))
         && (filter->test == NULL || g_strcmp0 (filter->test, run->test) == 0)
         && (filter->text == NULL || contains_words (run, filter->text));
}

static CdlRunFilter *
random_filter (CdlRandom *random, const CdlRunRecord *run)
{
  static const char *const texts[] = { "été", "NOTE, 100%", "pepe ÉLAN", "\" \\", "🚀", "nothing" };
  CdlRunFilter *filter = cdl_run_filter_new ();

  /* Conditions that some run meets, one or two at a time. */
  for (guint n = (guint) cdl_random_below (random, 3); n > 0; n--)
    switch (cdl_random_below (random, 12))
      {
      case 0:
        g_free (filter->strategy);
        filter->strategy = g_strdup (run->strategy->name);
        break;
      case 1:
        g_free (filter->symbol);
        filter->symbol = g_strdup (run->dataset->symbol);
        break;
      case 2:
        filter->market = (int) run->dataset->market;
        break;
      case 3:
        filter->interval = (int) run->interval;
        break;
      case 4:
        filter->favourite = (int) cdl_random_below (random, 2);
        break;
      case 5:
        filter->created_from = run->created_at;
        break;
      case 6:
        filter->created_to = run->created_at;
        break;
      case 7:
        g_free (filter->tag);
        filter->tag = g_strdup (run->tags[0]);
        break;
      case 8:
        g_free (filter->test);
        filter->test = g_strdup (run->test);
        break;
      case 9:
        g_free (filter->text);
        filter->text = g_strdup (texts[cdl_random_below (random, G_N_ELEMENTS (texts))]);
        break;
      case 10:
        g_free (filter->revision);
        g_free (filter->dataset);
        filter->revision = g_strdup (run->strategy->revision);
        filter->dataset = g_strdup (run->dataset->fingerprint);
        break;
      default:
        cdl_run_filter_add_bound (filter, (CdlStat) cdl_random_below (random, CDL_N_STATS),
                                  cdl_random_below (random, 2) == 0 ? CDL_NAN : -1.0,
                                  cdl_random_below (random, 2) == 0 ? CDL_NAN : 2.0);
        break;
      }

  return filter;
}

static int
sign (gint64 left, gint64 right)
{
  return (left > right) - (left < right);
}

/* Of defined values; NaN compares as equal. */
static int
compare_values (const CdlRunRecord *a, const CdlRunRecord *b, const CdlRunQuery *query)
{
  double left = CDL_NAN, right = CDL_NAN;

  switch (query->key)
    {
    case CDL_SORT_CREATED_AT:
      return sign (a->created_at, b->created_at);
    case CDL_SORT_FINISHED_AT:
      return sign (a->finished_at, b->finished_at);
    case CDL_SORT_ELAPSED:
      return sign (a->elapsed_us, b->elapsed_us);
    case CDL_SORT_STRATEGY:
      return sign (strcmp (a->strategy->name, b->strategy->name), 0);
    case CDL_SORT_SYMBOL:
      return sign (strcmp (a->dataset->symbol, b->dataset->symbol), 0);
    case CDL_SORT_MARKET:
      return sign (
          strcmp (cdl_market_name (a->dataset->market), cdl_market_name (b->dataset->market)), 0);
    case CDL_SORT_INTERVAL:
      return sign (a->interval, b->interval);
    case CDL_SORT_FROM:
      return sign (a->from, b->from);
    case CDL_SORT_TO:
      return sign (a->to, b->to);
    case CDL_SORT_NET_PESSIMISTIC:
      left = a->net_pessimistic;
      right = b->net_pessimistic;
      break;
    case CDL_SORT_NET_OPTIMISTIC:
      left = a->net_optimistic;
      right = b->net_optimistic;
      break;
    case CDL_SORT_STAT:
    default:
      left = a->statistics.value[query->stat];
      right = b->statistics.value[query->stat];
      break;
    }

  return (left > right) - (left < right);
}

static gboolean
is_undefined (const CdlRunRecord *run, const CdlRunQuery *query)
{
  return (query->key == CDL_SORT_STAT && isnan (run->statistics.value[query->stat]))
         || (query->key == CDL_SORT_NET_PESSIMISTIC && isnan (run->net_pessimistic))
         || (query->key == CDL_SORT_NET_OPTIMISTIC && isnan (run->net_optimistic));
}

static void
assert_order (const CdlRunRecord *before, const CdlRunRecord *after, const CdlRunQuery *query)
{
  int order = compare_values (before, after, query);

  g_assert_true (!is_undefined (before, query) || is_undefined (after, query));
  if (!is_undefined (before, query) && !is_undefined (after, query))
    g_assert_cmpint (query->descending ? -order : order, <=, 0);
}

static void
random_sort (CdlRandom *random, CdlRunQuery *query)
{
  query->key = (CdlSortKey) cdl_random_below (random, CDL_N_SORT_KEYS + 8);
  query->key = MIN (query->key, CDL_SORT_STAT);
  query->stat = (CdlStat) cdl_random_below (random, CDL_N_STATS);
  query->descending = (gboolean) cdl_random_below (random, 2);
}

/* All pages of a query, while onto (nullable) is called between them: GPtrArray of CdlRunRecord. */
static GPtrArray *
read_all (CdlStore *store, CdlRunQuery *query, void (*between) (gpointer data), gpointer data)
{
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify) cdl_run_record_free);
  g_autofree char *cursor = NULL;

  do
    {
      g_autoptr (CdlRunPage) page = NULL;
      g_autoptr (GError) error = NULL;

      query->cursor = cursor;
      page = cdl_store_list_runs (store, query, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (page->runs->len, <=, query->limit);
      g_assert_true (page->next == NULL || page->runs->len == query->limit);
      while (page->runs->len > 0)
        g_ptr_array_add (all, g_ptr_array_steal_index (page->runs, 0));
      g_free (cursor);
      cursor = g_steal_pointer (&page->next);
      if (between != NULL)
        between (data);
    }
  while (cursor != NULL);
  query->cursor = NULL;

  return all;
}

static void
test_against_reference (const CdlTestBackend *backend)
{
  CdlStore *store = backend->create ();
  g_autoptr (GPtrArray) runs = NULL;
  g_autoptr (GHashTable) by_id = g_hash_table_new (g_str_hash, g_str_equal);
  CdlRandom random;

  cdl_random_init (&random, 11);
  runs = cdl_test_fill (store, &random, backend->effort < 100 ? 400 : 700);
  for (guint i = 0; i < runs->len; i++)
    g_hash_table_insert (by_id, ((CdlRunRecord *) g_ptr_array_index (runs, i))->id,
                         g_ptr_array_index (runs, i));

  for (guint round = 0; round < cdl_test_rounds (backend, 150); round++)
    {
      g_autoptr (CdlRunFilter) filter = random_filter (
          &random, g_ptr_array_index (runs, cdl_random_below (&random, runs->len)));
      CdlRunQuery query = { .filter = filter, .limit = 1 + (guint) cdl_random_below (&random, 60) };
      g_autoptr (GPtrArray) listed = NULL;
      g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
      g_autoptr (GError) error = NULL;
      guint expected = 0;
      guint64 count;

      random_sort (&random, &query);
      listed = read_all (store, &query, NULL, NULL);
      for (guint i = 0; i < runs->len; i++)
        expected += matches (g_ptr_array_index (runs, i), filter) ? 1 : 0;
      g_assert_cmpuint (listed->len, ==, expected);
      g_assert_true (cdl_store_count_runs (store, filter, &count, NULL, &error));
      g_assert_cmpuint (count, ==, expected);
      for (guint i = 0; i < listed->len; i++)
        {
          const CdlRunRecord *run = g_ptr_array_index (listed, i);

          g_assert_true (matches (g_hash_table_lookup (by_id, run->id), filter));
          g_assert_true (g_hash_table_add (seen, run->id));
          if (i > 0)
            assert_order (g_ptr_array_index (listed, i - 1), run, &query);
        }
    }

  backend->destroy (store);
}

/* All runs, in the orders that backends have indexes for: each run once, in order. */
static void
test_usual_sorts (const CdlTestBackend *backend)
{
  static const char *const sorts[] = { "created_at", "net",    "return_pct",  "max_drawdown_pct",
                                       "sharpe",     "trades", "expectancy_r" };
  CdlStore *store = backend->create ();
  g_autoptr (GPtrArray) runs = NULL;
  CdlRandom random;

  cdl_random_init (&random, 13);
  runs = cdl_test_fill (store, &random, 100);
  for (guint i = 0; i < 2 * G_N_ELEMENTS (sorts); i++)
    {
      CdlRunQuery query = { .descending = i % 2 == 1, .limit = 9 };
      g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
      g_autoptr (GPtrArray) listed = NULL;

      g_assert_true (cdl_sort_parse (sorts[i / 2], &query.key, &query.stat));
      listed = read_all (store, &query, NULL, NULL);
      g_assert_cmpuint (listed->len, ==, runs->len);
      for (guint k = 0; k < listed->len; k++)
        {
          const CdlRunRecord *run = g_ptr_array_index (listed, k);

          g_assert_true (g_hash_table_add (seen, run->id));
          if (k > 0)
            assert_order (g_ptr_array_index (listed, k - 1), run, &query);
        }
    }

  backend->destroy (store);
}

static guint64
count_matching (CdlStore *store, CdlRunFilter *filter)
{
  CdlRunQuery query = { .key = CDL_SORT_STAT, .stat = CDL_STAT_SHARPE, .limit = 100 };
  g_autoptr (GPtrArray) listed = NULL;
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GError) error = NULL;
  guint64 count;

  query.filter = filter;
  listed = read_all (store, &query, NULL, NULL);
  for (guint i = 0; i < listed->len; i++)
    g_assert_true (g_hash_table_add (seen, ((CdlRunRecord *) g_ptr_array_index (listed, i))->id));
  g_assert_true (cdl_store_count_runs (store, filter, &count, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count, ==, listed->len);

  return count;
}

/* Runs that were changed, deleted or put again are listed as they are now: few of them and, as a
 * backend may keep its lists in larger parts, many. */
static void
test_after_changes (const CdlTestBackend *backend)
{
  const guint few = 20, many = 300, n = 600;
  CdlStore *store = backend->create ();
  g_autoptr (CdlRunFilter) all = cdl_run_filter_new (), tagged = cdl_run_filter_new ();
  g_autoptr (GPtrArray) runs = NULL;
  g_autofree const char **ids = g_new0 (const char *, n);
  CdlRunEdit edit = CDL_RUN_EDIT_NONE;
  g_autoptr (GError) error = NULL;
  CdlRandom random;

  cdl_random_init (&random, 14);
  runs = cdl_test_fill (store, &random, n);
  for (guint i = 0; i < n; i++)
    ids[i] = ((CdlRunRecord *) g_ptr_array_index (runs, i))->id;
  tagged->tag = g_strdup ("later");
  edit.tag = "later";

  for (guint round = 0; round < 3; round++)
    {
      guint size = round < 2 ? few : many;

      g_assert_cmpuint (count_matching (store, all), ==, n);
      g_assert_cmpuint (count_matching (store, tagged), ==, 0);
      g_assert_true (cdl_store_edit_runs (store, ids, size, &edit, NULL, &error));
      g_assert_cmpuint (count_matching (store, tagged), ==, size);
      g_assert_true (cdl_store_delete_runs (store, ids + few / 2, size, NULL, NULL, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (count_matching (store, all), ==, n - size);
      g_assert_cmpuint (count_matching (store, tagged), ==, few / 2);
      for (guint i = 0; i < size; i++)
        cdl_test_put (store, g_ptr_array_index (runs, few / 2 + i), NULL);
      edit.tag = NULL;
      edit.untag = "later";
      g_assert_true (cdl_store_edit_runs (store, ids, few / 2, &edit, NULL, &error));
      edit.tag = "later";
      edit.untag = NULL;
    }
  g_assert_cmpuint (count_matching (store, all), ==, n);
  g_assert_cmpuint (count_matching (store, tagged), ==, 0);

  backend->destroy (store);
}

typedef struct
{
  CdlStore *store;
  CdlRandom *random;
  guint next;
  guint left; /* of this list */
} Inserter;

static void
insert_some (gpointer data)
{
  Inserter *self = data;

  for (guint i = 0; i < 2 && self->left > 0; i++, self->left--)
    {
      g_autoptr (CdlRunRecord) run = cdl_test_run (self->random, self->next++);

      cdl_test_put (self->store, run, NULL);
    }
}

/* While runs are inserted between pages: what was there is listed, each once, in one order; what
 * came may be. The order among ties is the same each time. */
static void
test_while_inserting (const CdlTestBackend *backend)
{
  CdlStore *store = backend->create ();
  g_autoptr (GPtrArray) runs = NULL;
  CdlRandom random;
  Inserter inserter = { store, &random, 1000, 0 };

  cdl_random_init (&random, 12);
  runs = cdl_test_fill (store, &random, 60);
  for (guint round = 0; round < cdl_test_rounds (backend, 25); round++)
    {
      CdlRunQuery query = { .limit = 7 };
      g_autoptr (GPtrArray) during = NULL, after = NULL;
      g_autoptr (GHashTable) place = g_hash_table_new (g_str_hash, g_str_equal);
      guint before = inserter.next - 1000 + 60, found = 0, last = 0;

      inserter.left = 8;
      random_sort (&random, &query);
      during = read_all (store, &query, insert_some, &inserter);
      after = read_all (store, &query, NULL, NULL);
      for (guint i = 0; i < after->len; i++)
        g_hash_table_insert (place, ((CdlRunRecord *) g_ptr_array_index (after, i))->id,
                             GUINT_TO_POINTER (i + 1));
      for (guint i = 0; i < during->len; i++)
        {
          const CdlRunRecord *run = g_ptr_array_index (during, i);
          guint at = GPOINTER_TO_UINT (g_hash_table_lookup (place, run->id));

          g_assert_cmpuint (at, >, last);
          last = at;
        }
      for (guint i = 0; i < runs->len; i++)
        for (guint k = 0; k < during->len; k++)
          found += g_str_equal (((CdlRunRecord *) g_ptr_array_index (runs, i))->id,
                                ((CdlRunRecord *) g_ptr_array_index (during, k))->id)
                       ? 1
                       : 0;
      g_assert_cmpuint (found, ==, runs->len);
      g_assert_cmpuint (during->len, >=, before);
    }

  backend->destroy (store);
}

static void
test_bad_queries (const CdlTestBackend *backend)
{
  static const char *const cursors[] = {
    "",
    "1",
    "1 sharpe a",
    "2 sharpe a i 1 1",
    "1 sharpe d i 1 1",
    "1 net a i 1 1",
    "1 sharpe a x 1",
    "1 sharpe a i x 1",
    "1 sharpe a f 1",
    "1 sharpe a t 5",
    "1 sharpe a n -",
    "1 sharpe a f 3ff0000000000000 9999999999999999999999",
  };
  CdlStore *store = backend->create ();
  CdlRunQuery query = { .key = CDL_SORT_STAT, .stat = CDL_STAT_SHARPE, .limit = 10 };
  const guint limits[] = { 0, CDL_RUN_MAX_PAGE + 1 };
  CdlSortKey key;
  CdlStat stat;

  for (guint i = 0; i < G_N_ELEMENTS (cursors); i++)
    {
      g_autoptr (GError) error = NULL;

      query.cursor = cursors[i];
      g_assert_null (cdl_store_list_runs (store, &query, NULL, &error));
      g_assert_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_INVALID);
    }
  query.cursor = NULL;
  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    {
      g_autoptr (GError) error = NULL;

      query.limit = limits[i];
      g_assert_null (cdl_store_list_runs (store, &query, NULL, &error));
      g_assert_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_INVALID);
    }

  for (guint i = 0; i < CDL_SORT_STAT; i++)
    {
      g_assert_true (cdl_sort_parse (cdl_sort_name ((CdlSortKey) i, 0), &key, &stat));
      g_assert_cmpint (key, ==, i);
    }
  g_assert_true (cdl_sort_parse ("sharpe", &key, &stat));
  g_assert_true (key == CDL_SORT_STAT && stat == CDL_STAT_SHARPE);
  g_assert_false (cdl_sort_parse ("sharp", &key, &stat));

  backend->destroy (store);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  cdl_test_store_add ("list/against-reference", test_against_reference);
  cdl_test_store_add ("list/usual-sorts", test_usual_sorts);
  cdl_test_store_add ("list/after-changes", test_after_changes);
  cdl_test_store_add ("list/while-inserting", test_while_inserting);
  cdl_test_store_add ("list/bad-queries", test_bad_queries);

  return g_test_run ();
}
