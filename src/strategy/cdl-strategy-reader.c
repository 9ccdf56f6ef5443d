#include "cdl-strategy-reader.h"

#include "cdl-json-kind.h"
#include "cdl-json-scan.h"
#include "cdl-members-private.h"
#include "cdl-number.h"

#include <string.h>

/* TRUE if name can be shown in a list, stored as a key and typed again. */
static gboolean
check_name (CdlDiagnostics *diagnostics, const char *path, const char *name)
{
  gboolean good = *name != '\0' && g_utf8_strlen (name, -1) <= CDL_STRATEGY_MAX_NAME
                  && !g_ascii_isspace (*name) && !g_ascii_isspace (name[strlen (name) - 1]);

  for (const char *c = name; *c != '\0' && good; c = g_utf8_next_char (c))
    good = g_unichar_isprint (g_utf8_get_char (c));
  if (!good)
    cdl_diagnostics_error (diagnostics, path, "one line of 1 to 100 characters, no blanks around",
                           "“%s” cannot be a name", name);

  return good;
}

/* Whether value is min plus a whole number of steps. */
static gboolean
is_on_grid (const CdlParam *param)
{
  guint64 count = cdl_decimal_sweep_count (param->min, param->value, param->step);

  return count == 0
         || cdl_decimal_sweep (param->min, param->step, (guint) (count - 1))
                == cdl_decimal_value (param->value);
}

static void
check_param (CdlDiagnostics *diagnostics, const char *path, const CdlParam *param)
{
  g_autofree char *value = cdl_decimal_format (param->value);
  g_autofree char *min = cdl_decimal_format (param->min);
  g_autofree char *max = cdl_decimal_format (param->max);
  g_autofree char *step = cdl_decimal_format (param->step);
  g_autofree char *value_path = g_strdup_printf ("%s.value", path);
  double v = cdl_decimal_value (param->value);

  if (param->has_step && param->step.mantissa <= 0)
    {
      g_autofree char *step_path = g_strdup_printf ("%s.step", path);

      cdl_diagnostics_error (diagnostics, step_path, "a step is more than 0",
                             "the step of “%s” is %s", param->name, step);
      return;
    }
  if (param->has_min && param->has_max
      && cdl_decimal_value (param->min) > cdl_decimal_value (param->max))
    cdl_diagnostics_error (diagnostics, path, NULL, "“%s” has its min, %s, above its max, %s",
                           param->name, min, max);
  else if (param->has_min && v < cdl_decimal_value (param->min))
    cdl_diagnostics_error (diagnostics, value_path, NULL, "%s is below the min of “%s”, %s", value,
                           param->name, min);
  else if (param->has_max && v > cdl_decimal_value (param->max))
    cdl_diagnostics_error (diagnostics, value_path, NULL, "%s is above the max of “%s”, %s", value,
                           param->name, max);
  else if (param->has_min && param->has_step && !is_on_grid (param))
    {
      g_autofree char *message = g_strdup_printf (
          "%s is not %s plus a whole number of steps of %s: a sweep of “%s” would miss it", value,
          min, step, param->name);

      cdl_diagnostics_add (diagnostics, FALSE, value_path, 0, 0, 0, message, NULL);
    }
}

static void
read_params (CdlDiagnostics *diagnostics, JsonObject *object, GArray *params)
{
  static const CdlMember members[] = {
    { "value", CDL_MEMBER_NUMBER, offsetof (CdlParam, value), .example = "2" },
    { "min", CDL_MEMBER_NUMBER, offsetof (CdlParam, min), offsetof (CdlParam, has_min) },
    { "max", CDL_MEMBER_NUMBER, offsetof (CdlParam, max), offsetof (CdlParam, has_max) },
    { "step", CDL_MEMBER_NUMBER, offsetof (CdlParam, step), offsetof (CdlParam, has_step) },
    { "help", CDL_MEMBER_TEXT, offsetof (CdlParam, help) },
  };
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    {
      g_autofree char *path = g_strdup_printf ("$.params.%s", name);
      guint before = cdl_diagnostics_errors (diagnostics);
      CdlParam param = { .name = g_strdup (name) };

      if (!JSON_NODE_HOLDS_OBJECT (node))
        cdl_diagnostics_error (diagnostics, path, "write { \"value\": 2, \"min\": 1, \"max\": 4 }",
                               "“%s” must be an object", name);
      else
        cdl_members_read (diagnostics, json_node_get_object (node), path, members,
                          G_N_ELEMENTS (members), &param);
      if (cdl_diagnostics_errors (diagnostics) == before)
        check_param (diagnostics, path, &param);
      g_array_append_val (params, param);
    }
}

/* Every member of object but `except` as a named text. */
static void
read_texts (CdlDiagnostics *diagnostics,
            JsonObject *object,
            const char *path,
            const char *except,
            CdlMemberKind kind,
            GArray *texts)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    {
      g_autofree char *member_path = g_strdup_printf ("%s.%s", path, name);
      CdlNamedText named = { NULL, NULL };

      if (g_strcmp0 (name, except) == 0)
        continue;
      named.text = cdl_members_text (diagnostics, node, member_path, kind);
      if (named.text == NULL)
        continue;
      named.name = g_strdup (name);
      g_array_append_val (texts, named);
    }
}

static void
read_pattern (CdlDiagnostics *diagnostics, JsonObject *object, const char *path, CdlSetupDef *setup)
{
  g_autofree char *pattern_path = g_strdup_printf ("%s.pattern", path);
  g_autofree char *name_path = g_strdup_printf ("%s.name", pattern_path);
  JsonNode *name = json_object_get_member (object, "name");

  if (name == NULL)
    cdl_diagnostics_error (diagnostics, pattern_path, "add \"name\": \"double_bottom\", say",
                           "“name” is missing");
  else
    setup->pattern = cdl_members_text (diagnostics, name, name_path, CDL_MEMBER_TEXT);
  read_texts (diagnostics, object, pattern_path, "name", CDL_MEMBER_FORMULA, setup->pattern_args);
}

static void
read_entry (CdlDiagnostics *diagnostics, JsonObject *object, const char *path, CdlSetupDef *setup)
{
  static const char *const words[] = { "touch", "stop", "limit", "market", NULL };
  static const CdlMember members[] = {
    { "type", CDL_MEMBER_WORD, offsetof (CdlSetupDef, entry_type), .words = words },
    { "price", CDL_MEMBER_FORMULA, offsetof (CdlSetupDef, entry_price) },
  };
  g_autofree char *entry_path = g_strdup_printf ("%s.entry", path);
  g_autofree char *price_path = g_strdup_printf ("%s.price", entry_path);
  guint before = cdl_diagnostics_errors (diagnostics);

  cdl_members_read (diagnostics, object, entry_path, members, G_N_ELEMENTS (members), setup);
  if (cdl_diagnostics_errors (diagnostics) > before)
    return;
  if (setup->entry_type == CDL_ENTRY_MARKET && setup->entry_price != NULL)
    cdl_diagnostics_error (diagnostics, price_path, "remove it, or choose stop, limit or touch",
                           "an entry at market has no price of its own");
  if (setup->entry_type != CDL_ENTRY_MARKET && setup->entry_price == NULL)
    cdl_diagnostics_error (diagnostics, entry_path, "add \"price\": \"neckline\", say",
                           "“price” is missing");
}

static void
read_setup (CdlDiagnostics *diagnostics, JsonObject *object, const char *path, CdlSetupDef *setup)
{
  static const char *const sides[] = { "long", "short", NULL };
  static const int side_values[] = { CDL_SIDE_LONG, CDL_SIDE_SHORT };
  static const CdlMember members[] = {
    { "name", CDL_MEMBER_TEXT, offsetof (CdlSetupDef, name) },
    { "side", CDL_MEMBER_WORD, offsetof (CdlSetupDef, side), .words = sides, .values = side_values,
      .example = "\"long\"" },
    { "pattern", CDL_MEMBER_OBJECT },
    { "when", CDL_MEMBER_CONDITION, offsetof (CdlSetupDef, when) },
    { "entry", CDL_MEMBER_OBJECT, .example = "{ \"type\": \"market\" }" },
    { "stop_loss", CDL_MEMBER_FORMULA, offsetof (CdlSetupDef, stop_loss),
      .example = "\"entry * 0.99\"" },
    { "take_profit", CDL_MEMBER_FORMULA, offsetof (CdlSetupDef, take_profit),
      .example = "\"entry * 1.02\"" },
    { "expires", CDL_MEMBER_FORMULA, offsetof (CdlSetupDef, expires) },
    { "max_pending", CDL_MEMBER_FORMULA, offsetof (CdlSetupDef, max_pending) },
  };
  g_autofree char *name_path = g_strdup_printf ("%s.name", path);
  JsonObject *part;

  cdl_members_read (diagnostics, object, path, members, G_N_ELEMENTS (members), setup);
  if (setup->name == NULL)
    setup->name = g_strdup (cdl_side_name (setup->side));
  else
    check_name (diagnostics, name_path, setup->name);

  if ((part = cdl_members_object (object, "pattern")) != NULL)
    read_pattern (diagnostics, part, path, setup);
  if ((part = cdl_members_object (object, "entry")) != NULL)
    read_entry (diagnostics, part, path, setup);
  if (!json_object_has_member (object, "pattern") && !json_object_has_member (object, "when"))
    cdl_diagnostics_error (diagnostics, path, "add \"when\", a \"pattern\", or both",
                           "nothing says when this setup arises");
}

static void
read_setups (CdlDiagnostics *diagnostics, JsonArray *array, GArray *setups)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  if (json_array_get_length (array) == 0)
    cdl_diagnostics_error (diagnostics, "$.setups", "add one, like { \"side\": \"long\", ... }",
                           "a strategy needs at least one setup");

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      g_autofree char *path = g_strdup_printf ("$.setups[%u]", i);
      JsonNode *node = json_array_get_element (array, i);
      CdlSetupDef setup = { .side = CDL_SIDE_LONG, .pattern_args = cdl_named_texts_new () };

      if (JSON_NODE_HOLDS_OBJECT (node))
        read_setup (diagnostics, json_node_get_object (node), path, &setup);
      else
        cdl_diagnostics_error (diagnostics, path, NULL, "a setup must be an object");
      if (setup.name != NULL && !g_hash_table_add (names, g_strdup (setup.name)))
        cdl_diagnostics_error (diagnostics, path, "give each its own \"name\"",
                               "two setups are named “%s”", setup.name);
      g_array_append_val (setups, setup);
    }
}

static void
read_filters (CdlDiagnostics *diagnostics, JsonObject *object, CdlStrategy *strategy)
{
  CdlMember members[CDL_N_FILTERS] = { { NULL } };

  for (guint i = 0; i < CDL_N_FILTERS; i++)
    members[i] = (CdlMember){ .name = cdl_filter_name ((CdlFilter) i),
                              .kind = CDL_MEMBER_FORMULA,
                              .offset = offsetof (CdlStrategy, filter) + i * sizeof (char *) };
  cdl_members_read (diagnostics, object, "$.filters", members, CDL_N_FILTERS, strategy);
}

/* A mode has one amount, in the member of its name; that of another mode is a mistake that must
 * not be passed over. */
static void
read_amounts (CdlDiagnostics *diagnostics, JsonObject *object, CdlStrategy *strategy)
{
  const char *mode = cdl_money_mode_name (strategy->money_mode);

  for (guint i = 0; i < CDL_N_MONEY_MODES; i++)
    {
      const char *name = cdl_money_mode_name ((CdlMoneyMode) i);
      g_autofree char *path = g_strdup_printf ("$.money.%s", name);
      JsonNode *node = json_object_get_member (object, name);

      if (node != NULL && i == strategy->money_mode)
        strategy->money_amount = cdl_members_text (diagnostics, node, path, CDL_MEMBER_FORMULA);
      else if (node != NULL)
        {
          g_autofree char *remedy = g_strdup_printf ("remove it, or set the mode to %s", name);

          cdl_diagnostics_error (diagnostics, path, remedy, "mode %s makes no use of “%s”", mode,
                                 name);
        }
      else if (i == strategy->money_mode)
        {
          g_autofree char *remedy = g_strdup_printf ("add \"%s\": 1, say", name);

          cdl_diagnostics_error (diagnostics, "$.money", remedy, "“%s” is missing", name);
        }
    }
}

static void
read_money (CdlDiagnostics *diagnostics, JsonObject *object, CdlStrategy *strategy)
{
  const char *modes[CDL_N_MONEY_MODES + 1] = { NULL };
  CdlMember members[3 + CDL_N_MONEY_MODES] = {
    { "mode", CDL_MEMBER_WORD, offsetof (CdlStrategy, money_mode), .words = modes,
      .example = "\"percent\"" },
    { "max_leverage", CDL_MEMBER_FORMULA, offsetof (CdlStrategy, money_max_leverage) },
    { "compound", CDL_MEMBER_FLAG, offsetof (CdlStrategy, compound) },
  };
  guint before = cdl_diagnostics_errors (diagnostics);

  for (guint i = 0; i < CDL_N_MONEY_MODES; i++)
    {
      modes[i] = cdl_money_mode_name ((CdlMoneyMode) i);
      members[3 + i] = (CdlMember){ .name = modes[i], .kind = CDL_MEMBER_SKIP };
    }
  cdl_members_read (diagnostics, object, "$.money", members, G_N_ELEMENTS (members), strategy);
  if (cdl_diagnostics_errors (diagnostics) == before)
    read_amounts (diagnostics, object, strategy);
}

static void
read_format (CdlDiagnostics *diagnostics, JsonNode *node)
{
  char number[CDL_NUMBER_SIZE];

  if (node == NULL)
    return;
  if (!cdl_json_holds_number (node))
    cdl_diagnostics_error (diagnostics, "$.format", "write 1", "“format” must be a number");
  else if (json_node_get_double (node) != CDL_STRATEGY_FORMAT)
    cdl_diagnostics_error (diagnostics, "$.format", "write 1",
                           "format %s is not known to this version",
                           cdl_number_format (json_node_get_double (node), number));
}

static void
read_interval (CdlDiagnostics *diagnostics, JsonNode *node, CdlStrategy *strategy)
{
  g_autofree char *text = NULL;

  if (node == NULL)
    return;
  text = cdl_members_text (diagnostics, node, "$.interval", CDL_MEMBER_TEXT);
  if (text != NULL && !cdl_interval_parse (text, &strategy->interval))
    {
      g_autoptr (GString) all = g_string_new ("intervals are");

      for (int i = 0; i < CDL_N_INTERVALS; i++)
        g_string_append_printf (all, " %s", cdl_interval_name ((CdlInterval) i));
      cdl_diagnostics_error (diagnostics, "$.interval", all->str, "“%s” is not an interval", text);
    }
}

static void
read_strategy (CdlDiagnostics *diagnostics, JsonObject *object, CdlStrategy *strategy)
{
  static const CdlMember members[] = {
    { "$schema", CDL_MEMBER_SKIP },
    { "format", CDL_MEMBER_SKIP, .example = "1" },
    { "name", CDL_MEMBER_TEXT, offsetof (CdlStrategy, name), .example = "\"Double bottom\"" },
    { "description", CDL_MEMBER_TEXT, offsetof (CdlStrategy, description) },
    { "interval", CDL_MEMBER_SKIP, .example = "\"15m\"" },
    { "keep_pending", CDL_MEMBER_FLAG, offsetof (CdlStrategy, keep_pending) },
    { "params", CDL_MEMBER_OBJECT },
    { "let", CDL_MEMBER_OBJECT },
    { "setups", CDL_MEMBER_ARRAY, .example = "[ ... ]" },
    { "filters", CDL_MEMBER_OBJECT },
    { "money", CDL_MEMBER_OBJECT },
  };
  JsonObject *part;
  JsonArray *setups;

  cdl_members_read (diagnostics, object, "$", members, G_N_ELEMENTS (members), strategy);
  read_format (diagnostics, json_object_get_member (object, "format"));
  read_interval (diagnostics, json_object_get_member (object, "interval"), strategy);
  if (strategy->name != NULL)
    check_name (diagnostics, "$.name", strategy->name);

  if ((part = cdl_members_object (object, "params")) != NULL)
    read_params (diagnostics, part, strategy->params);
  if ((part = cdl_members_object (object, "let")) != NULL)
    read_texts (diagnostics, part, "$.let", NULL, CDL_MEMBER_ANY, strategy->lets);
  if ((setups = cdl_members_array (object, "setups")) != NULL)
    read_setups (diagnostics, setups, strategy->setups);
  if ((part = cdl_members_object (object, "filters")) != NULL)
    read_filters (diagnostics, part, strategy);
  if ((part = cdl_members_object (object, "money")) != NULL)
    read_money (diagnostics, part, strategy);
  else if (!json_object_has_member (object, "money"))
    {
      strategy->money_mode = CDL_MONEY_PERCENT;
      strategy->money_amount = g_strdup ("100");
    }
}

/* The text as one that json-glib reads as it is meant: strict JSON without byte order mark. NULL
 * with a diagnostic; newly allocated. */
static char *
check_text (const char *text, gssize length, CdlDiagnostics *diagnostics)
{
  static const char mark[] = "\xef\xbb\xbf";
  gsize size = length < 0 ? strlen (text) : (gsize) length;
  g_autofree char *checked = NULL;

  if (size > CDL_STRATEGY_MAX_BYTES)
    {
      cdl_diagnostics_error (diagnostics, "$", NULL,
                             "this file is too long for a strategy: %d kB at most",
                             CDL_STRATEGY_MAX_BYTES / 1024);
      return NULL;
    }
  if (!g_utf8_validate_len (text, size, NULL))
    {
      cdl_diagnostics_error (diagnostics, "$", "save it as UTF-8", "this file is not UTF-8 text");
      return NULL;
    }
  if (size >= 3 && memcmp (text, mark, 3) == 0)
    {
      text += 3;
      size -= 3;
    }
  checked = g_strndup (text, size);

  return cdl_json_scan (checked, diagnostics) ? g_steal_pointer (&checked) : NULL;
}

CdlStrategy *
cdl_strategy_read (const char *text, gssize length, CdlDiagnostics *diagnostics)
{
  g_autofree char *checked = check_text (text, length, diagnostics);
  g_autoptr (CdlStrategy) strategy = cdl_strategy_new ();
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (GError) error = NULL;
  guint before = cdl_diagnostics_errors (diagnostics);
  JsonNode *root;

  if (checked == NULL)
    return NULL;
  if (!json_parser_load_from_data (parser, checked, -1, &error))
    {
      cdl_diagnostics_error (diagnostics, "$", NULL, "%s", error->message);
      return NULL;
    }
  root = json_parser_get_root (parser);
  if (!JSON_NODE_HOLDS_OBJECT (root))
    {
      cdl_diagnostics_error (diagnostics, "$", "write { \"format\": 1, \"name\": ... }",
                             "a strategy is a JSON object");
      return NULL;
    }
  read_strategy (diagnostics, json_node_get_object (root), strategy);

  return cdl_diagnostics_errors (diagnostics) == before ? g_steal_pointer (&strategy) : NULL;
}
