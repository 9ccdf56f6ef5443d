#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Lines of a stream, none longer than CDL_LINE_MAX bytes: memory has a bound whatever comes. */
#define CDL_LINE_MAX (256 * 1024 * 1024)

typedef struct _CdlLineReader CdlLineReader;

CdlLineReader *cdl_line_reader_new (GInputStream *stream);
void cdl_line_reader_free (CdlLineReader *self);

/* The next line without its end (\n or \r\n), not terminated, valid until the next call. NULL: at
 * the end of the stream (end is TRUE), or with error. */
const char *cdl_line_reader_next (CdlLineReader *self,
                                  gsize *length,
                                  gboolean *end,
                                  GCancellable *cancellable,
                                  GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlLineReader, cdl_line_reader_free)

G_END_DECLS
