#pragma once

#include <gtk/gtk.h>

#include "cdl-download.h"

G_BEGIN_DECLS

/* One download: what it is, how far, and what holds it up.
 *
 * Signals: "cancel" (id), "retry" (id). */
#define CDL_TYPE_DOWNLOAD_ROW (cdl_download_row_get_type ())
G_DECLARE_FINAL_TYPE (CdlDownloadRow, cdl_download_row, CDL, DOWNLOAD_ROW, GtkBox)

GtkWidget *cdl_download_row_new (void);
void cdl_download_row_set (CdlDownloadRow *self, const CdlDownloadStatus *status);

/* "BTCUSDT 1m (spot): 525,600 new" of a finished one; newly allocated. */
char *cdl_download_row_summary (const CdlDownloadStatus *status);

/* "2 min 05 s left", "" if it is not known (-1); newly allocated. */
char *cdl_download_row_remaining (gint64 ms);

G_END_DECLS
