#pragma once

#include <gtk/gtk.h>

#include "cdl-download.h"

G_BEGIN_DECLS

/* The download queue, with a bar for each download. Empty, it takes no room. The queue is held only
 * while there is something in it: "chandelier-cli data download" may have it then.
 *
 * Signals: "stored" (a sentence, or NULL while a download is under way): there is new data;
 * "failed" (a sentence): the queue cannot be had. */
#define CDL_TYPE_DOWNLOAD_LIST (cdl_download_list_get_type ())
G_DECLARE_FINAL_TYPE (CdlDownloadList, cdl_download_list, CDL, DOWNLOAD_LIST, GtkBox)

/* root: of the archive. What was left in its queue goes on. */
void cdl_download_list_set_root (CdlDownloadList *self, const char *root);

/* downloads: CdlDownload. */
void cdl_download_list_add (CdlDownloadList *self, const GArray *downloads);

G_END_DECLS
