#pragma once

#include "cdl-sim-faults.h"
#include "cdl-sim-range.h"
#include "cdl-sim-reply.h"

G_BEGIN_DECLS

/* The exchange's bulk files, by their paths:
 * /data/{spot|futures/um}/{daily|monthly}/klines/BTCUSDT/1m/BTCUSDT-1m-2025-01[-31].zip[.CHECKSUM]
 * and the like of markPriceKlines, aggTrades and fundingRate (monthly). A daily file is there from
 * 02:00 of the next day on, a monthly one from the first Monday of the next month. */
typedef struct _CdlBulk CdlBulk;

CdlBulk *cdl_bulk_new (CdlSimMarket *truth, CdlFaults *faults);
void cdl_bulk_free (CdlBulk *self);

/* The truth has changed: files are made anew. */
void cdl_bulk_forget (CdlBulk *self);

/* What a path asks for. */
typedef enum
{
  CDL_BULK_KLINES,
  CDL_BULK_AGG_TRADES,
  CDL_BULK_MARK_KLINES,
  CDL_BULK_FUNDING,
} CdlBulkKind;

typedef struct
{
  CdlBulkKind kind;
  const CdlSimSymbol *symbol;
  CdlInterval interval; /* of klines */
  gint64 from, to;      /* ms UTC: [from, to) */
  gboolean checksum;    /* of the file, not the file */
  char *stem;           /* "BTCUSDT-1m-2025-01" */
} CdlBulkFile;

/* FALSE if no file could have that path. */
gboolean cdl_bulk_parse (CdlBulkFile *file, CdlSimMarket *truth, const char *path);
void cdl_bulk_file_clear (CdlBulkFile *file);

/* When the file appears, ms UTC. */
gint64 cdl_bulk_appears (const CdlBulkFile *file);

/* The answer to a request for path at `now`; honest: whatever faults there are. */
CdlSimReply *cdl_bulk_answer (CdlBulk *self, const char *path, gint64 now, gboolean honest);

/* The file's text. */
GString *cdl_bulk_csv (CdlSimMarket *truth, const CdlBulkFile *file);

typedef struct
{
  const char *name, *text;
  gsize length;
  gsize zeros; /* so many zero bytes in place of text */
} CdlBulkMember;

/* A zip of these members, the same bytes every time; zip64: as large files need it. */
GBytes *cdl_bulk_zip (const CdlBulkMember *members, guint n, gboolean zip64);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlBulk, cdl_bulk_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CdlBulkFile, cdl_bulk_file_clear)

G_END_DECLS
