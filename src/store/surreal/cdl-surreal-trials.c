#include "cdl-json-reader-private.h"
#include "cdl-surreal-literal-private.h"
#include "cdl-surreal-private.h"
#include "cdl-surreal-trials-private.h"

/* "fingerprint", from, to: the beginning of a trial's id. */
static void
append_window (GString *sql, const char *dataset, gint64 from, gint64 to)
{
  cdl_surreal_text (sql, dataset);
  cdl_surreal_item (sql);
  cdl_surreal_int (sql, from);
  cdl_surreal_item (sql);
  cdl_surreal_int (sql, to);
}

void
cdl_surreal_count_trial (GString *sql, const char *dataset, gint64 from, gint64 to, const char *run)
{
  g_string_append (sql, "INSERT IGNORE INTO trial {");
  cdl_surreal_name (sql, "id");
  g_string_append (sql, "trial:[");
  append_window (sql, dataset, from, to);
  cdl_surreal_item (sql);
  cdl_surreal_text (sql, run);
  g_string_append_c (sql, ']');
  cdl_surreal_member_text (sql, "dataset", dataset);
  cdl_surreal_member_int (sql, "from_ms", from);
  cdl_surreal_member_int (sql, "to_ms", to);
  cdl_surreal_member_text (sql, "run", run);
  g_string_append (sql, "} RETURN NONE;\n");
}

/* Trials are independent: as many at once as the server takes. */
gboolean
cdl_surreal_put_trials (CdlStore *self,
                        GPtrArray *trials,
                        GCancellable *cancellable,
                        GError **error)
{
  for (guint i = 0; i < trials->len;)
    {
      g_autoptr (GString) sql = g_string_new ("{ ");
      gsize most = cdl_surreal_max_length (self) / 2;

      for (; i < trials->len && sql->len < most; i++)
        {
          const CdlTrial *trial = g_ptr_array_index (trials, i);

          cdl_surreal_count_trial (sql, trial->dataset, trial->from, trial->to, trial->run);
        }
      g_string_append (sql, "RETURN true }");
      if (!cdl_surreal_do (self, sql->str, cancellable, error))
        return FALSE;
    }

  return TRUE;
}

gboolean
cdl_surreal_count_trials (CdlStore *self,
                          const char *dataset,
                          gint64 from,
                          gint64 to,
                          guint64 *count,
                          GCancellable *cancellable,
                          GError **error)
{
  g_autoptr (GString) sql = g_string_new ("RETURN (SELECT count() FROM trial:[");
  g_autoptr (JsonNode) node = NULL;
  gint64 n = 0;

  append_window (sql, dataset, from, to);
  g_string_append (sql, ", NONE]..=[");
  append_window (sql, dataset, from, to);
  g_string_append (sql, ", ..] GROUP ALL)[0].count ?? 0");
  node = cdl_surreal_run (self, sql->str, cancellable, error);
  if (node == NULL)
    return FALSE;
  cdl_json_node_int (node, &n);
  *count = (guint64) n;

  return TRUE;
}

GPtrArray *
cdl_surreal_list_trials (CdlStore *self,
                         const CdlTrial *after,
                         guint limit,
                         GCancellable *cancellable,
                         GError **error)
{
  g_autoptr (GString) sql = g_string_new ("SELECT dataset, from_ms, to_ms, run FROM trial");
  g_autoptr (GPtrArray) trials = g_ptr_array_new_with_free_func ((GDestroyNotify) cdl_trial_free);
  g_autoptr (JsonNode) rows = NULL;

  /* In the order of ids, which is that of their parts. */
  if (after != NULL)
    {
      g_string_append (sql, ":[");
      append_window (sql, after->dataset, after->from, after->to);
      cdl_surreal_item (sql);
      cdl_surreal_text (sql, after->run);
      g_string_append (sql, "]>..");
    }
  g_string_append_printf (sql, " LIMIT %u", limit);
  rows = cdl_surreal_select (self, sql->str, cancellable, error);
  if (rows == NULL)
    return NULL;
  for (guint i = 0; i < cdl_surreal_n_rows (rows); i++)
    {
      JsonObject *row = cdl_surreal_row (rows, i);
      const char *dataset, *run;
      gint64 from, to;

      if (!cdl_json_get_string (row, "dataset", &dataset, error)
          || !cdl_json_get_string (row, "run", &run, error)
          || !cdl_json_get_int (row, "from_ms", G_MININT64, G_MAXINT64, &from, error)
          || !cdl_json_get_int (row, "to_ms", G_MININT64, G_MAXINT64, &to, error))
        return NULL;
      g_ptr_array_add (trials, cdl_trial_new (dataset, from, to, run));
    }

  return g_steal_pointer (&trials);
}
