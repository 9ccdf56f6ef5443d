#pragma once

#include "cdl-interval.h"
#include "cdl-settings.h"

G_BEGIN_DECLS

/* A file that klines came from. */
typedef struct
{
  char *name;     /* "BTCUSDT-1m-2023-01.zip" */
  char *checksum; /* SHA-256 */
} CdlDatasetSource;

/* The data that a run read. Immutable once handed to a store or another thread; shared by reference
 * between the runs of a sweep. */
typedef struct
{
  char *fingerprint;
  CdlMarket market;
  char *symbol;
  CdlInterval interval; /* of the rows: the path interval */
  gint64 from, to;      /* [from, to), ms UTC */
  guint64 rows;
  guint holes;
  double quality_pct; /* 100: every kline of [from, to) is there; NaN: not known */
  GArray *sources;    /* CdlDatasetSource */
} CdlDatasetRecord;

/* No sources, quality unknown, the rest zero: to be filled in by the caller. Strings are copied. */
CdlDatasetRecord *
cdl_dataset_record_new (const char *fingerprint, CdlMarket market, const char *symbol);
CdlDatasetRecord *cdl_dataset_record_ref (CdlDatasetRecord *self);
void cdl_dataset_record_unref (CdlDatasetRecord *self);

/* Strings are copied. */
void cdl_dataset_record_add_source (CdlDatasetRecord *self, const char *name, const char *checksum);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlDatasetRecord, cdl_dataset_record_unref)

G_END_DECLS
