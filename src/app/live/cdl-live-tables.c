#include "cdl-live-tables.h"

#include <glib/gi18n.h>
#include <math.h>

#include "cdl-live-lines.h"
#include "cdl-live-log.h"
#include "cdl-number.h"
#include "cdl-run-words.h"
#include "cdl-text.h"
#include "cdl-time-text.h"
#include "cdl-time.h"

typedef struct
{
  const char *title;
  gboolean numeric;
} Column;

static void
add_columns (GtkColumnView *view, const Column *columns, guint n)
{
  for (guint i = 0; i < n; i++)
    cdl_live_lines_add_column (view, _ (columns[i].title), columns[i].numeric, i + 1 == n, i);
}

/* As it is, with all its places; a dash where there is none. */
static char *
price_text (double price)
{
  char number[CDL_NUMBER_SIZE];

  return g_strdup (isnan (price) ? "–" : cdl_number_format (price, number));
}

static char *
side_text (CdlSide side)
{
  return g_strdup (side == CDL_SIDE_LONG ? _ ("long") : _ ("short"));
}

static char *
percent_text (double percent)
{
  g_autofree char *number = cdl_text_signed (percent, 2);

  return isnan (percent) ? g_strdup ("–") : g_strconcat (number, " %", NULL);
}

static const char *
money_css (double money)
{
  return money > 0.0 ? "success" : money < 0.0 ? "error" : NULL;
}

static GPtrArray *
lines_new (void)
{
  return g_ptr_array_new_with_free_func (g_object_unref);
}

/* --- Pending --- */

void
cdl_live_add_pending_columns (GtkColumnView *view)
{
  static const Column columns[] = {
    { N_ ("Symbol"), FALSE }, { N_ ("Setup"), FALSE },   { N_ ("Side"), FALSE },
    { N_ ("Entry"), TRUE },   { N_ ("Away"), TRUE },     { N_ ("Stop loss"), TRUE },
    { N_ ("Target"), TRUE },  { N_ ("Expires"), FALSE },
  };

  add_columns (view, columns, G_N_ELEMENTS (columns));
}

typedef struct
{
  const char *symbol;
  const CdlStandingSetup *pending;
} Pending;

static int
by_distance (gconstpointer a, gconstpointer b)
{
  double first = fabs (((const Pending *) a)->pending->distance_pct);
  double second = fabs (((const Pending *) b)->pending->distance_pct);

  return first < second ? -1 : first > second ? 1 : 0;
}

static CdlLiveLine *
pending_line (const Pending *row)
{
  const CdlSetup *setup = &row->pending->setup;
  CdlLiveLine *line = cdl_live_line_new (setup->seq);

  cdl_live_line_add (line, g_strdup (row->symbol), NULL);
  cdl_live_line_add (line, g_strdup (row->pending->name), NULL);
  cdl_live_line_add (line, side_text (setup->side), NULL);
  cdl_live_line_add (line, price_text (setup->entry), NULL);
  cdl_live_line_add (line, percent_text (row->pending->distance_pct),
                     fabs (row->pending->distance_pct) < 0.25 ? "accent" : NULL);
  cdl_live_line_add (line, price_text (setup->stop_loss), NULL);
  cdl_live_line_add (line, price_text (setup->take_profit), NULL);
  cdl_live_line_add (line,
                     setup->expires_at != CDL_TIME_NONE ? cdl_moment_text (setup->expires_at)
                                                        : g_strdup ("–"),
                     NULL);

  return line;
}

GPtrArray *
cdl_live_pending_lines (const CdlSessionStanding *standing)
{
  GPtrArray *lines = lines_new ();
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (Pending));

  for (guint i = 0; standing != NULL && i < standing->symbols->len; i++)
    {
      const CdlStandingSymbol *symbol = standing->symbols->pdata[i];

      for (guint k = 0; k < symbol->pending->len; k++)
        {
          Pending row = { symbol->symbol, &g_array_index (symbol->pending, CdlStandingSetup, k) };

          g_array_append_val (rows, row);
        }
    }
  g_array_sort (rows, by_distance);
  for (guint i = 0; i < rows->len; i++)
    g_ptr_array_add (lines, pending_line (&g_array_index (rows, Pending, i)));

  return lines;
}

/* --- Open --- */

void
cdl_live_add_open_columns (GtkColumnView *view)
{
  static const Column columns[] = {
    { N_ ("Symbol"), FALSE },   { N_ ("Side"), FALSE },  { N_ ("Entered"), TRUE },
    { N_ ("Quantity"), TRUE },  { N_ ("Entry"), TRUE },  { N_ ("Price"), TRUE },
    { N_ ("Stop loss"), TRUE }, { N_ ("Target"), TRUE }, { N_ ("Result"), TRUE },
    { N_ ("Setup"), FALSE },
  };

  add_columns (view, columns, G_N_ELEMENTS (columns));
}

static CdlLiveLine *
open_line (const CdlSessionTrade *row, const CdlSessionStanding *standing)
{
  const CdlTrade *trade = &row->trade;
  const CdlStandingSymbol *symbol
      = standing != NULL ? cdl_session_standing_find (standing, row->symbol) : NULL;
  double running = standing != NULL
                       ? cdl_session_standing_running (standing, row->symbol, trade->seq)
                       : (double) NAN;
  CdlLiveLine *line = cdl_live_line_new (row->seq);

  cdl_live_line_add (line, g_strdup (row->symbol), NULL);
  cdl_live_line_add (line, side_text (trade->side), NULL);
  cdl_live_line_add (line, cdl_moment_text (trade->entry_time), NULL);
  cdl_live_line_add (line, price_text (trade->qty), NULL);
  cdl_live_line_add (line, price_text (trade->entry_price), NULL);
  cdl_live_line_add (line, price_text (symbol != NULL ? symbol->price : (double) NAN), NULL);
  cdl_live_line_add (line, price_text (trade->stop_loss), NULL);
  cdl_live_line_add (line, price_text (trade->take_profit), NULL);
  cdl_live_line_add (line, cdl_text_signed (running, 2), money_css (running));
  cdl_live_line_add (line, g_strdup (row->name), NULL);

  return line;
}

GPtrArray *
cdl_live_open_lines (const CdlLiveJournal *journal, const CdlSessionStanding *standing)
{
  GPtrArray *lines = lines_new ();

  for (guint i = 0; i < journal->trades->len; i++)
    {
      const CdlSessionTrade *row = &g_array_index (journal->trades, CdlSessionTrade, i);

      if (row->trade.exit_reason == CDL_EXIT_NONE)
        g_ptr_array_add (lines, open_line (row, standing));
    }

  return lines;
}

/* --- Closed --- */

void
cdl_live_add_closed_columns (GtkColumnView *view)
{
  static const Column columns[] = {
    { N_ ("No."), TRUE },     { N_ ("Symbol"), FALSE },  { N_ ("Side"), FALSE },
    { N_ ("Entered"), TRUE }, { N_ ("Entry"), TRUE },    { N_ ("Left"), TRUE },
    { N_ ("Exit"), TRUE },    { N_ ("Result"), TRUE },   { N_ ("R"), TRUE },
    { N_ ("Reason"), FALSE }, { N_ ("Decided"), FALSE }, { N_ ("Setup"), FALSE },
  };

  add_columns (view, columns, G_N_ELEMENTS (columns));
}

static CdlLiveLine *
closed_line (const CdlSessionTrade *row)
{
  const CdlTrade *trade = &row->trade;
  CdlLiveLine *line = cdl_live_line_new (row->seq);

  cdl_live_line_add (line, g_strdup_printf ("%" G_GUINT64_FORMAT, row->seq), NULL);
  cdl_live_line_add (line, g_strdup (row->symbol), NULL);
  cdl_live_line_add (line, side_text (trade->side), NULL);
  cdl_live_line_add (line, cdl_moment_text (trade->entry_time), NULL);
  cdl_live_line_add (line, price_text (trade->entry_price), NULL);
  cdl_live_line_add (line, cdl_moment_text (trade->exit_time), NULL);
  cdl_live_line_add (line, price_text (trade->exit_price), NULL);
  cdl_live_line_add (line, cdl_text_signed (trade->pnl, 2), money_css (trade->pnl));
  cdl_live_line_add (line, cdl_text_signed (trade->r, 2), NULL);
  cdl_live_line_add (line, g_strdup (_ (cdl_run_exit_words (trade->exit_reason))), NULL);
  cdl_live_line_add (line,
                     g_strdup (row->reconstructed ? _ ("after an outage") : _ ("as it happened")),
                     row->reconstructed ? "warning" : "dim-label");
  cdl_live_line_add (line, g_strdup (row->name), NULL);

  return line;
}

GPtrArray *
cdl_live_closed_lines (const CdlLiveJournal *journal, guint max)
{
  GPtrArray *lines = lines_new ();

  for (guint i = journal->trades->len; i-- > 0 && lines->len < max;)
    {
      const CdlSessionTrade *row = &g_array_index (journal->trades, CdlSessionTrade, i);

      if (row->trade.exit_reason != CDL_EXIT_NONE)
        g_ptr_array_add (lines, closed_line (row));
    }

  return lines;
}

guint
cdl_live_count_closed (const CdlLiveJournal *journal)
{
  guint n = 0;

  for (guint i = 0; i < journal->trades->len; i++)
    n += g_array_index (journal->trades, CdlSessionTrade, i).trade.exit_reason != CDL_EXIT_NONE;

  return n;
}

/* --- Log --- */

void
cdl_live_add_log_columns (GtkColumnView *view)
{
  static const Column columns[] = {
    { N_ ("Time"), FALSE },
    { N_ ("Symbol"), FALSE },
    { N_ ("What"), FALSE },
    { N_ ("Details"), FALSE },
  };

  add_columns (view, columns, G_N_ELEMENTS (columns));
}

GPtrArray *
cdl_live_log_lines (const CdlLiveJournal *journal, guint64 after, guint64 before, guint max)
{
  GPtrArray *lines = lines_new ();

  for (guint i = journal->events->len; i-- > 0 && lines->len < max;)
    {
      const CdlSessionEvent *event = &g_array_index (journal->events, CdlSessionEvent, i);
      CdlLiveLine *line;
      const char *css = NULL;
      char *details;

      if (event->seq <= after)
        break;
      if (event->seq >= before)
        continue;
      line = cdl_live_line_new (event->seq);
      details = cdl_live_log_details (event, &css);
      cdl_live_line_add (line, cdl_moment_text (event->time), NULL);
      cdl_live_line_add (line, g_strdup (event->symbol != NULL ? event->symbol : ""), NULL);
      cdl_live_line_add (line, g_strdup (cdl_live_log_kind (event->kind)), css);
      cdl_live_line_add (line, details, css);
      g_ptr_array_add (lines, line);
    }

  return lines;
}
