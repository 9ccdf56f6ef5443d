#include <math.h>

#include "cdl-archive-private.h"
#include "cdl-number.h"
#include "cdl-time.h"

static void
row_of (const CdlKlines *klines, gsize i, double values[CDL_N_FIELDS])
{
  for (int f = 0; f < CDL_N_FIELDS; f++)
    values[f] = klines->field[f] != NULL ? klines->field[f][i] : CDL_NAN;
}

typedef enum
{
  ROWS_SAME,
  ROWS_COMPLETED, /* update knew what was missing in stored: now it is there */
  ROWS_DIFFER,
} RowsCompared;

/* Values that only one of the two has make no difference. field: the first one that does. */
static RowsCompared
reconcile (double stored[CDL_N_FIELDS], const double update[CDL_N_FIELDS], int *field)
{
  RowsCompared compared = ROWS_SAME;

  for (int f = 0; f < CDL_N_FIELDS; f++)
    {
      if (isnan (update[f]))
        continue;
      if (isnan (stored[f]))
        {
          stored[f] = update[f];
          compared = ROWS_COMPLETED;
        }
      else if (stored[f] != update[f])
        {
          *field = f;
          return ROWS_DIFFER;
        }
    }

  return compared;
}

static void
fail_conflict (GError **error, gint64 time_ms, int field, double update, double stored)
{
  char new_text[CDL_NUMBER_SIZE], old_text[CDL_NUMBER_SIZE];
  g_autofree char *time = cdl_time_format_short (time_ms);

  g_set_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_CONFLICT,
               "the kline of %s differs from the stored one: %s is %s, stored is %s", time,
               cdl_field_name ((CdlField) field), cdl_number_format (update, new_text),
               cdl_number_format (stored, old_text));
}

static gboolean
merge_same_time (CdlColumns *merged,
                 const CdlKlines *stored,
                 gsize i,
                 const CdlKlines *update,
                 gsize j,
                 gboolean replace,
                 CdlWriteResult *result,
                 GError **error)
{
  double old[CDL_N_FIELDS], new[CDL_N_FIELDS];
  RowsCompared compared;
  int field = 0;

  row_of (stored, i, old);
  row_of (update, j, new);
  compared = reconcile (old, new, &field);
  if (compared == ROWS_DIFFER && !replace)
    {
      fail_conflict (error, stored->open_time[i], field, new[field], old[field]);
      return FALSE;
    }

  result->same += compared == ROWS_SAME;
  result->completed += compared == ROWS_COMPLETED;
  result->replaced += compared == ROWS_DIFFER;
  cdl_columns_append (merged, stored->open_time[i], compared == ROWS_DIFFER ? new : old);

  return TRUE;
}

CdlColumns *
cdl_klines_merge (const CdlKlines *stored,
                  const CdlKlines *update,
                  gboolean replace,
                  CdlWriteResult *result,
                  GError **error)
{
  g_autoptr (CdlColumns) merged
      = cdl_columns_new (update->interval, cdl_klines_fields (stored) | cdl_klines_fields (update));
  gsize i = 0, j = 0;

  while (i < stored->n || j < update->n)
    {
      double values[CDL_N_FIELDS];

      if (i < stored->n && j < update->n && stored->open_time[i] == update->open_time[j])
        {
          if (!merge_same_time (merged, stored, i++, update, j++, replace, result, error))
            return NULL;
        }
      else if (j == update->n || (i < stored->n && stored->open_time[i] < update->open_time[j]))
        {
          row_of (stored, i, values);
          cdl_columns_append (merged, stored->open_time[i++], values);
        }
      else
        {
          row_of (update, j, values);
          cdl_columns_append (merged, update->open_time[j++], values);
          result->added++;
        }
    }

  return g_steal_pointer (&merged);
}
