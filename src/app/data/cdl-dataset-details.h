#pragma once

#include <gtk/gtk.h>

#include "cdl-dataset-row.h"

G_BEGIN_DECLS

/* What there is to say of one dataset: its bar over its own span, what is odd, its holes, and the
 * files that it was made of. */
#define CDL_TYPE_DATASET_DETAILS (cdl_dataset_details_get_type ())
G_DECLARE_FINAL_TYPE (CdlDatasetDetails, cdl_dataset_details, CDL, DATASET_DETAILS, GtkBox)

/* row may be NULL. */
void cdl_dataset_details_set_row (CdlDatasetDetails *self, CdlDatasetRow *row);

G_END_DECLS
