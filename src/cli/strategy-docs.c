#include "cdl-cli.h"
#include "cdl-reference.h"

static int
fail_unknown (const char *name)
{
  const char *nearest = cdl_reference_nearest (name);

  if (nearest != NULL)
    return cdl_cli_fail (CDL_EXIT_USAGE, "there is no function or pattern “%s”: did you mean “%s”?",
                         name, nearest);

  return cdl_cli_fail (CDL_EXIT_USAGE,
                       "there is no function or pattern “%s”: “strategy docs” lists all", name);
}

static int
run (int argc, char **argv)
{
  CdlOutput output;
  const char *name;
  int code;

  if (!cdl_cli_parse (&cdl_command_strategy_docs, NULL, &argc, &argv, 0, 1, &output, &code))
    return code;
  name = argc > 1 ? argv[1] : NULL;

  if (output.json)
    {
      g_autoptr (CdlJsonWriter) writer = cdl_json_writer_new (CDL_JSON_PRETTY);

      if (!cdl_reference_write_json (writer, name))
        return fail_unknown (name);
      cdl_cli_print_json (writer);
    }
  else
    {
      g_autofree char *text = name != NULL ? cdl_reference_section (name) : cdl_reference_page ();

      if (text == NULL)
        return fail_unknown (name);
      g_print ("%s", text);
    }

  return CDL_EXIT_OK;
}

const CdlCommand cdl_command_strategy_docs = {
  .noun = "strategy",
  .verb = "docs",
  .args = "[NAME]",
  .summary = "The strategy language, or one function or pattern of it",
  .run = run,
};
