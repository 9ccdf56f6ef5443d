#pragma once

#include "cdl-archive.h"

G_BEGIN_DECLS

typedef struct
{
  gsize added;
  gsize repaired; /* stored ones that differed: logged, and replaced */
} CdlKept;

/* Keeps downloaded klines. Those behind the last stored one are appended. Others, which would make
 * the whole dataset be written anew each time, are collected in staging, an archive of its own,
 * until cdl_keep_absorb(). A stored kline that the exchange has corrected is replaced, and told
 * with old and new values in repairs.jsonl below the archive's root. */
gboolean cdl_keep_klines (CdlArchive *archive,
                          CdlArchive *staging,
                          const CdlDatasetName *name,
                          const CdlKlines *klines,
                          const CdlSourceFile *source,
                          CdlKept *kept,
                          GError **error);

/* Puts what was collected into the archive, in one commit; nothing if nothing was. */
gboolean cdl_keep_absorb (CdlArchive *archive,
                          CdlArchive *staging,
                          const CdlDatasetName *name,
                          GError **error);

G_END_DECLS
