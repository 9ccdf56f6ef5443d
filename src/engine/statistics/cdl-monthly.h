#pragma once

#include "cdl-trade.h"

G_BEGIN_DECLS

/* What the trades that were closed in a calendar month (UTC) brought. */
typedef struct
{
  int year;
  int month; /* 1..12 */
  guint trades;
  double pnl;        /* quote */
  double return_pct; /* of the realised capital at its beginning; NaN if that was nothing */
} CdlMonth;

/* A GArray of CdlMonth: every month of [from, to) in order, those without a trade too. Realised
 * money only, so the months' returns multiply up to that of the run. */
GArray *cdl_monthly_returns (const CdlTrade *trades,
                             gsize n_trades,
                             double capital,
                             gint64 from,
                             gint64 to);

/* The months of a year taken together; NaN if any has no return. */
double cdl_monthly_year (const GArray *months, int year);

G_END_DECLS
