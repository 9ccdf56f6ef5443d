#include "cdl-binance-private.h"

#include "cdl-number.h"
#include "cdl-time.h"

#include <math.h>

/* Empty in rows of before they were told. */
static gboolean
read_price (JsonObject *row, double *price)
{
  JsonNode *node = json_object_get_member (row, "markPrice");
  const char *text = cdl_loaded_string (row, "markPrice");

  *price = CDL_NAN;
  if (node == NULL || (text != NULL && *text == '\0'))
    return TRUE;
  if (!cdl_binance_number (node, price) || *price < 0.0)
    return FALSE;
  if (*price == 0.0)
    *price = CDL_NAN;

  return TRUE;
}

CdlFunding *
cdl_binance_funding (const char *text, gsize size, gsize *n, GError **error)
{
  g_autoptr (JsonNode) root = NULL;
  JsonArray *rows = cdl_binance_list (text, size, &root, error);
  g_autoptr (GArray) rates = g_array_new (FALSE, FALSE, sizeof (CdlFunding));
  gint64 last = CDL_TIME_NONE;

  if (rows == NULL)
    return NULL;
  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonNode *node = json_array_get_element (rows, i);
      JsonObject *row = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
      const char *reason = NULL;
      CdlFunding rate;

      if (row == NULL || !cdl_binance_time (json_object_get_member (row, "fundingTime"), &rate.time)
          || !cdl_binance_number (json_object_get_member (row, "fundingRate"), &rate.rate))
        reason = "“fundingTime” and “fundingRate” of the right types are needed";
      else if (fabs (rate.rate) >= 1.0)
        reason = "its rate is no fraction";
      else if (!read_price (row, &rate.price))
        reason = "its “markPrice” is no price";
      else if (rate.time <= last)
        reason = "it is not later than the row before";
      if (reason != NULL)
        {
          cdl_binance_bad_row (error, i, reason);
          return NULL;
        }
      g_array_append_val (rates, rate);
      last = rate.time;
    }

  /* An empty list is an answer, too. */
  if (rates->len == 0)
    {
      *n = 0;
      return g_new0 (CdlFunding, 1);
    }

  return g_array_steal (rates, n);
}
