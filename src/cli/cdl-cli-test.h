#pragma once

#include "cdl-test-request.h"

G_BEGIN_DECLS

/* Runs a test on the archive and the store of the data folder, with a progress bar; Ctrl+C ends it
 * in good order. Prints all runs in the order of the request as JSON, or the best as a ranking and
 * what the best is worth. Returns an exit code. */
int cdl_cli_test (const CdlTestRequest *request, gboolean json);

G_END_DECLS
