#pragma once

#include "cdl-download.h"

G_BEGIN_DECLS

/* Shows how far the queue is until all is done, or Ctrl+C (see cdl_cli_catch_interrupt()); returns
 * its status in the end. */
CdlQueueStatus *cdl_cli_download (CdlDownloadQueue *queue);

G_END_DECLS
