#include "cdl-plan.h"

#include "cdl-time.h"

/* Files of more klines than this are too large to be held in memory many at a time: seconds come by
 * the day. */
#define MAX_FILE_ROWS 100000

gint64
cdl_plan_month (gint64 time_ms, int n)
{
  return cdl_interval_add (CDL_INTERVAL_1MO, cdl_interval_floor (CDL_INTERVAL_1MO, time_ms), n);
}

static gsize
rows_in (CdlInterval interval, gint64 from, gint64 to)
{
  g_autoptr (GArray) span = cdl_spans_new ();

  cdl_spans_add (span, from, to);

  return cdl_spans_count (span, interval);
}

/* Adds a piece, or to the one before it if that is of the same file or leads on to it. */
static void
add_piece (GArray *pieces, const CdlPlanOptions *options, CdlPiece piece)
{
  CdlPiece *last = pieces->len > 0 ? &g_array_index (pieces, CdlPiece, pieces->len - 1) : NULL;
  gint64 most = (gint64) options->page_rows * CDL_PLAN_MAX_PAGES;

  if (piece.kind != CDL_PIECE_PAGES)
    {
      if (last != NULL && last->kind == piece.kind && last->start == piece.start)
        last->to = piece.to;
      else
        g_array_append_val (pieces, piece);
      return;
    }

  if (last != NULL && last->kind == CDL_PIECE_PAGES && last->to == piece.from)
    {
      piece.from = last->from;
      g_array_set_size (pieces, pieces->len - 1);
    }
  while (rows_in (options->interval, piece.from, piece.to) > (gsize) most)
    {
      CdlPiece part = piece;

      part.to = cdl_interval_add (options->interval,
                                  cdl_interval_floor (options->interval, piece.from), most);
      g_array_append_val (pieces, part);
      piece.from = part.to;
    }
  g_array_append_val (pieces, piece);
}

static void
plan_days (GArray *pieces, const CdlPlanOptions *options, gint64 from, gint64 to)
{
  while (from < to)
    {
      gint64 day = cdl_interval_floor (CDL_INTERVAL_1D, from), end = MIN (day + CDL_DAY_MS, to);
      gboolean file = day + CDL_DAY_MS <= options->day_before
                      && rows_in (options->interval, from, end) > options->page_rows;

      add_piece (pieces, options,
                 (CdlPiece){ file ? CDL_PIECE_DAY : CDL_PIECE_PAGES, from, end, day });
      from = end;
    }
}

static void
plan_span (GArray *pieces, const CdlPlanOptions *options, gint64 from, gint64 to)
{
  /* No file holds more than an answer of these. */
  if (options->interval >= CDL_INTERVAL_1D)
    {
      add_piece (pieces, options, (CdlPiece){ CDL_PIECE_PAGES, from, to, from });
      return;
    }
  while (from < to)
    {
      gint64 month = cdl_plan_month (from, 0), next = cdl_plan_month (from, 1);
      gint64 end = MIN (next, to);

      if (next <= options->month_before && rows_in (options->interval, month, next) <= MAX_FILE_ROWS
          && rows_in (options->interval, from, end) > options->page_rows)
        add_piece (pieces, options, (CdlPiece){ CDL_PIECE_MONTH, from, end, month });
      else
        plan_days (pieces, options, from, end);
      from = end;
    }
}

GArray *
cdl_plan_klines (const GArray *missing, const CdlPlanOptions *options)
{
  GArray *pieces = g_array_new (FALSE, FALSE, sizeof (CdlPiece));

  for (guint i = 0; i < missing->len; i++)
    {
      const CdlSpan *span = &g_array_index (missing, CdlSpan, i);

      plan_span (pieces, options, span->from, span->to);
    }

  return pieces;
}
