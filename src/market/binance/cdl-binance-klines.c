#include "cdl-binance-private.h"

#include "cdl-time.h"

#define CELLS 12

/* Which cell holds which field. */
static const guint cell_of[CDL_N_FIELDS] = { 1, 2, 3, 4, 5, 7, 8, 9, 10 };

static gboolean
read_cells (JsonArray *cells, gint64 *open_time, gint64 *close_time, double values[CDL_N_FIELDS])
{
  gint64 trades;

  if (!cdl_binance_time (json_array_get_element (cells, 0), open_time)
      || !cdl_binance_time (json_array_get_element (cells, 6), close_time))
    return FALSE;
  for (int f = 0; f < CDL_N_FIELDS; f++)
    {
      JsonNode *node = json_array_get_element (cells, cell_of[f]);

      if (f == CDL_FIELD_TRADES)
        {
          if (!cdl_binance_int (node, &trades))
            return FALSE;
          values[f] = (double) trades;
        }
      else if (!cdl_binance_number (node, &values[f]))
        return FALSE;
    }

  return TRUE;
}

/* Why a kline cannot be true where it stands, or NULL. */
static const char *
implausible (CdlInterval interval,
             gint64 last,
             gint64 open_time,
             gint64 close_time,
             const double *values)
{
  double open = values[CDL_FIELD_OPEN], high = values[CDL_FIELD_HIGH];
  double low = values[CDL_FIELD_LOW], close = values[CDL_FIELD_CLOSE];

  if (cdl_interval_floor (interval, open_time) != open_time)
    return "its open time is not on the grid of the interval";
  if (close_time != cdl_interval_close (interval, open_time))
    return "its close time is not that of its interval";
  if (open_time <= last)
    return "it is not later than the row before";
  if (!(low > 0.0) || high < MAX (open, close) || low > MIN (open, close))
    return "its prices contradict each other";
  for (int f = CDL_FIELD_VOLUME; f < CDL_N_FIELDS; f++)
    if (values[f] < 0.0)
      return "a volume is negative";

  return NULL;
}

CdlColumns *
cdl_binance_klines (const char *text, gsize size, const CdlSeriesId *id, GError **error)
{
  g_autoptr (JsonNode) root = NULL;
  JsonArray *rows = cdl_binance_list (text, size, &root, error);
  g_autoptr (CdlColumns) columns = cdl_columns_new (id->name.interval, (1u << CDL_N_FIELDS) - 1);
  gint64 last = CDL_TIME_NONE;

  for (guint i = 0; rows != NULL && i < json_array_get_length (rows); i++)
    {
      JsonNode *node = json_array_get_element (rows, i);
      JsonArray *cells = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
      const char *reason = "a kline of 12 values of the right types is needed";
      gint64 open_time, close_time;
      double values[CDL_N_FIELDS];

      if (cells != NULL && json_array_get_length (cells) == CELLS
          && read_cells (cells, &open_time, &close_time, values))
        reason = implausible (id->name.interval, last, open_time, close_time, values);
      if (reason != NULL)
        {
          cdl_binance_bad_row (error, i, reason);
          return NULL;
        }
      cdl_columns_append (columns, open_time, values);
      last = open_time;
    }

  return rows != NULL ? g_steal_pointer (&columns) : NULL;
}
