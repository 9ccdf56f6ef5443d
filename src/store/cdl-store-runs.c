#include "cdl-store-backend.h"

#include "cdl-record-check-private.h"

/* Operations on runs and trials. */

static gboolean
check_ids (const char *const *ids, gsize n, GError **error)
{
  for (gsize i = 0; i < n; i++)
    if (!cdl_check_id ("run id", ids[i], error))
      return FALSE;

  return TRUE;
}

static gboolean
check_stat (CdlStat stat, GError **error)
{
  if ((guint) stat < CDL_N_STATS)
    return TRUE;
  g_set_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_INVALID, "%d is not a statistic",
               (int) stat);

  return FALSE;
}

static gboolean
check_sort (const CdlRunQuery *query, GError **error)
{
  if ((guint) query->key >= CDL_N_SORT_KEYS)
    {
      g_set_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_INVALID, "runs do not sort by %d",
                   (int) query->key);
      return FALSE;
    }

  return query->key != CDL_SORT_STAT || check_stat (query->stat, error);
}

static gboolean
check_param (const char *axis, const char *name, GError **error)
{
  g_autoptr (GArray) params = cdl_run_params_new ();
  CdlRunParam param = { g_strdup (name), 0.0 };

  g_array_append_val (params, param);
  if (cdl_check_params (params, error))
    return TRUE;
  g_prefix_error (error, "%s of a heat map: ", axis);

  return FALSE;
}

static gboolean
check_filter (const CdlRunFilter *filter, GError **error)
{
  const char *const texts[] = { filter->strategy, filter->symbol, filter->tag, filter->text };
  const char *const ids[] = { filter->revision, filter->dataset, filter->test };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (texts[i] != NULL && !cdl_check_text ("text of a filter", texts[i], 0, 1000, error))
      return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    if (ids[i] != NULL && !cdl_check_id ("id in a filter", ids[i], error))
      return FALSE;
  for (guint i = 0; i < filter->bounds->len; i++)
    if (!check_stat (g_array_index (filter->bounds, CdlStatBound, i).stat, error))
      return FALSE;
  if (filter->market >= CDL_N_MARKETS || filter->interval >= CDL_N_INTERVALS)
    {
      g_set_error_literal (error, CDL_STORE_ERROR, CDL_STORE_ERROR_INVALID,
                           "a filter names a market or interval that does not exist");
      return FALSE;
    }

  return TRUE;
}

/* No filter is one that lets everything through, kept in @all. */
static gboolean
settle_filter (const CdlRunFilter **filter, CdlRunFilter **all, GError **error)
{
  if (*filter != NULL)
    return check_filter (*filter, error);

  *all = cdl_run_filter_new ();
  *filter = *all;

  return TRUE;
}

static gboolean
check_edit (const CdlRunEdit *edit, GError **error)
{
  return (edit->tag == NULL || cdl_check_tag (edit->tag, error))
         && (edit->untag == NULL || cdl_check_tag (edit->untag, error))
         && (edit->note == NULL
             || cdl_check_text ("note", edit->note, 0, CDL_STORE_MAX_NOTE, error))
         && (edit->test == NULL || cdl_check_id ("test id", edit->test, error));
}

CdlTrial *
cdl_trial_new (const char *dataset, gint64 from, gint64 to, const char *run)
{
  CdlTrial *self = g_new0 (CdlTrial, 1);

  self->dataset = g_strdup (dataset);
  self->from = from;
  self->to = to;
  self->run = g_strdup (run);

  return self;
}

void
cdl_trial_free (CdlTrial *self)
{
  g_free (self->dataset);
  g_free (self->run);
  g_free (self);
}

gboolean
cdl_store_put_runs (CdlStore *self,
                    const CdlRunItem *items,
                    gsize n_items,
                    GCancellable *cancellable,
                    GError **error)
{
  for (gsize i = 0; i < n_items; i++)
    if (!cdl_check_run (&items[i], i > 0 ? &items[i - 1] : NULL, error))
      return FALSE;
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;

  return CDL_STORE_GET_CLASS (self)->put_runs (self, items, n_items, cancellable, error);
}

gboolean
cdl_store_has_runs (CdlStore *self,
                    const char *const *ids,
                    gsize n,
                    gboolean *found,
                    GCancellable *cancellable,
                    GError **error)
{
  if (!check_ids (ids, n, error))
    return FALSE;
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;

  return CDL_STORE_GET_CLASS (self)->has_runs (self, ids, n, found, cancellable, error);
}

CdlRunPage *
cdl_store_list_runs (CdlStore *self,
                     const CdlRunQuery *query,
                     GCancellable *cancellable,
                     GError **error)
{
  g_autoptr (CdlRunFilter) all = NULL;
  CdlRunQuery whole = *query;

  if (query->limit < 1 || query->limit > CDL_RUN_MAX_PAGE)
    {
      g_set_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_INVALID,
                   "a page must have 1 to %d runs, not %u", CDL_RUN_MAX_PAGE, query->limit);
      return NULL;
    }
  if (!check_sort (query, error) || !settle_filter (&whole.filter, &all, error))
    return NULL;
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  return CDL_STORE_GET_CLASS (self)->list_runs (self, &whole, cancellable, error);
}

gboolean
cdl_store_count_runs (CdlStore *self,
                      const CdlRunFilter *filter,
                      guint64 *count,
                      GCancellable *cancellable,
                      GError **error)
{
  g_autoptr (CdlRunFilter) all = NULL;

  if (!settle_filter (&filter, &all, error))
    return FALSE;
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;

  return CDL_STORE_GET_CLASS (self)->count_runs (self, filter, count, cancellable, error);
}

CdlRunRecord *
cdl_store_get_run (CdlStore *self,
                   const char *id,
                   CdlRunDetails **details,
                   GCancellable *cancellable,
                   GError **error)
{
  if (!cdl_check_id ("run id", id, error))
    return NULL;
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  return CDL_STORE_GET_CLASS (self)->get_run (self, id, details, cancellable, error);
}

GPtrArray *
cdl_store_group_runs (CdlStore *self,
                      const CdlRunFilter *filter,
                      CdlGroupKey key,
                      CdlStat stat,
                      GCancellable *cancellable,
                      GError **error)
{
  g_autoptr (CdlRunFilter) all = NULL;

  if (!check_stat (stat, error))
    return NULL;
  if (!settle_filter (&filter, &all, error))
    return NULL;
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  return CDL_STORE_GET_CLASS (self)->group_runs (self, filter, key, stat, cancellable, error);
}

CdlHeatMap *
cdl_store_heat_map (CdlStore *self,
                    const CdlRunFilter *filter,
                    const char *x,
                    const char *y,
                    CdlStat stat,
                    CdlCellValue shown,
                    GCancellable *cancellable,
                    GError **error)
{
  g_autoptr (CdlRunFilter) all = NULL;

  if (!check_stat (stat, error) || !check_param ("x", x, error) || !check_param ("y", y, error))
    return NULL;
  if (!settle_filter (&filter, &all, error))
    return NULL;
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  return CDL_STORE_GET_CLASS (self)->heat_map (self, filter, x, y, stat, shown, cancellable, error);
}

gboolean
cdl_store_edit_runs (CdlStore *self,
                     const char *const *ids,
                     gsize n,
                     const CdlRunEdit *edit,
                     GCancellable *cancellable,
                     GError **error)
{
  if (!check_ids (ids, n, error) || !check_edit (edit, error))
    return FALSE;
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;

  return CDL_STORE_GET_CLASS (self)->edit_runs (self, ids, n, edit, cancellable, error);
}

gboolean
cdl_store_delete_runs (CdlStore *self,
                       const char *const *ids,
                       gsize n,
                       guint64 *deleted,
                       GCancellable *cancellable,
                       GError **error)
{
  if (!check_ids (ids, n, error))
    return FALSE;
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;

  return CDL_STORE_GET_CLASS (self)->delete_runs (self, ids, n, deleted, cancellable, error);
}

gboolean
cdl_store_delete_matching (CdlStore *self,
                           const CdlRunFilter *filter,
                           guint64 *deleted,
                           GCancellable *cancellable,
                           GError **error)
{
  if (filter == NULL || cdl_run_filter_is_empty (filter))
    {
      g_set_error_literal (
          error, CDL_STORE_ERROR, CDL_STORE_ERROR_INVALID,
          "a rule to delete runs by needs a condition: without, it is all of them");
      return FALSE;
    }
  if (!check_filter (filter, error))
    return FALSE;
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;

  return CDL_STORE_GET_CLASS (self)->delete_matching (self, filter, deleted, cancellable, error);
}

gboolean
cdl_store_count_trials (CdlStore *self,
                        const char *dataset,
                        gint64 from,
                        gint64 to,
                        guint64 *count,
                        GCancellable *cancellable,
                        GError **error)
{
  if (!cdl_check_id ("dataset fingerprint", dataset, error))
    return FALSE;
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;

  return CDL_STORE_GET_CLASS (self)->count_trials (self, dataset, from, to, count, cancellable,
                                                   error);
}

GPtrArray *
cdl_store_list_trials (CdlStore *self,
                       const CdlTrial *after,
                       guint limit,
                       GCancellable *cancellable,
                       GError **error)
{
  if (!cdl_check_limit (limit, error))
    return NULL;
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;

  return CDL_STORE_GET_CLASS (self)->list_trials (self, after, limit, cancellable, error);
}

gboolean
cdl_store_put_trials (CdlStore *self, GPtrArray *trials, GCancellable *cancellable, GError **error)
{
  for (guint i = 0; i < trials->len; i++)
    {
      const CdlTrial *trial = g_ptr_array_index (trials, i);

      if (!cdl_check_id ("dataset fingerprint", trial->dataset, error)
          || !cdl_check_id ("run id", trial->run, error))
        return FALSE;
    }
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;

  return CDL_STORE_GET_CLASS (self)->put_trials (self, trials, cancellable, error);
}
