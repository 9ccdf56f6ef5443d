#include "cdl-test-plan.h"

#include <math.h>

#include "cdl-test-cost.h"

typedef struct
{
  char *root;
  CdlTestRequest *request;
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  g_free (question->root);
  cdl_test_request_free (question->request);
  g_free (question);
}

void
cdl_test_plan_free (CdlTestPlan *self)
{
  g_free (self->problem);
  g_free (self);
}

static gpointer
plan (CdlStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  const Question *question = data;
  g_autoptr (CdlArchive) archive = cdl_archive_new (question->root);
  g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();
  g_autoptr (GError) problem = NULL;
  g_autoptr (CdlTest) test = cdl_test_new (archive, question->request, diagnostics, &problem);
  CdlTestPlan *self = g_new0 (CdlTestPlan, 1);

  self->estimate_ms = NAN;
  if (test != NULL)
    {
      self->runs = cdl_test_count (test);
      self->estimate_ms = cdl_test_estimate_ms (test, store);
    }
  else if (problem != NULL)
    self->problem = g_strdup (problem->message);
  else
    {
      const CdlDiagnostic *first = cdl_diagnostics_get (diagnostics, 0);

      self->problem = g_strdup_printf ("%s%s%s", first->message, first->remedy != NULL ? "; " : "",
                                       first->remedy != NULL ? first->remedy : "");
    }

  return self;
}

void
cdl_test_plan_async (const char *root,
                     CdlStore *store,
                     CdlTestRequest *request,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  Question *question = g_new (Question, 1);

  *question = (Question){ g_strdup (root), request };
  cdl_store_call_async (store, plan, question, question_free, (GDestroyNotify) cdl_test_plan_free,
                        cancellable, callback, user_data);
}

CdlTestPlan *
cdl_test_plan_finish (CdlStore *store, GAsyncResult *result, GError **error)
{
  return cdl_store_call_finish (store, result, error);
}
