#pragma once

#include <gio/gio.h>

#include "cdl-store.h"

G_BEGIN_DECLS

/* A run as a row of a list. Signal "changed": what it shows is no longer right. */
#define CDL_TYPE_RUN_ROW (cdl_run_row_get_type ())
G_DECLARE_FINAL_TYPE (CdlRunRow, cdl_run_row, CDL, RUN_ROW, GObject)

/* Takes run over. page: which one of its list it is on. */
CdlRunRow *cdl_run_row_new (CdlRunRecord *run, guint page);

const char *cdl_run_row_id (CdlRunRow *self);
guint cdl_run_row_page (CdlRunRow *self);

/* NULL while the record is not in memory: a list keeps those of its last pages in sight. */
const CdlRunRecord *cdl_run_row_run (CdlRunRow *self);

/* Takes run over; NULL: forgets it. */
void cdl_run_row_set_run (CdlRunRow *self, CdlRunRecord *run);

/* Shows an edit before the store has done it. */
void cdl_run_row_edit (CdlRunRow *self, const CdlRunEdit *edit);

G_END_DECLS
