#include "cdl-dataset.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cdl-decimal.h"
#include "cdl-folder-private.h"
#include "cdl-npy-private.h"

#define FINGERPRINTS "fingerprints"
/* Ranges are few; a file that grew beyond this is begun anew. */
#define FINGERPRINTS_MAX (64 * 1024)

/* Every try meets another generation of the folder: there are not that many writers. */
#define MAX_TRIES 100

struct _CdlDataset
{
  gint ref_count;
  CdlDatasetName name;
  char *folder;
  int dir; /* this generation of the folder, whatever takes its place */
  CdlNpyMap open_time;
  CdlNpyMap field[CDL_N_FIELDS];
  CdlKlines klines;
};

gboolean
cdl_dataset_name_init (CdlDatasetName *self,
                       CdlMarket market,
                       const char *symbol,
                       CdlInterval interval)
{
  gsize length = strlen (symbol);

  if (length == 0 || length >= CDL_SYMBOL_SIZE
      || strspn (symbol, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") != length)
    return FALSE;

  *self = (CdlDatasetName){ .market = market, .interval = interval };
  memcpy (self->symbol, symbol, length + 1);

  return TRUE;
}

char *
cdl_dataset_name_format (const CdlDatasetName *self)
{
  return g_strdup_printf ("%s %s (%s)", self->symbol, cdl_interval_name (self->interval),
                          cdl_market_name (self->market));
}

static gboolean
map_field (CdlDataset *self, CdlField field, GError **error)
{
  g_autofree char *file = g_strconcat (cdl_field_name (field), ".npy", NULL);
  g_autoptr (GError) problem = NULL;
  CdlNpyMap *map = &self->field[field];

  if (!cdl_npy_map (self->dir, self->folder, file, CDL_NPY_DOUBLE, map, &problem))
    {
      if (field > CDL_FIELD_CLOSE
          && g_error_matches (problem, CDL_MARKET_ERROR, CDL_MARKET_ERROR_NOT_FOUND))
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
  if (map->room < self->klines.n)
    {
      g_set_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_DAMAGED,
                   "%s/%s is damaged: it has fewer rows than open_time.npy", self->folder, file);
      return FALSE;
    }
  self->klines.field[field] = map->items;

  return TRUE;
}

/* The length in open_time.npy is the commit point; other columns may be ahead of it, or have a
 * header that is. */
static gboolean
map_columns (CdlDataset *self, GError **error)
{
  if (!cdl_npy_map (self->dir, self->folder, "open_time.npy", CDL_NPY_INT64, &self->open_time,
                    error))
    return FALSE;
  if (self->open_time.n > self->open_time.room)
    {
      g_set_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_DAMAGED,
                   "%s/open_time.npy is damaged: it is shorter than its header says", self->folder);
      return FALSE;
    }

  self->klines = (CdlKlines){ .interval = self->name.interval,
                              .n = self->open_time.n,
                              .open_time = self->open_time.items };
  for (int f = 0; f < CDL_N_FIELDS; f++)
    if (!map_field (self, (CdlField) f, error))
      return FALSE;

  return TRUE;
}

static void
unmap_columns (CdlDataset *self)
{
  cdl_npy_unmap (&self->open_time);
  for (int f = 0; f < CDL_N_FIELDS; f++)
    cdl_npy_unmap (&self->field[f]);
  if (self->dir >= 0)
    close (self->dir);
  self->dir = -1;
}

CdlDataset *
cdl_dataset_open (const CdlDatasetName *name, const char *folder, GError **error)
{
  g_autoptr (CdlDataset) self = g_new0 (CdlDataset, 1);

  self->ref_count = 1;
  self->name = *name;
  self->folder = g_strdup (folder);
  self->dir = -1;

  /* Files of a generation that is being replaced may be missing: then the next one is there. */
  for (int i = 0; i < MAX_TRIES; i++)
    {
      g_autoptr (GError) problem = NULL;
      gboolean good;

      self->dir = cdl_folder_open (folder);
      if (self->dir < 0)
        break;
      good = map_columns (self, &problem);
      if (cdl_folder_is_current (self->dir, folder))
        {
          if (good)
            return g_steal_pointer (&self);
          g_propagate_error (error, g_steal_pointer (&problem));
          return NULL;
        }
      unmap_columns (self);
    }
  cdl_folder_fail (error, "read", folder);

  return NULL;
}

CdlDataset *
cdl_dataset_ref (CdlDataset *self)
{
  g_atomic_int_inc (&self->ref_count);

  return self;
}

void
cdl_dataset_unref (CdlDataset *self)
{
  if (!g_atomic_int_dec_and_test (&self->ref_count))
    return;

  unmap_columns (self);
  g_free (self->folder);
  g_free (self);
}

const CdlDatasetName *
cdl_dataset_name (const CdlDataset *self)
{
  return &self->name;
}

const CdlKlines *
cdl_dataset_klines (const CdlDataset *self)
{
  return &self->klines;
}

int
cdl_dataset_price_decimals (const CdlDataset *self)
{
  int decimals = 0;

  for (int f = CDL_FIELD_OPEN; f <= CDL_FIELD_CLOSE; f++)
    for (gsize i = 0; i < self->klines.n; i++)
      {
        double power = 1.0, value = self->klines.field[f][i];

        /* Most prices have no more places than those before: look at the text of the others only.
         */
        for (int k = 0; k < decimals; k++)
          power *= 10.0;
        if (value * power != floor (value * power))
          decimals = MAX (decimals, cdl_double_decimals (value));
      }

  return decimals;
}

/* The file of remembered fingerprints of this generation; -1 if there is none. */
static int
open_fingerprints (const CdlDataset *self, int flags)
{
  return openat (self->dir, FINGERPRINTS, flags | O_CLOEXEC, 0644);
}

/* The remembered fingerprint of a range, or NULL. */
static char *
recall (const CdlDataset *self, const char *key)
{
  int fd = open_fingerprints (self, O_RDONLY);
  g_autofree char *text = g_malloc (FINGERPRINTS_MAX + 1);
  g_auto (GStrv) lines = NULL;
  ssize_t size;

  if (fd < 0)
    return NULL;
  size = read (fd, text, FINGERPRINTS_MAX);
  close (fd);
  text[MAX (size, 0)] = '\0';

  lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    if (g_str_has_prefix (*line, key) && strlen (*line) == strlen (key) + 64)
      return g_strdup (*line + strlen (key));

  return NULL;
}

/* Remembering is a convenience: if it fails, the next run hashes again. */
static void
remember (const CdlDataset *self, const char *key, const char *sha256)
{
  g_autofree char *line = g_strdup_printf ("%s%s\n", key, sha256);
  int fd = open_fingerprints (self, O_WRONLY | O_CREAT | O_APPEND);
  GStatBuf info;

  if (fd < 0)
    return;
  if ((fstat (fd, &info) == 0 && info.st_size + (off_t) strlen (line) > FINGERPRINTS_MAX
       && ftruncate (fd, 0) != 0)
      || write (fd, line, strlen (line)) < 0)
    g_debug ("%s/" FINGERPRINTS ": not written", self->folder);
  close (fd);
}

char *
cdl_dataset_fingerprint (CdlDataset *self, gsize from, gsize to)
{
  const CdlKlines *klines = &self->klines;
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *name = cdl_dataset_name_format (&self->name);
  g_autofree char *key = NULL;
  char *known;

  to = MIN (to, klines->n);
  from = MIN (from, to);
  key = g_strdup_printf ("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GSIZE_FORMAT " ",
                         from < to ? klines->open_time[from] : 0,
                         from < to ? klines->open_time[to - 1] : 0, to - from);
  known = recall (self, key);
  if (known != NULL)
    return known;

  g_checksum_update (checksum, (const guchar *) name, (gssize) strlen (name));
  g_checksum_update (checksum, (const guchar *) (klines->open_time + from),
                     (gssize) ((to - from) * sizeof (gint64)));
  for (int f = 0; f < CDL_N_FIELDS; f++)
    if (klines->field[f] != NULL)
      {
        const char *field = cdl_field_name ((CdlField) f);

        g_checksum_update (checksum, (const guchar *) field, (gssize) strlen (field));
        g_checksum_update (checksum, (const guchar *) (klines->field[f] + from),
                           (gssize) ((to - from) * sizeof (double)));
      }
  remember (self, key, g_checksum_get_string (checksum));

  return g_strdup (g_checksum_get_string (checksum));
}
