#include "cdl-cli-password.h"

#include <fcntl.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "cdl-cli-progress.h"
#include "cdl-cli.h"

/* More than any server takes. */
#define MAX_PASSWORD 1000

/* The line without its end; NULL: interrupted, or there is none. */
static char *
read_line (int fd)
{
  char line[MAX_PASSWORD + 1];
  gsize length = 0;
  gboolean ended = FALSE, any = FALSE;
  char *password = NULL;

  while (!ended && length < MAX_PASSWORD && read (fd, line + length, 1) == 1)
    {
      any = TRUE;
      ended = line[length] == '\n';
      length += ended ? 0 : 1;
    }
  if (any && !cdl_cli_interrupted ())
    password = g_strndup (line, length);
  explicit_bzero (line, sizeof line);
  if (password != NULL && g_str_has_suffix (password, "\r"))
    password[strlen (password) - 1] = '\0';

  return password;
}

static char *
ask_terminal (int fd, const char *whose)
{
  g_autofree char *question = g_strdup_printf ("Password of %s: ", whose);
  struct termios shown, hidden;
  char *password = NULL;

  if (tcgetattr (fd, &shown) != 0)
    return NULL;
  hidden = shown;
  hidden.c_lflag &= ~(tcflag_t) ECHO;
  /* Ctrl+C must not leave a terminal behind that shows nothing. */
  cdl_cli_catch_interrupt ();
  if (tcsetattr (fd, TCSAFLUSH, &hidden) == 0
      && write (fd, question, strlen (question)) == (gssize) strlen (question))
    password = read_line (fd);
  tcsetattr (fd, TCSAFLUSH, &shown);
  if (write (fd, "\n", 1) != 1)
    g_clear_pointer (&password, g_free);

  return password;
}

char *
cdl_cli_ask_password (const char *whose, gboolean from_stdin)
{
  int fd = from_stdin ? STDIN_FILENO : open ("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
  char *password = NULL;

  if (fd < 0)
    {
      cdl_cli_fail (CDL_EXIT_USAGE,
                    "there is no terminal to ask for the password of %s: give it on standard "
                    "input, with --password-stdin",
                    whose);
      return NULL;
    }
  password = from_stdin ? read_line (fd) : ask_terminal (fd, whose);
  if (!from_stdin)
    close (fd);
  if (password == NULL)
    cdl_cli_fail (CDL_EXIT_USAGE, "no password of %s was given", whose);

  return password;
}
