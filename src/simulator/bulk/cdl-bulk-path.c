#include "cdl-bulk.h"

#include "cdl-time.h"

#include <stdio.h>
#include <string.h>

static const struct
{
  const char *folder;
  const char *infix; /* in the name, in place of the interval */
} kinds[] = {
  [CDL_BULK_KLINES] = { "klines", NULL },
  [CDL_BULK_AGG_TRADES] = { "aggTrades", "aggTrades" },
  [CDL_BULK_MARK_KLINES] = { "markPriceKlines", NULL },
  [CDL_BULK_FUNDING] = { "fundingRate", "fundingRate" },
};

void
cdl_bulk_file_clear (CdlBulkFile *file)
{
  g_clear_pointer (&file->stem, g_free);
}

/* "2025-01" or "2025-01-31", nothing else. */
static gboolean
parse_period (CdlBulkFile *file, const char *text, gboolean daily)
{
  int year, month, day = 1, used = 0, y, m, d;
  gint64 first;

  if (strlen (text) != (daily ? 10 : 7) || strspn (text, "0123456789-") != strlen (text))
    return FALSE;
  if (daily ? sscanf (text, "%4d-%2d-%2d%n", &year, &month, &day, &used) != 3
            : sscanf (text, "%4d-%2d%n", &year, &month, &used) != 2)
    return FALSE;
  if (used != (int) strlen (text) || year < 1970 || month < 1 || month > 12 || day < 1)
    return FALSE;

  first = cdl_days_from_civil (year, month, day);
  cdl_civil_from_days (first, &y, &m, &d);
  if (m != month || d != day)
    return FALSE;

  file->from = first * CDL_DAY_MS;
  file->to = daily ? file->from + CDL_DAY_MS : cdl_interval_next (CDL_INTERVAL_1MO, file->from);

  return TRUE;
}

static gboolean
parse_kind (CdlBulkFile *file, const char *folder)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (strcmp (kinds[i].folder, folder) == 0)
      {
        file->kind = (CdlBulkKind) i;
        return TRUE;
      }

  return FALSE;
}

/* Months are "1mo" here. */
static gboolean
parse_interval (const char *text, CdlInterval *interval)
{
  if (strcmp (text, "1mo") == 0)
    {
      *interval = CDL_INTERVAL_1MO;
      return TRUE;
    }

  return cdl_interval_parse (text, interval) && *interval != CDL_INTERVAL_1MO;
}

static gboolean
parse_name (CdlBulkFile *file, const char *name, const char *infix, gboolean daily)
{
  g_autofree char *prefix = g_strdup_printf ("%s-%s-", file->symbol->name, infix);
  g_autofree char *period = NULL;
  gsize length;

  file->checksum = g_str_has_suffix (name, ".zip.CHECKSUM");
  if (!g_str_has_prefix (name, prefix) || (!file->checksum && !g_str_has_suffix (name, ".zip")))
    return FALSE;

  length = strlen (name) - strlen (file->checksum ? ".zip.CHECKSUM" : ".zip");
  if (length < strlen (prefix))
    return FALSE;
  period = g_strndup (name + strlen (prefix), length - strlen (prefix));
  if (!parse_period (file, period, daily))
    return FALSE;
  file->stem = g_strndup (name, length);

  return TRUE;
}

gboolean
cdl_bulk_parse (CdlBulkFile *file, CdlSimMarket *truth, const char *path)
{
  g_auto (GStrv) parts = NULL;
  char **part;
  CdlMarket market;
  gboolean daily;

  *file = (CdlBulkFile){ .symbol = NULL };
  if (g_str_has_prefix (path, "/data/spot/"))
    market = CDL_MARKET_SPOT;
  else if (g_str_has_prefix (path, "/data/futures/um/"))
    market = CDL_MARKET_UM;
  else
    return FALSE;

  /* daily|monthly, kind, symbol, [interval,] name */
  path += strlen (market == CDL_MARKET_SPOT ? "/data/spot/" : "/data/futures/um/");
  parts = g_strsplit (path, "/", -1);
  part = parts;
  if (g_strv_length (parts) < 4)
    return FALSE;
  daily = strcmp (*part, "daily") == 0;
  if (!daily && strcmp (*part, "monthly") != 0)
    return FALSE;
  part++;
  if (!parse_kind (file, *part++))
    return FALSE;
  file->symbol = cdl_sim_market_lookup (truth, market, *part++);
  if (!file->symbol)
    return FALSE;

  if (file->kind == CDL_BULK_AGG_TRADES || file->kind == CDL_BULK_FUNDING)
    return !part[1] && parse_name (file, *part, kinds[file->kind].infix, daily)
           && (file->kind != CDL_BULK_FUNDING || (market == CDL_MARKET_UM && !daily));

  return part[1] && !part[2] && parse_interval (part[0], &file->interval)
         && (market == CDL_MARKET_SPOT || file->interval != CDL_INTERVAL_1S)
         && (file->kind == CDL_BULK_KLINES || market == CDL_MARKET_UM)
         && parse_name (file, part[1], part[0], daily);
}

gint64
cdl_bulk_appears (const CdlBulkFile *file)
{
  if (file->to - file->from == CDL_DAY_MS)
    return file->to + 2 * CDL_HOUR_MS;

  /* The first Monday of the next month. */
  return file->to + (8 - cdl_time_weekday (file->to)) % 7 * CDL_DAY_MS + 2 * CDL_HOUR_MS;
}
