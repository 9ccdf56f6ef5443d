#pragma once

#include <archive.h>
#include <glib.h>

G_BEGIN_DECLS

/* Opens reader on the gzip file at path. libarchive unpacks gzip too, but does not look at its
 * checksum. The source must live as long as the reader; errors are the reader's. */
typedef struct _CdlGunzip CdlGunzip;

CdlGunzip *cdl_gunzip_new (const char *path);
void cdl_gunzip_free (CdlGunzip *self);
int cdl_gunzip_open (CdlGunzip *self, struct archive *reader);

/* Bytes of the file read so far. */
guint64 cdl_gunzip_position (const CdlGunzip *self);

/* Whether the file at path begins as gzip files do. */
gboolean cdl_gunzip_is_gzip (const char *path);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlGunzip, cdl_gunzip_free)

G_END_DECLS
