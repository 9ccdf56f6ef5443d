#pragma once

#include "cdl-market-error.h"

G_BEGIN_DECLS

typedef enum
{
  CDL_FILE_KLINES,        /* for cdl_import_klines() */
  CDL_FILE_FUNDING,       /* for cdl_funding_import() */
  CDL_FILE_EXCHANGE_INFO, /* for cdl_exchange_info_import() */
} CdlFileKind;

/* What a file of market data holds, by its first bytes; any container (see cdl_container_read()).
 * What is neither funding nor exchange information is taken for klines: their reader says what is
 * wrong with it. FALSE if the file cannot be unpacked. */
gboolean cdl_file_kind (const char *path, CdlFileKind *kind, GError **error);

G_END_DECLS
