#pragma once

#include <gio/gio.h>

#include "cdl-trade.h"

G_BEGIN_DECLS

/* A trade as a row of a list. */
#define CDL_TYPE_TRADE_ROW (cdl_trade_row_get_type ())
G_DECLARE_FINAL_TYPE (CdlTradeRow, cdl_trade_row, CDL, TRADE_ROW, GObject)

CdlTradeRow *cdl_trade_row_new (const CdlTrade *trade);
const CdlTrade *cdl_trade_row_trade (CdlTradeRow *self);

G_END_DECLS
