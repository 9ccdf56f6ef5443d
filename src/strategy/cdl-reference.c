#include "cdl-reference.h"

#include "cdl-diagnostics.h"
#include "cdl-number.h"
#include "cdl-reference-text-private.h"

#include <string.h>

static void
add_function (GString *page, const CdlFunction *function)
{
  static const char *const kinds[] = {
    [CDL_ARG_SERIES] = NULL,
    [CDL_ARG_CONDITION] = "a condition",
    [CDL_ARG_LENGTH] = NULL,
    [CDL_ARG_COUNT] = "a whole number from 0 on",
    [CDL_ARG_FACTOR] = "a number known before the run",
  };
  g_autofree char *signature = cdl_function_signature (function);

  g_string_append_printf (page, "#### `%s`\n\n%s%s\n", signature, function->doc,
                          function->returns == CDL_TYPE_BOOLEAN ? " A condition." : "");
  for (guint i = 0; i < function->n_args; i++)
    if (kinds[function->args[i].kind] != NULL)
      g_string_append_printf (page, "\n- `%s`: %s", function->args[i].name,
                              kinds[function->args[i].kind]);
  g_string_append_printf (page, "\n- Computed as: %s", function->formula);
  if (function->recursive)
    g_string_append (page, "\n- Depends on all klines from the first loaded one on.");
  g_string_append_printf (page, "\n- After: %s\n\n", function->source);
}

static void
add_pattern (GString *page, const CdlPattern *pattern)
{
  char fallback[CDL_NUMBER_SIZE], min[CDL_NUMBER_SIZE], max[CDL_NUMBER_SIZE];

  g_string_append_printf (page, "#### `%s`\n\n%s\n\n", pattern->name, pattern->doc);
  g_string_append (page,
                   "| argument | default | from | to | what it does |\n|---|---|---|---|---|\n");
  for (guint i = 0; i < pattern->n_args; i++)
    {
      const CdlPatternArg *arg = &pattern->args[i];

      g_string_append_printf (page, "| `%s` | %s | %s | %s%s | %s |\n", arg->name,
                              cdl_number_format (arg->fallback, fallback),
                              cdl_number_format (arg->min, min), cdl_number_format (arg->max, max),
                              arg->whole ? ", whole" : "", arg->doc);
    }
  g_string_append (page, "\n- Outputs:");
  for (guint i = 0; pattern->outputs[i] != NULL; i++)
    g_string_append_printf (page, "%s `%s`", i > 0 ? "," : "", pattern->outputs[i]);
  g_string_append_printf (page, "\n- Rule: %s\n\n", pattern->formula);
}

/* Writes "### Group" where a new one begins. */
static void
add_group (GString *page, const char **last, const char *group)
{
  if (g_strcmp0 (*last, group) != 0)
    g_string_append_printf (page, "### %s\n\n", group);
  *last = group;
}

char *
cdl_reference_page (void)
{
  GString *page = g_string_new (cdl_reference_file);
  const CdlFunction *const *functions;
  const CdlPattern *const *patterns;
  const char *group = NULL;
  guint n;

  g_string_append (page, cdl_reference_expressions);
  g_string_append (page, cdl_reference_functions);
  functions = cdl_functions (&n);
  for (guint i = 0; i < n; i++)
    {
      add_group (page, &group, functions[i]->group);
      add_function (page, functions[i]);
    }

  g_string_append (page, cdl_reference_patterns);
  patterns = cdl_patterns (&n);
  for (guint i = 0; i < n; i++)
    {
      add_group (page, &group, patterns[i]->group);
      add_pattern (page, patterns[i]);
    }
  g_string_truncate (page, page->len - 1);

  return g_string_free (page, FALSE);
}

char *
cdl_reference_section (const char *name)
{
  const CdlFunction *function = cdl_function_find (name);
  const CdlPattern *pattern = cdl_pattern_find (name);
  GString *section;

  if (function == NULL && pattern == NULL)
    return NULL;
  section = g_string_new (NULL);
  if (function != NULL)
    add_function (section, function);
  else
    add_pattern (section, pattern);
  g_string_truncate (section, section->len - 1);

  return g_string_free (section, FALSE);
}

const char *
cdl_reference_nearest (const char *name)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  guint n;
  const CdlFunction *const *functions = cdl_functions (&n);
  const CdlPattern *const *patterns;

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (names, (gpointer) functions[i]->name);
  patterns = cdl_patterns (&n);
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (names, (gpointer) patterns[i]->name);
  g_ptr_array_add (names, NULL);

  return cdl_nearest_word (name, (const char *const *) names->pdata);
}
