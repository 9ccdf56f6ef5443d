#pragma once

#include "cdl-klines.h"
#include "cdl-market-error.h"
#include "cdl-settings.h"

G_BEGIN_DECLS

#define CDL_SYMBOL_SIZE 32

typedef struct
{
  CdlMarket market;
  char symbol[CDL_SYMBOL_SIZE]; /* upper-case letters and digits (the exchange's names), and _ */
  CdlInterval interval;
} CdlDatasetName;

/* FALSE if symbol is not one that the exchange could have. */
gboolean cdl_dataset_name_init (CdlDatasetName *self,
                                CdlMarket market,
                                const char *symbol,
                                CdlInterval interval);

/* "BTCUSDT 1m (spot)"; newly allocated. */
char *cdl_dataset_name_format (const CdlDatasetName *self);

/* Klines of the archive, mapped read-only: a length that does not change. Holds one file
 * descriptor.
 */
typedef struct _CdlDataset CdlDataset;

/* folder: the dataset's. */
CdlDataset *cdl_dataset_open (const CdlDatasetName *name, const char *folder, GError **error);
CdlDataset *cdl_dataset_ref (CdlDataset *self);
void cdl_dataset_unref (CdlDataset *self);

const CdlDatasetName *cdl_dataset_name (const CdlDataset *self);
const CdlKlines *cdl_dataset_klines (const CdlDataset *self);

/* Decimals after the point of the finest price: the tick where nothing else tells it. */
int cdl_dataset_price_decimals (const CdlDataset *self);

/* SHA-256 over names and the exact bytes of the klines [from, to): what a run can have seen.
 * Remembered beside the columns, since hashing a year takes a tenth of a second. Newly allocated.
 */
char *cdl_dataset_fingerprint (CdlDataset *self, gsize from, gsize to);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlDataset, cdl_dataset_unref)

G_END_DECLS
