#include "cdl-import.h"

#include <glib/gstdio.h>
#include <string.h>

#include "cdl-archive-private.h"
#include "cdl-rows.h"

/* Bytes of a file that are hashed at once. */
#define HASH_SIZE (256 * 1024)

/* A word of a file name that may be (part of) a symbol. */
static gboolean
is_upper (const char *word)
{
  gsize length = strlen (word);

  return length > 0 && strspn (word, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == length;
}

gboolean
cdl_import_guess (const char *path, char **symbol, CdlInterval *interval)
{
  g_autofree char *base = g_path_get_basename (path);
  g_auto (GStrv) words = g_strsplit_set (base, "-_.", -1);
  g_autoptr (GString) name = g_string_new (NULL);

  *symbol = NULL;
  for (guint i = 0; words[i] != NULL; i++)
    {
      gboolean is_interval = i > 0 && cdl_interval_parse (words[i], interval);

      if (i > 0 && strcmp (words[i], "1mo") == 0) /* the bulk files' word for 1M */
        {
          *interval = CDL_INTERVAL_1MO;
          is_interval = TRUE;
        }
      if (is_interval)
        {
          if (name->len > 0)
            *symbol = g_strdup (name->str);
          return TRUE;
        }
      if (!is_upper (words[i]))
        break;
      /* BTCUSDT_240628 is a future's name; the third word of XRP_USDT_USDT what one settles in. */
      if (i == 1 && strspn (words[i], "0123456789") == 6 && strlen (words[i]) == 6)
        g_string_append_printf (name, "_%s", words[i]);
      else if (i != 2 || strcmp (words[i], words[1]) != 0)
        g_string_append (name, words[i]);
    }

  return FALSE;
}

static gboolean
name_dataset (const char *path,
              const CdlImportOptions *options,
              CdlDatasetName *name,
              gboolean *has_interval,
              GError **error)
{
  g_autofree char *guessed = NULL;
  CdlInterval interval = CDL_INTERVAL_1M;
  const char *symbol = options->symbol;

  *has_interval = cdl_import_guess (path, &guessed, &interval) || options->has_interval;
  if (options->has_interval)
    interval = options->interval;
  if (symbol == NULL)
    symbol = guessed;

  if (symbol == NULL)
    {
      g_autofree char *base = g_path_get_basename (path);

      g_set_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_FORMAT,
                   "%s: its name does not tell the symbol: name it with --symbol", base);
      return FALSE;
    }
  if (!cdl_dataset_name_init (name, options->market, symbol, interval))
    {
      g_set_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_FORMAT,
                   "“%s” is not a symbol: write it like BTCUSDT", symbol);
      return FALSE;
    }

  return TRUE;
}

/* Whether klines simply follow the rows of columns. */
static gboolean
follows (const CdlKlines *columns, const CdlKlines *klines)
{
  for (int f = 0; f < CDL_N_FIELDS; f++)
    if ((columns->field[f] == NULL) != (klines->field[f] == NULL))
      return FALSE;

  return columns->n > 0 && klines->open_time[0] > columns->open_time[columns->n - 1];
}

static void
append (CdlColumns *columns, const CdlKlines *klines)
{
  for (gsize i = 0; i < klines->n; i++)
    {
      double values[CDL_N_FIELDS] = { 0 };

      for (int f = 0; f < CDL_N_FIELDS; f++)
        if (klines->field[f] != NULL)
          values[f] = klines->field[f][i];
      cdl_columns_append (columns, klines->open_time[i], values);
    }
}

/* Adds rows to all, which is NULL before the first; members of one archive may overlap where they
 * agree. */
static gboolean
add_rows (CdlColumns **all, CdlRows *rows, const char *label, GError **error)
{
  const CdlKlines *klines = cdl_columns_view (rows->columns);
  g_autoptr (CdlColumns) before = NULL;
  CdlWriteResult ignored = { 0 };

  if (*all == NULL)
    *all = g_steal_pointer (&rows->columns);
  else if (follows (cdl_columns_view (*all), klines))
    append (*all, klines);
  else
    {
      before = g_steal_pointer (all);
      *all = cdl_klines_merge (cdl_columns_view (before), klines, FALSE, &ignored, error);
      if (*all == NULL)
        g_prefix_error (error, "%s: ", label);
    }

  return *all != NULL;
}

/* Adds the rows of one member to all. */
static gboolean
add_member (const CdlMember *member,
            CdlRowsOptions *rows_options,
            CdlColumns **all,
            CdlImportResult *result,
            GError **error)
{
  gsize size;
  const char *data = g_bytes_get_data (member->data, &size);
  gboolean good = TRUE;
  CdlRows rows;

  if (!cdl_rows_read (data != NULL ? data : "", size, rows_options, &rows, error))
    return FALSE;

  result->bad += rows.bad;
  result->open += rows.open;
  result->odd_close += rows.odd_close;
  if (result->first_bad == NULL)
    result->first_bad = g_steal_pointer (&rows.first_bad);
  if (rows.columns != NULL && cdl_columns_view (rows.columns)->n > 0)
    {
      /* What the first member is, the others must be. */
      rows_options->has_interval = TRUE;
      rows_options->interval = cdl_columns_view (rows.columns)->interval;
      good = add_rows (all, &rows, rows_options->file, error);
    }
  cdl_rows_clear (&rows);

  return good;
}

static gboolean
read_rows (const char *path,
           const CdlImportOptions *options,
           CdlRowsOptions *rows_options,
           CdlColumns **all,
           CdlImportResult *result,
           GError **error)
{
  g_autofree char *base = g_path_get_basename (path);
  g_autoptr (GPtrArray) members
      = cdl_container_read (path, options->progress, options->progress_data, error);

  if (members == NULL)
    return FALSE;

  for (guint i = 0; i < members->len; i++)
    {
      const CdlMember *member = members->pdata[i];
      g_autofree char *label
          = members->len > 1 ? g_strdup_printf ("%s: %s", base, member->name) : g_strdup (base);

      rows_options->file = label;
      if (!add_member (member, rows_options, all, result, error))
        return FALSE;
    }

  return TRUE;
}

/* Writes what was read of the file at path. */
static gboolean
write_rows (CdlArchive *archive,
            const char *path,
            const char *sha256,
            const CdlKlines *klines,
            gboolean replace,
            CdlImportResult *result,
            GError **error)
{
  g_autofree char *base = g_path_get_basename (path);
  const CdlSourceFile source = { base, sha256 };

  result->rows = klines->n;
  result->name.interval = klines->interval;
  if (cdl_archive_write (archive, &result->name, klines, &source, replace, &result->written, error))
    return TRUE;
  g_prefix_error (error, "%s: ", base);

  return FALSE;
}

/* SHA-256 of the file at path, newly allocated; NULL if it cannot be read. Its reading takes as
 * long as this: both are done at once. */
static gpointer
hash_file (gpointer path)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree guchar *buffer = g_malloc (HASH_SIZE);
  FILE *file = g_fopen (path, "rbe");
  gboolean good;
  gsize n;

  if (file == NULL)
    return NULL;
  while ((n = fread (buffer, 1, HASH_SIZE, file)) > 0)
    g_checksum_update (checksum, buffer, (gssize) n);
  good = !ferror (file);
  fclose (file);

  return good ? g_strdup (g_checksum_get_string (checksum)) : NULL;
}

static gboolean
import (CdlArchive *archive,
        const char *path,
        const CdlImportOptions *options,
        CdlImportResult *result,
        GError **error)
{
  CdlRowsOptions rows_options = { .skip_bad = options->skip_bad, .now_ms = options->now_ms };
  g_autoptr (CdlColumns) all = NULL;
  g_autofree char *sha256 = NULL;
  GThread *thread;
  gboolean good;

  if (!name_dataset (path, options, &result->name, &rows_options.has_interval, error))
    return FALSE;
  rows_options.interval = result->name.interval;
  thread = g_thread_new ("checksum", hash_file, (gpointer) path);
  good = read_rows (path, options, &rows_options, &all, result, error);
  sha256 = g_thread_join (thread);
  if (!good)
    return FALSE;
  if (all == NULL || sha256 == NULL)
    {
      g_autofree char *base = g_path_get_basename (path);

      g_set_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_FORMAT,
                   all == NULL ? "%s holds no closed klines" : "%s cannot be read any more", base);
      return FALSE;
    }

  return write_rows (archive, path, sha256, cdl_columns_view (all), options->replace, result,
                     error);
}

gboolean
cdl_import_klines (CdlArchive *archive,
                   const char *path,
                   const CdlImportOptions *options,
                   CdlImportResult *result,
                   GError **error)
{
  *result = (CdlImportResult){ 0 };
  if (import (archive, path, options, result, error))
    return TRUE;
  cdl_import_result_clear (result);

  return FALSE;
}

void
cdl_import_result_clear (CdlImportResult *result)
{
  g_clear_pointer (&result->first_bad, g_free);
}
