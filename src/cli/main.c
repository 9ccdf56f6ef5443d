#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "cdl-cli.h"

/* Width of the longest synopsis that the summaries stand behind. */
#define SYNOPSIS 30

#define ROW(name) &cdl_command_##name,
static const CdlCommand *const commands[] = { CDL_COMMAND_LIST (ROW) };
#undef ROW

/* noun: its commands only; NULL: all. */
static void
print_usage (const char *noun)
{
  g_print ("Usage: chandelier-cli %s [OPTION…]\n\nCommands:\n", noun != NULL ? noun : "COMMAND");
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      const CdlCommand *command = commands[i];
      g_autofree char *synopsis
          = g_strjoin (" ", command->noun, command->verb != NULL ? command->verb : command->args,
                       command->verb != NULL ? command->args : NULL, NULL);

      if (noun != NULL && strcmp (command->noun, noun) != 0)
        continue;
      g_print ("  %s%*s %s\n", synopsis, MAX (SYNOPSIS - (int) g_utf8_strlen (synopsis, -1), 0), "",
               command->summary);
    }
  g_print ("\n“chandelier-cli COMMAND --help” tells a command's options.\n");
}

/* The command that the words name, and how many words that took. */
static const CdlCommand *
find_command (int argc, char **argv, int *words)
{
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      const CdlCommand *command = commands[i];

      *words = command->verb != NULL ? 2 : 1;
      if (argc > *words && strcmp (argv[1], command->noun) == 0
          && (command->verb == NULL || strcmp (argv[2], command->verb) == 0))
        return command;
    }

  return NULL;
}

static gboolean
is_noun (const char *word)
{
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (strcmp (commands[i]->noun, word) == 0)
      return TRUE;

  return FALSE;
}

static gboolean
is_help (const char *word)
{
  return strcmp (word, "--help") == 0 || strcmp (word, "-h") == 0 || strcmp (word, "help") == 0;
}

static int
unknown_command (int argc, char **argv)
{
  g_autofree char *typed = g_strjoin (" ", argv[1], argc > 2 ? argv[2] : NULL, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *nearest;

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    g_ptr_array_add (names, g_strjoin (" ", commands[i]->noun, commands[i]->verb, NULL));
  g_ptr_array_add (names, NULL);
  nearest = cdl_nearest_word (typed, (const char *const *) names->pdata);

  return cdl_cli_fail (CDL_EXIT_USAGE,
                       "there is no command “%s”%s%s%s; see “chandelier-cli --help”", typed,
                       nearest != NULL ? ": did you mean “" : "", nearest != NULL ? nearest : "",
                       nearest != NULL ? "”?" : "");
}

static int
run_command (int argc, char **argv)
{
  const CdlCommand *command;
  int words;

  if (argc < 2 || is_help (argv[1]))
    {
      print_usage (NULL);
      return argc < 2 ? CDL_EXIT_USAGE : CDL_EXIT_OK;
    }
  if (strcmp (argv[1], "--version") == 0)
    {
      g_print ("chandelier-cli %s\n", CDL_VERSION);
      return CDL_EXIT_OK;
    }

  command = find_command (argc, argv, &words);
  if (command == NULL && is_noun (argv[1]) && (argc == 2 || is_help (argv[2])))
    {
      print_usage (argv[1]);
      return argc == 2 ? CDL_EXIT_USAGE : CDL_EXIT_OK;
    }
  if (command == NULL)
    return unknown_command (argc, argv);

  argv[words] = argv[0];

  return command->run (argc - words, argv + words);
}

int
main (int argc, char **argv)
{
  int code;

  setlocale (LC_ALL, "");
  g_set_prgname ("chandelier-cli");
  code = run_command (argc, argv);
  cdl_cli_end_store (code == CDL_EXIT_OK);

  /* What was printed may not have arrived: the disk may be full. */
  if (fflush (stdout) != 0 || ferror (stdout))
    return cdl_cli_fail (CDL_EXIT_FAILED, "the output could not be written");

  return code;
}
