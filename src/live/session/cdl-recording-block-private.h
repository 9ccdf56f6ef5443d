#pragma once

#include "cdl-feed-event.h"
#include "cdl-session-error.h"

G_BEGIN_DECLS

/* A stretch of feed events as bytes. Each block stands for itself: times are differences from the
 * event before, in the same block. Of an event:
 *
 *   byte     type, + 8 if reconstructed, + 16 if whole, + 32 if late, + 64 if priced
 *   number   place of the symbol in the session
 *   signed   received_at
 *   PRINT    signed time, double price
 *   KLINE    signed open time, nine doubles
 *   MARK     signed time, double price
 *   FUNDING  signed time, double rate; if priced, double mark price
 *   STATE    byte state, number of bytes, reason in UTF-8
 *   RULES    signed time from which they hold, numbers of tick and step (each digits, then places;
 *            no digits: none), double smallest position, number of bytes, status in UTF-8
 *
 * A number has seven bits a byte, least first, the eighth set where more follow; signed is
 * (n << 1) ^ (n >> 63), a difference; a double is eight bytes, least first. */

/* A block ends before it grows longer. */
#define CDL_RECORDING_MAX_BLOCK (1024 * 1024)
#define CDL_RECORDING_MAX_TEXT  1000

typedef struct
{
  GByteArray *bytes;
  gint64 received_at; /* of the last event */
  gint64 time;
} CdlRecordingBlock;

void cdl_recording_block_init (CdlRecordingBlock *self);
void cdl_recording_block_clear (CdlRecordingBlock *self);

/* Empties it, for the next. */
void cdl_recording_block_reset (CdlRecordingBlock *self);

/* Any but FORMING. */
void cdl_recording_block_add (CdlRecordingBlock *self, guint symbol, const CdlFeedEvent *event);

/* Hands on the events of a block, in order. symbols: NULL-terminated. FALSE with
 * CDL_SESSION_ERROR_RECORDING at the first byte that cannot be: what came before was handed on. */
gboolean cdl_recording_block_read (const guint8 *bytes,
                                   gsize size,
                                   const char *const *symbols,
                                   CdlFeedSink sink,
                                   gpointer data,
                                   GError **error);

G_END_DECLS
