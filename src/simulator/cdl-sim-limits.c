#include "cdl-sim-limits.h"

#include "cdl-time.h"

/* After so many refused requests in a minute comes the ban, each twice as long as the one before.
 */
#define PATIENCE    10
#define BAN_SECONDS 120
#define MAX_BANS    11 /* the last is 3 days */

void
cdl_sim_limits_init (CdlSimLimits *self, CdlMarket market, guint limit)
{
  *self = (CdlSimLimits){ .market = market };
  self->limit = limit > 0 ? limit : market == CDL_MARKET_SPOT ? 6000 : 2400;
}

static void
turn_window (CdlSimLimits *self, gint64 now_ms)
{
  gint64 window = now_ms / CDL_MINUTE_MS;

  if (window != self->window)
    {
      self->window = window;
      self->used = self->refusals = 0;
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
too_many (const CdlSimLimits *self, gint64 now_ms)
{
  CdlSimReply *reply = cdl_sim_reply_refuse (
      -1003,
      "Too much request weight used; current limit is %u request weight per 1 MINUTE. Please use "
      "WebSocket Streams for live updates to avoid polling the API.",
      self->limit);

  reply->status = 429;
  cdl_sim_reply_header (reply, "Retry-After", "%" G_GINT64_FORMAT,
                        ((self->window + 1) * CDL_MINUTE_MS - now_ms + 999) / 1000);

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
  turn_window (self, now_ms);
  self->requests++;

  if (now_ms < self->banned_until)
    {
      self->violations++;
      return banned (self, now_ms);
    }

  if (self->used + weight > self->limit)
    {
      self->violations += self->refusals > 0;
      if (++self->refusals > PATIENCE)
        {
          cdl_sim_limits_ban (self, now_ms, BAN_SECONDS << self->bans);
          return banned (self, now_ms);
        }
      self->used = MAX (self->used, self->limit);
      return too_many (self, now_ms);
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
