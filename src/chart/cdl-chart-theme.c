#include "cdl-chart-theme.h"

#define RGB(hex, opacity)                                                                          \
  {                                                                                                \
    .red = (float) (((hex) >> 16 & 0xff) / 255.0), .green = (float) (((hex) >> 8 & 0xff) / 255.0), \
    .blue = (float) (((hex) &0xff) / 255.0), .alpha = (opacity)                                    \
  }

static const CdlChartTheme light = {
  .background = RGB (0xffffff, 1.0f),
  .grid = RGB (0x000000, 0.08f),
  .text = RGB (0x3d3846, 1.0f),
  .up = RGB (0x1a5fb4, 1.0f),
  .down = RGB (0xc64600, 1.0f),
  .volume = RGB (0x5e5c64, 0.35f),
  .equity = RGB (0x1a5fb4, 1.0f),
  .drawdown = RGB (0xc64600, 0.55f),
  .gain = RGB (0x26a269, 1.0f),
  .loss = RGB (0xa51d2d, 1.0f),
  .crosshair = RGB (0x3d3846, 0.6f),
};

static const CdlChartTheme dark = {
  .background = RGB (0x1e1e1e, 1.0f),
  .grid = RGB (0xffffff, 0.09f),
  .text = RGB (0xc0bfbc, 1.0f),
  .up = RGB (0x62a0ea, 1.0f),
  .down = RGB (0xffa348, 1.0f),
  .volume = RGB (0xc0bfbc, 0.30f),
  .equity = RGB (0x62a0ea, 1.0f),
  .drawdown = RGB (0xffa348, 0.55f),
  .gain = RGB (0x57e389, 1.0f),
  .loss = RGB (0xf66151, 1.0f),
  .crosshair = RGB (0xdeddda, 0.6f),
};

const CdlChartTheme *
cdl_chart_theme (gboolean is_dark)
{
  return is_dark ? &dark : &light;
}
