#include "cdl-strategy-files.h"

#include "cdl-strategy-check.h"

CdlStrategyChoice *
cdl_strategy_choice_new (const char *json)
{
  g_autoptr (CdlDiagnostics) diagnostics = cdl_diagnostics_new ();
  CdlStrategy *strategy = cdl_strategy_check (json, -1, diagnostics);
  CdlStrategyChoice *self;

  if (strategy == NULL)
    return NULL;
  self = g_new (CdlStrategyChoice, 1);
  *self = (CdlStrategyChoice){ g_strdup (json), strategy };

  return self;
}

void
cdl_strategy_choice_free (CdlStrategyChoice *self)
{
  g_free (self->json);
  cdl_strategy_free (self->strategy);
  g_free (self);
}

static void
add_folder (GPtrArray *choices, const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *json = NULL;
      CdlStrategyChoice *choice;

      if (!g_str_has_suffix (name, ".json") || !g_file_get_contents (path, &json, NULL, NULL))
        continue;
      choice = cdl_strategy_choice_new (json);
      if (choice != NULL)
        g_ptr_array_add (choices, choice);
    }
}

static int
by_name (gconstpointer a, gconstpointer b)
{
  const CdlStrategyChoice *first = *(CdlStrategyChoice *const *) a;
  const CdlStrategyChoice *second = *(CdlStrategyChoice *const *) b;

  return g_utf8_collate (first->strategy->name, second->strategy->name);
}

GPtrArray *
cdl_strategy_choices_load (const char *root)
{
  GPtrArray *choices = g_ptr_array_new_with_free_func ((GDestroyNotify) cdl_strategy_choice_free);
  g_autofree char *own = g_build_filename (root, "strategies", NULL);
  gboolean here = g_file_test ("data/strategies", G_FILE_TEST_IS_DIR);

  add_folder (choices, own);
  add_folder (choices, here ? "data/strategies" : CDL_DATA_DIR "/strategies");
  g_ptr_array_sort (choices, by_name);

  return choices;
}
