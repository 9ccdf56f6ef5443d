#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* An answer to a request, before faults have their way with it. */
typedef struct
{
  guint status;
  char *type; /* content type */
  GString *body;
  GPtrArray *headers; /* char *: name, value, name, value, ... */
} CdlSimReply;

/* Takes body, which may be NULL. */
CdlSimReply *cdl_sim_reply_new (guint status, const char *type, GString *body);
CdlSimReply *cdl_sim_reply_json (GString *body);
void cdl_sim_reply_free (CdlSimReply *self);

/* {"code":-1121,"msg":"Invalid symbol."} with status 400. */
CdlSimReply *cdl_sim_reply_refuse (int code, const char *format, ...) G_GNUC_PRINTF (2, 3);

void cdl_sim_reply_header (CdlSimReply *self, const char *name, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlSimReply, cdl_sim_reply_free)

G_END_DECLS
