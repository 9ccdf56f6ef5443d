#include "cdl-fuzz.h"

#include "cdl-stream-command.h"

#include <json-glib/json-glib.h>

static const CdlFuzzSeed seeds[] = {
  CDL_FUZZ_SEED ("{\"method\":\"SUBSCRIBE\",\"params\":[\"btcusdt@trade\"],\"id\":1}"),
  CDL_FUZZ_SEED ("{\"method\":\"UNSUBSCRIBE\",\"params\":[\"a\",\"b\"],\"id\":\"x\"}"),
  CDL_FUZZ_SEED ("{\"method\":\"SET_PROPERTY\",\"params\":[\"combined\",true],\"id\":null}"),
  CDL_FUZZ_SEED ("{\"method\":\"LIST_SUBSCRIPTIONS\",\"id\":9223372036854775807}"),
};

/* A command with an id that is JSON, or a refusal that is. */
static int
fuzz_stream_command (const guint8 *data, gsize size)
{
  g_autofree char *refusal = NULL;
  g_autoptr (CdlStreamCommand) command
      = cdl_stream_command_parse ((const char *) data, size, &refusal);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autofree char *id = command ? g_strdup_printf ("[%s]", command->id) : NULL;

  g_assert_true ((command == NULL) == (refusal != NULL));
  g_assert_true (json_parser_load_from_data (parser, command ? id : refusal, -1, NULL));

  return 0;
}

CDL_FUZZ_TARGET ("stream-command", fuzz_stream_command, seeds);
