#include "cdl-record-json-private.h"

#include "cdl-store-error.h"

static gboolean
refuse (GError **error, const char *what, const char *name)
{
  g_set_error (error, CDL_STORE_ERROR, CDL_STORE_ERROR_INVALID, "%s “%s”", what, name);

  return FALSE;
}

void
cdl_params_write (CdlJsonWriter *writer, const GArray *params)
{
  cdl_json_begin_object (writer);
  for (guint i = 0; i < params->len; i++)
    {
      const CdlRunParam *param = &g_array_index (params, CdlRunParam, i);

      cdl_json_member_exact (writer, param->name, param->value);
    }
  cdl_json_end_object (writer);
}

gboolean
cdl_params_read (JsonObject *object, GArray *params, GError **error)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    {
      CdlRunParam param;

      if (JSON_NODE_HOLDS_NULL (node) || !cdl_json_node_double (node, &param.value))
        return refuse (error, "not a number: parameter", name);
      param.name = g_strdup (name);
      g_array_append_val (params, param);
    }

  return TRUE;
}

void
cdl_first_loaded_write (CdlJsonWriter *writer, const GArray *first_loaded)
{
  cdl_json_begin_object (writer);
  for (guint i = 0; i < first_loaded->len; i++)
    {
      const CdlFirstLoaded *first = &g_array_index (first_loaded, CdlFirstLoaded, i);

      cdl_json_member_time (writer, cdl_interval_name (first->interval), first->open_time);
    }
  cdl_json_end_object (writer);
}

gboolean
cdl_first_loaded_read (JsonObject *object, GArray *first_loaded, GError **error)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    {
      CdlFirstLoaded first;

      if (!cdl_interval_parse (name, &first.interval))
        return refuse (error, "not a kline interval:", name);
      if (!cdl_json_get_time (object, name, &first.open_time, error))
        return FALSE;
      g_array_append_val (first_loaded, first);
    }

  return TRUE;
}

static const char *
fate_name (guint i)
{
  return cdl_fate_name ((CdlFate) i);
}

static const char *
exit_name (guint i)
{
  return cdl_exit_reason_name ((CdlExitReason) i);
}

static const char *
proof_name (guint i)
{
  return cdl_proof_name ((CdlProof) i);
}

/* What is counted in a run: names of the counters, and where they are. */
static const struct
{
  const char *name;
  guint n;
  const char *(*name_of) (guint i);
  gsize offset;
} counters[] = {
  { "funnel", CDL_N_FATES, fate_name, G_STRUCT_OFFSET (CdlStatistics, fates) },
  { "exits", CDL_N_EXIT_REASONS, exit_name, G_STRUCT_OFFSET (CdlStatistics, exits) },
  { "proofs", 3, proof_name, G_STRUCT_OFFSET (CdlStatistics, proofs) },
};

void
cdl_counts_write (CdlJsonWriter *writer, const CdlStatistics *statistics)
{
  for (guint c = 0; c < G_N_ELEMENTS (counters); c++)
    {
      const guint *count = G_STRUCT_MEMBER_P (statistics, counters[c].offset);

      cdl_json_name (writer, counters[c].name);
      cdl_json_begin_object (writer);
      for (guint i = 0; i < counters[c].n; i++)
        if (count[i] > 0)
          cdl_json_member_int (writer, counters[c].name_of (i), count[i]);
      cdl_json_end_object (writer);
    }
}

/* The counters that have a name in object. */
static gboolean
read_counter (JsonObject *object, guint c, guint *count, GError **error)
{
  guint found = 0;

  for (guint i = 0; i < counters[c].n; i++)
    {
      const char *name = counters[c].name_of (i);
      gint64 value;

      if (!json_object_has_member (object, name))
        continue;
      if (!cdl_json_get_int (object, name, 0, G_MAXUINT, &value, error))
        return FALSE;
      count[i] = (guint) value;
      found++;
    }

  return found == json_object_get_size (object)
         || refuse (error, "a name that does not exist in", counters[c].name);
}

gboolean
cdl_counts_read (JsonObject *object, CdlStatistics *statistics, GError **error)
{
  for (guint c = 0; c < G_N_ELEMENTS (counters); c++)
    {
      guint *count = G_STRUCT_MEMBER_P (statistics, counters[c].offset);
      JsonObject *member;

      if (!cdl_json_get_object (object, counters[c].name, &member, error)
          || !read_counter (member, c, count, error))
        return FALSE;
    }

  return TRUE;
}

void
cdl_reasons_write (CdlJsonWriter *writer, const CdlStatistics *statistics)
{
  cdl_json_begin_object (writer);
  for (guint i = 0; i < CDL_N_STATS; i++)
    if (statistics->reason[i] != NULL)
      cdl_json_member_string (writer, cdl_stat_info ((CdlStat) i)->name, statistics->reason[i]);
  cdl_json_end_object (writer);
}

gboolean
cdl_reasons_read (JsonObject *object, CdlRunRecord *run, GError **error)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &name, &node))
    {
      const char *reason = cdl_json_node_string (node);
      int stat = cdl_stat_find (name);

      if (reason == NULL)
        return refuse (error, "not a text: reason of", name);
      if (stat >= 0)
        cdl_run_record_set_undefined (run, (CdlStat) stat, reason);
    }

  return TRUE;
}

void
cdl_texts_write (CdlJsonWriter *writer, const char *const *texts)
{
  cdl_json_begin_array (writer);
  for (guint i = 0; texts[i] != NULL; i++)
    cdl_json_string (writer, texts[i]);
  cdl_json_end_array (writer);
}

char **
cdl_texts_read (JsonArray *array, GError **error)
{
  guint n = json_array_get_length (array);
  g_auto (GStrv) texts = g_new0 (char *, n + 1);

  for (guint i = 0; i < n; i++)
    {
      texts[i] = g_strdup (cdl_json_node_string (json_array_get_element (array, i)));
      if (texts[i] == NULL)
        {
          g_set_error_literal (error, CDL_STORE_ERROR, CDL_STORE_ERROR_INVALID,
                               "a list of texts holds something else");
          return NULL;
        }
    }

  return g_steal_pointer (&texts);
}

void
cdl_sources_write (CdlJsonWriter *writer, const GArray *sources)
{
  cdl_json_begin_array (writer);
  for (guint i = 0; i < sources->len; i++)
    {
      const CdlDatasetSource *source = &g_array_index (sources, CdlDatasetSource, i);

      cdl_json_begin_object (writer);
      cdl_json_member_string (writer, "name", source->name);
      cdl_json_member_string (writer, "checksum", source->checksum);
      cdl_json_end_object (writer);
    }
  cdl_json_end_array (writer);
}

gboolean
cdl_sources_read (JsonArray *array, CdlDatasetRecord *dataset, GError **error)
{
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      const char *name, *checksum;

      if (!JSON_NODE_HOLDS_OBJECT (node))
        return refuse (error, "not an object: an entry of", "sources");
      if (!cdl_json_get_string (json_node_get_object (node), "name", &name, error)
          || !cdl_json_get_string (json_node_get_object (node), "checksum", &checksum, error))
        return FALSE;
      cdl_dataset_record_add_source (dataset, name, checksum);
    }

  return TRUE;
}
