#pragma once

#include "cdl-run-query.h"

G_BEGIN_DECLS

typedef struct _CdlRunColumn CdlRunColumn;

/* Text of a cell; newly allocated. css (not NULL) may be set to a static class of the label. */
typedef char *(*CdlRunText) (const CdlRunColumn *column, const CdlRunRecord *run, const char **css);

/* A column that a table of runs may have: what runs are, and every statistic. */
struct _CdlRunColumn
{
  const char *name;  /* stable: it is remembered */
  const char *title; /* to be translated, as are the next three */
  const char *head;  /* the same, short */
  const char *group;
  const char *doc;
  gboolean numeric;
  int width;           /* characters at least, and what room is left; 0: as its cells need */
  gboolean sortable;   /* by what follows */
  gboolean descending; /* first, when sorted by: the best are on top */
  CdlSortKey key;
  CdlStat stat;
  CdlRunText text;
  char *(*tooltip) (const CdlRunRecord *run); /* newly allocated; NULL: none */
};

/* All columns, in the order in which they are offered; n of them. */
const CdlRunColumn *cdl_run_columns (guint *n);

/* NULL if there is none of that name. */
const CdlRunColumn *cdl_run_column_find (const char *name);

G_END_DECLS
