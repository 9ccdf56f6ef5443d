#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CDL_STORE_ERROR (cdl_store_error_quark ())

typedef enum
{
  CDL_STORE_ERROR_NOT_FOUND, /* no such run, test, ... */
  CDL_STORE_ERROR_EXISTS,    /* something else is already stored under this id */
  CDL_STORE_ERROR_INVALID,   /* a record or query that no store takes */
  CDL_STORE_ERROR_BUSY,      /* another program holds the store: worth trying again */
  CDL_STORE_ERROR_FULL,      /* no room left on the disk; nothing was changed */
  CDL_STORE_ERROR_DAMAGED,   /* what is stored cannot be read */
  CDL_STORE_ERROR_VERSION,   /* written by a newer version, or by another program */
  CDL_STORE_ERROR_AWAY,      /* a server that cannot be reached or does not answer: try later */
  CDL_STORE_ERROR_DENIED,    /* a server does not let this user in, or do this */
  CDL_STORE_ERROR_FAILED,    /* anything else: permissions, input and output */
} CdlStoreError;

GQuark cdl_store_error_quark (void);

G_END_DECLS
