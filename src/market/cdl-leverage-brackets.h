#pragma once

#include "cdl-market-error.h"
#include "cdl-settings.h"

G_BEGIN_DECLS

/* What leverage the exchange allows up to which notional, and what margin it wants kept: tiers of
 * symbols of USD-M futures. The exchange tells them to its customers only, so they come from a
 * file. */
typedef struct _CdlLeverageBrackets CdlLeverageBrackets;

/* Reads the answer of Binance to leverageBracket, of one symbol or many: length bytes of JSON.
 * name: the file, for messages. NULL with CDL_MARKET_ERROR_FORMAT, in words that name file, symbol
 * and bracket, if brackets do not follow one another from 0 on, contradict each other, or are more
 * than CDL_MAX_TIERS. */
CdlLeverageBrackets *
cdl_leverage_brackets_parse (const char *text, gsize length, const char *name, GError **error);

/* The same of the file at path. */
CdlLeverageBrackets *cdl_leverage_brackets_read (const char *path, GError **error);
void cdl_leverage_brackets_free (CdlLeverageBrackets *self);

/* The tiers of a symbol into settings; FALSE with NOT_FOUND if it has none here. */
gboolean cdl_leverage_brackets_apply (const CdlLeverageBrackets *self,
                                      const char *symbol,
                                      CdlSettings *settings,
                                      GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlLeverageBrackets, cdl_leverage_brackets_free)

G_END_DECLS
