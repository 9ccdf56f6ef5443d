#pragma once

#include "cdl-run-row.h"

G_BEGIN_DECLS

/* Runs of a store in an order, fetched page by page as they come in sight. Rows are light; the
 * records of the last pages seen are kept in memory, others are fetched again when needed.
 * Signals: "changed" (count, state or error are other ones). */
#define CDL_TYPE_RUN_LIST (cdl_run_list_get_type ())
G_DECLARE_FINAL_TYPE (CdlRunList, cdl_run_list, CDL, RUN_LIST, GObject)

CdlRunList *cdl_run_list_new (void);

/* CdlRunRow; owned by self. */
GListModel *cdl_run_list_model (CdlRunList *self);

/* Asks anew. filter is copied; the old rows stay until the new ones are there. */
void cdl_run_list_ask (CdlRunList *self,
                       CdlStore *store,
                       const CdlRunFilter *filter,
                       CdlSortKey key,
                       CdlStat stat,
                       gboolean descending);

/* The last question once more. */
void cdl_run_list_again (CdlRunList *self);

/* Fetches the next page, if there is one and none is on its way. */
void cdl_run_list_more (CdlRunList *self);

/* A row is in sight: its record is fetched if it is not in memory. */
void cdl_run_list_touch (CdlRunList *self, CdlRunRow *row);

/* Takes rows out of sight without the store: ids of runs that are about to be deleted. They stay
 * out, also of what is fetched, until cdl_run_list_unhide(). */
void cdl_run_list_hide (CdlRunList *self, const char *const *ids);
void cdl_run_list_unhide (CdlRunList *self, const char *const *ids);

/* How many runs match, -1 while it is not known. */
gint64 cdl_run_list_count (CdlRunList *self);

/* Whether the first page is on its way. */
gboolean cdl_run_list_is_waiting (CdlRunList *self);

/* Why the last question was not answered; NULL: it was. */
const char *cdl_run_list_problem (CdlRunList *self);

G_END_DECLS
