#pragma once

#include "cdl-dataset.h"
#include "cdl-ladder.h"

G_BEGIN_DECLS

/* Trade prints, by whole UTC days: prints/<market>/<symbol>/<day>/ below the archive's root, with
 * prints.npy (time and price), quantity.npy and id.npy. A day is there whole or not at all. */

/* An aggregated trade of the exchange. */
typedef struct
{
  gint64 id;
  CdlPrint print;
  double quantity;
} CdlTradePrint;

/* A day of one symbol, mapped read-only. */
typedef struct _CdlPrintDay CdlPrintDay;

/* The day that begins at day_ms; NULL without an error if it is not stored. */
CdlPrintDay *cdl_print_day_open (const char *root,
                                 CdlMarket market,
                                 const char *symbol,
                                 gint64 day_ms,
                                 GError **error);
void cdl_print_day_free (CdlPrintDay *self);
const CdlPrint *cdl_print_day_prints (const CdlPrintDay *self, gsize *n);

/* Stores a day of prints (CdlTradePrint, by id) in one step. source: where they came from. */
gboolean cdl_print_day_store (const char *root,
                              CdlMarket market,
                              const char *symbol,
                              gint64 day_ms,
                              const GArray *prints,
                              const char *source,
                              GError **error);

/* Beginnings of the stored days, ms UTC, in order: gint64. */
GArray *cdl_print_days (const char *root, CdlMarket market, const char *symbol);

/* Symbols of which a folder of prints is there, sorted, NULL-terminated; newly allocated. */
char **cdl_print_symbols (const char *root, CdlMarket market);

/* SHA-256 of what a day holds, as it was stored; NULL if there is none. Newly allocated. */
char *cdl_print_day_sha256 (const char *root, CdlMarket market, const char *symbol, gint64 day_ms);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlPrintDay, cdl_print_day_free)

G_END_DECLS
