#pragma once

#include "cdl-settings.h"
#include "cdl-time.h"

/* What goes wrong, and how it must end. */

/* What one fault of the exchange must not change: every kline once, in order, as it is in truth. */
typedef struct
{
  const char *name;
  const char *fault; /* from the beginning, several between blanks; NULL: none */
  const char *later; /* once two klines were told: orders to the exchange's control, likewise */
  gboolean falls;    /* the feed cannot stay live: it says so within a minute */
  gboolean stays;    /* live, once it is */
  gboolean part;     /* prints may be missing: klines need not be whole */
  CdlMarket market;
  guint minutes;       /* that it goes on; 0: MINUTES */
  guint speed;         /* of the clock; 0: SPEED */
  guint halt[2];       /* no trading from this kline on, for so many */
  guint fixed;         /* the exchange corrects this kline after it was told; 0: none */
  gboolean sets;       /* the calendar of the machine is set, far */
  gint64 life;         /* of connections, which the exchange cuts after an hour; 0: as usual */
  const char *symbol;  /* NULL: SYMBOL */
  const char *options; /* of the exchange, between blanks */
  guint mended;        /* the fault ends so many minutes later; 0: never */
  guint sleep;         /* the machine sleeps for so many hours; 0: it does not */
} Case;

static const Case cases[] = {
  { "plain/spot" },
  { "plain/futures", .market = CDL_MARKET_UM },
  { "plain/quiet", .symbol = "DOGEUSDT", .minutes = 12 },
  { "plain/quiet-futures", .symbol = "DOGEUSDT", .market = CDL_MARKET_UM, .minutes = 12 },
  { "events/klines-dropped", "event-drop:match=kline,every=3" },
  { "events/prints-dropped", "event-drop:match=aggTrade,chance=0.05" },
  { "events/close-missing", "close-missing" },
  { "events/close-5s-late", "close-late:value=5" },
  { "events/close-30s-late", "close-late:value=30" },
  { "events/close-90s-late", "close-late:value=90" },
  { "events/close-twice", "close-twice" },
  { "events/hundredfold", "event-duplicate:value=100,chance=0.02" },
  { "events/reordered", "event-reorder:chance=0.3" },
  { "events/delayed", "event-delay:value=2000,chance=0.3" },
  { "events/numbers", "event-numbers:chance=0.1" },
  { "events/us", "event-micro:chance=0.1" },
  { "events/other-symbol", "event-symbol:chance=0.1" },
  { "events/nan", "event-value:chance=0.05" },
  { "events/negative", "event-value:text=-1,chance=0.05" },
  { "events/zero", "event-value:text=0,chance=0.05" },
  { "events/huge", "event-value:text=1e309,chance=0.05" },
  { "events/jump", "event-value:text=99999999,chance=0.02" },
  { "messages/truncated", "json-truncated:chance=0.1" },
  { "messages/two-objects", "json-twice:chance=0.1" },
  { "messages/bom", "json-bom:chance=0.1" },
  { "messages/deep", "json-deep:chance=0.1" },
  { "messages/keys-twice", "json-keys:chance=0.1" },
  { "messages/unknown-members", "json-unknown" },
  { "messages/null", "json-text:chance=0.1" },
  { "messages/array", "json-text:text=[1],chance=0.1" },
  { "messages/html", "json-text:text=<html>,chance=0.1" },
  { "messages/fragments", "frame-fragment" },
  { "messages/binary", "frame-binary" },
  { "messages/masked", NULL, "fault?name=frame-masked&count=1" },
  { "messages/reserved-bit", NULL, "fault?name=frame-rsv&count=1" },
  { "messages/huge", NULL, "fault?name=frame-huge&count=1" },
  { "messages/no-utf8", NULL, "fault?name=frame-utf8&count=1" },
  { "connection/silent", "subscribe-silent:count=2" },
  { "connection/klines-silent", "subscribe-silent:match=kline,count=1" },
  { "connection/prints-silent", "subscribe-silent:match=aggTrade,count=1" },
  { "connection/no-answer", "subscribe-no-answer" },
  { "connection/frozen", NULL, "fault?name=stream-freeze&count=1", .falls = TRUE },
  { "connection/reset", NULL, "fault?name=stream-reset&count=1", .falls = TRUE },
  { "connection/closed", NULL, "fault?name=stream-close&count=1", .falls = TRUE },
  { "connection/policy", NULL, "fault?name=stream-close&value=1008&count=1", .falls = TRUE },
  { "connection/server-error", NULL, "fault?name=stream-close&value=1011&count=1", .falls = TRUE },
  { "connection/try-later", NULL, "fault?name=stream-close&value=1013&count=1", .falls = TRUE },
  { "connection/slow", NULL, "fault?name=stream-slow&count=1", .falls = TRUE },
  { "connection/no-close-frame", NULL, "fault?name=stream-close&value=0&count=1", .falls = TRUE },
  { "connection/shutdown", NULL, "fault?name=stream-shutdown&count=1" },
  { "connection/shutdown-later", NULL, "fault?name=stream-shutdown&value=4&count=1",
    .stays = TRUE },
  { "time/cut", .life = 25 * CDL_MINUTE_MS, .stays = TRUE, .minutes = 65, .speed = 150 },
  { "time/slept", .sleep = 16, .part = TRUE },
  { "time/delisted", NULL, "fault?name=symbol-gone fault?name=event-drop", .falls = TRUE,
    .mended = 3, .minutes = 8 },
  { "time/funding-late", "funding-late", .market = CDL_MARKET_UM },
  { "time/halt", .halt = { 2, 3 } },
  { "time/corrected", NULL, "fault?name=klines-corrected&text=2024-03-01T00:01:30", .fixed = 1,
    .minutes = 13 },
  { "time/skew-ahead", "time-skew:value=5000" },
  { "time/skew-behind", "time-skew:value=-5000" },
  { "time/calendar-set", "close-missing",
    "fault?name=http-status&match=/api/&value=429&text=2&count=1", .sets = TRUE },
  { "connection/flapping", "stream-close:count=8" },
  { "connection/bytes", "stream-split" },
  { "connection/no-pings", "stream-no-pings" },
  { "connection/pongs", .options = "--ping-seconds=1 --pong-seconds=2", .stays = TRUE,
    .minutes = 8 },
  { "connection/ping-flood", NULL, "fault?name=stream-ping-flood&count=1" },
  { "connection/long-ping", NULL, "fault?name=stream-ping-long&count=1" },
  { "handshake/no-answer", "http-blackhole:match=/stream,count=2" },
  { "handshake/wrong-accept", "accept-wrong:count=2" },
  { "handshake/slow", "http-slow:match=/stream,count=1" },
  { "handshake/status", "http-status:match=/stream,count=3" },
  { "handshake/forbidden", "http-status:match=/stream,value=403,count=2" },
  { "handshake/too-many", "http-status:match=/stream,value=429,text=1,count=2" },
  { "handshake/redirect", "http-redirect:match=/stream,count=2" },
  { "handshake/reset", "http-reset:match=/stream,count=2" },
  { "answers/banned", NULL, "fault?name=http-status&match=/api/&value=418&text=4&count=1",
    .stays = TRUE, .minutes = 14 },
  { "answers/errors", "http-status:match=/api/,chance=0.4" },
  { "answers/reset", "http-reset:match=/api/,chance=0.4" },
  { "answers/html", "http-html:match=/api/,chance=0.4" },
  { "answers/truncated", "http-truncate:match=/api/,chance=0.4" },
  { "answers/slow", "http-slow:match=/api/v3/klines,count=1" },
  { "answers/gzip-bomb", "http-gzip-bomb:match=/api/,value=64,chance=0.3" },
  { "answers/sixteen-hours-old", "klines-stale:chance=0.5" },
  { "answers/empty", "klines-empty:chance=0.5" },
  { "answers/us", "klines-micro:chance=0.5" },
  { "answers/more", "klines-before klines-extra" },
  { "answers/descending", "klines-descending:chance=0.5" },
  { "answers/twice", "klines-duplicate:chance=0.5" },
  { "answers/lacking", "klines-missing:every=2 close-missing" },
  { "answers/nan", "klines-value:chance=0.5" },
};

/* As long as one likes, with a little of everything: CHANDELIER_FEED_SOAK names the minutes. */
#define A_LITTLE                                                                                   \
  "event-drop:chance=0.02 event-duplicate:chance=0.05 event-reorder:chance=0.02 "                  \
  "event-delay:value=3000,chance=0.02 close-missing:chance=0.2 close-late:value=30,chance=0.2 "    \
  "json-truncated:chance=0.01 event-value:chance=0.01 event-value:text=99999999,chance=0.002 "     \
  "stream-reset:chance=0.3 stream-freeze:chance=0.1 stream-shutdown:chance=0.2 "                   \
  "http-status:match=api/,chance=0.1 http-truncate:match=api/,chance=0.05 "                        \
  "klines-missing:every=5"
static Case soaks[] = { { "soak/spot", A_LITTLE, .part = TRUE },
                        { "soak/futures", A_LITTLE, .part = TRUE, .market = CDL_MARKET_UM } };
