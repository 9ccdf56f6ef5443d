#pragma once

#include "cdl-market-error.h"

G_BEGIN_DECLS

/* Folders of column files that belong together. A folder's files only ever grow behind what is
 * committed; any other change makes a new generation beside it, "<folder>.new", that takes the
 * folder's name in one step. Whoever opened the old generation keeps it. */

/* Takes the writer's lock of a folder, "<folder>.lock"; its parents are made. what: the thing that
 * is locked, for the message. Returns a descriptor, which close() unlocks; -1 with BUSY, naming the
 * process that has it, or FAILED. */
int cdl_folder_lock (const char *folder, const char *what, GError **error);

/* Makes an empty new generation and returns its path; newly allocated. The caller has the lock. */
char *cdl_folder_begin (const char *folder, GError **error);

/* Puts the new generation in the place of the folder; to the disk as well. If that fails the folder
 * is what it was, and the new generation is gone. */
gboolean cdl_folder_commit (const char *folder, GError **error);

/* Removes the new generation, or what a killed writer left of it. */
void cdl_folder_abandon (const char *folder);

/* Opens the present generation for openat(); -1 with errno. */
int cdl_folder_open (const char *folder);

/* Whether dir is still the folder's present generation: all that was opened in it before is whole.
 * Else it has been replaced, and files may have been missing. */
gboolean cdl_folder_is_current (int dir, const char *folder);

/* A GError FAILED with errno's words: "cannot <what> <path>: ..."; returns FALSE. */
gboolean cdl_folder_fail (GError **error, const char *what, const char *path);

G_END_DECLS
