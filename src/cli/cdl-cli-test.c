#include "cdl-cli-test.h"
#include "cdl-run-text.h"

#include <math.h>

#include "cdl-cli-progress.h"
#include "cdl-cli-run-table.h"
#include "cdl-cli-table.h"
#include "cdl-cli.h"
#include "cdl-run-json.h"
#include "cdl-test.h"
#include "cdl-time.h"

/* Runs of a ranking that a person reads. */
#define RANKING 20

typedef struct
{
  CdlProgressBar *bar;
  guint64 computed; /* runs that the store did not hold */
} Watch;

static gboolean
on_progress (const CdlTestProgress *progress, gpointer data)
{
  Watch *watch = data;
  g_autofree char *detail = g_strdup_printf ("%" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT " runs",
                                             progress->done, progress->runs);
  double fraction = progress->work > 0.0 ? progress->work_done / progress->work : 1.0;

  watch->computed = progress->done - progress->known;
  cdl_progress_bar_set (watch->bar, fraction, progress->remaining_ms, detail);

  return !cdl_cli_interrupted ();
}

/* The stored runs of a test, in its order. */
static GPtrArray *
load_runs (CdlTest *test, CdlStore *store, GError **error)
{
  g_autoptr (GPtrArray) runs
      = g_ptr_array_new_with_free_func ((GDestroyNotify) cdl_run_record_free);

  for (guint64 i = 0; i < cdl_test_count (test); i++)
    {
      CdlRunRecord *run = cdl_store_get_run (store, cdl_test_run_id (test, i), NULL, NULL, error);

      if (run == NULL)
        return NULL;
      g_ptr_array_add (runs, run);
    }

  return g_steal_pointer (&runs);
}

static void
print_json (GPtrArray *runs)
{
  g_autoptr (CdlJsonWriter) writer = cdl_json_writer_new (CDL_JSON_PRETTY);

  cdl_json_begin_array (writer);
  for (guint i = 0; i < runs->len; i++)
    cdl_run_write_json (writer, runs->pdata[i], NULL, FALSE);
  cdl_json_end_array (writer);
  cdl_cli_print_json (writer);
}

static int
by_net (gconstpointer a, gconstpointer b)
{
  const CdlRunRecord *first = *(CdlRunRecord *const *) a, *second = *(CdlRunRecord *const *) b;
  double x = first->statistics.value[CDL_STAT_NET], y = second->statistics.value[CDL_STAT_NET];

  return (x < y) - (x > y);
}

/* What the best of many tries is worth. */
static void
print_significance (const CdlTestSignificance *significance, GPtrArray *runs)
{
  const CdlRunRecord *best = runs->pdata[significance->best];
  g_autofree char *params = cdl_run_params_text (best);
  g_autofree char *sharpe = cdl_run_stat_text (best, CDL_STAT_SHARPE);
  g_autofree char *dsr = cdl_text_number (significance->dsr, 3);
  g_autofree char *pbo = cdl_text_number (significance->pbo, 2);

  g_print ("\nHighest Sharpe ratio: %s, of %s on %s%s%s. After %" G_GUINT64_FORMAT
           " variants tried on this data, it is real with probability %s (DSR)",
           sharpe, best->strategy->name, best->dataset->symbol, *params != '\0' ? ", " : "", params,
           significance->trials, dsr);
  if (!isnan (significance->pbo))
    g_print ("; choosing the best here overfits with probability %s (PBO)", pbo);
  g_print (".\n");
}

static void
print_ranking (GPtrArray *runs, guint64 computed, gint64 elapsed_us)
{
  guint total = runs->len;
  guint stored = total - (guint) computed;
  g_autofree char *elapsed = cdl_duration_format (elapsed_us / 1000);

  g_ptr_array_sort (runs, by_net);
  if (total > RANKING)
    g_ptr_array_set_size (runs, RANKING);
  cdl_cli_print_runs (runs);
  g_print ("\n%u %s in %s", total, total == 1 ? "run" : "runs", elapsed);
  if (stored == total)
    g_print (", all stored already");
  else if (stored > 0)
    g_print (", %u of them stored already", stored);
  if (total > RANKING)
    g_print (", the best %d shown; “run list” finds the others", RANKING);
  g_print (". Details: “run show RUN”.\n");
}

int
cdl_cli_test (const CdlTestRequest *request, gboolean json)
{
  g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();
  g_autoptr (CdlArchive) archive = cdl_cli_archive ();
  g_autoptr (GError) error = NULL;
  g_autoptr (CdlTest) test = cdl_test_new (archive, request, diagnostics, &error);
  g_autoptr (CdlStore) store = NULL;
  g_autoptr (GPtrArray) runs = NULL;
  gint64 started = g_get_monotonic_time ();
  Watch watch = { NULL };
  gboolean good;
  int code;

  if (test == NULL && error != NULL)
    return cdl_cli_fail_error (g_steal_pointer (&error));
  code = cdl_cli_print_diagnostics ("test", diagnostics);
  if (test == NULL)
    return code;

  store = cdl_cli_store (&error);
  if (store == NULL)
    return cdl_cli_fail_error (g_steal_pointer (&error));

  watch.bar = cdl_progress_bar_new ("Testing");
  cdl_cli_catch_interrupt ();
  good = cdl_test_execute (test, store, on_progress, &watch, NULL, &error);
  cdl_progress_bar_free (watch.bar);
  if (!good || (runs = load_runs (test, store, &error)) == NULL)
    return cdl_cli_fail_error (g_steal_pointer (&error));

  if (json)
    print_json (runs);
  else
    {
      g_autoptr (GPtrArray) ranking = g_ptr_array_new (); /* borrowed, in an order of its own */
      CdlTestSignificance significance;

      g_ptr_array_extend (ranking, runs, NULL, NULL);
      print_ranking (ranking, watch.computed, g_get_monotonic_time () - started);
      if (cdl_test_significance (test, store, runs, &significance, NULL))
        print_significance (&significance, runs);
    }

  return CDL_EXIT_OK;
}
