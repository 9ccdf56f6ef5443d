#include "cdl-bulk.h"

#include <archive.h>
#include <archive_entry.h>

static la_ssize_t
take_bytes (struct archive *archive, void *data, const void *bytes, size_t n)
{
  g_byte_array_append (data, bytes, (guint) n);

  return (la_ssize_t) n;
}

static void
write_member (struct archive *archive, const CdlBulkMember *member)
{
  static const char zeros[65536];
  struct archive_entry *entry = archive_entry_new ();

  archive_entry_set_pathname (entry, member->name);
  archive_entry_set_size (entry, (la_int64_t) (member->zeros > 0 ? member->zeros : member->length));
  archive_entry_set_filetype (entry, AE_IFREG);
  archive_entry_set_perm (entry, 0644);
  archive_entry_set_mtime (entry, 1735689600, 0);
  archive_write_header (archive, entry);
  if (member->zeros == 0)
    archive_write_data (archive, member->text, member->length);
  for (gsize written = 0; written < member->zeros; written += sizeof zeros)
    archive_write_data (archive, zeros, MIN (sizeof zeros, member->zeros - written));
  archive_entry_free (entry);
}

GBytes *
cdl_bulk_zip (const CdlBulkMember *members, guint n, gboolean zip64)
{
  GByteArray *out = g_byte_array_new ();
  struct archive *archive = archive_write_new ();

  archive_write_set_format_zip (archive);
  archive_write_set_options (archive, "zip:compression-level=1");
  if (zip64)
    archive_write_set_options (archive, "zip:zip64");
  archive_write_set_bytes_in_last_block (archive, 1);
  archive_write_open2 (archive, out, NULL, take_bytes, NULL, NULL);
  for (guint i = 0; i < n; i++)
    write_member (archive, &members[i]);
  archive_write_free (archive);

  return g_byte_array_free_to_bytes (out);
}
