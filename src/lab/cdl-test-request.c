#include "cdl-test-request.h"

#include "cdl-json-writer.h"
#include "cdl-settings-json.h"
#include "cdl-sweep.h"
#include "cdl-time.h"

static void
test_strategy_free (gpointer data)
{
  CdlTestStrategy *item = data;

  cdl_strategy_free (item->strategy);
  g_free (item->json);
  g_strfreev (item->sets);
  g_free (item);
}

CdlTestRequest *
cdl_test_request_new (CdlMarket market)
{
  CdlTestRequest *self = g_new0 (CdlTestRequest, 1);

  self->strategies = g_ptr_array_new_with_free_func (test_strategy_free);
  self->from = self->to = CDL_TIME_NONE;
  cdl_settings_init (&self->settings, market);
  self->both = TRUE;
  self->sampling = g_strdup ("grid");
  self->n_shards = 1;
  self->limit = CDL_SWEEP_DEFAULT_LIMIT;
  self->details = -1;
  self->asked_by = "cli";

  return self;
}

void
cdl_test_request_free (CdlTestRequest *self)
{
  g_ptr_array_unref (self->strategies);
  g_strfreev (self->symbols);
  g_clear_pointer (&self->brackets, cdl_leverage_brackets_free);
  g_free (self->sampling);
  g_free (self);
}

void
cdl_test_request_add (CdlTestRequest *self,
                      CdlStrategy *strategy,
                      const char *json,
                      const char *const *sets)
{
  CdlTestStrategy *item = g_new0 (CdlTestStrategy, 1);

  item->strategy = strategy;
  item->json = g_strdup (json);
  item->sets = g_strdupv ((char **) sets);
  g_ptr_array_add (self->strategies, item);
}

char *
cdl_test_request_title (const CdlTestRequest *self)
{
  g_autofree char *symbols = g_strjoinv (", ", self->symbols);
  GString *title = g_string_new (NULL);

  for (guint i = 0; i < self->strategies->len; i++)
    {
      const CdlTestStrategy *item = self->strategies->pdata[i];

      g_string_append_printf (title, "%s%s", i > 0 ? ", " : "", item->strategy->name);
    }
  g_string_append_printf (title, " on %s", symbols);

  return g_string_free (title, FALSE);
}

static void
write_strings (CdlJsonWriter *writer, const char *name, char **texts)
{
  cdl_json_name (writer, name);
  cdl_json_begin_array (writer);
  for (; texts != NULL && *texts != NULL; texts++)
    cdl_json_string (writer, *texts);
  cdl_json_end_array (writer);
}

char *
cdl_test_request_write (const CdlTestRequest *self)
{
  g_autoptr (CdlJsonWriter) writer = cdl_json_writer_new (CDL_JSON_CANONICAL);
  g_autofree char *settings = cdl_settings_write (&self->settings);

  cdl_json_begin_object (writer);
  cdl_json_name (writer, "strategies");
  cdl_json_begin_array (writer);
  for (guint i = 0; i < self->strategies->len; i++)
    {
      const CdlTestStrategy *item = self->strategies->pdata[i];

      cdl_json_begin_object (writer);
      cdl_json_member_string (writer, "name", item->strategy->name);
      write_strings (writer, "set", item->sets);
      cdl_json_end_object (writer);
    }
  cdl_json_end_array (writer);
  write_strings (writer, "symbols", self->symbols);
  if (self->from != CDL_TIME_NONE)
    cdl_json_member_int (writer, "from", self->from);
  if (self->to != CDL_TIME_NONE)
    cdl_json_member_int (writer, "to", self->to);
  if (self->has_path_interval)
    cdl_json_member_string (writer, "path_interval", cdl_interval_name (self->path_interval));
  cdl_json_name (writer, "settings");
  cdl_json_raw (writer, settings);
  cdl_json_member_bool (writer, "exchange_info", !self->no_exchange_info);
  cdl_json_member_bool (writer, "leverage_brackets", self->brackets != NULL);
  cdl_json_member_bool (writer, "both", self->both);
  cdl_json_member_string (writer, "sampling", self->sampling);
  cdl_json_member_int (writer, "seed", (gint64) self->seed);
  cdl_json_end_object (writer);

  return cdl_json_writer_steal (writer);
}
