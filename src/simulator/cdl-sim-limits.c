#include "cdl-sim-limits.h"

#include "cdl-time.h"

/* After so many refused requests in a minute comes the ban, each twice as long as the one before.
 */
#define PATIENCE    10
#define BAN_SECONDS 120
#define MAX_BANS    11 /* the last is 3 days */

/* Windows of requests, whatever they weigh. */
#define RAW_MS (5 * CDL_MINUTE_MS)

void
cdl_sim_limits_init (CdlSimLimits *self, CdlMarket market, guint limit, guint raw_limit)
{
  *self = (CdlSimLimits){ .market = market };
  self->limit = limit > 0 ? limit : market == CDL_MARKET_SPOT ? 6000 : 2400;
  self->raw_limit = raw_limit > 0 ? raw_limit : market == CDL_MARKET_SPOT ? 300000 : 0;
}

static void
turn_window (CdlSimLimits *self, gint64 now_ms)
{
  gint64 window = now_ms / CDL_MINUTE_MS, raw_window = now_ms / RAW_MS;

  if (window != self->window)
    {
      self->window = window;
      self->used = self->refusals = 0;
    }
  if (raw_window != self->raw_window)
    {
      self->raw_window = raw_window;
      self->raw_used = 0;
    }
}

static CdlSimReply *
banned (const CdlSimLimits *self, gint64 now_ms)
{
  CdlSimReply *reply
      = cdl_sim_reply_refuse (-1003,
                              "Way too much request weight used; IP banned until %" G_GINT64_FORMAT
                              ". Please use WebSocket Streams for live updates to avoid bans.",
                              self->banned_until);

  reply->status = 418;
  cdl_sim_reply_header (reply, "Retry-After", "%" G_GINT64_FORMAT,
                        (self->banned_until - now_ms + 999) / 1000);

  return reply;
}

static CdlSimReply *
too_many (const CdlSimLimits *self, gboolean raw, gint64 now_ms)
{
  gint64 end = raw ? (self->raw_window + 1) * RAW_MS : (self->window + 1) * CDL_MINUTE_MS;
  CdlSimReply *reply = cdl_sim_reply_refuse (
      -1003,
      "Too %s; current limit is %u %s. Please use WebSocket Streams for live updates to avoid "
      "polling the API.",
      raw ? "many requests" : "much request weight used", raw ? self->raw_limit : self->limit,
      raw ? "requests per 5 MINUTE" : "request weight per 1 MINUTE");

  reply->status = 429;
  cdl_sim_reply_header (reply, "Retry-After", "%" G_GINT64_FORMAT, (end - now_ms + 999) / 1000);

  return reply;
}

void
cdl_sim_limits_ban (CdlSimLimits *self, gint64 now_ms, guint seconds)
{
  self->banned_until = now_ms + (gint64) seconds * CDL_SECOND_MS;
  self->bans = MIN (self->bans + 1, MAX_BANS);
}

CdlSimReply *
cdl_sim_limits_take (CdlSimLimits *self, guint weight, gint64 now_ms)
{
  gboolean raw;

  turn_window (self, now_ms);
  self->requests++;
  self->raw_used++;
  raw = self->raw_limit > 0 && self->raw_used > self->raw_limit;

  if (now_ms < self->banned_until)
    {
      self->refused++;
      self->violations++;
      return banned (self, now_ms);
    }

  if (raw || self->used + weight > self->limit)
    {
      self->refused++;
      self->violations += self->refusals > 0;
      if (++self->refusals > PATIENCE)
        {
          cdl_sim_limits_ban (self, now_ms, BAN_SECONDS << self->bans);
          return banned (self, now_ms);
        }
      if (!raw)
        self->used = MAX (self->used, self->limit);
      return too_many (self, raw, now_ms);
    }
  self->used += weight;

  return NULL;
}

void
cdl_sim_limits_headers (const CdlSimLimits *self, CdlSimReply *reply)
{
  if (self->market == CDL_MARKET_SPOT)
    cdl_sim_reply_header (reply, "X-MBX-USED-WEIGHT", "%u", self->used);
  cdl_sim_reply_header (reply, "X-MBX-USED-WEIGHT-1M", "%u", self->used);
}
