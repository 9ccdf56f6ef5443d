#pragma once

#include "cdl-live-worker.h"

G_BEGIN_DECLS

/* A session as the window knows it. */
#define CDL_TYPE_LIVE_ITEM (cdl_live_item_get_type ())
G_DECLARE_FINAL_TYPE (CdlLiveItem, cdl_live_item, CDL, LIVE_ITEM, GObject)

typedef enum
{
  CDL_LIVE_HERE,      /* this program runs it */
  CDL_LIVE_ELSEWHERE, /* another process does */
  CDL_LIVE_NOBODY,    /* it ran, and waits to be resumed; or it was stopped */
} CdlLiveOwner;

/* How far what is shown of a session can be trusted, now. */
typedef struct
{
  gboolean wanted; /* it runs, or should: else nothing below means anything */
  CdlFeedState state;
  gint64 data_time;   /* last time that is known of the market; CDL_TIME_NONE: none */
  gint64 age_ms;      /* of that, by the exchange's clock; -1: not known */
  const char *symbol; /* the one that is worst off; NULL: all */
  const char *reason; /* a sentence, for people; "" with LIVE */
} CdlLiveHealth;

CdlLiveItem *cdl_live_item_new (const char *id);
const char *cdl_live_item_id (CdlLiveItem *self);

/* record is taken over. */
void cdl_live_item_set_record (CdlLiveItem *self, CdlSessionRecord *record);
void cdl_live_item_set_owner (CdlLiveItem *self, CdlLiveOwner owner);

/* news is taken over. */
void cdl_live_item_set_news (CdlLiveItem *self, CdlLiveNews *news);

/* What went wrong last; NULL: nothing. */
void cdl_live_item_set_problem (CdlLiveItem *self, const char *problem);
const char *cdl_live_item_problem (CdlLiveItem *self);

/* NULL before the first poll of the store. */
const CdlSessionRecord *cdl_live_item_record (CdlLiveItem *self);
CdlLiveOwner cdl_live_item_owner (CdlLiveItem *self);

/* NULL: nothing was heard yet. */
const CdlLiveNews *cdl_live_item_news (CdlLiveItem *self);

/* Whether it runs, or waits to be resumed. */
gboolean cdl_live_item_is_running (CdlLiveItem *self);

/* As of this moment: data grows old, and silence becomes STALE, though nothing is heard. */
void cdl_live_item_health (CdlLiveItem *self, CdlLiveHealth *health);

/* The name that was given to it, or its strategy's. */
const char *cdl_live_item_title (CdlLiveItem *self);

/* "running", "stopped", .. */
const char *cdl_live_item_state_words (CdlLiveItem *self);

/* Result so far, and its share of the capital, %; FALSE: not known. */
gboolean cdl_live_item_result (CdlLiveItem *self, double *result, double *percent);

G_END_DECLS
