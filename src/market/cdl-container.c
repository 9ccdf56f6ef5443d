#include "cdl-container.h"

#include <archive.h>
#include <archive_entry.h>
#include <glib/gstdio.h>
#include <string.h>

#include "cdl-gunzip-private.h"

#define READ_SIZE (256 * 1024)

typedef struct archive Reader;

static void
reader_free (Reader *reader)
{
  archive_read_free (reader);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Reader, reader_free)

/* A container that is being read. */
typedef struct
{
  Reader *reader;
  CdlGunzip *gunzip; /* or NULL */
  const char *path;
  char *base; /* its name, for messages */
  guint64 size;
  guint64 unpacked;
  CdlProgressFunc progress; /* or NULL */
  gpointer data;
} Container;

static void
container_clear (Container *self)
{
  g_clear_pointer (&self->reader, reader_free);
  g_clear_pointer (&self->gunzip, cdl_gunzip_free);
  g_free (self->base);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Container, container_clear)

static void
member_free (gpointer data)
{
  CdlMember *member = data;

  g_free (member->name);
  g_bytes_unref (member->data);
  g_free (member);
}

static gboolean
fail (const Container *self, GError **error)
{
  const char *reason = archive_error_string (self->reader);

  g_set_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_FORMAT, "%s is damaged or incomplete: %s",
               self->base, reason != NULL ? reason : "unexpected end");

  return FALSE;
}

static gboolean
open_container (Container *self, const char *path, GError **error)
{
  GStatBuf info;
  int status;

  self->path = path;
  self->base = g_path_get_basename (path);
  if (g_stat (path, &info) != 0 || !S_ISREG (info.st_mode))
    {
      g_set_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_NOT_FOUND, "there is no file %s",
                   path);
      return FALSE;
    }
  if (info.st_size == 0)
    {
      g_set_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_FORMAT, "%s is empty", self->base);
      return FALSE;
    }

  self->size = (guint64) info.st_size;
  self->reader = archive_read_new ();
  archive_read_support_format_zip (self->reader);
  archive_read_support_format_tar (self->reader);
  archive_read_support_format_raw (self->reader);
  if (cdl_gunzip_is_gzip (path))
    {
      self->gunzip = cdl_gunzip_new (path);
      status = cdl_gunzip_open (self->gunzip, self->reader);
    }
  else
    {
      archive_read_support_filter_xz (self->reader);
      archive_read_support_filter_bzip2 (self->reader);
      archive_read_support_filter_zstd (self->reader);
      status = archive_read_open_filename (self->reader, path, READ_SIZE);
    }

  return status == ARCHIVE_OK || fail (self, error);
}

/* Goes to the next member; FALSE at the end, or with an error. */
static gboolean
next_member (Container *self, struct archive_entry **entry, GError **error)
{
  int status;

  do
    status = archive_read_next_header (self->reader, entry);
  while ((status == ARCHIVE_OK || status == ARCHIVE_WARN)
         && archive_entry_filetype (*entry) == AE_IFDIR);

  if (status == ARCHIVE_EOF)
    return FALSE;
  if (status != ARCHIVE_OK && status != ARCHIVE_WARN)
    return fail (self, error);
  if (archive_entry_is_encrypted (*entry))
    {
      g_set_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_FORMAT,
                   "%s is encrypted: unpack it first", self->base);
      return FALSE;
    }

  return TRUE;
}

/* FALSE if so much cannot be honest. */
static gboolean
check_size (const Container *self, GError **error)
{
  if (self->unpacked > CDL_CONTAINER_MAX_BYTES
      || (self->unpacked > CDL_CONTAINER_FREE_BYTES
          && self->unpacked / CDL_CONTAINER_MAX_RATIO > self->size))
    {
      g_autofree char *size = g_format_size (self->unpacked);

      g_set_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_FORMAT,
                   "%s unpacks to %s and more: no file of market data does", self->base, size);
      return FALSE;
    }

  return TRUE;
}

static gboolean
report (const Container *self, GError **error)
{
  guint64 done = self->gunzip != NULL ? cdl_gunzip_position (self->gunzip)
                                      : (guint64) archive_filter_bytes (self->reader, -1);

  if (self->progress == NULL || self->progress (MIN (done, self->size), self->size, self->data))
    return TRUE;
  g_set_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_CANCELLED,
               "the import of %s was cancelled", self->base);

  return FALSE;
}

/* How large a member may be expected to be: room that is not needed costs nothing. */
static guint
expected_size (const Container *self, struct archive_entry *entry)
{
  guint64 size = archive_entry_size_is_set (entry) ? (guint64) MAX (archive_entry_size (entry), 0)
                                                   : self->size;

  return (guint) MIN (size, CDL_CONTAINER_FREE_BYTES * 8);
}

/* Reads the present member, up to limit bytes. */
static GBytes *
read_member (Container *self, struct archive_entry *entry, gsize limit, GError **error)
{
  g_autoptr (GByteArray) bytes
      = g_byte_array_sized_new ((guint) MIN (limit, expected_size (self, entry)) + READ_SIZE);

  while (bytes->len < limit)
    {
      guint length = bytes->len;
      la_ssize_t n;

      g_byte_array_set_size (bytes, length + READ_SIZE);
      n = archive_read_data (self->reader, bytes->data + length, READ_SIZE);
      g_byte_array_set_size (bytes, length + (guint) MAX (n, 0));
      if (n < 0)
        {
          fail (self, error);
          return NULL;
        }
      if (n == 0)
        break;
      self->unpacked += (guint64) n;
      if (!check_size (self, error) || !report (self, error))
        return NULL;
    }

  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

GPtrArray *
cdl_container_read (const char *path, CdlProgressFunc progress, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) members = g_ptr_array_new_with_free_func (member_free);
  g_auto (Container) self = { .progress = progress, .data = data };
  g_autoptr (GError) problem = NULL;
  struct archive_entry *entry;

  if (!open_container (&self, path, error))
    return NULL;
  while (next_member (&self, &entry, &problem))
    {
      GBytes *bytes = read_member (&self, entry, G_MAXSIZE, &problem);
      const char *name = archive_entry_pathname (entry);
      CdlMember *member;

      if (bytes == NULL)
        break;
      member = g_new (CdlMember, 1);
      member->name = g_strcmp0 (name, "data") == 0 || name == NULL ? g_strdup (self.base)
                                                                   : g_utf8_make_valid (name, -1);
      member->data = bytes;
      g_ptr_array_add (members, member);
      if (members->len > CDL_CONTAINER_MAX_MEMBERS)
        {
          g_set_error (&problem, CDL_MARKET_ERROR, CDL_MARKET_ERROR_FORMAT,
                       "%s holds more than %d files", self.base, CDL_CONTAINER_MAX_MEMBERS);
          break;
        }
    }
  if (problem != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return NULL;
    }

  return g_steal_pointer (&members);
}

GBytes *
cdl_container_peek (const char *path, gsize size, GError **error)
{
  g_auto (Container) self = { 0 };
  g_autoptr (GError) problem = NULL;
  g_autoptr (GBytes) bytes = NULL;
  struct archive_entry *entry;

  if (!open_container (&self, path, error))
    return NULL;
  if (next_member (&self, &entry, &problem))
    bytes = read_member (&self, entry, size, &problem);
  if (problem != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return NULL;
    }
  if (bytes == NULL)
    return g_bytes_new (NULL, 0);

  return g_bytes_new_from_bytes (bytes, 0, MIN (size, g_bytes_get_size (bytes)));
}
