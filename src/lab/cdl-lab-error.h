#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Why a test was not run. */
typedef enum
{
  CDL_LAB_ERROR_BUSY,    /* another test runs: the message says which, and since when */
  CDL_LAB_ERROR_REQUEST, /* what was asked cannot be: the message says why */
  CDL_LAB_ERROR_DATA,    /* there are no klines for it */
  CDL_LAB_ERROR_CANCELLED,
  CDL_LAB_ERROR_FAILED,
} CdlLabError;

#define CDL_LAB_ERROR (cdl_lab_error_quark ())

GQuark cdl_lab_error_quark (void);

G_END_DECLS
