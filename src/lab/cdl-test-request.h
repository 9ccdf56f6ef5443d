#pragma once

#include "cdl-leverage-brackets.h"
#include "cdl-settings.h"
#include "cdl-strategy.h"

G_BEGIN_DECLS

/* One strategy of a test, with the values that its parameters are to take. */
typedef struct
{
  CdlStrategy *strategy;
  char *json;  /* as it was written; kept with the results */
  char **sets; /* "name=values" texts, NULL-terminated */
} CdlTestStrategy;

/* What a user asks for: strategies x parameter values x symbols. */
typedef struct
{
  GPtrArray *strategies; /* CdlTestStrategy */
  char **symbols;        /* NULL-terminated */
  gint64 from, to;       /* CDL_TIME_NONE: open */
  gboolean has_path_interval;
  CdlInterval path_interval;
  CdlSettings settings;          /* tick, step and min_notional: as asked, else not set; no tiers */
  gboolean no_exchange_info;     /* what the exchange says of them is not asked */
  CdlLeverageBrackets *brackets; /* the symbols' tiers; NULL: none, and no liquidation */
  gboolean both;                 /* net under the other assumption, too */
  char *sampling;                /* "grid" or "random:N" */
  guint64 seed;
  guint64 shard, n_shards; /* runs of this share only; 0 of 1: all */
  guint64 limit;           /* most variants of one strategy */
  guint threads;           /* 0: as many as processors */
  gboolean force;          /* compute what is stored already */
  int details;             /* keep trades, setups and equity: 1, 0; -1: of small tests */
  const char *asked_by;    /* "cli", "gui", "http" */
} CdlTestRequest;

/* An empty request for a market: grid, one of one shards, pessimistic and optimistic nets. */
CdlTestRequest *cdl_test_request_new (CdlMarket market);
void cdl_test_request_free (CdlTestRequest *self);

/* Takes strategy over; json and sets are copied. */
void cdl_test_request_add (CdlTestRequest *self,
                           CdlStrategy *strategy,
                           const char *json,
                           const char *const *sets);

/* "Double bottom breakout on BTCUSDT"; newly allocated. */
char *cdl_test_request_title (const CdlTestRequest *self);

/* The request as JSON, to be kept with its results; newly allocated. */
char *cdl_test_request_write (const CdlTestRequest *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlTestRequest, cdl_test_request_free)

G_END_DECLS
