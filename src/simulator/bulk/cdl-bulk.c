#include "cdl-bulk.h"

#include "cdl-fault-bulk.h"
#include "cdl-hash.h"
#include "cdl-time.h"

#include <string.h>

/* Files that are kept, so that a file and its checksum cost one making. */
#define MAX_CACHED 16

typedef struct
{
  char *path;
  GBytes *zip;
} CachedFile;

struct _CdlBulk
{
  CdlSimMarket *truth;
  CdlFaults *faults;
  GQueue cache; /* CachedFile, the newest first */
};

static void
cached_file_free (gpointer data)
{
  CachedFile *file = data;

  g_free (file->path);
  g_bytes_unref (file->zip);
  g_free (file);
}

CdlBulk *
cdl_bulk_new (CdlSimMarket *truth, CdlFaults *faults)
{
  CdlBulk *self = g_new0 (CdlBulk, 1);

  self->truth = truth;
  self->faults = faults;
  g_queue_init (&self->cache);

  return self;
}

void
cdl_bulk_free (CdlBulk *self)
{
  if (!self)
    return;

  g_queue_clear_full (&self->cache, cached_file_free);
  g_free (self);
}

void
cdl_bulk_forget (CdlBulk *self)
{
  g_queue_clear_full (&self->cache, cached_file_free);
}

/* Bad ones are kept too, under another name, so that their checksums fit; a fault that has struck a
 * file strikes it until the faults change. */
static GBytes *
get_zip (CdlBulk *self, const CdlBulkFile *file, const char *path, gboolean honest)
{
  gboolean faulty = !honest && cdl_fault_bulk_concerns (self->faults);
  g_autofree char *key = faulty ? g_strdup_printf ("%u %s", cdl_faults_changes (self->faults), path)
                                : g_strdup (path);
  g_autofree char *name = g_strconcat (file->stem, ".csv", NULL);
  g_autoptr (GString) csv = NULL;
  CachedFile *cached;

  for (GList *l = self->cache.head; l; l = l->next)
    {
      cached = l->data;
      if (strcmp (cached->path, key) == 0)
        return cached->zip;
    }

  csv = cdl_bulk_csv (self->truth, file);
  cached = g_new (CachedFile, 1);
  cached->path = g_steal_pointer (&key);
  if (faulty)
    {
      cdl_fault_csv (self->faults, path, file, csv);
      cached->zip = cdl_fault_zip (self->faults, path, name, csv);
    }
  else
    {
      const CdlBulkMember member = { name, csv->str, csv->len, 0 };

      cached->zip = cdl_bulk_zip (&member, 1, FALSE);
    }
  g_queue_push_head (&self->cache, cached);
  if (self->cache.length > MAX_CACHED)
    cached_file_free (g_queue_pop_tail (&self->cache));

  return cached->zip;
}

static CdlSimReply *
no_such_key (const char *path)
{
  GString *body = g_string_new ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>NoSuchKey"
                                "</Code><Message>The specified key does not exist.</Message><Key>");
  g_autofree char *key = g_markup_escape_text (*path == '/' ? path + 1 : path, -1);

  g_string_append_printf (body, "%s</Key></Error>", key);

  return cdl_sim_reply_new (404, "application/xml", body);
}

static void
add_validators (CdlSimReply *reply, gint64 modified)
{
  g_autofree char *digest
      = g_compute_checksum_for_data (G_CHECKSUM_MD5, (guchar *) reply->body->str, reply->body->len);
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (modified / CDL_SECOND_MS);
  g_autofree char *text = g_date_time_format (time, "%a, %d %b %Y %H:%M:%S GMT");

  cdl_sim_reply_header (reply, "ETag", "\"%s\"", digest);
  cdl_sim_reply_header (reply, "Last-Modified", "%s", text);
  cdl_sim_reply_header (reply, "Accept-Ranges", "bytes");
}

static gboolean
is_withheld (CdlBulk *self, const char *path, const CdlBulkFile *file)
{
  return cdl_faults_strike (self->faults, CDL_FAULT_BULK_MISSING, path)
         || (file->checksum && cdl_faults_strike (self->faults, CDL_FAULT_CHECKSUM_MISSING, path));
}

CdlSimReply *
cdl_bulk_answer (CdlBulk *self, const char *path, gint64 now, gboolean honest)
{
  g_auto (CdlBulkFile) file;
  g_autofree char *zip_path = NULL;
  g_autofree char *digest = NULL;
  GBytes *zip;
  gconstpointer bytes;
  gsize n;
  CdlSimReply *reply;

  if (!cdl_bulk_parse (&file, self->truth, path) || now < cdl_bulk_appears (&file)
      || file.to <= cdl_sim_market_start (self->truth)
      || (!honest && is_withheld (self, path, &file)))
    return no_such_key (path);

  zip_path = g_strdup (path);
  if (file.checksum)
    zip_path[strlen (path) - strlen (".CHECKSUM")] = '\0';
  zip = get_zip (self, &file, zip_path, honest);
  bytes = g_bytes_get_data (zip, &n);

  if (file.checksum)
    {
      gboolean wrong = !honest && cdl_faults_strike (self->faults, CDL_FAULT_CHECKSUM_WRONG, path);

      digest = wrong ? cdl_sha256 (path, -1) : cdl_sha256 (bytes, (gssize) n);
      reply = cdl_sim_reply_new (200, "binary/octet-stream", g_string_new (NULL));
      g_string_append_printf (reply->body, "%s  %s.zip\n", digest, file.stem);
    }
  else
    reply = cdl_sim_reply_new (200, "application/zip", g_string_new_len (bytes, (gssize) n));
  add_validators (reply, cdl_bulk_appears (&file));

  return reply;
}
