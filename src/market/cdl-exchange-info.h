#pragma once

#include "cdl-settings.h"

G_BEGIN_DECLS

/* What the exchange says of one symbol. */
typedef struct
{
  const char *symbol;  /* "BTCUSDT" */
  const char *status;  /* the exchange's word: "TRADING", "BREAK"; "" if it says none */
  CdlDecimal tick;     /* of prices; not set: the exchange names none */
  CdlDecimal step;     /* of quantities; the same */
  double min_notional; /* in quote; 0: none */
  gint64 as_of;        /* ms UTC of the exchange's clock when it said so; 0: unknown */
} CdlSymbolInfo;

/* The trading rules of one market's symbols. Kept in exchange/<market>.json below the archive's
 * root. */
typedef struct _CdlExchangeInfo CdlExchangeInfo;

/* Reads the answer of Binance to exchangeInfo, spot or USD-M futures, length bytes of UTF-8; which
 * of the two it is stands in it. A recording's "URL -> time: " before it is skipped, and so are the
 * lines after it. name: the file, for messages. NULL with CDL_MARKET_ERROR_FORMAT, in words that
 * name file, symbol and filter. */
CdlExchangeInfo *
cdl_exchange_info_parse (const char *text, gsize length, const char *name, GError **error);
void cdl_exchange_info_free (CdlExchangeInfo *self);

/* What is stored of market below root, the archive's root; empty if nothing was stored yet. NULL
 * with CDL_MARKET_ERROR_FORMAT if the file is damaged, or with the file error. */
CdlExchangeInfo *cdl_exchange_info_load (const char *root, CdlMarket market, GError **error);

/* Stores symbols below root: what was stored of the same symbols is replaced, the others stay. The
 * file is whole at every instant: old or new. */
gboolean cdl_exchange_info_store (const CdlExchangeInfo *self, const char *root, GError **error);

/* Parses the file at path, of any container (see cdl_container_read()), and stores it below root.
 * Returns what was in it, or NULL with nothing stored. */
CdlExchangeInfo *cdl_exchange_info_import (const char *root, const char *path, GError **error);

CdlMarket cdl_exchange_info_market (const CdlExchangeInfo *self);

/* Number of symbols, and the i-th, in order of their names. */
guint cdl_exchange_info_count (const CdlExchangeInfo *self);
const CdlSymbolInfo *cdl_exchange_info_get (const CdlExchangeInfo *self, guint i);

/* A symbol by its name, or NULL; belongs to self. */
const CdlSymbolInfo *cdl_exchange_info_lookup (const CdlExchangeInfo *self, const char *symbol);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlExchangeInfo, cdl_exchange_info_free)

G_END_DECLS
