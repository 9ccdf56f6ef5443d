#pragma once

#include "cdl-lab-error.h"
#include "cdl-settings.h"

G_BEGIN_DECLS

/* The settings as canonical JSON, complete, so that equal settings have equal text: part of a run's
 * record and of its id; newly allocated. */
char *cdl_settings_write (const CdlSettings *settings);

/* Reads such a text back: the same settings to the bit. FALSE with CDL_LAB_ERROR_REQUEST, which
 * names the member that is missing or makes no sense; settings are then undefined. */
gboolean cdl_settings_read (const char *text, CdlSettings *settings, GError **error);

G_END_DECLS
