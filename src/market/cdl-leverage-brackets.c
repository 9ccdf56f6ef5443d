#include "cdl-leverage-brackets.h"

#include "cdl-container.h"
#include "cdl-json-kind.h"
#include "cdl-json-load.h"
#include "cdl-number.h"

#include <math.h>

/* What an amount may differ by from what the brackets below it make of it: some are published
 * rounded to whole units. */
#define CUM_TOLERANCE 1.0

typedef struct
{
  guint n;
  CdlTier tiers[CDL_MAX_TIERS];
} Tiers;

struct _CdlLeverageBrackets
{
  char *name;          /* of the file */
  GHashTable *symbols; /* char * to Tiers */
};

/* A bracket as it is written. */
typedef struct
{
  double floor;
  CdlTier tier;
} Bracket;

static const struct
{
  const char *name;
  gsize offset;
  double min, max;
} members[] = {
  { "notionalFloor", G_STRUCT_OFFSET (Bracket, floor), 0.0, INFINITY },
  { "notionalCap", G_STRUCT_OFFSET (Bracket, tier.cap), 0.0, INFINITY },
  { "initialLeverage", G_STRUCT_OFFSET (Bracket, tier.max_leverage), 1.0, 1000.0 },
  { "maintMarginRatio", G_STRUCT_OFFSET (Bracket, tier.mmr), 0.0, 1.0 },
  { "cum", G_STRUCT_OFFSET (Bracket, tier.cum), 0.0, INFINITY },
};

/* Where something is wrong. */
typedef struct
{
  const char *file;
  const char *symbol;
  guint bracket; /* from 1 */
} Place;

static gboolean
    G_GNUC_PRINTF (3, 4) refuse (GError **error, const Place *place, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  g_set_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_FORMAT, "%s: bracket %u of %s %s",
               place->file, place->bracket, place->symbol, message);

  return FALSE;
}

/* A number, which may be written as text. */
static gboolean
read_number (JsonNode *node, double *value)
{
  if (cdl_json_holds (node, G_TYPE_STRING))
    return cdl_number_parse (json_node_get_string (node), value);
  if (!cdl_json_holds_number (node))
    return FALSE;
  *value = json_node_get_double (node);

  return isfinite (*value);
}

static gboolean
read_bracket (JsonNode *node, const Place *place, Bracket *bracket, GError **error)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    {
      double *value = G_STRUCT_MEMBER_P (bracket, members[i].offset);

      if (object == NULL || !read_number (json_object_get_member (object, members[i].name), value))
        return refuse (error, place, "has no number “%s”", members[i].name);
      if (*value < members[i].min || *value > members[i].max)
        return refuse (error, place, "has an impossible “%s”", members[i].name);
    }

  return TRUE;
}

/* Whether a bracket, the n-th tier, goes on where the one below it ends. */
static gboolean
check_bracket (const Bracket *bracket, const Tiers *below, const Place *place, GError **error)
{
  const CdlTier *tier = &bracket->tier;
  const CdlTier *last = below->n > 0 ? &below->tiers[below->n - 1] : NULL;
  double floor = last != NULL ? last->cap : 0.0;
  double cum = last != NULL ? floor * (tier->mmr - last->mmr) + last->cum : 0.0;

  if (bracket->floor != floor)
    return refuse (error, place, "does not begin where the one below it ends");
  if (tier->cap <= floor)
    return refuse (error, place, "ends at or below its beginning");
  if (last != NULL && (tier->max_leverage > last->max_leverage || tier->mmr < last->mmr))
    return refuse (error, place, "allows more than the one below it");
  if (fabs (tier->cum - cum) > MAX (CUM_TOLERANCE, 1e-6 * cum))
    {
      char text[CDL_NUMBER_SIZE];

      return refuse (error, place, "has a “cum” that its rates contradict: they make %s",
                     cdl_number_format (round (cum * 100.0) / 100.0, text));
    }

  return TRUE;
}

static int
compare_floors (gconstpointer a, gconstpointer b)
{
  double first = ((const Bracket *) a)->floor, second = ((const Bracket *) b)->floor;

  return (first > second) - (first < second);
}

/* The brackets of a symbol, in whatever order, as tiers from the lowest up. */
static gboolean
read_brackets (JsonArray *array, const Place *symbol, Tiers *tiers, GError **error)
{
  g_autoptr (GArray) brackets = g_array_new (FALSE, FALSE, sizeof (Bracket));
  guint n = json_array_get_length (array);
  Place place = *symbol;

  if (n == 0 || n > CDL_MAX_TIERS)
    {
      g_set_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_FORMAT,
                   "%s: %s has %u brackets; 1 to %d are possible", place.file, place.symbol, n,
                   CDL_MAX_TIERS);
      return FALSE;
    }
  for (guint i = 0; i < n; i++)
    {
      Bracket bracket;

      place.bracket = i + 1;
      if (!read_bracket (json_array_get_element (array, i), &place, &bracket, error))
        return FALSE;
      g_array_append_val (brackets, bracket);
    }
  g_array_sort (brackets, compare_floors);
  for (guint i = 0; i < n; i++)
    {
      const Bracket *bracket = &g_array_index (brackets, Bracket, i);

      place.bracket = i + 1;
      if (!check_bracket (bracket, tiers, &place, error))
        return FALSE;
      tiers->tiers[tiers->n++] = bracket->tier;
    }

  return TRUE;
}

static gboolean
read_symbol (CdlLeverageBrackets *self, JsonNode *node, GError **error)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *symbol = object != NULL ? cdl_loaded_string (object, "symbol") : NULL;
  JsonArray *brackets = object != NULL ? cdl_loaded_array (object, "brackets") : NULL;
  g_autofree Tiers *tiers = g_new0 (Tiers, 1);
  const Place place = { self->name, symbol, 0 };

  if (symbol == NULL || brackets == NULL)
    {
      g_set_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_FORMAT,
                   "%s: no leverage brackets; the exchange's answer to leverageBracket, objects "
                   "with “symbol” and “brackets”, is expected",
                   self->name);
      return FALSE;
    }
  if (!read_brackets (brackets, &place, tiers, error))
    return FALSE;
  g_hash_table_insert (self->symbols, g_strdup (symbol), g_steal_pointer (&tiers));

  return TRUE;
}

CdlLeverageBrackets *
cdl_leverage_brackets_parse (const char *text, gsize length, const char *name, GError **error)
{
  g_autoptr (CdlLeverageBrackets) self = g_new0 (CdlLeverageBrackets, 1);
  g_autoptr (JsonNode) root = cdl_json_load (text, length, name, error);
  JsonArray *array;

  self->name = g_strdup (name);
  self->symbols = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if (root == NULL)
    return NULL;
  if (!JSON_NODE_HOLDS_ARRAY (root))
    return read_symbol (self, root, error) ? g_steal_pointer (&self) : NULL;

  array = json_node_get_array (root);
  for (guint i = 0; i < json_array_get_length (array); i++)
    if (!read_symbol (self, json_array_get_element (array, i), error))
      return NULL;

  return g_steal_pointer (&self);
}

CdlLeverageBrackets *
cdl_leverage_brackets_read (const char *path, GError **error)
{
  g_autofree char *base = g_path_get_basename (path);
  g_autoptr (GPtrArray) members_in = cdl_container_read (path, NULL, NULL, error);
  const char *data;
  gsize size;

  if (members_in == NULL)
    return NULL;
  if (members_in->len != 1)
    {
      g_set_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_FORMAT,
                   "%s holds %u files; leverage brackets are one", base, members_in->len);
      return NULL;
    }
  data = g_bytes_get_data (((const CdlMember *) members_in->pdata[0])->data, &size);

  return cdl_leverage_brackets_parse (data != NULL ? data : "", size, base, error);
}

void
cdl_leverage_brackets_free (CdlLeverageBrackets *self)
{
  g_hash_table_unref (self->symbols);
  g_free (self->name);
  g_free (self);
}

gboolean
cdl_leverage_brackets_apply (const CdlLeverageBrackets *self,
                             const char *symbol,
                             CdlSettings *settings,
                             GError **error)
{
  const Tiers *tiers = g_hash_table_lookup (self->symbols, symbol);

  if (tiers == NULL)
    {
      g_set_error (error, CDL_MARKET_ERROR, CDL_MARKET_ERROR_NOT_FOUND,
                   "%s has no leverage brackets of %s", self->name, symbol);
      return FALSE;
    }
  settings->n_tiers = tiers->n;
  for (guint i = 0; i < tiers->n; i++)
    settings->tiers[i] = tiers->tiers[i];

  return TRUE;
}
