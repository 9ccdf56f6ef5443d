#include "cdl-compiler-private.h"

#include <string.h>

#include "cdl-pattern.h"

/* Names are found by looking through all of them. */
#define MAX_NAMES 1000

int
cdl_words_find (const char *const *words, const char *word)
{
  for (int i = 0; words != NULL && words[i] != NULL; i++)
    if (strcmp (words[i], word) == 0)
      return i;

  return -1;
}

static int
find_let (const CdlCompiler *self, const char *name)
{
  for (guint i = 0; i < self->strategy->lets->len; i++)
    if (strcmp (g_array_index (self->strategy->lets, CdlNamedText, i).name, name) == 0)
      return (int) i;

  return -1;
}

gboolean
cdl_compiler_is_value (const CdlCompiler *self, const char *word)
{
  return cdl_words_find (self->variables, word) >= 0
         || cdl_words_find (cdl_field_words (), word) >= 0
         || cdl_strategy_param (self->strategy, word) >= 0 || find_let (self, word) >= 0;
}

char *
cdl_compiler_suggest (const CdlCompiler *self, const char *word, gboolean call)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  const char *nearest;
  guint n;
  const CdlFunction *const *functions = cdl_functions (&n);

  for (guint i = 0; call && i < n; i++)
    g_ptr_array_add (words, (gpointer) functions[i]->name);
  for (int i = 0; !call && self->variables != NULL && self->variables[i] != NULL; i++)
    g_ptr_array_add (words, (gpointer) self->variables[i]);
  for (guint i = 0; !call && i < self->strategy->params->len; i++)
    g_ptr_array_add (words, g_array_index (self->strategy->params, CdlParam, i).name);
  for (guint i = 0; !call && i < self->strategy->lets->len; i++)
    g_ptr_array_add (words, g_array_index (self->strategy->lets, CdlNamedText, i).name);
  for (int i = 0; !call && cdl_field_words ()[i] != NULL; i++)
    g_ptr_array_add (words, (gpointer) cdl_field_words ()[i]);
  g_ptr_array_add (words, NULL);

  nearest = cdl_nearest_word (word, (const char *const *) words->pdata);

  return nearest != NULL ? g_strdup_printf ("did you mean “%s”?", nearest) : NULL;
}

/* Compiles the text of a let on its own, wherever it is used first. */
static guint
compile_let (CdlCompiler *self, const CdlExpr *use, guint let, CdlInterval context)
{
  const CdlNamedText *named = &g_array_index (self->strategy->lets, CdlNamedText, let);
  g_autofree char *key = g_strdup_printf ("%s@%s", named->name, cdl_interval_name (context));
  g_autofree char *path = g_strdup_printf ("$.let.%s", named->name);
  g_autoptr (CdlExpr) expr = NULL;
  CdlSource source = { path, named->text, self->diagnostics };
  const CdlSource *outer = self->source;
  const char *const *variables = self->variables;
  gpointer known;
  guint node = CDL_NO_NODE;

  if (self->broken != NULL && g_hash_table_contains (self->broken, named->name))
    return CDL_NO_NODE;
  if (g_hash_table_lookup_extended (self->lets, key, NULL, &known))
    return GPOINTER_TO_UINT (known) - 1; /* 0, a failure, becomes CDL_NO_NODE */
  if (g_hash_table_contains (self->active, named->name))
    return cdl_compiler_fail (self, use, NULL,
                              "“%s” is defined by itself, directly or through others", named->name);

  g_hash_table_add (self->active, named->name);
  self->source = &source;
  self->variables = NULL; /* a let belongs to the strategy, not to a setup */
  expr = cdl_expr_parse (&source);
  if (expr != NULL)
    node = cdl_compile (self, expr, context);
  self->source = outer;
  self->variables = variables;
  g_hash_table_remove (self->active, named->name);
  g_hash_table_insert (self->lets, g_steal_pointer (&key), GUINT_TO_POINTER (node + 1));

  return node;
}

/* Says what is wrong with a name that means nothing here. */
static guint
unknown_name (CdlCompiler *self, const CdlExpr *expr)
{
  g_autofree char *remedy = NULL;
  guint n;
  const CdlPattern *const *patterns;

  if (cdl_function_find (expr->name) != NULL)
    return cdl_compiler_fail (self, expr, "call it with its arguments in parentheses",
                              "“%s” is a function", expr->name);
  if (strcmp (expr->name, "entry") == 0 || strcmp (expr->name, "stop_loss") == 0
      || strcmp (expr->name, "take_profit") == 0)
    return cdl_compiler_fail (self, expr, NULL, "“%s” is not known yet at this place", expr->name);

  remedy = cdl_compiler_suggest (self, expr->name, FALSE);
  patterns = cdl_patterns (&n);
  for (guint i = 0; i < n && remedy == NULL; i++)
    if (cdl_pattern_output (patterns[i], expr->name) >= 0)
      remedy = g_strdup_printf ("it is an output of patterns such as %s, known inside the setup "
                                "that looks for one",
                                patterns[i]->name);

  return cdl_compiler_fail (self, expr, remedy, "unknown name “%s”", expr->name);
}

static guint
compile_field (CdlCompiler *self, guint field, CdlInterval context)
{
  static const guint made_of[CDL_N_SOURCES] = {
    [CDL_SOURCE_HL2] = 1u << CDL_FIELD_HIGH | 1u << CDL_FIELD_LOW,
    [CDL_SOURCE_HLC3] = 1u << CDL_FIELD_HIGH | 1u << CDL_FIELD_LOW | 1u << CDL_FIELD_CLOSE,
    [CDL_SOURCE_OHLC4]
    = 1u << CDL_FIELD_OPEN | 1u << CDL_FIELD_HIGH | 1u << CDL_FIELD_LOW | 1u << CDL_FIELD_CLOSE,
  };
  CdlNode node = {
    .kind = CDL_NODE_FIELD, .type = CDL_TYPE_NUMBER, .interval = (int) context, .field = field
  };

  cdl_graph_need (self->graph, context, 0, field < CDL_N_FIELDS ? 1u << field : made_of[field]);

  return cdl_compiler_add_node (self, &node);
}

guint
cdl_compile_name (CdlCompiler *self, const CdlExpr *expr, CdlInterval context)
{
  int i = cdl_words_find (self->variables, expr->name);

  if (i >= 0)
    {
      CdlNode node = { .kind = CDL_NODE_VARIABLE,
                       .type = CDL_TYPE_NUMBER,
                       .interval = (int) self->strategy->interval,
                       .scalar = TRUE,
                       .field = (guint) i };

      return cdl_compiler_add_node (self, &node);
    }
  if ((i = cdl_strategy_param (self->strategy, expr->name)) >= 0)
    return cdl_compiler_add_constant (self, CDL_TYPE_NUMBER, self->values[i]);
  if ((i = find_let (self, expr->name)) >= 0)
    return compile_let (self, expr, (guint) i, context);
  if ((i = cdl_words_find (cdl_field_words (), expr->name)) >= 0)
    return compile_field (self, (guint) i, context);

  return unknown_name (self, expr);
}

/* Whether a name may be given: an identifier that means nothing else yet. */
static void
check_name (CdlCompiler *self, const char *path, const char *name, GHashTable *taken)
{
  static const char *const reserved[]
      = { "and", "or", "not", "true", "false", "entry", "stop_loss", "take_profit", NULL };
  gboolean good = g_ascii_isalpha (*name) || *name == '_';

  for (const char *c = name; *c != '\0'; c++)
    good = good && (g_ascii_isalnum (*c) || *c == '_');

  if (!good)
    cdl_diagnostics_error (self->diagnostics, path, "use letters, digits and _, a letter first",
                           "“%s” cannot be a name", name);
  else if (cdl_words_find (reserved, name) >= 0 || cdl_words_find (cdl_field_words (), name) >= 0
           || cdl_function_find (name) != NULL)
    cdl_diagnostics_error (self->diagnostics, path, "choose another name",
                           "“%s” already means something in the language", name);
  else if (!g_hash_table_add (taken, (gpointer) name))
    cdl_diagnostics_error (self->diagnostics, path, "choose another name",
                           "the name “%s” is used twice", name);
}

void
cdl_compiler_check_names (CdlCompiler *self, GHashTable *broken)
{
  g_autoptr (GHashTable) taken = g_hash_table_new (g_str_hash, g_str_equal);

  if (self->strategy->params->len + self->strategy->lets->len > MAX_NAMES)
    {
      cdl_diagnostics_error (self->diagnostics, "$", NULL,
                             "more than %d parameters and “let” names are too many", MAX_NAMES);
      return;
    }
  for (guint i = 0; i < self->strategy->params->len; i++)
    {
      const CdlParam *param = &g_array_index (self->strategy->params, CdlParam, i);
      g_autofree char *path = g_strdup_printf ("$.params.%s", param->name);

      check_name (self, path, param->name, taken);
    }
  for (guint i = 0; i < self->strategy->lets->len; i++)
    {
      const CdlNamedText *let = &g_array_index (self->strategy->lets, CdlNamedText, i);
      g_autofree char *path = g_strdup_printf ("$.let.%s", let->name);
      CdlExpr nowhere = { .length = 0 };
      CdlSource source = { path, let->text, self->diagnostics };

      check_name (self, path, let->name, taken);
      self->source = &source;
      if (compile_let (self, &nowhere, i, self->strategy->interval) == CDL_NO_NODE)
        g_hash_table_add (broken, let->name);
    }
  self->source = NULL;
}
