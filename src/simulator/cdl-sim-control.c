#include "cdl-sim-control.h"

#include "cdl-json-writer.h"
#include "cdl-number.h"
#include "cdl-time.h"

#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

static CdlSimReply *
done (CdlJsonWriter *json)
{
  g_autofree char *text = cdl_json_writer_steal (json);

  return cdl_sim_reply_json (g_string_new (text));
}

static CdlSimReply *
refuse (const char *name, const char *right)
{
  return cdl_sim_reply_refuse (-1, "“%s” must be %s", name, right);
}

static void
write_limits (CdlJsonWriter *json, const char *name, const CdlSimLimits *limits)
{
  cdl_json_name (json, name);
  cdl_json_begin_object (json);
  cdl_json_member_int (json, "limit", limits->limit);
  cdl_json_member_int (json, "used", limits->used);
  cdl_json_member_int (json, "requests", (gint64) limits->requests);
  cdl_json_member_int (json, "refused", (gint64) limits->refused);
  cdl_json_member_int (json, "violations", (gint64) limits->violations);
  cdl_json_member_int (json, "banned_until", limits->banned_until);
  cdl_json_end_object (json);
}

static void
write_faults (CdlJsonWriter *json, const CdlFaults *faults)
{
  const GPtrArray *list = cdl_faults_list (faults);

  cdl_json_name (json, "faults");
  cdl_json_begin_array (json);
  for (guint i = 0; i < list->len; i++)
    {
      const CdlFault *fault = list->pdata[i];

      cdl_json_begin_object (json);
      cdl_json_member_int (json, "id", fault->id);
      cdl_json_member_string (json, "name", cdl_fault_name (fault->type));
      cdl_json_member_string (json, "match", fault->match);
      cdl_json_member_int (json, "seen", (gint64) fault->seen);
      cdl_json_member_int (json, "strikes", (gint64) fault->strikes);
      cdl_json_end_object (json);
    }
  cdl_json_end_array (json);
}

static CdlSimReply *
get_state (CdlSimExchange *exchange, GHashTable *members)
{
  g_autoptr (CdlJsonWriter) json = cdl_json_writer_new (CDL_JSON_COMPACT);
  g_autofree char *connections = cdl_stream_hub_describe (exchange->hub);
  double speed = cdl_sim_clock_speed (exchange->clock);

  cdl_json_begin_object (json);
  cdl_json_member_int (json, "seed", (gint64) cdl_sim_market_seed (exchange->truth));
  cdl_json_member_int (json, "now", cdl_sim_clock_now (exchange->clock));
  if (isinf (speed))
    cdl_json_member_string (json, "speed", "max");
  else
    cdl_json_member_double (json, "speed", speed);
  cdl_json_member_int (json, "http_requests", (gint64) exchange->requests);
  write_limits (json, "spot", &exchange->limits[CDL_MARKET_SPOT]);
  write_limits (json, "um", &exchange->limits[CDL_MARKET_UM]);
  cdl_json_member_int (json, "accepted", cdl_stream_hub_accepted (exchange->hub));
  cdl_json_member_int (json, "stream_violations",
                       (gint64) cdl_stream_hub_violations (exchange->hub));
  cdl_json_name (json, "connections");
  cdl_json_raw (json, connections);
  write_faults (json, exchange->faults);
  cdl_json_end_object (json);

  return done (json);
}

static CdlSimReply *
post_clock (CdlSimExchange *exchange, GHashTable *members)
{
  const char *speed = g_hash_table_lookup (members, "speed");
  const char *now = g_hash_table_lookup (members, "now");
  const char *advance = g_hash_table_lookup (members, "advance");
  double factor = 0;
  gint64 time = 0, ms = 0;

  if (speed && strcmp (speed, "max") == 0)
    factor = INFINITY;
  else if (speed && (!cdl_number_parse (speed, &factor) || factor < 0))
    return refuse ("speed", "a number of at least 0, or max");
  if (now && (!cdl_time_parse (now, &time) || time < cdl_sim_market_start (exchange->truth)))
    return refuse ("now", "a time after the first day of trading");
  if (advance && (!cdl_number_parse_int (advance, &ms) || ms < 0))
    return refuse ("advance", "a number of milliseconds");

  if (speed)
    cdl_sim_clock_set_speed (exchange->clock, factor);
  if (now)
    cdl_sim_clock_jump (exchange->clock, time);
  if (advance)
    cdl_sim_clock_advance (exchange->clock, ms);

  return get_state (exchange, members);
}

static CdlSimReply *
post_fault (CdlSimExchange *exchange, GHashTable *members)
{
  g_autoptr (CdlJsonWriter) json = cdl_json_writer_new (CDL_JSON_COMPACT);
  g_autoptr (GError) error = NULL;
  guint id = cdl_faults_add (exchange->faults, members, &error);

  if (id == 0)
    return cdl_sim_reply_refuse (-1, "%s", error->message);

  cdl_json_begin_object (json);
  cdl_json_member_int (json, "id", id);
  cdl_json_end_object (json);

  return done (json);
}

static CdlSimReply *
post_clear (CdlSimExchange *exchange, GHashTable *members)
{
  g_autoptr (CdlJsonWriter) json = cdl_json_writer_new (CDL_JSON_COMPACT);
  const char *text = g_hash_table_lookup (members, "id");
  gint64 id = 0;

  if (text && (!cdl_number_parse_int (text, &id) || id <= 0))
    return refuse ("id", "the id of a fault");

  cdl_json_begin_object (json);
  cdl_json_member_int (json, "removed", cdl_faults_remove (exchange->faults, (guint) id));
  cdl_json_end_object (json);

  return done (json);
}

static CdlSimReply *
post_limits (CdlSimExchange *exchange, GHashTable *members)
{
  const char *market = g_hash_table_lookup (members, "market");
  const char *limit = g_hash_table_lookup (members, "limit");
  const char *ban = g_hash_table_lookup (members, "ban");
  CdlSimLimits *limits
      = &exchange->limits[g_strcmp0 (market, "um") == 0 ? CDL_MARKET_UM : CDL_MARKET_SPOT];
  gint64 weight = 0, seconds = 0;

  if (market && strcmp (market, "um") != 0 && strcmp (market, "spot") != 0)
    return refuse ("market", "spot or um");
  if (limit && (!cdl_number_parse_int (limit, &weight) || weight <= 0 || weight > G_MAXINT32))
    return refuse ("limit", "the weight that a minute may have");
  if (ban && (!cdl_number_parse_int (ban, &seconds) || seconds < 0 || seconds > G_MAXINT32))
    return refuse ("ban", "a number of seconds");

  if (limit)
    limits->limit = (guint) weight;
  if (ban)
    cdl_sim_limits_ban (limits, g_get_real_time () / 1000, (guint) seconds);

  return get_state (exchange, members);
}

static CdlSimReply *
post_halt (CdlSimExchange *exchange, GHashTable *members)
{
  const char *from = g_hash_table_lookup (members, "from");
  const char *to = g_hash_table_lookup (members, "to");
  gint64 from_ms, to_ms;

  if (!from || !cdl_time_parse (from, &from_ms) || !to || !cdl_time_parse (to, &to_ms)
      || !cdl_sim_market_halt (exchange->truth, from_ms, to_ms))
    return refuse ("from", "a whole minute before “to”, with trading left in each day between");
  cdl_bulk_forget (exchange->bulk);

  return get_state (exchange, members);
}

static CdlSimReply *
get_faults (CdlSimExchange *exchange, GHashTable *members)
{
  g_autoptr (CdlJsonWriter) json = cdl_json_writer_new (CDL_JSON_COMPACT);

  cdl_json_begin_object (json);
  for (int i = 0; i < CDL_N_FAULT_TYPES; i++)
    cdl_json_member_string (json, cdl_fault_name ((CdlFaultType) i),
                            cdl_fault_description ((CdlFaultType) i));
  cdl_json_end_object (json);

  return done (json);
}

CdlSimReply *
cdl_sim_control (CdlSimExchange *exchange,
                 const char *method,
                 const char *path,
                 GHashTable *members)
{
  static const struct
  {
    const char *method, *path;
    CdlSimReply *(*answer) (CdlSimExchange *exchange, GHashTable *members);
  } calls[] = {
    { "GET", "state", get_state },   { "GET", "faults", get_faults },
    { "POST", "clock", post_clock }, { "POST", "fault", post_fault },
    { "POST", "clear", post_clear }, { "POST", "limits", post_limits },
    { "POST", "halt", post_halt },
  };

  path += strlen ("/control/");
  for (gsize i = 0; i < G_N_ELEMENTS (calls); i++)
    if (strcmp (calls[i].method, method) == 0 && strcmp (calls[i].path, path) == 0)
      return calls[i].answer (exchange, members);

  return NULL;
}

gboolean
cdl_sim_control_body (GHashTable *members, const char *body, gsize length)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonNode *root;
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  if (!g_utf8_validate (body, (gssize) length, NULL)
      || !json_parser_load_from_data (parser, body, (gssize) length, NULL)
      || !(root = json_parser_get_root (parser)) || !JSON_NODE_HOLDS_OBJECT (root))
    return FALSE;

  json_object_iter_init (&iter, json_node_get_object (root));
  while (json_object_iter_next (&iter, &name, &node))
    {
      char number[CDL_NUMBER_SIZE];
      char *text;

      if (!JSON_NODE_HOLDS_VALUE (node))
        return FALSE;
      if (json_node_get_value_type (node) == G_TYPE_STRING)
        text = g_strdup (json_node_get_string (node));
      else if (json_node_get_value_type (node) == G_TYPE_INT64)
        text = g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));
      else
        text = g_strdup (cdl_number_format (json_node_get_double (node), number));
      g_hash_table_replace (members, g_strdup (name), text);
    }

  return TRUE;
}
