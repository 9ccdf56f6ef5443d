#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A progress bar on stderr where that is a terminal, and nothing elsewhere. */
typedef struct _CdlProgressBar CdlProgressBar;

CdlProgressBar *cdl_progress_bar_new (const char *title);

/* fraction: 0..1; remaining_ms < 0: not known; detail (nullable) stands behind. */
void cdl_progress_bar_set (CdlProgressBar *self,
                           double fraction,
                           gint64 remaining_ms,
                           const char *detail);

/* Takes the bar off the screen. */
void cdl_progress_bar_free (CdlProgressBar *self);

/* Whether Ctrl+C was pressed since cdl_cli_catch_interrupt(). */
void cdl_cli_catch_interrupt (void);
gboolean cdl_cli_interrupted (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CdlProgressBar, cdl_progress_bar_free)

G_END_DECLS
