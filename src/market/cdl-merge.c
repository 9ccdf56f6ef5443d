#include <math.h>

#include "cdl-archive-private.h"
#include "cdl-number.h"
#include "cdl-time.h"

static guint
fields_of (const CdlKlines *klines)
{
  guint fields = 0;

  for (int f = 0; f < CDL_N_FIELDS; f++)
    fields |= klines->field[f] != NULL ? 1u << f : 0;

  return fields;
}

static void
row_of (const CdlKlines *klines, gsize i, double values[CDL_N_FIELDS])
{
  for (int f = 0; f < CDL_N_FIELDS; f++)
    values[f] = klines->field[f] != NULL ? klines->field[f][i] : CDL_NAN;
}

/* Equal where both know a value; what one lacks the other fills in. */
static gboolean
reconcile (double stored[CDL_N_FIELDS], const double update[CDL_N_FIELDS])
{
  for (int f = 0; f < CDL_N_FIELDS; f++)
    {
      if (isnan (stored[f]))
        stored[f] = update[f];
      else if (!isnan (update[f]) && stored[f] != update[f])
        return FALSE;
    }

  return TRUE;
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

  row_of (stored, i, old);
  row_of (update, j, new);
  if (reconcile (old, new))
    {
      result->same++;
      cdl_columns_append (merged, stored->open_time[i], old);
      return TRUE;
    }
  if (!replace)
    {
      g_autofree char *time = cdl_time_format_short (stored->open_time[i]);

      g_set_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_CONFLICT,
                   "the kline of %s differs from the stored one (close %.10g, stored %.10g)", time,
                   new[CDL_FIELD_CLOSE], stored->field[CDL_FIELD_CLOSE][i]);
      return FALSE;
    }
  result->replaced++;
  cdl_columns_append (merged, stored->open_time[i], new);

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
      = cdl_columns_new (update->interval, fields_of (stored) | fields_of (update));
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
