#include "cdl-session-equity.h"

#include <gio/gio.h>
#include <math.h>
#include <string.h>

#include "cdl-json-load.h"
#include "cdl-json-writer.h"
#include "cdl-session-error.h"

#define FILE_NAME "equity.json"

/* --- Adding up --- */

/* The curve of one symbol, as far as it has been added. */
typedef struct
{
  const CdlEquityPoint *points;
  gsize n, next;
  double equity, balance; /* before the next point: those of the last, or the capital */
} Curve;

static gboolean
find_next (const Curve *curves, guint n, gint64 *time)
{
  gboolean found = FALSE;

  *time = 0;
  for (guint i = 0; i < n; i++)
    if (curves[i].next < curves[i].n && (!found || curves[i].points[curves[i].next].time < *time))
      {
        *time = curves[i].points[curves[i].next].time;
        found = TRUE;
      }

  return found;
}

static CdlEquityPoint
add_up (Curve *curves, guint n, gint64 time)
{
  CdlEquityPoint sum = { time, 0.0, 0.0 };

  for (guint i = 0; i < n; i++)
    {
      Curve *curve = &curves[i];

      if (curve->next < curve->n && curve->points[curve->next].time == time)
        {
          curve->equity = curve->points[curve->next].equity;
          curve->balance = curve->points[curve->next].balance;
          curve->next++;
        }
      sum.equity += curve->equity;
      sum.balance += curve->balance;
    }

  return sum;
}

GArray *
cdl_session_equity (const CdlSession *session)
{
  guint n = cdl_session_n_symbols (session);
  g_autofree Curve *curves = g_new0 (Curve, n);
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (CdlEquityPoint));
  gint64 time;

  for (guint i = 0; i < n; i++)
    {
      const CdlSessionSymbol *symbol = cdl_session_symbol (session, i);

      curves[i].points = cdl_run_equity (cdl_session_symbol_run (symbol), &curves[i].n);
      curves[i].equity = curves[i].balance = cdl_session_symbol_settings (symbol)->capital;
    }
  while (find_next (curves, n, &time))
    {
      CdlEquityPoint point = add_up (curves, n, time);

      g_array_append_val (all, point);
    }

  return cdl_equity_reduce ((const CdlEquityPoint *) (const void *) all->data, all->len,
                            CDL_SESSION_EQUITY_POINTS);
}

/* --- The file --- */

gboolean
cdl_session_equity_save (GArray *points, const char *folder, GError **error)
{
  g_autoptr (CdlJsonWriter) writer = cdl_json_writer_new (CDL_JSON_COMPACT);
  g_autofree char *path = g_build_filename (folder, FILE_NAME, NULL);
  g_autofree char *text = NULL;

  cdl_json_begin_array (writer);
  for (guint i = 0; i < points->len; i++)
    {
      const CdlEquityPoint *point = &g_array_index (points, CdlEquityPoint, i);

      cdl_json_begin_array (writer);
      cdl_json_int (writer, point->time);
      cdl_json_double (writer, point->equity);
      cdl_json_double (writer, point->balance);
      cdl_json_end_array (writer);
    }
  cdl_json_end_array (writer);
  text = cdl_json_writer_steal (writer);

  return g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0644, error);
}

/* [time, equity, balance], later than the last. */
static gboolean
read_point (JsonNode *node, gint64 last, CdlEquityPoint *point)
{
  JsonArray *row = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  JsonNode *cells[3];

  if (row == NULL || json_array_get_length (row) != G_N_ELEMENTS (cells))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (cells); i++)
    {
      cells[i] = json_array_get_element (row, i);
      if (!JSON_NODE_HOLDS_VALUE (cells[i]) || json_node_get_value_type (cells[i]) == G_TYPE_STRING)
        return FALSE;
    }
  point->time = json_node_get_int (cells[0]);
  point->equity = json_node_get_double (cells[1]);
  point->balance = json_node_get_double (cells[2]);

  return point->time > last && isfinite (point->equity) && isfinite (point->balance);
}

GArray *
cdl_session_equity_read (const char *text, gssize length, GError **error)
{
  g_autoptr (JsonNode) node
      = cdl_json_load (text, length < 0 ? strlen (text) : (gsize) length, FILE_NAME, error);
  g_autoptr (GArray) points = g_array_new (FALSE, FALSE, sizeof (CdlEquityPoint));
  JsonArray *array;
  gint64 last = G_MININT64;

  if (node == NULL)
    return NULL;
  array = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      CdlEquityPoint point;

      if (!read_point (json_array_get_element (array, i), last, &point))
        {
          g_set_error (error, CDL_SESSION_ERROR, CDL_SESSION_ERROR_INVALID,
                       "point %u of %s is not a later time with equity and balance", i + 1,
                       FILE_NAME);
          return NULL;
        }
      last = point.time;
      g_array_append_val (points, point);
    }
  if (array == NULL)
    {
      g_set_error (error, CDL_SESSION_ERROR, CDL_SESSION_ERROR_INVALID,
                   "%s is not the equity of a session", FILE_NAME);
      return NULL;
    }

  return g_steal_pointer (&points);
}

GArray *
cdl_session_equity_load (const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, FILE_NAME, NULL);
  g_autofree char *text = NULL;
  gsize length;

  if (!g_file_get_contents (path, &text, &length, error))
    return NULL;

  return cdl_session_equity_read (text, (gssize) length, error);
}
