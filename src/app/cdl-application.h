#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* The desktop application. */
#define CDL_TYPE_APPLICATION (cdl_application_get_type ())
G_DECLARE_FINAL_TYPE (CdlApplication, cdl_application, CDL, APPLICATION, AdwApplication)

AdwApplication *cdl_application_new (void);

G_END_DECLS
