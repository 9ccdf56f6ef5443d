#pragma once

#include "cdl-archive.h"
#include "cdl-container.h"

G_BEGIN_DECLS

typedef struct
{
  CdlMarket market;
  const char *symbol; /* NULL: told by the file's name */
  gboolean has_interval;
  CdlInterval interval; /* else told by the file's name, or by its rows */
  gboolean skip_bad;
  gboolean replace;         /* rows that differ from stored ones take their place */
  gint64 now_ms;            /* klines still open then are not stored */
  CdlProgressFunc progress; /* may be NULL */
  gpointer progress_data;
} CdlImportOptions;

typedef struct
{
  CdlDatasetName name;
  CdlWriteResult written;
  gsize rows; /* good rows of the file */
  guint bad, open, odd_close;
  char *first_bad; /* or NULL */
} CdlImportResult;

/* Imports a kline file of any kind (see cdl_rows_read(), cdl_container_read()) in one commit: all
 * of it, or nothing. */
gboolean cdl_import_klines (CdlArchive *archive,
                            const char *path,
                            const CdlImportOptions *options,
                            CdlImportResult *result,
                            GError **error);
void cdl_import_result_clear (CdlImportResult *result);

/* Symbol and interval as file names tell them: "BTCUSDT-5m-2024-01.zip", "BTC_USDT-1m.json".
 * symbol: newly allocated or NULL. TRUE if the interval was found. */
gboolean cdl_import_guess (const char *path, char **symbol, CdlInterval *interval);

G_END_DECLS
