#pragma once

#include "cdl-sim-faults.h"
#include "cdl-stream-private.h"

G_BEGIN_DECLS

/* What befalls a connection as a whole: each fault strikes it once. */
void cdl_fault_stream (CdlFaults *faults, CdlStreamSession *session);

G_END_DECLS
