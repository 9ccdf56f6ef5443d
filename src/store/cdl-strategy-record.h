#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A revision of a strategy. Immutable once made, shared by reference between the runs of a sweep
 * and between threads. */
typedef struct
{
  char *name;        /* "Double bottom breakout" */
  char *revision;    /* SHA-256 of the canonical JSON */
  char *json;        /* the text as it was written; NULL where only name and revision are known */
  gint64 created_at; /* when it was first stored, ms UTC; CDL_TIME_NONE: not yet */
} CdlStrategyRecord;

/* Strings are copied; json may be NULL. */
CdlStrategyRecord *cdl_strategy_record_new (const char *name,
                                            const char *revision,
                                            const char *json,
                                            gint64 created_at);
CdlStrategyRecord *cdl_strategy_record_ref (CdlStrategyRecord *self);
void cdl_strategy_record_unref (CdlStrategyRecord *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlStrategyRecord, cdl_strategy_record_unref)

G_END_DECLS
