#pragma once

#include "cdl-archive.h"
#include "cdl-columns.h"
#include "cdl-run.h"

G_BEGIN_DECLS

/* What a perpetual future has beside its klines, as far as the archive has it. */
typedef struct
{
  CdlFunding *rates;
  gsize n_rates;
  CdlDataset *mark;    /* klines of mark prices; NULL if there are none */
  CdlColumns *derived; /* made of them, where the path's interval is a higher one */
} CdlPerpetual;

/* Reads what the archive has of a symbol: mark prices of the path's interval, or finer ones that it
 * can be made of. FALSE if something that is there is damaged. */
gboolean cdl_perpetual_load (CdlPerpetual *self,
                             CdlArchive *archive,
                             const char *symbol,
                             CdlInterval path_interval,
                             GError **error);
void cdl_perpetual_clear (CdlPerpetual *self);

/* Rates and marks into data; borrowed. */
void cdl_perpetual_run_data (const CdlPerpetual *self, CdlRunData *data);

/* Fingerprint of what a run over [from, to) can have read; newly allocated. NULL: nothing. */
char *cdl_perpetual_fingerprint (const CdlPerpetual *self, gint64 from, gint64 to);

G_END_DECLS
