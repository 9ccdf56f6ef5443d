#pragma once

#include "cdl-dataset-check.h"

G_BEGIN_DECLS

/* Whether a time lies in the years 1 to 9999, which the calendar can reckon with: a damaged column
 * may hold anything. */
gboolean cdl_dataset_check_knows (gint64 time_ms);

G_END_DECLS
