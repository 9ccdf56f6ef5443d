#pragma once

#include "cdl-exchange-info.h"

G_BEGIN_DECLS

CdlExchangeInfo *cdl_exchange_info_new (CdlMarket market);

/* Adds a symbol, or replaces the one of that name; strings are copied. Once all are in,
 * cdl_exchange_info_sort(). */
void cdl_exchange_info_set (CdlExchangeInfo *self, const CdlSymbolInfo *info);
void cdl_exchange_info_sort (CdlExchangeInfo *self);

G_END_DECLS
