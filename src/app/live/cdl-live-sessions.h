#pragma once

#include "cdl-live-item.h"

G_BEGIN_DECLS

/* All paper sessions of a data folder: those that this program runs, in a thread of their own, and
 * those of others, whose status is looked at each second. What was running and is nobody's is
 * resumed at the beginning. Used from the main thread, which never waits.
 *
 * Signals: "changed" (CdlLiveItem, or NULL: the list has changed), "journal" (CdlLiveItem: there is
 * more in its journal), "traded" (CdlLiveItem, gboolean: entry, else exit, string: what happened),
 * "prepared" (string: id of a session that begins; NULL: it does not), "failed" (string: what did
 * not succeed, and what helps; NULL: it did, or is tried anew). */
#define CDL_TYPE_LIVE_SESSIONS (cdl_live_sessions_get_type ())
G_DECLARE_FINAL_TYPE (CdlLiveSessions, cdl_live_sessions, CDL, LIVE_SESSIONS, GObject)

/* What is to be started. All of it is owned. */
typedef struct
{
  char *strategy; /* JSON */
  char **sets;    /* "name=value" */
  char **symbols;
  CdlSettings settings;
  char *note;
} CdlLiveRequest;

void cdl_live_request_free (CdlLiveRequest *self);

CdlLiveSessions *cdl_live_sessions_new (const char *root, CdlStore *store);

/* Ends the thread; its sessions are left, to be resumed. */
void cdl_live_sessions_close (CdlLiveSessions *self);

/* CdlLiveItem, running ones first, then latest first. */
GListModel *cdl_live_sessions_items (CdlLiveSessions *self);
CdlLiveItem *cdl_live_sessions_find (CdlLiveSessions *self, const char *id);

/* Takes request over. History is fetched first: "prepared" or "failed" tell what came of it. */
void cdl_live_sessions_start (CdlLiveSessions *self, CdlLiveRequest *request);

void cdl_live_sessions_resume (CdlLiveSessions *self, CdlLiveItem *item);

/* Whoever runs it. Open trades are closed at the last price. */
void cdl_live_sessions_stop (CdlLiveSessions *self, CdlLiveItem *item);

/* Of which one klines are wanted; NULL: none. */
void cdl_live_sessions_watch (CdlLiveSessions *self, CdlLiveItem *item);

G_END_DECLS
