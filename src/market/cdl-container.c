#include "cdl-container.h"

#include <archive.h>
#include <archive_entry.h>
#include <glib/gstdio.h>
#include <string.h>

#define READ_SIZE (256 * 1024)

typedef struct archive Reader;

static void
reader_free (Reader *reader)
{
  archive_read_free (reader);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Reader, reader_free)

static void
member_free (gpointer data)
{
  CdlMember *member = data;

  g_free (member->name);
  g_bytes_unref (member->data);
  g_free (member);
}

static gboolean
fail (Reader *reader, const char *path, GError **error)
{
  const char *reason = archive_error_string (reader);
  g_autofree char *base = g_path_get_basename (path);

  g_set_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_FORMAT, "%s is damaged or incomplete: %s",
               base, reason != NULL ? reason : "unexpected end");

  return FALSE;
}

/* Reads the present entry whole, up to the limit. */
static GBytes *
read_entry (Reader *reader,
            const char *path,
            guint64 size,
            CdlProgressFunc progress,
            gpointer data,
            GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree guint8 *buffer = g_malloc (READ_SIZE);

  for (;;)
    {
      la_ssize_t n = archive_read_data (reader, buffer, READ_SIZE);

      if (n < 0)
        {
          fail (reader, path, error);
          return NULL;
        }
      if (n == 0)
        break;
      if (bytes->len + (guint64) n > CDL_CONTAINER_MAX_BYTES)
        {
          g_set_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_FORMAT,
                       "%s unpacks to more than 1 GiB: no kline file is so large", path);
          return NULL;
        }
      g_byte_array_append (bytes, buffer, (guint) n);
      if (progress != NULL
          && !progress (MIN ((guint64) archive_filter_bytes (reader, -1), size), size, data))
        {
          g_set_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_CANCELLED,
                       "the import of %s was cancelled", path);
          return NULL;
        }
    }

  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

static gboolean
read_members (Reader *reader,
              const char *path,
              guint64 size,
              GPtrArray *members,
              CdlProgressFunc progress,
              gpointer data,
              GError **error)
{
  struct archive_entry *entry;
  guint64 total = 0;
  int status;

  while ((status = archive_read_next_header (reader, &entry)) == ARCHIVE_OK
         || status == ARCHIVE_WARN)
    {
      const char *name = archive_entry_pathname (entry);
      CdlMember *member;
      GBytes *bytes;

      if (archive_entry_filetype (entry) == AE_IFDIR)
        continue;
      bytes = read_entry (reader, path, size, progress, data, error);
      if (bytes == NULL)
        return FALSE;
      total += g_bytes_get_size (bytes);
      member = g_new0 (CdlMember, 1);
      member->name = g_strcmp0 (name, "data") == 0 ? g_path_get_basename (path) : g_strdup (name);
      member->data = bytes;
      g_ptr_array_add (members, member);
      if (total > CDL_CONTAINER_MAX_BYTES)
        {
          g_set_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_FORMAT,
                       "%s unpacks to more than 1 GiB", path);
          return FALSE;
        }
    }

  return status == ARCHIVE_EOF ? TRUE : fail (reader, path, error);
}

GPtrArray *
cdl_container_read (const char *path, CdlProgressFunc progress, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) members = g_ptr_array_new_with_free_func (member_free);
  g_autoptr (Reader) reader = archive_read_new ();
  GStatBuf info;

  if (g_stat (path, &info) != 0 || !S_ISREG (info.st_mode))
    {
      g_set_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_NOT_FOUND, "there is no file %s",
                   path);
      return NULL;
    }
  if (info.st_size == 0)
    {
      g_set_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_FORMAT, "%s is empty", path);
      return NULL;
    }

  archive_read_support_filter_all (reader);
  archive_read_support_format_zip (reader);
  archive_read_support_format_tar (reader);
  archive_read_support_format_raw (reader);
  if (archive_read_open_filename (reader, path, READ_SIZE) != ARCHIVE_OK)
    {
      fail (reader, path, error);
      return NULL;
    }
  if (!read_members (reader, path, (guint64) info.st_size, members, progress, data, error))
    return NULL;

  return g_steal_pointer (&members);
}
