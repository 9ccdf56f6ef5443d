#include "cdl-cli-progress.h"

#include <signal.h>
#include <unistd.h>

#include "cdl-time.h"

#define BAR_WIDTH 30

struct _CdlProgressBar
{
  char *title;
  gboolean shown;
};

CdlProgressBar *
cdl_progress_bar_new (const char *title)
{
  CdlProgressBar *self = g_new0 (CdlProgressBar, 1);

  self->title = g_strdup (title);

  return self;
}

void
cdl_progress_bar_set (CdlProgressBar *self,
                      double fraction,
                      gint64 remaining_ms,
                      const char *detail)
{
  g_autofree char *remaining = remaining_ms >= 0 ? cdl_duration_format (remaining_ms) : NULL;
  GString *bar;
  int filled = (int) (CLAMP (fraction, 0.0, 1.0) * BAR_WIDTH);

  if (!isatty (STDERR_FILENO))
    return;

  bar = g_string_new (NULL);
  for (int i = 0; i < BAR_WIDTH; i++)
    g_string_append (bar, i < filled ? "█" : "░");
  g_printerr ("\r\033[K%s %s %3d %%%s%s%s%s", self->title, bar->str, (int) (fraction * 100.0),
              detail != NULL ? "  " : "", detail != NULL ? detail : "",
              remaining != NULL ? "  " : "", remaining != NULL ? remaining : "");
  g_string_free (bar, TRUE);
  self->shown = TRUE;
}

void
cdl_progress_bar_free (CdlProgressBar *self)
{
  if (self->shown)
    g_printerr ("\r\033[K");
  g_free (self->title);
  g_free (self);
}

static volatile sig_atomic_t interrupted;

static void
on_interrupt (int number)
{
  interrupted = 1;
}

void
cdl_cli_catch_interrupt (void)
{
  struct sigaction action = { .sa_handler = on_interrupt, .sa_flags = (int) SA_RESETHAND };

  /* The first Ctrl+C ends the work in good order; the second ends the process. */
  sigaction (SIGINT, &action, NULL);
  sigaction (SIGTERM, &action, NULL);
}

gboolean
cdl_cli_interrupted (void)
{
  return interrupted != 0;
}
