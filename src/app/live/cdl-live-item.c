#include "cdl-live-item.h"

#include <glib/gi18n.h>
#include <math.h>

#include "cdl-time.h"

/* Whoever runs a session tells each second how it stands. */
#define SILENCE_MS 5000

struct _CdlLiveItem
{
  GObject parent_instance;

  char *id;
  CdlSessionRecord *record;
  CdlLiveOwner owner;
  CdlLiveNews *news;
  gint64 told_at;  /* when it was told, by a clock that nobody sets, us */
  gint64 begun_at; /* the same, of the last change of owner */
  char *problem;
};

G_DEFINE_FINAL_TYPE (CdlLiveItem, cdl_live_item, G_TYPE_OBJECT)

static void
cdl_live_item_finalize (GObject *object)
{
  CdlLiveItem *self = CDL_LIVE_ITEM (object);

  g_free (self->id);
  g_free (self->problem);
  g_clear_pointer (&self->record, cdl_session_record_free);
  g_clear_pointer (&self->news, cdl_live_news_free);
  G_OBJECT_CLASS (cdl_live_item_parent_class)->finalize (object);
}

static void
cdl_live_item_class_init (CdlLiveItemClass *class)
{
  G_OBJECT_CLASS (class)->finalize = cdl_live_item_finalize;
}

static void
cdl_live_item_init (CdlLiveItem *self)
{
  self->owner = CDL_LIVE_NOBODY;
}

CdlLiveItem *
cdl_live_item_new (const char *id)
{
  CdlLiveItem *self = g_object_new (CDL_TYPE_LIVE_ITEM, NULL);

  self->id = g_strdup (id);

  return self;
}

const char *
cdl_live_item_id (CdlLiveItem *self)
{
  return self->id;
}

void
cdl_live_item_set_record (CdlLiveItem *self, CdlSessionRecord *record)
{
  g_clear_pointer (&self->record, cdl_session_record_free);
  self->record = record;
}

void
cdl_live_item_set_owner (CdlLiveItem *self, CdlLiveOwner owner)
{
  if (self->owner != owner)
    self->begun_at = g_get_monotonic_time ();
  self->owner = owner;
}

/* A status file that was not written again says nothing new. */
static gboolean
is_new (const CdlLiveItem *self, const CdlLiveNews *news)
{
  return self->news == NULL || self->owner == CDL_LIVE_HERE
         || self->news->standing->updated_at != news->standing->updated_at;
}

void
cdl_live_item_set_news (CdlLiveItem *self, CdlLiveNews *news)
{
  if (is_new (self, news))
    self->told_at = g_get_monotonic_time ();
  g_clear_pointer (&self->news, cdl_live_news_free);
  self->news = news;
}

void
cdl_live_item_set_problem (CdlLiveItem *self, const char *problem)
{
  g_free (self->problem);
  self->problem = g_strdup (problem);
}

const char *
cdl_live_item_problem (CdlLiveItem *self)
{
  return self->problem;
}

const CdlSessionRecord *
cdl_live_item_record (CdlLiveItem *self)
{
  return self->record;
}

CdlLiveOwner
cdl_live_item_owner (CdlLiveItem *self)
{
  return self->owner;
}

const CdlLiveNews *
cdl_live_item_news (CdlLiveItem *self)
{
  return self->news;
}

gboolean
cdl_live_item_is_running (CdlLiveItem *self)
{
  return self->record != NULL && self->record->state == CDL_SESSION_RUNNING;
}

/* What the data of a session that is run is worth. */
static void
read_health (CdlLiveItem *self, CdlLiveHealth *health)
{
  gint64 now = g_get_monotonic_time ();
  gint64 silence = (now - self->told_at) / 1000;
  const CdlStandingSymbol *worst
      = self->news != NULL ? cdl_session_standing_worst (self->news->standing) : NULL;

  if (worst == NULL)
    {
      gboolean late = (now - self->begun_at) / 1000 > SILENCE_MS;

      health->state = late ? CDL_FEED_STALE : CDL_FEED_RECOVERING;
      health->reason = late ? _ ("Nothing has been heard of it yet") : _ ("It is being started");
      return;
    }
  health->state = worst->state;
  health->symbol = self->news->standing->symbols->len > 1 ? worst->symbol : NULL;
  health->reason = *worst->reason != '\0' ? _ (worst->reason) : "";
  health->data_time = worst->data_time;
  if (worst->data_time != CDL_TIME_NONE)
    {
      double speed = self->news->clock_speed > 0.0 ? self->news->clock_speed : 1.0;

      health->age_ms = MAX (0, self->news->standing->updated_at - worst->data_time
                                   + (gint64) ((double) silence * speed));
    }
  if (silence > SILENCE_MS)
    {
      health->state = CDL_FEED_STALE;
      health->reason = _ ("What runs the session does not tell anything any more");
    }
}

void
cdl_live_item_health (CdlLiveItem *self, CdlLiveHealth *health)
{
  *health = (CdlLiveHealth){ .wanted = cdl_live_item_is_running (self),
                             .state = CDL_FEED_OFFLINE,
                             .data_time = CDL_TIME_NONE,
                             .age_ms = -1,
                             .reason = "" };
  if (!health->wanted)
    return;
  if (self->owner != CDL_LIVE_NOBODY)
    read_health (self, health);
  else
    health->reason
        = self->problem != NULL
              ? self->problem
              : _ ("Nobody runs this session. When it is resumed it goes on where it was "
                   "left, and what was missed is fetched.");
}

const char *
cdl_live_item_title (CdlLiveItem *self)
{
  if (self->record == NULL)
    return "";

  return *self->record->note != '\0' ? self->record->note : self->record->strategy->name;
}

const char *
cdl_live_item_state_words (CdlLiveItem *self)
{
  if (self->record == NULL)
    return _ ("starting");
  if (self->record->state == CDL_SESSION_FAILED)
    return _ ("failed");
  if (self->record->state == CDL_SESSION_STOPPED)
    return _ ("stopped");
  if (self->owner == CDL_LIVE_NOBODY)
    return _ ("left");

  return self->owner == CDL_LIVE_HERE ? _ ("running") : _ ("running elsewhere");
}

gboolean
cdl_live_item_result (CdlLiveItem *self, double *result, double *percent)
{
  const CdlSessionStanding *standing = self->news != NULL ? self->news->standing : NULL;

  if (standing == NULL || !isfinite (standing->equity) || !(standing->capital > 0.0))
    return FALSE;
  *result = standing->equity - standing->capital;
  *percent = 100.0 * *result / standing->capital;

  return TRUE;
}
