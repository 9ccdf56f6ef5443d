#pragma once

#include <gtk/gtk.h>

#include "cdl-dataset-check.h"

G_BEGIN_DECLS

/* A bar over a span of time: filled where a dataset has klines, and marked at its holes, however
 * short they are; dimmer where the exchange has no klines either. */
#define CDL_TYPE_COVERAGE (cdl_coverage_get_type ())
G_DECLARE_FINAL_TYPE (CdlCoverage, cdl_coverage, CDL, COVERAGE, GtkWidget)

GtkWidget *cdl_coverage_new (void);

/* check (nullable: an empty bar) is copied as far as it is drawn; the bar reaches over [from, to],
 * ms UTC. */
void cdl_coverage_set (CdlCoverage *self, const CdlDatasetCheck *check, gint64 from, gint64 to);

G_END_DECLS
