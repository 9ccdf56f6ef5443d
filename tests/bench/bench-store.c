/* A store of many runs, as the list of all results and the page of a run use it. --size: runs. */
#include "cdl-bench-runs.h"
#include "cdl-bench.h"
#include "cdl-number.h"
#include "cdl-test-store.h"
#include "cdl-time.h"

#define PAGE_ROUNDS   15
#define PAGE_RUNS     200
#define MANY_TRADES   10000
#define FILL_BATCH    250
#define WRITER_TRADES 300

#define BAR_FIRST  CDL_BENCH_AT_MOST (100, "results")
#define BAR_NEXT   CDL_BENCH_AT_MOST (50, "results")
#define BAR_OPEN   CDL_BENCH_AT_MOST (150, "results")
#define BAR_STORE  CDL_BENCH_AT_MOST (10, "results")
#define BAR_GROUPS CDL_BENCH_AT_MOST (300, "a view that is chosen")
#define BAR_MEMORY CDL_BENCH_AT_MOST (4, "results")

typedef struct
{
  CdlBench *bench;
  CdlStore *store;
  const CdlTestBackend *backend;
  CdlRunFilter *filter;
  CdlRunQuery query;
  char *cursor; /* of the page that is timed; NULL: the first */
  CdlGroupKey group;
  char *id;
  guint next; /* number of a run that is not there yet */
  gboolean detailed;
} Store;

/* A list that is looked at: any sort, any filter. */
typedef struct
{
  const char *what;
  const char *sort;
  gboolean ascending;
  void (*choose) (CdlRunFilter *filter); /* NULL: all runs */
} View;

static void
by_strategy (CdlRunFilter *filter)
{
  filter->strategy = g_strdup ("Strategy C");
}

static void
by_symbol_and_interval (CdlRunFilter *filter)
{
  filter->symbol = g_strdup ("COIN07USDT");
  filter->interval = CDL_INTERVAL_1H;
}

static void
by_test (CdlRunFilter *filter)
{
  filter->test = g_strdup ("0191-test-000001");
}

static void
by_tag (CdlRunFilter *filter)
{
  filter->tag = g_strdup ("keep");
}

static void
by_favourite (CdlRunFilter *filter)
{
  filter->favourite = 1;
}

static void
by_date (CdlRunFilter *filter)
{
  g_autoptr (CdlRunRecord) run = cdl_bench_run (1000);

  filter->created_from = run->created_at;
}

static void
by_two_statistics (CdlRunFilter *filter)
{
  cdl_run_filter_add_bound (filter, CDL_STAT_TRADES, 30, CDL_NAN);
  cdl_run_filter_add_bound (filter, CDL_STAT_MAX_DRAWDOWN_PCT, CDL_NAN, 0.5);
}

static void
by_rare_statistic (CdlRunFilter *filter)
{
  cdl_run_filter_add_bound (filter, CDL_STAT_PAYOFF, 3, CDL_NAN);
}

static void
by_word (CdlRunFilter *filter)
{
  filter->text = g_strdup ("coin13");
}

static void
by_nothing_that_is_there (CdlRunFilter *filter)
{
  filter->symbol = g_strdup ("COIN07USDT");
  filter->tag = g_strdup ("no such tag");
}

static const View views[] = {
  { "all, newest first", "created_at" },
  { "all, by sharpe", "sharpe" },
  { "all, by payoff", "payoff", TRUE },
  { "all, by symbol", "symbol", TRUE },
  { "all, by computing time", "elapsed" },
  { "a strategy, by sharpe", "sharpe", FALSE, by_strategy },
  { "a symbol and interval, by return", "return_pct", FALSE, by_symbol_and_interval },
  { "a test, by expectancy", "expectancy_r", FALSE, by_test },
  { "a tag, newest first", "created_at", FALSE, by_tag },
  { "favourites, by calmar", "calmar", FALSE, by_favourite },
  { "since a day, by ulcer index", "ulcer_index", TRUE, by_date },
  { "trades and drawdown, by sharpe", "sharpe", FALSE, by_two_statistics },
  { "a rare payoff, by kelly", "kelly", FALSE, by_rare_statistic },
  { "a word, newest first", "created_at", FALSE, by_word },
  { "no run matches, by sharpe", "sharpe", FALSE, by_nothing_that_is_there },
};

static CdlRunPage *
list (Store *self)
{
  g_autoptr (GError) error = NULL;
  CdlRunPage *page;

  self->query.cursor = self->cursor;
  page = cdl_store_list_runs (self->store, &self->query, NULL, &error);
  g_assert_no_error (error);

  return page;
}

static void
list_page (gpointer data)
{
  cdl_run_page_free (list (data));
}

static void
count (gpointer data)
{
  Store *self = data;
  g_autoptr (GError) error = NULL;
  guint64 n;

  cdl_store_count_runs (self->store, self->query.filter, &n, NULL, &error);
  g_assert_no_error (error);
}

static void
begin_view (Store *self, const View *view)
{
  g_clear_pointer (&self->filter, cdl_run_filter_free);
  g_clear_pointer (&self->cursor, g_free);
  if (view->choose != NULL)
    {
      self->filter = cdl_run_filter_new ();
      view->choose (self->filter);
    }
  self->query
      = (CdlRunQuery){ .filter = self->filter, .descending = !view->ascending, .limit = PAGE_RUNS };
  g_assert_true (cdl_sort_parse (view->sort, &self->query.key, &self->query.stat));
}

static void
time_view (Store *self, const View *view)
{
  g_autofree char *first = g_strconcat (view->what, ": first page", NULL);
  g_autofree char *next = g_strconcat (view->what, ": page 4", NULL);
  g_autofree char *counted = g_strconcat (view->what, ": count", NULL);

  begin_view (self, view);
  cdl_bench_time (self->bench, first, PAGE_ROUNDS, list_page, self, BAR_FIRST);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (CdlRunPage) page = list (self);

      g_free (self->cursor);
      self->cursor = g_steal_pointer (&page->next);
      if (self->cursor == NULL)
        break;
    }
  if (self->cursor != NULL)
    cdl_bench_time (self->bench, next, PAGE_ROUNDS, list_page, self, BAR_NEXT);
  cdl_bench_time (self->bench, counted, 5, count, self, CDL_BENCH_NO_BAR);
}

/* What Results shows beside lists. */
static void
group (gpointer data)
{
  Store *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) groups = cdl_store_group_runs (self->store, self->filter, self->group,
                                                       CDL_STAT_EXPECTANCY_R, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (groups->len, >, 0);
}

static void
draw_map (gpointer data)
{
  Store *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CdlHeatMap) map
      = cdl_store_heat_map (self->store, self->filter, "fast", "slow", CDL_STAT_EXPECTANCY_R,
                            CDL_CELL_MEDIAN, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (map->n_x * map->n_y, ==, 200);
}

static void
time_groups (Store *self)
{
  static const View test = { "a test", "sharpe", FALSE, by_test };

  begin_view (self, &views[0]);
  for (guint key = 0; key < CDL_N_GROUP_KEYS; key++)
    {
      g_autofree char *what
          = g_strdup_printf ("all, in groups by %s", cdl_group_key_name ((CdlGroupKey) key));

      self->group = (CdlGroupKey) key;
      cdl_bench_time (self->bench, what, 5, group, self, BAR_GROUPS);
    }
  cdl_bench_time (self->bench, "all, as a heat map", 5, draw_map, self, BAR_GROUPS);
  begin_view (self, &test);
  cdl_bench_time (self->bench, "a test, as a heat map", 5, draw_map, self, BAR_GROUPS);
}

/* Of a program that has read nothing yet. */
static void
time_new_program (Store *self, const char *what, CdlBenchFunc func, CdlBenchBar bar)
{
  CdlStore *store = self->store;
  double samples[5];

  for (guint i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      g_autoptr (CdlStore) other = self->backend->reopen (store);
      double started = cdl_bench_now ();

      self->store = other;
      func (self);
      samples[i] = (cdl_bench_now () - started) * 1000;
    }
  self->store = store;
  cdl_bench_samples (self->bench, what, samples, G_N_ELEMENTS (samples), "ms", bar);
}

static void
time_new_programs (Store *self)
{
  static const char *const names[]
      = { "all, newest first", "a strategy, by sharpe", "trades and drawdown, by sharpe", NULL };

  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    if (g_strv_contains (names, views[i].what))
      {
        g_autofree char *what = g_strdup_printf ("%s: first of a new program", views[i].what);

        begin_view (self, &views[i]);
        time_new_program (self, what, list_page, BAR_FIRST);
      }
  begin_view (self, &views[0]);
  self->group = CDL_GROUP_STRATEGY;
  time_new_program (self, "groups by strategy: first of a new program", group, BAR_GROUPS);
}

/* Memory that all pages need beyond the first few. */
static void
walk_pages (Store *self)
{
  double before = 0, most = 0;
  guint n = 0;

  begin_view (self, &views[0]);
  self->query.limit = CDL_RUN_MAX_PAGE;
  do
    {
      g_autoptr (CdlRunPage) page = list (self);

      g_free (self->cursor);
      self->cursor = g_steal_pointer (&page->next);
      if (++n == 5)
        before = cdl_bench_memory ();
      else if (n > 5)
        most = MAX (most, cdl_bench_memory () - before);
    }
  while (self->cursor != NULL);
  if (n > 5)
    cdl_bench_figure (self->bench, "memory that walking all pages adds", most, "MB", BAR_MEMORY);
}

static void
put_one (Store *self, guint n_trades)
{
  g_autoptr (CdlRunRecord) run = cdl_bench_run (self->next);
  g_autoptr (CdlRunDetails) details
      = n_trades > 0 ? cdl_bench_details (self->next, n_trades) : NULL;

  self->next++;
  cdl_test_put (self->store, run, details);
  g_free (self->id);
  self->id = g_strdup (run->id);
}

static void
put (gpointer data)
{
  Store *self = data;

  put_one (self, self->detailed ? WRITER_TRADES : 0);
}

static void
put_batch (Store *self, guint n)
{
  g_autoptr (GPtrArray) runs
      = g_ptr_array_new_with_free_func ((GDestroyNotify) cdl_run_record_free);
  g_autofree CdlRunItem *items = g_new0 (CdlRunItem, n);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < n; i++)
    {
      items[i].run = cdl_bench_run (self->next++);
      g_ptr_array_add (runs, (gpointer) items[i].run);
    }
  cdl_store_put_runs (self->store, items, n, NULL, &error);
  g_assert_no_error (error);
}

static void
fill (Store *self, guint size)
{
  double started = cdl_bench_now ();

  while (self->next < size)
    {
      put_batch (self, MIN (FILL_BATCH, size - self->next));
      cdl_bench_progress (self->bench, "runs stored", self->next, size);
    }
  cdl_bench_figure (self->bench, "a run of a sweep, stored in batches",
                    (cdl_bench_now () - started) * 1000 / size, "ms", BAR_STORE);
}

static void
open_run (gpointer data)
{
  Store *self = data;
  g_autoptr (CdlRunDetails) details = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (CdlRunRecord) run = cdl_store_get_run (self->store, self->id, &details, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (details->trades->len, ==, MANY_TRADES);
}

static void
measure (Store *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    time_view (self, &views[i]);
  time_groups (self);
  time_new_programs (self);
  walk_pages (self);
  cdl_bench_time (self->bench, "a run stored, its record alone", 50, put, self, BAR_STORE);
  self->detailed = TRUE;
  cdl_bench_time (self->bench, "a run stored, with 300 trades", 50, put, self, BAR_STORE);
  put_one (self, MANY_TRADES);
  cdl_bench_time (self->bench, "a run with 10,000 trades opened", PAGE_ROUNDS, open_run, self,
                  BAR_OPEN);
}

/* The random seed of tests is nothing to show in a table. */
static void
print_nothing (const char *text)
{
}

int
main (int argc, char **argv)
{
  CdlBench *bench = cdl_bench_new ("store", 100000, &argc, &argv);

  g_set_print_handler (print_nothing);
  g_test_init (&argc, &argv, NULL);
  g_set_print_handler (NULL);
  g_log_set_default_handler (g_log_default_handler, NULL);
  for (guint i = 0; cdl_test_backends[i] != NULL; i++)
    {
      Store self = { .bench = bench, .backend = cdl_test_backends[i] };
      g_autofree char *title
          = g_strdup_printf ("%s, %u runs", self.backend->name, cdl_bench_size (bench));
      const char *missing = self.backend->missing != NULL ? self.backend->missing () : NULL;

      if (!cdl_bench_section (bench, title, missing))
        continue;
      self.store = self.backend->create ();
      fill (&self, cdl_bench_size (bench));
      measure (&self);
      self.backend->destroy (self.store);
      g_clear_pointer (&self.filter, cdl_run_filter_free);
      g_free (self.cursor);
      g_free (self.id);
    }

  return cdl_bench_finish (bench);
}
