#include "cdl-fault-bulk.h"

#include "cdl-fault-klines.h"

#include <string.h>

gboolean
cdl_fault_bulk_concerns (const CdlFaults *faults)
{
  const GPtrArray *list = cdl_faults_list (faults);

  for (guint i = 0; i < list->len; i++)
    {
      const CdlFault *fault = list->pdata[i];

      if (fault->type >= CDL_FAULT_ZIP_TRUNCATED && fault->type <= CDL_FAULT_CSV_VALUE)
        return TRUE;
    }

  return FALSE;
}

/* Half of the rows in ms and half in us: a time is the first column and, of klines, the seventh. */
static void
mix_units (GString *csv, const CdlBulkFile *file)
{
  g_auto (GStrv) lines = g_strsplit (csv->str, "\n", -1);
  guint n = g_strv_length (lines);

  g_string_truncate (csv, 0);
  for (guint i = 0; i < n; i++)
    {
      g_auto (GStrv) cells = g_strsplit (lines[i], ",", -1);
      guint columns = g_strv_length (cells);
      guint time = file->kind == CDL_BULK_AGG_TRADES ? 5 : 0;

      for (guint c = 0; c < columns; c++)
        {
          gboolean is_time = (c == time || (time == 0 && c == 6)) && g_ascii_isdigit (*cells[c]);

          g_string_append (csv, c > 0 ? "," : "");
          if (i < n / 2 || !is_time)
            g_string_append (csv, cells[c]);
          else if (strlen (cells[c]) > 13)
            g_string_append_len (csv, cells[c], 13);
          else
            g_string_append_printf (csv, "%s%s", cells[c], c == 6 ? "999" : "000");
        }
      g_string_append (csv, i + 1 < n ? "\n" : "");
    }
}

static void
toggle_header (GString *csv)
{
  static const char header[]
      = "open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,"
        "taker_buy_quote_volume,ignore\n";
  const char *end = strchr (csv->str, '\n');

  if (g_ascii_isdigit (*csv->str))
    g_string_prepend (csv, header);
  else if (end)
    g_string_erase (csv, 0, end + 1 - csv->str);
}

static void
swap_rows (CdlFaults *faults, GString *csv)
{
  g_auto (GStrv) lines = g_strsplit (csv->str, "\n", -1);
  guint n = g_strv_length (lines);
  guint at;
  char *line;
  g_autofree char *text = NULL;

  if (n < 4)
    return;
  at = 1 + cdl_faults_draw (faults, n - 3);
  line = lines[at];
  lines[at] = lines[at + 1];
  lines[at + 1] = line;
  text = g_strjoinv ("\n", lines);
  g_string_assign (csv, text);
}

static guint
count_lines (const GString *csv)
{
  guint n = 0;

  for (const char *at = csv->str; (at = strchr (at, '\n')); at++)
    n++;

  return n;
}

void
cdl_fault_csv (CdlFaults *faults, const char *path, const CdlBulkFile *file, GString *csv)
{
  const CdlFault *fault;

  if (cdl_faults_strike (faults, CDL_FAULT_CSV_UNITS, path))
    mix_units (csv, file);
  if (cdl_faults_strike (faults, CDL_FAULT_CSV_UNSORTED, path))
    swap_rows (faults, csv);
  if ((fault = cdl_faults_strike (faults, CDL_FAULT_CSV_VALUE, path)) && count_lines (csv) > 1)
    cdl_fault_replace_column (csv, 1 + cdl_faults_draw (faults, count_lines (csv) - 1),
                              (guint) cdl_fault_value (fault, 2), "\n",
                              cdl_fault_text (fault, "NaN"));
  if (cdl_faults_strike (faults, CDL_FAULT_CSV_HEADER, path))
    toggle_header (csv);
  if (cdl_faults_strike (faults, CDL_FAULT_CSV_CRLF, path))
    g_string_replace (csv, "\n", "\r\n", 0);
  if (cdl_faults_strike (faults, CDL_FAULT_ZIP_EMPTY, path))
    g_string_truncate (csv, 0);
}

/* Bit 0 of the general purpose flags, in the local header and in the directory. */
static void
mark_encrypted (guint8 *bytes, gsize n)
{
  for (gsize i = 0; i + 10 < n; i++)
    if (memcmp (bytes + i, "PK\003\004", 4) == 0)
      bytes[i + 6] |= 1;
    else if (memcmp (bytes + i, "PK\001\002", 4) == 0)
      bytes[i + 8] |= 1;
}

GBytes *
cdl_fault_zip (CdlFaults *faults, const char *path, const char *name, const GString *csv)
{
  const CdlFault *bomb = cdl_faults_strike (faults, CDL_FAULT_ZIP_BOMB, path);
  gboolean outside = cdl_faults_strike (faults, CDL_FAULT_ZIP_PATH, path) != NULL;
  g_autofree char *member = g_strconcat (outside ? "../../" : "", name, NULL);
  CdlBulkMember members[2] = { { member, csv->str, csv->len, 0 }, { "other.csv", "1\n", 2, 0 } };
  g_autoptr (GBytes) zip = NULL;
  guint8 *bytes;
  gsize n;

  if (bomb)
    members[0].zeros = (gsize) cdl_fault_value (bomb, 1024) * 1024 * 1024;
  zip = cdl_bulk_zip (members, cdl_faults_strike (faults, CDL_FAULT_ZIP_TWO, path) ? 2 : 1,
                      cdl_faults_strike (faults, CDL_FAULT_ZIP_64, path) != NULL);
  bytes = g_bytes_unref_to_data (g_steal_pointer (&zip), &n);
  if (cdl_faults_strike (faults, CDL_FAULT_ZIP_ENCRYPTED, path))
    mark_encrypted (bytes, n);
  if (cdl_faults_strike (faults, CDL_FAULT_ZIP_DAMAGED, path))
    bytes[n / 2] ^= 0x10;
  if (cdl_faults_strike (faults, CDL_FAULT_ZIP_TRUNCATED, path))
    n /= 2;

  return g_bytes_new_take (bytes, n);
}
