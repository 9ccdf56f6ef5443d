#pragma once

#include "cdl-store.h"

G_BEGIN_DECLS

/* The id that text is, or is the beginning of; newly allocated. NULL with CDL_STORE_ERROR_NOT_FOUND
 * if no run has it, or CDL_STORE_ERROR_INVALID if several have. */
char *cdl_cli_run_id (CdlStore *store, const char *text, GError **error);

/* The same of many, each id once, in the order of the first time: GPtrArray of char *. */
GPtrArray *cdl_cli_run_ids (CdlStore *store, char **texts, int n, GError **error);

/* The run of that id; details (nullable) as in cdl_store_get_run(). */
CdlRunRecord *
cdl_cli_find_run (CdlStore *store, const char *text, CdlRunDetails **details, GError **error);

G_END_DECLS
