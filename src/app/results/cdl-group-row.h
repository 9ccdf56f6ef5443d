#pragma once

#include "cdl-store.h"

G_BEGIN_DECLS

/* Runs that have something in common, as a row of a list. */
#define CDL_TYPE_GROUP_ROW (cdl_group_row_get_type ())
G_DECLARE_FINAL_TYPE (CdlGroupRow, cdl_group_row, CDL, GROUP_ROW, GObject)

struct _CdlGroupRow
{
  GObject parent_instance;
  CdlRunGroup *group;
  char *title;       /* what people call it: of a test its name */
  gint64 created_at; /* of a test; CDL_TIME_NONE for others, and where it is not known */
  CdlStat stat;      /* that the group's values are of */
};

/* The groups of the runs of filter (copied). */
void cdl_group_rows_async (CdlStore *store,
                           const CdlRunFilter *filter,
                           CdlGroupKey key,
                           CdlStat stat,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);

/* GPtrArray of CdlGroupRow. */
GPtrArray *cdl_group_rows_finish (CdlStore *store, GAsyncResult *result, GError **error);

/* Makes it a condition of filter to be in the group. */
void cdl_group_row_set_filter (CdlGroupRow *self, CdlGroupKey key, CdlRunFilter *filter);

G_END_DECLS
