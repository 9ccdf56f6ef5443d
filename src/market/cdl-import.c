#include "cdl-import.h"

#include <string.h>

#include "cdl-archive-private.h"
#include "cdl-hash.h"
#include "cdl-rows.h"

gboolean
cdl_import_guess (const char *path, char **symbol, CdlInterval *interval)
{
  g_autofree char *base = g_path_get_basename (path);
  g_auto (GStrv) words = g_strsplit_set (base, "-_.", -1);
  g_autoptr (GString) name = g_string_new (NULL);

  *symbol = NULL;
  for (guint i = 0; words[i] != NULL; i++)
    {
      gboolean upper
          = words[i][0] != '\0'
            && strspn (words[i], "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == strlen (words[i]);

      if (i > 0 && cdl_interval_parse (words[i], interval))
        {
          if (name->len > 0)
            *symbol = g_strdup (name->str);
          return TRUE;
        }
      if (!upper)
        break;
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
      g_set_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_FORMAT,
                   "%s: its name does not tell the symbol: name it with --symbol", path);
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

/* Adds one member's rows to all; members of one archive may overlap where they agree. */
static gboolean
add_member (const CdlMember *member,
            const CdlRowsOptions *rows_options,
            CdlColumns **all,
            CdlImportResult *result,
            GError **error)
{
  g_autoptr (CdlColumns) before = NULL;
  CdlWriteResult merged = { 0 };
  const CdlKlines *klines;
  gsize size;
  const char *data = g_bytes_get_data (member->data, &size);
  CdlRows rows;

  if (!cdl_rows_read (data != NULL ? data : "", size, rows_options, &rows, error))
    return FALSE;

  result->bad += rows.bad;
  result->open += rows.open;
  result->odd_close += rows.odd_close;
  if (result->first_bad == NULL)
    result->first_bad = g_steal_pointer (&rows.first_bad);

  klines = rows.columns != NULL ? cdl_columns_view (rows.columns) : NULL;
  if (klines != NULL && klines->n > 0 && *all == NULL)
    *all = g_steal_pointer (&rows.columns);
  else if (klines != NULL && klines->n > 0)
    {
      before = g_steal_pointer (all);
      if (cdl_columns_view (before)->interval != klines->interval)
        g_set_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_FORMAT,
                     "%s: its files are of different intervals", rows_options->file);
      else
        *all = cdl_klines_merge (cdl_columns_view (before), klines, FALSE, &merged, error);
    }
  cdl_rows_clear (&rows);

  return *error == NULL;
}

static gboolean
read_rows (const char *path,
           const CdlImportOptions *options,
           CdlRowsOptions *rows_options,
           CdlColumns **all,
           CdlImportResult *result,
           GError **error)
{
  g_autoptr (GError) problem = NULL;
  g_autoptr (GPtrArray) members
      = cdl_container_read (path, options->progress, options->progress_data, error);

  if (members == NULL)
    return FALSE;

  for (guint i = 0; i < members->len; i++)
    {
      const CdlMember *member = members->pdata[i];
      g_autofree char *label = g_path_get_basename (path);

      if (members->len > 1)
        {
          g_autofree char *outer = g_steal_pointer (&label);

          label = g_strdup_printf ("%s: %s", outer, member->name);
        }
      rows_options->file = label;
      if (!add_member (member, rows_options, all, result, &problem))
        {
          g_propagate_error (error, g_steal_pointer (&problem));
          return FALSE;
        }
    }

  return TRUE;
}

gboolean
cdl_import_klines (CdlArchive *archive,
                   const char *path,
                   const CdlImportOptions *options,
                   CdlImportResult *result,
                   GError **error)
{
  g_autoptr (CdlColumns) all = NULL;
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *sha256 = NULL;
  g_autoptr (GMappedFile) file = NULL;
  CdlRowsOptions rows_options = { .skip_bad = options->skip_bad, .now_ms = options->now_ms };
  CdlSourceFile source = { .file = base };
  const CdlKlines *klines;

  *result = (CdlImportResult){ 0 };
  if (!name_dataset (path, options, &result->name, &rows_options.has_interval, error))
    return FALSE;
  rows_options.interval = result->name.interval;
  if (!read_rows (path, options, &rows_options, &all, result, error))
    return FALSE;
  if (all == NULL)
    {
      g_set_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_FORMAT, "%s holds no closed klines",
                   base);
      return FALSE;
    }

  file = g_mapped_file_new (path, FALSE, error);
  if (file == NULL)
    return FALSE;
  sha256 = cdl_sha256 (g_mapped_file_get_contents (file), (gssize) g_mapped_file_get_length (file));
  source.sha256 = sha256;

  klines = cdl_columns_view (all);
  result->rows = klines->n;
  result->name.interval = klines->interval;

  return cdl_archive_write (archive, &result->name, klines, &source, options->replace,
                            &result->written, error);
}

void
cdl_import_result_clear (CdlImportResult *result)
{
  g_clear_pointer (&result->first_bad, g_free);
}
