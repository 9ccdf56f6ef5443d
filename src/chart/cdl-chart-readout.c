#include "cdl-chart-readout.h"

#include <math.h>

#include "cdl-text.h"
#include "cdl-time.h"

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
append_prices (GString *words, const CdlKlines *klines, gsize i)
{
  static const struct
  {
    const char *name;
    CdlField field;
  } shown[] = { { "O", CDL_FIELD_OPEN },
                { "H", CDL_FIELD_HIGH },
                { "L", CDL_FIELD_LOW },
                { "C", CDL_FIELD_CLOSE },
                { "V", CDL_FIELD_VOLUME } };

  for (gsize f = 0; f < G_N_ELEMENTS (shown); f++)
    if (klines->field[shown[f].field] != NULL)
      append_number (words, shown[f].name, klines->field[shown[f].field][i]);
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

  if (!cdl_chart_data_equity (data, time, &equity, &drawdown))
    return;
  {
    g_autofree char *money = cdl_text_number (equity, 2);
    g_autofree char *share = cdl_text_number (-drawdown, 2);

    g_string_append_printf (words, "  = %s  (%s %%)", money, share);
  }
}

static gboolean
lives (gint64 from, gint64 to, gint64 open_time, gint64 close_time)
{
  return from <= close_time && (to == CDL_TIME_NONE || to >= open_time);
}

static void
append_events (GString *words, const CdlChartData *data, gint64 open_time, gint64 close_time)
{
  guint named = 0;

  for (gsize i = 0; i < data->n_trades && named < MAX_NAMED && !(data->hidden & CDL_CHART_TRADES);
       i++)
    {
      const CdlTrade *trade = &data->trades[i];
      g_autofree char *r = cdl_text_signed (trade->r, 2);

      if (trade->entry_time > close_time)
        break;
      if (!lives (trade->entry_time, trade->exit_time, open_time, close_time))
        continue;
      g_string_append_printf (words, "\n#%u %s  %s R  %s", trade->seq, cdl_side_name (trade->side),
                              r, cdl_exit_reason_name (trade->exit_reason));
      named++;
    }
  for (gsize i = 0; i < data->n_setups && named < MAX_NAMED && !(data->hidden & CDL_CHART_SETUPS);
       i++)
    {
      const CdlSetup *setup = &data->setups[i];

      if (setup->created_at > close_time)
        break;
      if (!lives (setup->created_at, setup->fate_at, open_time, close_time))
        continue;
      g_string_append_printf (words, "\n◆%u %s  %s", setup->seq, cdl_side_name (setup->side),
                              cdl_fate_name (setup->fate));
      append_number (words, "→", setup->entry);
      append_number (words, "SL", setup->stop_loss);
      append_number (words, "TP", setup->take_profit);
      named++;
    }
}

char *
cdl_chart_readout (const CdlChartData *data, gsize i)
{
  const CdlKlines *klines = &data->klines;
  gint64 open_time = klines->open_time[i], close_time = cdl_klines_close_time (klines, i);
  g_autofree char *time
      = cdl_time_format_short (open_time + cdl_chart_data_offset (data, open_time));
  GString *words = g_string_new (time);

  append_prices (words, klines, i);
  if (!(data->hidden & CDL_CHART_LINES))
    append_lines (words, data, close_time);
  append_equity (words, data, open_time);
  append_events (words, data, open_time, close_time);

  return g_string_free (words, FALSE);
}
