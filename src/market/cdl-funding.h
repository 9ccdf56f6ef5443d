#pragma once

#include "cdl-archive.h"
#include "cdl-run.h"

G_BEGIN_DECLS

/* Funding rates of a perpetual future. Kept as NumPy files in funding/<market>/<symbol> below the
 * archive's root: time.npy (int64, ms UTC), rate.npy (float64, > 0: longs pay) and, beside them
 * since prices are kept, price.npy (float64: the mark price at the stamp; NaN: the exchange does
 * not tell it, 0: it was not asked, as the exchange's bulk files have none). Stamps are the
 * exchange's own, which lie a few ms after the full hour; two less than a minute apart are one. */

/* Reads rates from length bytes: CSV with a header that names time, rate and, if it likes, the mark
 * price (Binance's bulk files, "ts,rate"), or with the first two columns and no header, or the JSON
 * array of Binance's fundingRate. Times are epoch s, ms or us, or ISO. An empty price is 0. name:
 * the file, for messages. Newly allocated, n of them, in order of time. NULL with
 * CDL_MARKET_ERROR_FORMAT, naming file and line, if a row is no rate, or is not later than the one
 * before it. */
CdlFunding *
cdl_funding_parse (const char *text, gsize length, const char *name, gsize *n, GError **error);

/* What is stored of a symbol below root; *n = 0 and *rates NULL if nothing was. *rates newly
 * allocated. */
gboolean cdl_funding_load (const char *root,
                           const char *symbol,
                           CdlFunding **rates,
                           gsize *n,
                           GError **error);

/* Symbols of which rates are stored below root, sorted, NULL-terminated; newly allocated. */
char **cdl_funding_list (const char *root);

/* Merges rates into what is stored, in one step: all, or (error) nothing. A stamp whose rate or
 * price differs from the stored one is a CONFLICT unless replace is set; one that only now has a
 * price is completed, and no price takes a stored one's place. One writer at a time, else
 * BUSY. */
gboolean cdl_funding_store (const char *root,
                            const char *symbol,
                            const CdlFunding *rates,
                            gsize n,
                            gboolean replace,
                            CdlWriteResult *result,
                            GError **error);

/* Imports a file of any container (see cdl_container_read()), in one step. symbol NULL: told by the
 * file's name ("BTCUSDT-fundingRate-2024-01.zip", "funding_binance_BTCUSDT.csv"). imported
 * (nullable): the symbol, newly allocated. */
gboolean cdl_funding_import (const char *root,
                             const char *path,
                             const char *symbol,
                             gboolean replace,
                             char **imported,
                             CdlWriteResult *result,
                             GError **error);

G_END_DECLS
