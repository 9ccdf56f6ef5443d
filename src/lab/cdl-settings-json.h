#pragma once

#include "cdl-settings.h"

G_BEGIN_DECLS

/* The settings as canonical JSON, complete, so that equal settings have equal text: part of a run's
 * record and of its id; newly allocated. */
char *cdl_settings_write (const CdlSettings *settings);

G_END_DECLS
