#pragma once

#include <gtk/gtk.h>

#include "cdl-live-item.h"

G_BEGIN_DECLS

/* A session in the list: what it is, how it stands, and how fresh its data is. */
#define CDL_TYPE_LIVE_LIST_ROW (cdl_live_list_row_get_type ())
G_DECLARE_FINAL_TYPE (CdlLiveListRow, cdl_live_list_row, CDL, LIVE_LIST_ROW, GtkBox)

GtkWidget *cdl_live_list_row_new (CdlLiveItem *item);
CdlLiveItem *cdl_live_list_row_item (CdlLiveListRow *self);

/* What it shows is brought up to date. */
void cdl_live_list_row_refresh (CdlLiveListRow *self);

G_END_DECLS
