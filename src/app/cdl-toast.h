#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* A toast of plain words, names and error messages among them: its own title is markup. */
AdwToast *cdl_toast_new (const char *words);

G_END_DECLS
