#pragma once

#include <gtk/gtk.h>

#include "cdl-download.h"

G_BEGIN_DECLS

/* What to download: symbols, market, interval, how far back; only what is missing of it will be
 * fetched. A popover that it is in closes when it is said.
 *
 * Signal: "start" (GArray of CdlDownload, for the time of the call). */
#define CDL_TYPE_DOWNLOAD_FORM (cdl_download_form_get_type ())
G_DECLARE_FINAL_TYPE (CdlDownloadForm, cdl_download_form, CDL, DOWNLOAD_FORM, GtkBox)

G_END_DECLS
