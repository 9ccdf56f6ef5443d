#pragma once

#include "cdl-run-record.h"

G_BEGIN_DECLS

/* A statistic between bounds, both included; NaN: no bound on that side. A run where the statistic
 * is undefined is never between, so that two NaN ask for it to be defined. */
typedef struct
{
  CdlStat stat;
  double min, max;
} CdlStatBound;

/* Which runs: all conditions that are set must hold. */
typedef struct
{
  char *strategy; /* exact name; NULL: any, as for every string here */
  char *revision;
  char *symbol;
  char *dataset;       /* fingerprint */
  int market;          /* CdlMarket; -1: any */
  int interval;        /* CdlInterval of the strategy; -1: any */
  int favourite;       /* 1, 0; -1: any */
  gint64 created_from; /* ms UTC, included; CDL_TIME_NONE: no bound */
  gint64 created_to;   /* excluded */
  char *tag;
  char *test;
  char *text; /* every word of it occurs in strategy, symbol, note, tags or id, whatever the case */
  GArray *bounds; /* CdlStatBound, never NULL */
} CdlRunFilter;

CdlRunFilter *cdl_run_filter_new (void);
CdlRunFilter *cdl_run_filter_copy (const CdlRunFilter *self);
void cdl_run_filter_free (CdlRunFilter *self);

/* min or max NaN: no bound on that side. */
void cdl_run_filter_add_bound (CdlRunFilter *self, CdlStat stat, double min, double max);

/* Whether no condition is set. */
gboolean cdl_run_filter_is_empty (const CdlRunFilter *self);

/* What runs are sorted by. */
typedef enum
{
  CDL_SORT_CREATED_AT,
  CDL_SORT_FINISHED_AT,
  CDL_SORT_ELAPSED,
  CDL_SORT_STRATEGY, /* texts sort by their bytes */
  CDL_SORT_SYMBOL,
  CDL_SORT_MARKET,
  CDL_SORT_INTERVAL, /* by length */
  CDL_SORT_FROM,
  CDL_SORT_TO,
  CDL_SORT_NET_PESSIMISTIC,
  CDL_SORT_NET_OPTIMISTIC,
  CDL_SORT_STAT, /* and the statistic below */
} CdlSortKey;

#define CDL_N_SORT_KEYS 12

/* Which runs, in which order, which page of them. Undefined values come last in both directions;
 * equal ones in an order that is the store's own and never changes, so that pages neither repeat
 * nor leave out a run, whatever is inserted meanwhile. */
typedef struct
{
  const CdlRunFilter *filter; /* borrowed; NULL: all runs */
  CdlSortKey key;
  CdlStat stat; /* with CDL_SORT_STAT */
  gboolean descending;
  guint limit;        /* runs on the page, 1..CDL_RUN_MAX_PAGE */
  const char *cursor; /* borrowed: next of the page before; NULL: the first page */
} CdlRunQuery;

#define CDL_RUN_MAX_PAGE 1000

/* Reads "created_at", "strategy", ..., or the name of a statistic ("sharpe"): FALSE if unknown. */
gboolean cdl_sort_parse (const char *name, CdlSortKey *key, CdlStat *stat);
const char *cdl_sort_name (CdlSortKey key, CdlStat stat);

/* A page of a list: records in order. */
typedef struct
{
  GPtrArray *runs; /* CdlRunRecord, owned */
  char *next;      /* cursor of the next page; NULL: this is the last one */
} CdlRunPage;

CdlRunPage *cdl_run_page_new (void);
void cdl_run_page_free (CdlRunPage *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlRunFilter, cdl_run_filter_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlRunPage, cdl_run_page_free)

G_END_DECLS
