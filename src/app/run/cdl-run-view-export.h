#pragma once

#include <gtk/gtk.h>

#include "cdl-chart.h"
#include "cdl-loaded-run.h"

G_BEGIN_DECLS

/* What can be saved of a run. */
typedef enum
{
  CDL_EXPORT_REPORT,  /* HTML */
  CDL_EXPORT_PICTURE, /* PNG of what the chart shows */
  CDL_EXPORT_TRADES,  /* CSV */
  CDL_EXPORT_SETUPS,  /* CSV */
} CdlExportKind;

/* Asks where, writes the file in a thread of its own, and says in a toast what came of it. The file
 * is there whole, or as it was before. */
void cdl_run_view_export (GtkWidget *view, CdlChart *chart, CdlLoadedRun *run, CdlExportKind kind);

G_END_DECLS
