#pragma once

#include "cdl-feed-event.h"
#include "cdl-session-error.h"

G_BEGIN_DECLS

/* Writes down what a session was told, so that it can be played again: always the same trades.
 *
 * In the session's folder, recording-000001.rec and on: "CDLREC1\n", then blocks, each four bytes
 * of length, least first, and so many bytes of zlib, whose checksum guards them. What a block holds
 * says cdl-recording-block-private.h. A new file begins when one is full, and at each start, so
 * that no file is changed that was closed; a crash can only tear the last block of a file, which is
 * then not there. */
typedef struct _CdlRecorder CdlRecorder;

/* A file is full; a whole recording is. */
#define CDL_RECORDING_FILE_SIZE (G_GINT64_CONSTANT (64) * 1024 * 1024)
#define CDL_RECORDING_CAP       (G_GINT64_CONSTANT (8) * 1024 * 1024 * 1024)

/* Begins the next file of the folder. cap: bytes that all files may have; 0: CDL_RECORDING_CAP. */
CdlRecorder *cdl_recorder_new (const char *folder, gint64 cap, GError **error);

/* What was not flushed is. */
void cdl_recorder_free (CdlRecorder *self);

/* Takes one event (FORMING ones are not kept); symbol: its place in the session. Written when there
 * is enough for a block, or at cdl_recorder_flush(). FALSE: it could not be written. It waits, and
 * is tried again, with what comes later behind it; once the recording is full, or too much waits,
 * nothing is recorded any more, so that what there is has no holes. */
gboolean
cdl_recorder_add (CdlRecorder *self, guint symbol, const CdlFeedEvent *event, GError **error);
gboolean cdl_recorder_flush (CdlRecorder *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlRecorder, cdl_recorder_free)

G_END_DECLS
