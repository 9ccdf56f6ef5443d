#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Appends a statement that counts the run as a trial of its dataset's window. */
void cdl_surreal_count_trial (GString *sql,
                              const char *dataset,
                              gint64 from,
                              gint64 to,
                              const char *run);

G_END_DECLS
