#include "cdl-bulk.h"

#include <archive.h>
#include <archive_entry.h>
#include <string.h>

static la_ssize_t
take_bytes (struct archive *archive, void *data, const void *bytes, size_t n)
{
  g_byte_array_append (data, bytes, (guint) n);

  return (la_ssize_t) n;
}

GBytes *
cdl_bulk_zip (const char *name, const char *text, gsize length)
{
  GByteArray *out = g_byte_array_new ();
  struct archive *archive = archive_write_new ();
  struct archive_entry *entry = archive_entry_new ();

  archive_write_set_format_zip (archive);
  archive_write_set_options (archive, "zip:compression-level=1");
  archive_write_set_bytes_in_last_block (archive, 1);
  archive_write_open2 (archive, out, NULL, take_bytes, NULL, NULL);

  archive_entry_set_pathname (entry, name);
  archive_entry_set_size (entry, (la_int64_t) length);
  archive_entry_set_filetype (entry, AE_IFREG);
  archive_entry_set_perm (entry, 0644);
  archive_entry_set_mtime (entry, 1735689600, 0);
  archive_write_header (archive, entry);
  archive_write_data (archive, text, length);
  archive_entry_free (entry);
  archive_write_free (archive);

  return g_byte_array_free_to_bytes (out);
}
