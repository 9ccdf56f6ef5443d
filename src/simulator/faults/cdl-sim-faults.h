#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Everything that can go wrong, each by its name. Where: what the fault's `match` is looked for in.
 */
typedef enum
{
  /* Any HTTP answer and websocket handshake; in path?query. */
  CDL_FAULT_HTTP_STATUS,
  CDL_FAULT_HTTP_REDIRECT,
  CDL_FAULT_HTTP_DELAY,
  CDL_FAULT_HTTP_BLACKHOLE,
  CDL_FAULT_HTTP_RESET,
  CDL_FAULT_HTTP_SLOW,
  CDL_FAULT_HTTP_STALL,
  CDL_FAULT_HTTP_TRUNCATE,
  CDL_FAULT_HTTP_TRUNCATE_OPEN,
  CDL_FAULT_HTTP_CHUNK_CUT,
  CDL_FAULT_HTTP_BAD_GZIP,
  CDL_FAULT_HTTP_GZIP_BOMB,
  CDL_FAULT_HTTP_BODY,
  CDL_FAULT_HTTP_HTML,
  CDL_FAULT_HTTP_WEIGHT,

  /* Rows of REST klines; in path?query. */
  CDL_FAULT_KLINES_EMPTY,
  CDL_FAULT_KLINES_STALE,
  CDL_FAULT_KLINES_MISSING,
  CDL_FAULT_KLINES_CORRECTED,
  CDL_FAULT_KLINES_DUPLICATE,
  CDL_FAULT_KLINES_DESCENDING,
  CDL_FAULT_KLINES_BEFORE,
  CDL_FAULT_KLINES_EXTRA,
  CDL_FAULT_KLINES_VALUE,
  CDL_FAULT_KLINES_NUMBERS,
  CDL_FAULT_KLINES_MICRO,
  CDL_FAULT_FUNDING_LATE,
  CDL_FAULT_TIME_SKEW,

  /* Symbols, over REST; in the name. */
  CDL_FAULT_SYMBOL_STATUS,
  CDL_FAULT_SYMBOL_GONE,
  CDL_FAULT_SYMBOL_RULES,

  /* Bulk files; in the path. */
  CDL_FAULT_BULK_MISSING,
  CDL_FAULT_CHECKSUM_WRONG,
  CDL_FAULT_CHECKSUM_MISSING,
  CDL_FAULT_ZIP_TRUNCATED,
  CDL_FAULT_ZIP_DAMAGED,
  CDL_FAULT_ZIP_BOMB,
  CDL_FAULT_ZIP_PATH,
  CDL_FAULT_ZIP_TWO,
  CDL_FAULT_ZIP_EMPTY,
  CDL_FAULT_ZIP_ENCRYPTED,
  CDL_FAULT_ZIP_64,
  CDL_FAULT_CSV_HEADER,
  CDL_FAULT_CSV_UNITS,
  CDL_FAULT_CSV_CRLF,
  CDL_FAULT_CSV_UNSORTED,
  CDL_FAULT_CSV_VALUE,

  /* Stream events; in the stream's name. */
  CDL_FAULT_EVENT_DROP,
  CDL_FAULT_EVENT_DELAY,
  CDL_FAULT_EVENT_DUPLICATE,
  CDL_FAULT_EVENT_REORDER,
  CDL_FAULT_CLOSE_MISSING,
  CDL_FAULT_CLOSE_LATE,
  CDL_FAULT_CLOSE_TWICE,
  CDL_FAULT_EVENT_VALUE,
  CDL_FAULT_EVENT_NUMBERS,
  CDL_FAULT_EVENT_MICRO,
  CDL_FAULT_EVENT_SYMBOL,
  CDL_FAULT_JSON_TRUNCATED,
  CDL_FAULT_JSON_TWICE,
  CDL_FAULT_JSON_BOM,
  CDL_FAULT_JSON_DEEP,
  CDL_FAULT_JSON_KEYS,
  CDL_FAULT_JSON_UNKNOWN,
  CDL_FAULT_JSON_TEXT,
  CDL_FAULT_FRAME_FRAGMENT,
  CDL_FAULT_FRAME_BINARY,
  CDL_FAULT_FRAME_MASKED,
  CDL_FAULT_FRAME_RSV,
  CDL_FAULT_FRAME_HUGE,
  CDL_FAULT_FRAME_UTF8,

  /* Stream connections: each is hit once by each fault; in the route and the streams' names. */
  CDL_FAULT_STREAM_CLOSE,
  CDL_FAULT_STREAM_RESET,
  CDL_FAULT_STREAM_FREEZE,
  CDL_FAULT_STREAM_SLOW,
  CDL_FAULT_STREAM_SPLIT,
  CDL_FAULT_STREAM_SHUTDOWN,
  CDL_FAULT_STREAM_PING_FLOOD,
  CDL_FAULT_STREAM_PING_LONG,
  CDL_FAULT_STREAM_NO_PINGS,

  /* Subscribing; in the stream's name. */
  CDL_FAULT_SUBSCRIBE_SILENT,
  CDL_FAULT_SUBSCRIBE_NO_ANSWER,

  /* The handshake; in path?query. */
  CDL_FAULT_ACCEPT_WRONG,
} CdlFaultType;

#define CDL_N_FAULT_TYPES (CDL_FAULT_ACCEPT_WRONG + 1)

/* A fault that is in force. */
typedef struct
{
  guint id;
  CdlFaultType type;
  char *match;   /* part of the text named above; NULL: anything */
  double chance; /* that it strikes, 0..1 */
  guint every;   /* only each so-manieth time */
  guint skip;    /* not the first so many times */
  guint count;   /* it is over after so many strikes; 0: never */
  double value;  /* what it means stands in the table; NaN: not given */
  char *text;    /* the same; NULL */
  guint64 seen, strikes;
} CdlFault;

typedef struct _CdlFaults CdlFaults;

/* Names and meanings. */
const char *cdl_fault_name (CdlFaultType type);
const char *cdl_fault_description (CdlFaultType type);

CdlFaults *cdl_faults_new (guint64 seed);
void cdl_faults_free (CdlFaults *self);

/* Puts a fault in force: members by name ("name", "match", "chance", "every", "skip", "count",
 * "value", "text"), all as text. Returns its id, or 0 with an error that says what is wrong. */
guint cdl_faults_add (CdlFaults *self, GHashTable *members, GError **error);

/* The same from "event-drop:match=btcusdt,every=3". */
guint cdl_faults_add_text (CdlFaults *self, const char *text, GError **error);

/* Ends the fault with that id, or all (0). Returns how many. */
guint cdl_faults_remove (CdlFaults *self, guint id);

/* How often faults were added or removed. */
guint cdl_faults_changes (const CdlFaults *self);

/* CdlFault. */
const GPtrArray *cdl_faults_list (const CdlFaults *self);

/* Whether a fault of that type strikes now: it, or NULL. Chance is seeded. Holds until faults are
 * added or removed. */
const CdlFault *cdl_faults_strike (CdlFaults *self, CdlFaultType type, const char *where);

/* The same of one fault that is in force. */
gboolean cdl_faults_try (CdlFaults *self, guint id, const char *where);

/* What was given with it, or fallback. */
double cdl_fault_value (const CdlFault *fault, double fallback);
const char *cdl_fault_text (const CdlFault *fault, const char *fallback);

/* How often faults of that type struck, those that are over too. */
guint64 cdl_faults_struck (const CdlFaults *self, CdlFaultType type);

/* A seeded random number below n. */
guint cdl_faults_draw (CdlFaults *self, guint n);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlFaults, cdl_faults_free)

G_END_DECLS
