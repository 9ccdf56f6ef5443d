#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The page of market data: what the archive holds, drawn over time, and import of files.
 *
 * Signals: "done" (text): an import ended well, in words; "changed": there is new data. */
#define CDL_TYPE_DATA_PAGE (cdl_data_page_get_type ())
G_DECLARE_FINAL_TYPE (CdlDataPage, cdl_data_page, CDL, DATA_PAGE, GtkBox)

/* root: of the archive. */
void cdl_data_page_set_root (CdlDataPage *self, const char *root);

/* Reads the archive again. */
void cdl_data_page_reload (CdlDataPage *self);

/* As if these files had been chosen or dropped: copied, NULL-terminated. */
void cdl_data_page_import (CdlDataPage *self, const char *const *paths);

G_END_DECLS
