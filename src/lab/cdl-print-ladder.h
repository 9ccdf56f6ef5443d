#pragma once

#include "cdl-prints.h"

G_BEGIN_DECLS

/* The stored prints of a symbol as the last rung of the ladder: whole days of them, mapped, for all
 * threads. */
typedef struct _CdlPrintLadder CdlPrintLadder;

/* The days of [from, to), ms UTC, that are stored. NULL without an error if none is. */
CdlPrintLadder *cdl_print_ladder_new (const char *root,
                                      CdlMarket market,
                                      const char *symbol,
                                      gint64 from,
                                      gint64 to,
                                      GError **error);
void cdl_print_ladder_free (CdlPrintLadder *self);

/* The prints of [open_time, close_time], borrowed. FALSE if the day is not stored, if it is not one
 * day, or if nobody traded. */
gboolean cdl_print_ladder_prints (const CdlPrintLadder *self,
                                  gint64 open_time,
                                  gint64 close_time,
                                  const CdlPrint **prints,
                                  gsize *n);

/* SHA-256 of all of them; newly allocated. */
char *cdl_print_ladder_fingerprint (const CdlPrintLadder *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlPrintLadder, cdl_print_ladder_free)

G_END_DECLS
