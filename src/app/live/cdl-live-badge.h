#pragma once

#include <gtk/gtk.h>

#include "cdl-live-item.h"

G_BEGIN_DECLS

/* How fresh a session's data is, in a word, a colour and its age: "LIVE · 2 s". */
#define CDL_TYPE_LIVE_BADGE (cdl_live_badge_get_type ())
G_DECLARE_FINAL_TYPE (CdlLiveBadge, cdl_live_badge, CDL, LIVE_BADGE, GtkBox)

/* Nothing is shown of a session that nobody wants to run. */
void cdl_live_badge_set (CdlLiveBadge *self, const CdlLiveHealth *health);

/* "LIVE", "STALE", ..; translated. */
const char *cdl_live_state_word (CdlFeedState state);

/* Gives a widget the state's class ("feed-live", ..); none if health is NULL or not wanted. */
void cdl_live_state_style (GtkWidget *widget, const CdlLiveHealth *health);

/* "2 s", "5 min 12 s": the age of data, whole seconds; newly allocated. */
char *cdl_live_age_text (gint64 age_ms);

G_END_DECLS
