#pragma once

#include "cdl-sim-faults.h"
#include "cdl-sim-range.h"
#include "cdl-sim-reply.h"

G_BEGIN_DECLS

/* A request to the REST interface. */
typedef struct
{
  CdlSimMarket *truth;
  CdlMarket market;
  CdlFaults *faults; /* NULL: the truth is wanted */
  const char *where; /* path?query, for faults */
  const char *path;
  GHashTable *query;     /* name -> value, decoded; NULL: none */
  gint64 now;            /* the exchange's clock */
  gboolean microseconds; /* times are wanted in us */
  guint weight_limit;    /* of a minute */
  guint request_limit;   /* requests of five minutes; 0: any number */
  CdlSimReply *refusal;  /* set by the cdl_rest_take_*() that returned FALSE */
} CdlRestRequest;

/* Whether there is such a path, and what a request to it weighs. */
gboolean cdl_rest_knows (const char *path, CdlMarket *market);
guint cdl_rest_weight (const CdlRestRequest *request);

/* The answer; NULL if there is no such path. */
CdlSimReply *cdl_rest_answer (CdlRestRequest *request);

G_END_DECLS
