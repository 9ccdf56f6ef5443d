#include "cdl-chart-readout.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "cdl-text.h"
#include "cdl-time.h"
#include "cdl-time-ticks.h"

/* Setups and trades that are named at most. */
#define MAX_NAMED 3

static void
append_number (GString *words, const char *name, double value)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  if (!isnan (value))
    g_string_append_printf (words, "  %s %s", name,
                            g_ascii_formatd (number, sizeof number, "%.8g", value));
}

static void
append_prices (GString *words, const CdlKlines *klines, const CdlBar *bar)
{
  append_number (words, "O", bar->open);
  append_number (words, "H", bar->high);
  append_number (words, "L", bar->low);
  append_number (words, "C", bar->close);
  if (klines->field[CDL_FIELD_VOLUME] != NULL)
    append_number (words, "V", bar->volume);
}

/* The values of the last closes up to then. */
static void
append_lines (GString *words, const CdlChartData *data, gint64 close_time)
{
  for (gsize i = 0; i < data->n_lines; i++)
    {
      gssize at = cdl_klines_last_closed (&data->lines[i].klines, close_time);

      if (at >= 0)
        append_number (words, data->lines[i].name, data->lines[i].values[at]);
    }
}

static void
append_equity (GString *words, const CdlChartData *data, gint64 time)
{
  double equity, drawdown;

  if (cdl_chart_data_equity (data, time, &equity, &drawdown))
    {
      g_autofree char *money = cdl_text_number (equity, 2);
      g_autofree char *share = cdl_text_number (drawdown, 2);

      g_string_append_printf (words, "  %s %s  %s %s %%", _ ("Equity"), money, _ ("Drawdown"),
                              share);
    }
}

static gboolean
lives (gint64 from, gint64 to, gint64 open_time, gint64 close_time)
{
  return from <= close_time && (to == CDL_TIME_NONE || to >= open_time);
}

static const char *
exit_word (const CdlChartData *data, CdlExitReason reason)
{
  return data->words != NULL && data->words->exit != NULL ? _ (data->words->exit (reason))
                                                          : cdl_exit_reason_name (reason);
}

static const char *
fate_word (const CdlChartData *data, CdlFate fate)
{
  return data->words != NULL && data->words->fate != NULL ? _ (data->words->fate (fate))
                                                          : cdl_fate_name (fate);
}

static const char *
side_word (CdlSide side)
{
  return side == CDL_SIDE_LONG ? _ ("long") : _ ("short");
}

static void
append_trades (GString *words, const CdlChartData *data, gint64 from, gint64 to)
{
  guint named = 0;

  for (gsize i = 0; i < data->n_trades && named < MAX_NAMED; i++)
    {
      const CdlTrade *trade = &data->trades[i];
      g_autofree char *r = cdl_text_signed (trade->r, 2);
      g_autofree char *pnl = cdl_text_signed (trade->pnl, 2);

      if (trade->entry_time > to)
        break;
      if (!lives (trade->entry_time, trade->exit_time, from, to))
        continue;
      g_string_append_printf (words, "\n#%u %s  %s (%s R)  %s", trade->seq, side_word (trade->side),
                              pnl, r, exit_word (data, trade->exit_reason));
      named++;
    }
}

static void
append_setups (GString *words, const CdlChartData *data, gint64 from, gint64 to)
{
  guint named = 0;

  for (gsize i = 0; i < data->n_setups && named < MAX_NAMED; i++)
    {
      const CdlSetup *setup = &data->setups[i];

      if (setup->created_at > to)
        break;
      if (!lives (setup->created_at, setup->fate_at, from, to))
        continue;
      g_string_append_printf (words, "\n◆%u %s  %s", setup->seq, side_word (setup->side),
                              fate_word (data, setup->fate));
      append_number (words, "→", setup->entry);
      append_number (words, "SL", setup->stop_loss);
      append_number (words, "TP", setup->take_profit);
      named++;
    }
}

char *
cdl_chart_events (const CdlChartData *data, gint64 from, gint64 to)
{
  GString *words = g_string_new (NULL);

  if (cdl_chart_data_shows (data, CDL_CHART_TRADES))
    append_trades (words, data, from, to);
  if (cdl_chart_data_shows (data, CDL_CHART_SETUPS))
    append_setups (words, data, from, to);
  if (words->len > 0)
    g_string_erase (words, 0, 1); /* the first row needs no break */

  return g_string_free (words, FALSE);
}

char *
cdl_chart_time_text (const CdlChartData *data, gint64 time)
{
  return cdl_time_format_short (time + cdl_zone_offset (data->zone, time));
}

char *
cdl_chart_readout (const CdlChartData *data, CdlInterval interval, const CdlChartBar *bar)
{
  g_autofree char *time = cdl_chart_time_text (data, bar->open);
  g_autofree char *events = cdl_chart_events (data, bar->open, bar->end - 1);
  GString *words = g_string_new (NULL);

  g_string_append_printf (words, "%s  %s", time, cdl_interval_name (interval));
  append_prices (words, &data->klines, &bar->merged);
  if (cdl_chart_data_shows (data, CDL_CHART_LINES))
    append_lines (words, data, bar->end - 1);
  append_equity (words, data, bar->end - 1);
  if (*events != '\0')
    g_string_append_printf (words, "\n%s", events);

  return g_string_free (words, FALSE);
}
