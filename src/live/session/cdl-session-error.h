#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  CDL_SESSION_ERROR_BUSY,      /* another process runs the session */
  CDL_SESSION_ERROR_INVALID,   /* what was asked cannot be: the message says why */
  CDL_SESSION_ERROR_NOT_FOUND, /* no such session */
  CDL_SESSION_ERROR_RECORDING, /* a recording is damaged, or is none */
  CDL_SESSION_ERROR_FAILED,
} CdlSessionError;

#define CDL_SESSION_ERROR (cdl_session_error_quark ())

GQuark cdl_session_error_quark (void);

G_END_DECLS
