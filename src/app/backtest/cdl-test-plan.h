#pragma once

#include "cdl-store.h"
#include "cdl-test-request.h"

G_BEGIN_DECLS

/* What a request would come to, before it is run. */
typedef struct
{
  guint64 runs;
  double estimate_ms; /* NaN: not known */
  char *problem;      /* why it cannot be run, for a person; NULL: it can */
} CdlTestPlan;

void cdl_test_plan_free (CdlTestPlan *self);

/* Takes request over; asks in the store's thread. root: of the archive. */
void cdl_test_plan_async (const char *root,
                          CdlStore *store,
                          CdlTestRequest *request,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data);
CdlTestPlan *cdl_test_plan_finish (CdlStore *store, GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlTestPlan, cdl_test_plan_free)

G_END_DECLS
