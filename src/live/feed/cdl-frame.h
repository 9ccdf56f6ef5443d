#pragma once

#include "cdl-feed-event.h"
#include "cdl-dataset.h"

G_BEGIN_DECLS

typedef enum
{
  CDL_FRAME_PRINT,    /* aggTrade */
  CDL_FRAME_KLINE,    /* kline, open or closed */
  CDL_FRAME_MARK,     /* markPriceUpdate */
  CDL_FRAME_ANSWER,   /* to a request of ours */
  CDL_FRAME_ERROR,    /* to a request of ours, which was refused */
  CDL_FRAME_SHUTDOWN, /* the server will close the connection */
  CDL_FRAME_OTHER,    /* well formed, and of a kind that is not asked for */
} CdlFrameType;

#define CDL_N_FRAME_TYPES 7

/* Ids of the exchange stay below: sums of them do not overflow, and doubles hold them. */
#define CDL_FRAME_MAX_ID (G_GINT64_CONSTANT (1) << 53)

/* What one message of the stream says. */
typedef struct
{
  CdlFrameType type;
  char symbol[CDL_SYMBOL_SIZE]; /* PRINT, KLINE, MARK */
  gint64 event_time;            /* of the exchange, ms UTC; the same, and SHUTDOWN */
  union
  {
    struct
    {
      gint64 id;                /* rises by one from print to print */
      gint64 first_id, last_id; /* of the trades in it */
      gint64 time;              /* ms UTC */
      double price;
      double qty;
    } print;
    struct
    {
      CdlInterval interval;
      gboolean closed;
      gint64 first_id, last_id; /* of the trades in it; -1: none */
      CdlFeedKline row;
    } kline;
    struct
    {
      double price;
      double rate;         /* as it would be settled now; CDL_NAN: not told */
      gint64 next_funding; /* ms UTC; CDL_TIME_NONE: not told */
    } mark;
    struct
    {
      gint64 id; /* -1: not one of ours */
      int code;
    } answer; /* ERROR too */
  };
} CdlFrame;

/* Reads one message, raw or wrapped in {"stream", "data"}; text needs no NUL at its end. FALSE with
 * what is wrong with it, for people, static. Nothing is taken that cannot be true:
 *
 * - prices and amounts are texts of plain digits with at most one point, below 1e15; prices above
 *   0, amounts not below. Times and ids are whole numbers; times are ms of the years 2017..2099, so
 *   neither seconds nor us.
 * - klines open on their interval and close at its end; l <= o, c <= h.
 * - a wrapper's stream is the one that its data belongs to; no member comes twice. Members that are
 *   not known are left alone. */
gboolean cdl_frame_read (const char *text, gsize length, CdlFrame *frame, const char **reason);

G_END_DECLS
