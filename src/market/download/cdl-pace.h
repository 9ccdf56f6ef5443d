#pragma once

#include "cdl-rate-limits.h"

G_BEGIN_DECLS

/* What is counted against one limit. */
typedef struct
{
  CdlRateLimit limit; /* most 0: none */
  gint64 start;       /* of the present window, by the host's clock */
  gint64 used;        /* in it, as the host says, and what was asked since */
} CdlPaceWindow;

/* How fast one host may be asked: its limits, and the pauses that it orders. Knows no clock: times
 * are those of cdl_steady_ms(), which nobody sets; the host's clock is known by what it tells, and
 * decides when its windows begin and nothing else. */
typedef struct
{
  CdlPaceWindow window[CDL_MAX_RATE_LIMITS];
  CdlPaceWindow funding; /* of questions for funding rates, which count above as well */
  gint64 offset;         /* host's clock (ms UTC) less the steady one */
  gint64 pause_until;    /* no request before it */
  char *refusal;         /* it lets nobody in from here: why; NULL: it does */
} CdlPace;

/* What an answer means for what asked for it. */
typedef enum
{
  CDL_ANSWER_GOOD,
  CDL_ANSWER_NONE,    /* there is no such thing: 404 */
  CDL_ANSWER_AGAIN,   /* try again, later each time */
  CDL_ANSWER_PAUSE,   /* the host orders a pause: 429, 418; then again */
  CDL_ANSWER_REFUSED, /* by the host, whatever is asked: 403, 451 */
  CDL_ANSWER_WRONG,   /* what was asked makes no sense to it */
} CdlAnswer;

/* Of a status; problem: no whole answer came. */
CdlAnswer cdl_answer_judge (guint status, gboolean problem);

/* New limits in place of those before; what was used of those that go on stays used. */
void cdl_pace_set_limits (CdlPace *self, const CdlRateLimits *limits);

/* ms to wait before a request of that weight; 0: none, and it is counted. */
gint64 cdl_pace_ask (CdlPace *self, guint weight, gint64 now);

/* The same of a question for funding rates, which have a limit of their own. */
gint64 cdl_pace_ask_funding (CdlPace *self, guint weight, gint64 now);

/* Takes note of an answer: the weight that the host says was used in a minute (-1: nothing), and of
 * 429 and 418 the pause it orders (-1: it did not say). */
void cdl_pace_answered (CdlPace *self,
                        guint status,
                        gint64 used_weight,
                        gint64 retry_after_ms,
                        gint64 now);

/* The host's clock was date_ms (of whole seconds) between the sending of a question and the receipt
 * of its answer: the offset is put right where that cannot be. */
void cdl_pace_dated (CdlPace *self, gint64 date_ms, gint64 sent_at, gint64 received_at);

/* Full jitter: a random time up to first x 2^attempt, at most CDL_BACKOFF_MAX_MS; random: [0, 1).
 */
gint64 cdl_backoff (gint64 first_ms, guint attempt, double random);

#define CDL_BACKOFF_FIRST_MS 500
#define CDL_BACKOFF_MAX_MS   30000
#define CDL_MAX_ATTEMPTS     7

G_END_DECLS
