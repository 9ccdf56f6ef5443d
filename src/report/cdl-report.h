#pragma once

#include <gio/gio.h>

#include "cdl-loaded-run.h"

G_BEGIN_DECLS

/* Runs that one report holds at most. */
#define CDL_REPORT_MAX_RUNS 100

/* A report as one HTML document without outside references: of one run, or of several
 * (CdlLoadedRun) with a ranking before them. Words go through gettext. Newly allocated; NULL with
 * G_IO_ERROR if a chart cannot be drawn, or cancelled. Draws, but needs no display: see
 * cdl_picture_chart(). */
char *cdl_report_html (GPtrArray *runs, GCancellable *cancellable, GError **error);

G_END_DECLS
