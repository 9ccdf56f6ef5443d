#include "cdl-run-query.h"

#include "cdl-time.h"

CdlRunFilter *
cdl_run_filter_new (void)
{
  CdlRunFilter *self = g_new0 (CdlRunFilter, 1);

  self->market = -1;
  self->interval = -1;
  self->favourite = -1;
  self->created_from = CDL_TIME_NONE;
  self->created_to = CDL_TIME_NONE;
  self->bounds = g_array_new (FALSE, FALSE, sizeof (CdlStatBound));

  return self;
}

CdlRunFilter *
cdl_run_filter_copy (const CdlRunFilter *self)
{
  CdlRunFilter *copy = g_memdup2 (self, sizeof *self);

  copy->strategy = g_strdup (self->strategy);
  copy->revision = g_strdup (self->revision);
  copy->symbol = g_strdup (self->symbol);
  copy->dataset = g_strdup (self->dataset);
  copy->tag = g_strdup (self->tag);
  copy->test = g_strdup (self->test);
  copy->text = g_strdup (self->text);
  copy->bounds = g_array_copy (self->bounds);

  return copy;
}

void
cdl_run_filter_free (CdlRunFilter *self)
{
  g_free (self->strategy);
  g_free (self->revision);
  g_free (self->symbol);
  g_free (self->dataset);
  g_free (self->tag);
  g_free (self->test);
  g_free (self->text);
  g_array_unref (self->bounds);
  g_free (self);
}

void
cdl_run_filter_add_bound (CdlRunFilter *self, CdlStat stat, double min, double max)
{
  CdlStatBound bound = { stat, min, max };

  g_array_append_val (self->bounds, bound);
}

static gboolean
is_blank (const char *text)
{
  for (; text != NULL && *text != '\0'; text = g_utf8_next_char (text))
    if (!g_unichar_isspace (g_utf8_get_char (text)))
      return FALSE;

  return TRUE;
}

gboolean
cdl_run_filter_is_empty (const CdlRunFilter *self)
{
  return self->strategy == NULL && self->revision == NULL && self->symbol == NULL
         && self->dataset == NULL && self->market < 0 && self->interval < 0 && self->favourite < 0
         && self->created_from == CDL_TIME_NONE && self->created_to == CDL_TIME_NONE
         && self->tag == NULL && self->test == NULL && is_blank (self->text)
         && self->bounds->len == 0;
}

static const char *const sort_names[CDL_N_SORT_KEYS] = {
  [CDL_SORT_CREATED_AT] = "created_at",
  [CDL_SORT_FINISHED_AT] = "finished_at",
  [CDL_SORT_ELAPSED] = "elapsed",
  [CDL_SORT_STRATEGY] = "strategy",
  [CDL_SORT_SYMBOL] = "symbol",
  [CDL_SORT_MARKET] = "market",
  [CDL_SORT_INTERVAL] = "interval",
  [CDL_SORT_FROM] = "from",
  [CDL_SORT_TO] = "to",
  [CDL_SORT_NET_PESSIMISTIC] = "net_pessimistic",
  [CDL_SORT_NET_OPTIMISTIC] = "net_optimistic",
};

gboolean
cdl_sort_parse (const char *name, CdlSortKey *key, CdlStat *stat)
{
  int found;

  for (guint i = 0; i < CDL_SORT_STAT; i++)
    if (g_str_equal (name, sort_names[i]))
      {
        *key = (CdlSortKey) i;
        return TRUE;
      }

  found = cdl_stat_find (name);
  if (found < 0)
    return FALSE;
  *key = CDL_SORT_STAT;
  *stat = (CdlStat) found;

  return TRUE;
}

const char *
cdl_sort_name (CdlSortKey key, CdlStat stat)
{
  return key == CDL_SORT_STAT ? cdl_stat_info (stat)->name : sort_names[key];
}

CdlRunPage *
cdl_run_page_new (void)
{
  CdlRunPage *self = g_new0 (CdlRunPage, 1);

  self->runs = g_ptr_array_new_with_free_func ((GDestroyNotify) cdl_run_record_free);

  return self;
}

void
cdl_run_page_free (CdlRunPage *self)
{
  g_ptr_array_unref (self->runs);
  g_free (self->next);
  g_free (self);
}
