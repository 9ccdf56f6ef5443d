#include <math.h>
#include <stdio.h>
#include <string.h>

#include "cdl-cli-datasets.h"
#include "cdl-cli-table.h"
#include "cdl-decimal.h"
#include "cdl-number.h"
#include "cdl-resample.h"
#include "cdl-time.h"

/* The exchange's layout is 12 columns: open time, 5 fields, close time, 4 fields, and one that
 * means nothing. Where a kline lacks what comes after the volume, the first 6 are written. */
static const char header_12[]
    = "open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,"
      "taker_buy_quote_volume,ignore\n";
static const char header_6[] = "open_time,open,high,low,close,volume\n";

typedef struct
{
  CdlDataset *dataset; /* that the klines are stored in */
  CdlColumns *derived; /* of it, or NULL: as stored */
  CdlKlines klines;    /* of the window */
  CdlKlines made_of;   /* stored klines of the window */
} Source;

static void
source_clear (Source *self)
{
  g_clear_pointer (&self->derived, cdl_columns_free);
  g_clear_pointer (&self->dataset, cdl_dataset_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Source, source_clear)

/* The klines [from, to), whole ones only; CDL_TIME_NONE: open ends. */
static CdlKlines
cut (const CdlKlines *klines, gint64 from, gint64 to)
{
  gsize first = from != CDL_TIME_NONE ? cdl_klines_find (klines, from) : 0;
  gsize end = klines->n;

  if (to != CDL_TIME_NONE)
    end = (gsize) (cdl_klines_last_closed (klines, to - 1) + 1);

  return cdl_klines_slice (klines, first, MAX (first, end));
}

/* The dataset to take klines of an interval from: that interval, or one that it is made of;
 * whichever has most of the window, and of equals the coarsest. */
static CdlDataset *
choose (CdlArchive *archive, CdlDatasetName name, gint64 from, gint64 to, GError **error)
{
  g_autoptr (CdlDataset) best = NULL;
  CdlInterval wanted = name.interval;
  gint64 best_reach = -1;

  for (int i = (int) wanted; i >= 0; i--)
    {
      g_autoptr (GError) problem = NULL;
      g_autoptr (CdlDataset) dataset = NULL;
      CdlKlines window;
      gint64 reach = 0;

      name.interval = (CdlInterval) i;
      if (!cdl_interval_divides (name.interval, wanted))
        continue;
      dataset = cdl_archive_open (archive, &name, &problem);
      if (dataset == NULL
          && !g_error_matches (problem, CDL_MARKET_ERROR, CDL_MARKET_ERROR_NOT_FOUND))
        {
          g_propagate_error (error, g_steal_pointer (&problem));
          return NULL;
        }
      if (dataset == NULL)
        continue;
      window = cut (cdl_dataset_klines (dataset), from, to);
      if (window.n > 0)
        reach = cdl_klines_close_time (&window, window.n - 1) + 1 - window.open_time[0];
      /* What is missing at the edges of a coarse interval is worth less than one kline of it. */
      if (reach > best_reach + (best != NULL ? cdl_interval_ms (wanted) : 0))
        {
          best_reach = reach;
          g_clear_pointer (&best, cdl_dataset_unref);
          best = g_steal_pointer (&dataset);
        }
    }
  if (best == NULL)
    g_set_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_NOT_FOUND,
                 "there are no %s klines of %s (%s), nor finer ones to make them of: see “data "
                 "list”",
                 cdl_interval_name (wanted), name.symbol, cdl_market_name (name.market));

  return g_steal_pointer (&best);
}

/* The market of a symbol, and the finest interval stored, where they were not said. */
static gboolean
complete (const CdlDatasetFilter *filter, CdlArchive *archive, CdlDatasetName *name, GError **error)
{
  CdlDatasetFilter any = *filter;
  g_autoptr (GArray) names = NULL;
  const CdlDatasetName *first, *last;

  any.has_interval = FALSE;
  names = cdl_dataset_filter_list (&any, archive);
  if (names->len == 0)
    {
      g_autofree char *what = cdl_dataset_filter_format (&any);

      g_set_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_NOT_FOUND,
                   "there are no %s: see “data list”", what);
      return FALSE;
    }
  first = &g_array_index (names, CdlDatasetName, 0);
  last = &g_array_index (names, CdlDatasetName, names->len - 1);
  if (first->market != last->market)
    {
      g_set_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_NOT_FOUND,
                   "there are klines of %s on both markets: choose --market spot or --market um",
                   first->symbol);
      return FALSE;
    }
  *name = *first;
  if (filter->has_interval)
    name->interval = filter->interval;

  return TRUE;
}

static gboolean
open_source (CdlArchive *archive,
             const CdlDatasetName *name,
             gint64 from,
             gint64 to,
             Source *source,
             GError **error)
{
  const CdlKlines *stored;

  source->dataset = choose (archive, *name, from, to, error);
  if (source->dataset == NULL)
    return FALSE;
  stored = cdl_dataset_klines (source->dataset);
  if (stored->interval != name->interval)
    source->derived = cdl_resample (stored, name->interval);
  source->klines
      = cut (source->derived != NULL ? cdl_columns_view (source->derived) : stored, from, to);
  if (source->klines.n > 0)
    {
      gint64 end = cdl_klines_close_time (&source->klines, source->klines.n - 1) + 1;

      source->made_of = cut (stored, source->klines.open_time[0], end);
      return TRUE;
    }
  g_set_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_NOT_FOUND,
               "there is no whole %s kline of %s in that time: see “data list”",
               cdl_interval_name (name->interval), name->symbol);

  return FALSE;
}

/* Whether every kline has all fields. */
static gboolean
is_full (const CdlKlines *klines)
{
  for (int f = 0; f < CDL_N_FIELDS; f++)
    {
      if (klines->field[f] == NULL)
        return FALSE;
      for (gsize i = 0; i < klines->n; i++)
        if (isnan (klines->field[f][i]))
          return FALSE;
    }

  return TRUE;
}

/* The power of ten that makes all values of a column whole; 0 if there is none. */
static double
whole_power (const CdlKlines *klines, int field)
{
  int places = 0;
  double power = 1.0;

  for (gsize i = 0; i < klines->n; i++)
    {
      double value = klines->field[field][i];

      if (value * power == floor (value * power))
        continue;
      places = MAX (places, cdl_double_decimals (value));
      power = pow (10.0, places);
    }

  return places <= 15 ? power : 0.0;
}

/* A sum of decimals has no more places than they have: what it has beyond these is the rounding of
 * doubles, and what the exchange publishes has none of it. */
static double
tidy (double sum, double power)
{
  double whole = sum * power;

  return power > 0.0 && whole < 9007199254740992.0 ? nearbyint (whole) / power : sum;
}

/* As the exchange does, never with an exponent; nothing for a number that is not known. */
static void
append_number (GString *text, double value)
{
  char buffer[CDL_NUMBER_SIZE];
  g_autofree char *plain = NULL;
  CdlDecimal decimal;

  if (isnan (value))
    return;
  cdl_number_format (value, buffer);
  if (strchr (buffer, 'e') != NULL && cdl_decimal_from_double (value, &decimal))
    plain = cdl_decimal_format (decimal);
  g_string_append (text, plain != NULL ? plain : buffer);
}

static void
append_int (GString *text, gint64 value)
{
  char buffer[CDL_NUMBER_SIZE];

  g_snprintf (buffer, sizeof buffer, "%" G_GINT64_FORMAT, value);
  g_string_append (text, buffer);
}

static GString *
write_csv (const Source *source)
{
  const CdlKlines *klines = &source->klines;
  gboolean full = is_full (klines);
  int n_fields = full ? CDL_N_FIELDS : CDL_FIELD_VOLUME + 1;
  GString *text = g_string_new (full ? header_12 : header_6);
  double power[CDL_N_FIELDS] = { 0 };

  for (int f = CDL_FIELD_VOLUME; f < n_fields && source->derived != NULL; f++)
    if (klines->field[f] != NULL)
      power[f] = whole_power (&source->made_of, f);
  for (gsize i = 0; i < klines->n; i++)
    {
      append_int (text, klines->open_time[i]);
      for (int f = 0; f < n_fields; f++)
        {
          if (f == CDL_FIELD_QUOTE_VOLUME)
            {
              g_string_append_c (text, ',');
              append_int (text, cdl_klines_close_time (klines, i));
            }
          g_string_append_c (text, ',');
          if (klines->field[f] != NULL)
            append_number (text, tidy (klines->field[f][i], power[f]));
        }
      g_string_append (text, full ? ",0\n" : "\n");
    }

  return text;
}

/* Derived klines are exact, but for the holes in what they are made of. */
static void
note_holes (const Source *source)
{
  gsize missing = source->derived != NULL ? cdl_klines_missing (&source->made_of) : 0;
  g_autofree char *count = cdl_text_number ((double) missing, 0);

  if (missing > 0)
    g_printerr ("chandelier-cli: note: made of %s klines, %s of which %s missing\n",
                cdl_interval_name (source->made_of.interval), count, missing == 1 ? "is" : "are");
}

/* path NULL: stdout. A file is there whole, or as it was before. */
static gboolean
write_text (const GString *text, const char *path, GError **error)
{
  if (path != NULL)
    return g_file_set_contents_full (path, text->str, (gssize) text->len,
                                     G_FILE_SET_CONTENTS_CONSISTENT, 0666, error);
  if (fwrite (text->str, 1, text->len, stdout) == text->len && fflush (stdout) == 0)
    return TRUE;
  g_set_error_literal (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_FAILED,
                       "the klines could not be written to the output whole");

  return FALSE;
}

static int
run (int argc, char **argv)
{
  g_autofree char *from_text = NULL;
  g_autofree char *to_text = NULL;
  g_autofree char *path = NULL;
  gboolean mark = FALSE;
  const GOptionEntry more[] = {
    { "from", 0, 0, G_OPTION_ARG_STRING, &from_text, "First instant, UTC", "TIME" },
    { "to", 0, 0, G_OPTION_ARG_STRING, &to_text, "End, not included", "TIME" },
    { "mark", 0, 0, G_OPTION_ARG_NONE, &mark, "Mark prices", NULL },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &path, "Into a file", "FILE" },
    G_OPTION_ENTRY_NULL,
  };
  g_auto (CdlDatasetOptions) options = { 0 };
  g_autofree GOptionEntry *entries = cdl_dataset_entries (&options, more);
  g_autofree char *root = NULL;
  g_autoptr (CdlArchive) archive = NULL;
  g_autoptr (GString) text = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (Source) source = { 0 };
  gint64 from = CDL_TIME_NONE, to = CDL_TIME_NONE;
  CdlDatasetFilter filter;
  CdlDatasetName name;
  CdlOutput output;
  int code;

  if (!cdl_cli_parse (&cdl_command_data_export, entries, &argc, &argv, 0, 0, &output, &code))
    return code;
  if (options.symbols == NULL || options.symbols[1] != NULL)
    return cdl_cli_fail (CDL_EXIT_USAGE, "name one symbol: --symbol BTCUSDT");
  if (!cdl_dataset_options_read (&options, &filter) || !cdl_cli_time ("--from", from_text, &from)
      || !cdl_cli_time ("--to", to_text, &to))
    return CDL_EXIT_USAGE;
  if (from != CDL_TIME_NONE && to != CDL_TIME_NONE && from >= to)
    return cdl_cli_fail (CDL_EXIT_USAGE, "--from must be before --to");

  root = cdl_cli_data_folder ();
  archive = mark ? cdl_archive_new_mark (root) : cdl_archive_new (root);
  if (!complete (&filter, archive, &name, &error)
      || !open_source (archive, &name, from, to, &source, &error))
    return cdl_cli_fail_error (g_steal_pointer (&error));
  note_holes (&source);
  text = write_csv (&source);
  if (!write_text (text, path, &error))
    return cdl_cli_fail_error (g_steal_pointer (&error));

  return CDL_EXIT_OK;
}

static const char *const formats[] = { "csv", NULL };

const CdlCommand cdl_command_data_export = {
  .noun = "data",
  .verb = "export",
  .args = "",
  .summary = "Write klines as CSV, of stored intervals or higher ones",
  .formats = formats,
  .run = run,
};
