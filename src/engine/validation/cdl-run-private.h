#pragma once

#include "cdl-broker-private.h"
#include "cdl-run.h"
#include "cdl-time.h"

G_BEGIN_DECLS

/* Exchanges settle funding every 8 hours unless a symbol says otherwise. */
#define CDL_RUN_FUNDING_PERIOD_MS (8 * CDL_HOUR_MS)

struct _CdlRun
{
  CdlProgram *program;
  CdlDetector *detector;
  CdlBroker *broker;
  CdlRunData data;
  CdlKlines strategy; /* klines of the strategy's interval so far */
  gsize next_close;   /* the first of them whose close is still to come */
  CdlInterval path_interval;
  gint64 path_open;  /* of the path kline that is being fed; CDL_TIME_NONE between klines */
  gint64 path_close; /* close_time of the last one that ended; CDL_TIME_NONE before the first */
  double path_first; /* first price of the present one */
  double path_high;  /* of its prints so far */
  double path_low;
  gint64 mark_time; /* of the last mark price told; CDL_TIME_NONE: none */
  double mark_price;
  gsize next_funding;
  gsize next_rules;
  guint missing_funding;
  gboolean finished;
  gboolean ruined;
  GArray *candidates;
  GArray *equity; /* CdlEquityPoint; NULL if not kept */
  CdlStatisticsBuilder *statistics;
};

/* When funding is settled next after a time. */
static inline gint64
cdl_run_next_stamp (gint64 after)
{
  return after - after % CDL_RUN_FUNDING_PERIOD_MS + CDL_RUN_FUNDING_PERIOD_MS;
}

G_END_DECLS
