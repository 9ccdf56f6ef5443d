#include "cdl-keep-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

#include "cdl-columns.h"
#include "cdl-folder-private.h"
#include "cdl-json-writer.h"
#include "cdl-time.h"

#define REPAIRS "repairs.jsonl"

static double
value_of (const CdlKlines *klines, int field, gsize i)
{
  return klines->field[field] != NULL ? klines->field[field][i] : (double) NAN;
}

/* Whether two klines of the same time say something different; a column that one lacks does not. */
static gboolean
differs (const CdlKlines *stored, gsize i, const CdlKlines *update, gsize j)
{
  for (int f = 0; f < CDL_N_FIELDS; f++)
    {
      double old = value_of (stored, f, i), new = value_of (update, f, j);

      if (old != new && !isnan (old) && !isnan (new))
        return TRUE;
    }

  return FALSE;
}

/* Whether the update knows a column of a stored kline that is missing there. */
static gboolean
completes (const CdlKlines *stored, gsize i, const CdlKlines *update, gsize j)
{
  for (int f = 0; f < CDL_N_FIELDS; f++)
    if (isnan (value_of (stored, f, i)) && !isnan (value_of (update, f, j)))
      return TRUE;

  return FALSE;
}

static void
write_values (CdlJsonWriter *writer, const char *name, const CdlKlines *klines, gsize i)
{
  cdl_json_name (writer, name);
  cdl_json_begin_object (writer);
  for (int f = 0; f < CDL_N_FIELDS; f++)
    cdl_json_member_double (writer, cdl_field_name ((CdlField) f), value_of (klines, f, i));
  cdl_json_end_object (writer);
}

static void
append_repair (GString *lines,
               const CdlDatasetName *name,
               const CdlSourceFile *source,
               const CdlKlines *stored,
               gsize i,
               const CdlKlines *update,
               gsize j)
{
  g_autoptr (CdlJsonWriter) writer = cdl_json_writer_new (CDL_JSON_COMPACT);
  g_autofree char *line = NULL;

  cdl_json_begin_object (writer);
  cdl_json_member_int (writer, "at", g_get_real_time () / 1000);
  cdl_json_member_string (writer, "market", cdl_market_name (name->market));
  cdl_json_member_string (writer, "symbol", name->symbol);
  cdl_json_member_string (writer, "interval", cdl_interval_name (name->interval));
  cdl_json_member_int (writer, "open_time", stored->open_time[i]);
  cdl_json_member_string (writer, "source", source->file);
  write_values (writer, "old", stored, i);
  write_values (writer, "new", update, j);
  cdl_json_end_object (writer);
  line = cdl_json_writer_steal (writer);
  g_string_append_printf (lines, "%s\n", line);
}

/* Before the klines are replaced: a repair that is logged twice is better than one that is not. */
static gboolean
log_repairs (CdlArchive *archive, const GString *lines, GError **error)
{
  g_autofree char *path = g_build_filename (cdl_archive_root (archive), REPAIRS, NULL);
  int fd = g_open (path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  gboolean good = fd >= 0 && write (fd, lines->str, lines->len) == (ssize_t) lines->len
                  && fdatasync (fd) == 0;

  if (!good)
    cdl_folder_fail (error, "write", path);
  if (fd >= 0)
    close (fd);

  return good;
}

/* What klines of a stored stretch mean for it. */
typedef struct
{
  CdlColumns *fresh;    /* not stored */
  CdlColumns *replaced; /* stored otherwise, or with fewer columns */
  GString *repairs;     /* lines of the log */
  gsize n_repairs;
} Comparison;

static void
comparison_clear (Comparison *self)
{
  g_clear_pointer (&self->fresh, cdl_columns_free);
  g_clear_pointer (&self->replaced, cdl_columns_free);
  g_string_free (self->repairs, TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Comparison, comparison_clear)

static void
append_row (CdlColumns *columns, const CdlKlines *klines, gsize i)
{
  double values[CDL_N_FIELDS];

  for (int f = 0; f < CDL_N_FIELDS; f++)
    values[f] = value_of (klines, f, i);
  cdl_columns_append (columns, klines->open_time[i], values);
}

static void
compare (Comparison *self,
         const CdlDatasetName *name,
         const CdlSourceFile *source,
         const CdlKlines *stored,
         const CdlKlines *update)
{
  gsize i = update->n > 0 ? cdl_klines_find (stored, update->open_time[0]) : 0;

  for (gsize j = 0; j < update->n; j++)
    {
      while (i < stored->n && stored->open_time[i] < update->open_time[j])
        i++;
      if (i == stored->n || stored->open_time[i] != update->open_time[j])
        append_row (self->fresh, update, j);
      else if (differs (stored, i, update, j))
        {
          append_repair (self->repairs, name, source, stored, i, update, j);
          append_row (self->replaced, update, j);
          self->n_repairs++;
        }
      else if (completes (stored, i, update, j))
        append_row (self->replaced, update, j);
    }
}

/* Klines of times up to the last stored one. */
static gboolean
keep_within (CdlArchive *archive,
             CdlArchive *staging,
             const CdlDatasetName *name,
             const CdlKlines *stored,
             const CdlKlines *klines,
             const CdlSourceFile *source,
             CdlKept *kept,
             GError **error)
{
  guint fields = cdl_klines_fields (klines);
  g_auto (Comparison) found
      = { cdl_columns_new (klines->interval, fields), cdl_columns_new (klines->interval, fields),
          g_string_new (NULL), 0 };
  CdlWriteResult written;

  compare (&found, name, source, stored, klines);
  if (found.n_repairs > 0 && !log_repairs (archive, found.repairs, error))
    return FALSE;
  if (!cdl_archive_write (archive, name, cdl_columns_view (found.replaced), source, TRUE, &written,
                          error))
    return FALSE;
  kept->repaired += found.n_repairs;
  if (!cdl_archive_write (staging, name, cdl_columns_view (found.fresh), source, TRUE, &written,
                          error))
    return FALSE;
  kept->added += written.added;

  return TRUE;
}

gboolean
cdl_keep_klines (CdlArchive *archive,
                 CdlArchive *staging,
                 const CdlDatasetName *name,
                 const CdlKlines *klines,
                 const CdlSourceFile *source,
                 CdlKept *kept,
                 GError **error)
{
  g_autoptr (GError) missing = NULL;
  g_autoptr (CdlDataset) dataset = cdl_archive_open (archive, name, &missing);
  CdlKlines tail = *klines;
  CdlWriteResult written;

  if (dataset == NULL && !g_error_matches (missing, CDL_MARKET_ERROR, CDL_MARKET_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&missing));
      return FALSE;
    }
  if (dataset != NULL && cdl_dataset_klines (dataset)->n > 0)
    {
      const CdlKlines *stored = cdl_dataset_klines (dataset);
      gsize split = cdl_klines_find (klines, stored->open_time[stored->n - 1] + 1);
      CdlKlines within = cdl_klines_slice (klines, 0, split);

      if (!keep_within (archive, staging, name, stored, &within, source, kept, error))
        return FALSE;
      tail = cdl_klines_slice (klines, split, klines->n);
    }
  if (!cdl_archive_write (archive, name, &tail, source, FALSE, &written, error))
    return FALSE;
  kept->added += written.added;

  return TRUE;
}

gboolean
cdl_keep_absorb (CdlArchive *archive,
                 CdlArchive *staging,
                 const CdlDatasetName *name,
                 GError **error)
{
  g_autoptr (GError) problem = NULL;
  CdlWriteResult written;

  if (cdl_archive_absorb (archive, staging, name, &written, &problem)
      || g_error_matches (problem, CDL_MARKET_ERROR, CDL_MARKET_ERROR_NOT_FOUND))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&problem));

  return FALSE;
}
