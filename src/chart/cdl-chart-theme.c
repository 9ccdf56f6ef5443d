#include "cdl-chart-theme.h"

#define RGB(hex, opacity)                                                                          \
  {                                                                                                \
    .red = (float) (((hex) >> 16 & 0xff) / 255.0), .green = (float) (((hex) >> 8 & 0xff) / 255.0), \
    .blue = (float) (((hex) &0xff) / 255.0), .alpha = (opacity)                                    \
  }

/* A theme from its six colours that depend on the palette, and the rest. */
#define LIGHT(up_hex, down_hex, gain_hex, loss_hex)                                                \
  {                                                                                                \
    .background = RGB (0xffffff, 1.0f), .plate = RGB (0xffffff, 0.8f),                             \
    .grid = RGB (0x000000, 0.08f), .text = RGB (0x241f31, 1.0f), .dim = RGB (0x5e5c64, 1.0f),      \
    .up = RGB (up_hex, 1.0f), .down = RGB (down_hex, 1.0f), .up_volume = RGB (up_hex, 0.35f),      \
    .down_volume = RGB (down_hex, 0.35f), .equity = RGB (0x1a5fb4, 1.0f),                          \
    .drawdown = RGB (loss_hex, 0.45f), .gain = RGB (gain_hex, 1.0f), .loss = RGB (loss_hex, 1.0f), \
    .gain_band = RGB (gain_hex, 0.13f), .loss_band = RGB (loss_hex, 0.13f),                        \
    .setup = { RGB (0x813d9c, 1.0f), RGB (0x77767b, 1.0f), RGB (0x865e3c, 1.0f),                   \
               RGB (0x77767b, 0.7f) },                                                             \
    .line = { RGB (0x1c71d8, 1.0f), RGB (0xe5a50a, 1.0f), RGB (0xc061cb, 1.0f),                    \
              RGB (0x2190a4, 1.0f) },                                                              \
    .crosshair = RGB (0x3d3846, 0.6f), .tag = RGB (0x5e5c64, 1.0f),                                \
  }

#define DARK(up_hex, down_hex, gain_hex, loss_hex)                                                 \
  {                                                                                                \
    .background = RGB (0x1e1e1e, 1.0f), .plate = RGB (0x1e1e1e, 0.8f),                             \
    .grid = RGB (0xffffff, 0.08f), .text = RGB (0xf6f5f4, 1.0f), .dim = RGB (0xb0afac, 1.0f),      \
    .up = RGB (up_hex, 1.0f), .down = RGB (down_hex, 1.0f), .up_volume = RGB (up_hex, 0.35f),      \
    .down_volume = RGB (down_hex, 0.35f), .equity = RGB (0x78aeed, 1.0f),                          \
    .drawdown = RGB (loss_hex, 0.5f), .gain = RGB (gain_hex, 1.0f), .loss = RGB (loss_hex, 1.0f),  \
    .gain_band = RGB (gain_hex, 0.14f), .loss_band = RGB (loss_hex, 0.14f),                        \
    .setup = { RGB (0xdc8add, 1.0f), RGB (0x9a9996, 1.0f), RGB (0xcdab8f, 1.0f),                   \
               RGB (0x9a9996, 0.7f) },                                                             \
    .line = { RGB (0x62a0ea, 1.0f), RGB (0xf8e45c, 1.0f), RGB (0xdc8add, 1.0f),                    \
              RGB (0x5bc8af, 1.0f) },                                                              \
    .crosshair = RGB (0xdeddda, 0.6f), .tag = RGB (0x5e5c64, 1.0f),                                \
  }

static const CdlChartTheme themes[2][2] = {
  {
      [CDL_CHART_GREEN_RED] = LIGHT (0x2a9d76, 0xd9534f, 0x187a52, 0xa51d2d),
      [CDL_CHART_BLUE_ORANGE] = LIGHT (0x1a5fb4, 0xc64600, 0x1a5fb4, 0xb5470b),
  },
  {
      [CDL_CHART_GREEN_RED] = DARK (0x2fa57f, 0xe0605c, 0x57e389, 0xf66151),
      [CDL_CHART_BLUE_ORANGE] = DARK (0x62a0ea, 0xffa348, 0x99c1f1, 0xffbe6f),
  },
};

const CdlChartTheme *
cdl_chart_theme (gboolean dark, CdlChartPalette palette)
{
  return &themes[dark ? 1 : 0][palette];
}
