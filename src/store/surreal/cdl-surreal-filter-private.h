#pragma once

#include "cdl-run-query.h"

G_BEGIN_DECLS

/* Appends " FROM run WITH ... WHERE ..." of a filter; further conditions follow with AND. */
void cdl_surreal_from (GString *sql, const CdlRunFilter *filter);

/* Appends a statistic as an expression over table run. */
void cdl_surreal_stat_field (GString *sql, CdlStat stat);

/* Appends a statistic as it is stored and compared: -0 is 0, as servers tell them apart. */
void cdl_surreal_statistic (GString *sql, double value);

/* Appends the words of a run's note or tags as they are searched. */
void cdl_surreal_folded (GString *sql, const char *text);

/* ["tag", "folded"]: a tag as a member of tag_search. */
void cdl_surreal_tag_pair (GString *sql, const char *tag);

/* Assignments of SET that link a run to a test. */
void cdl_surreal_link_test (GString *sql, const char *test);

G_END_DECLS
