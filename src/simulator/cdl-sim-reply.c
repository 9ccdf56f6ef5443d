#include "cdl-sim-reply.h"

#include "cdl-json-writer.h"

CdlSimReply *
cdl_sim_reply_new (guint status, const char *type, GString *body)
{
  CdlSimReply *self = g_new0 (CdlSimReply, 1);

  self->status = status;
  self->type = g_strdup (type);
  self->body = body ? body : g_string_new (NULL);
  self->headers = g_ptr_array_new_with_free_func (g_free);

  return self;
}

CdlSimReply *
cdl_sim_reply_json (GString *body)
{
  return cdl_sim_reply_new (200, "application/json;charset=UTF-8", body);
}

void
cdl_sim_reply_free (CdlSimReply *self)
{
  if (!self)
    return;

  g_ptr_array_unref (self->headers);
  g_string_free (self->body, TRUE);
  g_free (self->type);
  g_free (self);
}

CdlSimReply *
cdl_sim_reply_refuse (int code, const char *format, ...)
{
  g_autoptr (CdlJsonWriter) json = cdl_json_writer_new (CDL_JSON_COMPACT);
  g_autofree char *message = NULL;
  g_autofree char *text = NULL;
  CdlSimReply *self;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);

  cdl_json_begin_object (json);
  cdl_json_member_int (json, "code", code);
  cdl_json_member_string (json, "msg", message);
  cdl_json_end_object (json);
  text = cdl_json_writer_steal (json);
  self = cdl_sim_reply_json (g_string_new (text));
  self->status = 400;

  return self;
}

void
cdl_sim_reply_header (CdlSimReply *self, const char *name, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_ptr_array_add (self->headers, g_strdup (name));
  g_ptr_array_add (self->headers, g_strdup_vprintf (format, args));
  va_end (args);
}
