#pragma once

#include <gio/gio.h>

#include "cdl-run-record.h"

G_BEGIN_DECLS

/* A run as a row of a list. */
#define CDL_TYPE_RUN_ROW (cdl_run_row_get_type ())
G_DECLARE_FINAL_TYPE (CdlRunRow, cdl_run_row, CDL, RUN_ROW, GObject)

/* Takes run over. */
CdlRunRow *cdl_run_row_new (CdlRunRecord *run);
const CdlRunRecord *cdl_run_row_run (CdlRunRow *self);

G_END_DECLS
