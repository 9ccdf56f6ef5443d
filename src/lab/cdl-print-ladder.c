#include "cdl-print-ladder.h"

#include "cdl-time.h"

typedef struct
{
  gint64 start;
  CdlPrintDay *prints;
  char *sha256;
} Day;

struct _CdlPrintLadder
{
  GArray *days; /* Day, in order */
};

static void
day_clear (gpointer data)
{
  Day *day = data;

  cdl_print_day_free (day->prints);
  g_free (day->sha256);
}

static gboolean
add_day (CdlPrintLadder *self,
         const char *root,
         CdlMarket market,
         const char *symbol,
         gint64 start,
         GError **error)
{
  Day day = { start, cdl_print_day_open (root, market, symbol, start, error),
              cdl_print_day_sha256 (root, market, symbol, start) };

  if (day.prints != NULL && day.sha256 != NULL)
    {
      g_array_append_val (self->days, day);
      return TRUE;
    }
  if (day.prints != NULL)
    g_set_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_DAMAGED,
                 "a day of the prints of %s is damaged: it does not tell what it holds", symbol);
  g_clear_pointer (&day.prints, cdl_print_day_free);
  g_free (day.sha256);

  return FALSE;
}

CdlPrintLadder *
cdl_print_ladder_new (const char *root,
                      CdlMarket market,
                      const char *symbol,
                      gint64 from,
                      gint64 to,
                      GError **error)
{
  g_autoptr (CdlPrintLadder) self = g_new0 (CdlPrintLadder, 1);
  g_autoptr (GArray) days = cdl_print_days (root, market, symbol);

  self->days = g_array_new (FALSE, FALSE, sizeof (Day));
  g_array_set_clear_func (self->days, day_clear);
  for (guint i = 0; i < days->len; i++)
    {
      gint64 start = g_array_index (days, gint64, i);

      if (start + CDL_DAY_MS > from && start < to
          && !add_day (self, root, market, symbol, start, error))
        return NULL;
    }

  return self->days->len > 0 ? g_steal_pointer (&self) : NULL;
}

void
cdl_print_ladder_free (CdlPrintLadder *self)
{
  g_array_unref (self->days);
  g_free (self);
}

static const Day *
find_day (const CdlPrintLadder *self, gint64 start)
{
  guint low = 0, high = self->days->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      const Day *day = &g_array_index (self->days, Day, middle);

      if (day->start == start)
        return day;
      if (day->start < start)
        low = middle + 1;
      else
        high = middle;
    }

  return NULL;
}

/* Index of the first print at or after time. */
static gsize
find_print (const CdlPrint *prints, gsize n, gint64 time)
{
  gsize low = 0, high = n;

  while (low < high)
    {
      gsize middle = low + (high - low) / 2;

      if (prints[middle].time < time)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

gboolean
cdl_print_ladder_prints (const CdlPrintLadder *self,
                         gint64 open_time,
                         gint64 close_time,
                         const CdlPrint **prints,
                         gsize *n)
{
  gint64 start = cdl_interval_floor (CDL_INTERVAL_1D, open_time);
  const Day *day = find_day (self, start);
  const CdlPrint *all;
  gsize count, first, end;

  if (day == NULL || close_time >= start + CDL_DAY_MS)
    return FALSE;
  all = cdl_print_day_prints (day->prints, &count);
  first = find_print (all, count, open_time);
  end = find_print (all, count, close_time + 1);
  *prints = all + first;
  *n = end - first;

  return *n > 0;
}

char *
cdl_print_ladder_fingerprint (const CdlPrintLadder *self)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  for (guint i = 0; i < self->days->len; i++)
    {
      const Day *day = &g_array_index (self->days, Day, i);

      g_checksum_update (checksum, (const guchar *) day->sha256, -1);
    }

  return g_strdup (g_checksum_get_string (checksum));
}
