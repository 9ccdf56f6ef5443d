#include "cdl-store-export.h"

#include "cdl-csv-private.h"

#define PAGE 500

/* A CSV of runs in progress. */
typedef struct
{
  GOutputStream *stream;
  GPtrArray *params; /* names: a column each, in the order in which they were met */
  GCancellable *cancellable;
} Csv;

typedef gboolean (*RunFunc) (Csv *self, const CdlRunRecord *run, GError **error);

static gboolean
for_each_run (Csv *self, CdlStore *store, const CdlRunQuery *query, RunFunc func, GError **error)
{
  CdlRunQuery paged = *query;
  g_autofree char *cursor = NULL;

  paged.limit = PAGE;
  do
    {
      g_autoptr (CdlRunPage) page = NULL;

      paged.cursor = cursor;
      page = cdl_store_list_runs (store, &paged, self->cancellable, error);
      if (page == NULL)
        return FALSE;
      for (guint i = 0; i < page->runs->len; i++)
        if (!func (self, g_ptr_array_index (page->runs, i), error))
          return FALSE;
      g_free (cursor);
      cursor = g_steal_pointer (&page->next);
    }
  while (cursor != NULL);

  return TRUE;
}

static gboolean
find_params (Csv *self, const CdlRunRecord *run, GError **error)
{
  for (guint i = 0; i < run->params->len; i++)
    {
      const char *name = g_array_index (run->params, CdlRunParam, i).name;

      if (!g_ptr_array_find_with_equal_func (self->params, name, g_str_equal, NULL))
        g_ptr_array_add (self->params, g_strdup (name));
    }

  return TRUE;
}

static gboolean
write_text (Csv *self, const GString *text, GError **error)
{
  return g_output_stream_write_all (self->stream, text->str, text->len, NULL, self->cancellable,
                                    error);
}

static gboolean
write_header (Csv *self, GError **error)
{
  g_autoptr (GString) line
      = g_string_new ("id,fingerprint,strategy,revision,symbol,market,interval,from,to");

  for (guint i = 0; i < self->params->len; i++)
    g_string_append_printf (line, ",params.%s", (const char *) g_ptr_array_index (self->params, i));
  for (guint i = 0; i < CDL_N_STATS; i++)
    g_string_append_printf (line, ",%s", cdl_stat_info ((CdlStat) i)->name);
  for (guint i = 0; i < CDL_N_FATES; i++)
    g_string_append_printf (line, ",funnel.%s", cdl_fate_name ((CdlFate) i));
  g_string_append (line, ",nets.pessimistic,nets.optimistic,settings,tags,note,favourite,"
                         "created_at\r\n");

  return write_text (self, line, error);
}

static gboolean
write_run (Csv *self, const CdlRunRecord *run, GError **error)
{
  g_autoptr (GString) line = g_string_new (NULL);
  g_autofree char *tags = g_strjoinv (";", run->tags);

  g_string_append_printf (line, "%s,%s,", run->id, run->fingerprint);
  cdl_csv_append_text (line, run->strategy->name);
  g_string_append_printf (line, ",%s,", run->strategy->revision);
  cdl_csv_append_text (line, run->dataset->symbol);
  g_string_append_printf (line, ",%s,%s,", cdl_market_name (run->dataset->market),
                          cdl_interval_name (run->interval));
  cdl_csv_append_time (line, run->from);
  g_string_append_c (line, ',');
  cdl_csv_append_time (line, run->to);
  for (guint i = 0; i < self->params->len; i++)
    {
      g_string_append_c (line, ',');
      cdl_csv_append_double (line, cdl_run_record_param (run, g_ptr_array_index (self->params, i)));
    }
  for (guint i = 0; i < CDL_N_STATS; i++)
    {
      g_string_append_c (line, ',');
      cdl_csv_append_double (line, run->statistics.value[i]);
    }
  for (guint i = 0; i < CDL_N_FATES; i++)
    g_string_append_printf (line, ",%u", run->statistics.fates[i]);
  g_string_append_c (line, ',');
  cdl_csv_append_double (line, run->net_pessimistic);
  g_string_append_c (line, ',');
  cdl_csv_append_double (line, run->net_optimistic);
  g_string_append_c (line, ',');
  cdl_csv_append_text (line, run->settings);
  g_string_append_c (line, ',');
  cdl_csv_append_text (line, tags);
  g_string_append_c (line, ',');
  cdl_csv_append_text (line, run->note);
  g_string_append_printf (line, ",%s,", run->favourite ? "true" : "false");
  cdl_csv_append_time (line, run->created_at);
  g_string_append (line, "\r\n");

  return write_text (self, line, error);
}

gboolean
cdl_store_export_runs_csv (CdlStore *self,
                           const CdlRunQuery *query,
                           GOutputStream *stream,
                           GCancellable *cancellable,
                           GError **error)
{
  g_autoptr (GPtrArray) params = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GOutputStream) buffered = g_buffered_output_stream_new_sized (stream, 1 << 16);
  Csv csv = { buffered, params, cancellable };

  g_filter_output_stream_set_close_base_stream (G_FILTER_OUTPUT_STREAM (buffered), FALSE);

  /* Twice through the list, since the header must name all parameters. */
  return for_each_run (&csv, self, query, find_params, error) && write_header (&csv, error)
         && for_each_run (&csv, self, query, write_run, error)
         && g_output_stream_flush (buffered, cancellable, error);
}
