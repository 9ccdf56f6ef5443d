#pragma once

#include "cdl-market-error.h"

G_BEGIN_DECLS

typedef enum
{
  CDL_FILE_KLINES,        /* for cdl_import_klines() */
  CDL_FILE_MARK,          /* the same, into cdl_archive_new_mark() */
  CDL_FILE_FUNDING,       /* for cdl_funding_import() */
  CDL_FILE_EXCHANGE_INFO, /* for cdl_exchange_info_import() */
} CdlFileKind;

#define CDL_N_FILE_KINDS 4

/* "klines", "mark", "funding", "exchange-info". */
const char *cdl_file_kind_name (CdlFileKind kind);
gboolean cdl_file_kind_parse (const char *text, CdlFileKind *kind);

/* What a file of market data holds, by its first bytes; any container (see cdl_container_read()).
 * What is neither funding nor exchange information is taken for klines: their reader says what is
 * wrong with it. Mark prices look like klines, and must be told apart by whoever has them. FALSE if
 * the file cannot be unpacked. */
gboolean cdl_file_kind (const char *path, CdlFileKind *kind, GError **error);

G_END_DECLS
