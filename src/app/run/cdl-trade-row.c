#include "cdl-trade-row.h"

struct _CdlTradeRow
{
  GObject parent_instance;
  CdlTrade trade;
};

G_DEFINE_FINAL_TYPE (CdlTradeRow, cdl_trade_row, G_TYPE_OBJECT)

static void
cdl_trade_row_class_init (CdlTradeRowClass *class)
{
}

static void
cdl_trade_row_init (CdlTradeRow *self)
{
}

CdlTradeRow *
cdl_trade_row_new (const CdlTrade *trade)
{
  CdlTradeRow *self = g_object_new (CDL_TYPE_TRADE_ROW, NULL);

  self->trade = *trade;

  return self;
}

const CdlTrade *
cdl_trade_row_trade (CdlTradeRow *self)
{
  return &self->trade;
}
