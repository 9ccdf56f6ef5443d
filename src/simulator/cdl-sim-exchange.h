#pragma once

#include "cdl-bulk.h"
#include "cdl-sim-clock.h"
#include "cdl-sim-limits.h"
#include "cdl-stream-hub.h"

G_BEGIN_DECLS

/* The simulated exchange: a market, its clock, and the three ways to ask it. */
typedef struct
{
  CdlSimMarket *truth;
  CdlSimClock *clock;
  CdlSimLimits limits[2]; /* by CdlMarket */
  CdlSimLimits funding;   /* beside them, of requests for funding rates */
  CdlFaults *faults;
  CdlBulk *bulk;
  CdlStreamHub *hub;
  guint64 requests;  /* over HTTP, of every kind but control */
  GPtrArray *strays; /* CdlSimWire: connections that faults keep */
} CdlSimExchange;

typedef struct
{
  guint64 seed;
  const char *archive;        /* root of an archive to take the market from; NULL: the seed's */
  gint64 first_day;           /* trading begins, days since 1970 */
  gint64 start;               /* of the clock, ms UTC */
  double speed;               /* of the clock; INFINITY: as fast as streams are read */
  const char *const *symbols; /* NULL: all */
  guint weight_limit;         /* 0: the exchange's own */
  guint request_limit;        /* the same */
  CdlStreamOptions stream;
} CdlSimOptions;

CdlSimExchange *cdl_sim_exchange_new (const CdlSimOptions *options, GError **error);
void cdl_sim_exchange_free (CdlSimExchange *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlSimExchange, cdl_sim_exchange_free)

G_END_DECLS
