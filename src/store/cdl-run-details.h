#pragma once

#include "cdl-trade.h"

G_BEGIN_DECLS

/* Points of a stored equity curve at most: see cdl_equity_reduce(). */
#define CDL_RUN_MAX_EQUITY_POINTS 2000

/* What a single run keeps beside its record; a sweep keeps it only when asked. */
typedef struct
{
  char **setup_names; /* of the setup definitions, by index; NULL-terminated, never NULL */
  GArray *trades;     /* CdlTrade, by seq */
  GArray *setups;     /* CdlSetup, by seq; NULL: not kept */
  GArray *equity;     /* CdlEquityPoint, at most CDL_RUN_MAX_EQUITY_POINTS */
} CdlRunDetails;

/* No names, no setups kept, empty arrays. */
CdlRunDetails *cdl_run_details_new (void);
void cdl_run_details_free (CdlRunDetails *self);

/* Name of the setup definition; "" if there is none with that index. */
const char *cdl_run_details_name (const CdlRunDetails *self, guint def);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlRunDetails, cdl_run_details_free)

G_END_DECLS
