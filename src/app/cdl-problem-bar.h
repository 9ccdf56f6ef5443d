#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What went wrong, in words, on the page that it concerns, until it is read or did go well. It is
 * in nobody's way, as a toast over a button would be. */
#define CDL_TYPE_PROBLEM_BAR (cdl_problem_bar_get_type ())
G_DECLARE_FINAL_TYPE (CdlProblemBar, cdl_problem_bar, CDL, PROBLEM_BAR, GtkWidget)

/* Some sentences, copied; NULL or "": nothing is wrong any more. */
void cdl_problem_bar_set (CdlProblemBar *self, const char *words);

G_END_DECLS
