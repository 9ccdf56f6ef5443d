#include "cdl-members-private.h"

#include "cdl-json-kind.h"
#include "cdl-number.h"

#include <string.h>

static const char *
describe (JsonNode *node)
{
  GType type = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_NONE;

  if (JSON_NODE_HOLDS_OBJECT (node))
    return "an object";
  if (JSON_NODE_HOLDS_ARRAY (node))
    return "a list";
  if (type == G_TYPE_STRING)
    return "a text";
  if (type == G_TYPE_BOOLEAN)
    return json_node_get_boolean (node) ? "true" : "false";
  if (cdl_json_holds_number (node))
    return "a number";

  return "null";
}

/* The last part of a path, by which messages name the value. */
static const char *
last_name (const char *path)
{
  const char *dot = strrchr (path, '.');

  return dot != NULL ? dot + 1 : path;
}

static void
refuse_type (CdlDiagnostics *diagnostics, JsonNode *node, const char *path, const char *wanted)
{
  cdl_diagnostics_error (diagnostics, path, NULL, "“%s” must be %s, not %s", last_name (path),
                         wanted, describe (node));
}

char *
cdl_members_text (CdlDiagnostics *diagnostics, JsonNode *node, const char *path, CdlMemberKind kind)
{
  static const char *const wanted[] = {
    [CDL_MEMBER_TEXT] = "a text",
    [CDL_MEMBER_FORMULA] = "a number or an expression",
    [CDL_MEMBER_CONDITION] = "a condition",
    [CDL_MEMBER_ANY] = "an expression",
  };
  char number[CDL_NUMBER_SIZE];

  if (cdl_json_holds (node, G_TYPE_STRING))
    return json_node_dup_string (node);
  if (cdl_json_holds_number (node) && (kind == CDL_MEMBER_FORMULA || kind == CDL_MEMBER_ANY))
    return g_strdup (cdl_number_format (json_node_get_double (node), number));
  if (cdl_json_holds (node, G_TYPE_BOOLEAN)
      && (kind == CDL_MEMBER_CONDITION || kind == CDL_MEMBER_ANY))
    return g_strdup (json_node_get_boolean (node) ? "true" : "false");
  refuse_type (diagnostics, node, path, wanted[kind]);

  return NULL;
}

char *
cdl_members_suggest (const char *word, const char *const *words)
{
  const char *nearest = cdl_nearest_word (word, words);

  return nearest != NULL ? g_strdup_printf ("did you mean “%s”?", nearest) : NULL;
}

static void
read_number (CdlDiagnostics *diagnostics,
             JsonNode *node,
             const char *path,
             const CdlMember *member,
             char *base)
{
  CdlDecimal *decimal = (CdlDecimal *) (gpointer) (base + member->offset);

  if (!cdl_json_holds_number (node))
    refuse_type (diagnostics, node, path, "a number");
  else if (!cdl_decimal_from_double (json_node_get_double (node), decimal))
    cdl_diagnostics_error (diagnostics, path, "at most 18 digits, before and after the point",
                           "“%s” cannot be kept exactly", member->name);
  else if (member->has_offset > 0)
    *(gboolean *) (gpointer) (base + member->has_offset) = TRUE;
}

static void
read_word (CdlDiagnostics *diagnostics,
           JsonNode *node,
           const char *path,
           const CdlMember *member,
           char *base)
{
  g_autofree char *all = g_strjoinv (", ", (char **) member->words);
  g_autofree char *remedy = NULL;

  for (int i = 0; cdl_json_holds (node, G_TYPE_STRING) && member->words[i] != NULL; i++)
    if (strcmp (json_node_get_string (node), member->words[i]) == 0)
      {
        *(int *) (gpointer) (base + member->offset)
            = member->values != NULL ? member->values[i] : i;
        return;
      }

  if (!cdl_json_holds (node, G_TYPE_STRING))
    {
      g_autofree char *wanted = g_strdup_printf ("one of %s", all);

      refuse_type (diagnostics, node, path, wanted);
      return;
    }
  remedy = cdl_members_suggest (json_node_get_string (node), member->words);
  cdl_diagnostics_error (diagnostics, path, remedy, "“%s” must be one of %s, not “%s”",
                         member->name, all, json_node_get_string (node));
}

static void
read_member (CdlDiagnostics *diagnostics,
             JsonNode *node,
             const char *path,
             const CdlMember *member,
             char *base)
{
  switch (member->kind)
    {
    case CDL_MEMBER_NUMBER:
      read_number (diagnostics, node, path, member, base);
      break;
    case CDL_MEMBER_FLAG:
      if (cdl_json_holds (node, G_TYPE_BOOLEAN))
        *(gboolean *) (gpointer) (base + member->offset) = json_node_get_boolean (node);
      else
        refuse_type (diagnostics, node, path, "true or false");
      break;
    case CDL_MEMBER_WORD:
      read_word (diagnostics, node, path, member, base);
      break;
    case CDL_MEMBER_OBJECT:
      if (!JSON_NODE_HOLDS_OBJECT (node))
        refuse_type (diagnostics, node, path, "an object");
      break;
    case CDL_MEMBER_ARRAY:
      if (!JSON_NODE_HOLDS_ARRAY (node))
        refuse_type (diagnostics, node, path, "a list");
      break;
    case CDL_MEMBER_SKIP:
      break;
    case CDL_MEMBER_TEXT:
    case CDL_MEMBER_FORMULA:
    case CDL_MEMBER_CONDITION:
    case CDL_MEMBER_ANY:
    default:
      *(char **) (gpointer) (base + member->offset)
          = cdl_members_text (diagnostics, node, path, member->kind);
      break;
    }
}

static void
refuse_unknown (CdlDiagnostics *diagnostics,
                JsonObject *object,
                const char *path,
                const CdlMember *members,
                guint n_members)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  g_autofree char *all = NULL;
  JsonObjectIter iter;
  const char *name;

  for (guint i = 0; i < n_members; i++)
    g_ptr_array_add (words, (gpointer) members[i].name);
  g_ptr_array_add (words, NULL);
  all = g_strjoinv (", ", (char **) words->pdata);

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, NULL))
    {
      g_autofree char *member_path = g_strdup_printf ("%s.%s", path, name);
      g_autofree char *remedy = NULL;
      gboolean known = FALSE;

      for (guint i = 0; i < n_members; i++)
        known = known || strcmp (name, members[i].name) == 0;
      if (known)
        continue;
      remedy = cdl_members_suggest (name, (const char *const *) words->pdata);
      if (remedy == NULL)
        remedy = g_strdup_printf ("what can stand here: %s", all);
      cdl_diagnostics_error (diagnostics, member_path, remedy, "unknown member “%s”", name);
    }
}

void
cdl_members_read (CdlDiagnostics *diagnostics,
                  JsonObject *object,
                  const char *path,
                  const CdlMember *members,
                  guint n_members,
                  gpointer base)
{
  refuse_unknown (diagnostics, object, path, members, n_members);
  for (guint i = 0; i < n_members; i++)
    {
      g_autofree char *member_path = g_strdup_printf ("%s.%s", path, members[i].name);
      JsonNode *node = json_object_get_member (object, members[i].name);

      if (node != NULL)
        read_member (diagnostics, node, member_path, &members[i], base);
      else if (members[i].example != NULL)
        {
          g_autofree char *remedy
              = g_strdup_printf ("add \"%s\": %s", members[i].name, members[i].example);

          cdl_diagnostics_error (diagnostics, path, remedy, "“%s” is missing", members[i].name);
        }
    }
}

JsonObject *
cdl_members_object (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

JsonArray *
cdl_members_array (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}
