#pragma once

#include "cdl-exchange.h"
#include "cdl-spans.h"

G_BEGIN_DECLS

typedef enum
{
  CDL_PIECE_MONTH, /* the file of a month */
  CDL_PIECE_DAY,   /* of a day */
  CDL_PIECE_PAGES, /* page by page */
} CdlPieceKind;

/* Klines that are asked for in one go. */
typedef struct
{
  CdlPieceKind kind;
  gint64 from, to; /* what is missing lies in [from, to), ms UTC */
  gint64 start;    /* beginning of the file's month or day */
} CdlPiece;

/* What may be used. */
typedef struct
{
  CdlInterval interval;
  guint page_rows;     /* of one answer */
  gint64 month_before; /* files of months that ended by then are published; CDL_TIME_NONE: none */
  gint64 day_before;   /* of days, likewise */
} CdlPlanOptions;

#define CDL_PLAN_MAX_PAGES 10

/* Cuts what is missing into pieces (CdlPiece), oldest first: a file where pages would take more
 * than one request, pages for the rest, at most CDL_PLAN_MAX_PAGES of them a piece. */
GArray *cdl_plan_klines (const GArray *missing, const CdlPlanOptions *options);

/* First ms of the month of time, or of the n-th month after it. */
gint64 cdl_plan_month (gint64 time_ms, int n);

G_END_DECLS
