#pragma once

#include "cdl-feed-core.h"

#include "cdl-time.h"

G_BEGIN_DECLS

/* How long, in ms of the server's clock, ... */
#define CDL_CORE_SETTLE      (2 * CDL_SECOND_MS) /* the exchange's answers may be behind itself */
#define CDL_CORE_CLOSE_GRACE (5 * CDL_SECOND_MS) /* x:true may be late before it is asked for */
#define CDL_CORE_PRINT_GRACE (1500)              /* a kline may close before its last prints come */
#define CDL_CORE_GAP_GRACE   (1000)              /* prints may come in another order */
#define CDL_CORE_OVERDUE     (10 * CDL_SECOND_MS) /* a kline may be late in a feed that is live */
#define CDL_CORE_HALTED      (60 * CDL_SECOND_MS) /* ... and in one that is not yet stale */
#define CDL_CORE_GIVE_UP     (30 * CDL_SECOND_MS) /* a known kline waits for what goes before it */
#define CDL_CORE_SILENCE                                                                           \
  (10 * CDL_SECOND_MS) /* nothing need come before the market is looked at                         \
                        */
#define CDL_CORE_SILENT    (30 * CDL_SECOND_MS) /* one stream may lack while others go on */
#define CDL_CORE_LAG_WARN  (5 * CDL_SECOND_MS)
#define CDL_CORE_LAG_STALE (30 * CDL_SECOND_MS)
#define CDL_CORE_CHECK     (10 * CDL_MINUTE_MS) /* passes between looks at what was told */

#define CDL_CORE_MAX_HELD 100000 /* prints; what comes beyond is fetched when there is room */
#define CDL_CORE_MAX_TOLD 60     /* klines that are compared with the exchange's again */
#define CDL_CORE_MAX_JUMP 2.0    /* a price further away is not believed */

#define CDL_CORE_NOWHERE (-2) /* a cursor that is not known; -1 is before the first print ever */

/* A print that cannot be told yet. */
typedef struct
{
  CdlFeedPrint print;
  gint64 previous; /* id of the print that comes before it, as far as is known: smaller */
  gint64 received_at;
  gboolean fetched;
} CdlHeldPrint;

/* A closed kline that cannot be told yet. */
typedef struct
{
  CdlFeedKline kline;
  gint64 last_trade; /* id of its last trade; -1: not told */
  gint64 known_at;
  gboolean fetched;
} CdlKnownKline;

/* One kind of request: one is under way at most. */
typedef struct
{
  guint id; /* 0: none is under way */
  gint64 asked_at;
  gboolean proven; /* data had come by then: what came later was not missed */
  gint64 from_id;  /* PRINTS */
  gint64 from;
  guint failures; /* in a row, without success or progress */
  gint64 not_before;
} CdlCoreAsking;

struct _CdlFeedCore
{
  CdlFeedCoreOptions options;
  CdlFeedOutlet outlet;
  gint64 now;
  guint last_request;
  CdlCoreAsking asking[CDL_FEED_REQUEST_RULES + 1];

  /* klines */
  gint64 next;                     /* told next */
  GArray *known;                   /* CdlKnownKline from next on, in order */
  gint64 covered_from, covered_to; /* closed klines that open here and are not known do not exist */
  gint64 doubted;                  /* next, where an answer lacked it */
  gint64 later_at;                 /* a kline after next was seen; 0: not */
  CdlFeedKline forming;            /* newest row of an open kline; open_time 0: none */
  gint64 forming_trade, forming_event;
  GArray *told;    /* CdlFeedKline, the last ones */
  gint64 check_at; /* look again at what was told; 0: at once */

  /* prints */
  GArray *held;        /* CdlHeldPrint, by id, all after cursor */
  guint run;           /* so many of them follow the cursor without a gap */
  gint64 cursor;       /* id of the last print that was told or passed */
  gint64 cursor_trade; /* id of its last trade; -1: not known */
  gboolean none;       /* cursor not known, since there was no print when the exchange was asked */
  gint64 until;        /* prints up to this time are told or held */
  gboolean spoiled;    /* prints of next were given up */
  gboolean unsure;     /* some may have been missed after all that are held */
  gint64 gap_since;    /* held prints do not follow the cursor; 0: they do */
  gint64 progress_at;
  gint64 stream_trade; /* last trade of the stream's prints */
  gint64 ahead_since;  /* klines are ahead of the stream's prints; 0: not */
  double price;        /* last believed one; 0: none */

  /* funding and mark price */
  gboolean funded;   /* history was fetched */
  gint64 last_stamp; /* told; or just before the first one wanted */
  gint64 due_stamp;  /* next to be settled; CDL_TIME_NONE: not known */
  gint64 again_at;   /* history may have lacked its newest stamp: asked for again; 0: not */
  gint64 mark_time;

  /* trading rules */
  gboolean ruled; /* they were told */
  CdlTradingRules rules;
  char status[32];  /* the exchange's word; "": none */
  gint64 rules_at;  /* asked for then; 0: at once */
  gboolean refused; /* another question was answered as if the symbol were not listed */

  /* health */
  CdlFeedState state;
  gboolean state_told;
  char reason[160];
  gboolean connected;
  char *down_reason;
  gint64 connected_at;
  guint connected_request;             /* last one before the connection */
  gint64 heard_at[CDL_FRAME_MARK + 1]; /* by type of frame; 0: not since connected */
  gint64 said_at[CDL_FRAME_MARK + 1];  /* the same by the messages' own time */
  gint64 print_since;                  /* first print after the last message of a kline; 0: none */
  gint64 data_time;                    /* newest event time */
  gint64 lag;
  gboolean lag_warned;
  gint64 seen_open; /* newest kline and its trades, of stream or answer */
  double seen_trades;
  gint64 suspect_since;              /* the market moves, the stream does not; 0: not so */
  gint64 quiet_at;                   /* the market was seen not to move; 0: not so */
  gboolean unanswered;               /* klines were asked for in vain the last time */
  gboolean unknown;                  /* the exchange does not list the symbol, by its rules */
  gint64 subscribe_at, reconnect_at; /* last asked for; 0: not since connected, never */

  /* log */
  gint64 log_minute;
  guint log_lines;
};

/* core */
void cdl_core_log (CdlFeedCore *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
CdlFeedEvent cdl_core_event (const CdlFeedCore *self, CdlFeedEventType type);
gint64 cdl_core_close_time (const CdlFeedCore *self); /* of next */
gboolean cdl_core_believable (const CdlFeedCore *self, double price);

/* prints: cdl-feed-core-prints.c */
void cdl_core_add_print (CdlFeedCore *self, const CdlFrame *frame);
void cdl_core_add_prints (CdlFeedCore *self, const CdlFeedInput *input, CdlCoreAsking *asked);
void cdl_core_tell_prints (CdlFeedCore *self);
/* All prints of next, which is known, were told or passed. */
gboolean cdl_core_prints_complete (const CdlFeedCore *self, const CdlKnownKline *known);
/* Prints have come, and no price from the exchange to hold them against: it is asked first. */
gboolean cdl_core_price_unknown (const CdlFeedCore *self);
void cdl_core_give_up_prints (CdlFeedCore *self);
/* Id of the last print up to which nothing is missing: cursor or further. */
gint64 cdl_core_print_end (CdlFeedCore *self);

/* klines: cdl-feed-core-klines.c */
void cdl_core_add_kline (CdlFeedCore *self, const CdlFrame *frame);
void cdl_core_add_klines (CdlFeedCore *self, const CdlFeedInput *input, CdlCoreAsking *asked);
void cdl_core_tell_klines (CdlFeedCore *self); /* and their prints */
const CdlKnownKline *cdl_core_known (const CdlFeedCore *self, gint64 open_time);

/* futures: cdl-feed-core-futures.c */
void cdl_core_add_mark (CdlFeedCore *self, const CdlFrame *frame);
void cdl_core_add_funding (CdlFeedCore *self, const CdlFeedInput *input, CdlCoreAsking *asked);
/* A stamp before next, or the history, is still to be fetched. */
gboolean cdl_core_funding_due (const CdlFeedCore *self, gint64 time);

/* trading rules: cdl-feed-core-rules.c */
void cdl_core_add_rules (CdlFeedCore *self, const CdlFeedInput *input, CdlCoreAsking *asked);
gboolean cdl_core_rules_due (const CdlFeedCore *self);
/* They are asked for soon, out of turn. */
void cdl_core_doubt_rules (CdlFeedCore *self);
/* The exchange says that the symbol does not trade now. */
gboolean cdl_core_halted (const CdlFeedCore *self);

/* requests: cdl-feed-core-requests.c */
void cdl_core_ask (CdlFeedCore *self);
/* The request that an input answers; NULL: it is not under way any more. */
CdlCoreAsking *cdl_core_asked (CdlFeedCore *self, const CdlFeedInput *input);
/* It was answered; without progress the next one waits. */
void cdl_core_answered (CdlFeedCore *self, CdlCoreAsking *asking, gboolean progress);

/* health: cdl-feed-core-health.c */
void cdl_core_connected (CdlFeedCore *self);
void cdl_core_disconnected (CdlFeedCore *self, const char *reason);
void cdl_core_heard (CdlFeedCore *self, const CdlFrame *frame);
/* What an answer says of whether the market moves. */
void cdl_core_looked (CdlFeedCore *self, const CdlFeedKline *newest, gint64 asked_at);
/* The state by what is known now; only_worse: LIVE is left, but not reached. */
void cdl_core_judge (CdlFeedCore *self, gboolean only_worse);
/* Data has come since the connection was made, or would not come from a market that stands still.
 */
gboolean cdl_core_proven (const CdlFeedCore *self);
/* Nothing has come for so long that the market should be looked at. */
gboolean cdl_core_silent (const CdlFeedCore *self);

G_END_DECLS
