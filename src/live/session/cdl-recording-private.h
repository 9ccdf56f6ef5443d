#pragma once

#include "cdl-recording.h"

G_BEGIN_DECLS

#define CDL_RECORDING_MAGIC "CDLREC1\n"

/* The path of file number (from 1) of a folder; newly allocated. */
char *cdl_recording_file (const char *folder, guint number);

/* Number of the last file there; 0: none. bytes gets how many all have. */
guint cdl_recording_last (const char *folder, gint64 *bytes);

/* Plays one file, given whole. */
gboolean cdl_recording_play_bytes (const guint8 *bytes,
                                   gsize size,
                                   const char *const *symbols,
                                   CdlFeedSink sink,
                                   gpointer data,
                                   GError **error);

G_END_DECLS
