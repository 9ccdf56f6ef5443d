#pragma once

#include "cdl-test-store.h"

G_BEGIN_DECLS

/* The file of a store that the local test backend created; owned by the store. */
const char *cdl_test_local_path (CdlStore *store);

/* A new folder for a test; newly allocated. */
char *cdl_test_folder (void);

/* Removes the folder with its files. */
void cdl_test_remove_folder (const char *folder);

G_END_DECLS
