#include "cdl-run-view-tables.h"

#include <glib/gi18n.h>
#include <math.h>

#include "cdl-columns-view.h"
#include "cdl-number.h"
#include "cdl-run-words.h"
#include "cdl-setup-row.h"
#include "cdl-text.h"
#include "cdl-time-text.h"
#include "cdl-time.h"
#include "cdl-trade-row.h"

/* Prices as they are, with all their places; a dash where there is none. */
static char *
price_text (double price)
{
  char number[CDL_NUMBER_SIZE];

  return isnan (price) ? g_strdup ("–") : g_strdup (cdl_number_format (price, number));
}

static char *
time_text (gint64 time)
{
  return time == CDL_TIME_NONE ? g_strdup ("–") : cdl_time_text (time);
}

static char *
side_text (CdlSide side)
{
  return g_strdup (side == CDL_SIDE_LONG ? _ ("long") : _ ("short"));
}

static char *
trade_seq (gpointer item, const char **css)
{
  return g_strdup_printf ("%u", cdl_trade_row_trade (item)->seq);
}

static char *
trade_side (gpointer item, const char **css)
{
  return side_text (cdl_trade_row_trade (item)->side);
}

static char *
trade_entry_time (gpointer item, const char **css)
{
  return time_text (cdl_trade_row_trade (item)->entry_time);
}

static char *
trade_entry (gpointer item, const char **css)
{
  return price_text (cdl_trade_row_trade (item)->entry_price);
}

static char *
trade_exit_time (gpointer item, const char **css)
{
  return time_text (cdl_trade_row_trade (item)->exit_time);
}

static char *
trade_exit (gpointer item, const char **css)
{
  return price_text (cdl_trade_row_trade (item)->exit_price);
}

static char *
trade_stop_loss (gpointer item, const char **css)
{
  return price_text (cdl_trade_row_trade (item)->stop_loss);
}

static char *
trade_take_profit (gpointer item, const char **css)
{
  return price_text (cdl_trade_row_trade (item)->take_profit);
}

static char *
trade_pnl (gpointer item, const char **css)
{
  double pnl = cdl_trade_row_trade (item)->pnl;

  *css = pnl > 0.0 ? "success" : pnl < 0.0 ? "error" : NULL;

  return cdl_text_signed (pnl, 2);
}

static char *
trade_r (gpointer item, const char **css)
{
  return cdl_text_signed (cdl_trade_row_trade (item)->r, 2);
}

static char *
trade_reason (gpointer item, const char **css)
{
  return g_strdup (_ (cdl_run_exit_words (cdl_trade_row_trade (item)->exit_reason)));
}

static char *
trade_proof (gpointer item, const char **css)
{
  static const char *const words[] = {
    [CDL_PROVEN] = N_ ("proven"), [CDL_RESOLVED] = N_ ("resolved"), [CDL_ASSUMED] = N_ ("assumed")
  };
  CdlProof proof = cdl_trade_row_trade (item)->proof;

  *css = proof == CDL_ASSUMED ? "warning" : NULL;

  return g_strdup (_ (words[proof]));
}

static char *
setup_seq (gpointer item, const char **css)
{
  return g_strdup_printf ("%u", cdl_setup_row_setup (item)->seq);
}

static char *
setup_name (gpointer item, const char **css)
{
  return g_strdup (cdl_setup_row_name (item));
}

static char *
setup_side (gpointer item, const char **css)
{
  return side_text (cdl_setup_row_setup (item)->side);
}

static char *
setup_created (gpointer item, const char **css)
{
  return time_text (cdl_setup_row_setup (item)->created_at);
}

static char *
setup_entry (gpointer item, const char **css)
{
  return price_text (cdl_setup_row_setup (item)->entry);
}

static char *
setup_stop_loss (gpointer item, const char **css)
{
  return price_text (cdl_setup_row_setup (item)->stop_loss);
}

static char *
setup_take_profit (gpointer item, const char **css)
{
  return price_text (cdl_setup_row_setup (item)->take_profit);
}

static char *
setup_fate (gpointer item, const char **css)
{
  CdlFate fate = cdl_setup_row_setup (item)->fate;

  *css = fate == CDL_FATE_ENTERED ? "accent" : NULL;

  return g_strdup (_ (cdl_run_fate_words (fate)));
}

static char *
setup_fate_at (gpointer item, const char **css)
{
  return time_text (cdl_setup_row_setup (item)->fate_at);
}

typedef struct
{
  const char *title;
  gboolean numeric;
  CdlCellText text;
} Column;

static void
add_columns (GtkColumnView *view, const Column *columns, gsize n)
{
  for (gsize i = 0; i < n; i++)
    cdl_column_view_add (view, _ (columns[i].title), columns[i].numeric, i + 1 == n,
                         columns[i].text);
}

void
cdl_run_view_add_trade_columns (GtkColumnView *view)
{
  static const Column columns[] = {
    { N_ ("No."), TRUE, trade_seq },
    { N_ ("Side"), FALSE, trade_side },
    { N_ ("Entered"), TRUE, trade_entry_time },
    { N_ ("Entry"), TRUE, trade_entry },
    { N_ ("Left"), TRUE, trade_exit_time },
    { N_ ("Exit"), TRUE, trade_exit },
    { N_ ("Stop loss"), TRUE, trade_stop_loss },
    { N_ ("Target"), TRUE, trade_take_profit },
    { N_ ("Result"), TRUE, trade_pnl },
    { N_ ("R"), TRUE, trade_r },
    { N_ ("Reason"), FALSE, trade_reason },
    { N_ ("Proof"), FALSE, trade_proof },
  };

  add_columns (view, columns, G_N_ELEMENTS (columns));
}

void
cdl_run_view_add_setup_columns (GtkColumnView *view)
{
  static const Column columns[] = {
    { N_ ("No."), TRUE, setup_seq },
    { N_ ("Setup"), FALSE, setup_name },
    { N_ ("Side"), FALSE, setup_side },
    { N_ ("Found"), TRUE, setup_created },
    { N_ ("Entry"), TRUE, setup_entry },
    { N_ ("Stop loss"), TRUE, setup_stop_loss },
    { N_ ("Target"), TRUE, setup_take_profit },
    { N_ ("Decided"), TRUE, setup_fate_at },
    { N_ ("Fate"), FALSE, setup_fate },
  };

  add_columns (view, columns, G_N_ELEMENTS (columns));
}

void
cdl_run_view_scroll_to (GtkColumnView *view, guint i)
{
  /* The column view itself knows no such action, its list does. */
  gtk_widget_activate_action (gtk_widget_get_last_child (GTK_WIDGET (view)), "list.scroll-to-item",
                              "u", i);
}
