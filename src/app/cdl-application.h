#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* The desktop application. */
#define CDL_TYPE_APPLICATION (cdl_application_get_type ())
G_DECLARE_FINAL_TYPE (CdlApplication, cdl_application, CDL, APPLICATION, AdwApplication)

AdwApplication *cdl_application_new (void);

/* The window uses the server that was configured meanwhile, where it had none. FALSE: it has one,
 * or there is none, or it cannot be used; from the next start on it will be. */
gboolean cdl_application_begin_sync (CdlApplication *self);

G_END_DECLS
