#include "cdl-fault-klines.h"

#include "cdl-time.h"

#include <string.h>

static gboolean
holds (const CdlSimKline *kline, CdlInterval interval, const CdlFault *fault)
{
  gint64 time;

  return !fault->text || !cdl_time_parse (fault->text, &time)
         || (kline->open_time <= time && time <= cdl_interval_close (interval, kline->open_time));
}

static void
leave_out (CdlFaults *faults, const CdlFault *fault, CdlInterval interval, GArray *klines)
{
  if (!fault->text && klines->len > 0)
    g_array_remove_index (klines, cdl_faults_draw (faults, klines->len));
  for (guint i = klines->len; fault->text && i-- > 0;)
    if (holds (&g_array_index (klines, CdlSimKline, i), interval, fault))
      g_array_remove_index (klines, i);
}

static void
correct (const CdlFault *fault, CdlInterval interval, GArray *klines, gint64 now)
{
  gint64 ticks = (gint64) cdl_fault_value (fault, 1);

  for (guint i = 0; i < klines->len; i++)
    {
      CdlSimKline *kline = &g_array_index (klines, CdlSimKline, i);

      if (holds (kline, interval, fault) && cdl_interval_next (interval, kline->open_time) <= now)
        {
          kline->candle.close += ticks;
          kline->candle.high = MAX (kline->candle.high + ticks, kline->candle.close);
        }
    }
}

static void
add_one (CdlSimMarket *truth,
         const CdlSimSymbol *symbol,
         CdlInterval interval,
         gint64 open_time,
         gint64 now,
         GArray *klines,
         guint at)
{
  CdlSimKline kline = { .open_time = open_time };

  cdl_sim_market_candle (truth, symbol, open_time,
                         MIN (cdl_interval_next (interval, open_time), now), &kline.candle);
  if (!kline.candle.missing)
    g_array_insert_val (klines, at, kline);
}

static void
turn_around (GArray *klines)
{
  for (guint i = 0, j = klines->len; i + 1 < j; i++)
    {
      CdlSimKline *a = &g_array_index (klines, CdlSimKline, i);
      CdlSimKline *b = &g_array_index (klines, CdlSimKline, --j);
      CdlSimKline kept = *a;

      *a = *b;
      *b = kept;
    }
}

GArray *
cdl_fault_klines (CdlFaults *faults,
                  const char *where,
                  CdlSimMarket *truth,
                  const CdlSimSymbol *symbol,
                  CdlInterval interval,
                  const CdlSimRange *range,
                  gint64 now)
{
  CdlSimRange wanted = *range;
  const CdlFault *fault;
  GArray *klines;
  CdlSimKline *edge;

  if ((fault = cdl_faults_strike (faults, CDL_FAULT_KLINES_STALE, where)))
    now -= (gint64) (cdl_fault_value (fault, 16) * (double) CDL_HOUR_MS);
  if (cdl_faults_strike (faults, CDL_FAULT_KLINES_EXTRA, where))
    wanted.limit++;
  klines = cdl_sim_range_klines (truth, symbol, interval, &wanted, now);

  if ((fault = cdl_faults_strike (faults, CDL_FAULT_KLINES_MISSING, where)))
    leave_out (faults, fault, interval, klines);
  if ((fault = cdl_faults_strike (faults, CDL_FAULT_KLINES_CORRECTED, where)))
    correct (fault, interval, klines, now);
  if (klines->len > 0 && cdl_faults_strike (faults, CDL_FAULT_KLINES_BEFORE, where))
    {
      edge = &g_array_index (klines, CdlSimKline, 0);
      add_one (truth, symbol, interval, cdl_interval_add (interval, edge->open_time, -1), now,
               klines, 0);
    }
  if (klines->len > 0 && cdl_faults_strike (faults, CDL_FAULT_KLINES_DUPLICATE, where))
    {
      guint at = cdl_faults_draw (faults, klines->len);
      CdlSimKline kline = g_array_index (klines, CdlSimKline, at);

      g_array_insert_val (klines, at, kline);
    }
  if (cdl_faults_strike (faults, CDL_FAULT_KLINES_DESCENDING, where))
    turn_around (klines);
  if (cdl_faults_strike (faults, CDL_FAULT_KLINES_EMPTY, where))
    g_array_set_size (klines, 0);

  return klines;
}

void
cdl_fault_replace_column (GString *rows,
                          guint row,
                          guint column,
                          const char *row_end,
                          const char *text)
{
  char *at = rows->str;
  gsize start, length;

  while (row-- > 0)
    {
      at = strstr (at, row_end);
      if (!at)
        return;
      at += strlen (row_end);
    }
  while (column-- > 0)
    {
      at = strchr (at, ',');
      if (!at)
        return;
      at++;
    }

  start = (gsize) (at - rows->str);
  start += strspn (at, "[\"");
  length = strcspn (rows->str + start, ",\"]\n");
  g_string_erase (rows, (gssize) start, (gssize) length);
  g_string_insert (rows, (gssize) start, text);
}

static guint
count_rows (const GString *text)
{
  guint rows = 0;

  for (const char *at = text->str; (at = strchr (at, ']')); at++)
    rows++;

  return rows > 0 ? rows - 1 : 0;
}

void
cdl_fault_klines_text (CdlFaults *faults, const char *where, GString *text)
{
  const CdlFault *fault;
  guint rows = count_rows (text);

  if (rows > 0 && (fault = cdl_faults_strike (faults, CDL_FAULT_KLINES_VALUE, where)))
    cdl_fault_replace_column (text, cdl_faults_draw (faults, rows),
                              (guint) cdl_fault_value (fault, 2), "],",
                              cdl_fault_text (fault, "NaN"));
  if (cdl_faults_strike (faults, CDL_FAULT_KLINES_NUMBERS, where))
    g_string_replace (text, "\"", "", 0);
}
