#pragma once

#include <gio/gio.h>

#include "cdl-test.h"

G_BEGIN_DECLS

/* A test that runs in a thread of its own, seen from the main one. */
typedef struct _CdlTestJob CdlTestJob;

/* Called in the main thread. */
typedef void (*CdlTestJobProgress) (const CdlTestProgress *progress, gpointer data);

/* Takes request over. root: of the archive. callback runs in the main thread, exactly once. */
CdlTestJob *cdl_test_job_start (const char *root,
                                CdlStore *store,
                                CdlTestRequest *request,
                                CdlTestJobProgress progress,
                                GAsyncReadyCallback callback,
                                gpointer user_data);

/* The run's id if it was only one (newly allocated), "" if there were more; NULL with error. */
char *cdl_test_job_finish (GAsyncResult *result, GError **error);

/* Finished runs are kept. No progress is told afterwards. */
void cdl_test_job_cancel (CdlTestJob *self);
void cdl_test_job_unref (CdlTestJob *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlTestJob, cdl_test_job_unref)

G_END_DECLS
