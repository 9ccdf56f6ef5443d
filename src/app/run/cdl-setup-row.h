#pragma once

#include <gio/gio.h>

#include "cdl-trade.h"

G_BEGIN_DECLS

/* A setup as a row of a list. */
#define CDL_TYPE_SETUP_ROW (cdl_setup_row_get_type ())
G_DECLARE_FINAL_TYPE (CdlSetupRow, cdl_setup_row, CDL, SETUP_ROW, GObject)

/* name: of its definition; copied. */
CdlSetupRow *cdl_setup_row_new (const CdlSetup *setup, const char *name);
const CdlSetup *cdl_setup_row_setup (CdlSetupRow *self);
const char *cdl_setup_row_name (CdlSetupRow *self);

G_END_DECLS
