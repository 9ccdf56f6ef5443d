#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  CDL_COMMAND_SUBSCRIBE,
  CDL_COMMAND_UNSUBSCRIBE,
  CDL_COMMAND_LIST_SUBSCRIPTIONS,
  CDL_COMMAND_SET_PROPERTY,
  CDL_COMMAND_GET_PROPERTY,
} CdlCommandMethod;

/* What a client asks of a stream connection: {"method":"SUBSCRIBE","params":[...],"id":1}. */
typedef struct
{
  CdlCommandMethod method;
  char *id;          /* as JSON: a number, a string or null */
  char **names;      /* of streams */
  gboolean combined; /* of SET_PROPERTY */
} CdlStreamCommand;

/* Reads text, length bytes. NULL with *refusal, the exchange's answer, newly allocated. */
CdlStreamCommand *cdl_stream_command_parse (const char *text, gsize length, char **refusal);
void cdl_stream_command_free (CdlStreamCommand *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlStreamCommand, cdl_stream_command_free)

G_END_DECLS
