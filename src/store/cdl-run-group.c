#include "cdl-run-group.h"

#include <string.h>

#include "cdl-values-private.h"

/* A group that is being collected. */
typedef struct
{
  guint64 count;
  CdlValues values;
} Collected;

struct _CdlGrouping
{
  gboolean higher_is_better;
  GHashTable *groups; /* key -> Collected */
};

static void
collected_free (gpointer data)
{
  cdl_values_clear (&((Collected *) data)->values);
  g_free (data);
}

CdlGrouping *
cdl_grouping_new (gboolean higher_is_better)
{
  CdlGrouping *self = g_new0 (CdlGrouping, 1);

  self->higher_is_better = higher_is_better;
  self->groups = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, collected_free);

  return self;
}

void
cdl_grouping_free (CdlGrouping *self)
{
  g_hash_table_unref (self->groups);
  g_free (self);
}

void
cdl_grouping_add (CdlGrouping *self, const char *key, double value, const char *run)
{
  Collected *group = g_hash_table_lookup (self->groups, key);

  if (group == NULL)
    {
      group = g_new0 (Collected, 1);
      cdl_values_init (&group->values, self->higher_is_better);
      g_hash_table_insert (self->groups, g_strdup (key), group);
    }
  group->count++;
  cdl_values_add (&group->values, value, run);
}

static int
compare_keys (gconstpointer a, gconstpointer b)
{
  const CdlRunGroup *const *left = a, *const *right = b;

  return strcmp ((*left)->key, (*right)->key);
}

GPtrArray *
cdl_grouping_finish (CdlGrouping *self)
{
  GPtrArray *groups = g_ptr_array_new_with_free_func ((GDestroyNotify) cdl_run_group_free);
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, self->groups);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      Collected *collected = value;
      CdlRunGroup *group = g_new0 (CdlRunGroup, 1);

      group->key = g_strdup (key);
      group->count = collected->count;
      group->defined = collected->values.numbers->len;
      group->best = cdl_values_best (&collected->values);
      group->worst = cdl_values_worst (&collected->values);
      group->median = cdl_values_median (&collected->values);
      group->mean = cdl_values_mean (&collected->values);
      group->best_run = g_strdup (collected->values.best_run);
      g_ptr_array_add (groups, group);
    }
  g_ptr_array_sort (groups, compare_keys);
  g_hash_table_remove_all (self->groups);

  return groups;
}

void
cdl_run_group_free (CdlRunGroup *self)
{
  g_free (self->key);
  g_free (self->best_run);
  g_free (self);
}

static const char *const key_names[CDL_N_GROUP_KEYS] = {
  [CDL_GROUP_STRATEGY] = "strategy", [CDL_GROUP_SYMBOL] = "symbol", [CDL_GROUP_MARKET] = "market",
  [CDL_GROUP_INTERVAL] = "interval", [CDL_GROUP_TEST] = "test",     [CDL_GROUP_TAG] = "tag",
};

const char *
cdl_group_key_name (CdlGroupKey key)
{
  return key_names[key];
}

gboolean
cdl_group_key_parse (const char *name, CdlGroupKey *key)
{
  for (guint i = 0; i < CDL_N_GROUP_KEYS; i++)
    if (g_strcmp0 (name, key_names[i]) == 0)
      {
        *key = (CdlGroupKey) i;
        return TRUE;
      }

  return FALSE;
}
