#include "cdl-chart-drawing-private.h"

#include "cdl-text.h"
#include "cdl-time.h"

/* The bands reach that far, pixels, however soon the trade or setup ended. */
#define MIN_WIDTH 48.0

/* A band with less room than that has no words. */
#define ROOM_FOR_WORDS 18.0

gboolean
cdl_drawing_levels (const CdlDrawing *self, CdlLevels *levels)
{
  const CdlChartData *data = self->data;

  if (data->selected_trade >= 0 && (gsize) data->selected_trade < data->n_trades
      && cdl_drawing_shows (self, CDL_CHART_TRADES))
    {
      const CdlTrade *trade = &data->trades[data->selected_trade];

      *levels = (CdlLevels){ trade->entry_time, trade->exit_time, trade->entry_price,
                             trade->take_profit, trade->stop_loss };
    }
  else if (data->selected_setup > 0 && data->selected_setup <= data->n_setups
           && cdl_drawing_shows (self, CDL_CHART_SETUPS))
    {
      const CdlSetup *setup = &data->setups[data->selected_setup - 1];

      *levels = (CdlLevels){ setup->created_at,
                             setup->fate == CDL_FATE_PENDING ? CDL_TIME_NONE : setup->fate_at,
                             setup->entry, setup->take_profit, setup->stop_loss };
    }
  else
    return FALSE;

  if (levels->to == CDL_TIME_NONE)
    levels->to = MAX (self->view.to, levels->from);

  return levels->from <= self->view.to && levels->to >= self->view.from;
}

/* "TP +2.4 %": how far it is from the entry, in the band where it has room. */
static void
draw_words (CdlDrawing *self,
            const CdlLevels *levels,
            const char *name,
            const GdkRGBA *color,
            double level,
            double x)
{
  const CdlAxis *price = &self->frame.price;
  double y = cdl_axis_pixel (price, level), entry = cdl_axis_pixel (price, levels->entry);
  g_autofree char *share = cdl_text_signed (100.0 * (level / levels->entry - 1.0), 2);
  g_autofree char *words = g_strdup_printf ("%s  %s %%", name, share);

  if (fabs (y - entry) >= ROOM_FOR_WORDS)
    cdl_drawing_text (self, words, color, x + 6.0, y + (y < entry ? 9.0 : -8.0), 0.0);
}

/* What can be won and lost, from the entry to the levels. */
void
cdl_drawing_bands (CdlDrawing *self)
{
  const CdlAxis *time = &self->frame.time, *price = &self->frame.price;
  const CdlChartTheme *theme = self->theme;
  CdlLevels levels;
  double x, width, entry, target, stop;

  if (!cdl_drawing_levels (self, &levels))
    return;
  x = cdl_axis_pixel (time, (double) levels.from);
  width = MAX (cdl_axis_pixel (time, (double) levels.to) - x, MIN_WIDTH);
  entry = cdl_axis_pixel (price, levels.entry);
  target = cdl_axis_pixel (price, levels.take_profit);
  stop = cdl_axis_pixel (price, levels.stop_loss);
  if (isfinite (target) && isfinite (entry))
    {
      cdl_drawing_box (self, &theme->gain_band, x, MIN (entry, target), width,
                       fabs (target - entry));
      cdl_drawing_box (self, &theme->gain, x, target, width, 1.0);
      draw_words (self, &levels, "TP", &theme->gain, levels.take_profit, MAX (x, 0.0));
    }
  if (isfinite (stop) && isfinite (entry))
    {
      cdl_drawing_box (self, &theme->loss_band, x, MIN (entry, stop), width, fabs (stop - entry));
      cdl_drawing_box (self, &theme->loss, x, stop, width, 1.0);
      draw_words (self, &levels, "SL", &theme->loss, levels.stop_loss, MAX (x, 0.0));
    }
  if (isfinite (entry))
    cdl_drawing_box (self, &theme->text, x, entry, width, 1.0);
}
