#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Websocket connections of libwebsockets, driven by a GMainContext; for the thread that runs it.
 * TLS is verified, no redirect is followed, a message is at most CDL_FEED_LINK_MAX bytes. Pings are
 * answered, and sent while nothing proves that the other side is there. */
typedef struct _CdlFeedLinks CdlFeedLinks;

#define CDL_FEED_LINK_MAX (1024 * 1024)

/* loop: runs or will run in this thread; ca_file: certificates that are trusted instead of the
 * system's, or NULL. NULL if libwebsockets cannot be had on a GLib loop (*reason, static). */
CdlFeedLinks *cdl_feed_links_new (GMainLoop *loop, const char *ca_file, const char **reason);

/* All links must be closed. The loop must still be there, and run no more. */
void cdl_feed_links_free (CdlFeedLinks *self);

/* Whether another connection may be tried: exchanges count attempts of one address (Binance: 300 in
 * five minutes), whatever they are for. Counts it if so. */
gboolean cdl_feed_links_may_open (CdlFeedLinks *self);

/* One connection. */
typedef struct _CdlFeedLink CdlFeedLink;

typedef struct
{
  void (*opened) (CdlFeedLink *link, gpointer data);
  void (*message) (CdlFeedLink *link, const char *text, gsize length, gpointer data);
  /* It never opened, or is open no more: once, and nothing after it; the link is freed then. code:
   * of the close frame, 0: there was none. */
  void (*closed) (CdlFeedLink *link, int code, const char *reason, gpointer data);
} CdlFeedLinkFuncs;

/* url: "wss://host[:port]/path" or ws://. Functions are called later, never from within; NULL if
 * the url is none. */
CdlFeedLink *cdl_feed_link_open (CdlFeedLinks *self,
                                 const char *url,
                                 const CdlFeedLinkFuncs *funcs,
                                 gpointer data);

/* Sends a text, after those that wait. */
void cdl_feed_link_send (CdlFeedLink *self, const char *text);

/* Closes it and forgets it: no function is called any more. */
void cdl_feed_link_close (CdlFeedLink *self);

G_END_DECLS
