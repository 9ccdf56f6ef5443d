#include "cdl-reference.h"

static const char *
type_name (CdlType type)
{
  return type == CDL_TYPE_BOOLEAN ? "boolean" : "number";
}

static void
write_function (CdlJsonWriter *writer, const CdlFunction *function)
{
  static const char *const kinds[] = {
    [CDL_ARG_SERIES] = "series", [CDL_ARG_CONDITION] = "condition", [CDL_ARG_LENGTH] = "length",
    [CDL_ARG_COUNT] = "count",   [CDL_ARG_FACTOR] = "factor",
  };
  g_autofree char *signature = cdl_function_signature (function);

  cdl_json_begin_object (writer);
  cdl_json_member_string (writer, "kind", "function");
  cdl_json_member_string (writer, "name", function->name);
  cdl_json_member_string (writer, "group", function->group);
  cdl_json_member_string (writer, "signature", signature);
  cdl_json_name (writer, "args");
  cdl_json_begin_array (writer);
  for (guint i = 0; i < function->n_args; i++)
    {
      const CdlArg *arg = &function->args[i];

      cdl_json_begin_object (writer);
      cdl_json_member_string (writer, "name", arg->name);
      cdl_json_member_string (writer, "kind", kinds[arg->kind]);
      if (arg->fallback > CDL_FUNCTION_REQUIRED)
        cdl_json_member_double (writer, "default", arg->fallback);
      cdl_json_end_object (writer);
    }
  cdl_json_end_array (writer);
  cdl_json_member_string (writer, "returns", type_name (function->returns));
  cdl_json_member_bool (writer, "recursive", function->recursive);
  cdl_json_member_string (writer, "doc", function->doc);
  cdl_json_member_string (writer, "formula", function->formula);
  cdl_json_member_string (writer, "source", function->source);
  cdl_json_end_object (writer);
}

static void
write_pattern (CdlJsonWriter *writer, const CdlPattern *pattern)
{
  cdl_json_begin_object (writer);
  cdl_json_member_string (writer, "kind", "pattern");
  cdl_json_member_string (writer, "name", pattern->name);
  cdl_json_member_string (writer, "group", pattern->group);
  cdl_json_name (writer, "args");
  cdl_json_begin_array (writer);
  for (guint i = 0; i < pattern->n_args; i++)
    {
      const CdlPatternArg *arg = &pattern->args[i];

      cdl_json_begin_object (writer);
      cdl_json_member_string (writer, "name", arg->name);
      cdl_json_member_double (writer, "default", arg->fallback);
      cdl_json_member_double (writer, "min", arg->min);
      cdl_json_member_double (writer, "max", arg->max);
      cdl_json_member_bool (writer, "whole", arg->whole);
      cdl_json_member_string (writer, "doc", arg->doc);
      cdl_json_end_object (writer);
    }
  cdl_json_end_array (writer);
  cdl_json_name (writer, "outputs");
  cdl_json_begin_array (writer);
  for (guint i = 0; pattern->outputs[i] != NULL; i++)
    cdl_json_string (writer, pattern->outputs[i]);
  cdl_json_end_array (writer);
  cdl_json_member_string (writer, "doc", pattern->doc);
  cdl_json_member_string (writer, "formula", pattern->formula);
  cdl_json_end_object (writer);
}

static void
write_all (CdlJsonWriter *writer)
{
  guint n;
  const CdlFunction *const *functions = cdl_functions (&n);
  const CdlPattern *const *patterns;

  cdl_json_begin_object (writer);
  cdl_json_name (writer, "functions");
  cdl_json_begin_array (writer);
  for (guint i = 0; i < n; i++)
    write_function (writer, functions[i]);
  cdl_json_end_array (writer);

  patterns = cdl_patterns (&n);
  cdl_json_name (writer, "patterns");
  cdl_json_begin_array (writer);
  for (guint i = 0; i < n; i++)
    write_pattern (writer, patterns[i]);
  cdl_json_end_array (writer);
  cdl_json_end_object (writer);
}

gboolean
cdl_reference_write_json (CdlJsonWriter *writer, const char *name)
{
  const CdlFunction *function = name != NULL ? cdl_function_find (name) : NULL;
  const CdlPattern *pattern = name != NULL ? cdl_pattern_find (name) : NULL;

  if (name == NULL)
    write_all (writer);
  else if (function != NULL)
    write_function (writer, function);
  else if (pattern != NULL)
    write_pattern (writer, pattern);

  return name == NULL || function != NULL || pattern != NULL;
}
