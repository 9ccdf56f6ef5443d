#pragma once

#include "cdl-settings.h"
#include "cdl-sim-reply.h"

G_BEGIN_DECLS

/* The request limits of one market, for all clients together, as if of one address. Windows are
 * minutes of the machine's clock, not of the exchange's: Retry-After is waited for in real time. */
typedef struct
{
  CdlMarket market;
  guint limit;         /* weight of a minute */
  guint raw_limit;     /* requests of five minutes; 0: any number */
  gint64 window;       /* minutes since 1970 of what is counted */
  guint used;          /* in it */
  gint64 raw_window;   /* five minutes since 1970 */
  guint raw_used;      /* in them */
  guint refusals;      /* requests in the minute that were refused with 429 */
  gint64 banned_until; /* ms UTC of the machine's clock; 0: not */
  guint bans;
  guint64 requests;
  guint64 refused;    /* of them, with 429 or 418 */
  guint64 violations; /* requests that came while the client had been told to wait */
} CdlSimLimits;

/* 0: the exchange's own (6000, 2400; 300000 requests on spot). */
void cdl_sim_limits_init (CdlSimLimits *self, CdlMarket market, guint limit, guint raw_limit);

/* Counts a request of that weight at now_ms (the machine's clock). NULL if it may pass, else the
 * answer: 429, and 418 to who goes on all the same. */
CdlSimReply *cdl_sim_limits_take (CdlSimLimits *self, guint weight, gint64 now_ms);

/* Bans the client from now on, as after too many 429. */
void cdl_sim_limits_ban (CdlSimLimits *self, gint64 now_ms, guint seconds);

/* Tells the client how much it has used. */
void cdl_sim_limits_headers (const CdlSimLimits *self, CdlSimReply *reply);

G_END_DECLS
