#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What goes wrong between files and the archive. Messages name the file or dataset, and the line.
 */
typedef enum
{
  CDL_MARKET_ERROR_FAILED,    /* reading or writing failed: disk, permission */
  CDL_MARKET_ERROR_NOT_FOUND, /* no such dataset or file */
  CDL_MARKET_ERROR_BUSY,      /* another process is writing the dataset */
  CDL_MARKET_ERROR_FORMAT,    /* not a file of a kind that can be read, or a damaged one */
  CDL_MARKET_ERROR_ROW,       /* a row that cannot be true */
  CDL_MARKET_ERROR_CONFLICT,  /* differs from what is stored */
  CDL_MARKET_ERROR_DAMAGED,   /* the archive's own files are damaged */
  CDL_MARKET_ERROR_CANCELLED,
} CdlMarketError;

#define CDL_MARKET_ERROR (cdl_market_error_quark ())

GQuark cdl_market_error_quark (void);

G_END_DECLS
