#include "cdl-funding.h"

#include "cdl-json-kind.h"
#include "cdl-json-load.h"
#include "cdl-market-error.h"
#include "cdl-number.h"
#include "cdl-time.h"

#include <math.h>
#include <string.h>

/* Names of the columns, in CSV headers and JSON members of the sources there are. */
static const char *const time_names[]
    = { "ts", "time", "timestamp", "calc_time", "fundingTime", "funding_time", NULL };
static const char *const rate_names[]
    = { "rate", "last_funding_rate", "fundingRate", "funding_rate", NULL };
static const char *const price_names[] = { "price", "mark_price", "markPrice", NULL };

static gboolean G_GNUC_PRINTF (4, 5)
    refuse (GError **error, const char *name, const char *place, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_FORMAT, "%s, %s: %s", name, place,
               message);

  return FALSE;
}

/* Adds a rate that is written as text. price: NULL or empty if it is not told; place: "line 3". */
static gboolean
add_rate (GArray *rates,
          const char *time,
          const char *rate,
          const char *price,
          const char *name,
          const char *place,
          GError **error)
{
  CdlFunding funding = { 0 };

  if (!cdl_time_parse (time, &funding.time))
    return refuse (error, name, place, "“%s” is not a time", time);
  if (!cdl_number_parse (rate, &funding.rate))
    return refuse (error, name, place, "“%s” is not a rate", rate);
  if (fabs (funding.rate) >= 1)
    return refuse (error, name, place, "a rate of %s; rates are fractions, 0.0001 is 0.01 %%",
                   rate);
  if (price != NULL && *price != '\0'
      && (!cdl_number_parse (price, &funding.price) || funding.price < 0))
    return refuse (error, name, place, "“%s” is not a mark price", price);
  if (rates->len > 0 && g_array_index (rates, CdlFunding, rates->len - 1).time >= funding.time)
    return refuse (error, name, place, "%s is not later than the row before", time);
  g_array_append_val (rates, funding);

  return TRUE;
}

static int
find_column (char **cells, const char *const *names)
{
  for (int i = 0; cells[i] != NULL; i++)
    if (g_strv_contains (names, cells[i]))
      return i;

  return -1;
}

/* Where in a line things are; -1: nowhere. */
typedef struct
{
  int time, rate, price;
} Columns;

/* The columns that a first line names; without names there must be two. */
static gboolean
read_header (char **cells, const char *name, Columns *columns, gboolean *is_header, GError **error)
{
  guint n = g_strv_length (cells);

  *columns = (Columns){ find_column (cells, time_names), find_column (cells, rate_names),
                        find_column (cells, price_names) };
  *is_header = columns->time >= 0 && columns->rate >= 0;
  if (*is_header)
    return TRUE;
  if (n != 2 || !g_ascii_isdigit (cells[0][0]))
    return refuse (error, name, "line 1",
                   "not funding rates; a header “ts,rate”, or rows of time and rate, are expected");
  *columns = (Columns){ 0, 1, -1 };

  return TRUE;
}

static gboolean
parse_csv (const char *text, const char *name, GArray *rates, GError **error)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  Columns columns = { -1, -1, -1 };

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) cells = NULL;
      g_autofree char *place = g_strdup_printf ("line %u", i + 1);
      gboolean is_header = FALSE;
      int last;

      if (*g_strstrip (lines[i]) == '\0')
        continue;
      cells = g_strsplit (lines[i], ",", 64);
      for (guint j = 0; cells[j] != NULL; j++)
        g_strstrip (cells[j]);
      if (columns.time < 0 && !read_header (cells, name, &columns, &is_header, error))
        return FALSE;
      if (is_header)
        continue;
      last = MAX (MAX (columns.time, columns.rate), columns.price);
      if ((int) g_strv_length (cells) <= last)
        return refuse (error, name, place, "has %u columns; %d are needed", g_strv_length (cells),
                       last + 1);
      if (!add_rate (rates, cells[columns.time], cells[columns.rate],
                     columns.price >= 0 ? cells[columns.price] : NULL, name, place, error))
        return FALSE;
    }

  return TRUE;
}

/* A member by one of its names as text, whether it is written as text or number; newly allocated.
 */
static char *
member_text (JsonObject *object, const char *const *names)
{
  char buffer[CDL_NUMBER_SIZE];

  for (guint i = 0; names[i] != NULL; i++)
    {
      JsonNode *node = json_object_get_member (object, names[i]);

      if (cdl_json_holds (node, G_TYPE_STRING))
        return g_strdup (json_node_get_string (node));
      if (cdl_json_holds_number (node))
        return g_strdup (cdl_number_format (json_node_get_double (node), buffer));
    }

  return NULL;
}

static gboolean
parse_json (const char *text, gsize length, const char *name, GArray *rates, GError **error)
{
  g_autoptr (JsonNode) root = cdl_json_load (text, length, name, error);
  JsonArray *array;

  if (root == NULL)
    return FALSE;
  array = json_node_get_array (root);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      g_autofree char *place = g_strdup_printf ("entry %u", i + 1);
      g_autofree char *time = NULL;
      g_autofree char *rate = NULL;
      g_autofree char *price = NULL;

      if (JSON_NODE_HOLDS_OBJECT (node))
        {
          time = member_text (json_node_get_object (node), time_names);
          rate = member_text (json_node_get_object (node), rate_names);
          price = member_text (json_node_get_object (node), price_names);
        }
      if (time == NULL || rate == NULL)
        return refuse (error, name, place,
                       "not a funding rate; “fundingTime” and “fundingRate” are expected");
      if (!add_rate (rates, time, rate, price, name, place, error))
        return FALSE;
    }

  return TRUE;
}

CdlFunding *
cdl_funding_parse (const char *text, gsize length, const char *name, gsize *n, GError **error)
{
  g_autoptr (GArray) rates = g_array_new (FALSE, FALSE, sizeof (CdlFunding));
  g_autofree char *copy = g_strndup (text, length);
  gboolean is_json = *g_strchug (copy) == '[';

  if (!g_utf8_validate_len (text, length, NULL))
    {
      refuse (error, name, "line 1", "not text; is it compressed, or damaged?");
      return NULL;
    }
  if (!(is_json ? parse_json (text, length, name, rates, error)
                : parse_csv (copy, name, rates, error)))
    return NULL;
  if (rates->len == 0)
    {
      refuse (error, name, "line 1", "no funding rates in it");
      return NULL;
    }

  return g_array_steal (rates, n);
}
