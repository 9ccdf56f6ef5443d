#pragma once

#include "cdl-json-writer.h"
#include "cdl-trade.h"

G_BEGIN_DECLS

/* Writes a trade or setup as one JSON object with the stable names of spec "Export fields"; name is
 * that of the setup definition. Levels that are not finite are null, as are times that there are
 * not. */
void cdl_trade_write_json (CdlJsonWriter *writer,
                           const CdlTrade *trade,
                           const char *name,
                           const char *symbol);
void cdl_setup_write_json (CdlJsonWriter *writer, const CdlSetup *setup, const char *name);

G_END_DECLS
