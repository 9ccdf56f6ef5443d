#include "cdl-rows-private.h"

#include <math.h>
#include <string.h>

#include "cdl-number.h"
#include "cdl-time.h"

/* A file under judgement. */
typedef struct
{
  const CdlRowsOptions *options;
  CdlRows *rows;
  const char *unit; /* "line" or "element" */
  GError **error;
  gboolean refused;
} Reader;

/* Takes note of a bad row; FALSE if it refuses the whole file. */
static gboolean
bad_row (guint line, const char *reason, gpointer data)
{
  Reader *self = data;
  g_autofree char *message
      = g_strdup_printf ("%s, %s %u: %s", self->options->file, self->unit, line, reason);

  if (!self->options->skip_bad)
    {
      self->refused = TRUE;
      g_set_error_literal (self->error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_ROW, message);
      return FALSE;
    }
  self->rows->bad++;
  if (self->rows->first_bad == NULL)
    self->rows->first_bad = g_steal_pointer (&message);

  return TRUE;
}

/* Why a row cannot be true by itself, or NULL. */
static const char *
implausible (const CdlRow *row, guint n_fields)
{
  double open = row->value[CDL_FIELD_OPEN], high = row->value[CDL_FIELD_HIGH];
  double low = row->value[CDL_FIELD_LOW], close = row->value[CDL_FIELD_CLOSE];

  if (!(open > 0.0 && high > 0.0 && low > 0.0 && close > 0.0))
    return "a price is not above 0";
  if (high < MAX (open, close) || high < low)
    return "high is below another price";
  if (low > MIN (open, close))
    return "low is above another price";
  for (guint f = CDL_FIELD_VOLUME; f < n_fields; f++)
    if (!(row->value[f] >= 0.0))
      return "a volume is negative";

  return NULL;
}

/* The interval of the rows, by their shortest step; one alone by its close time. */
static gboolean
find_interval (const GArray *rows, CdlInterval *interval)
{
  gint64 shortest = G_MAXINT64;
  const CdlRow *first = &g_array_index (rows, CdlRow, 0);

  for (guint i = 1; i < rows->len; i++)
    {
      gint64 step = g_array_index (rows, CdlRow, i).open_time
                    - g_array_index (rows, CdlRow, i - 1).open_time;

      if (step > 0)
        shortest = MIN (shortest, step);
    }
  if (rows->len == 1 && first->close_time != CDL_TIME_NONE)
    shortest = first->close_time + 1 - first->open_time;

  for (int i = 0; i < CDL_N_INTERVALS; i++)
    if (cdl_interval_ms ((CdlInterval) i) == shortest
        || (i == CDL_INTERVAL_1MO && shortest >= 28 * CDL_DAY_MS && shortest <= 31 * CDL_DAY_MS))
      {
        *interval = (CdlInterval) i;
        return TRUE;
      }

  return FALSE;
}

/* Why a row does not fit its place, or NULL. */
static const char *
misplaced (const CdlRow *row, CdlInterval interval, gint64 last)
{
  if (cdl_interval_floor (interval, row->open_time) != row->open_time)
    return "its open time is not on the grid of the interval";
  if (row->open_time == last)
    return "its open time is that of the row before";
  if (row->open_time < last)
    return "its open time is before that of the row before";

  return NULL;
}

static void
judge (Reader *self, const GArray *parsed, guint n_fields, CdlInterval interval)
{
  CdlRows *rows = self->rows;
  gint64 last = CDL_TIME_NONE;

  rows->columns = cdl_columns_new (interval, (1u << n_fields) - 1);
  for (guint i = 0; i < parsed->len; i++)
    {
      const CdlRow *row = &g_array_index (parsed, CdlRow, i);
      const char *reason = implausible (row, n_fields);
      gint64 close_time = cdl_interval_close (interval, row->open_time);

      if (reason == NULL)
        reason = misplaced (row, interval, last);
      if (reason != NULL)
        {
          if (!bad_row (row->line, reason, self))
            return;
          continue;
        }
      last = row->open_time;
      if (close_time >= self->options->now_ms)
        {
          rows->open++;
          continue;
        }
      /* Files with times in us end their klines in ...999 us. */
      if (row->close_time != CDL_TIME_NONE && row->close_time != close_time)
        rows->odd_close++;
      cdl_columns_append (rows->columns, row->open_time, row->value);
    }
}

/* A file of another interval than was said would leave holes everywhere. */
static gboolean
check_interval (Reader *self, const GArray *parsed, CdlInterval *interval)
{
  const CdlRowsOptions *options = self->options;
  CdlInterval found = CDL_INTERVAL_1M;
  gboolean known = find_interval (parsed, &found);

  if (!options->has_interval && !known)
    {
      g_set_error (self->error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_FORMAT,
                   "%s: the interval cannot be told from its rows: name it", options->file);
      return FALSE;
    }
  *interval = options->has_interval ? options->interval : found;
  if (known && found > *interval && parsed->len > 2)
    {
      g_set_error (self->error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_ROW,
                   "%s: its klines are %s apart, not %s", options->file, cdl_interval_name (found),
                   cdl_interval_name (*interval));
      return FALSE;
    }

  return TRUE;
}

static gboolean
is_json (const char *data, gsize size)
{
  gsize blank = 0;

  while (blank < size && g_ascii_isspace (data[blank]))
    blank++;

  return blank < size && data[blank] == '[';
}

static gboolean
read_rows (Reader *self, const char *data, gsize size)
{
  g_autoptr (GArray) parsed = g_array_new (FALSE, FALSE, sizeof (CdlRow));
  gboolean json = is_json (data, size);
  CdlInterval interval;
  guint n_fields = 0;

  self->unit = json ? "element" : "line";
  if (!(json ? cdl_rows_parse_json (data, size, parsed, &n_fields, bad_row, self, self->error)
             : cdl_rows_parse_csv (data, size, parsed, &n_fields, bad_row, self, self->error)))
    {
      g_prefix_error (self->error, "%s: ", self->options->file);
      return FALSE;
    }
  if (self->refused || parsed->len == 0)
    return !self->refused;
  if (!check_interval (self, parsed, &interval))
    return FALSE;
  judge (self, parsed, n_fields, interval);

  return !self->refused;
}

gboolean
cdl_rows_read (const char *data,
               gsize size,
               const CdlRowsOptions *options,
               CdlRows *rows,
               GError **error)
{
  Reader reader = { .options = options, .rows = rows, .error = error };

  *rows = (CdlRows){ 0 };
  if (read_rows (&reader, data, size))
    return TRUE;
  cdl_rows_clear (rows);

  return FALSE;
}

void
cdl_rows_clear (CdlRows *rows)
{
  g_clear_pointer (&rows->columns, cdl_columns_free);
  g_clear_pointer (&rows->first_bad, g_free);
}
