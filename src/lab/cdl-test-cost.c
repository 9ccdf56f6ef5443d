#include "cdl-test-cost.h"

#include <math.h>

#include "cdl-test-private.h"

/* Old runs count less than new ones from here on. */
#define MAX_SAMPLES 2000

/* Shorter tests are mostly waiting for threads to start. */
#define MIN_ELAPSED_MS 20

#define NS_PER_MS 1e6

/* The machine's name, of what ids may be made of; newly allocated. */
static char *
machine_id (void)
{
  char *id = g_strdup (g_get_host_name ());

  g_strcanon (id, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-_", '-');
  if (*id == '\0')
    {
      g_free (id);
      id = g_strdup ("localhost");
    }

  return id;
}

double
cdl_test_estimate_ms (const CdlTest *self, CdlStore *store)
{
  g_autofree char *machine = machine_id ();
  guint threads = self->request->threads > 0 ? self->request->threads : g_get_num_processors ();
  double ns = 0.0;

  for (guint i = 0; i < self->parts->len; i++)
    {
      const CdlTestPart *part = self->parts->pdata[i];
      g_autoptr (CdlCostRecord) cost
          = cdl_store_get_cost (store, machine, part->strategy->revision, NULL, NULL);

      if (cost == NULL)
        return NAN;
      ns += cost->ns_per_unit * part->work * (double) (part->to - part->from);
    }

  return ns / NS_PER_MS / (double) MAX (1, MIN (threads, self->n_runs));
}

void
cdl_test_learn_cost (const CdlTest *self,
                     CdlStore *store,
                     double work_done,
                     guint64 runs,
                     gint64 elapsed_ms,
                     guint threads)
{
  g_autofree char *machine = machine_id ();
  const char *revision = ((const CdlTestPart *) self->parts->pdata[0])->strategy->revision;
  g_autoptr (CdlCostRecord) known = NULL;
  g_autoptr (CdlCostRecord) cost = NULL;
  double ns = (double) elapsed_ms * NS_PER_MS * (double) MIN (threads, runs) / work_done;
  guint64 samples = runs;

  if (!(work_done > 0.0) || runs == 0 || elapsed_ms < MIN_ELAPSED_MS)
    return;
  for (guint i = 1; i < self->parts->len; i++)
    if (!g_str_equal (((const CdlTestPart *) self->parts->pdata[i])->strategy->revision, revision))
      return;

  known = cdl_store_get_cost (store, machine, revision, NULL, NULL);
  if (known != NULL)
    {
      guint64 before = MIN (known->samples, MAX_SAMPLES);

      ns = (known->ns_per_unit * (double) before + ns * (double) runs) / (double) (before + runs);
      samples = before + runs;
    }
  cost = cdl_cost_record_new (machine, revision, ns, samples, g_get_real_time () / 1000);
  cdl_store_put_cost (store, cost, NULL, NULL); /* without it there is only no estimate */
}
