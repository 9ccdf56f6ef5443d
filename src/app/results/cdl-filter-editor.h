#pragma once

#include <gtk/gtk.h>

#include "cdl-store.h"

G_BEGIN_DECLS

/* A popover in which one condition on runs is put together. Signal "added" (CdlRunFilter * with
 * that condition alone, name of what its id means or NULL). */
#define CDL_TYPE_FILTER_EDITOR (cdl_filter_editor_get_type ())
G_DECLARE_FINAL_TYPE (CdlFilterEditor, cdl_filter_editor, CDL, FILTER_EDITOR, GtkPopover)

/* The store that knows which strategies, symbols, tags and tests there are. */
void cdl_filter_editor_set_store (CdlFilterEditor *self, CdlStore *store);

G_END_DECLS
