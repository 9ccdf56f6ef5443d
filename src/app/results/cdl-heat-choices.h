#pragma once

#include "cdl-store.h"

G_BEGIN_DECLS

/* What a heat map of the runs of a filter can be made of. */
typedef struct
{
  GPtrArray *tests; /* CdlTestRecord, latest first; NULL: the filter has a test */
  char *test;       /* id of the one whose runs are meant; NULL: all that match */
  GPtrArray *names; /* of parameters, in the strategy's order */
  GArray *counts;   /* guint: different values of each, of the first and the last runs */
} CdlHeatChoices;

void cdl_heat_choices_free (CdlHeatChoices *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlHeatChoices, cdl_heat_choices_free)

/* test: wanted, "" for all that match; NULL, or one that is gone: the latest of several runs. */
void cdl_heat_choices_async (CdlStore *store,
                             const CdlRunFilter *filter,
                             const char *test,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
CdlHeatChoices *cdl_heat_choices_finish (CdlStore *store, GAsyncResult *result, GError **error);

/* The two to begin with: those that vary most, in their order. FALSE: there are not two. */
gboolean cdl_heat_choices_pick (const CdlHeatChoices *self, guint *x, guint *y);

G_END_DECLS
