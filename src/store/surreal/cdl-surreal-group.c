#include "cdl-json-reader-private.h"
#include "cdl-local-text-private.h"
#include "cdl-number.h"
#include "cdl-surreal-listing-private.h"
#include "cdl-surreal-match-private.h"
#include "cdl-surreal-private.h"
#include "cdl-surreal-stats-private.h"

/* Groups and heat maps, of the listing's columns. */

/* What groups are made of. */
typedef struct
{
  const CdlRunFilter *filter;
  guint column; /* of what the runs have in common */
  CdlStat stat;
  CdlGrouping *grouping;
} Groups;

/* The key, or keys, of a run in a block. */
static gboolean
add_to_groups (Groups *self, const CdlSurrealBlock *block, guint i, GError **error)
{
  const double *numbers = block->columns[self->stat].numbers;
  const double *intervals = block->columns[CDL_COLUMN_INTERVAL].numbers;
  const char *run = cdl_surreal_block_text (block, CDL_COLUMN_ID, i), *key, *member;
  double value = numbers != NULL ? numbers[i] : CDL_NAN;
  CdlInterval interval;
  gsize length;

  if (self->column == CDL_COLUMN_INTERVAL)
    {
      if (intervals == NULL || !cdl_local_interval ((gint64) intervals[i], &interval, error))
        return cdl_local_damaged ("run", run, error);
      cdl_grouping_add (self->grouping, cdl_interval_name (interval), value, run);
      return TRUE;
    }

  key = cdl_surreal_block_text (block, self->column, i);
  if (self->column != CDL_COLUMN_TESTS && self->column != CDL_COLUMN_TAGS)
    {
      cdl_grouping_add (self->grouping, key, value, run);
      return TRUE;
    }
  while ((member = cdl_surreal_set_next (&key, &length)) != NULL)
    {
      g_autofree char *one = g_strndup (member, length);

      cdl_grouping_add (self->grouping, one, value, run);
    }

  return TRUE;
}

static gboolean
group_block (const CdlSurrealBlock *block,
             const gboolean *alive,
             gint64 part,
             gpointer data,
             GError **error)
{
  Groups *self = data;
  g_autofree gboolean *good = g_memdup2 (alive, (block->n + 1) * sizeof *alive);

  cdl_surreal_match (block, self->filter, good);
  for (guint i = 0; i < block->n; i++)
    if (good[i] && !add_to_groups (self, block, i, error))
      return FALSE;

  return TRUE;
}

GPtrArray *
cdl_surreal_group_runs (CdlStore *self,
                        const CdlRunFilter *filter,
                        CdlGroupKey key,
                        CdlStat stat,
                        GCancellable *cancellable,
                        GError **error)
{
  static const guint columns[CDL_N_GROUP_KEYS] = {
    [CDL_GROUP_STRATEGY] = CDL_COLUMN_STRATEGY, [CDL_GROUP_SYMBOL] = CDL_COLUMN_SYMBOL,
    [CDL_GROUP_MARKET] = CDL_COLUMN_MARKET,     [CDL_GROUP_INTERVAL] = CDL_COLUMN_INTERVAL,
    [CDL_GROUP_TEST] = CDL_COLUMN_TESTS,        [CDL_GROUP_TAG] = CDL_COLUMN_TAGS,
  };
  g_autoptr (CdlGrouping) grouping = cdl_grouping_new (cdl_stat_info (stat)->higher_is_better);
  gboolean wanted[CDL_N_COLUMNS] = { FALSE };
  Groups groups = { filter, columns[key], stat, grouping };

  wanted[groups.column] = wanted[stat] = wanted[CDL_COLUMN_ID] = TRUE;
  cdl_surreal_match_columns (filter, wanted);

  return cdl_surreal_scan (self, wanted, group_block, &groups, cancellable, error)
             ? cdl_grouping_finish (grouping)
             : NULL;
}

typedef struct
{
  const CdlRunFilter *filter;
  const char *x, *y; /* parameters */
  CdlStat stat;
  CdlHeatMapper *mapper;
} Map;

static gboolean
map_block (const CdlSurrealBlock *block,
           const gboolean *alive,
           gint64 part,
           gpointer data,
           GError **error)
{
  Map *self = data;
  const double *numbers = block->columns[self->stat].numbers;
  g_autofree gboolean *good = g_memdup2 (alive, (block->n + 1) * sizeof *alive);

  cdl_surreal_match (block, self->filter, good);
  for (guint i = 0; i < block->n; i++)
    if (good[i])
      {
        const char *text = cdl_surreal_block_text (block, CDL_COLUMN_PARAMS, i);
        const char *at_x = text, *at_y = text;

        cdl_heat_mapper_add (self->mapper, cdl_surreal_number_find (text, &at_x, self->x),
                             cdl_surreal_number_find (text, &at_y, self->y),
                             numbers != NULL ? numbers[i] : CDL_NAN,
                             cdl_surreal_block_text (block, CDL_COLUMN_ID, i));
      }

  return TRUE;
}

CdlHeatMap *
cdl_surreal_heat_map (CdlStore *self,
                      const CdlRunFilter *filter,
                      const char *x,
                      const char *y,
                      CdlStat stat,
                      CdlCellValue shown,
                      GCancellable *cancellable,
                      GError **error)
{
  g_autoptr (CdlHeatMapper) mapper
      = cdl_heat_mapper_new (shown, cdl_stat_info (stat)->higher_is_better);
  gboolean wanted[CDL_N_COLUMNS] = { FALSE };
  Map map = { filter, x, y, stat, mapper };

  wanted[stat] = wanted[CDL_COLUMN_PARAMS] = wanted[CDL_COLUMN_ID] = TRUE;
  cdl_surreal_match_columns (filter, wanted);

  return cdl_surreal_scan (self, wanted, map_block, &map, cancellable, error)
             ? cdl_heat_mapper_finish (mapper, error)
             : NULL;
}
