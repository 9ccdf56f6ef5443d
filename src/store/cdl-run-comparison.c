#include "cdl-run-comparison.h"

#include <math.h>
#include <string.h>

#include "cdl-json-reader-private.h"
#include "cdl-number.h"
#include "cdl-time.h"

/* The row of that name, which is added without values if there is none yet. */
static CdlComparedRow *
find_row (CdlRunComparison *self, const char *name)
{
  CdlComparedRow *row;

  for (guint i = 0; i < self->rows->len; i++)
    {
      row = self->rows->pdata[i];
      if (g_str_equal (row->name, name))
        return row;
    }
  row = g_new0 (CdlComparedRow, 1);
  row->name = g_strdup (name);
  row->values = g_new0 (char *, self->runs->len);
  g_ptr_array_add (self->rows, row);

  return row;
}

static void
set_value (CdlRunComparison *self, const char *name, guint run, char *value)
{
  find_row (self, name)->values[run] = value;
}

/* What was run over what. */
static void
add_run (CdlRunComparison *self, guint i)
{
  const CdlRunRecord *run = self->runs->pdata[i];
  const CdlDatasetRecord *data = run->dataset;

  set_value (self, "strategy", i, g_strdup (run->strategy->name));
  set_value (self, "revision", i, g_strdup (run->strategy->revision));
  set_value (self, "symbol", i, g_strdup (data->symbol));
  set_value (self, "market", i, g_strdup (cdl_market_name (data->market)));
  set_value (self, "interval", i, g_strdup (cdl_interval_name (run->interval)));
  set_value (self, "path_interval", i, g_strdup (cdl_interval_name (run->path_interval)));
  set_value (self, "from", i, cdl_time_format_short (run->from));
  set_value (self, "to", i, cdl_time_format_short (run->to));
  set_value (self, "dataset", i, g_strdup (data->fingerprint));
}

static char *
setting_text (JsonNode *node)
{
  const char *text = cdl_json_node_string (node);

  return text != NULL ? g_strdup (text) : cdl_json_canonical (node);
}

/* A run whose settings cannot be read has none. */
static void
add_settings (CdlRunComparison *self, guint i)
{
  const CdlRunRecord *run = self->runs->pdata[i];
  g_autoptr (JsonNode) node
      = run->settings != NULL ? cdl_json_parse (run->settings, strlen (run->settings), NULL) : NULL;
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return;
  json_object_iter_init_ordered (&iter, json_node_get_object (node));
  while (json_object_iter_next_ordered (&iter, &name, &value))
    {
      g_autofree char *full = g_strconcat ("settings.", name, NULL);

      if (!JSON_NODE_HOLDS_NULL (value))
        set_value (self, full, i, setting_text (value));
    }
}

static void
add_params (CdlRunComparison *self, guint i)
{
  const CdlRunRecord *run = self->runs->pdata[i];
  char number[CDL_NUMBER_SIZE];

  for (guint k = 0; k < run->params->len; k++)
    {
      const CdlRunParam *param = &g_array_index (run->params, CdlRunParam, k);
      g_autofree char *full = g_strconcat ("params.", param->name, NULL);

      set_value (self, full, i, g_strdup (cdl_number_format (param->value, number)));
    }
}

static void
compare_row (CdlComparedRow *row, guint n)
{
  for (guint i = 1; i < n; i++)
    row->differs = row->differs || g_strcmp0 (row->values[i], row->values[0]) != 0;
}

static double
value_of (const CdlRunComparison *self, guint i, CdlStat stat)
{
  return ((const CdlRunRecord *) self->runs->pdata[i])->statistics.value[stat];
}

static void
compare_stat (CdlRunComparison *self, CdlStat stat)
{
  const CdlStatInfo *info = cdl_stat_info (stat);
  int best = -1;
  gboolean equal = TRUE;

  for (guint i = 0; i < self->runs->len; i++)
    {
      double value = value_of (self, i, stat), first = value_of (self, 0, stat);

      self->differs[stat]
          = self->differs[stat] || isnan (value) != isnan (first) || value > first || value < first;
      if (isnan (value))
        continue;
      if (best < 0)
        {
          best = (int) i;
          continue;
        }
      equal = equal && !(value > value_of (self, (guint) best, stat))
              && !(value < value_of (self, (guint) best, stat));
      if (info->higher_is_better ? value > value_of (self, (guint) best, stat)
                                 : value < value_of (self, (guint) best, stat))
        best = (int) i;
    }
  /* One instant is not better than another. */
  self->best[stat] = equal || info->unit == CDL_UNIT_TIME ? -1 : best;
}

CdlRunComparison *
cdl_run_comparison_new (GPtrArray *runs)
{
  CdlRunComparison *self = g_new0 (CdlRunComparison, 1);
  static void (*const add[]) (CdlRunComparison *, guint) = { add_run, add_settings, add_params };

  self->runs = g_ptr_array_ref (runs);
  self->rows = g_ptr_array_new ();
  for (gsize part = 0; part < G_N_ELEMENTS (add); part++)
    for (guint i = 0; i < runs->len; i++)
      add[part](self, i);
  for (guint i = 0; i < self->rows->len; i++)
    compare_row (self->rows->pdata[i], runs->len);
  for (int stat = 0; stat < CDL_N_STATS; stat++)
    compare_stat (self, (CdlStat) stat);

  return self;
}

/* Values may have gaps. */
static void
row_free (CdlComparedRow *row, guint n)
{
  for (guint i = 0; i < n; i++)
    g_free (row->values[i]);
  g_free (row->values);
  g_free (row->name);
  g_free (row);
}

void
cdl_run_comparison_free (CdlRunComparison *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    row_free (self->rows->pdata[i], self->runs->len);
  g_ptr_array_unref (self->rows);
  g_ptr_array_unref (self->runs);
  g_free (self);
}
