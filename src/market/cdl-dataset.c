#include "cdl-dataset.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "cdl-decimal.h"
#include "cdl-npy-private.h"

#define FINGERPRINTS "fingerprints"
/* Ranges are few; a file that grew beyond this is begun anew. */
#define FINGERPRINTS_MAX (64 * 1024)

struct _CdlDataset
{
  gint ref_count;
  CdlDatasetName name;
  char *folder;
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
map_columns (CdlDataset *self, GError **error)
{
  g_autofree char *time_path = g_build_filename (self->folder, "open_time.npy", NULL);

  /* The length in open_time.npy is the commit point; other columns may be ahead of it. */
  if (!cdl_npy_map (time_path, CDL_NPY_INT64, &self->open_time, error))
    return FALSE;

  self->klines = (CdlKlines){ .interval = self->name.interval,
                              .n = self->open_time.n,
                              .open_time = self->open_time.items };
  for (int f = 0; f < CDL_N_FIELDS; f++)
    {
      g_autofree char *file = g_strconcat (cdl_field_name ((CdlField) f), ".npy", NULL);
      g_autofree char *path = g_build_filename (self->folder, file, NULL);

      if (f > CDL_FIELD_CLOSE && !g_file_test (path, G_FILE_TEST_EXISTS))
        continue;
      if (!cdl_npy_map (path, CDL_NPY_DOUBLE, &self->field[f], error))
        return FALSE;
      if (self->field[f].n < self->klines.n)
        {
          g_set_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_DAMAGED,
                       "%s is damaged: it has fewer rows than open_time.npy", path);
          return FALSE;
        }
      self->klines.field[f] = self->field[f].items;
    }

  return TRUE;
}

CdlDataset *
cdl_dataset_open (const CdlDatasetName *name, const char *folder, GError **error)
{
  g_autoptr (CdlDataset) self = g_new0 (CdlDataset, 1);

  self->ref_count = 1;
  self->name = *name;
  self->folder = g_strdup (folder);

  return map_columns (self, error) ? g_steal_pointer (&self) : NULL;
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

  cdl_npy_unmap (&self->open_time);
  for (int f = 0; f < CDL_N_FIELDS; f++)
    cdl_npy_unmap (&self->field[f]);
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
        if (value * power != (double) (gint64) (value * power))
          decimals = MAX (decimals, cdl_double_decimals (value));
      }

  return decimals;
}

/* The remembered fingerprint of a range, or NULL. */
static char *
recall (const CdlDataset *self, const char *key)
{
  g_autofree char *path = g_build_filename (self->folder, FINGERPRINTS, NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return NULL;
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
  g_autofree char *path = g_build_filename (self->folder, FINGERPRINTS, NULL);
  g_autofree char *line = g_strdup_printf ("%s%s\n", key, sha256);
  GStatBuf info;
  gboolean large = g_stat (path, &info) == 0 && info.st_size > FINGERPRINTS_MAX;
  int fd = g_open (path, O_WRONLY | O_CREAT | O_CLOEXEC | (large ? O_TRUNC : O_APPEND), 0644);

  if (fd < 0)
    return;
  if (write (fd, line, strlen (line)) < 0)
    g_debug ("%s: not written", path);
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
